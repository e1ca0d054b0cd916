"""What every way of asking has in common: the controls, and the kinds of answer made of simple ones.

A way of asking provides five simple things (say, one, many, line, text); the rest follows.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum

from reflect.kinds import tidy
from reflect.models import Carry, Kind, Option, Position, Value
from reflect.sitting import BACK, LIGHTER, SKIP, Instead, Paused, Question, Stopped


class Control(Enum):
    """What a person can do at any question besides answering: the word typed, and the key in a list."""

    SKIP = ("skip", "s")
    WHY = ("why", "?")
    BACK = ("back", "b")
    HEAVY = ("heavy", "h")
    PAUSE = ("pause", "p")
    STOP = ("stop", "q")

    @property
    def word(self) -> str:
        """Give the word that does this in a text answer, after a slash."""
        return self.value[0]

    @property
    def key(self) -> str:
        """Give the single letter that does this in a pick list."""
        return self.value[1]


WORDS = {f"/{control.word}": control for control in Control}
KEYS = {control.key: control for control in Control}
ONLY_SEEN = "only-seen"

_SAID_OF = {
    "me": "you stood",
    "them": "they stood",
    "basis": "you know because",
    "seen": "could it be seen",
    "spoken": "was it spoken",
    "weight": "that day it was",
}
_YES = "yes"
_HEAVY = (
    Option("settle", "A breath first, then this question again"),
    Option("lighter", "A lighter question"),
    Option("pause", "Pause here; everything is kept"),
    Option("stop", "Stop for today"),
)
_SETTLE = (
    "Put both feet on the floor. Let one breath go out slowly. There is no hurry, and nothing here has to be answered."
)


@dataclass(frozen=True, slots=True)
class Typed:
    """Words as typed, and the control that ended them, if one did."""

    words: str
    control: Control | None = None


class Conversation(ABC):
    """Puts questions to a person. Calling it with a Question is an `Ask` for `sitting.sit`."""

    # The five simple things

    @abstractmethod
    def say(self, text: str) -> None:
        """Show a line or a paragraph."""

    @abstractmethod
    def one(
        self, label: str, options: Sequence[Option], chosen: str | None = None, *, controls: bool = False
    ) -> str | Control:
        """Let one option be picked; give its id. With `controls`, say what else can be done."""

    @abstractmethod
    def many(
        self,
        options: Sequence[Option],
        chosen: Sequence[str] = (),
        most: int | None = None,
        *,
        controls: bool = False,
    ) -> tuple[str, ...] | Control:
        """Let several options be picked, at most `most`; give their ids, none of them for nothing picked."""

    @abstractmethod
    def line(self, label: str, begun: str, jot: Callable[[str], None]) -> Typed:
        """Let one line be typed, going on from `begun`; on an interruption `jot` what is there."""

    @abstractmethod
    def text(self, begun: str, jot: Callable[[str], None]) -> Typed:
        """Let several lines be typed, going on from `begun`; `jot` them as they grow."""

    @abstractmethod
    def head(self, question: Question) -> None:
        """Show where we are and what is asked."""

    @abstractmethod
    def confirm(self, label: str, *, default: bool) -> bool:
        """Ask for a yes or a no."""

    # What follows

    def __call__(self, question: Question) -> Value | Instead:
        """Put the question, see to the controls, and give the answer, SKIP, BACK or LIGHTER."""
        self.head(question)
        begun = question.begun or (question.answer if isinstance(question.answer, str) else "")
        if question.begun:
            self.say("You had begun this one. Go on from here:")
        while True:
            reply = self._ask(question, begun)
            words = ""
            if isinstance(reply, Typed):
                words = begun = tidy(reply.words)
                if reply.control is None:
                    return words if words.strip() else SKIP
                reply = reply.control
            if not isinstance(reply, Control):
                return reply
            instead = self._control(reply, question, words)
            if instead is not None:
                return instead

    def _control(self, control: Control, question: Question, words: str) -> Value | Instead | None:
        """Do what a control says; None to ask the same question again."""
        typed = bool(words.strip())
        if control is Control.WHY:
            self.say(question.step.why)
            return None
        if control is Control.HEAVY:
            return self._heavy(question, words)
        if typed and control in (Control.BACK, Control.PAUSE, Control.STOP):
            question.jot(words)
        if control is Control.BACK:
            return BACK
        if control is Control.PAUSE:
            raise Paused
        if control is Control.STOP:
            self._stop()
            return None
        return self._leave(question, words, SKIP)

    def _leave(self, question: Question, words: str, instead: Instead) -> Value | Instead:
        """Leave the question, but not the words already typed, unless the person says so."""
        is_words = question.step.kind in (Kind.LINE, Kind.TEXT)
        if is_words and words.strip() and self.confirm("Keep the words you typed here?", default=True):
            return words
        return instead

    def _heavy(self, question: Question, words: str) -> Value | Instead | None:
        choice = self.one("That is all right. What would help?", _HEAVY)
        if choice == "lighter":
            return self._leave(question, words, LIGHTER)
        if choice in ("pause", "stop", Control.PAUSE, Control.STOP):
            if words.strip():
                question.jot(words)
            if choice in ("pause", Control.PAUSE):
                raise Paused
            self._stop()
        if choice == "settle":
            self.say(_SETTLE)
        return None

    def _stop(self) -> None:
        """Leave for good, if that is what is meant; else come back to the question."""
        options = (
            Option("keep", "Keep what I wrote, and end here"),
            Option("discard", "Discard this sitting for good"),
            Option("on", "Go on after all"),
        )
        choice = self.one("Stop here?", options)
        if choice == "discard" and self.confirm("Discard every answer of this sitting, for good?", default=False):
            raise Stopped(discard=True)
        if choice == "keep":
            raise Stopped(discard=False)

    def _ask(self, question: Question, begun: str) -> Value | Instead | Control | Typed:  # noqa: PLR0911 - a kind each
        """Ask for the step's kind of answer, once."""
        step = question.step
        match step.kind:
            case Kind.LINE:
                return self.line("", begun, question.jot)
            case Kind.TEXT:
                return self.text(begun, question.jot)
            case Kind.CHOICE:
                return self.one("", step.options, _text(question.answer), controls=True)
            case Kind.CHOICES:
                chosen = question.answer if isinstance(question.answer, tuple) else ()
                picked = self.many(step.options, chosen, question.most, controls=True)
                return picked or SKIP
            case Kind.LOAD:
                load = self.one("", step.options, _text(question.answer), controls=True)
                return load if isinstance(load, Control) else int(load)
            case Kind.POSITIONS:
                return self._positions(question)
            case Kind.GRID:
                return self._grid(question)
            case Kind.COMMITMENT:
                return self._commitment(question)

    def _positions(self, question: Question) -> Value | Instead | Control:
        parts = question.step.parts
        earlier = question.answer if isinstance(question.answer, Mapping) else {}
        picks = []
        for subject in question.subjects:
            place = earlier.get(subject.id)
            for part, options in parts.items():
                chosen = getattr(place, part) if isinstance(place, Position) else None
                label = f"{(subject.word or subject.label).capitalize()}: {_SAID_OF[part]}"
                picks.append(_Pick((subject.id, part), label, options, _yes_no(chosen)))
        answers = self._several(picks)
        if isinstance(answers, (Control, Instead)):
            return answers
        return {
            subject.id: Position(**{part: _said(answers.get((subject.id, part))) for part in parts})  # type: ignore[arg-type]
            for subject in question.subjects
        }

    def _grid(self, question: Question) -> Value | Instead | Control:
        earlier = question.answer if isinstance(question.answer, Mapping) else {}
        rows = question.step.rows
        picks = [_Pick((row.id, ""), row.label, question.step.options, _text(earlier.get(row.id))) for row in rows]
        answers = self._several(picks)
        if isinstance(answers, (Control, Instead)):
            return answers
        return {row: option for (row, _), option in answers.items()}

    def _several(self, picks: Sequence[_Pick]) -> dict[tuple[str, str], str] | Instead | Control:
        """Ask several small picks in a row. A skip leaves one open, back goes to the one before."""
        answers: dict[tuple[str, str], str] = {}
        at = 0
        while at < len(picks):
            pick = picks[at]
            reply = self.one(pick.label, pick.options, answers.get(pick.name, pick.chosen), controls=True)
            if reply is Control.BACK and at > 0:
                at -= 1
                continue
            if isinstance(reply, Control) and reply is not Control.SKIP:
                return reply
            if isinstance(reply, str):
                answers[pick.name] = reply
            else:
                answers.pop(pick.name, None)
            at += 1
        return answers or SKIP

    def _commitment(self, question: Question) -> Value | Control | Typed | Instead:
        earlier = question.answer if isinstance(question.answer, Carry) else None
        scale = self.one("", question.step.options, earlier.scale if earlier else None, controls=True)
        if isinstance(scale, Control) or scale == ONLY_SEEN:
            return scale if isinstance(scale, Control) else Carry(scale)
        begun = question.begun or (earlier.text if earlier else "")
        while True:
            typed = self.line("In a line: what will it be?", begun, question.jot)
            begun = tidy(typed.words)
            if typed.control is Control.WHY:
                self.say(question.step.why)
            elif typed.control is Control.BACK:
                return self._commitment(question)
            elif typed.control in (None, Control.SKIP):
                return Carry(scale, begun.strip())
            else:
                if begun.strip():
                    question.jot(begun)
                return typed.control


@dataclass(frozen=True, slots=True)
class _Pick:
    """One small pick among several on a screen."""

    name: tuple[str, str]
    label: str
    options: Sequence[Option]
    chosen: str | None = field(default=None)


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def _yes_no(value: object) -> str | None:
    if isinstance(value, bool):
        return _YES if value else "no"
    return _text(value)


def _said(picked: str | None) -> str | bool | None:
    """Give what a picked part says: yes and no are true and false."""
    return {_YES: True, "no": False}.get(picked or "", picked)
