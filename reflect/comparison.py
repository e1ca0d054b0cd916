"""Two periods side by side: the writer's own words first, then what they set out to do, then the counts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from reflect.clock import day_said
from reflect.models import COUNTED, Tallies, What
from reflect.sections import Row, Section

if TYPE_CHECKING:
    from reflect.models import Commitment, Noted
    from reflect.themes import Theme


@dataclass(frozen=True, slots=True, kw_only=True)
class Time:
    """One of two periods that are held against one another: the writer's own words, and the counts."""

    since: date
    until: date
    entries: int
    justice: tuple[Noted, ...]
    commitments: tuple[Commitment, ...]
    themes: Mapping[str, int]
    dimensions: Mapping[str, int]


def time(
    tallies: Tallies, since: date, until: date, justice: Sequence[Noted], commitments: Iterable[Commitment]
) -> Time:
    """Gather a period: what was written on justice, what was promised in it, and how often what was touched on."""
    counts: Counter[tuple[str, str]] = Counter()
    for (what, name, standing), months in tallies.items():
        if what != What.THEME or standing in COUNTED:
            counts[what, name] += sum(months.values())
    return Time(
        since=since,
        until=until,
        entries=counts[What.ENTRY, ""],
        justice=tuple(justice),
        commitments=tuple(each for each in commitments if each.made and since <= each.made.date() <= until),
        themes={name: count for (what, name), count in counts.items() if what == What.THEME},
        dimensions={name: count for (what, name), count in counts.items() if what == What.DIMENSION},
    )


def compared(then: Time, now: Time, known: Mapping[str, Theme], word: Callable[[str], str]) -> list[Section]:
    """Give two periods side by side: the writer's own words first, then what was promised, then the counts."""
    parts = [
        _own_words(then, now),
        _promised(then, now),
        _side_by_side("Themes", then, now, {theme.id: theme.title for theme in known.values()}, "themes"),
        _side_by_side(
            "Dimensions visited",
            then,
            now,
            {name: word(name) for name in {**then.dimensions, **now.dimensions}},
            "dimensions",
        ),
    ]
    return [part for part in parts if part.rows]


def span_said(time_: Time) -> str:
    """Say a period by its days."""
    return f"{day_said(time_.since)} to {day_said(time_.until)}"


def _own_words(then: Time, now: Time) -> Section:
    rows = tuple(
        Row(
            label=f"{when}:",
            said=tuple(f"{day_said(each.written)}: {_on_one_line(each)}" for each in time_.justice)
            or ("Nothing written on it.",),
        )
        for when, time_ in (("Before", then), ("Now", now))
    )
    return Section(
        title="What justice would have been, in your words", rows=rows if then.justice or now.justice else ()
    )


def _on_one_line(noted: Noted) -> str:
    return " ".join(str(noted.answer.value).split())


def _promised(then: Time, now: Time) -> Section:
    rows = tuple(
        Row(label=f"{when}:", said=tuple(f"{each.text} ({_status(each)})" for each in time_.commitments) or ("None.",))
        for when, time_ in (("Before", then), ("Now", now))
    )
    return Section(title="What you set out to do", rows=rows if then.commitments or now.commitments else ())


def _status(commitment: Commitment) -> str:
    return {"open": "no news yet", "let-go": "let go"}.get(commitment.status, commitment.status)


def _side_by_side(title: str, then: Time, now: Time, labels: Mapping[str, str], name: str) -> Section:
    counts = [(getattr(then, name).get(each, 0), getattr(now, name).get(each, 0), each) for each in labels]
    there = sorted((each for each in counts if each[0] + each[1] > 1), key=lambda each: (-each[1], -each[0], each[2]))
    rows = tuple(
        Row(label=f"{labels[each]}: before {before} of {then.entries}, now {after} of {now.entries}")
        for before, after, each in there
    )
    notes = ("Differences as small as these can be chance.",) if rows else ()
    return Section(title=f"{title}, in reflections", rows=rows, notes=notes)
