"""Answers from a file: read strictly, then given to the same sitting a person would sit.

The file is JSON: {"date": …, "minutes": …, "answers": {step key: value}, "share": {step key: level}}.
Whatever is not known in it is refused by name before anything is kept.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from reflect import kinds
from reflect.errors import WrongUsage
from reflect.models import Deck, Share, Value
from reflect.sitting import Ask, Question

_KEYS = ("date", "minutes", "answers", "share")


@dataclass(frozen=True, slots=True, kw_only=True)
class Script:
    """A file of answers, read: nothing in it is unknown to its deck."""

    answers: Mapping[str, Value]
    share: Mapping[str, Share]
    minutes: int | None = None
    date: str | None = None

    @property
    def ask(self) -> Ask:
        """Give these answers as a way of asking; a step that is not among them is passed over."""

        def from_script(question: Question) -> Value:
            return self.answers[question.step.key]

        return from_script


def read(text: str, deck: Deck) -> Script:
    """Read a file of answers to `deck`. Raise WrongUsage, naming what is wrong and what is known."""
    try:
        data = json.loads(text)
    except json.JSONDecodeError as error:
        sentence = f"The answers are not JSON: {error.msg} at line {error.lineno}. Nothing was kept."
        raise WrongUsage(sentence) from None  # the error carries the whole text
    if not isinstance(data, dict):
        raise WrongUsage('The answers are no table: write {"answers": {…}}. Nothing was kept.')
    _known(data, _KEYS, "key")
    given = _table(data, "answers")
    steps = {step.key: step for step in deck.steps}
    _known(given, steps, f"step of {deck.id}")
    answers = {key: value for key, each in given.items() if (value := kinds.read(steps[key], each)) is not None}
    return Script(
        answers=answers,
        share=_shares(_table(data, "share"), deck, answers),
        minutes=_minutes(data.get("minutes"), deck),
        date=_date(data.get("date")),
    )


def _shares(given: Mapping[str, object], deck: Deck, answers: Mapping[str, Value]) -> dict[str, Share]:
    _known(given, [step.key for step in deck.steps], f"step of {deck.id}")
    shares = {}
    for key, level in given.items():
        if level not in [*Share]:
            raise WrongUsage(f"“{level}” is no level to share at. Known: {', '.join(Share)}. Nothing was kept.")
        step = deck.step(key)
        if step and step.private and level != Share.PRIVATE:
            raise WrongUsage(f"The answer to “{key}” is locked: it stays private. Nothing was kept.")
        if key in answers:
            shares[key] = Share(str(level))
    return shares


def _minutes(given: object, deck: Deck) -> int | None:
    if given is not None and (given not in deck.minutes or isinstance(given, bool)):
        known = ", ".join(map(str, deck.minutes))
        raise WrongUsage(f"{deck.id} takes {known} minutes, not “{given}”. Nothing was kept.")
    return given if isinstance(given, int) else None


def _date(given: object) -> str | None:
    if given is not None and not isinstance(given, str):
        raise WrongUsage('The date is no text: write "2026-11-01T18:30+05:30" or "2026-11-01". Nothing was kept.')
    return given


def _table(data: Mapping[str, object], key: str) -> Mapping[str, object]:
    table = data.get(key, {})
    if not isinstance(table, dict):
        raise WrongUsage(f"“{key}” is no table: write {{step key: …}}. Nothing was kept.")
    return table


def _known(given: Collection[str], known: Collection[str], what: str) -> None:
    for key in given:
        if key not in known:
            raise WrongUsage(f"“{key}” is no {what}. Known: {', '.join(known)}. Nothing was kept.")
