"""Time as people say it: days by name, moments with their offset, and where a day ends."""

import os
import time
from datetime import UTC, date, datetime, timedelta

import pytest

from reflect import clock
from reflect.clock import now as right_now
from reflect.errors import WrongUsage


@pytest.fixture
def in_zone(monkeypatch):
    if not hasattr(time, "tzset"):
        pytest.skip("The zone of a running program is set on POSIX systems only.")
    before = os.environ.get("TZ")

    def move(zone):
        monkeypatch.setenv("TZ", zone)
        time.tzset()

    yield move
    if before is None:
        monkeypatch.delenv("TZ", raising=False)
    else:
        monkeypatch.setenv("TZ", before)
    time.tzset()


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-02-28", date(2026, 2, 28)),
        ("2028-02-29", date(2028, 2, 29)),
        ("today", date(2026, 11, 1)),
        ("yesterday", date(2026, 10, 31)),
    ],
)
def test_a_day_is_named(text, day):
    assert clock.day_named(text) == day


def test_today_is_the_day_where_we_are(set_clock):
    set_clock("2026-03-01T00:10:00+05:30")

    assert (clock.day_named("today"), clock.day_named("yesterday")) == (date(2026, 3, 1), date(2026, 2, 28))


@pytest.mark.parametrize(
    "text", ["", "2026-02-29", "28.02.2026", "28/02/2026", "2026-2-8", "Today", "tomorrow", "last"]
)
def test_another_day_is_refused_with_a_way_to_write_it(text):
    with pytest.raises(WrongUsage) as caught:
        clock.day_named(text)

    assert str(caught.value) == f"“{text}” is not a date. Write it as 2026-02-28, today or yesterday."


@pytest.mark.parametrize(
    "text",
    ["2026-11-01T18:30:00+05:30", "2026-11-01T18:30:05.123456-03:00", "2026-11-01T13:00:00+00:00"],
)
def test_a_moment_keeps_the_offset_it_was_given(text):
    assert clock.moment_named(text).isoformat() == text


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-11-01T18:30+05:30", "2026-11-01T18:30:00+05:30"),
        ("2026-11-01 18:30+05:30", "2026-11-01T18:30:00+05:30"),
        ("2026-11-01T13:00Z", "2026-11-01T13:00:00+00:00"),
    ],
)
def test_a_moment_may_be_written_shorter(text, moment):
    assert clock.moment_named(text).isoformat() == moment


def test_a_bare_date_is_noon_where_we_are(in_zone):
    in_zone("IST-5:30")

    assert clock.moment_named("2026-11-02").isoformat() == "2026-11-02T12:00:00+05:30"
    assert clock.moment_named("yesterday").isoformat() == "2026-10-31T12:00:00+05:30"


def test_a_bare_date_has_the_offset_of_its_own_season(in_zone):
    in_zone("GMT0BST,M3.5.0/1,M10.5.0")

    assert clock.moment_named("2026-01-15").isoformat() == "2026-01-15T12:00:00+00:00"
    assert clock.moment_named("2026-07-15").isoformat() == "2026-07-15T12:00:00+01:00"


def test_a_time_without_an_offset_is_local(in_zone):
    in_zone("NPT-5:45")

    assert clock.moment_named("2026-11-01T18:30").isoformat() == "2026-11-01T18:30:00+05:45"


@pytest.mark.parametrize(
    "text", ["2026-11-01T25:00", "2026-11-31T12:00", "T", " ", "half past six", "2026-11-01T18:30+25:00"]
)
def test_another_moment_is_refused_with_a_way_to_write_it(text):
    with pytest.raises(WrongUsage) as caught:
        clock.moment_named(text)

    assert str(caught.value) == f"“{text}” is not a date. Write it as 2026-02-28 or 2026-02-28T18:30+05:30."


@pytest.mark.parametrize("text", ["0001-01-01", "0001-01-01T00:30+05:30", "9999-12-31T23:30-05:30"])
def test_a_moment_at_the_edge_of_the_calendar_is_refused(text):
    with pytest.raises(WrongUsage):
        clock.moment_named(text)


@pytest.mark.parametrize(
    ("moment", "day_end", "day"),
    [
        ("2026-11-01T00:00:00+05:30", 0, date(2026, 11, 1)),
        ("2026-11-01T23:59:59+05:30", 0, date(2026, 11, 1)),
        ("2026-11-01T03:59:59+05:30", 4, date(2026, 10, 31)),
        ("2026-11-01T04:00:00+05:30", 4, date(2026, 11, 1)),
        ("2026-11-02T00:30:00+05:30", 4, date(2026, 11, 1)),
        ("2026-11-01T11:59:00-03:00", 12, date(2026, 10, 31)),
        ("2026-01-01T02:00:00+00:00", 4, date(2025, 12, 31)),
    ],
)
def test_the_small_hours_belong_to_the_day_before(moment, day_end, day):
    assert clock.day_of(datetime.fromisoformat(moment), day_end) == day


def test_a_day_and_a_month_are_said_so_that_nobody_mistakes_them():
    months = [date(2026, month, 3) for month in range(1, 13)]

    assert clock.day_said(date(2026, 3, 4)) == "4 Mar 2026"
    assert clock.month_said(datetime.fromisoformat("2026-09-30T12:00:00+05:30")) == "September 2026"
    assert [clock.day_said(day) for day in months] == [f"{day:3 %b %Y}" for day in months]
    assert [clock.month_said(day) for day in months] == [f"{day:%B %Y}" for day in months]


def test_this_moment_has_the_offset_of_where_we_are(in_zone):
    in_zone("NPT-5:45")
    before = datetime.now(UTC)
    moment = right_now()

    assert before <= moment <= datetime.now(UTC)
    assert moment.utcoffset() == timedelta(hours=5, minutes=45)
