"""A made-up year: 250 sittings over random decks and lengths, as one person would sit them."""

import random
from datetime import timedelta
from itertools import pairwise

from conftest import NOON

from reflect import decks, lint
from reflect.models import FREE_TEXT, Carry, Entry, Kind, Position, Quadrant, Weight, new_id
from reflect.sitting import SKIP, Question, as_asked_of, sit

SITTINGS = 250
FORTNIGHT = timedelta(days=14)
STANDS = ("closer", "further", "depends", "not-sure", None)


def answering(chance: random.Random):
    """Give somebody who answers most questions, in every way there is."""

    def answer(question: Question) -> object:  # noqa: PLR0911 - a kind each
        step = question.step
        if chance.random() < 0.1:
            return SKIP
        match step.kind:
            case Kind.LINE | Kind.TEXT:
                return "words"
            case Kind.CHOICE:
                return chance.choice(step.options).id
            case Kind.CHOICES:
                most = min(question.most or 4, len(step.options))
                return tuple(option.id for option in chance.sample(step.options, chance.randint(1, most)))
            case Kind.POSITIONS:
                return {
                    subject.id: Position(me=chance.choice(STANDS), them=chance.choice(STANDS), basis="inferred")
                    for subject in question.subjects
                }
            case Kind.GRID:
                return {row.id: chance.choice(step.options).id for row in step.rows}
            case Kind.LOAD:
                return chance.randint(0, 4)
            case Kind.COMMITMENT:
                return Carry(chance.choice(step.options).id, "a line")

    return answer


def test_a_year_of_sittings_keeps_its_promises():
    chance = random.Random(2026)
    shelf = decks.library().decks
    roles = ("", "nurse", "trainee", "psychiatrist")
    asked: dict[str, dict[tuple[str, str], object]] = {deck.id: {} for deck in shelf}
    questions = 0
    for sitting in range(SITTINGS):
        moment = NOON + timedelta(days=365 * sitting / SITTINGS)
        deck = as_asked_of(chance.choice(shelf), chance.choice(roles))
        minutes = chance.choice(deck.minutes)
        known = asked[deck.id]
        shown: list[Question] = []
        answer = answering(chance)

        def ask(question: Question, shown=shown, answer=answer) -> object:
            shown.append(question)
            return answer(question)

        entry = Entry(id=new_id(), deck=deck.id, minutes=minutes, written=moment)
        places = dict[str, Position]()
        finished = sit(deck, entry, ask, lambda kept: kept, known)
        for answered in finished.answers:
            if answered.kind is Kind.POSITIONS:
                places |= answered.value

        words, picks = lint.BUDGETS[minutes]
        assert sum(q.step.kind in FREE_TEXT or q.step.kind is Kind.COMMITMENT for q in shown) <= words
        assert sum(q.step.kind not in FREE_TEXT for q in shown) <= picks
        heavy = [q.step.weight is Weight.HEAVY for q in shown]
        assert not any(heavy[:1] + heavy[-1:])
        assert not any(one and next_one for one, next_one in pairwise(heavy))
        assert not (minutes == 2 and any(heavy))
        for question in shown:
            last = known.get((question.step.key, question.text))
            if last is not None and moment - last < FORTNIGHT:
                quadrants = {places[question.about.id].quadrant} if question.about else {Quadrant.UNPLACED}
                fitting = [p.whole for p in question.step.prompts if p.quadrant in {None, *quadrants}]
                fresh = [
                    w for w in fitting if moment - known.get((question.step.key, w), moment - FORTNIGHT) >= FORTNIGHT
                ]
                assert not fresh, (deck.id, question.step.key, question.text)
        known.update({(question.step.key, question.text): moment for question in shown})
        questions += len(shown)

    assert questions > 1500
