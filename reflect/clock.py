"""Time, as people say it: this moment, a day by name, and which day the small hours belong to."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, timezone

from reflect.errors import WrongUsage

_AGO = {"today": 0, "yesterday": 1}
_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def now() -> datetime:
    """Give this moment, with the offset of where we are."""
    return datetime.now().astimezone()


def day_named(text: str) -> date:
    """Give the date that `text` names: 2026-02-28, today, or yesterday. Raise WrongUsage otherwise."""
    if text in _AGO:
        return now().date() - timedelta(days=_AGO[text])
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise WrongUsage(f"“{text}” is not a date. Write it as 2026-02-28, today or yesterday.") from None


def moment_named(text: str) -> datetime:
    """Give the moment that `text` names, with its offset; a bare date means local noon.

    Raise WrongUsage for anything else. A time without an offset is local.
    """
    try:
        if "T" in text or " " in text:
            moment = datetime.fromisoformat(text)
        else:
            day = day_named(text)
            moment = datetime(day.year, day.month, day.day, 12).astimezone()
        moment = moment if moment.tzinfo else moment.astimezone()
        moment.astimezone(UTC)  # the first and last days there are have no such moment everywhere
    except (ValueError, OverflowError):
        sentence = f"“{text}” is not a date. Write it as 2026-02-28 or 2026-02-28T18:30+05:30."
        raise WrongUsage(sentence) from None
    return moment


def zone_named(text: str) -> timezone:
    """Give the zone that `text` names by its distance from UTC: +05:30, or Z. Raise WrongUsage otherwise."""
    if text == "Z":
        return UTC
    if not (found := re.fullmatch(r"([+-])([01]\d|2[0-3]):([0-5]\d)", text)):
        raise WrongUsage(f"“{text}” is not a zone. Write how far from UTC it is, as +05:30.")
    east = timedelta(hours=int(found[2]), minutes=int(found[3]))
    return timezone(-east if found[1] == "-" else east)


def day_of(moment: datetime, day_end: int) -> date:
    """Give the date `moment` counts for, when a day ends at `day_end` o'clock the next morning."""
    return (moment - timedelta(hours=day_end)).date()


def day_said(moment: date) -> str:
    """Say a day so that nobody can mistake it for another: 3 Mar 2026."""
    return f"{moment.day} {_MONTHS[moment.month - 1][:3]} {moment.year}"


def month_said(moment: date) -> str:
    """Say the month of a day: March 2026."""
    return f"{_MONTHS[moment.month - 1]} {moment.year}"
