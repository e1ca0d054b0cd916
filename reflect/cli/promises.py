"""Commitments: what was set out to do, and what became of it."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Annotated

import typer

from reflect import clock, config
from reflect.cli.options import (
    AsJson,
    Command,
    DeckId,
    Group,
    ThreadLabel,
    asker,
    in_terminal,
    known_deck,
    known_thread,
    open_journal,
    read_answers,
    ways,
)
from reflect.errors import ReflectError, WrongUsage

if TYPE_CHECKING:
    from collections.abc import Callable

    from reflect.models import Commitment


def add_to(app: typer.Typer) -> None:
    """Add these commands."""
    group = typer.Typer(cls=Group, invoke_without_command=True)
    group.callback()(commitments)
    group.command(cls=Command)(update)
    group.command(cls=Command)(mark)
    app.add_typer(group, name="commitments")


def commitments(
    context: typer.Context,
    deck: DeckId = None,
    thread: ThreadLabel = None,
    only_open: Annotated[bool, typer.Option("--open", help="Only those with no news yet.")] = False,
    as_json: AsJson = False,
) -> None:
    """Look at what you set out to do, and what became of it.

    Nothing here is ever late. One comes about when a sitting ends with a next step in your
    reach, or with others; it comes back before the next sitting of its thread or deck.

    \b
    Examples:
      reflect commitments --open
      reflect commitments update 3 kept
    """
    if context.invoked_subcommand is not None:
        return
    from reflect import render
    from reflect.models import OPEN

    with open_journal() as journal:
        known_deck(deck)
        known_thread(journal, thread)
        there = journal.commitments()
        found = [
            each
            for each in there
            if deck in (None, each.deck) and thread in (None, each.thread) and (each.status == OPEN or not only_open)
        ]
    nothing = "Nothing of that kind. See them all: reflect commitments"
    if there and not found and not as_json:
        render.say(nothing)
        return
    render.show(found, render.commitment_list, as_json=as_json)
    if only_open and found and not as_json:
        render.say(f"To say what became of one: reflect commitments update {found[0].number}")


def update(
    number: Annotated[int, typer.Argument(metavar="N", help="The number of the commitment.", show_default=False)],
    status: Annotated[
        str | None, typer.Argument(help="What became of it: kept, changed, let-go or open.", show_default=False)
    ] = None,
    owner: Annotated[
        str | None,
        typer.Option("--owner", help="Whose it is to keep: me, supervisor, both or service.", show_default=False),
    ] = None,
    said: Annotated[
        str | None,
        typer.Option("--said", metavar="FILE", help="A file with the line on what happened, or -.", show_default=False),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Say what became of a commitment, with a line on what happened; or whose it is.

    The line is asked for, or read from a file: on the command line the shell would keep it.

    \b
    Examples:
      reflect commitments update 3 kept
      reflect commitments update 3 --owner both
    """
    from reflect import render
    from reflect.kinds import STATUSES, tidy
    from reflect.models import News, Owner

    if status is not None and status not in STATUSES:
        raise WrongUsage(
            f"“{status}” is nothing that becomes of it. Known: {', '.join(STATUSES)}. Nothing was changed."
        )
    if owner is not None and owner not in set(Owner):
        raise WrongUsage(f"“{owner}” is nobody who keeps it. Known: {', '.join(Owner)}. Nothing was changed.")
    with open_journal() as journal:
        found = journal.commitment(number)
        if status is None and owner is None:
            status = _status(found)
        if status is not None:

            def keep(words: str) -> Commitment:
                return journal.tell(number, News(str(status), words), clock.now())

            if said:
                keep(tidy(read_answers(said)).strip())
            else:
                _line(found, status, keep)
            found = journal.commitment(number)
        if owner is not None:
            found = journal.give(number, Owner(owner))
    render.show(found, lambda kept: render.commitment_list([kept]), as_json=as_json)


def mark(
    number: Annotated[int, typer.Argument(metavar="N", help="The number of the commitment.", show_default=False)],
    level: Annotated[str, typer.Argument(help="private, supervision, circle or portfolio.", show_default=False)],
    as_json: AsJson = False,
) -> None:
    """Mark a commitment as one that may stand on a page, or make it private again.

    The mark goes for it and for what became of it, and is another than that of the answer it was made in.

    \b
    Examples:
      reflect commitments mark 3 supervision
      reflect commitments mark 3 private
    """
    from reflect import render
    from reflect.models import Share

    if level not in [*Share]:
        raise WrongUsage(f"“{level}” is no level. Known: {', '.join(Share)}. Nothing was marked.")
    with open_journal() as journal:
        found = journal.mark_commitment(number, Share(level))
    render.show(found, lambda _: render.sentence(f"Marked {level}: commitment {number}."), as_json=as_json)


def _status(commitment: Commitment) -> str:
    """Ask what became of a commitment, where somebody can be asked."""
    from reflect import decks
    from reflect.sitting import Paused

    if ways.no_input or not in_terminal():
        say_it = f"reflect commitments update {commitment.number} kept"
        raise WrongUsage(f"Say what became of it, or whose it is: {say_it}. Nothing was changed.")
    try:
        picked = asker().one(f"“{commitment.text}”", decks.read_lists(config.shipped())["status"])
    except Paused:
        picked = None
    if not isinstance(picked, str):
        raise ReflectError("Nothing was changed.")
    return picked


def _line(commitment: Commitment, status: str, keep: Callable[[str], object]) -> None:
    """Ask for a line on what happened, where somebody can be asked, and keep it; what was typed, if they break off."""
    from reflect.kinds import tidy
    from reflect.models import OPEN
    from reflect.sitting import Paused

    words = ""

    def jot(typed: str) -> None:
        nonlocal words
        words = typed

    try:
        if status != OPEN and not ways.no_input and in_terminal():
            ask = asker()
            ask.say(f"“{commitment.text}”")
            with suppress(Paused):
                words = ask.line("In a line: what happened? Enter leaves it.", "", jot).words
    finally:
        keep(tidy(words).strip())
