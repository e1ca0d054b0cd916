"""`reflect init`, `where`, `config`, and `reflect` alone."""

import json
import stat

import pytest
from conftest import PASSPHRASE

from reflect import __version__


@pytest.fixture
def passphrase_file(tmp_path):
    file = tmp_path / "passphrase"
    file.write_text(f"{PASSPHRASE}\n")
    return file


def test_init_gives_the_home_and_the_recovery_code(reflect, home, passphrase_file):
    made = json.loads(reflect(f"init --passphrase-file {passphrase_file} --json").out)

    assert made.keys() == {"home", "recovery_code"}
    assert made["home"] == str(home)
    assert len(made["recovery_code"].replace("-", "")) == 56


def test_the_recovery_code_opens_the_journal_where_the_passphrase_goes(
    reflect, home, passphrase_file, monkeypatch, tmp_path
):
    code = json.loads(reflect(f"init --passphrase-file {passphrase_file} --json").out)["recovery_code"]
    (home / "journal.key").unlink()
    paper = tmp_path / "paper"
    paper.write_text(code.lower().replace("-", " "))
    monkeypatch.setenv("REFLECT_PASSPHRASE_FILE", str(paper))

    assert reflect("list").code == 0


def test_the_environment_can_name_the_passphrase_file(reflect, passphrase_file, monkeypatch):
    monkeypatch.setenv("REFLECT_PASSPHRASE_FILE", str(passphrase_file))

    assert reflect("init").code == 0
    assert reflect("list").code == 0


def test_one_line_end_belongs_to_the_file_and_the_rest_to_the_passphrase(reflect, tmp_path, monkeypatch):
    first, second = tmp_path / "first", tmp_path / "second"
    first.write_bytes(b" two words \r\n")
    second.write_bytes(b" two words ")
    reflect(f"init --passphrase-file {first}")
    monkeypatch.setenv("REFLECT_PASSPHRASE_FILE", str(second))

    assert reflect("list").code == 0


def test_a_locked_journal_without_a_passphrase_is_four(reflect, passphrase_file):
    reflect(f"init --passphrase-file {passphrase_file}")

    ran = reflect("list")

    assert (ran.code, ran.out) == (4, "")
    assert "REFLECT_PASSPHRASE_FILE" in ran.err


def test_no_passphrase_is_named_for_what_it_is(reflect):
    assert "anyone who has the folder can read everything" in reflect("init --no-passphrase").err


def test_only_the_owner_can_read_the_files(reflect, home, made):
    assert stat.S_IMODE(home.stat().st_mode) == 0o700
    assert {stat.S_IMODE(file.stat().st_mode) for file in home.iterdir()} == {0o600}


def test_a_journal_that_is_there_is_not_touched(reflect, home, made):
    before = {file.name: file.read_bytes() for file in home.iterdir()}

    ran = reflect("init --no-passphrase")

    assert (ran.code, ran.out) == (1, "")
    assert {file.name: file.read_bytes() for file in home.iterdir()} == before


@pytest.mark.parametrize("line", ["init", "init --no-input", "init --no-passphrase --passphrase-file x"])
def test_init_has_to_be_told_how_to_lock(reflect, home, line):
    assert reflect(line).code == 2
    assert not home.exists()


def test_an_empty_passphrase_file_locks_nothing(reflect, home, tmp_path):
    (tmp_path / "empty").write_text("\n")

    assert reflect(f"init --passphrase-file {tmp_path / 'empty'}").code == 4
    assert not home.exists()


def test_where_names_every_file(reflect, home, made):
    (home / "notes.txt").write_text("x")

    places = json.loads(reflect("where --json").out)

    assert places["journal"] == str(home / "journal.db")
    assert places["key"] == str(home / "journal.key")
    assert places["notes.txt"] == str(home / "notes.txt")
    assert "(not there)" in reflect("where").out


def test_where_works_without_a_journal(reflect, home):
    assert reflect("where").code == 0


def test_config_keeps_what_is_set(reflect, made):
    for line in ("role nurse", "label M.", "day-end 4", "plain on"):
        assert reflect(f"config {line}").code == 0

    assert json.loads(reflect("config --json").out) == {
        "role": "nurse",
        "label": "M.",
        "day-end": 4,
        "set-aside": [],
        "plain": "on",
        "stay-open": 0,
    }
    assert reflect("config label").out == "label: M.\n"


def test_settings_are_sealed_but_for_what_start_up_needs(reflect, home, passphrase_file, monkeypatch):
    monkeypatch.setenv("REFLECT_PASSPHRASE_FILE", str(passphrase_file))
    reflect("init")
    reflect("config label Marigold")
    reflect("config plain on")

    assert (home / "config.toml").read_text() == "plain = true\nstay_open = 0\n"
    assert not any(b"Marigold" in file.read_bytes() for file in home.iterdir())


@pytest.mark.parametrize("line", ["role chef", "day-end 13", "day-end soon", "plain maybe", "colour blue"])
def test_config_refuses_what_it_does_not_know(reflect, made, line):
    ran = reflect(f"config {line}")

    assert (ran.code, ran.out) == (2, "")


def test_a_broken_start_file_is_named(reflect, home, made):
    (home / "config.toml").write_text("plain = \n")

    ran = reflect("config")

    assert ran.code == 1
    assert str(home / "config.toml") in ran.err


def test_alone_it_says_what_is_waiting(reflect, made):
    assert "Nothing written yet." in reflect("").out

    reflect("now --answers -", stdin='{"date": "2026-05-12", "answers": {"park": "private words"}}')
    reflect("now", stdin="begun\n")
    out = reflect("").out

    assert "Last reflection: 12 May 2026" in out
    assert "Begun and not finished: Now: two minutes, between one person and the next, 1 Nov 2026." in out
    assert "private words" not in out


def test_alone_without_a_journal_it_says_how_to_make_one(reflect):
    ran = reflect("")

    assert (ran.code, ran.out) == (3, "")
    assert "reflect init" in ran.err


def test_version_and_help(reflect):
    assert reflect("--version").out == f"reflect {__version__}\n"
    for line in ("--help", "-h", "write --help", "decks -h", "decks show -h"):
        ran = reflect(line)
        assert ran.code == 0
        assert "Usage:" in ran.out


def test_every_command_has_help_with_an_example_and_takes_the_common_options(reflect):
    from reflect.cli import program

    names = [command.name or command.callback.__name__ for command in program().registered_commands]
    assert len(names) >= 8
    for name in [*names, "decks", "decks show"]:
        out = reflect(f"{name} --help").out
        assert "Example" in out
        assert "--no-input" in out
        assert "--plain" in out


def test_a_mistyped_command_is_answered_with_the_nearest_and_nothing_runs(reflect):
    ran = reflect("exprot")

    assert ran.code == 2
    assert "export" in ran.err
