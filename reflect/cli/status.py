"""`reflect` alone: what is waiting, and one key to begin."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from reflect import clock
from reflect.cli.care import first_run
from reflect.cli.options import all_decks, asker, in_terminal, open_journal
from reflect.cli.preparing import parked
from reflect.models import Owner

if TYPE_CHECKING:
    from reflect.models import Commitment, Deck, Summary
    from reflect.overview import Quiet

MOST_DRAFTS = 3
MOST_COMMITMENTS = 3
FEW = 4
WITH = {Owner.SUPERVISOR: "With your supervisor", Owner.BOTH: "With both of you", Owner.SERVICE: "With the service"}
A_MONTH = timedelta(days=31)


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """What is waiting: how many entries there are, the last, drafts, promises without news, stations, quiet themes."""

    entries: int
    last: Summary | None
    drafts: list[Summary]
    commitments: list[Commitment]
    stations: Mapping[str, date | None]
    quiet: tuple[Quiet, ...]
    last_backup: str = ""
    role: str = ""
    parked: int = 0


def what_is_waiting(*, as_json: bool) -> None:
    """Show what is waiting; in a terminal one key begins to write. The first time, make the journal."""
    from reflect import config, render
    from reflect.cli.sitting_down import Wanted, sit_down
    from reflect.cli.themes import quiet_now
    from reflect.models import OPEN, Option
    from reflect.sitting import Paused
    from reflect.vault import Vault

    ask = asker() if in_terminal() and sys.stdout.isatty() and not as_json else None
    made = first_run(ask) if ask and not Vault(config.home()).exists else None
    with open_journal(made) as journal:
        decks = all_decks()
        visits = journal.visits()
        waiting = Waiting(
            entries=journal.count(),
            last=next(iter(journal.entries(limit=1)), None),
            drafts=journal.entries(finished=False),
            commitments=[each for each in journal.commitments() if each.status == OPEN],
            stations={deck.id: visits.get(deck.id) for deck in decks.values() if deck.station},
            quiet=quiet_now(journal),
            last_backup=journal.settings.last_backup,
            role=journal.settings.role,
            parked=len(parked(journal)),
        )
        render.show(waiting, lambda _: _lines(waiting, decks), as_json=as_json)
        if ask:
            begin = Option("write", "Go on writing" if waiting.drafts else "Write")
            with suppress(Paused):
                if ask.one("", [begin, Option("leave", "Leave it for today")]) == begin.id:
                    sit_down(ask, journal, Wanted(), as_json=False)


def _lines(waiting: Waiting, decks: Mapping[str, Deck]) -> Iterable[tuple[str, str]]:
    from reflect.choosing import since

    def title(deck_id: str) -> str:
        return decks[deck_id].title if deck_id in decks else deck_id

    if last := waiting.last:
        yield f"Last reflection: {clock.day_said(last.written)}, {title(last.deck)}. Start where you are.", ""
    else:
        yield "Nothing written yet.", ""
    for draft in waiting.drafts[:MOST_DRAFTS]:
        yield f"Begun and not finished: {title(draft.deck)}, {clock.day_said(draft.written)}.", ""
    yield from _without_news(waiting.commitments)
    if waiting.parked:
        yield "", ""
        yield f"Waiting for supervision: {waiting.parked}. To make a question of it: reflect prep", ""
    for quiet in waiting.quiet[:1]:
        yield "", ""
        yield f"Not in the last {quiet.weeks} weeks you wrote in: {quiet.title}. At rest, or worth a look?", ""
        yield f"  reflect themes show {quiet.id}", ""
    yield "", ""
    yield "The workshop, one unit of four stations, in any order and at any time:", ""
    for deck_id, visit in waiting.stations.items():
        yield f"  {decks[deck_id].station}. {title(deck_id)} ({', '.join(filter(None, (deck_id, since(visit))))})", ""
    for deck in decks.values():
        if deck.role and deck.role == waiting.role:
            yield "", ""
            yield f"For your role there is {deck.title}: reflect write {deck.id}", ""
    if old := _backup_is_old(waiting):
        yield "", ""
        yield old, ""
    yield "", ""
    yield "Two minutes: reflect now. Longer: reflect write", ""


def _without_news(commitments: list[Commitment]) -> Iterable[tuple[str, str]]:
    """Give the latest things set out to do of which there is no news; nothing of it is ever late."""
    if not commitments:
        return
    yield "", ""
    yield "Set out to be done, with no news yet:", ""
    for each in reversed(commitments[-MOST_COMMITMENTS:]):
        whose = "" if each.owner is Owner.ME else f"{WITH[each.owner]}: "
        yield f"  {each.number}. {whose}{each.text}", ""
    if more := len(commitments) - MOST_COMMITMENTS if len(commitments) > MOST_COMMITMENTS else 0:
        yield f"  and {more} more: reflect commitments --open", ""


def _backup_is_old(waiting: Waiting) -> str:
    """Say so if the last backup is old, or there is something to lose and there never was one."""
    if not waiting.last_backup:
        return "This journal has never been backed up: reflect backup" if waiting.entries > FEW else ""
    last = datetime.fromisoformat(waiting.last_backup)
    return f"Last backup: {clock.day_said(last)}. Another: reflect backup" if clock.now() - last > A_MONTH else ""
