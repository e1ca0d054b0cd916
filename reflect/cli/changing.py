"""Changing an answer: asked again as it was asked, with what was answered already there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reflect.cli.options import asker, deck_named, read_answers, ways
from reflect.errors import NotFound, ReflectError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reflect.models import Answer, Deck, Entry, Value
    from reflect.sitting import Question


def from_file(entry: Entry, answers: str) -> Mapping[str, Value]:
    """Give the values a file of answers puts in the place of answers the entry has."""
    from reflect.ask import scripted
    from reflect.journal import answered

    script = scripted.read(read_answers(answers), deck_named(entry.deck))
    for key in script.answers:
        answered(entry, key)
    return script.answers


def in_person(entry: Entry, key: str | None) -> Mapping[str, Value]:
    """Ask one question again, and give what is answered now; nothing if it is left as it was."""
    from reflect.journal import answered
    from reflect.models import Option
    from reflect.sitting import Instead, Paused

    if ways.no_input:
        raise ReflectError("Changing an answer asks for it again. Send it along: --answers FILE. Nothing was changed.")
    deck = deck_named(entry.deck)
    ask = asker()
    try:
        if key is None:
            options = [Option(answer.key, f"{answer.question} ({answer.key})") for answer in entry.answers]
            picked = ask.one("Which answer would you like to change?", options)
            if not isinstance(picked, str):
                return {}
            key = picked
        answer = answered(entry, key)
        reply = ask(_question(deck, answer))
    except Paused:
        return {}
    return {} if isinstance(reply, Instead) or reply == answer.value else {key: reply}


def _question(deck: Deck, answer: Answer) -> Question:
    """Give the question an answer answered, to be put once more."""
    from collections.abc import Mapping

    from reflect.models import Option
    from reflect.sitting import Question

    step = deck.step(answer.key)
    if step is None:
        raise NotFound(f"The deck {deck.id} no longer asks for “{answer.key}”. Nothing was changed.")
    placed = answer.value if isinstance(answer.value, Mapping) else {}
    subjects = tuple(deck.dimension(dimension) or Option(dimension, dimension) for dimension in placed)
    return Question(
        step=step,
        text=answer.question,
        number=1,
        of=1,
        subjects=subjects,
        answer=answer.value,
        jot=lambda _: None,
    )
