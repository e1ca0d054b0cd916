"""The check by itself: what in a text, or in an entry, may point to somebody."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Mapping
from contextlib import suppress
from typing import TYPE_CHECKING, Annotated, Any

import typer

from reflect import config
from reflect.cli.options import AsJson, Command, asker, in_terminal, open_journal, read_text
from reflect.errors import IDENTIFIES, Damaged, Locked, NotFound, WrongUsage

if TYPE_CHECKING:
    from reflect.models import Finding, Settings


def add_to(app: typer.Typer) -> None:
    """Add these commands."""
    app.command(cls=Command)(check)


def check(
    file: Annotated[
        str | None, typer.Argument(metavar="[FILE]", help="A text file, or - for standard input.", show_default=False)
    ] = None,
    entry: Annotated[
        int | None, typer.Option("--entry", metavar="N", help="An entry of the journal.", show_default=False)
    ] = None,
    lines: Annotated[bool, typer.Option("--lines", help="One text a line in, one line of JSON out for each.")] = False,
    leave: Annotated[
        bool, typer.Option("--leave", help="Words that point to nobody: see and change your own list.")
    ] = False,
    watch: Annotated[
        bool, typer.Option("--watch", help="Words to look for always: see and change your own list.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Look for what may point to somebody: names, places, numbers, days, ages, rare roles.

    It changes nothing. For each finding it says what it reads like, why, and what could stand there instead. It is a
    help, and no guarantee. With --leave or --watch words are typed at a question, or come in from standard input, one
    a line: on the command line the shell would keep them. A word after a hyphen is taken off the list.

    It leaves with code 5 where something was found; with --lines always with 0.

    \b
    Examples:
      reflect check --entry 12
      reflect check letter.txt
      reflect check --lines - < sentences.txt
      reflect check --watch
    """
    from reflect import identifiers, render
    from reflect.cli.gate import NO_GUARANTEE
    from reflect.models import plain

    if leave or watch:
        _own_words("leave" if leave else "watch", as_json=as_json)
        return
    file = "-" if file is None and entry is None and not sys.stdin.isatty() else file
    if (file is None) is (entry is None):
        raise WrongUsage("Say what to look through: a file, - for standard input, or --entry N.")
    texts, settings = _of_entry(entry) if entry is not None else ({"": read_text(file or "-")}, _settings())
    own = {"leave": settings.leave, "watch": settings.watch} if settings else {}
    if lines:
        for line in _lines_of("\n".join(texts.values())):
            found_there = identifiers.check(line, **own)
            print(json.dumps(plain(found_there), ensure_ascii=False), flush=True)
        return
    found = {key: identifiers.check(text, **own) for key, text in texts.items()}
    everything = [finding for each in found.values() for finding in each]
    data = everything if entry is None else found
    render.show(data, lambda _: _drawn(texts, found), as_json=as_json)
    if not as_json:
        render.say(NO_GUARANTEE)
    if everything:
        raise typer.Exit(IDENTIFIES)


def _lines_of(text: str) -> list[str]:
    """Give the lines of a text as a line of an answer stands for each: only a line end ends one."""
    return [line.removesuffix("\r") for line in text.removesuffix("\n").split("\n")] if text else []


def _of_entry(number: int) -> tuple[dict[str, str], Settings]:
    """Give what was typed in an entry, by step key."""
    from reflect.kinds import words

    with open_journal() as journal:
        entry = journal.entry(number)
        return {answer.key: words(answer) for answer in entry.answers if words(answer).strip()}, journal.settings


def _settings() -> Settings | None:
    """Give the person's own lists; none where there is no journal, or it cannot be opened here."""
    from reflect import render
    from reflect.vault import Vault

    if not Vault(config.home()).exists:
        return None
    try:
        with open_journal() as journal:
            return journal.settings
    except (Locked, NotFound, Damaged):
        render.say("The journal is locked, or cannot be opened, so your own lists were not used.")
        return None


def _drawn(texts: Mapping[str, str], found: Mapping[str, list[Finding]]) -> Iterable[tuple[str, str]]:
    from reflect import identifiers
    from reflect.cli.gate import KINDS, WEAKER

    if not any(found.values()):
        yield "Nothing was found.", ""
    for key, findings in found.items():
        if findings and key:
            yield key, "bold"
        for each in findings:
            yield f"“{' '.join(each.text.split())}” reads like {KINDS[each.kind]}: {each.because}.", ""
            yield f"   Instead: “{each.suggestion}”", "dim"
        if kinds := identifiers.together(texts[key], findings):
            yield f"Together these could point to one person, even with no name: {', '.join(kinds)}.", ""
    if any(identifiers.weaker(text) for text in texts.values()):
        yield WEAKER, ""


_SAYS = {"leave": "left alone", "watch": "looked for always"}


def _own_words(name: str, *, as_json: bool) -> None:
    """Show one of the person's own lists, and take words for it, or off it."""
    from reflect import render

    with open_journal() as journal:
        words = list(getattr(journal.settings, name))
        typed = _typed(words, name) if in_terminal() else read_text("-").splitlines()
        for line in filter(None, map(str.strip, typed)):
            if line.startswith("-"):
                with suppress(ValueError):
                    words.remove(line[1:].strip())
            elif line not in words:
                words.append(line)
        if words != list(getattr(journal.settings, name)):
            journal.set(name, tuple(words))
    data: dict[str, Any] = {name: words}
    said = f"{len(words)} {'word is' if len(words) == 1 else 'words are'} {_SAYS[name]}."
    render.show(data, lambda _: render.sentence(said), as_json=as_json)


def _typed(words: list[str], name: str) -> Iterable[str]:
    from reflect.sitting import Paused

    ask = asker()
    ask.say("\n".join([f"Words that are {_SAYS[name]}:", *(f"  {word}" for word in words or ["none yet"])]))
    ask.say("One a line; a hyphen before a word takes it off; Enter alone ends.")
    with suppress(Paused):
        while line := ask.line("", "", lambda _: None).words.strip():
            yield line
