"""Answers in words."""

import pytest

from reflect import decks, saying
from reflect.models import Answer, Carry, Kind, News, Position

S2 = decks.find("s2-power")


def answer(key, kind, value, about=None):
    return Answer(key=key, question="Asked?", kind=kind, value=value, about=about)


@pytest.mark.parametrize(
    ("place", "said"),
    [
        (Position(me="closer", them="further"), "I stood closer to power; they stood further"),
        (Position(them="further", basis="told-me"), "they stood further from power; they told me"),
        (Position(them="closer"), "they stood closer to power"),
        (Position(them="depends", weight="in-charge"), "where they stood depends; it was in charge"),
        (Position(seen=True, spoken=False), "it could be seen; it was not spoken"),
        (Position(), "not placed"),
    ],
)
def test_a_position_is_said_in_relation_to_power(place, said):
    assert saying.position_said(place) == said


@pytest.mark.parametrize(
    ("made", "said"),
    [
        (answer("dims", Kind.CHOICES, ("caste", "gone-since")), ["Caste", "gone-since"]),
        (answer("stage", Kind.CHOICE, "noticed"), ["I noticed it"]),
        (answer("carry", Kind.COMMITMENT, Carry("only-seen")), ["Nothing to do today, only seen"]),
        (answer("land", Kind.LOAD, 3), None),
    ],
)
def test_what_was_picked_is_said_by_its_labels(made, said):
    found = saying.picked(made, S2.step(made.key))

    assert [each[:5] for each in found] == [each[:5] for each in said] if said else found[0] != "3"


def test_rows_are_said_one_by_one():
    made = answer("last-time", Kind.OUTCOMES, {"3": News("kept", "asked\ntwice")})
    step = decks.find("prep").step("last-time")

    assert saying.picked(made, step) == ["Commitment 3: It was done. asked twice"]


def test_an_answer_is_known_by_a_line_of_it():
    assert saying.brief(answer("moment", Kind.TEXT, "one\ntwo " * 40), None).endswith("…")
    assert saying.brief(answer("moment", Kind.TEXT, "one\n two"), None) == "one two"


def test_what_looked_into_a_dimension_says_which():
    assert saying.about(answer("quadrant", Kind.TEXT, "x", "caste"), S2) == "On caste: "
    assert saying.about(answer("quadrant", Kind.TEXT, "x", "caste"), None) == "On caste: "
    assert saying.about(answer("moment", Kind.TEXT, "x"), S2) == ""
