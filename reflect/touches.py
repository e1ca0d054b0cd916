"""What an entry touches on: themes, dimensions, pairings, stages. Worked out once, when it is kept.

What is picked says so itself; what is written is held against the codebook. Entries about a
made-up scene touch on nothing: nobody stood anywhere in them.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reflect import kinds, power
from reflect.codebook import MOST, Found
from reflect.models import SCENARIO, SCENE, Answer, Entry, Kind, Quadrant, Rung, Standing, Step, What
from reflect.power import LOCATION

if TYPE_CHECKING:
    from reflect.codebook import Codebook

_NAMED = ("named-to-myself", "named-in-team", "named-with-them")
_RUNGS = {
    Rung.NOTICED: ("noticed", *_NAMED, "changed", "followed-up", "left-be"),
    Rung.NAMED: _NAMED,
    Rung.CHANGED: ("changed",),
    Rung.FOLLOWED_UP: ("followed-up",),
    Rung.LEFT_BE: ("left-be",),
}
"""The picks of a stage that say how far it went."""
_MARKED = (Kind.CHOICE, Kind.CHOICES)


@dataclass(frozen=True, slots=True)
class Touch:
    """One thing an entry touches on; of a theme, `standing` is how it came to it."""

    what: str
    id: str = ""
    standing: str = ""


@dataclass(frozen=True, slots=True)
class Evidence:
    """Why a theme is there: a stretch of an answer and the pattern found in it, or the label of what was picked."""

    theme: str
    key: str
    quote: str
    start: int = 0
    end: int = 0
    pattern: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """What an entry touches on, and why."""

    touches: tuple[Touch, ...] = ()
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads entries with one codebook; `steps` gives the steps of a deck by their keys, `entry` one that is kept."""

    codebook: Codebook
    steps: Callable[[str], Mapping[str, Step]]
    entry: Callable[[int], Entry]

    def read(self, entry: Entry, decided: Mapping[str, Standing]) -> Reading:
        """Give what an entry touches on, with what was decided of themes in it."""
        return read(entry, self.steps(entry.deck), self.codebook, decided)


def read(
    entry: Entry, steps: Mapping[str, Step], codebook: Codebook, decided: Mapping[str, Standing] | None = None
) -> Reading:
    """Give what a finished entry touches on, by the steps of its deck and what was `decided` of themes, by id."""
    if not entry.finished or entry.deck == SCENARIO or entry.answer(SCENE):
        return Reading()
    decided = decided or {}
    answered = tuple((steps[answer.key], answer) for answer in entry.answers if answer.key in steps)
    declared = _declared(entry, answered, codebook)
    found = codebook.suggest(_texts(entry), always=decided)
    open_ = [each for each in found if each.theme not in decided and each.theme not in declared][:MOST]
    standings: dict[str, Standing] = {each.theme: each.tier for each in open_}
    standings |= dict.fromkeys(declared, Standing.DECLARED) | dict(decided)
    themes = [Touch(What.THEME, theme, standing) for theme, standing in standings.items()]
    evidence = [each for theme in declared for each in declared[theme]]
    evidence += [each for one in found if one.theme in standings for each in _evidence(one)]
    return Reading((Touch(What.ENTRY), *themes, *_placed(entry, answered)), tuple(evidence))


def _texts(entry: Entry) -> dict[str, str]:
    """Give what was written, by the key of the answer; not what was told of earlier commitments."""
    written = {answer.key: kinds.words(answer) for answer in entry.answers if answer.kind is not Kind.OUTCOMES}
    return {key: words for key, words in written.items() if words.strip()}


def _evidence(found: Found) -> Iterator[Evidence]:
    for hit in found.hits:
        yield Evidence(found.theme, hit.key, hit.quote, hit.start, hit.end, hit.pattern)


def _declared(entry: Entry, answered: Collection[tuple[Step, Answer]], codebook: Codebook) -> dict[str, list[Evidence]]:
    """Give the themes that picks declare, with what was picked."""
    picks = {f"deck:{entry.deck}": ("", "")}
    for step, answer in answered:
        labels = {option.id: option.label for option in step.options}
        picks |= {ref: (answer.key, labels.get(pick, pick)) for ref, pick in _picks(step, answer)}
    declared: dict[str, list[Evidence]] = {}
    for theme in codebook.themes.values():
        there = [
            Evidence(theme.id, key, label) for ref in theme.declared_by if ref in picks for key, label in [picks[ref]]
        ]
        if there:
            declared[theme.id] = there
    return declared


def _picks(step: Step, answer: Answer) -> Iterator[tuple[str, str]]:
    """Give what was picked, as a codebook names it (`dimension:caste`), and as the step does."""
    value = answer.value
    if answer.kind is Kind.LOAD:
        yield f"load:{value}", str(value)
    elif answer.kind is Kind.POSITIONS and isinstance(value, Mapping):
        yield from ((f"dimension:{dimension}", dimension) for dimension in value)
    elif answer.kind in _MARKED:
        named = step.lists[0].removesuffix("s") if step.lists else step.key
        for pick in value if isinstance(value, tuple) else (str(value),):
            yield pick if ":" in pick else f"{named}:{pick}", pick


def _placed(entry: Entry, answered: tuple[tuple[Step, Answer], ...]) -> Iterator[Touch]:
    """Give the dimensions that were visited, who stood where on them, what was to be seen, and how far it went."""
    if entry.deck == LOCATION:
        return
    moment = power.Moment(number=entry.number or 0, written=entry.written, answers=answered)
    touches = [Touch(What.DIMENSION, dimension) for dimension in moment.dimensions]
    stages = {*moment.picks("stage")}
    touches += [Touch(What.STAGE, rung) for rung, picks in _RUNGS.items() if stages & {*picks}]
    for dimension, place in moment.places("them"):
        if place.quadrant is not Quadrant.UNPLACED or place.me or place.them:
            touches.append(Touch(What.PAIRING, dimension, place.quadrant))
    for dimension, place in moment.places("seen"):
        if place.seen is not None and place.spoken is not None:
            touches.append(Touch(What.SHOWING, dimension, power.showing(place)))
    yield from dict.fromkeys(touches)
