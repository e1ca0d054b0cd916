"""The writer's own social location: where they said they stand, in which kind of place, then and now.

It follows from the entries of the deck about it. Positions and a line in one's own words are
put side by side; the stories stay in their entries. Nothing is added up.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from reflect.clock import day_said, month_said
from reflect.models import Answer, Entry, Kind, Option, Position
from reflect.sections import Row, Section

DECK = "own-location"
HERE, BEFORE, SETTING, MOVED = "here", "before", "setting", "moved"
STANDS = {
    "closer": "closer to power",
    "further": "further from power",
    "depends": "it depends, or it moved",
    "not-sure": "not sure",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Where the writer stood on one dimension in one kind of place, on a day, and how they said it themselves.

    `before` is where they stood before, or elsewhere, as they told it that same day; `moved` what
    moved in between, as they answered what was `asked`.
    """

    dimension: str
    setting: str
    stand: str | None
    before: str | None
    words: str
    moved: str
    asked: str
    number: int
    written: datetime


def standings(entries: Iterable[Entry]) -> list[Standing]:
    """Give every standing that entries of the deck tell of, the oldest first."""
    found = []
    for entry in sorted(entries, key=lambda entry: entry.written):
        here, before = _stands(entry.answer(HERE)), _stands(entry.answer(BEFORE))
        setting, moved = entry.answer(SETTING), entry.answer(MOVED)
        words = {
            each.about: str(each.value) for each in entry.answers if each.about is not None and each.kind is Kind.LINE
        }
        found += [
            Standing(
                dimension=dimension,
                setting=str(setting.value) if setting else "",
                stand=here.get(dimension),
                before=before.get(dimension),
                words=words.get(dimension, ""),
                moved=str(moved.value) if moved else "",
                asked=moved.question if moved else "",
                number=entry.number or 0,
                written=entry.written,
            )
            for dimension in {**here, **before}
        ]
    return found


def _stands(answer: Answer | None) -> dict[str, str | None]:
    value = answer.value if answer else None
    places = value.items() if isinstance(value, Mapping) else ()
    return {dimension: place.me for dimension, place in places if isinstance(place, Position)}


def sections(found: Sequence[Standing], lists: Mapping[str, Sequence[Option]]) -> list[Section]:
    """Give what there is to look at: for each kind of place its dimensions then and now, and what moved."""
    names = {option.id: option.label for option in lists["dimensions"]}
    places = {option.id: option.label for option in lists[SETTING]}
    parts = []
    for setting in dict.fromkeys(each.setting for each in found):
        there = [each for each in found if each.setting == setting]
        rows = [
            _row(names.get(dimension, dimension), [each for each in there if each.dimension == dimension])
            for dimension in dict.fromkeys(each.dimension for each in there)
        ]
        moved = {each.written: each for each in there if each.moved}
        notes = [
            f"{day_said(when)}. {' '.join(each.asked.split())} “{' '.join(each.moved.split())}”"
            for when, each in moved.items()
        ]
        title = places.get(setting, setting) or "No kind of place named"
        parts.append(Section(title=title, rows=tuple(rows), notes=tuple(notes)))
    return parts


def _row(label: str, history: Sequence[Standing]) -> Row:
    """Give one dimension in one kind of place: every standing in words, the first and the last to be drawn."""
    first, *later = history
    then = first.stand if later else None
    return Row(label=label, said=tuple(map(_said, history)), then=then, now=history[-1].stand)


def _said(standing: Standing) -> str:
    where = STANDS[standing.stand] if standing.stand else "not said"
    before = f"; before, or elsewhere: {STANDS[standing.before]}" if standing.before else ""
    words = f" “{standing.words}”" if standing.words else ""
    return f"{month_said(standing.written)}: {where}{before}.{words}"
