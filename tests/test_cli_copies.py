"""`reflect backup`, `restore` and `passphrase`: sealed copies that open again, and keys that can be changed."""

import json
import stat
import zipfile
from pathlib import Path

import pytest
from conftest import PASSPHRASE

from reflect import files, vault
from reflect.vault import Vault

OTHER = "tamarind lantern ferry wool"
SECRET = "a secret about marigolds"


@pytest.fixture
def secret_file(tmp_path, monkeypatch):
    """Give a file for a passphrase, named in the environment until another is."""

    def holding(words: str):
        file = tmp_path / f"secret-{abs(hash(words))}"
        file.write_text(f"{words}\n")
        monkeypatch.setenv("REFLECT_PASSPHRASE_FILE", str(file))
        return file

    return holding


@pytest.fixture
def code(reflect, secret_file):
    """Make a journal with a passphrase and one entry, and give its recovery code."""
    secret_file(PASSPHRASE)
    made = json.loads(reflect("init --json").out)
    keep(reflect, SECRET)
    return made["recovery_code"]


def keep(reflect, words):
    assert reflect("now --answers -", stdin=json.dumps({"answers": {"park": words}})).code == 0


def openings(reflect):
    return [entry["opening"] for entry in json.loads(reflect("list --json").out)]


def backed_up(reflect, folder=""):
    return json.loads(reflect(f"backup {folder} --json").out)["file"]


def test_a_backup_is_one_sealed_private_file(reflect, code, tmp_path):
    made = json.loads(reflect(f"backup {tmp_path / 'stick'} --json").out)

    assert made["entries"] == 1
    data = (tmp_path / "stick").glob("*").__next__()
    assert str(data) == made["file"]
    assert stat.S_IMODE(data.stat().st_mode) == 0o600
    assert SECRET.encode() not in data.read_bytes()
    assert set(zipfile.ZipFile(data).namelist()) == {"journal.db", "journal.key"}
    assert [each.name for each in (tmp_path / "stick").iterdir()] == [data.name]


def test_a_backup_goes_back_and_the_present_journal_is_kept_aside(reflect, code, home):
    backup = backed_up(reflect)
    keep(reflect, "written later")

    ran = reflect(f"restore {backup}", stdin="y\n")

    assert ran.code == 0
    assert "This backup holds 1 entries" in ran.err
    assert openings(reflect) == [SECRET]
    assert sorted(each.name.split(".before")[0] for each in home.glob("*.before-*")) == ["journal.db", "journal.key"]


def test_without_a_yes_nothing_is_restored(reflect, code):
    backup = backed_up(reflect)
    keep(reflect, "written later")

    for line, stdin in (
        (f"restore {backup}", "n\n"),
        (f"restore {backup}", ""),
        (f"restore {backup} --no-input", "y\n"),
    ):
        assert reflect(line, stdin=stdin).code == 1
    assert openings(reflect) == ["written later", SECRET]


def test_on_a_new_computer_the_passphrase_is_enough_and_so_is_the_code(reflect, code, tmp_path, monkeypatch):
    backup = backed_up(reflect, tmp_path / "stick")
    paper = tmp_path / "paper"
    paper.write_text(code.lower())

    monkeypatch.setenv("REFLECT_HOME", str(tmp_path / "second"))
    assert reflect(f"restore {backup} --yes").code == 0
    assert openings(reflect) == [SECRET]

    monkeypatch.setenv("REFLECT_HOME", str(tmp_path / "third"))
    monkeypatch.delenv("REFLECT_PASSPHRASE_FILE")
    assert reflect(f"restore {backup} --yes").code == 4
    assert reflect(f"restore {backup} --yes --recovery-file {paper}").code == 0
    monkeypatch.setenv("REFLECT_PASSPHRASE_FILE", str(paper))
    assert openings(reflect) == [SECRET]


def test_a_backup_without_a_passphrase_leaves_the_bare_key_out(reflect, made, tmp_path, monkeypatch, home):
    code = vault.recovery_code(Vault(home).key(None))
    keep(reflect, SECRET)
    backup = backed_up(reflect)
    paper = tmp_path / "paper"
    paper.write_text(code)

    assert zipfile.ZipFile(backup).namelist() == ["journal.db"]
    assert reflect(f"restore {backup} --yes").code == 4
    assert reflect(f"restore {backup} --yes --recovery-file {paper}").code == 0
    assert openings(reflect) == [SECRET]


def test_what_is_no_whole_backup_is_refused_and_nothing_changes(reflect, code, tmp_path, home):
    whole = backed_up(reflect)
    (tmp_path / "cut").write_bytes(Path(whole).read_bytes()[:-2000])
    (tmp_path / "other").write_text("something else")
    before = (home / "journal.db").read_bytes()

    assert reflect(f"restore {tmp_path / 'nowhere'} --yes").code == 3
    assert reflect(f"restore {tmp_path / 'cut'} --yes").code == 1
    assert reflect(f"restore {tmp_path / 'other'} --yes").code == 1
    assert (home / "journal.db").read_bytes() == before
    assert not list(home.glob(".new-*"))


def test_a_harmed_backup_is_noticed(reflect, code, tmp_path):
    whole = backed_up(reflect)
    with zipfile.ZipFile(whole) as archive:
        pages, key = bytearray(archive.read("journal.db")), archive.read("journal.key")
    pages[len(pages) // 2] ^= 1
    with zipfile.ZipFile(tmp_path / "harmed", "w") as archive:
        archive.writestr("journal.db", bytes(pages))
        archive.writestr("journal.key", key)

    assert reflect(f"restore {tmp_path / 'harmed'} --yes").code == 1
    assert openings(reflect) == [SECRET]


def test_the_newest_ten_stay(reflect, code, home, set_clock):
    for minute in range(13):
        set_clock(f"2026-11-01T12:{minute:02}:00+05:30")
        backed_up(reflect)

    kept = sorted(each.name for each in (home / "backups").iterdir())
    assert len(kept) == 10
    assert kept[0] == "reflect-2026-11-01-120300.backup"


def test_when_the_last_one_was_is_remembered_and_said(reflect, code, set_clock):
    for _ in range(5):
        keep(reflect, "more")
    assert "never been backed up" in reflect("").out

    backed_up(reflect)
    assert "backed up" not in reflect("").out

    set_clock("2026-12-31T12:00:00+05:30")
    assert "Last backup: 1 Nov 2026." in reflect("").out


def test_a_folder_that_cannot_be_written_to_is_a_sentence(reflect, code, tmp_path):
    (tmp_path / "file").touch()

    ran = reflect(f"backup {tmp_path / 'file'}")

    assert (ran.code, ran.out) == (1, "")
    assert "It was left as it is." in ran.err


def test_the_passphrase_changes_and_the_code_stays(reflect, code, secret_file, tmp_path, monkeypatch):
    new = tmp_path / "new"
    new.write_text(f"{OTHER}\n")

    assert reflect(f"passphrase --passphrase-file {new}").code == 0

    assert reflect("list").code == 4
    secret_file(OTHER)
    assert openings(reflect) == [SECRET]
    secret_file(code)
    assert openings(reflect) == [SECRET]


def test_a_wrong_passphrase_changes_nothing(reflect, code, secret_file, tmp_path, home):
    before = {each.name: each.read_bytes() for each in home.iterdir()}
    new = tmp_path / "new"
    new.write_text(OTHER)
    secret_file("not this one")

    assert reflect(f"passphrase --passphrase-file {new}").code == 4
    assert {each.name: each.read_bytes() for each in home.iterdir()} == before


def test_the_code_recovers_a_journal_whose_passphrase_is_forgotten(reflect, code, secret_file, tmp_path):
    new = tmp_path / "new"
    new.write_text(OTHER)
    secret_file(code)

    assert reflect(f"passphrase --recover --passphrase-file {new}").code == 0
    secret_file(OTHER)
    assert openings(reflect) == [SECRET]


def test_a_new_key_makes_the_old_code_useless(reflect, code, secret_file, tmp_path):
    backup = backed_up(reflect, tmp_path / "stick")
    new = tmp_path / "new"
    new.write_text(OTHER)

    done = json.loads(reflect(f"passphrase --new-key --passphrase-file {new} --json").out)

    assert done["recovery_code"] != code
    secret_file(code)
    assert reflect("list").code == 4
    secret_file(done["recovery_code"])
    assert openings(reflect) == [SECRET]
    secret_file(OTHER)
    assert openings(reflect) == [SECRET]
    secret_file(PASSPHRASE)
    assert reflect(f"restore {backup} --yes").code == 0


@pytest.mark.parametrize("moment", [1, 2])
def test_a_new_key_cut_short_leaves_a_journal_that_opens(
    reflect, code, secret_file, tmp_path, monkeypatch, home, moment
):
    """The first moment is before the database changed, the second after, before the key took over."""
    new = tmp_path / "new"
    new.write_text(OTHER)

    class Cut(BaseException):
        pass

    def cut(*_, **__):
        raise Cut

    with monkeypatch.context() as patched:
        if moment == 1:
            patched.setattr(Vault, "change_key", lambda self, *_: (files.write_whole(self.next_key_file, b"{}"), cut()))
        else:
            patched.setattr(vault, "take_name", cut)
        with pytest.raises(Cut):
            reflect(f"passphrase --new-key --passphrase-file {new}")

    if moment == 2:
        assert reflect("list").code == 1  # the old key no longer fits, and the new passphrase is not the old one
        secret_file(OTHER)
    assert openings(reflect) == [SECRET]


def test_a_new_key_waits_for_no_open_sitting(reflect, code, tmp_path, home):
    from filelock import FileLock

    new = tmp_path / "new"
    new.write_text(OTHER)
    with FileLock(home / "open-x.lock"):
        ran = reflect(f"passphrase --new-key --passphrase-file {new}")

    assert ran.code == 1
    assert "Another window has a sitting open." in ran.err
    assert openings(reflect) == [SECRET]


@pytest.mark.parametrize("options", ["", "--no-passphrase --passphrase-file x"])
def test_what_is_to_lock_it_has_to_be_said(reflect, code, options):
    assert reflect(f"passphrase {options}").code == 2


def test_going_without_a_passphrase_is_named_for_what_it_is(reflect, code, monkeypatch):
    assert "anyone who has the folder can read everything" in reflect("passphrase --no-passphrase").out
    monkeypatch.delenv("REFLECT_PASSPHRASE_FILE")
    assert openings(reflect) == [SECRET]


@pytest.mark.parametrize("line", ["backup", "passphrase --no-passphrase", "config plain on", "decks new mine"])
def test_a_disk_that_refuses_is_a_sentence(reflect, code, home, monkeypatch, line):
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device", str(home / "x"))

    monkeypatch.setattr("tempfile.mkstemp", full)
    monkeypatch.setattr("reflect.backups.private_folder", full)

    ran = reflect(line)

    assert (ran.code, ran.out) == (1, "")
    assert "No space left on device" in ran.err
