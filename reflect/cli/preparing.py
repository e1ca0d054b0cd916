"""Before supervision: what waits is shown, and at most two things become questions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from reflect import clock
from reflect.cli.options import Answers, AsJson, Command, When, deck_named
from reflect.errors import WrongUsage
from reflect.models import FREE_TEXT, Share

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reflect.journal import Journal
    from reflect.models import Entry

PREP = "prep"
SHORT, LONG = 2, 10
_MINUTES = {SHORT: SHORT, LONG: LONG, 12: LONG}
"""The long one takes ten minutes; who says twelve means the same."""
_PARKED = ("for-supervision", "question")
_MOST, _SHOWN = 7, 80
NOT_HERE = (
    "If somebody may be in danger, don't wait for supervision: use your service's own route today. Nobody reads this."
)


def add_to(app: typer.Typer) -> None:
    """Add these commands."""
    app.command(cls=Command)(prep)


def prep(
    minutes: Annotated[
        int | None, typer.Option("--minutes", "-m", help="How long: 2, or 10.", show_default=False)
    ] = None,
    date: When = None,
    answers: Answers = None,
    as_json: AsJson = False,
) -> None:
    """Prepare for supervision: what became of last time, and at most two things to bring, each as a question.

    What you parked for supervision since the last time is shown first. One line is for you alone: it is locked and
    goes on no page. At the end you mark what may go along; then reflect export makes the page.

    \b
    Examples:
      reflect prep
      reflect prep --minutes 2
    """
    from reflect.cli.sitting_down import Wanted, write_in_person
    from reflect.cli.writing import write_from_file

    if minutes is not None and minutes not in _MINUTES:
        raise WrongUsage(f"Preparing takes 2 or 10 minutes, not {minutes}. Nothing was kept.")
    length = None if minutes is None else _MINUTES[minutes]
    wanted = Wanted(deck=deck_named(PREP), minutes=length, date=date)
    if answers is None:
        write_in_person(wanted, as_json=as_json)
    else:
        write_from_file(wanted, answers, as_json=as_json)


def waiting(journal: Journal) -> Iterator[str]:
    """Give what waits for supervision, in lines: what came back last, and what was parked or marked since."""
    yield NOT_HERE
    last = next(iter(journal.entries(deck=PREP, limit=1)), None)
    came_back = journal.feedback()[-1:]
    for each in came_back:
        who = each.giver or "your supervisor"
        for said, words in (("saw", each.seen), ("asked back", each.question), ("saw differently", each.differs)):
            if words:
                yield f"On {clock.day_said(each.at)} {who} {said}: “{' '.join(words.split())}”"
    since = last.written.date() if last else None
    there = parked(journal)
    if there:
        yield "Parked since last time, and marked for supervision:"
    for entry in map(journal.entry, there[-_MOST:]):
        yield f"  - {_line(entry)} ({clock.month_said(entry.written)}, entry {entry.number})"
    if len(there) > _MOST:
        yield f"  and {len(there) - _MOST} more: reflect list{f' --since {since}' if since else ''}"
    if not there:
        yield "Nothing is parked. A fresh question is as good."


def parked(journal: Journal) -> list[int]:
    """Give the entries that wait for supervision since it was prepared for last: parked, or with an answer marked."""
    last = next(iter(journal.entries(deck=PREP, limit=1)), None)
    return journal.parked(last.written.date() if last else None)


def _line(entry: Entry) -> str:
    """Give what an entry is known by here: the question parked in it, a marked answer, or its first words."""
    from reflect.kinds import words

    typed = [answer for answer in entry.answers if answer.kind in FREE_TEXT and not answer.locked]
    parked = [answer for answer in typed if answer.key in _PARKED]
    marked = [answer for answer in typed if answer.share is Share.SUPERVISION]
    found = next(iter((*parked, *marked, *typed)), None)
    line = " ".join(words(found).split()) if found else "what was picked there"
    return line if len(line) <= _SHOWN else f"{line[:_SHOWN].rpartition(' ')[0]}…"
