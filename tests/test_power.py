"""What many entries show together: every pairing by hand, and counts of moments that are never added up."""

import re
from collections.abc import Iterable
from dataclasses import fields
from datetime import datetime, timedelta

import pytest
from conftest import NOON

from reflect import config, decks, power
from reflect.models import Answer, Beat, Deck, Kind, Noted, Option, Position, Prompt, Quadrant, Step, Weight, plain
from reflect.power import Words, look, moments, said_of, sections

I_CLOSER, BOTH_CLOSER = Quadrant.I_CLOSER, Quadrant.BOTH_CLOSER
THEY_CLOSER, BOTH_FURTHER, UNPLACED = Quadrant.THEY_CLOSER, Quadrant.BOTH_FURTHER, Quadrant.UNPLACED

PAIRED = [
    ("closer", "closer", BOTH_CLOSER),
    ("closer", "further", I_CLOSER),
    ("closer", "depends", UNPLACED),
    ("closer", "not-sure", UNPLACED),
    ("closer", None, UNPLACED),
    ("further", "closer", THEY_CLOSER),
    ("further", "further", BOTH_FURTHER),
    ("further", "depends", UNPLACED),
    ("further", "not-sure", UNPLACED),
    ("further", None, UNPLACED),
    ("depends", "closer", UNPLACED),
    ("depends", "further", UNPLACED),
    ("depends", "depends", UNPLACED),
    ("depends", "not-sure", UNPLACED),
    ("depends", None, UNPLACED),
    ("not-sure", "closer", UNPLACED),
    ("not-sure", "further", UNPLACED),
    ("not-sure", "depends", UNPLACED),
    ("not-sure", "not-sure", UNPLACED),
    ("not-sure", None, UNPLACED),
    (None, "closer", UNPLACED),
    (None, "further", UNPLACED),
    (None, "depends", UNPLACED),
    (None, "not-sure", UNPLACED),
    (None, None, UNPLACED),
]


def options(*ids: str) -> tuple[Option, ...]:
    return tuple(Option(each, each.capitalize(), f"word of {each}") for each in ids)


LISTS = {
    "dimensions": options("caste", "gender", "language", "work", "other"),
    "structures": options("patriarchy", "fees"),
    "level": options("service", "home", "history"),
    "power-mode": options("over", "with"),
    "stage": options("noticed", "changed"),
    "advocacy": options("person-with", "policy-for"),
    "whose": options("mine", "theirs"),
}


def step(key: str, kind: Kind, *lists: str, parts: Iterable[str] = ()) -> Step:
    return Step(
        key=key,
        beat=Beat.LOOK,
        kind=kind,
        minutes=(2, 10, 25),
        weight=Weight.LIGHT,
        why="To see.",
        prompts=(Prompt("What?"),),
        lists=lists,
        parts=dict.fromkeys(parts, ()),
    )


def deck(deck_id: str, *steps: Step) -> Deck:
    return Deck(id=deck_id, title="T", source="S", about="A", steps=steps)


WORDS = Words.of(
    [
        deck(
            "between",
            step("dims", Kind.CHOICES, "dimensions"),
            step("place", Kind.POSITIONS, "dimensions", parts=("me", "them", "basis")),
            step("seen-and-said", Kind.POSITIONS, "dimensions", parts=("seen", "spoken")),
            step("mode", Kind.CHOICES, "power-mode"),
            step("stage", Kind.CHOICE, "stage"),
            step("land", Kind.LOAD, "load"),
        ),
        deck(
            "lens",
            step("structures", Kind.CHOICES, "structures"),
            step("levels", Kind.CHOICES, "level"),
            step("where-i-stand", Kind.POSITIONS, "dimensions", parts=("me",)),
        ),
        deck(
            "acting",
            step("advocacy", Kind.CHOICES, "advocacy"),
            step("whose-idea", Kind.CHOICE, "whose"),
            step("whose-risk", Kind.CHOICE, "whose"),
        ),
        deck("short", step("room", Kind.CHOICES, "dimensions", "structures")),
        deck(
            "own-location",
            step("dims", Kind.CHOICES, "dimensions"),
            step("here", Kind.POSITIONS, "dimensions", parts=("me",)),
        ),
    ],
    LISTS,
)
KINDS = {(deck_id, key): each.kind for (deck_id, key), each in WORDS.steps.items()}
A_MONTH = timedelta(days=31)


def noted(*entries: tuple[str, dict[str, object]], kind: Kind = Kind.CHOICES) -> list[Noted]:
    """Give the picked answers of entries, a month apart, the first at noon on 1 November."""
    return [
        Noted(
            number=number,
            deck=deck_id,
            written=NOON + A_MONTH * (number - 1),
            answer=Answer(key=key, question="What?", kind=KINDS.get((deck_id, key), kind), value=value),
        )
        for number, (deck_id, answers) in enumerate(entries, 1)
        for key, value in answers.items()
    ]


def looked(*entries: tuple[str, dict[str, object]], set_aside=(), dimension: str | None = None) -> power.Power:
    return look(moments(noted(*entries), WORDS, dimension), WORDS, set_aside, dimension)


def part(seen: power.Power, title: str):
    return next(each for each in sections(seen, WORDS) if each.title.startswith(title))


def placed(**places: Position) -> tuple[str, dict[str, object]]:
    return "between", {"place": places}


# Pairings


@pytest.mark.parametrize(("me", "them", "quadrant"), PAIRED)
def test_every_two_positions_have_the_pairing_they_have_and_no_other(me, them, quadrant):
    assert Position(me=me, them=them).quadrant is quadrant


def test_the_table_of_pairings_names_every_two_positions_once():
    stands = ["closer", "further", "depends", "not-sure", None]

    assert [(me, them) for me, them, _ in PAIRED] == [(me, them) for me in stands for them in stands]


@pytest.mark.parametrize(("me", "them", "quadrant"), PAIRED)
def test_a_pairing_is_counted_under_its_name_where_anybody_was_placed(me, them, quadrant):
    seen = looked(placed(caste=Position(me=me, them=them)))

    expected = {} if me is None and them is None else {quadrant: {"caste": 1}}
    assert {name: counts for name, counts in seen.pairings.items() if counts} == expected


@pytest.mark.parametrize("part_given", [{"basis": "inferred"}, {"weight": "in-charge"}, {"seen": True, "spoken": True}])
def test_nothing_else_said_of_a_position_moves_its_pairing(part_given):
    assert Position(me="closer", them="further", **part_given).quadrant is I_CLOSER
    assert Position(me="closer", **part_given).quadrant is UNPLACED


def test_a_pairing_cannot_be_given():
    with pytest.raises(TypeError):
        Position(me="depends", them="depends", quadrant=I_CLOSER)


def test_a_step_that_places_the_writer_alone_pairs_nobody():
    seen = looked(("lens", {"where-i-stand": {"caste": Position(me="closer")}}))

    assert seen.pairings == {quadrant: {} for quadrant in Quadrant}
    assert set(seen.basis.values()) == {0}
    assert [visit.id for visit in seen.visits] == ["caste"]


def test_pairings_are_told_by_dimension_the_most_frequent_first():
    apart = Position(me="closer", them="further")
    seen = looked(placed(caste=apart, gender=apart), placed(gender=apart), placed(gender=Position(them="closer")))

    assert seen.pairings[I_CLOSER] == {"gender": 2, "caste": 1}
    assert list(seen.pairings[I_CLOSER]) == ["gender", "caste"]
    assert seen.pairings[UNPLACED] == {"gender": 1}
    row = next(row for row in part(seen, "Who stood where").rows if row.label == power.PAIRINGS[I_CLOSER])
    assert (row.amount, row.said) == (3, ("word of gender 2, word of caste 1",))


def test_no_pairing_is_left_out_of_what_is_shown():
    seen = looked(placed(caste=Position(me="closer", them="closer")))

    assert [row.label for row in part(seen, "Who stood where").rows] == list(power.PAIRINGS.values())
    assert power.PAIRINGS.keys() == {*Quadrant}


# Visits


def test_a_dimension_is_visited_once_in_an_entry_whether_picked_or_placed():
    seen = looked(
        ("between", {"dims": ("caste", "work"), "place": {"caste": Position(me="closer"), "gender": Position()}}),
        ("between", {"dims": ("caste",)}),
    )

    assert {visit.id: visit.entries for visit in seen.visits} == {"caste": 2, "work": 1, "gender": 1}
    assert [visit.last for visit in seen.visits if visit.id in ("caste", "work")] == [NOON + A_MONTH, NOON]


@pytest.mark.parametrize(
    ("picks", "visited", "structures"),
    [
        (("dimension:caste",), ["caste"], {}),
        ((), [], {}),
        (("structure:fees",), [], {"fees": {}}),
        (("dimension:caste", "structure:fees"), ["caste"], {"fees": {}}),
        (("structure:other", "dimension:other"), ["other"], {"other": {}}),
    ],
)
def test_in_a_mixed_list_dimensions_and_structures_are_told_apart(picks, visited, structures):
    seen = looked(("short", {"room": picks}))

    assert [visit.id for visit in seen.visits] == visited
    assert {each.structure: each.levels for each in seen.structures} == structures


def test_what_was_never_visited_leaves_out_what_is_set_aside_and_other():
    seen = looked(("between", {"dims": ("caste",)}), set_aside=("gender",))

    assert [(visit.id, visit.label, visit.entries, visit.last) for visit in seen.never] == [
        ("language", "Language", 0, None),
        ("work", "Work", 0, None),
    ]


def test_what_was_never_visited_is_said_only_after_some_entries():
    few, enough = ([("between", {"dims": ("caste",)})] * count for count in (power.ENOUGH - 1, power.ENOUGH))

    assert part(looked(*few), "Dimensions").notes == ()
    assert "Gender; Language; Work" in part(looked(*enough), "Dimensions").notes[0]


def test_all_set_aside_says_nothing_of_what_was_never_visited():
    entries = [("between", {"dims": ("caste",)})] * power.ENOUGH

    assert part(looked(*entries, set_aside=("gender", "language", "work")), "Dimensions").notes == ()


def test_a_dimension_no_longer_in_the_list_is_told_by_its_id():
    assert [(visit.id, visit.label) for visit in looked(("between", {"dims": ("tide",)})).visits] == [("tide", "tide")]


# How it is known, what was seen, what was done


def test_how_it_is_known_is_counted_in_every_way_there_is():
    seen = looked(
        placed(caste=Position(them="closer", basis="inferred"), work=Position(them="further", basis="told-me")),
        placed(caste=Position(them="closer", basis="inferred"), gender=Position(basis="dont-know")),
    )

    assert seen.basis == {"told-me": 1, "inferred": 2, "dont-know": 0}


def test_inferences_are_given_back_the_latest_first_with_their_entries():
    guess = Position(me="closer", them="further", basis="inferred")
    seen = looked(placed(caste=guess), placed(gender=guess), placed(caste=Position(them="closer", basis="told-me")))

    assert [(each.number, each.dimension) for each in seen.inferences] == [(2, "gender"), (1, "caste")]
    assert part(seen, "How you know").notes[1:] == (
        "2 Dec 2026, word of gender (reflect show 2)",
        "1 Nov 2026, word of caste (reflect show 1)",
    )


def test_only_the_latest_inferences_are_shown():
    guess = Position(them="further", basis="inferred")
    seen = looked(*[placed(caste=guess)] * (power.INFERENCES + 3))

    assert len(seen.inferences) == power.INFERENCES + 3
    assert len(part(seen, "How you know").notes) == power.INFERENCES + 1


@pytest.mark.parametrize(
    ("seen", "spoken", "name"),
    [
        (True, True, "seen-spoken"),
        (True, False, "seen-unspoken"),
        (False, True, "unseen-spoken"),
        (False, False, "unseen-unspoken"),
        (True, None, None),
        (None, False, None),
        (None, None, None),
    ],
)
def test_what_was_seen_and_spoken_about_is_one_of_four_or_nothing(seen, spoken, name):
    found = looked(("between", {"seen-and-said": {"caste": Position(seen=seen, spoken=spoken)}}))

    assert [each for each, count in found.showings.items() if count] == ([name] if name else [])


def test_modes_and_stages_are_counted_once_an_entry_in_the_order_of_their_lists():
    found = looked(
        ("between", {"mode": ("with", "over"), "stage": "changed"}),
        ("between", {"mode": ("with",), "stage": "noticed"}),
    )

    assert list(found.modes.items()) == [("over", 1), ("with", 2)]
    assert list(found.stages.items()) == [("noticed", 1), ("changed", 1)]


def test_structures_are_told_with_the_levels_picked_beside_them():
    found = looked(
        ("lens", {"structures": ("fees", "patriarchy"), "levels": ("service", "home")}),
        ("lens", {"structures": ("fees",), "levels": ("service",)}),
        ("lens", {"structures": ("fees",)}),
    )

    assert [(each.structure, each.entries, each.levels) for each in found.structures] == [
        ("fees", 3, {"service": 2, "home": 1}),
        ("patriarchy", 1, {"service": 1, "home": 1}),
    ]
    rows = part(found, "Structures").rows
    assert [(row.label, row.said) for row in rows] == [
        ("Fees", ("service 2, home 1",)),
        ("Patriarchy", ("service 1, home 1",)),
    ]


def test_what_was_not_picked_is_one_sentence_and_the_writer_stays_a_capital_letter():
    words = Words.of([decks.find("s2-power")], decks.read_lists(config.shipped()))
    answer = Answer(key="stage", question="?", kind=Kind.CHOICE, value="noticed")
    found = moments([Noted(number=1, deck="s2-power", written=NOON, answer=answer)], words)

    (seen,) = sections(look(found, words), words)

    assert [(row.label, row.amount) for row in seen.rows] == [("I noticed it", 1)]
    assert seen.notes[0].startswith("Not picked in this time: I named it to myself; I named it")
    assert seen.notes[0].endswith("; not sure. It need not be.")


def test_a_structure_is_counted_in_entries_whatever_levels_stand_beside_it():
    found = looked(
        ("lens", {"structures": ("fees",), "levels": ("service",)}),
        ("lens", {"structures": ("fees",), "levels": ("home",)}),
        ("lens", {"structures": ("fees",)}),
    )

    assert [row.amount for row in part(found, "Structures").rows] == [3]


def test_acting_is_told_with_whose_idea_and_whose_risk_it_was():
    found = looked(
        ("acting", {"advocacy": ("person-with",), "whose-idea": "theirs", "whose-risk": "mine"}),
        ("acting", {"advocacy": ("person-with", "policy-for"), "whose-idea": "theirs"}),
        ("acting", {"advocacy": (), "whose-idea": "mine"}),
    )

    with_person, on_policy = found.advocacy
    assert (with_person.cell, with_person.entries) == ("person-with", 2)
    assert (with_person.ideas, with_person.risks) == ({"theirs": 2}, {"mine": 1})
    assert (on_policy.cell, on_policy.entries, on_policy.ideas, on_policy.risks) == (
        "policy-for",
        1,
        {"theirs": 1},
        {},
    )
    rows = part(found, "Acting").rows
    assert rows[0].said == ("whose idea: theirs 2", "whose risk: mine 1")
    assert rows[1].said == ("whose idea: theirs 1",)


# What is looked at


def test_one_dimension_alone_leaves_out_entries_and_places_of_others():
    apart, guess = Position(me="closer", them="further"), Position(me="further", them="closer", basis="inferred")
    shown = {"caste": Position(seen=True, spoken=True), "gender": Position(seen=False, spoken=False)}
    entries = [
        ("between", {"place": {"caste": guess, "gender": apart}, "seen-and-said": shown, "stage": "changed"}),
        ("between", {"place": {"gender": guess}, "stage": "noticed"}),
    ]

    seen = looked(*entries, dimension="caste")

    assert seen.entries == 1
    assert {name: counts for name, counts in seen.pairings.items() if counts} == {THEY_CLOSER: {"caste": 1}}
    assert [(each.number, each.dimension) for each in seen.inferences] == [(1, "caste")]
    assert {name for name, count in seen.showings.items() if count} == {"seen-spoken"}
    assert seen.stages == {"noticed": 0, "changed": 1}


def test_looking_at_one_dimension_never_says_that_another_was_not_visited():
    entries = [("between", {"dims": ("caste",)})] * power.ENOUGH + [("between", {"dims": ("gender",)})]

    seen = looked(*entries, dimension="caste")

    assert "gender" not in [visit.id for visit in seen.never]
    assert not any("Gender" in note for note in part(seen, "Dimensions").notes)


@pytest.mark.parametrize(
    "left_out",
    [
        ("own-location", {"dims": ("gender",), "here": {"gender": Position(me="closer")}}),
        ("between", {"a-step-that-is-gone": ("gender",)}),
        ("a-deck-that-is-gone", {"dims": ("gender",), "place": {"gender": Position(them="closer")}}),
    ],
)
def test_own_location_and_what_no_deck_asks_any_more_are_left_out(left_out):
    kept = ("between", {"dims": ("caste",)})

    assert looked(kept, left_out) == looked(kept)
    assert moments(noted(left_out), WORDS) == []


def test_moments_are_entries_the_oldest_first_each_with_the_steps_it_answers():
    found = moments(noted(("between", {"dims": ("caste",), "stage": "changed"}), ("short", {"room": ()})), WORDS)

    assert [(each.number, each.written) for each in found] == [(1, NOON), (2, NOON + A_MONTH)]
    assert [each.key for each, _ in found[0].answers] == ["dims", "stage"]


def test_of_nothing_there_is_a_sentence_and_no_part():
    seen = looked()

    assert (seen.entries, seen.since, seen.until, seen.visits, seen.inferences) == (0, None, None, (), ())
    assert [visit.id for visit in seen.never] == ["caste", "gender", "language", "work"]
    assert sections(seen, WORDS) == []
    assert said_of(seen).startswith("Nothing was picked")
    assert said_of(seen, "caste").startswith("Nothing was picked")


@pytest.mark.parametrize(
    ("months", "word", "said"),
    [
        ([11], "", "1 entry, November 2026."),
        ([11, 11], "", "2 entries, November 2026."),
        ([3, 11], "caste", "2 entries, March 2026 to November 2026, on caste."),
    ],
)
def test_a_sentence_says_how_many_entries_and_from_when_to_when(months, word, said):
    dated = [datetime(2026, month, 5, tzinfo=NOON.tzinfo) for month in months]
    answer = Answer(key="dims", question="", kind=Kind.CHOICES, value=("caste",))
    found = [Noted(number=n, deck="between", written=at, answer=answer) for n, at in enumerate(dated, 1)]

    assert said_of(look(moments(found, WORDS), WORDS), word) == said


# Nothing is added up

ADDED_UP = re.compile(
    r"total|\brank|scor|percent|%|average|mean\b|\bsum\b|index\b|level up|streak|best|worst", re.IGNORECASE
)


def everything():
    guess = Position(me="closer", them="further", basis="inferred", seen=True, spoken=False)
    return looked(
        ("between", {"dims": ("caste",), "place": {"caste": guess}, "mode": ("over",), "stage": "noticed", "land": 4}),
        ("between", {"seen-and-said": {"caste": Position(seen=True, spoken=False)}}),
        ("lens", {"structures": ("fees",), "levels": ("home",)}),
        ("acting", {"advocacy": ("person-with",), "whose-idea": "mine", "whose-risk": "theirs"}),
        ("short", {"room": ("dimension:caste",)}),
    )


def test_every_part_is_there_when_there_is_something_in_it():
    assert len(sections(everything(), WORDS)) == 8


def test_no_word_of_it_adds_up_or_ranks():
    seen = everything()
    said = [said_of(seen)]
    for each in sections(seen, WORDS):
        said += [each.title, each.lead, *each.notes]
        said += [text for row in each.rows for text in (row.label, *row.said)]

    assert [text for text in said if ADDED_UP.search(text)] == []


def test_no_field_of_it_adds_up_or_ranks():
    kinds = (power.Power, power.Visit, power.Inference, power.Pressing, power.Act, power.Moment)
    names = [field.name for kind in kinds for field in fields(kind)]

    assert [name for name in names if ADDED_UP.search(name)] == []
    assert {field.name for field in fields(power.Power)} == {
        *("entries", "since", "until", "visits", "never", "pairings", "basis", "inferences"),
        *("showings", "modes", "stages", "structures", "advocacy"),
    }


def test_every_number_in_it_is_a_whole_one():
    def numbers(data):
        if isinstance(data, dict):
            return [found for each in data.values() for found in numbers(each)]
        if isinstance(data, list):
            return [found for each in data for found in numbers(each)]
        return [data] if isinstance(data, (int, float)) else []

    found = numbers(plain(everything()))

    assert found
    assert {type(each) for each in found} == {int}
