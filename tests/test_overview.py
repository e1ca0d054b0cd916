"""Themes over time: periods without gaps, counts of what counts, and sentences that claim no more than they can."""

from datetime import date

import pytest

from reflect import overview, themes
from reflect.figures import Figure, Passages
from reflect.models import Piece, Standing
from reflect.overview import Past, Unit, look

KNOWN = {name: theme for name, theme in themes.themes().items() if name in ("caste", "class-money", "feeling-load")}
UNTIL = date(2026, 11, 1)
NEVER = Past(lambda _theme, _day: None, lambda _theme: ())


def tallied(*rows):
    found = {}
    for month, what, name, standing, entries in rows:
        found.setdefault((what, name, standing), {})[month] = entries
    return found


ENTRIES = tallied(
    ("2026-01", "entry", "", "", 4),
    ("2026-03", "entry", "", "", 2),
    ("2026-01", "theme", "caste", "picked", 1),
    ("2026-01", "theme", "caste", "likely", 2),
    ("2026-01", "theme", "caste", "possible", 1),
    ("2026-03", "theme", "caste", "rejected", 1),
    ("2026-03", "theme", "class-money", "declared", 2),
    ("2026-03", "theme", "no-longer-known", "likely", 2),
)


def seen(tallies=ENTRIES, weeks=((), {}), past=NEVER, by=Unit.MONTH, since=None, until=date(2026, 4, 9), **more):
    return look(tallies, weeks, KNOWN, past, by=by, since=since, until=until, **more)


def test_what_counts_is_picked_declared_accepted_and_likely():
    lines = {line.id: (line.entries, line.confirmed) for line in seen().themes}

    assert lines == {"caste": (3, 1), "class-money": (2, 2), "feeling-load": (0, 0)}


@pytest.mark.parametrize(
    ("by", "since", "periods"),
    [
        (Unit.MONTH, None, [("2026-01", 3, 4), ("2026-02", 0, 0), ("2026-03", 0, 2), ("2026-04", 0, 0)]),
        (Unit.QUARTER, None, [("2026-Q1", 3, 6), ("2026-Q2", 0, 0)]),
        (Unit.YEAR, date(2025, 6, 1), [("2025", 0, 0), ("2026", 3, 6)]),
        (Unit.QUARTER, date(2025, 12, 31), [("2025-Q4", 0, 0), ("2026-Q1", 3, 6), ("2026-Q2", 0, 0)]),
    ],
)
def test_periods_follow_one_another_without_a_gap(by, since, periods):
    found = next(line for line in seen(by=by, since=since).themes if line.id == "caste").periods

    assert [(each.period, each.entries, each.of) for each in found] == periods


def test_of_nothing_there_are_no_periods():
    found = seen({})

    assert (found.entries, found.periods) == (0, ())
    assert overview.said_of(found)[0].startswith("Nothing was written")
    assert overview.sections(found, KNOWN, str) == []
    assert overview.figures(found, str) == []


def rising(*names):
    weeks = {name: set(range(12)) for name in names}
    return (set(range(65)), {**weeks, "class-money": {*range(0, 65, 4)}})


def test_what_was_never_there_before_is_new_and_what_was_is_more():
    before = Past(lambda _theme, _day: date(2020, 1, 1), lambda _theme: ())

    assert next(line for line in seen(weeks=rising("caste")).themes if line.id == "caste").trend == "new"
    assert next(line for line in seen(weeks=rising("caste"), past=before).themes if line.id == "caste").trend == "more"


def test_carrying_more_points_to_rest_and_not_to_being_stronger():
    (part,) = (
        part for part in overview.sections(seen(weeks=rising("feeling-load")), KNOWN, str) if part.title == "Rising"
    )

    assert part.notes == ("What you carry comes up more often. That can be something for supervision, or for rest.",)


def test_quiet_is_a_question_and_can_be_set_aside():
    weeks = (set(range(65)), {"caste": set(range(20, 60)), "class-money": set(range(0, 65, 4))})
    past = Past(lambda _theme, _day: date(2026, 6, 7), lambda _theme: ())

    (part,) = (
        part for part in overview.sections(seen(weeks=weeks, past=past), KNOWN, str) if part.title == "Quiet places"
    )
    assert part.rows[0].label == "Caste in the room: last on 7 Jun 2026; you wrote in 20 weeks since, without it"
    assert "?" in part.notes[0]
    aside = seen(weeks=weeks, past=past, set_aside=("religion", "caste"))
    assert aside.quiet == ()
    again = seen(weeks=weeks, past=past, set_aside=("religion",))
    assert overview.sections(again, KNOWN, str)[-1].notes[1].endswith('reflect config set-aside "religion caste"')


def test_seen_and_unspoken_and_how_far_it_went_are_counts():
    found = seen(
        tallied(
            ("2026-01", "entry", "", "", 4),
            ("2026-01", "showing", "caste", "seen-unspoken", 2),
            ("2026-01", "showing", "caste", "seen-spoken", 1),
            ("2026-01", "showing", "gender", "seen-spoken", 1),
            ("2026-01", "showing", "age", "unseen-unspoken", 3),
            ("2026-01", "stage", "noticed", "", 3),
            ("2026-01", "stage", "named", "", 1),
        )
    )

    assert [(each.id, each.unspoken, each.seen) for each in found.unspoken] == [("caste", 2, 3)]
    assert found.stages == {"noticed": 3, "named": 1, "changed": 0, "followed-up": 0, "left-be": 0}
    said = {part.title: [row.label for row in part.rows] for part in overview.sections(found, KNOWN, str.upper)}
    assert said["Seen, and not spoken about"] == ["CASTE: seen 3 times, not spoken about in 2"]
    assert said["What became of what you noticed, in entries"] == [
        "You noticed something",
        "You named it, to yourself, in the team, or with them",
    ]


def test_a_page_draws_what_there_is_and_leaves_locked_words_out():
    pieces = [
        Piece(number=3, day=date(2026, 1, 5), standing=Standing.LIKELY, quote="her caste", before="of ", after="."),
        Piece(number=4, day=date(2026, 1, 6), standing=Standing.LIKELY, quote="a locked word", locked=True),
    ]
    past = Past(lambda _theme, _day: None, lambda theme: pieces if theme == "caste" else ())
    more = tallied(("2026-01", "dimension", "caste", "", 2), ("2026-01", "pairing", "caste", "i-closer", 2))
    found = seen(ENTRIES | more, past=past)

    figures = overview.figures(found, str)
    (passages,) = overview.passages(found)

    assert [(type(each), each.title) for each in figures] == [
        (Figure, "Themes, period by period"),
        (Figure, "As lines"),
        (Figure, "Dimensions visited"),
        (Figure, "Who stood where"),
    ]
    assert figures[0].columns == ("Jan 26", "Feb 26", "Mar 26", "Apr 26")
    assert figures[0].rows[0] == ("Caste in the room", (3, None, 0, None))
    assert isinstance(passages, Passages)
    ((title, (only,)),) = passages.groups
    assert (title, only.where, only.quote) == ("Caste in the room", "5 Jan 2026, entry 3", "her caste")
