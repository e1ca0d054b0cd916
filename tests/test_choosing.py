"""Choosing a deck: the right few, and why."""

from datetime import date, datetime, timedelta

import pytest

from reflect import decks
from reflect.choosing import MOST, Circumstances, next_station, suggest, worth_rereading
from reflect.models import Summary, new_id

DECKS = decks.library().decks
MORNING = datetime.fromisoformat("2026-11-01T11:00:00+05:30")
EVENING = datetime.fromisoformat("2026-11-01T21:00:00+05:30")


def today(**more) -> Circumstances:
    usual = {"visits": {}, "loads": (), "role": "", "now": EVENING}
    return Circumstances(**{**usual, **more})


def ids(**more) -> list[str]:
    return [suggestion.deck.id for suggestion in suggest(DECKS, today(**more))]


def test_there_are_few_and_each_says_why():
    for suggestion in suggest(DECKS, today()):
        assert 0 < len(suggestion.because.split()) <= 10
    assert 0 < len(ids()) <= MOST


def test_the_first_station_comes_first_to_somebody_new():
    assert ids()[0] == "s1-lens"


def test_the_next_station_is_the_one_not_visited_or_visited_longest_ago():
    day = date(2026, 3, 1)

    assert next_station(DECKS, {"s1-lens": day}).id == "s2-power"
    visits = {"s1-lens": day, "s2-power": day, "s3-advocacy": day - timedelta(9), "s4-circle": day}
    assert next_station(DECKS, visits).id == "s3-advocacy"


def test_after_a_heavy_landing_something_gentle_comes_first():
    assert ids(loads=(3,))[0] == "gentle"
    assert "gentle" not in ids(loads=(2,))


def test_in_working_hours_two_minutes_come_first():
    assert ids(now=MORNING)[0] == "now"
    assert "now" not in ids(now=EVENING)


@pytest.mark.parametrize("minutes", [2, 10, 25])
def test_only_what_fits_the_time_is_offered(minutes):
    for suggestion in suggest(DECKS, today(minutes=minutes, now=MORNING, loads=(4,))):
        assert minutes in suggestion.deck.minutes


def test_whoever_prepared_a_circle_is_offered_what_comes_after_it():
    visits = {"s4-circle": date(2026, 10, 30)}

    assert ids(visits=visits)[0] == "s4-after"
    assert ids(visits={**visits, "s4-after": date(2026, 10, 31)})[0] != "s4-after"


def test_a_trainee_is_offered_a_scene_and_a_nurse_her_own_wordings():
    assert "scenario" in ids(role="trainee")
    nurse = {s.deck.id: s.because for s in suggest(DECKS, today(role="nurse"))}
    assert "it has wordings for your role" in nurse.values()


def test_there_is_nothing_to_return_to_before_the_first_entry():
    assert "return" not in ids()


def test_reasons_never_count_what_was_not_done():
    for suggestion in suggest(DECKS, today(visits={"now": date(2025, 1, 1)}, role="nurse", now=MORNING)):
        assert "not" not in suggestion.because.split()
        assert "days" not in suggestion.because


def test_pages_worth_rereading_are_a_month_a_season_and_a_year_old():
    def entry(number: int, days: int, deck: str = "now") -> Summary:
        return Summary(
            number=number,
            id=new_id(),
            deck=deck,
            written=EVENING - timedelta(days=days),
            finished=True,
            opening="",
            words=0,
        )

    entries = [entry(6, 0), entry(5, 29), entry(4, 60, "return"), entry(3, 92), entry(2, 200), entry(1, 360)]

    assert [each.number for each in worth_rereading(entries, EVENING.date())] == [5, 3, 1]
    assert worth_rereading(entries[:1], EVENING.date()) == []
