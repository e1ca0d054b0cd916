"""A sitting: one run of one deck at one length.

`sit` decides what is asked and in which words; how it is asked, and where it is kept, are
functions handed in. Going on with an interrupted entry is asking what it has not answered.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import Enum, auto

from reflect.clock import day_said
from reflect.kinds import revive
from reflect.models import (
    LENGTHS,
    OPEN,
    Answer,
    Beat,
    Begun,
    Carry,
    Commitment,
    Deck,
    Entry,
    Kind,
    Option,
    Position,
    Quadrant,
    Step,
    Value,
    Weight,
    When,
)

MOMENT = "moment"
"""The key of the step that asks for a moment of one's own work."""
DIMENSION = "dimension:"
"""Stands before a dimension's id where a list mixes dimensions with other things."""


class Instead(Enum):
    """What can be given in place of an answer."""

    SKIP = auto()
    BACK = auto()
    LIGHTER = auto()


SKIP, BACK, LIGHTER = Instead.SKIP, Instead.BACK, Instead.LIGHTER


class Paused(Exception):
    """The person goes on another time; the draft is kept."""


class Stopped(Exception):
    """The person is done here, and keeps what is written or discards it."""

    def __init__(self, *, discard: bool) -> None:
        super().__init__()
        self.discard = discard


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One step as it is put to the person.

    It is number `number` of `of` in this sitting. `lead` are lines to show above it, and `on`
    says what it is `about` where that is one dimension. `subjects` are the dimensions to place
    or the commitments to tell of, `most` how many may be picked. `answer` is what an earlier
    pass gave, `begun` what there is of one not ended: words, or picks as JSON. `jot` keeps
    such while it grows.
    """

    step: Step
    text: str
    number: int
    of: int
    lead: tuple[str, ...] = ()
    on: str = ""
    about: Option | None = None
    subjects: tuple[Option, ...] = ()
    most: int | None = None
    answer: Value | None = None
    begun: str = ""
    jot: Callable[[str], None]


Ask = Callable[[Question], Value | Instead]
"""Puts a question and gives the answer, SKIP, BACK or LIGHTER; or raises Paused or Stopped."""

Keep = Callable[[Entry], Entry]
"""Keeps an entry as it stands, and gives it back as kept."""

Asked = Mapping[tuple[str, str], datetime]
"""When each wording was last asked, by step key and wording."""

_NEVER = datetime.min.replace(tzinfo=UTC)


def sit(
    deck: Deck, entry: Entry, ask: Ask, keep: Keep, asked: Asked | None = None, *, due: Sequence[Commitment] = ()
) -> Entry:
    """Ask what `entry` has not answered yet, keeping it after every answer; give it finished.

    Of the commitments that are `due` it asks what became of them, where the deck does.

    One in which nothing at all was answered is given back as it is: there is nothing to finish.

    Raise Stopped once a discarded sitting is left; Paused and KeyboardInterrupt pass through,
    with everything answered so far already kept.
    """
    sitting = _Sitting(deck, entry, keep, asked or {}, due)
    try:
        sitting.run(ask)
    except Stopped as stopped:
        if stopped.discard:
            raise
        sitting.keep_begun()
    return keep(sitting.entry.ended()) if sitting.entry.answers else sitting.entry


def steps_for(deck: Deck, minutes: int, entry: Entry, asked: Asked) -> tuple[Step, ...]:
    """Give the steps of a sitting of this length, in order.

    Of a rotating group a shorter sitting asks one: the one already begun, else the one not
    asked for longest.
    """
    steps = [step for step in deck.steps if minutes in step.minutes]
    if minutes == LENGTHS[-1]:
        return tuple(steps)
    turns: dict[str, Step] = {}
    for step in steps:
        if step.rotate:
            first = turns.setdefault(step.rotate, step)
            turns[step.rotate] = min(first, step, key=lambda each: (not _settled(entry, each), _last(each, asked)))
    return tuple(step for step in steps if not step.rotate or turns[step.rotate] is step)


def as_asked_of(deck: Deck, role: str) -> Deck:
    """Give the deck with the wordings meant for this role, and none meant for another."""
    return replace(deck, steps=tuple(_for_role(step, role) for step in deck.steps))


def only(deck: Deck, given: Mapping[str, Value]) -> Deck:
    """Give the deck with just the steps answered in `given`, each asked at any length and come what may."""
    return replace(deck, steps=tuple(_come_what_may(step, given) for step in deck.steps if step.key in given))


def _come_what_may(step: Step, given: Mapping[str, Value]) -> Step:
    follows = step.kind is not Kind.POSITIONS and step.of is not None and given.get(step.of)
    return replace(step, minutes=LENGTHS, when=None, rotate=None, of=step.of if follows else None)


def in_a_scene(deck: Deck, card: Step) -> Deck:
    """Give the deck with `card`, a step that shows a made-up scene, in place of one's own moment."""
    steps = (replace(card, minutes=step.minutes) if step.key == MOMENT else step for step in deck.steps)
    return replace(deck, steps=tuple(steps))


def setting_aside(deck: Deck, set_aside: Collection[str]) -> Deck:
    """Give the deck without these dimensions among what can be picked."""

    def without(step: Step) -> Step:
        left = tuple(option for option in step.options if option.id not in set_aside)
        return replace(step, options=left) if "dimensions" in step.lists and step.kind is Kind.CHOICES else step

    return replace(deck, steps=tuple(map(without, deck.steps)))


def coming_back(
    commitments: Iterable[Commitment], deck: Deck, thread: str | None, *, of: int | None = None
) -> list[Commitment]:
    """Give the commitments without news that come back before a sitting, at most two.

    Those of the entry `of`, if one is read again; else those of its thread, then those of its
    deck, the oldest first; and where the deck asks for any, then any. A deck that begins with
    them takes more, and what was agreed in supervision first.
    """
    waiting = [each for each in commitments if each.status == OPEN]
    if of is not None:
        return [each for each in waiting if each.entry == of][:_MOST_DUE]
    if any(step.kind is Kind.OUTCOMES and step.beat is Beat.ARRIVE for step in deck.steps):
        return sorted(waiting, key=lambda each: each.feedback is None)[:_MOST_AGREED]
    by_thread = [each for each in waiting if thread and each.thread == thread]
    by_deck = [each for each in waiting if each.deck == deck.id]
    others = waiting if any(step.kind is Kind.OUTCOMES for step in deck.steps) else []
    return list({each.number: each for each in (*by_thread, *by_deck, *others)}.values())[:_MOST_DUE]


_MOST_DUE, _MOST_AGREED = 2, 5


def with_follow_up(deck: Deck, step: Step) -> Deck:
    """Give the deck with `step`, which asks what became of commitments, once whoever sits has arrived."""
    arrived = [each for each in deck.steps if each.beat is Beat.ARRIVE]
    rest = deck.steps[len(arrived) :]
    minutes = tuple(length for length in step.minutes if length in deck.minutes)
    return replace(deck, steps=(*arrived, replace(step, beat=Beat.ARRIVE, minutes=minutes), *rest))


def dimensions(value: Value) -> tuple[str, ...]:
    """Give the ids of the dimensions among the picks `value`, in the order picked."""
    picks = value if isinstance(value, tuple) else ()
    mixed = any(":" in pick for pick in picks)
    return tuple(pick.removeprefix(DIMENSION) for pick in picks if not mixed or pick.startswith(DIMENSION))


class _Sitting:
    """Where a sitting stands."""

    def __init__(self, deck: Deck, entry: Entry, keep: Keep, asked: Asked, due: Sequence[Commitment]) -> None:
        self.entry = entry
        self._due = due
        self._keep = keep
        self._asked = asked
        self._steps = steps_for(deck, entry.minutes, entry, asked)
        self._landing = ""  # the line that follows a heavy question

    def run(self, ask: Ask) -> None:
        at = 0
        again = False  # asked once more because the person went back
        while at < len(self._steps):
            step = self._steps[at]
            if not self._applies(step) or (self._settled(step) and not again):
                at += 1
                continue
            question = self._question(step, at)
            reply = ask(question)
            again = reply is BACK
            self._landing = "" if reply is BACK else step.settle[1] if step.settle else ""
            if reply is BACK:
                at = self._before(at)
                continue
            if reply is LIGHTER and step.key in self.entry.begun:
                self.keep_begun()
                self.entry = self._keep(self.entry)
            elif isinstance(reply, Instead):
                self.entry = self._keep(self.entry.with_skip(step.key, question.text))
            else:
                self.entry = self._keep(self._with_answer(question, reply))
            if reply is LIGHTER:
                self._pass_over_weight(at)
            at += 1

    def keep_begun(self) -> None:
        """Turn answers that were begun into answers, as the person leaves them and keeps them."""
        for at, step in enumerate(self._steps):
            begun = self.entry.begun.get(step.key)
            if begun is None or not begun.words.strip():
                continue
            value: Value = begun.words
            if step.kind in (Kind.POSITIONS, Kind.GRID, Kind.OUTCOMES):
                value = revive(step.kind, json.loads(begun.words))
            elif step.kind is Kind.COMMITMENT:
                value = Carry(step.options[0].id, begun.words)
            self.entry = self._with_answer(self._question(step, at), value)

    def _applies(self, step: Step) -> bool:
        """Tell whether the step has something to be about, after what was answered so far."""
        if step.kind is Kind.OUTCOMES and not self._due:
            return False
        if step.of and not self._subjects(step) and not self._about(step):
            return False
        return step.when is None or _met(step.when, self.entry.answer(step.when.step))

    def _settled(self, step: Step) -> bool:
        """Tell whether the step needs no asking: answered or passed over, nothing begun, nothing new to place."""
        if step.key in self.entry.begun:
            return False
        answer = self.entry.answer(step.key)
        if answer and step.kind is Kind.POSITIONS and isinstance(answer.value, Mapping):
            return all(subject.id in answer.value for subject in self._subjects(step))
        return _settled(self.entry, step)

    def _before(self, at: int) -> int:
        """Give the place of the nearest earlier step that is asked in this sitting; else `at` itself."""
        return next((earlier for earlier in range(at - 1, -1, -1) if self._applies(self._steps[earlier])), at)

    def _pass_over_weight(self, at: int) -> None:
        """Pass over whatever is not light, until the next light question."""
        for step in self._steps[at + 1 :]:
            if step.weight is Weight.LIGHT:
                return
            if self._applies(step) and not self._settled(step):
                self.entry = self._keep(self.entry.with_skip(step.key, self._wording(step, self._about(step))))

    def _question(self, step: Step, at: int) -> Question:
        answer = self.entry.answer(step.key)
        begun = self.entry.begun.get(step.key)
        about = self._about(step)
        text = answer.question if answer else begun.question if begun else self._wording(step, about)
        lead = [self._landing] if self._landing else []
        if step.settle:
            lead.append(step.settle[0])
        return Question(
            step=step,
            text=text,
            number=at + 1,
            of=len(self._steps),
            lead=tuple(lead),
            on=self._on(step, about),
            about=about,
            subjects=self._subjects(step),
            most=step.limit.get(self.entry.minutes),
            answer=answer.value if answer else None,
            begun=begun.words if begun else "",
            jot=lambda words: self._jot(step, Begun(text, words)),
        )

    def _jot(self, step: Step, begun: Begun) -> None:
        self.entry = self._keep(self.entry.with_begun(step.key, begun))

    def _with_answer(self, question: Question, value: Value) -> Entry:
        """Give the entry with this answer; a dimension no longer picked is no longer placed."""
        entry = self.entry.with_answer(self._answer(question, value))
        for step in self._steps:
            placed = entry.answer(step.key)
            if step.kind is Kind.POSITIONS and step.of == question.step.key and placed:
                places = _places(placed.value)
                left = {dimension: places[dimension] for dimension in dimensions(value) if dimension in places}
                answers = (replace(each, value=left) if each is placed else each for each in entry.answers)
                entry = replace(entry, answers=tuple(each for each in answers if each.value != {}))
        return entry

    def _answer(self, question: Question, value: Value) -> Answer:
        step = question.step
        old = self.entry.answer(step.key)
        if step.kind is Kind.POSITIONS:
            value = {**self._places(step.key), **_places(value)}
        answer = Answer(
            key=step.key,
            question=question.text,
            kind=step.kind,
            value=value,
            about=question.about.id if question.about else None,
            locked=step.private,
        )
        return replace(answer, share=old.share) if old else answer

    def _subjects(self, step: Step) -> tuple[Option, ...]:
        """Give the dimensions a `positions` step places, picked in the step it is `of`; or the commitments due."""
        if step.kind is Kind.OUTCOMES:
            return tuple(
                Option(str(each.number), each.text, day_said(each.made) if each.made else "") for each in self._due
            )
        if step.kind is not Kind.POSITIONS or step.of is None:
            return ()
        picked = self.entry.answer(step.of)
        wanted = dimensions(picked.value) if picked else ()
        known = {option.id: option for option in step.options}
        return tuple(known[dimension] for dimension in wanted if dimension in known)

    def _about(self, step: Step) -> Option | None:
        """Give the placed dimension a follow-up looks into: the next in turn among its siblings."""
        if step.kind is Kind.POSITIONS or step.of is None:
            return None
        places = self._places(step.of)
        if not places:
            return None
        siblings = [each for each in self._steps if each.of == step.of and each.kind is not Kind.POSITIONS]
        turn = siblings.index(step) if step in siblings else 0
        chosen = list(places)[turn % len(places)]
        source = next(each for each in self._steps if each.key == step.of)
        return next((option for option in source.options if option.id == chosen), Option(chosen, chosen, chosen))

    def _on(self, step: Step, about: Option | None) -> str:
        """Say which dimension a question looks into; between two people, that it is about that moment alone."""
        if about is None:
            return ""
        source = next(each for each in self._steps if each.key == step.of)
        return f"On {about.word or about.label}{', in that moment' if 'them' in source.parts else ''}:"

    def _places(self, key: str) -> dict[str, Position]:
        answer = self.entry.answer(key)
        return _places(answer.value) if answer else {}

    def _wording(self, step: Step, about: Option | None) -> str:
        """Give the wording whose turn it is: of those that fit, the one not asked for longest."""
        quadrant = self._places(step.of)[about.id].quadrant if about and step.of else Quadrant.UNPLACED
        fitting = (prompt for prompt in step.prompts if prompt.quadrant in (None, quadrant))
        return min(fitting, key=lambda prompt: self._asked.get((step.key, prompt.whole), _NEVER)).whole


def _met(when: When, answer: Answer | None) -> bool:
    """Tell whether an earlier answer, or its absence, is what a step waits for."""
    if when.unless:
        return answer is None or answer.value not in when.unless
    if answer is None:
        return False
    if when.picked:
        picks = answer.value if isinstance(answer.value, tuple) else (answer.value,)
        return any(pick in when.picked for pick in picks)
    if when.inferred:
        return _inferred_in_a_row(answer.value) >= when.inferred
    return not when.at_least or (isinstance(answer.value, tuple) and len(answer.value) >= when.at_least)


def _settled(entry: Entry, step: Step) -> bool:
    return entry.answer(step.key) is not None or step.key in entry.skipped


def _last(step: Step, asked: Asked) -> datetime:
    """Give when any wording of the step was last asked."""
    return max((moment for (key, _), moment in asked.items() if key == step.key), default=_NEVER)


def _for_role(step: Step, role: str) -> Step:
    """Give the step with the wordings for this role first, so that they come first among equals."""
    own = tuple(prompt for prompt in step.prompts if prompt.role == role)
    return replace(step, prompts=(*own, *(prompt for prompt in step.prompts if prompt.role is None)))


def _places(value: Value) -> dict[str, Position]:
    """Give the positions of a `positions` answer, by dimension."""
    if not isinstance(value, Mapping):
        return {}
    return {dimension: place for dimension, place in value.items() if isinstance(place, Position)}


def _inferred_in_a_row(value: Value) -> int:
    """Give the longest run of positions the writer inferred."""
    longest = run = 0
    for place in _places(value).values():
        run = run + 1 if place.basis == "inferred" else 0
        longest = max(longest, run)
    return longest
