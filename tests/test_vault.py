"""The sealed file and its key: made once, opened by who may, and never mistaken for another."""

import base64
import hashlib
import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys
import unicodedata
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from reflect import vault
from reflect.errors import CouldNotKeep, Damaged, Locked, NotFound, ReflectError
from reflect.vault import Vault

PASSPHRASE = "kettle rickshaw monsoon brass"
LINE = "One line that nobody else may read."

posix = pytest.mark.skipif(os.name != "posix", reason="Windows has no file modes of this kind.")
locked_or_bare = pytest.mark.parametrize("passphrase", [PASSPHRASE, None], ids=["locked", "bare"])


def fill(connection, line=LINE):
    connection.execute("CREATE TABLE line (words)")
    connection.execute("INSERT INTO line VALUES (?)", (line,))


def line_in(connection):
    ((line,),) = connection.execute("SELECT words FROM line").fetchall()
    connection.close()
    return line


def names(folder):
    return sorted(path.name for path in folder.iterdir())


def bytes_in(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def key_of(code):
    return base64.b32decode(code.replace("-", ""))[: vault.KEY_BYTES]


def change(file, at, by=1):
    data = bytearray(file.read_bytes())
    data[at] ^= by
    file.write_bytes(data)


@pytest.fixture
def there(home):
    return Vault(home)


@pytest.fixture
def code(there):
    return there.create(PASSPHRASE, fill)


@pytest.fixture
def other(tmp_path):
    return Vault(tmp_path / "other")


# Making and opening


@locked_or_bare
def test_what_was_filled_in_is_there_when_it_is_opened(there, passphrase):
    there.create(passphrase, fill)

    assert line_in(there.unlock(passphrase)) == LINE


@pytest.mark.parametrize("passphrase", [" a  b ", "pass\twörd", "मेरा पासवर्ड", "🔑" * 5, "x" * 5000, "-", "A" * 56])
def test_any_passphrase_opens_what_it_locked(there, passphrase):
    there.create(passphrase, fill)

    assert line_in(there.unlock(passphrase)) == LINE


def test_a_passphrase_may_be_typed_on_another_keyboard(there):
    there.create(unicodedata.normalize("NFC", "café ｶ"), fill)

    assert line_in(there.unlock(unicodedata.normalize("NFD", "café カ"))) == LINE


def test_a_journal_tells_whether_it_asks_for_a_passphrase(there, other):
    there.create(PASSPHRASE, fill)
    other.create(None, fill)

    assert there.asks_passphrase is True
    assert other.asks_passphrase is False


def test_a_bare_journal_opens_whatever_is_typed(there):
    there.create(None, fill)

    assert line_in(there.unlock("anything")) == LINE


def test_two_journals_have_two_keys(there, other):
    assert there.create(PASSPHRASE, fill) != other.create(PASSPHRASE, fill)
    assert there.key_file.read_bytes() != other.key_file.read_bytes()


def test_a_folder_without_a_journal_says_how_to_make_one(there, home):
    sentence = f"There is no journal in {home} yet. Make one: reflect init"

    assert there.exists is False
    with pytest.raises(NotFound) as unlocking:
        there.unlock(PASSPHRASE)
    with pytest.raises(NotFound) as asking:
        _ = there.asks_passphrase
    assert (str(unlocking.value), str(asking.value)) == (sentence, sentence)
    assert not home.exists()


@locked_or_bare
def test_a_journal_that_is_there_is_not_touched(there, code, home, passphrase):
    before = bytes_in(home)

    with pytest.raises(ReflectError) as caught:
        there.create(passphrase, fill)

    assert str(caught.value) == (
        f"There is a journal in {home} already. It was not touched. Write in it: reflect write"
    )
    assert bytes_in(home) == before
    assert line_in(there.unlock(code)) == LINE


def test_a_journal_that_lost_its_key_file_is_not_given_another_key(there, code, home):
    there.key_file.unlink()

    with pytest.raises(ReflectError, match="There is a journal in"):
        there.create(PASSPHRASE, fill)

    assert names(home) == ["journal.db"]
    assert line_in(there.unlock(code)) == LINE


@locked_or_bare
def test_a_journal_is_two_files(there, home, passphrase):
    there.create(passphrase, fill)

    assert names(home) == ["journal.db", "journal.key"]


@posix
@locked_or_bare
def test_every_file_is_its_owners_alone_whatever_the_mask(there, home, passphrase):
    before = os.umask(0)
    try:
        there.create(passphrase, fill)
        writing = there.unlock(passphrase)
        writing.execute("BEGIN IMMEDIATE")
        writing.execute("INSERT INTO line VALUES ('more')")
        writing.execute("PRAGMA cache_flush")
        modes = {path.name: oct(path.stat().st_mode & 0o777) for path in (home, *home.iterdir())}
        writing.close()
    finally:
        os.umask(before)

    assert modes == {
        "home": "0o700",
        "journal.db": "0o600",
        "journal.db-journal": "0o600",
        "journal.key": "0o600",
    }


def test_an_open_journal_is_durable_and_leaves_little_behind(there, code):
    connection = there.unlock(code)

    names = (
        "journal_mode",
        "synchronous",
        "fullfsync",
        "foreign_keys",
        "trusted_schema",
        "secure_delete",
        "temp_store",
    )
    kept = {name: connection.execute(f"PRAGMA {name}").fetchone()[0] for name in names}
    connection.close()

    assert kept == {
        "journal_mode": "delete",
        "synchronous": 3,
        "fullfsync": 1,
        "foreign_keys": 1,
        "trusted_schema": 0,
        "secure_delete": 1,
        "temp_store": 2,
    }


# What is in the files


def test_the_sealed_file_shows_nothing(there, code):
    key = key_of(code)
    sealed = there.database.read_bytes()

    for secret in (
        LINE.encode(),
        b"line",
        b"SQLite",
        *(word.encode() for word in PASSPHRASE.split()),
        key,
        key.hex().encode(),
        base64.b64encode(key),
        code.encode(),
        code.replace("-", "").encode(),
    ):
        assert secret not in sealed


def test_the_key_file_of_a_locked_journal_shows_no_key(there, code):
    key = key_of(code)
    kept = there.key_file.read_bytes()

    for secret in (PASSPHRASE.encode(), key, key.hex().encode(), base64.b64encode(key), code.encode()):
        assert secret not in kept
    assert not json.loads(kept).keys() & {"key", "passphrase"}


def test_the_recovery_code_is_the_key_itself(there, code):
    assert re.fullmatch(r"([A-Z2-7]{7}-){7}[A-Z2-7]{7}", code)
    assert line_in(vault.connect(there.database, key_of(code))) == LINE


def test_stretching_a_passphrase_costs_what_the_key_file_says(there, code, monkeypatch):
    kept = json.loads(there.key_file.read_bytes())
    monkeypatch.setattr(vault, "COST", {"iterations": 2, "lanes": 2, "memory_cost": 128})

    assert {name: kept[name] for name in vault.COST} == {"iterations": 1, "lanes": 1, "memory_cost": 64}
    assert line_in(there.unlock(PASSPHRASE)) == LINE


# A wrong passphrase


@pytest.mark.parametrize("typed", ["", "kettle", PASSPHRASE.upper(), f"{PASSPHRASE} ", "A" * 56, "-", "é"])
@pytest.mark.usefixtures("code")
def test_a_wrong_passphrase_opens_nothing_and_changes_nothing(there, home, typed):
    before = bytes_in(home)

    with pytest.raises(Locked) as caught:
        there.unlock(typed)

    assert str(caught.value) == (
        "That passphrase does not open this journal. Nothing was changed. Try again; the recovery code opens it too."
    )
    assert bytes_in(home) == before
    assert line_in(there.unlock(PASSPHRASE)) == LINE


@pytest.mark.usefixtures("code")
def test_without_a_passphrase_a_locked_journal_stays_locked(there):
    with pytest.raises(Locked) as caught:
        there.unlock(None)

    assert str(caught.value) == (
        "The journal is locked. Run this in a terminal, or name a file that holds the passphrase "
        "in REFLECT_PASSPHRASE_FILE."
    )


# The recovery code


TYPED = {
    "as printed": str,
    "lower case": str.lower,
    "with spaces": lambda code: f"  {code.replace('-', ' ')}\n",
    "in fours, lower case": lambda code: " ".join(re.findall(".{1,4}", code.replace("-", "").lower())),
    "without a break": lambda code: code.replace("-", ""),
    "with look-alikes": lambda code: code.replace("O", "0").replace("I", "1").replace("B", "8"),
}
HARM = {
    "no harm": lambda _: None,
    "no key file": lambda file: file.unlink(),
    "an empty key file": lambda file: file.write_bytes(b""),
    "a harmed key file": lambda file: change(file, 40),
    "another key file": lambda file: file.write_text('{"version": 1}', encoding="utf-8"),
}


@pytest.mark.parametrize("typed", TYPED.values(), ids=TYPED.keys())
@pytest.mark.parametrize("harm", HARM.values(), ids=HARM.keys())
def test_the_recovery_code_opens_the_journal_without_its_key_file(there, code, harm, typed):
    harm(there.key_file)

    assert line_in(there.unlock(typed(code))) == LINE


def test_the_recovery_code_opens_a_bare_journal_that_lost_its_key(there):
    code = there.create(None, fill)
    there.key_file.unlink()

    assert line_in(there.unlock(code)) == LINE


@locked_or_bare
@pytest.mark.parametrize("harm", HARM.values(), ids=HARM.keys())
def test_the_code_of_another_journal_is_named_as_that(there, other, harm, passphrase):
    there.create(passphrase, fill)
    harm(there.key_file)
    theirs = other.create(PASSPHRASE, fill)

    with pytest.raises(Locked, match="belongs to another journal") as caught:
        there.unlock(theirs)

    assert str(caught.value).endswith("Nothing was changed.")


def test_a_code_with_one_letter_wrong_is_no_code(there, code):
    for at, letter in enumerate(code):
        if letter != "-":
            wrong = code[:at] + ("A" if letter != "A" else "C") + code[at + 1 :]
            with pytest.raises(Locked, match="That passphrase does not open"):
                there.unlock(wrong)


def test_a_code_is_no_code_before_it_is_whole(there, code):
    for length in (0, 7, 54, 55, 62):
        with pytest.raises(Locked, match="That passphrase does not open"):
            there.unlock(code[:length])


# Harm


@locked_or_bare
@pytest.mark.parametrize("harm", [HARM["no key file"], HARM["an empty key file"]], ids=["missing", "damaged"])
def test_without_a_whole_key_file_the_way_in_is_named(there, passphrase, harm):
    there.create(passphrase, fill)
    harm(there.key_file)
    state = "is damaged" if there.key_file.exists() else "is missing"

    with pytest.raises(Damaged) as caught:
        there.unlock(passphrase)

    assert str(caught.value) == (
        f"The key file {there.key_file} {state}. What you wrote is not lost: the recovery code opens the journal. "
        "Type it where the passphrase is asked for."
    )
    with pytest.raises(Damaged):
        _ = there.asks_passphrase


@locked_or_bare
@pytest.mark.parametrize("by", [0x01, 0x20, 0x80])
def test_a_harmed_key_file_is_never_called_a_wrong_passphrase(there, passphrase, by):
    there.create(passphrase, fill)
    whole = there.key_file.read_bytes()
    told = []

    for at in range(len(whole)):
        change(there.key_file, at, by)
        try:
            assert line_in(there.unlock(passphrase)) == LINE
        except Damaged as error:
            told.append(str(error))
        there.key_file.write_bytes(whole)

    assert len(told) > 0.9 * len(whole)
    assert {"is damaged" in sentence for sentence in told} == {True}


@locked_or_bare
def test_a_key_file_cut_short_is_damaged(there, passphrase):
    there.create(passphrase, fill)
    whole = there.key_file.read_bytes()

    for length in range(len(whole)):
        there.key_file.write_bytes(whole[:length])
        with pytest.raises(Damaged, match="is damaged"):
            there.unlock(passphrase)


@pytest.mark.parametrize(
    "kept",
    [
        b"null",
        b"[]",
        b'"key"',
        b"3",
        b"{}",
        b'{"check": null}',
        b'{"check": ""}',
        b"\xff\xfe{}",
        b"\x00" * 400,
        json.dumps({"check": hashlib.sha256(b"{}").hexdigest()}).encode(),
    ],
)
def test_a_key_file_of_another_form_is_damaged(there, code, kept):
    there.key_file.write_bytes(kept)

    with pytest.raises(Damaged, match="is damaged"):
        there.unlock(PASSPHRASE)
    assert line_in(there.unlock(code)) == LINE


REGIONS = {"salt": 3, "head": 30, "tables": 700, "initialisation vector": 4020, "authentication": 4090}


@locked_or_bare
@pytest.mark.parametrize("at", REGIONS.values(), ids=REGIONS.keys())
def test_a_harmed_database_is_never_called_a_wrong_passphrase(there, home, passphrase, at):
    there.create(passphrase, fill)
    change(there.database, at)
    before = bytes_in(home)

    with pytest.raises(Damaged) as caught:
        there.unlock(passphrase)

    assert str(caught.value) == (
        f"The key is right, but {there.database} cannot be read: the file is damaged or is not this journal's. "
        "Nothing was changed. Put back a copy of that file, and keep this one."
    )
    assert bytes_in(home) == before


def test_a_harmed_database_is_not_blamed_on_the_right_code(there, code):
    change(there.database, REGIONS["tables"])

    with pytest.raises(ReflectError, match="damaged"):
        there.unlock(code)


def test_a_harmed_page_further_in_is_told_when_it_is_read(there, code):
    change(there.database, 4096 + 50)

    connection = there.unlock(code)
    with pytest.raises(Exception, match="malformed") as caught:
        connection.execute("SELECT words FROM line").fetchall()
    connection.close()

    assert vault.trouble(caught.value) == "The journal's file is damaged. Put back a copy of it, and keep this one."


@locked_or_bare
@pytest.mark.parametrize("garbage", [b"x", b"\x00" * 4096, b"garbage " * 2048, b"SQLite"])
def test_garbage_in_place_of_the_database_is_damage(there, passphrase, garbage):
    there.create(passphrase, fill)
    there.database.write_bytes(garbage)

    with pytest.raises(Damaged):
        there.unlock(passphrase)
    assert there.database.read_bytes() == garbage


@locked_or_bare
def test_an_emptied_database_is_damage_and_no_new_journal(there, passphrase):
    there.create(passphrase, fill)
    there.database.write_bytes(b"")

    with pytest.raises(Damaged):
        there.unlock(passphrase)


@locked_or_bare
def test_a_database_that_was_never_sealed_is_left_as_it_is(there, passphrase):
    code = there.create(passphrase, fill)
    there.database.unlink()
    open_one = sqlite3.connect(there.database)
    fill(open_one)
    open_one.commit()
    open_one.close()
    before = there.database.read_bytes()

    for typed in (passphrase, code):
        with pytest.raises(Damaged) as caught:
            there.unlock(typed)
        assert str(caught.value) == f"{there.database} is not a sealed journal. It was left as it is."
    assert there.database.read_bytes() == before


@locked_or_bare
def test_the_database_of_another_journal_is_told_from_a_wrong_passphrase(there, other, passphrase):
    there.create(passphrase, fill)
    other.create(passphrase, fill)
    shutil.copy(other.database, there.database)

    with pytest.raises(Damaged, match="is not this journal's"):
        there.unlock(passphrase)


def test_opening_what_is_not_there_makes_nothing(home):
    home.mkdir()

    with pytest.raises(ReflectError, match="cannot be opened"):
        vault.connect(home / "journal.db", b"k" * 32)

    assert names(home) == []


def test_a_folder_in_place_of_the_key_file_is_no_wrong_passphrase(there, code):
    there.key_file.unlink()
    there.key_file.mkdir()

    with pytest.raises(ReflectError, match="cannot be read") as caught:
        there.unlock(PASSPHRASE)

    assert not isinstance(caught.value, Locked)
    assert line_in(there.unlock(code)) == LINE


def test_a_journal_another_window_writes_in_says_so(there, code, monkeypatch):
    monkeypatch.setattr(vault, "WAIT_SECONDS", 0)
    writing = there.unlock(code)
    writing.execute("PRAGMA locking_mode = EXCLUSIVE")
    writing.execute("BEGIN EXCLUSIVE")

    with pytest.raises(CouldNotKeep, match=r"Another window .* Close it, and try again\."):
        there.unlock(code)

    writing.close()
    assert line_in(there.unlock(code)) == LINE


# Many at once, and starts cut short


@pytest.mark.parametrize("attempt", range(3))
def test_of_twenty_started_at_once_one_makes_the_journal(there, home, attempt):
    start = Barrier(20)

    def make(number):
        passphrase = f"{number} of round {attempt}"
        start.wait()
        try:
            return passphrase, there.create(passphrase, lambda connection: fill(connection, passphrase))
        except ReflectError as error:
            return str(error)

    with ThreadPoolExecutor(20) as pool:
        ended = Counter(pool.map(make, range(20)))

    (refusal, refused), ((passphrase, code), once) = ended.most_common()
    assert refusal.startswith("There is a journal in")
    assert (refused, once) == (19, 1)
    assert names(home) == ["journal.db", "journal.key"]
    assert line_in(there.unlock(passphrase)) == passphrase
    assert line_in(there.unlock(code)) == passphrase


@pytest.mark.parametrize("gone_by", [KeyboardInterrupt, OSError, ValueError])
def test_a_start_that_fails_leaves_nothing(there, home, gone_by):
    def fail(connection):
        connection.execute("BEGIN IMMEDIATE")
        fill(connection)
        raise gone_by

    with pytest.raises(gone_by):
        there.create(PASSPHRASE, fail)

    assert names(home) == []
    there.create(None, fill)
    assert line_in(there.unlock(None)) == LINE


CUT_SHORT = """
import os, sys
from pathlib import Path
from reflect import vault
vault.COST.update(iterations=1, lanes=1, memory_cost=64)
at, home = sys.argv[1:]
setattr(vault, at, lambda *_, **__: os._exit(9))
vault.Vault(Path(home)).create("of the one that died", lambda connection: None)
"""


@pytest.mark.parametrize("at", ["connect", "write_whole", "take_name"])
def test_a_start_cut_short_does_not_block_the_next(there, home, monkeypatch, at):
    died = subprocess.run([sys.executable, "-c", CUT_SHORT, at, str(home)], check=False)
    monkeypatch.setattr(vault, "_pause", lambda: None)

    assert died.returncode == 9
    assert there.exists is False
    code = there.create(PASSPHRASE, fill)
    assert line_in(there.unlock(PASSPHRASE)) == LINE
    assert line_in(there.unlock(code)) == LINE


def test_a_key_without_its_database_is_kept_under_another_name(there, home, other, monkeypatch):
    monkeypatch.setattr(vault, "_pause", lambda: None)
    other.create("old", fill)
    home.mkdir()
    shutil.copy(other.key_file, there.key_file)

    there.create(PASSPHRASE, fill)

    old, *rest = sorted(set(names(home)) - {"journal.db", "journal.key"})
    assert rest == []
    assert old.startswith("journal.key.old-")
    assert (home / old).read_bytes() == other.key_file.read_bytes()
    assert line_in(there.unlock(PASSPHRASE)) == LINE


@pytest.mark.parametrize("named_at", [1, 10, 19, 20])
def test_a_slow_start_keeps_its_key_when_its_database_comes_late(there, home, other, monkeypatch, named_at):
    other.create("slow", lambda connection: fill(connection, "slow"))
    home.mkdir()
    shutil.copy(other.key_file, there.key_file)
    pauses = []

    def pause():
        pauses.append(True)
        if len(pauses) == named_at:
            shutil.copy(other.database, there.database)

    monkeypatch.setattr(vault, "_pause", pause)
    try:
        there.create("quick", lambda connection: fill(connection, "quick"))
        made = "quick"
    except ReflectError:
        made = "slow"

    assert line_in(there.unlock(made)) == made
