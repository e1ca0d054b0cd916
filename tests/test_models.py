"""The values everything speaks: pairings, what an entry says of itself, ids, and their JSON."""

import json
import time
from dataclasses import FrozenInstanceError, replace
from datetime import UTC, datetime
from uuid import RFC_4122, UUID

import pytest

from reflect.models import (
    Answer,
    Beat,
    Begun,
    Carry,
    Deck,
    Entry,
    Kind,
    Option,
    Position,
    Prompt,
    Quadrant,
    Share,
    Step,
    Summary,
    Weight,
    new_id,
    plain,
)

PAIRINGS = """
            closer       further       depends   not-sure  -
closer      both-closer  i-closer      unplaced  unplaced  unplaced
further     they-closer  both-further  unplaced  unplaced  unplaced
depends     unplaced     unplaced      unplaced  unplaced  unplaced
not-sure    unplaced     unplaced      unplaced  unplaced  unplaced
-           unplaced     unplaced      unplaced  unplaced  unplaced
"""
THEM, *ROWS = (line.split() for line in PAIRINGS.strip().splitlines())
WRITTEN = datetime.fromisoformat("2026-11-01T18:30:05+05:30")
ANSWER = Answer(key="moment", question="What happened?", kind=Kind.TEXT, value="A pause.")
BEGUN = Begun("What happened?", "A pau")


@pytest.mark.parametrize(
    ("me", "them", "quadrant"),
    [(me, them, quadrant) for me, *row in ROWS for them, quadrant in zip(THEM, row, strict=True)],
)
def test_two_positions_make_a_pairing(me, them, quadrant):
    sides = {"me": me, "them": them}
    place = Position(**{side: stand for side, stand in sides.items() if stand != "-"})

    assert place.quadrant is Quadrant(quadrant)


def test_the_table_of_pairings_is_whole():
    assert [len(row) for row in (THEM, *ROWS)] == [5, 6, 6, 6, 6, 6]


def test_how_one_knows_and_what_showed_does_not_move_a_pairing():
    place = Position(me="closer", them="further", basis="dont-know", seen=False, spoken=False, weight="in-charge")

    assert place.quadrant is Quadrant.I_CLOSER


def test_values_cannot_be_changed(entry):
    with pytest.raises(FrozenInstanceError):
        entry.deck = "other"
    with pytest.raises(FrozenInstanceError):
        Position(me="closer").me = "further"


def test_a_deck_knows_its_lengths_and_steps():
    def step(key, *minutes):
        return Step(
            key=key,
            beat=Beat.LOOK,
            kind=Kind.LINE,
            minutes=minutes,
            weight=Weight.LIGHT,
            why="Why.",
            prompts=(Prompt("What?"),),
        )

    first, second = step("first", 25), step("second", 25, 2)
    deck = Deck(id="d", title="D", source="s", about="a", steps=(first, second))

    assert deck.minutes == (2, 25)
    assert deck.step("second") is second
    assert deck.step("third") is None


def test_a_deck_knows_the_dimensions_it_places_people_on(s2_power):
    assert s2_power.dimension("caste") == Option("caste", "Caste, jati, biradari", "caste")
    assert s2_power.dimension("me") is None


def test_a_wording_is_asked_with_its_scene_above_it():
    assert Prompt("What would you say?").whole == "What would you say?"
    assert Prompt("What would you say?", card="Somebody laughs.").whole == "Somebody laughs.\n\nWhat would you say?"


def test_an_answer_is_added_at_the_end(entry):
    other = replace(ANSWER, key="words-ready")

    assert entry.with_answer(ANSWER).with_answer(other).answers == (ANSWER, other)


def test_an_answer_takes_the_place_of_the_earlier_one(entry):
    other, new = replace(ANSWER, key="words-ready"), replace(ANSWER, value="A laugh.")

    answered = entry.with_answer(ANSWER).with_answer(other).with_answer(new)

    assert answered.answers == (new, other)
    assert answered.answer("moment") is new


def test_an_answer_undoes_the_skip_and_the_words_begun(entry):
    begun = entry.with_skip("moment", "Q?").with_skip("dims", "D?").with_begun("moment", BEGUN).with_begun("x", BEGUN)

    answered = begun.with_answer(ANSWER)

    assert (answered.skipped, answered.begun) == ({"dims": "D?"}, {"x": BEGUN})


def test_a_skip_keeps_its_question_and_drops_the_words_begun(entry):
    skipped = entry.with_begun("moment", BEGUN).with_skip("moment", "Q?")

    assert (skipped.skipped, skipped.begun, skipped.answers) == ({"moment": "Q?"}, {}, ())


def test_a_skip_takes_back_the_answer_to_that_step_alone(entry):
    other = replace(ANSWER, key="words-ready")

    skipped = entry.with_answer(ANSWER).with_answer(other).with_skip("moment", "Q?")

    assert (skipped.answers, skipped.skipped) == ((other,), {"moment": "Q?"})


def test_words_begun_replace_those_begun_before(entry):
    earlier = Begun("What happened?", "A")

    assert entry.with_begun("moment", earlier).with_begun("moment", BEGUN).begun == {"moment": BEGUN}


def test_an_ended_entry_forgets_what_was_passed_over(entry):
    answered = entry.with_answer(ANSWER)

    ended = answered.with_skip("dims", "D?").with_begun("carry", BEGUN).ended()

    assert ended == replace(answered, finished=True)


def test_an_id_is_a_uuid_of_version_7_that_holds_its_moment():
    before = time.time_ns() // 1_000_000
    made = UUID(new_id())
    after = time.time_ns() // 1_000_000

    assert (made.version, made.variant) == (7, RFC_4122)
    assert before <= made.int >> 80 <= after


def test_ids_sort_by_time(monkeypatch):
    moments = [1_000_000 * milliseconds for milliseconds in (1, 15, 16, 255, 1_793_000_000_000, 2_000_000_000_000)]
    made = []
    for moment in moments:
        monkeypatch.setattr(time, "time_ns", lambda moment=moment: moment)
        made.append(new_id())

    assert made == sorted(made)


def test_ids_of_one_moment_differ(monkeypatch):
    monkeypatch.setattr(time, "time_ns", lambda: 1_793_000_000_000_000_000)

    assert len({new_id() for _ in range(1000)}) == 1000


def test_an_entry_as_json_says_everything_but_what_belongs_to_the_draft():
    place = Position(me="closer", them="further", seen=False)
    entry = Entry(
        number=3,
        id="i",
        deck="s2-power",
        minutes=10,
        written=WRITTEN,
        answers=(
            replace(ANSWER, share=Share.CIRCLE, about="caste", locked=True),
            Answer(key="dims", question="D?", kind=Kind.CHOICES, value=("caste", "gender")),
            Answer(key="place", question="P?", kind=Kind.POSITIONS, value={"caste": place}),
            Answer(key="carry", question="C?", kind=Kind.COMMITMENT, value=Carry("in-reach", "Ask.")),
        ),
        skipped={"land": "How heavy?"},
        begun={"harm": Begun("What of harm?", "Half a sen")},
    )

    def answer(key, question, kind, value, share="private", about=None, locked=False):
        return {
            "key": key,
            "question": question,
            "kind": kind,
            "value": value,
            "share": share,
            "about": about,
            "locked": locked,
        }

    assert json.loads(json.dumps(plain(entry))) == {
        "number": 3,
        "id": "i",
        "deck": "s2-power",
        "minutes": 10,
        "written": "2026-11-01T18:30:05+05:30",
        "finished": False,
        "answers": [
            answer("moment", "What happened?", "text", "A pause.", "circle", "caste", True),
            answer("dims", "D?", "choices", ["caste", "gender"]),
            answer(
                "place",
                "P?",
                "positions",
                {"caste": {"me": "closer", "them": "further", "seen": False, "quadrant": "i-closer"}},
            ),
            answer("carry", "C?", "commitment", {"scale": "in-reach", "text": "Ask."}),
        ],
        "themes": [],
        "suggested": [],
        "decisions": [],
        "commitments": [],
        "later": [],
        "rereads": None,
        "thread": None,
    }


def test_a_position_as_json_leaves_out_what_was_not_given():
    assert plain(Position()) == {"quadrant": "unplaced"}
    assert plain(Position(spoken=True)) == {"spoken": True, "quadrant": "unplaced"}


@pytest.mark.parametrize("moment", ["2026-11-01T18:30:00+05:30", "2026-11-01T18:30:00.000120-03:00"])
def test_a_time_as_json_keeps_its_offset(moment):
    summary = Summary(
        number=1,
        id="i",
        deck="d",
        written=datetime.fromisoformat(moment),
        finished=True,
        opening="",
        words=0,
    )

    assert plain(summary)["written"] == moment


def test_a_time_in_utc_as_json_says_so():
    assert plain(datetime(2026, 11, 1, 13, tzinfo=UTC)) == "2026-11-01T13:00:00+00:00"


def test_keys_of_a_table_are_text_in_json():
    assert plain({2: (1, [2])}) == {"2": [1, [2]]}
