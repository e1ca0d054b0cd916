"""The numbered steps from an empty file to today's tables, and the check that a file is ours.

`PRAGMA user_version` counts the steps taken. All that are missing run in one transaction, so
a file is wholly old or wholly new. The tables are described once, in `tables`; a test holds
these steps against that description.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from reflect.errors import Damaged

if TYPE_CHECKING:
    from sqlcipher3.dbapi2 import Connection

APPLICATION_ID = 0x52464C43

_FIRST = """
CREATE TABLE setting (
    name VARCHAR NOT NULL PRIMARY KEY,
    value VARCHAR NOT NULL
);
CREATE TABLE entry (
    number INTEGER NOT NULL PRIMARY KEY,
    id VARCHAR NOT NULL,
    deck VARCHAR NOT NULL,
    minutes INTEGER NOT NULL,
    written DATETIME NOT NULL,
    "offset" INTEGER NOT NULL,
    day VARCHAR NOT NULL,
    finished BOOLEAN NOT NULL,
    opening VARCHAR NOT NULL,
    words INTEGER NOT NULL,
    skipped VARCHAR NOT NULL,
    begun VARCHAR NOT NULL
);
CREATE UNIQUE INDEX ix_entry_id ON entry (id);
CREATE INDEX ix_entry_day ON entry (day);
CREATE INDEX ix_entry_written ON entry (written);
CREATE TABLE answer (
    entry INTEGER NOT NULL REFERENCES entry (number) ON DELETE CASCADE,
    "key" VARCHAR NOT NULL,
    place INTEGER NOT NULL,
    question VARCHAR NOT NULL,
    kind VARCHAR NOT NULL,
    value VARCHAR NOT NULL,
    share VARCHAR NOT NULL,
    about VARCHAR,
    locked BOOLEAN NOT NULL,
    PRIMARY KEY (entry, "key")
);
CREATE TABLE asked (
    deck VARCHAR NOT NULL,
    step VARCHAR NOT NULL,
    wording VARCHAR NOT NULL,
    last DATETIME NOT NULL,
    PRIMARY KEY (deck, step, wording)
);
"""

STEPS = (_FIRST,)
"""Each brings a file one version further. A step that has been released never changes."""


def migrate(connection: Connection) -> None:
    """Bring the file to today's tables. Refuse one that is not a journal, or comes from a newer program."""
    have = _version(connection)
    if have == len(STEPS):
        return
    connection.execute("BEGIN IMMEDIATE")
    try:
        for step in STEPS[_version(connection) :]:  # another window may have done it meanwhile
            for statement in filter(str.strip, step.split(";")):
                connection.execute(statement)
        connection.execute(f"PRAGMA user_version = {len(STEPS)}")
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def _version(connection: Connection) -> int:
    """Give the file's version. Raise Damaged if it is another program's, or a newer one's."""
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    (owner,) = connection.execute("PRAGMA application_id").fetchone()
    (tables,) = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    if owner != APPLICATION_ID and (owner or version or tables):
        raise Damaged("That file belongs to another program. It was left as it is.")
    if version > len(STEPS):
        raise Damaged("This journal was kept by a newer reflect. It was left as it is. Update: see the README.")
    return int(version)
