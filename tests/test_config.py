"""Where everything lives, and whether questions are asked in plain lines."""

import os
import sys
from io import TextIOWrapper

import pytest

from reflect import config
from reflect.config import Start
from reflect.errors import ReflectError


@pytest.fixture
def sit_at_terminal(monkeypatch):
    pty = pytest.importorskip("pty", reason="A terminal of our own can be opened on POSIX systems only.")
    ours, theirs = pty.openpty()
    with (
        os.fdopen(theirs, "r+b", buffering=0) as raw,
        TextIOWrapper(raw, encoding="utf-8", write_through=True) as screen,
    ):

        def sit():
            monkeypatch.setattr(sys, "stdin", screen)
            monkeypatch.setattr(sys, "stdout", screen)
            monkeypatch.setenv("TERM", "xterm-256color")

        yield sit
    os.close(ours)


def test_everything_lives_in_the_folder_that_is_named(home):
    assert config.home() == home
    assert config.start_file() == home / "config.toml"


def test_a_folder_may_be_named_from_ones_own_home(monkeypatch, tmp_path):
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    monkeypatch.setenv("REFLECT_HOME", "~/notes")

    assert config.home() == tmp_path / "notes"


def test_a_folder_named_from_where_we_are_stays_the_same_when_we_move(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("REFLECT_HOME", "notes")

    assert config.home() == tmp_path / "notes"


@pytest.mark.skipif(sys.platform != "linux", reason="Other systems have their own place for such data.")
@pytest.mark.parametrize("named", [None, ""])
def test_without_a_named_folder_the_system_says_where(monkeypatch, tmp_path, named):
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    if named is None:
        monkeypatch.delenv("REFLECT_HOME")
    else:
        monkeypatch.setenv("REFLECT_HOME", named)

    assert config.home() == tmp_path / "reflect"


def test_asking_where_things_live_makes_nothing(home):
    config.home()
    config.start_file()
    config.start()

    assert not home.exists()


@pytest.mark.parametrize("plain", [True, False])
def test_the_preference_is_kept(plain):
    config.keep_start(Start(plain=not plain))
    config.keep_start(Start(plain=plain, stay_open=15))

    assert config.start() == Start(plain=plain, stay_open=15)


def test_without_a_preference_questions_need_not_be_plain():
    assert config.start() == Start(plain=False, stay_open=0)


@pytest.mark.parametrize(
    ("kept", "plain"),
    [
        ("plain = true\n", True),
        ("plain = false\n", False),
        ('plain = "true"\n', False),
        ("other = 1\n", False),
        ("", False),
    ],
)
def test_the_preference_is_read_from_its_file(home, kept, plain):
    home.mkdir()
    (home / "config.toml").write_text(kept, encoding="utf-8")

    assert config.start().plain is plain


@pytest.mark.parametrize("kept", [b"plain = yes", b"plain", b"\xff\xfe\x00"])
def test_a_preference_that_cannot_be_read_says_what_to_do(home, kept):
    home.mkdir()
    (home / "config.toml").write_bytes(kept)

    with pytest.raises(ReflectError) as caught:
        config.start()

    file = home / "config.toml"
    assert str(caught.value) == f"{file} cannot be read. Delete that file: it holds two preferences, no writing."
    assert file.read_bytes() == kept


def test_in_a_terminal_questions_are_not_plain_of_themselves(sit_at_terminal):
    sit_at_terminal()

    assert config.is_plain() is False


@pytest.mark.parametrize(("said", "plain"), [("1", True), ("yes", True), ("0", False), ("", False)])
def test_the_environment_can_ask_for_plain_questions(sit_at_terminal, monkeypatch, said, plain):
    sit_at_terminal()
    monkeypatch.setenv("REFLECT_PLAIN", said)

    assert config.is_plain() is plain


def test_a_terminal_that_cannot_redraw_is_asked_plainly(sit_at_terminal, monkeypatch):
    sit_at_terminal()
    monkeypatch.setenv("TERM", "dumb")

    assert config.is_plain() is True


def test_the_kept_preference_counts_in_a_terminal(sit_at_terminal):
    sit_at_terminal()
    config.keep_start(Start(plain=True))

    assert config.is_plain() is True


@pytest.mark.parametrize("stream", ["stdin", "stdout"])
def test_a_pipe_on_either_side_is_asked_plainly(sit_at_terminal, monkeypatch, tmp_path, stream):
    sit_at_terminal()
    with (tmp_path / "pipe").open("w+", encoding="utf-8") as pipe:
        monkeypatch.setattr(sys, stream, pipe)

        assert config.is_plain() is True
