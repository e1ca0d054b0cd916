"""`reflect doctor`, `privacy` and `erase`."""

import json

import pytest
from conftest import PASSPHRASE


@pytest.fixture
def locked(reflect, tmp_path, monkeypatch):
    """Make a journal with a passphrase and one entry."""
    (tmp_path / "secret").write_text(PASSPHRASE)
    monkeypatch.setenv("REFLECT_PASSPHRASE_FILE", str(tmp_path / "secret"))
    reflect("init")
    reflect("now --answers -", stdin=json.dumps({"answers": {"park": "words " * 3000}}))


def findings(reflect):
    ran = reflect("doctor --json")
    return ran.code, {each["name"]: each for each in json.loads(ran.out)}


def test_a_journal_that_is_well(reflect, locked):
    reflect("backup")
    code, found = findings(reflect)

    assert code == 0
    assert {name for name, each in found.items() if each["mend"]} == set()
    assert reflect("doctor").out.count("well: ") == len(found)


@pytest.mark.parametrize("place", [0.3, 0.5, 0.7, 0.9])
def test_one_flipped_bit_is_found_and_never_called_a_wrong_passphrase(reflect, locked, home, place):
    database = home / "journal.db"
    pages = bytearray(database.read_bytes())
    pages[int(len(pages) * place)] ^= 1
    database.write_bytes(pages)

    ran = reflect("doctor")

    assert ran.code == 1
    assert "damaged" in (ran.out + ran.err)
    assert "passphrase does not open" not in ran.err


def test_a_damaged_key_file_is_named_and_never_called_a_wrong_passphrase(reflect, locked, home):
    key = home / "journal.key"
    text = bytearray(key.read_bytes())
    text[100] ^= 1
    key.write_bytes(text)

    ran = reflect("doctor")

    assert ran.code == 1
    assert "journal.key is damaged" in ran.err
    assert "recovery code" in ran.err


def test_no_passphrase_and_no_backup_are_named_with_a_mend(reflect, made):
    code, found = findings(reflect)

    assert code == 0
    assert found["lock"]["mend"] == "Set one: reflect passphrase"
    assert found["backup"]["mend"] == "Make one: reflect backup FOLDER"


def test_files_others_can_read_are_named(reflect, locked, home):
    (home / "journal.db").chmod(0o644)

    assert "journal.db" in findings(reflect)[1]["files"]["said"]


@pytest.mark.parametrize("place", ["OneDrive/reflect", "My Dropbox/x", "Library/Mobile Documents/y"])
def test_a_synced_folder_is_named(reflect, tmp_path, monkeypatch, place):
    monkeypatch.setenv("REFLECT_HOME", str(tmp_path / place))
    reflect("init --no-passphrase")

    assert "synced" in findings(reflect)[1]["place"]["said"]


def test_a_git_repository_is_named(reflect, made, home):
    (home.parent / ".git").mkdir()

    assert "git repository" in findings(reflect)[1]["place"]["said"]


def test_an_old_backup_a_broken_deck_and_what_was_kept_aside_are_named(reflect, locked, home, set_clock):
    reflect("backup")
    reflect(f"restore {next((home / 'backups').iterdir())} --yes")
    set_clock("2026-11-01T13:00:00+05:30")
    reflect("backup")
    reflect("decks new mine")
    (home / "decks" / "mine.toml").write_text("id = 1")
    set_clock("2027-01-01T12:00:00+05:30")

    code, found = findings(reflect)

    assert code == 0
    assert found["backup"]["mend"].startswith("Make another")
    assert "mine.toml, line 1" in found["decks"]["said"]
    assert "journal.db.before-" in found["kept aside"]["said"]


def test_privacy_says_what_is_not_protected_and_promises_nothing_of_the_law(reflect):
    out = " ".join(reflect("privacy").out.split())

    assert "Without a passphrase, anyone who has the folder can read everything." in out
    assert "A court or an authority can demand it" in out
    for word in ("confidential", "privileged", "compliant", "HIPAA", "DPDP"):
        assert word not in out.lower()


def test_erase_takes_the_word_and_removes_everything(reflect, locked, home):
    for stdin in ("\n", "yes\n", ""):
        assert reflect("erase", stdin=stdin).code == 1
    assert reflect("erase --no-input").code == 1
    assert (home / "journal.db").exists()

    ran = reflect("erase", stdin="erase\n")

    assert ran.code == 0
    assert not home.exists()
    assert reflect("list").code == 3
    assert reflect("erase --yes").code == 3
