"""Looking over many entries: power between two people, and where the writer stands."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from reflect.cli.options import (
    AsJson,
    Command,
    Since,
    ThreadLabel,
    Until,
    Yes,
    all_decks,
    is_plain,
    known_thread,
    open_journal,
    write_page,
)
from reflect.errors import ReflectError, WrongUsage

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from reflect.models import Option

Html = Annotated[
    Path | None, typer.Option("--html", metavar="FILE", help="Write it as a page for a browser.", show_default=False)
]
WHERE = "Where you said you stand, in each kind of place, and how you said it."
NOWHERE = "Nothing yet. Begin: reflect write own-location"
STRIP = "On each line: o, as first written; #, as last written; @, both the same."
RING = "On each line: a ring, as first written; a dot, as last written."


def add_to(app: typer.Typer) -> None:
    """Add these commands."""
    app.command(cls=Command)(power)
    app.command(cls=Command)(location)


def power(
    since: Since = None,
    until: Until = None,
    dimension: Annotated[
        str | None, typer.Option("--dimension", metavar="ID", help="One dimension alone.", show_default=False)
    ] = None,
    thread: ThreadLabel = None,
    html: Html = None,
    yes: Yes = False,
    as_json: AsJson = False,
) -> None:
    """Look at who stood where over time: what you visit and what never, how you know, what was said.

    It counts moments and entries. There is no total and no score, and nothing in it is about
    what another person is. Made-up scenes are left out.

    \b
    Examples:
      reflect power --since 2026-01-01
      reflect power --dimension caste
      reflect power --html power.html
    """
    from reflect import power as views
    from reflect import render

    lists = _lists()
    _known("dimension", dimension, lists["dimensions"])
    with open_journal() as journal:
        known_thread(journal, thread)
        words = views.Words.of(all_decks().values(), lists)
        found = views.moments(journal.noted(since=since, until=until, thread=thread), words, dimension)
        seen = views.look(found, words, journal.settings.set_aside, dimension, partly=thread is not None)
    on = words.word(dimension) if dimension else ""
    lead = [views.said_of(seen, on, "" if html else thread or "")]  # a label stays off every page
    parts = views.sections(seen, words)
    if html:
        write_page(html, "Power, as I have seen it", lead, parts, yes=yes)
        return
    render.show(seen, lambda _: render.section_lines(lead, parts), as_json=as_json)
    if sys.stdout.isatty() and parts and not as_json:
        render.say("To read it from the top: reflect power | less. As a page: reflect power --html FILE")


def location(
    setting: Annotated[
        str | None, typer.Option("--setting", metavar="ID", help="One kind of place alone.", show_default=False)
    ] = None,
    html: Html = None,
    yes: Yes = False,
    as_json: AsJson = False,
) -> None:
    """Look at where you stand yourself, in each kind of place, then and now.

    It follows from what you wrote in the deck own-location, and nobody else is shown it. To look
    anew: reflect write own-location. To be asked no more about a dimension: reflect config set-aside

    \b
    Examples:
      reflect location
      reflect location --setting supervision
      reflect location --html location.html
    """
    from reflect import location as views
    from reflect import render

    lists = _lists()
    _known("setting", setting, lists[views.SETTING])
    with open_journal() as journal:
        entries = [journal.entry(each.number) for each in journal.entries(deck=views.DECK)]
    written = views.standings(entries)
    found = [each for each in written if setting in (None, each.setting)]
    parts = views.sections(found, lists)
    lead = [WHERE if found else NOWHERE]
    if written and not found:
        others = "; ".join(part.title for part in views.sections(written, lists))
        lead = [f"Nothing on this kind of place yet. Written so far: {others}."]
    if html:
        if not found:
            raise ReflectError(f"{lead[0]} No page was written.")
        write_page(html, "Where I stand", [*lead, RING], parts, yes=yes)
        return
    drawn = not is_plain()
    said = [*lead, STRIP] if found and drawn else lead
    render.show(found, lambda _: render.section_lines(said, parts, drawn=drawn), as_json=as_json)


def _lists() -> Mapping[str, Sequence[Option]]:
    from reflect import config, decks

    return decks.read_lists(config.shipped())


def _known(what: str, given: str | None, options: Sequence[Option]) -> None:
    """Raise WrongUsage for an id that is not in the list."""
    known = [option.id for option in options]
    if given is not None and given not in known:
        raise WrongUsage(f"There is no {what} “{given}”. Known: {', '.join(known)}.")
