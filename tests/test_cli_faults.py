"""Every command before harmed files: a sentence, the right code, nothing touched, and never a traceback."""

import json
import os
import shlex
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from types import SimpleNamespace

import pytest
from conftest import NOON, PASSPHRASE

from reflect import backups, journal, vault
from reflect.cli import PARTS
from reflect.models import Answer, Entry, Kind, new_id
from reflect.vault import Vault

WORD = "marigold"
PARKED = json.dumps({"answers": {"park": "a line from a file"}})
REREAD = json.dumps({"answers": {"notice": "a line from a file"}})
PREPARED = json.dumps({"answers": {"question": "a line from a file"}})
OFFERS = ("{backup}", "{paper}", "{pages}", "{slip}", "{secret}", "{outside}")

READS = (
    "",
    "list",
    "show 1",
    f"search {WORD}",
    "export",
    "export --all --format json",
    "config",
    "power",
    "location",
    "commitments",
    "thread",
    "contacts",
    "themes",
    "themes show silence",
    "themes review",
    "check --entry 1",
    "export --form plain",
    "feedback",
)
WRITES = (
    "mark 1 supervision",
    "edit 1 --answers -",
    "delete 1 --yes",
    "now --answers -",
    "write now --answers -",
    "return 1 --answers -",
    "import {pages} --yes",
    "config label X",
    "thread put 1 new",
    "contacts add --from {pages}",
    "themes review 1 --add silence",
    "prep --answers -",
    "feedback read {slip} --yes",
)
COPIES = (
    "backup",
    "backup {outside}",
    "passphrase --no-passphrase",
    "passphrase --passphrase-file {secret}",
    "passphrase --new-key --passphrase-file {secret}",
)
NEEDS_THE_JOURNAL = (*READS, *WRITES, *COPIES, "doctor")
ONE_OF_EACH_KIND = (
    "",
    "list",
    f"search {WORD}",
    "export --all",
    "config",
    "doctor",
    "now",
    "now --answers -",
    "edit 1 --answers -",
    "import {pages} --yes",
    "backup {outside}",
    "passphrase --no-passphrase",
    "passphrase --new-key --passphrase-file {secret}",
)
NEEDS_NO_JOURNAL = ("where", "privacy", "decks")
RESTORE = "restore {backup} --yes --recovery-file {paper}"


def for_each(*lines):
    return pytest.mark.parametrize("line", lines, ids=[line or "reflect" for line in lines])


posix = pytest.mark.skipif(os.name != "posix", reason="Windows has no file modes of this kind.")


# A journal to harm


@pytest.fixture(scope="module", params=[PASSPHRASE, None], ids=["locked", "bare"])
def sound(request, tmp_path_factory):
    """Make what every test begins from: a journal of two entries, a backup, another journal, a file to import."""
    folder = tmp_path_factory.mktemp("sound")
    files = {name.strip("{}"): folder / name.strip("{}") for name in OFFERS}
    there, other = Vault(folder / "home"), Vault(folder / "other")
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(vault, "COST", {"iterations": 1, "lanes": 1, "memory_cost": 64})
        code = journal.create(there, request.param)
        journal.create(other, request.param)
        with journal.Journal(there.unlock(request.param), there.home) as opened:
            for _ in range(2):
                opened.keep(an_entry())
            backups.back_up(there, opened, there.key(request.param), folder, NOON).rename(files["backup"])
    files["paper"].write_text(code)
    files["secret"].write_text(PASSPHRASE)
    files["slip"].write_text("### A question back\n\nWhat else?\n")
    files["pages"].write_text("2026-03-01\nA page from elsewhere.\n")
    return SimpleNamespace(**files, home=there.home, other=other, passphrase=request.param, key=there.key(code))


def an_entry():
    answer = Answer(key="park", question="What was it?", kind=Kind.LINE, value=f"a {WORD} by the door")
    return Entry(id=new_id(), deck="now", minutes=2, written=NOON, finished=True, answers=(answer,))


@pytest.fixture
def at(sound, home, tmp_path, monkeypatch):
    """Lay the sound journal out as this test's own, and give everything there is beside it."""
    shutil.copytree(sound.home, home)
    if sound.passphrase:
        monkeypatch.setenv("REFLECT_PASSPHRASE_FILE", str(sound.secret))
    return SimpleNamespace(**{**vars(sound), "home": home, "outside": tmp_path / "outside"})


@pytest.fixture
def run(reflect, at):
    """Run a command line in which files are named by what they are."""
    return lambda line: reflect(named(line, at), stdin=typed_into(line))


def named(line, at):
    for name in OFFERS:
        line = line.replace(name, str(getattr(at, name.strip("{}"))))
    return line


def typed_into(line):
    command = line.split(maxsplit=1)[0] if line else ""
    return {"return": REREAD, "prep": PREPARED}.get(command, PARKED)


def tree(home):
    if not home.is_dir():
        return home.read_bytes()
    return {str(path.relative_to(home)): path.read_bytes() if path.is_file() else None for path in home.rglob("*")}


def is_one_sentence(said):
    return said.strip() != "" and "\n" not in said.strip() and "Traceback" not in said


def test_every_command_is_put_before_harmed_files():
    tried = (*NEEDS_THE_JOURNAL, *NEEDS_NO_JOURNAL, RESTORE, "lock", "init", "erase")

    assert {line.split()[0] for line in tried if line} == {command for part in PARTS.values() for command in part}


# Ways to harm it


def cut_to(length):
    def harm(at):
        whole = (at.home / "journal.db").read_bytes()
        (at.home / "journal.db").write_bytes(whole[: length(len(whole))])

    return harm


def a_folder_as(name):
    def harm(at):
        (at.home / name).unlink()
        (at.home / name).mkdir()

    return harm


def somebody_elses(at):
    (at.home / "journal.db").unlink()
    with closing(sqlite3.connect(at.home / "journal.db")) as plain, plain:
        plain.execute("CREATE TABLE entry (number)")
        plain.execute("INSERT INTO entry VALUES (1)")


def a_text(at):
    (at.home / "journal.db").write_text("Dear diary,\n" * 1000)


def from_a_newer_program(at):
    with closing(Vault(at.home).unlock(at.passphrase)) as opened:
        opened.execute("PRAGMA user_version = 99")


def without_a_key(at):
    (at.home / "journal.key").unlink()


def with_half_a_key(at):
    key = (at.home / "journal.key").read_bytes()
    (at.home / "journal.key").write_bytes(key[: len(key) // 2])


def with_the_key_of_another(at):
    shutil.copy(at.other.key_file, at.home / "journal.key")


DATABASE_HARM = {
    "the database cut in half": (cut_to(lambda length: length // 2), "damaged"),
    "an empty database": (cut_to(lambda _: 0), "is empty"),
    "a hundred bytes of database": (cut_to(lambda _: 100), "damaged"),
    "somebody else's database": (somebody_elses, "is not a sealed journal"),
    "a text as database": (a_text, "damaged"),
    "a newer program's database": (from_a_newer_program, "newer reflect"),
    "a folder as database": (a_folder_as("journal.db"), "journal.db"),
}
KEY_HARM = {
    "no key": (without_a_key, "is missing"),
    "half a key": (with_half_a_key, "is damaged"),
    "a folder as key": (a_folder_as("journal.key"), "journal.key cannot be read"),
}
HARM = {
    **DATABASE_HARM,
    **KEY_HARM,
    "another's key": (with_the_key_of_another, "is not this journal's"),
}
with_each_harm = pytest.mark.parametrize("harm", HARM.values(), ids=HARM.keys())


@with_each_harm
@for_each(*NEEDS_THE_JOURNAL)
def test_before_harmed_files_a_command_says_so_and_touches_nothing(run, at, harm, line):
    do_harm, named_as = harm
    do_harm(at)
    before = tree(at.home)

    ran = run(line)

    assert (ran.code, ran.out) == (1, "")
    assert is_one_sentence(ran.err)
    assert named_as in ran.err
    assert tree(at.home) == before
    assert not at.outside.exists()


@with_each_harm
@for_each(*NEEDS_NO_JOURNAL)
def test_what_needs_no_journal_does_not_mind_harmed_files(run, at, harm, line):
    harm[0](at)
    before = tree(at.home)

    ran = run(line)

    assert (ran.code, ran.err) == (0, "")
    assert ran.out
    assert tree(at.home) == before


@with_each_harm
def test_locking_asks_for_nothing_but_a_whole_key_file(run, at, harm):
    harm[0](at)
    before = tree(at.home)

    ran = run("lock")

    if harm in KEY_HARM.values():
        assert (ran.code, ran.out) == (1, "")
        assert is_one_sentence(ran.err)
        assert harm[1] in ran.err
    else:
        assert (ran.code, ran.err) == (0, "")
    assert tree(at.home) == before


@with_each_harm
def test_no_journal_is_made_over_a_harmed_one(run, at, harm, monkeypatch):
    monkeypatch.delenv("REFLECT_PASSPHRASE_FILE", raising=False)
    harm[0](at)
    before = tree(at.home)

    ran = run("init --no-passphrase")

    assert (ran.code, ran.out) == (1, "")
    assert is_one_sentence(ran.err)
    assert "It was not touched." in ran.err
    assert tree(at.home) == before


@with_each_harm
def test_a_backup_takes_the_place_of_harmed_files_and_they_are_kept_aside(run, at, harm):
    harm[0](at)
    before = tree(at.home)

    ran = run(RESTORE)

    assert "Traceback" not in ran.err
    if ran.code and any((at.home / name).is_dir() for name in ("journal.db", "journal.key")):
        assert ran.code == 1
        assert tree(at.home) == before
        return
    assert ran.code == 0
    assert WORD in run("list").out
    aside = {name.split(".before-")[0]: data for name, data in tree(at.home).items() if ".before-" in name}
    assert aside == before


@with_each_harm
def test_harmed_files_can_be_erased(run, at, harm):
    harm[0](at)

    ran = run("erase --yes")

    assert (ran.code, ran.err) == (0, "")
    assert not at.home.exists()


def test_a_database_with_a_torn_page_is_given_no_new_key(run, at):
    cut_to(lambda length: length - 1000)(at)
    before = tree(at.home)

    ran = run("passphrase --new-key --passphrase-file {secret}")

    assert (ran.code, ran.out) == (1, "")
    assert is_one_sentence(ran.err)
    assert "damaged" in ran.err
    assert before.items() <= tree(at.home).items()


@for_each("list", "now --answers -", "config plain on", RESTORE, "erase --yes", "init")
def test_a_file_where_the_folder_should_be_is_named(run, at, line):
    shutil.rmtree(at.home)
    at.home.write_text("a file of that name")

    ran = run(f"{line} --no-passphrase" if line == "init" and at.passphrase is None else line)

    assert ran.code in (1, 3)
    assert ran.out == ""
    assert is_one_sentence(ran.err)
    assert str(at.home) in ran.err
    assert "Delete that file" not in ran.err
    assert at.home.read_text() == "a file of that name"


# What a program that died in mid-write left behind


@pytest.fixture
def cut_short(at):
    """Leave the database and its rollback journal as a power cut in mid-write leaves them."""
    files = [at.home / "journal.db", at.home / "journal.db-journal"]
    with closing(Vault(at.home).unlock(at.passphrase)) as writing:
        writing.execute("PRAGMA cache_size = 5")
        writing.execute("BEGIN IMMEDIATE")
        writing.execute("UPDATE entry SET opening = 'half'")
        for number in range(200):
            writing.execute("INSERT INTO setting VALUES (?, ?)", (f"half-{number}", "x" * 3000))
        left = [(file, file.read_bytes()) for file in files]
        writing.execute("ROLLBACK")
    for file, data in left:
        file.write_bytes(data)


def test_what_was_not_wholly_written_is_undone(run, cut_short):
    ran = run("list")

    assert ran.out.count(WORD) == 2
    assert run("doctor").code == 0


def test_what_was_not_wholly_written_does_no_harm_to_a_backup_put_in_its_place(run, cut_short):
    assert run(RESTORE).code == 0

    ran = run("list")

    assert (ran.code, ran.err) == (0, "")
    assert ran.out.count(WORD) == 2
    assert run("doctor").code == 0


def test_what_is_kept_aside_can_still_be_undone(run, at, cut_short):
    run(RESTORE)

    (aside,) = (path for path in at.home.glob("journal.db.before-*") if not path.name.endswith("-journal"))
    with closing(vault.connect(aside, at.key)) as opened:
        halves = opened.execute("SELECT count(*) FROM entry WHERE opening = 'half'").fetchone()

    assert halves == (0,)


def test_what_was_not_wholly_written_does_no_harm_to_a_journal_made_in_its_place(run, at, cut_short, monkeypatch):
    monkeypatch.delenv("REFLECT_PASSPHRASE_FILE", raising=False)
    monkeypatch.setattr(vault, "_pause", lambda: None)
    (at.home / "journal.db").unlink()

    assert run("init --no-passphrase").code == 0

    assert run("now --answers -").code == 0
    assert "a line from a file" in run("list").out


def test_two_backups_put_back_in_one_second_are_no_trouble(run):
    assert run(RESTORE).code == 0

    ran = run(RESTORE)

    assert ran.code in (0, 1)
    assert "Traceback" not in ran.err
    assert WORD in run("list").out


# Closed folders and files: root passes by their modes, so the program runs without that right

WITHOUT_ROOTS_RIGHTS = """
import ctypes, os, sys
for right in (1, 2):  # CAP_DAC_OVERRIDE and CAP_DAC_READ_SEARCH
    if os.geteuid() == 0 and ctypes.CDLL(None).prctl(24, right, 0, 0, 0):
        sys.exit("this system keeps root's rights")
os.execv(sys.executable, [sys.executable, "-m", "reflect", *sys.argv[1:]])
"""
CLOSED = {
    "read-only": {"": 0o500, "journal.db": 0o400, "journal.key": 0o400},
    "a read-only database": {"journal.db": 0o400},
    "a closed folder": {"": 0o000},
    "a closed database": {"journal.db": 0o000},
    "a closed key": {"journal.key": 0o000},
}


@pytest.fixture
def run_in(at):
    """Close files, run a command line as somebody who minds it, and open them again."""

    def run(closed, line, stdin=None):
        modes = CLOSED[closed]
        command = [sys.executable, "-S", "-E", "-c", WITHOUT_ROOTS_RIGHTS, *shlex.split(named(line, at))]
        before = {name: (at.home / name).stat().st_mode for name in modes}
        for name, mode in reversed(modes.items()):
            (at.home / name).chmod(mode)
        try:
            ran = subprocess.run(
                command, input=stdin or typed_into(line), capture_output=True, encoding="utf-8", check=False
            )
        finally:
            for name, mode in before.items():
                if (at.home / name).exists():
                    (at.home / name).chmod(mode)
        return ran

    return run


locked_only = pytest.mark.parametrize("sound", [PASSPHRASE], ids=["locked"], indirect=True, scope="module")


def refused(ran, shown=0):
    """Tell whether it left with 1 and one sentence, after the lines it shows of a file before it asks."""
    said = "".join(ran.stderr.splitlines(keepends=True)[shown:])
    return (ran.returncode, ran.stdout) == (1, "") and is_one_sentence(said)


def shown_by(line):
    return 2 if line.startswith("import") else 0


@posix
@locked_only
@for_each(*READS, *NEEDS_NO_JOURNAL, "lock")
def test_what_is_read_only_can_be_read(run_in, at, line):
    before = tree(at.home)

    ran = run_in("read-only", line)

    assert ran.returncode == 0, ran.stderr
    assert ran.stdout + ran.stderr
    assert "Traceback" not in ran.stderr
    assert tree(at.home) == before


@posix
@locked_only
@for_each(*WRITES, *COPIES, "config plain on", RESTORE, "erase --yes")
def test_what_is_read_only_stays_as_it_is(run_in, at, line):
    before = tree(at.home)

    ran = run_in("read-only", line)

    assert tree(at.home) == before
    if line == "backup {outside}" and ran.returncode == 0:
        assert [*at.outside.iterdir()] != []
        return
    assert refused(ran, shown_by(line)), (ran.returncode, ran.stderr)
    assert "cannot be written to" in ran.stderr or "Permission denied" in ran.stderr
    assert not at.outside.exists() or [*at.outside.iterdir()] == []


@posix
@locked_only
@pytest.mark.parametrize("closed", ["read-only", "a read-only database"])
def test_what_is_read_only_is_not_called_damaged(run_in, at, closed):
    before = tree(at.home)

    ran = run_in(closed, "doctor")

    assert ran.returncode in (0, 1)
    assert ran.stdout
    assert "damaged" not in ran.stdout + ran.stderr
    assert "Traceback" not in ran.stderr
    assert tree(at.home) == before


@posix
@locked_only
@for_each(*ONE_OF_EACH_KIND, "lock", "where", "decks", "config plain on", RESTORE, "erase --yes", "init")
def test_a_closed_folder_is_named_and_stays_as_it_is(run_in, at, line):
    before = tree(at.home)

    ran = run_in("a closed folder", line)

    assert tree(at.home) == before
    if line in ("where", "decks") and ran.returncode == 0:
        assert "Traceback" not in ran.stderr
        return
    assert refused(ran), (ran.returncode, ran.stderr)
    assert str(at.home) in ran.stderr
    assert "Delete that file" not in ran.stderr
    assert line not in {*READS, *NEEDS_NO_JOURNAL, "doctor", "lock"} or "written" not in ran.stderr


@posix
@locked_only
@pytest.mark.parametrize(("closed", "name"), [("a closed database", "journal.db"), ("a closed key", "journal.key")])
@for_each(*ONE_OF_EACH_KIND)
def test_a_closed_file_is_named_and_stays_as_it_is(run_in, at, closed, name, line):
    before = tree(at.home)

    ran = run_in(closed, line)

    assert refused(ran), (ran.returncode, ran.stderr)
    assert name in ran.stderr
    assert tree(at.home) == before


@posix
@locked_only
@pytest.mark.parametrize("closed", ["a closed database", "a closed key"])
def test_a_backup_takes_the_place_of_a_closed_file_or_nothing_is_touched(run_in, run, at, closed):
    before = tree(at.home)

    ran = run_in(closed, RESTORE)

    assert "Traceback" not in ran.stderr
    assert ran.returncode in (0, 1)
    assert WORD in run("list").out
    assert ran.returncode == 0 or tree(at.home) == before


@posix
@locked_only
@for_each(*WRITES, "passphrase --new-key --passphrase-file {secret}")
def test_a_read_only_database_is_not_written_to(run_in, at, line):
    before = tree(at.home)

    ran = run_in("a read-only database", line)

    assert refused(ran, shown_by(line)), (ran.returncode, ran.stderr)
    assert tree(at.home) == before


@posix
@locked_only
@pytest.mark.parametrize("where", ["", " {outside}"])
def test_a_read_only_database_is_backed_up_or_said_not_to_be(run_in, at, where):
    folder = at.outside if where else at.home / "backups"

    ran = run_in("a read-only database", f"backup{where}")

    made = [*folder.glob("*")] if folder.exists() else []
    assert "Traceback" not in ran.stderr
    assert (ran.returncode, len(made)) in {(0, 1), (1, 0)}


@posix
@locked_only
@pytest.mark.parametrize(
    ("line", "typed"),
    [
        ("now", "a typed line\ns\ns\n\n"),
        ("write free -m 2", "a typed line\nand another\n.\n\n"),
        ("edit 1 park", "a typed line\n"),
    ],
)
def test_words_that_were_typed_and_not_kept_are_still_on_the_screen(run_in, at, line, typed):
    before = tree(at.home)

    ran = run_in("a read-only database", line, typed)

    assert ran.returncode == 1
    assert is_one_sentence(ran.stderr)
    assert "still on the screen" in ran.stderr
    assert tree(at.home) == before
