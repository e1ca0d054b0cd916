"""Changing an answer: asked again as it was asked, with what was answered already there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reflect import clock, kinds
from reflect.cli.options import asker, deck_named, deck_of, read_answers, told_of, ways, words_on_screen
from reflect.errors import NotFound, ReflectError, WrongUsage

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from reflect.ask.conversation import Conversation
    from reflect.journal import Journal
    from reflect.models import Answer, Begun, Commitment, Deck, Entry, Value
    from reflect.sitting import Question


def from_file(journal: Journal, entry: Entry, answers: str) -> Mapping[str, Value]:
    """Give the values a file of answers puts in the place of answers the entry has."""
    from reflect.ask import scripted
    from reflect.journal import answered

    script = scripted.read(read_answers(answers), deck_of(entry) or deck_named(entry.deck))
    for key in script.answers:
        answered(entry, key)
    told_of(journal, script.answers)
    return script.answers


def in_person(journal: Journal, entry: Entry, key: str | None) -> Mapping[str, Value]:
    """Ask one question again, and give what is answered now; nothing if it is left as it was.

    What is typed and not ended is kept beside the answer, to go on from another time.
    """
    from reflect.journal import answered
    from reflect.models import Begun
    from reflect.sitting import SKIP, Instead, Paused, Stopped

    if ways.no_input:
        raise ReflectError("Changing an answer asks for it again. Send it along: --answers FILE. Nothing was changed.")
    assert entry.number is not None
    deck = deck_of(entry) or deck_named(entry.deck)
    ask = asker()
    key = key or _picked_of(entry.answers, ask)
    if key is None:
        return {}
    answer = answered(entry, key)

    number = entry.number

    def jot(words: str) -> None:
        with words_on_screen():
            journal.begin(number, answer.key, Begun(answer.question, words))

    try:
        told = [each for each in journal.commitments() if str(each.number) in kinds.told(answer)]
        reply = ask(_question(deck, answer, entry.begun.get(key), jot, told))
    except Stopped as stopped:
        if stopped.discard:
            journal.begin(number, key, None)
        return _left(journal, ask, number, key)
    except Paused:
        return _left(journal, ask, number, key)
    except KeyboardInterrupt:
        _left(journal, ask, number, key)
        raise
    if reply is SKIP or reply == answer.value:
        journal.begin(number, key, None)
    return _left(journal, ask, number, key) if isinstance(reply, Instead) or reply == answer.value else {key: reply}


def _left(journal: Journal, ask: Conversation, number: int, key: str) -> Mapping[str, Value]:
    """Say what became of words that were begun and not ended, as the answer is left as it was."""
    if key in journal.entry(number).begun:
        ask.say(f"What you typed is kept beside the answer. Go on with it: reflect edit {number} {key}")
    return {}


def _picked_of(answers: Sequence[Answer], ask: Conversation) -> str | None:
    """Let one answer be picked, and give its key; None if none is."""
    from reflect.models import Option
    from reflect.sitting import Paused

    options = [Option(answer.key, f"{answer.question} ({answer.key})") for answer in answers]
    try:
        picked = ask.one("Which answer would you like to change?", options)
    except Paused:
        return None
    return picked if isinstance(picked, str) else None


def in_own_editor(journal: Journal, entry: Entry, key: str | None) -> Mapping[str, Value]:
    """Let a typed answer be changed in the person's editor and keep it; give what it is now, nothing if as it was."""
    from reflect import render
    from reflect.ask.editor import WARNING, edited
    from reflect.journal import answered
    from reflect.models import FREE_TEXT

    typed = [answer for answer in entry.answers if answer.kind in FREE_TEXT]
    if ways.no_input:
        raise ReflectError("An editor waits for a person. Send the answer along: --answers FILE. Nothing was changed.")
    if not typed:
        raise WrongUsage(f"Nothing in entry {entry.number} was typed. Without --editor its picks are changed here.")
    key = key or _picked_of(typed, asker())
    if key is None:
        return {}
    answer = answered(entry, key)
    if answer not in typed:
        raise WrongUsage(f"“{key}” was picked, not typed. Without --editor it is changed here. Nothing was changed.")
    assert entry.number is not None
    render.say(WARNING)
    with edited(kinds.words(answer)) as typed_now:
        words = kinds.tidy(typed_now)
        if words == answer.value:
            return {}
        journal.change(entry.number, {key: words}, clock.now())  # while its file is there: it stays if this fails
    return {key: words}


def _question(
    deck: Deck, answer: Answer, begun: Begun | None, jot: Callable[[str], None], told: Sequence[Commitment]
) -> Question:
    """Give the question an answer answered, to be put once more."""
    from collections.abc import Mapping

    from reflect.models import Option
    from reflect.sitting import Question

    step = deck.step(answer.key)
    if step is None:
        raise NotFound(f"The deck {deck.id} no longer asks for “{answer.key}”. Nothing was changed.")
    placed = answer.value if isinstance(answer.value, Mapping) else {}
    subjects = [deck.dimension(dimension) or Option(dimension, dimension) for dimension in placed]
    if told:
        subjects = [Option(str(each.number), each.text, clock.day_said(each.made or clock.now())) for each in told]
    return Question(
        step=step,
        text=answer.question,
        number=1,
        of=1,
        subjects=tuple(subjects),
        answer=answer.value,
        begun=begun.words if begun else "",
        jot=jot,
    )
