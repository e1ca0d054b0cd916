"""Asking in plain lines: numbered choices, nothing redrawn, no colour.

For a screen reader, a terminal that can do no more, or no terminal at either end. One
question at a time, and every list can be answered with a number or with a word from it.
"""

from __future__ import annotations

import os
import shutil
import sys
import textwrap
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TextIO

from reflect.ask.conversation import HELP, KEYS, WORDS, Control, Conversation, Typed, control_in, words_of
from reflect.kinds import visible
from reflect.models import Kind, Option
from reflect.sitting import Paused, Question

_MOST_COLUMNS = 78
_LONG = 12


class PlainConversation(Conversation):
    """Prints to `out`, reads lines from standard input."""

    def __init__(self, out: TextIO) -> None:
        self._out = out
        self._helped = False
        if sys.stdin.isatty():
            _edit_lines()

    def say(self, text: str) -> None:
        """Print a paragraph, wrapped between words."""
        width = min(shutil.get_terminal_size().columns, _MOST_COLUMNS)
        for paragraph in visible(text).splitlines() or [""]:
            self._print(textwrap.fill(paragraph, width) if paragraph else "")

    def head(self, question: Question) -> None:
        """Print where we are, the question, and once how to leave it."""
        if not self._helped:
            self._helped = True
            self.say(HELP)
        self._print("")
        for line in question.lead:
            self.say(line)
        self.say(f"{question.number} of {question.of}.")
        if question.on:
            self.say(question.on)
        self.say(question.text)
        if question.step.kind is Kind.TEXT:
            self.say("As many lines as you like; a full stop alone on a line ends it.")

    def one(
        self,
        label: str,
        options: Sequence[Option],
        chosen: str | None = None,
        *,
        controls: bool = False,  # noqa: ARG002 - said once, at the first question
    ) -> str | Control:
        """Print the options numbered; take a number or a word."""
        numbers = self._list(label, options, [chosen] if chosen else [])
        while True:
            typed = self._read("Number: ").strip()
            if not typed and chosen:
                return chosen
            if not typed:
                return Control.SKIP
            if control := self._control_in(typed):
                return control
            if typed == "/help":
                continue
            found = _find(typed, options, numbers)
            if isinstance(found, Option):
                return found.id
            self.say(found)

    def many(
        self,
        options: Sequence[Option],
        chosen: Sequence[str] = (),
        most: int | None = None,
        *,
        controls: bool = False,  # noqa: ARG002 - said once, at the first question
    ) -> tuple[str, ...] | Control:
        """Print the options numbered; take numbers or words, with commas between them."""
        how = "Pick one" if most == 1 else f"Pick up to {most}" if most else "Pick as many as you like"
        if len(options) > _LONG:
            how += f", of {len(options)}; type a number or a word, you need not wait for the end of the list"
        numbers = self._list(f"{how}.", options, chosen)
        while True:
            typed = self._read("Numbers or words, commas between: ").strip()
            if not typed:
                return tuple(chosen)
            if control := self._control_in(typed):
                return control
            found = [_find(part.strip(), options, numbers) for part in typed.split(",") if part.strip()]
            picked = tuple(dict.fromkeys(each.id for each in found if isinstance(each, Option)))
            problems = [each for each in found if isinstance(each, str)]
            if most and len(picked) > most:
                problems.append(f"That is {len(picked)}; pick {most} at most, this time.")
            if not problems:
                return picked
            for problem in problems:
                self.say(problem)

    def line(self, label: str, begun: str, jot: Callable[[str], None]) -> Typed:
        """Take one line. Enter alone leaves what was there before."""
        if label:
            self.say(label)
        if begun:
            self.say(f"So far: {begun}")
            self.say("Enter keeps it; anything you type takes its place.")
        typed = self._read("> ", jot)
        control = control_in(typed)
        return Typed(begun, control) if control or not typed.strip() else Typed(_unescaped(typed))

    def text(self, begun: str, jot: Callable[[str], None]) -> Typed:
        """Take lines until a full stop alone, keeping them one by one."""
        lines: list[str] = begun.splitlines()
        if begun:
            self.say("So far:")
            self.say(begun)
            if self._read("Enter goes on from here; type again to write it anew: ").strip().casefold() == "again":
                lines = []

        def with_last(line: str) -> None:
            jot("\n".join([*lines, line]))

        while True:
            typed = self._read("> ", with_last)
            if typed.strip() == ".":
                return Typed("\n".join(lines))
            if control := control_in(typed):
                return Typed("\n".join(lines), control)
            lines.append(_unescaped(typed))
            jot("\n".join(lines))

    def confirm(self, label: str, *, default: bool) -> bool:
        """Take y or n, or Enter for what is usual."""
        usual = "y" if default else "n"
        while True:
            typed = self._read(f"{label} (y or n; Enter is {usual}) ").strip().casefold() or usual
            if typed in ("y", "yes", "n", "no"):
                return typed.startswith("y")
            self.say("Type y for yes or n for no.")

    def _list(self, label: str, options: Sequence[Option], chosen: Sequence[str]) -> dict[str, Option]:
        """Print the options with their numbers, and give them by number."""
        if label:
            self.say(label)
        numbers = {option.id if option.id.isdigit() else str(n): option for n, option in enumerate(options, 1)}
        for number, option in numbers.items():
            now = " (Enter takes this one)" if option.id in chosen else ""
            self.say(f"{number}. {option.label}{now}")
        return numbers

    def _control_in(self, typed: str) -> Control | None:
        """Give the control that is typed at a list, with or without its slash."""
        word = typed.casefold()
        if word == "/help":
            self.say(HELP)
        return KEYS.get(word) or WORDS.get(word) or WORDS.get(f"/{word}")

    def _read(self, prompt: str, jot: Callable[[str], None] | None = None) -> str:
        """Read a line. On an interruption keep what it holds; the end of the input is a pause."""
        try:
            if sys.stdin.isatty():
                with _at_the_terminal():
                    return input(prompt)
            print(prompt, end="", file=self._out, flush=True)
            typed = sys.stdin.readline()
            self._print("")  # nobody pressed Enter where it could be seen
        except KeyboardInterrupt:
            if jot and (typed := _line_in_hand()):
                jot(typed)
            raise
        except EOFError:
            typed = ""
        if not typed:
            raise Paused
        return typed.rstrip("\r\n")

    def _print(self, text: str) -> None:
        print(text, file=self._out, flush=True)


def _find(typed: str, options: Sequence[Option], numbers: dict[str, Option]) -> Option | str:
    """Give the option a number or word means, or a sentence saying why none."""
    if typed in numbers:
        return numbers[typed]
    word = typed.casefold()
    exact = [option for option in options if word in (option.id.split(":")[-1], option.label.casefold())]
    begins = [option for option in options if any(part.startswith(word) for part in words_of(option))]
    near = exact or begins or [option for option in options if word in option.label.casefold()]
    if len(near) == 1:
        return near[0]
    if near:
        known = {option: number for number, option in numbers.items()}
        return f"“{typed}” could be {', '.join(f'{known[option]} {option.label}' for option in near)}. Type the number."
    return f"“{typed}” is not in the list. Type a number from it, or a word from it."


def _unescaped(line: str) -> str:
    """Give a line as meant: two slashes begin one that starts with a slash."""
    return line[1:] if line.startswith("//") else line


@contextmanager
def _at_the_terminal() -> Iterator[None]:
    """Let a line be edited at the terminal though stdout goes elsewhere; else it would be cut at 4,095 bytes."""
    if sys.stdout.isatty() or os.name != "posix":
        yield
        return
    elsewhere = os.dup(1)
    terminal = os.open("/dev/tty", os.O_WRONLY)
    try:
        os.dup2(terminal, 1)
        yield
    finally:
        os.dup2(elsewhere, 1)
        os.close(elsewhere)
        os.close(terminal)


def _edit_lines() -> None:
    """Let lines be edited as they are typed, in any script, and none be recalled by a later question."""
    try:
        import readline
    except ImportError:  # Windows edits lines by itself
        return
    readline.set_auto_history(False)


def _line_in_hand() -> str:
    """Give the line that was being typed when Ctrl-C came, where the system can tell."""
    try:
        import readline
    except ImportError:
        return ""
    return readline.get_line_buffer()
