"""Where the writer stands: then and now in one kind of place, kept apart from every other, and no story in it."""

from dataclasses import fields, replace
from datetime import timedelta

import pytest
from conftest import NOON
from hypothesis import given
from strategies import texts

from reflect.location import STANDS, Standing, sections, standings
from reflect.models import Answer, Entry, Kind, Option, Position, new_id

LISTS = {
    "dimensions": (Option("caste", "Caste", "caste"), Option("gender", "Gender"), Option("work", "Work")),
    "setting": (Option("ward", "A ward"), Option("college", "A college")),
}
LATER = timedelta(days=120)
KINDS = {
    "dims": Kind.CHOICES,
    "setting": Kind.CHOICE,
    "here": Kind.POSITIONS,
    "before": Kind.POSITIONS,
    "moved": Kind.TEXT,
    "family": Kind.TEXT,
    "first-knew": Kind.TEXT,
    "comes-along": Kind.TEXT,
    "not-yet-words": Kind.LINE,
    "land": Kind.LOAD,
}


def stands(**places):
    return {dimension: Position(me=place) for dimension, place in places.items()}


def entry(number=1, words=None, **given):
    """Give an entry of the deck: a kind of place, where the writer stands, and words on dimensions."""
    answers = [
        Answer(key=key, question="?", kind=KINDS[key], value=value)
        for name, value in given.items()
        if (key := name.replace("_", "-")) and value is not None
    ]
    answers += [
        Answer(key=f"own-words-{place}", question="?", kind=Kind.LINE, value=line, about=dimension)
        for place, (dimension, line) in enumerate((words or {}).items())
    ]
    return Entry(
        id=new_id(),
        number=number,
        deck="own-location",
        minutes=25,
        written=NOON + LATER * (number - 1),
        finished=True,
        answers=tuple(answers),
    )


def shown(*entries):
    return sections(standings(entries), LISTS)


def everything_said(parts):
    for part in parts:
        yield from (part.title, part.lead, *part.notes)
        for row in part.rows:
            yield from (row.label, *row.said)


# Standings


def test_each_dimension_of_an_entry_is_a_standing_in_its_kind_of_place():
    found = standings(
        [entry(7, {"caste": "I am careful"}, setting="ward", here=stands(caste="further", work="closer"))]
    )

    assert [(each.dimension, each.setting, each.stand, each.words, each.number) for each in found] == [
        ("caste", "ward", "further", "I am careful", 7),
        ("work", "ward", "closer", "", 7),
    ]


def test_the_oldest_comes_first_whatever_order_they_are_given_in():
    one, two = entry(1, here=stands(caste="further")), entry(2, here=stands(caste="closer"))

    assert [each.number for each in standings([two, one])] == [1, 2]


def test_what_was_said_of_before_is_a_standing_too():
    found = standings([entry(before=stands(caste="further"), here=stands(work="closer"), moved="A degree.")])

    assert [(each.dimension, each.stand, each.before) for each in found] == [
        ("work", "closer", None),
        ("caste", None, "further"),
    ]
    assert {each.moved for each in found} == {"A degree."}


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"dims": ("caste",)},
        {"setting": "ward"},
        {"here": {}},
        {"moved": "A city."},
        {"family": "People like us do not."},
        {"land": 2},
    ],
)
def test_an_entry_that_places_nothing_gives_no_standing(given):
    assert standings([entry(**given)]) == []
    assert shown(entry(**given)) == []


def test_a_skipped_part_of_a_position_is_no_stand():
    (found,) = standings([entry(here={"caste": Position()})])

    assert (found.stand, found.before, found.setting, found.words) == (None, None, "", "")


def test_a_line_belongs_to_the_dimension_it_was_asked_about():
    found = standings([entry(1, {"work": "of work", "caste": "of caste"}, here=stands(caste="closer", work="closer"))])

    assert {each.dimension: each.words for each in found} == {"caste": "of caste", "work": "of work"}


# To look at


def test_then_and_now_stand_side_by_side_each_with_its_month_and_words():
    (part,) = shown(
        entry(1, {"caste": "the surname"}, setting="ward", here=stands(caste="further")),
        entry(2, setting="ward", here=stands(caste="depends")),
        entry(3, {"caste": "they ask me now"}, setting="ward", here=stands(caste="closer")),
    )

    (row,) = part.rows
    assert (part.title, row.label, row.then, row.now) == ("A ward", "Caste", "further", "closer")
    assert row.said == (
        "November 2026: further from power. “the surname”",
        "March 2027: it depends, or it moved.",
        "June 2027: closer to power. “they ask me now”",
    )


@pytest.mark.parametrize("stand", STANDS)
def test_one_standing_is_said_once_in_plain_words(stand):
    (part,) = shown(entry(setting="ward", here=stands(caste=stand)))

    assert [(row.then, row.now, row.said) for row in part.rows] == [
        (None, stand, (f"November 2026: {STANDS[stand]}.",)),
    ]


def test_two_kinds_of_place_are_kept_apart():
    parts = shown(
        entry(1, setting="college", here=stands(caste="further")),
        entry(2, setting="ward", here=stands(caste="closer")),
        entry(3, setting="college", here=stands(caste="depends", gender="closer")),
    )

    assert [(part.title, [(row.label, row.then, row.now) for row in part.rows]) for part in parts] == [
        ("A college", [("Caste", "further", "depends"), ("Gender", None, "closer")]),
        ("A ward", [("Caste", None, "closer")]),
    ]


def test_before_or_elsewhere_is_said_and_not_drawn():
    (part,) = shown(entry(setting="ward", here=stands(caste="closer"), before=stands(caste="further")))

    (row,) = part.rows
    assert (row.then, row.now) == (None, "closer")
    assert row.said == ("November 2026: closer to power; before, or elsewhere: further from power.",)


def test_where_there_are_two_standings_then_is_the_first_of_them():
    (part,) = shown(
        entry(1, setting="ward", here=stands(caste="depends"), before=stands(caste="further")),
        entry(2, setting="ward", here=stands(caste="closer")),
    )

    (row,) = part.rows
    assert (row.then, row.now) == ("depends", "closer")
    assert row.said[0] == "November 2026: it depends, or it moved; before, or elsewhere: further from power."


def test_a_part_that_was_skipped_is_said_to_be_so_and_not_guessed():
    (part,) = shown(entry(setting="ward", before=stands(caste="further")))

    (row,) = part.rows
    assert (row.then, row.now) == (None, None)
    assert row.said == ("November 2026: not said; before, or elsewhere: further from power.",)


def test_without_a_kind_of_place_there_is_a_title_all_the_same():
    (part,) = shown(entry(here=stands(caste="further")))

    assert part.title == "No kind of place named"


def test_what_moved_is_told_with_its_day_once_an_entry_and_in_one_line():
    (part,) = shown(
        entry(1, setting="ward", here=stands(caste="closer", work="closer"), moved="A degree,\nand a city."),
        entry(2, setting="ward", here=stands(caste="closer"), moved="Nothing yet."),
    )

    assert part.notes == (
        "1 Nov 2026. ? “A degree, and a city.”",
        "1 Mar 2027. ? “Nothing yet.”",
    )


STORIES = {"family": "A STORY from home", "first_knew": "A STORY of a roll call", "comes_along": "A STORY at work"}


def test_stories_are_never_in_it():
    given = {**STORIES, "not_yet_words": "A STORY under a lid", "land": 3}
    told = entry(1, {"caste": "own words"}, setting="ward", here=stands(caste="further"), moved="A city.", **given)

    said = [*everything_said(shown(told)), *map(str, standings([told]))]

    assert any("own words" in each for each in said)
    assert [each for each in said if "STORY" in each] == []


@given(story=texts)
def test_no_story_whatever_it_says_changes_what_is_shown(story):
    plainly = entry(setting="ward", here=stands(caste="further"), moved="A city.")
    answer = Answer(key="family", question="?", kind=Kind.TEXT, value=story)

    assert shown(replace(plainly, answers=(*plainly.answers, answer))) == shown(plainly)


@pytest.mark.parametrize("gone", ["a-dimension-that-is-gone", "a-place-that-is-gone"])
def test_what_is_no_longer_in_a_list_is_told_by_its_id(gone):
    (part,) = shown(entry(setting=gone, here={gone: Position(me="closer")}))

    assert (part.title, part.rows[0].label) == (gone, gone)


def test_nothing_in_it_is_counted():
    parts = shown(*(entry(number, setting="ward", here=stands(caste="closer")) for number in range(1, 6)))

    assert [(part.of, [row.amount for row in part.rows]) for part in parts] == [(None, [None])]
    assert {field.name for field in fields(Standing)} == {
        *("dimension", "setting", "stand", "before", "words", "moved", "asked", "number", "written"),
    }
    assert not any(word in said.casefold() for said in everything_said(parts) for word in ("total", "score", "%"))
