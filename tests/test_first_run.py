"""The first run, as a conversation in a terminal of its own."""

import json
import os
import pty
import re
import select
import sys
import time

import pytest

WORDS = "tamarind lantern ferry wool"
PATIENCE = 20


class Terminal:
    """The program in a pseudo-terminal: what it shows, and what is typed into it."""

    def __init__(self, *arguments: str) -> None:
        self.shown = ""
        self.pid, self._end = pty.fork()
        if self.pid == 0:
            os.execv(sys.executable, [sys.executable, "-m", "reflect", *arguments])

    def wait_for(self, text: str) -> str:
        """Read until `text` is shown, and give what was shown up to there since the last wait."""
        until = time.monotonic() + PATIENCE
        while text not in self.shown:
            assert time.monotonic() < until, f"“{text}” never came:\n{self.shown}"
            if select.select([self._end], [], [], 0.1)[0]:
                self.shown += os.read(self._end, 65536).decode().replace("\r\n", "\n")
        before, self.shown = self.shown.split(text, 1)
        return before + text

    def type(self, keys: str) -> None:
        os.write(self._end, keys.encode())

    def left(self) -> int:
        """Wait for the program's end, and give its exit code."""
        while True:
            try:
                if not os.read(self._end, 65536):
                    break
            except OSError:
                break
        _, status = os.waitpid(self.pid, 0)
        os.close(self._end)
        return os.waitstatus_to_exitcode(status)


@pytest.fixture
def locked(monkeypatch, tmp_path):
    """Name a file that holds the passphrase, for what comes after the first run."""
    (tmp_path / "secret").write_text(f"{WORDS}\n")
    return lambda: monkeypatch.setenv("REFLECT_PASSPHRASE_FILE", str(tmp_path / "secret"))


def pass_the_lock(terminal: Terminal) -> str:
    """Choose a passphrase, write the code down, and give the code."""
    terminal.wait_for("A new passphrase: ")
    terminal.type(f"{WORDS}\n")
    terminal.wait_for("The same again: ")
    terminal.type(f"{WORDS}\n")
    terminal.wait_for("This is your recovery code.")
    return terminal.wait_for("Is it on paper?")


def code_in(shown: str) -> str:
    return "".join(re.findall(r"[A-Z2-7]{7}-[A-Z2-7]{7}", shown)).replace("-", "")


def test_the_first_sitting_begins_with_making_the_journal(reflect, locked):
    terminal = Terminal("now")
    assert "It alerts nobody." in terminal.wait_for("Your journal will live in")
    code = code_in(pass_the_lock(terminal))
    terminal.type("n\n")
    assert code_in(terminal.wait_for("Is it on paper?")) == code
    terminal.type("y\n")
    terminal.wait_for("1 of 4.")
    terminal.type("The first line.\ns\ns\n\n")
    terminal.wait_for("Kept as entry 1.")

    assert terminal.left() == 0
    assert len(code) == 56
    assert WORDS not in terminal.shown
    locked()
    assert json.loads(reflect("list --json").out)[0]["opening"] == "The first line."


def test_two_different_passphrases_are_asked_for_again(reflect, locked):
    terminal = Terminal("init")
    terminal.wait_for("A new passphrase: ")
    terminal.type("short\n")
    assert "That is short" in terminal.wait_for("The same again: ")
    terminal.type("other\n")
    terminal.wait_for("The two were not the same. Nothing was made yet")
    pass_the_lock(terminal)
    terminal.type("y\n")

    assert terminal.left() == 0
    locked()
    assert reflect("list").code == 0


def test_going_without_a_passphrase_takes_a_yes(reflect, home):
    terminal = Terminal("init")
    terminal.wait_for("A new passphrase: ")
    terminal.type("\n")
    terminal.wait_for("anyone who has the folder can read everything")
    terminal.type("n\n")
    terminal.wait_for("A new passphrase: ")
    terminal.type("\n")
    terminal.wait_for("Go on without a passphrase?")
    terminal.type("y\n")
    terminal.wait_for("Is it on paper?")
    terminal.type("y\n")

    assert terminal.left() == 0
    assert reflect("list").code == 0


@pytest.mark.parametrize("key", ["\x03", "\x04"])
def test_a_code_that_was_not_written_down_leaves_no_journal(reflect, home, key):
    terminal = Terminal("init")
    pass_the_lock(terminal)
    terminal.wait_for("Enter is n) ")
    terminal.type(key)

    assert terminal.left() == 1
    assert not (home / "journal.db").exists()
    assert not (home / "journal.key").exists()


def test_leaving_at_the_passphrase_makes_nothing(reflect, home):
    terminal = Terminal("init")
    terminal.wait_for("A new passphrase: ")
    terminal.type("\x04")

    assert terminal.left() == 1
    assert not (home / "journal.db").exists()


def test_alone_in_a_terminal_one_key_begins_to_write(reflect, made):
    terminal = Terminal()
    assert "Nothing written yet." in terminal.wait_for("2. Leave it for today")
    terminal.type("1\n")
    terminal.wait_for("What would you like to sit with?")
    terminal.type("q\n")

    assert terminal.left() == 0


def test_alone_in_a_terminal_it_can_be_left_for_today(reflect, made):
    terminal = Terminal()
    terminal.wait_for("2. Leave it for today")
    terminal.type("2\n")

    assert terminal.left() == 0
