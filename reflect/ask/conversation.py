"""What every way of asking has in common: the controls, and the kinds of answer made of simple ones.

A way of asking provides five simple things (say, one, many, line, text); the rest follows.
"""

from __future__ import annotations

import json
import re
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from functools import partial
from typing import Any

from reflect.kinds import revive, tidy
from reflect.models import ONLY_SEEN, OPEN, Carry, Kind, News, Option, Position, Value, plain
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
HELP = (
    "Besides an answer you can type, on a line alone: /skip (leave it, no reason needed), /why (why this is "
    "asked), /back, /heavy (this is heavy), /pause (go on another time), /stop. /help says this again. "
    "At a list the single letters s ? b h p q do the same. Two slashes begin a line that starts with a slash."
)

_SAID_OF = {
    "me": "you stood",
    "them": "they stood",
    "basis": "how you know where they stood",
    "seen": "could it be seen or heard",
    "spoken": "was it spoken about",
    "weight": "that day it was",
}
_WHAT_HAPPENED = "In a line: what happened? Enter leaves it."
_YES = "yes"
_SHOWING = (
    Option("seen spoken", "Seen, and spoken about"),
    Option("seen", "Seen, not spoken about"),
    Option("spoken", "Spoken about, not to be seen"),
    Option("neither", "Neither, and still there"),
)
_HEAVY = (
    Option("settle", "A breath first, then this question again"),
    Option("lighter", "A lighter question"),
    Option("pause", "Pause here; everything is kept"),
    Option("stop", "Stop for today"),
)
_SETTLE = "Let whatever holds you hold you for one breath. There is no hurry, and nothing here has to be answered."
_SLASH_WORD = re.compile(r"/\w+")


def control_in(line: str) -> Control | str | None:
    """Give the control that a line of text names; a line that only looks like one is given back; else None."""
    word = line.strip().casefold()
    return WORDS.get(word) or (word if _SLASH_WORD.fullmatch(word) else None)


def words_of(option: Option) -> list[str]:
    """Give the words of an option's label, in lower case, by which it can be found."""
    return re.findall(r"[\w-]+", option.label.casefold())


@dataclass(frozen=True, slots=True)
class Typed:
    """Words as typed, and the control that ended them, if one did, or what looked like one."""

    words: str
    control: Control | str | None = None


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
        in_words = question.step.kind in (Kind.LINE, Kind.TEXT)
        begun = (question.begun if in_words else "") or (question.answer if isinstance(question.answer, str) else "")
        if in_words and question.begun:
            self.say("You had begun this one. Go on from here:")
        while True:
            reply = self._ask(question, begun)
            words = ""
            if isinstance(reply, Typed):
                words = begun = tidy(reply.words)
                if reply.control is None:
                    return words if words.strip() else SKIP
                if isinstance(reply.control, str):
                    self._say_unknown(reply.control)
                    continue
                reply = reply.control
            if not isinstance(reply, Control):
                return reply
            instead = self._control(reply, question, words)
            if instead is not None:
                return instead
            self.head(question)

    def _say_unknown(self, typed: str) -> None:
        """Say that a line looked like a control and is none, or what the controls are."""
        if typed == "/help":
            self.say(HELP)
        else:
            self.say(f"“{typed}” is none of {' '.join(WORDS)}. If you mean it as text, type it with two slashes.")

    def _control(self, control: Control, question: Question, words: str) -> Value | Instead | None:
        """Do what a control says; None to ask the same question again."""
        if control is Control.WHY:
            self.say(question.step.why)
            return None
        if control is Control.HEAVY:
            return self._heavy(question, words)
        if words.strip() and control in (Control.BACK, Control.PAUSE, Control.STOP):
            question.jot(words)
        if control is Control.BACK:
            return BACK
        if control is Control.PAUSE:
            raise Paused
        if control is Control.STOP:
            self._stop()
            return None
        return words if self._keeps(question, words) else SKIP

    def _keeps(self, question: Question, words: str) -> bool:
        """Tell whether the words already typed are to be kept though the question is left."""
        in_words = question.step.kind in (Kind.LINE, Kind.TEXT) and bool(words.strip())
        return in_words and self.confirm("Keep the words you typed here? No removes them.", default=True)

    def _heavy(self, question: Question, words: str) -> Value | Instead | None:
        choice = self.one("That is all right. What would help?", _HEAVY)
        if choice == "lighter":
            if self._keeps(question, words):
                question.jot(words)
            return LIGHTER
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
            case Kind.OUTCOMES:
                return self._outcomes(question)

    def _positions(self, question: Question) -> Value | Instead | Control:
        parts = question.step.parts
        earlier = {**_earlier(question.answer), **_earlier(_partly(question))}
        picks = []
        for subject in question.subjects:
            name = subject.word or subject.label
            place = earlier.get(subject.id)
            known = place if isinstance(place, Position) else Position()
            if {"seen", "spoken"} == parts.keys():
                picks.append(_Pick((subject.id, "showing"), name[:1].upper() + name[1:], _SHOWING, _showing(known)))
                continue
            for part, options in parts.items():
                said = f": {_SAID_OF[part]}" if len(parts) > 1 else ""  # one part is what the question asks
                label = f"{name[:1].upper()}{name[1:]}{said}"
                picks.append(_Pick((subject.id, part), label, options, _yes_no(getattr(known, part))))

        def placed(answers: Mapping[tuple[str, str], str]) -> dict[str, Position]:
            said = {subject.id: _parts_of(subject.id, answers) for subject in question.subjects}
            return {subject: Position(**given) for subject, given in said.items()}  # type: ignore[arg-type]

        answers = self._several(question, picks, placed)
        return answers if isinstance(answers, (Control, Instead)) else placed(answers)

    def _grid(self, question: Question) -> Value | Instead | Control:
        earlier = {**_earlier(question.answer), **_earlier(_partly(question))}
        rows = question.step.rows
        picks = [_Pick((row.id, ""), row.label, question.step.options, _text(earlier.get(row.id))) for row in rows]

        def filled(answers: Mapping[tuple[str, str], str]) -> dict[str, str]:
            return {row: option for (row, _), option in answers.items()}

        answers = self._several(question, picks, filled)
        return answers if isinstance(answers, (Control, Instead)) else filled(answers)

    def _several(
        self, question: Question, picks: Sequence[_Pick], value: Callable[[Mapping[tuple[str, str], str]], object]
    ) -> dict[tuple[str, str], str] | Instead | Control:
        """Ask several small picks in a row, keeping each as it comes.

        A skip leaves one open, back goes to the one before, why is answered on the spot.
        """
        begun = _partly(question) is not None
        answers = {pick.name: pick.chosen for pick in picks if begun and pick.chosen}
        at = next((n for n, pick in enumerate(picks) if begun and pick.name not in answers), 0)
        while at < len(picks):
            pick = picks[at]
            reply = self.one(pick.label, pick.options, answers.get(pick.name, pick.chosen), controls=True)
            if reply is Control.WHY:
                self.say(question.step.why)
                continue
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
            if at < len(picks):
                question.jot(json.dumps(plain(value(answers)), ensure_ascii=False))
        return answers or SKIP

    def _commitment(self, question: Question) -> Value | Control | Typed | Instead:
        earlier = question.answer if isinstance(question.answer, Carry) else None
        scale = self.one("", question.step.options, earlier.scale if earlier else None, controls=True)
        if isinstance(scale, Control) or scale == ONLY_SEEN:
            return scale if isinstance(scale, Control) else Carry(scale)
        begun = question.begun or (earlier.text if earlier else "")
        words = self._words(question, "In a line: what will it be?", begun, question.jot)
        if words is Control.BACK:
            return self._commitment(question)
        return words if isinstance(words, Control) else Carry(scale, words)

    def _outcomes(self, question: Question) -> Value | Instead | Control:
        """Ask what became of each commitment, and for a line on it unless there is no news."""
        earlier = {**_earlier(question.answer), **_earlier(_partly(question))}
        told: dict[str, News] = {}

        def jot(number: str, status: str, words: str = "") -> None:
            question.jot(json.dumps(plain({**told, number: News(status, words)}), ensure_ascii=False))

        at = 0
        while at < len(question.subjects):
            subject = question.subjects[at]
            known = told.get(subject.id, earlier.get(subject.id))
            chosen = known.status if isinstance(known, News) else None
            self.say(f"“{subject.label}” ({subject.word})")
            status = self.one("", question.step.options, chosen, controls=True)
            words: str | Control = ""
            if isinstance(status, str) and status != OPEN:
                jot(subject.id, status)
                begun = known.text if isinstance(known, News) else ""
                words = self._words(question, _WHAT_HAPPENED, begun, partial(jot, subject.id, status))
                if words is Control.BACK:
                    continue
            if status is Control.WHY:
                self.say(question.step.why)
                continue
            if status is Control.BACK and at > 0:
                at -= 1
                continue
            if stop := next((each for each in (status, words) if isinstance(each, Control)), None):
                if stop is not Control.SKIP:
                    return stop
                told.pop(subject.id, None)
            else:
                told[subject.id] = News(str(status), str(words))
            at += 1
            if told and at < len(question.subjects):
                question.jot(json.dumps(plain(told), ensure_ascii=False))
        return told or SKIP

    def _words(self, question: Question, label: str, begun: str, jot: Callable[[str], None]) -> str | Control:
        """Let one line be typed that goes with a pick; a skip leaves it as it is. Other controls are given back."""
        while True:
            typed = self.line(label, begun, jot)
            begun = tidy(typed.words)
            if typed.control is Control.WHY:
                self.say(question.step.why)
            elif isinstance(typed.control, str):
                self._say_unknown(typed.control)
            elif typed.control in (None, Control.SKIP):
                return begun.strip()
            else:
                if begun.strip() and typed.control is not Control.BACK:
                    jot(begun)
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


def _partly(question: Question) -> Value | None:
    """Give the picks an earlier pass had begun, if any."""
    if not question.begun or question.step.kind not in (Kind.POSITIONS, Kind.GRID, Kind.OUTCOMES):
        return None
    return revive(question.step.kind, json.loads(question.begun))


def _earlier(value: Value | None) -> dict[str, Any]:
    return dict(value) if isinstance(value, Mapping) else {}


def _parts_of(subject: str, answers: Mapping[tuple[str, str], str]) -> dict[str, str | bool]:
    """Give the parts of one position, as they were picked."""
    parts: dict[str, str | bool] = {}
    for (of, part), picked in answers.items():
        if of == subject and part == "showing":
            parts |= {"seen": "seen" in picked.split(), "spoken": "spoken" in picked.split()}
        elif of == subject:
            parts[part] = {_YES: True, "no": False}.get(picked, picked)
    return parts


def _showing(place: Position) -> str | None:
    """Give the pick that says what was seen and what was spoken about."""
    if place.seen is None or place.spoken is None:
        return None
    return " ".join(word for word, said in (("seen", place.seen), ("spoken", place.spoken)) if said) or "neither"


def _yes_no(value: object) -> str | None:
    if isinstance(value, bool):
        return _YES if value else "no"
    return _text(value)
