"""Entries: listing them, reading one, and marking what may be shared."""

from __future__ import annotations

from typing import Annotated

import typer

from reflect.cli.options import (
    AsJson,
    Command,
    DeckId,
    EntryNumber,
    Since,
    Until,
    deck_of,
    known_deck,
    open_journal,
)
from reflect.errors import WrongUsage

SHOWN = 20


def add_to(app: typer.Typer) -> None:
    """Add these commands."""
    app.command("list", cls=Command)(list_entries)
    app.command(cls=Command)(show)
    app.command(cls=Command)(mark)


def list_entries(
    since: Since = None,
    until: Until = None,
    deck: DeckId = None,
    drafts: Annotated[bool, typer.Option("--drafts", help="Those begun and not finished.")] = False,
    limit: Annotated[
        int | None, typer.Option(min=1, help=f"How many at most; {SHOWN} if not said, all with --json.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """List entries, newest first.

    \b
    Examples:
      reflect list --since 2026-01-01
      reflect list --drafts
    """
    from reflect import render

    most = limit or (None if as_json else SHOWN)
    with open_journal() as journal:
        entries = journal.entries(since=since, until=until, deck=known_deck(deck), finished=not drafts, limit=most)
        there = journal.count(finished=not drafts)
    render.show(entries, lambda found: render.entry_list(found, drafts=drafts), as_json=as_json)
    if not as_json and limit is None and len(entries) == SHOWN and there > SHOWN:
        render.say(f"The newest {SHOWN} of {there}. For more: reflect list --limit {there}")


def show(number: EntryNumber, as_json: AsJson = False) -> None:
    """Show one entry, whole.

    \b
    Example:
      reflect show 3
    """
    from reflect import render

    with open_journal() as journal:
        entry = journal.entry(number)
    render.show(entry, render.whole_entry(None if as_json else deck_of(entry)), as_json=as_json)


def mark(
    number: EntryNumber,
    words: Annotated[
        list[str],
        typer.Argument(
            metavar="[KEY]... LEVEL",
            help="The steps to mark, all if none is named, and the level: private, supervision, circle or portfolio.",
            show_default=False,
        ),
    ],
    as_json: AsJson = False,
) -> None:
    """Mark answers as ones that may be shared, or make them private again.

    A mark only lets an answer be chosen for an export; it sends nothing. The keys of an
    entry's answers are in: reflect show N --json

    \b
    Examples:
      reflect mark 3 moment words-ready supervision
      reflect mark 3 private
    """
    from reflect import render
    from reflect.models import Share

    *keys, level = words
    if level not in [*Share]:
        raise WrongUsage(f"“{level}” is no level. Known: {', '.join(Share)}. Nothing was marked.")
    with open_journal() as journal:
        entry = journal.mark(number, keys, Share(level))
    marked = [answer.key for answer in entry.answers if answer.share == level and (not keys or answer.key in keys)]
    locked = [answer.key for answer in entry.answers if answer.locked and level != Share.PRIVATE]
    said = f"Marked {level} in entry {number}: {', '.join(marked) or 'nothing'}."
    if locked:
        said += f" Locked, so still private: {', '.join(locked)}."
    render.show(entry, lambda _: render.sentence(said), as_json=as_json)
