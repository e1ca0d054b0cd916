"""What the picked answers of many entries show together: who stood where, what was seen, said and changed.

Moments and entries are counted, and nothing is added up into one figure: no total, no rank, no score.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby

from reflect.clock import day_said, month_said
from reflect.models import Answer, Deck, Kind, Noted, Option, Position, Quadrant, Step
from reflect.sections import Row, Section

ENOUGH = 4
"""From so many entries on, what was never picked says something."""
INFERRED = "inferred"
INFERENCES = 8
"""So many of the latest inferences are given back."""
IDEA, RISK = "whose-idea", "whose-risk"
LOCATION = "own-location"
"""The deck about the writer alone: nobody else stands anywhere in it."""

PAIRINGS = {
    Quadrant.I_CLOSER: "You stood closer to power, they stood further",
    Quadrant.BOTH_CLOSER: "Both of you stood close to it",
    Quadrant.THEY_CLOSER: "They stood closer, you stood further",
    Quadrant.BOTH_FURTHER: "Both of you stood further from it",
    Quadrant.UNPLACED: "It depended, it moved, or it could not be said",
}
"""The four pairings, and none of them, in plain words; always in that moment, on that dimension."""
BASES = {"told-me": "They told you", INFERRED: "You inferred it", "dont-know": "You do not know"}
SHOWINGS = {
    "seen-spoken": "Seen, and spoken about",
    "seen-unspoken": "Seen, and not spoken about",
    "unseen-spoken": "Not to be seen, and spoken about",
    "unseen-unspoken": "Neither seen nor spoken about, and still there",
}


@dataclass(frozen=True, slots=True)
class Words:
    """What answers mean: the steps they answer, by deck and key, and the shared lists their picks come from."""

    steps: Mapping[tuple[str, str], Step]
    lists: Mapping[str, Sequence[Option]]

    @classmethod
    def of(cls, decks: Iterable[Deck], lists: Mapping[str, Sequence[Option]]) -> Words:
        """Gather the steps of these decks."""
        return cls({(deck.id, step.key): step for deck in decks for step in deck.steps}, lists)

    def label(self, name: str, option_id: str) -> str:
        """Give the label of something in a shared list; its id if it is no longer there."""
        return next((option.label for option in self.lists[name] if option.id == option_id), option_id)

    def word(self, dimension: str) -> str:
        """Give a dimension as it stands inside a sentence."""
        return next((option.word for option in self.lists["dimensions"] if option.id == dimension), dimension)


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """The picked answers of one entry, each with the step it answers."""

    number: int
    written: datetime
    answers: tuple[tuple[Step, Answer], ...]

    def picks(self, name: str) -> list[str]:
        """Give what was picked from a shared list, without the word that tells mixed lists apart."""
        found = []
        for step, answer in self.answers:
            if name in step.lists and step.kind in (Kind.CHOICE, Kind.CHOICES):
                values = answer.value if isinstance(answer.value, tuple) else (str(answer.value),)
                prefix = f"{name.removesuffix('s')}:"
                found += [each.removeprefix(prefix) for each in values if ":" not in each or each.startswith(prefix)]
        return list(dict.fromkeys(found))

    def choice(self, key: str) -> str | None:
        """Give what was picked at the step with this key."""
        return next((str(answer.value) for step, answer in self.answers if step.key == key), None)

    def places(self, part: str) -> Iterator[tuple[str, Position]]:
        """Give the positions at the steps that ask for this part of them, by dimension."""
        for step, answer in self.answers:
            if part in step.parts and isinstance(answer.value, Mapping):
                yield from ((key, place) for key, place in answer.value.items() if isinstance(place, Position))

    @property
    def dimensions(self) -> list[str]:
        """Give the dimensions that were visited: picked, or placed."""
        placed = [key for _, answer in self.answers if answer.kind is Kind.POSITIONS for key in _keys(answer)]
        return list(dict.fromkeys([*self.picks("dimensions"), *placed]))


def _keys(answer: Answer) -> list[str]:
    return list(answer.value) if isinstance(answer.value, Mapping) else []


def moments(noted: Iterable[Noted], words: Words, dimension: str | None = None) -> list[Moment]:
    """Gather picked answers by entry, the oldest first; with `dimension`, only entries that visited it.

    Entries in which nothing of this was looked at are left out, answers to steps no deck has any
    more, and the writer's own social location.
    """
    found = []
    asked = {"dimensions", "structures", "power-mode", "stage", "advocacy"}
    for number, group in groupby(noted, lambda each: each.number):
        each = [one for one in group if one.deck != LOCATION]
        known = [(step, one.answer) for one in each if (step := words.steps.get((one.deck, one.answer.key)))]
        if any(asked & {*step.lists} for step, _ in known):
            found.append(Moment(number=number, written=each[0].written, answers=tuple(known)))
    return [moment for moment in found if dimension is None or dimension in moment.dimensions]


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """A dimension that was visited: in how many entries, and when last."""

    id: str
    label: str
    entries: int = 0
    last: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Inference:
    """Something the writer concluded about where another person stood: to ask, or to hold."""

    number: int
    written: datetime
    dimension: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """A kind of advocacy: in how many entries, whose idea it was, and whose loss it would be, each counted."""

    cell: str
    entries: int
    ideas: Mapping[str, int]
    risks: Mapping[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pressing:
    """A structure that was picked: in how many entries, and the levels picked beside it, each counted."""

    structure: str
    entries: int
    levels: Mapping[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Power:
    """What `entries` entries show together. Every count is of placed dimensions or of entries.

    `visits` are in the order of how often, `never` the dimensions not visited and not set aside.
    `pairings` are by quadrant and dimension.
    """

    entries: int
    since: datetime | None
    until: datetime | None
    visits: tuple[Visit, ...]
    never: tuple[Visit, ...]
    pairings: Mapping[str, Mapping[str, int]]
    basis: Mapping[str, int]
    inferences: tuple[Inference, ...]
    showings: Mapping[str, int]
    modes: Mapping[str, int]
    stages: Mapping[str, int]
    structures: tuple[Pressing, ...]
    advocacy: tuple[Act, ...]


def look(
    found: Sequence[Moment],
    words: Words,
    set_aside: Collection[str] = (),
    dimension: str | None = None,
    *,
    partly: bool = False,
) -> Power:
    """Give what these entries show together; placed dimensions of `dimension` alone, if it is named.

    Of entries that are `partly` what there is, it does not say which dimensions were never visited.
    """
    visited = Counter(each for moment in found for each in moment.dimensions)
    last = {each: moment.written for moment in found for each in moment.dimensions}
    known = {option.id: option.label for option in words.lists["dimensions"]}
    places = [
        (moment, key, place)
        for moment in found
        for key, place in moment.places("them")
        if (place.me or place.them) and dimension in (None, key)
    ]
    inferences = [
        Inference(number=moment.number, written=moment.written, dimension=key)
        for moment, key, place in places
        if place.basis == INFERRED
    ]
    return Power(
        entries=len(found),
        since=found[0].written if found else None,
        until=found[-1].written if found else None,
        visits=tuple(
            Visit(id=each, label=known.get(each, each), entries=count, last=last[each])
            for each, count in visited.most_common()
        ),
        never=tuple(
            Visit(id=each, label=label)
            for each, label in known.items()
            if not (partly or dimension) and each not in {*visited, *set_aside, "other"}
        ),
        pairings={
            quadrant: dict(Counter(key for _, key, place in places if place.quadrant is quadrant).most_common())
            for quadrant in Quadrant
        },
        basis=_counts(BASES, (place.basis for *_, place in places)),
        inferences=tuple(reversed(inferences)),
        showings=_counts(SHOWINGS, _showings(found, dimension)),
        modes=_picked(found, words, "power-mode"),
        stages=_picked(found, words, "stage"),
        structures=_structures(found),
        advocacy=_acts(found, words),
    )


def _counts(known: Iterable[str], found: Iterable[str | None]) -> dict[str, int]:
    counted = Counter(found)
    return {each: counted[each] for each in known}


def _picked(found: Sequence[Moment], words: Words, name: str) -> dict[str, int]:
    """Count in how many entries each thing of a shared list was picked, in the order of the list."""
    return _counts(
        (option.id for option in words.lists[name]), (each for moment in found for each in moment.picks(name))
    )


def _showings(found: Sequence[Moment], dimension: str | None) -> Iterator[str]:
    for moment in found:
        for key, place in moment.places("seen"):
            if place.seen is not None and place.spoken is not None and dimension in (None, key):
                yield showing(place)


def showing(place: Position) -> str:
    """Give which of the `SHOWINGS` a position is: whether it could be seen, and was spoken about."""
    return f"{'seen' if place.seen else 'unseen'}-{'spoken' if place.spoken else 'unspoken'}"


def _structures(found: Sequence[Moment]) -> tuple[Pressing, ...]:
    """Count entries by structure, the one picked most often first."""
    picked = Counter(structure for moment in found for structure in moment.picks("structures"))
    levels: dict[str, Counter[str]] = {structure: Counter() for structure in picked}
    for moment in found:
        for structure in moment.picks("structures"):
            levels[structure].update(moment.picks("level"))
    return tuple(
        Pressing(structure=structure, entries=count, levels=dict(levels[structure].most_common()))
        for structure, count in picked.most_common()
    )


def _acts(found: Sequence[Moment], words: Words) -> tuple[Act, ...]:
    acts = []
    for cell in words.lists["advocacy"]:
        where = [moment for moment in found if cell.id in moment.picks("advocacy")]
        ideas = Counter(whose for moment in where if (whose := moment.choice(IDEA)))
        risks = Counter(whose for moment in where if (whose := moment.choice(RISK)))
        acts.append(Act(cell=cell.id, entries=len(where), ideas=dict(ideas), risks=dict(risks)))
    return tuple(acts)


# To look at


def said_of(power: Power, word: str = "", thread: str = "") -> str:
    """Say in a sentence what was looked at: how many entries, of which thread, when, and on which dimension."""
    if power.since is None or power.until is None:
        return "Nothing was picked in this time yet. Begin: reflect write s2-power"
    first, last = month_said(power.since), month_said(power.until)
    when = first if first == last else f"{first} to {last}"
    entries = "1 entry" if power.entries == 1 else f"{power.entries} entries"
    return f"{entries}{f' in the thread {thread}' if thread else ''}, {when}{f', on {word}' if word else ''}."


def sections(power: Power, words: Words) -> list[Section]:
    """Give what there is to look at, part by part; parts with nothing in them are left out."""
    parts = [
        _visited(power),
        _paired(power, words),
        _known(power, words),
        _bars("What could be seen, and what was spoken about", power.showings, SHOWINGS),
        _only_picked(_bars("How power was used", power.modes, _labels(words, "power-mode"))),
        _only_picked(_bars("How far it went", power.stages, _labels(words, "stage"))),
        _structured(power, words),
        _advocated(power, words),
    ]
    return [part for part in parts if part.rows or part.notes]


def _visited(power: Power) -> Section:
    rows = tuple(
        Row(
            label=visit.label,
            said=(f"last in {month_said(visit.last)}",) if visit.last else (),
            amount=visit.entries,
        )
        for visit in power.visits
    )
    notes = []
    if power.entries >= ENOUGH and power.never:
        notes = [
            f"Not visited in this time: {'; '.join(visit.label for visit in power.never)}.",
            "Would one of these be worth a look? It need not be. To hear no more of one: reflect config set-aside",
        ]
    return Section(title="Dimensions you visit, in entries", rows=rows, of=power.entries, notes=tuple(notes))


def _paired(power: Power, words: Words) -> Section:
    rows = tuple(
        Row(
            label=PAIRINGS[Quadrant(quadrant)],
            said=_counted("", ((words.word(each), count) for each, count in by_dimension.items())),
            amount=sum(by_dimension.values()),
        )
        for quadrant, by_dimension in power.pairings.items()
    )
    lead = "In that moment, on that dimension; the same two people can stand otherwise in the next."
    return _if_any(Section(title="Who stood where", lead=lead, rows=rows))


def _known(power: Power, words: Words) -> Section:
    section = _bars("How you know where they stood", power.basis, BASES)
    if not power.inferences:
        return section
    listed = [
        f"{day_said(each.written)}, {words.word(each.dimension)} (reflect show {each.number})"
        for each in power.inferences[:INFERENCES]
    ]
    many = (
        f"the latest {len(listed)} of {len(power.inferences)}"
        if len(listed) < len(power.inferences)
        else "the latest first"
    )
    notes = (f"What you inferred, {many}: each to ask about when it is yours to ask, or to hold.", *listed)
    return Section(title=section.title, rows=section.rows, notes=notes)


def _structured(power: Power, words: Words) -> Section:
    rows = tuple(
        Row(
            label=words.label("structures", each.structure),
            said=_counted("", ((low(words.label("level", level)), count) for level, count in each.levels.items())),
            amount=each.entries,
        )
        for each in power.structures
    )
    lead = "The places were picked for the whole moment, not for each structure; one moment can have several."
    return Section(title="Structures, and the places picked beside them", lead=lead if rows else "", rows=rows)


def _advocated(power: Power, words: Words) -> Section:
    rows = []
    for act in power.advocacy:
        ideas = ((low(words.label("whose", whose)), count) for whose, count in act.ideas.items())
        risks = ((low(words.label("whose", whose)), count) for whose, count in act.risks.items())
        said = (*_counted("whose idea: ", ideas), *_counted("whose risk: ", risks))
        rows.append(Row(label=words.label("advocacy", act.cell), said=said, amount=act.entries))
    return _only_picked(_if_any(Section(title="Acting, with people and for them", rows=tuple(rows))))


def _bars(title: str, counts: Mapping[str, int], labels: Mapping[str, str]) -> Section:
    return _if_any(Section(title=title, rows=tuple(Row(label=labels[each], amount=counts[each]) for each in counts)))


def _only_picked(section: Section) -> Section:
    """Give the section with what was not picked in one sentence, not as a row of noughts."""
    rows = tuple(row for row in section.rows if row.amount)
    rest = "; ".join(low(row.label) for row in section.rows if not row.amount)
    notes = (f"Not picked in this time: {rest}. It need not be.",) if rows and rest else ()
    return replace(section, rows=rows, notes=notes)


def _if_any(section: Section) -> Section:
    """Give the section; without its rows if there is nothing in any of them."""
    return section if any(row.amount for row in section.rows) else Section(title=section.title)


def _labels(words: Words, name: str) -> dict[str, str]:
    return {option.id: option.label for option in words.lists[name]}


def _counted(what: str, pairs: Iterable[tuple[str, int]]) -> tuple[str, ...]:
    """Give one sentence of names and counts, or none if there are none."""
    listed = ", ".join(f"{label} {count}" for label, count in pairs)
    return (f"{what}{listed}",) if listed else ()


def low(label: str) -> str:
    """Give a label as it stands inside a sentence."""
    return label if label.startswith("I ") else label[:1].lower() + label[1:]
