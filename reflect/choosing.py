"""Choosing a deck: the right few, each with half a line that says why."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from reflect.clock import month_said
from reflect.models import LENGTHS, Deck, Summary

MOST = 5
HEAVY_LOAD = 3
"""A landing at this or more is a heavy one."""
EVENING = 17
DISTANCES = (30, 90, 365)
"""How many days ago a page is worth reading again."""
_WITHOUT_CLIENTS = ("trainee", "trainer", "other")
_SHORT, _GENTLE, _SCENARIO, _LOCATION, _RETURN = "now", "gentle", "scenario", "own-location", "return"


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A deck that fits today, and why."""

    deck: Deck
    because: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Circumstances:
    """What choosing goes by: when each deck was last finished, how the last sittings landed, who and when."""

    visits: Mapping[str, date]
    loads: Sequence[int]
    role: str
    now: datetime
    minutes: int | None = None


def suggest(decks: Iterable[Deck], today: Circumstances) -> list[Suggestion]:
    """Give at most five decks that fit, the best first; only those that can be sat at the length asked for."""
    known = {
        deck.id: deck
        for deck in decks
        if today.minutes in (None, *deck.minutes) and deck.role in (None, today.role) and not _too_early(deck, today)
    }
    chosen: dict[str, str] = {}
    for deck_id, because in _reasons(known, today):
        if deck_id in known:
            chosen.setdefault(deck_id, because)
    return [Suggestion(known[deck_id], because) for deck_id, because in list(chosen.items())[:MOST]]


def _too_early(deck: Deck, today: Circumstances) -> bool:
    """Tell whether a deck is for after another that was not visited; the workshop's own are for any time."""
    return deck.station is None and deck.follows is not None and deck.follows not in today.visits


def next_station(decks: Iterable[Deck], visits: Mapping[str, date]) -> Deck | None:
    """Give the station to go to next: the first not yet visited, else the one visited longest ago."""
    stations = [deck for deck in decks if deck.station and not deck.follows]
    return min(stations, key=lambda deck: (visits.get(deck.id, date.min), deck.station), default=None)


def is_heavy(loads: Sequence[int], *, together: int = 2) -> bool:
    """Tell whether so many of the last landings, newest first, were all heavy."""
    return len(loads) >= together and all(load >= HEAVY_LOAD for load in loads[:together])


def _said(*parts: str) -> str:
    return ", ".join(filter(None, parts))


def worth_rereading(entries: Iterable[Summary], today: date) -> list[Summary]:
    """Give the finished entries nearest to a month, a season and a year ago, newest first."""
    older = [entry for entry in entries if entry.written.date() < today and entry.deck != _RETURN]
    nearest = {
        min(older, key=lambda entry: abs((today - entry.written.date()).days - days)).number
        for days in DISTANCES
        if older
    }
    return [entry for entry in older if entry.number in nearest]


def since(visit: date | None) -> str:
    """Say when a deck was last visited, as lightly as it can be said; nothing if it never was."""
    return f"last in {month_said(visit)}" if visit else ""


def _reasons(known: Mapping[str, Deck], today: Circumstances) -> Iterator[tuple[str, str]]:
    """Give decks in the order of their fit, each with its reason; some may come twice."""
    if is_heavy(today.loads):
        yield _GENTLE, "the last two sat heavily; this goes lightly"
    elif is_heavy(today.loads, together=1):
        yield _GENTLE, "the last one sat heavily; this goes lightly"
    if today.now.hour < EVENING and today.minutes in (None, LENGTHS[0]):
        yield _SHORT, "when there is only a moment"
    for deck in known.values():
        if _prepared_for(deck, today.visits):
            yield deck.id, "you prepared; this is for afterwards"
    yield from _by_place_and_role(known, today)
    for deck in sorted(known.values(), key=lambda deck: today.visits.get(deck.id, date.min)):
        if not deck.station and deck.id not in (_GENTLE, _SHORT) and not (deck.rereads and not today.visits):
            yield deck.id, since(today.visits.get(deck.id)) or "new to you"


def _by_place_and_role(known: Mapping[str, Deck], today: Circumstances) -> Iterator[tuple[str, str]]:
    """Give the next station, and what fits who is writing."""
    if station := next_station(known.values(), today.visits):
        yield station.id, _said(f"part {station.station} of the workshop", since(today.visits.get(station.id)))
    if today.role in _WITHOUT_CLIENTS and _SCENARIO not in today.visits:
        yield _SCENARIO, "a made-up scene; no client needed"
    if today.role and (own := _with_own_wordings(known, today)):
        yield own, "it has wordings for your role"
    if _LOCATION not in today.visits and today.visits:
        yield _LOCATION, "where you stand yourself"


def _prepared_for(deck: Deck, visits: Mapping[str, date]) -> bool:
    """Tell whether the deck this one follows was visited after it."""
    before = visits.get(deck.follows or "")
    return before is not None and before > visits.get(deck.id, date.min)


def _with_own_wordings(known: Mapping[str, Deck], today: Circumstances) -> str | None:
    """Give the deck, of those not visited lately, that has the most wordings for this role."""

    def wordings(deck: Deck) -> int:
        return sum(prompt.role == today.role for step in deck.steps for prompt in step.prompts)

    lately = sorted(today.visits, key=lambda deck_id: today.visits[deck_id])[-2:]
    fitting = [deck for deck in known.values() if wordings(deck) and deck.id not in lately]
    return max(fitting, key=wordings).id if fitting else None
