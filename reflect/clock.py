"""Time, as people say it: this moment, a day by name, and which day the small hours belong to."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from reflect.errors import WrongUsage

_AGO = {"today": 0, "yesterday": 1}


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
    if "T" not in text and " " not in text:
        day = day_named(text)
        return datetime(day.year, day.month, day.day, 12).astimezone()
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        sentence = f"“{text}” is not a date. Write it as 2026-02-28 or 2026-02-28T18:30+05:30."
        raise WrongUsage(sentence) from None
    return moment if moment.tzinfo else moment.astimezone()


def day_of(moment: datetime, day_end: int) -> date:
    """Give the date `moment` counts for, when a day ends at `day_end` o'clock the next morning."""
    return (moment - timedelta(hours=day_end)).date()
