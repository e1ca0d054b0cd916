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
    begun VARCHAR NOT NULL,
    rereads INTEGER REFERENCES entry (number) ON DELETE SET NULL
);
CREATE UNIQUE INDEX ix_entry_id ON entry (id);
CREATE INDEX ix_entry_rereads ON entry (rereads);
CREATE INDEX ix_entry_day ON entry (day);
CREATE INDEX ix_entry_written ON entry (written);
CREATE TABLE answer (
    number INTEGER NOT NULL PRIMARY KEY,
    entry INTEGER NOT NULL REFERENCES entry (number) ON DELETE CASCADE,
    "key" VARCHAR NOT NULL,
    place INTEGER NOT NULL,
    question VARCHAR NOT NULL,
    kind VARCHAR NOT NULL,
    words VARCHAR NOT NULL,
    picked VARCHAR NOT NULL,
    share VARCHAR NOT NULL,
    about VARCHAR,
    locked BOOLEAN NOT NULL,
    UNIQUE (entry, "key")
);
CREATE TABLE version (
    number INTEGER NOT NULL PRIMARY KEY,
    answer INTEGER NOT NULL REFERENCES answer (number) ON DELETE CASCADE,
    words VARCHAR NOT NULL,
    picked VARCHAR NOT NULL,
    replaced DATETIME NOT NULL
);
CREATE INDEX ix_version_answer ON version (answer);
CREATE TABLE asked (
    deck VARCHAR NOT NULL,
    step VARCHAR NOT NULL,
    wording VARCHAR NOT NULL,
    last DATETIME NOT NULL,
    PRIMARY KEY (deck, step, wording)
);
"""

# Whole words in every script: a vowel sign (M*) is part of its word, as are the two joiners,
# which are written by their numbers because nobody can see them. No stemming: it would make
# “caste” find “cast”; people write caste* when they mean more.
_TOKENS = "unicode61 remove_diacritics 2 categories 'L* M* N* Co' tokenchars '\u200c\u200d'"
_SEARCH = (
    f"""CREATE VIRTUAL TABLE found USING fts5
        (words, content='answer', content_rowid='number', tokenize="{_TOKENS}")""",
    "INSERT INTO found (found, rank) VALUES ('secure-delete', 1)",
    """CREATE TRIGGER answer_found AFTER INSERT ON answer BEGIN
        INSERT INTO found (rowid, words) VALUES (new.number, new.words); END""",
    """CREATE TRIGGER answer_lost AFTER DELETE ON answer BEGIN
        INSERT INTO found (found, rowid, words) VALUES ('delete', old.number, old.words); END""",
    """CREATE TRIGGER answer_changed AFTER UPDATE OF words ON answer BEGIN
        INSERT INTO found (found, rowid, words) VALUES ('delete', old.number, old.words);
        INSERT INTO found (rowid, words) VALUES (new.number, new.words); END""",
)

_SECOND = """
CREATE TABLE deleted (id VARCHAR NOT NULL PRIMARY KEY);
ALTER TABLE entry ADD COLUMN thread VARCHAR;
CREATE INDEX ix_entry_thread ON entry (thread);
CREATE TABLE commitment (
    number INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    entry INTEGER NOT NULL REFERENCES entry (number) ON DELETE CASCADE,
    "key" VARCHAR NOT NULL,
    scale VARCHAR NOT NULL,
    text VARCHAR NOT NULL,
    owner VARCHAR NOT NULL,
    share VARCHAR NOT NULL,
    UNIQUE (entry, "key")
);
CREATE TABLE news (
    number INTEGER NOT NULL PRIMARY KEY,
    "commitment" INTEGER NOT NULL REFERENCES commitment (number) ON DELETE CASCADE,
    status VARCHAR NOT NULL,
    text VARCHAR NOT NULL,
    at DATETIME NOT NULL,
    "offset" INTEGER NOT NULL,
    entry INTEGER REFERENCES entry (number) ON DELETE CASCADE
);
CREATE INDEX ix_news_commitment ON news ("commitment");
CREATE INDEX ix_news_entry ON news (entry);
INSERT INTO commitment (entry, "key", scale, text, owner, share)
    SELECT entry.number, "key", json_extract(picked, '$.scale'), answer.words, 'me', 'private'
    FROM answer JOIN entry ON entry.number = answer.entry
    WHERE kind = 'commitment' AND finished AND trim(answer.words) <> ''
      AND json_extract(picked, '$.scale') <> 'only-seen'
      AND NOT EXISTS (SELECT 1 FROM answer AS scene WHERE scene.entry = entry.number AND scene."key" = 'card')
    ORDER BY written, entry.number, place
"""

_THIRD = """
CREATE TABLE decision (
    entry INTEGER NOT NULL REFERENCES entry (number) ON DELETE CASCADE,
    theme VARCHAR NOT NULL,
    verdict VARCHAR NOT NULL,
    at DATETIME NOT NULL,
    "offset" INTEGER NOT NULL,
    PRIMARY KEY (entry, theme)
);
CREATE TABLE evidence (
    number INTEGER NOT NULL PRIMARY KEY,
    entry INTEGER NOT NULL REFERENCES entry (number) ON DELETE CASCADE,
    theme VARCHAR NOT NULL,
    "key" VARCHAR NOT NULL,
    quote VARCHAR NOT NULL,
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    pattern VARCHAR NOT NULL
);
CREATE INDEX ix_evidence_entry ON evidence (entry);
CREATE TABLE touch (
    entry INTEGER NOT NULL REFERENCES entry (number) ON DELETE CASCADE,
    what VARCHAR NOT NULL,
    id VARCHAR NOT NULL,
    standing VARCHAR NOT NULL,
    day VARCHAR NOT NULL,
    PRIMARY KEY (entry, what, id, standing)
) WITHOUT ROWID;
CREATE INDEX ix_touch_day ON touch (what, id, day, standing);
CREATE TABLE tally (
    unit VARCHAR NOT NULL,
    what VARCHAR NOT NULL,
    span VARCHAR NOT NULL,
    id VARCHAR NOT NULL,
    standing VARCHAR NOT NULL,
    entries INTEGER NOT NULL,
    PRIMARY KEY (unit, what, span, id, standing)
) WITHOUT ROWID
"""

# How many entries touch on something, by day, by month and in all: counted as touches come and
# go, so that looking back over ten years reads a few thousand rows instead of all there is.
_COUNTED = (
    """CREATE TRIGGER touch_counted AFTER INSERT ON touch BEGIN
        INSERT INTO tally (unit, span, what, id, standing, entries)
            VALUES ('day', new.day, new.what, new.id, new.standing, 1),
                   ('month', substr(new.day, 1, 7), new.what, new.id, new.standing, 1),
                   ('all', '', new.what, new.id, new.standing, 1)
            ON CONFLICT DO UPDATE SET entries = entries + 1; END""",
    """CREATE TRIGGER touch_gone AFTER DELETE ON touch BEGIN
        UPDATE tally SET entries = entries - 1
            WHERE (unit, span) IN (VALUES ('day', old.day), ('month', substr(old.day, 1, 7)), ('all', ''))
              AND what = old.what AND id = old.id AND standing = old.standing;
        DELETE FROM tally
            WHERE (unit, span) IN (VALUES ('day', old.day), ('month', substr(old.day, 1, 7)), ('all', ''))
              AND what = old.what AND id = old.id AND standing = old.standing AND entries = 0; END""",
)

# What was agreed in supervision belongs to no entry, so a commitment's entry may be missing. SQLite changes a
# column by making the table anew. News go first: they would be deleted with the table they point to.
_FOURTH = """
CREATE TABLE feedback (
    number INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    id VARCHAR NOT NULL,
    giver VARCHAR NOT NULL,
    at DATETIME NOT NULL,
    "offset" INTEGER NOT NULL,
    heard VARCHAR NOT NULL,
    seen VARCHAR NOT NULL,
    question VARCHAR NOT NULL,
    differs VARCHAR NOT NULL,
    page VARCHAR NOT NULL
);
CREATE UNIQUE INDEX ix_feedback_id ON feedback (id);
CREATE TABLE handover (
    id VARCHAR NOT NULL PRIMARY KEY,
    at DATETIME NOT NULL,
    "offset" INTEGER NOT NULL,
    "to" VARCHAR NOT NULL,
    form VARCHAR NOT NULL,
    sections VARCHAR NOT NULL,
    items VARCHAR NOT NULL,
    opened VARCHAR NOT NULL,
    checksum VARCHAR NOT NULL,
    changed INTEGER NOT NULL,
    kept INTEGER NOT NULL,
    reason VARCHAR NOT NULL,
    seen BOOLEAN NOT NULL
);
CREATE TABLE commitment_now (
    number INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    entry INTEGER REFERENCES entry (number) ON DELETE CASCADE,
    feedback INTEGER REFERENCES feedback (number) ON DELETE CASCADE,
    "key" VARCHAR NOT NULL,
    scale VARCHAR NOT NULL,
    text VARCHAR NOT NULL,
    owner VARCHAR NOT NULL,
    share VARCHAR NOT NULL,
    "by" VARCHAR NOT NULL,
    UNIQUE (entry, "key"),
    UNIQUE (feedback, "key")
);
INSERT INTO commitment_now (number, entry, "key", scale, text, owner, share, "by")
    SELECT number, entry, "key", scale, text, owner, share, '' FROM commitment;
DELETE FROM sqlite_sequence WHERE name = 'commitment_now';
INSERT INTO sqlite_sequence (name, seq) SELECT 'commitment_now', seq FROM sqlite_sequence WHERE name = 'commitment';
CREATE TABLE news_now (
    number INTEGER NOT NULL PRIMARY KEY,
    "commitment" INTEGER NOT NULL REFERENCES commitment_now (number) ON DELETE CASCADE,
    status VARCHAR NOT NULL,
    text VARCHAR NOT NULL,
    at DATETIME NOT NULL,
    "offset" INTEGER NOT NULL,
    entry INTEGER REFERENCES entry (number) ON DELETE CASCADE
);
INSERT INTO news_now SELECT number, "commitment", status, text, at, "offset", entry FROM news;
DROP TABLE news;
DROP TABLE commitment;
ALTER TABLE commitment_now RENAME TO commitment;
ALTER TABLE news_now RENAME TO news;
CREATE INDEX ix_news_commitment ON news ("commitment");
CREATE INDEX ix_news_entry ON news (entry)
"""

STEPS: tuple[tuple[str, ...], ...] = (
    (*filter(str.strip, _FIRST.split(";")), *_SEARCH),
    tuple(_SECOND.split(";")),
    (*_THIRD.split(";"), *_COUNTED),
    tuple(_FOURTH.split(";")),
)
"""The statements that bring a file one version further. A step that has been released never changes."""


def migrate(connection: Connection) -> None:
    """Bring the file to today's tables. Refuse one that is not a journal, or comes from a newer program."""
    have = _version(connection)
    if have == len(STEPS):
        return
    connection.execute("BEGIN IMMEDIATE")
    try:
        for step in STEPS[_version(connection) :]:  # another window may have done it meanwhile
            for statement in step:
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
