"""Themes over time: how often each was there, what changed, what is quiet, what goes together.

Everything here is counted from what was worked out when the entries were kept. A theme counts in
an entry where the writer picked or accepted it, where a pick declares it, or where its words make
it likely; how many of those are confirmed is always said beside it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from reflect import kinds
from reflect.clock import day_said, month_said
from reflect.models import CONFIRMED, COUNTED, INSIDE, Quadrant, Tally
from reflect.power import PAIRINGS
from reflect.sections import Figure, Part, Passage, Passages, Row, Section, Shape
from reflect.touches import DIMENSION, ENTRY, PAIRING, RUNGS, SHOWING, STAGE, THEME
from reflect.trends import LESS, MORE, RECENT, Pair, Trends, stand_out, together

if TYPE_CHECKING:
    from reflect.keyness import NewWord
    from reflect.models import Commitment, Noted, Piece
    from reflect.themes import Theme

NEW = "new"
MOST_PAIRS = 5
UNSPOKEN, SPOKEN = "seen-unspoken", "seen-spoken"
_MONTHS_IN_QUARTER = 3


class Unit(StrEnum):
    """What time is counted in."""

    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"

    def of(self, month: str) -> str:
        """Give the period a month (`2026-11`) belongs to: itself, `2026-Q4`, or `2026`."""
        if self is Unit.MONTH:
            return month
        year, number = month.split("-")
        return year if self is Unit.YEAR else f"{year}-Q{(int(number) - 1) // _MONTHS_IN_QUARTER + 1}"


@dataclass(frozen=True, slots=True)
class Period:
    """A period: in how many entries something was, `of` all entries of that period."""

    period: str
    entries: int
    of: int


@dataclass(frozen=True, slots=True)
class Weeks:
    """In how many weeks a theme was there: `lately` of the `written` ones, and `before` of the `earlier` ones."""

    lately: int
    written: int
    before: int
    earlier: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A theme over time: in how many entries, how many of those are confirmed, and which way it went.

    `trend` is `more`, `less` or `new`, or None: the last 13 weeks against the 52 before them, and
    nothing where nothing stands out.
    """

    id: str
    title: str
    kind: str
    entries: int
    confirmed: int
    trend: str | None
    weeks: Weeks
    periods: tuple[Period, ...]
    evidence: tuple[Piece, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Quiet:
    """A theme that was there and is not any more: the last day, and how many weeks of writing ago."""

    id: str
    title: str
    last: date | None
    weeks: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Unspoken:
    """A dimension that could be seen: how often it was, and how often nobody spoke about it."""

    id: str
    unspoken: int
    seen: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """Themes between two days, in the order of the codebook, with what there is to say of them.

    `enough` tells whether there was enough writing lately to tell a change from chance.
    """

    since: date | None
    until: date
    by: Unit
    entries: int
    periods: tuple[Period, ...] = field(metadata=INSIDE)
    themes: tuple[Line, ...]
    quiet: tuple[Quiet, ...]
    together: tuple[Pair, ...]
    unspoken: tuple[Unspoken, ...]
    stages: Mapping[str, int]
    dimensions: Mapping[str, tuple[Period, ...]]
    pairings: Mapping[str, Mapping[str, int]]
    enough: bool
    set_aside: tuple[str, ...] = field(metadata=INSIDE)


@dataclass(frozen=True, slots=True)
class Past:
    """What the journal knows of earlier days, asked for only where it is needed.

    `last` gives the last day a theme was there, up to a day; `evidence` why entries touch on one.
    """

    last: Callable[[str, date], date | None]
    evidence: Callable[[str], Sequence[Piece]]


def look(
    tallies: Iterable[Tally],
    weeks: tuple[Collection[int], Mapping[str, Collection[int]]],
    known: Mapping[str, Theme],
    past: Past,
    *,
    by: Unit,
    since: date | None,
    until: date,
    set_aside: Collection[str] = (),
) -> Overview:
    """Give what there is to say of the `known` themes between two days.

    `weeks` are the weeks written in and those each theme was touched in, counted back from
    `until`: what changed, what is quiet and what goes together always comes from them, whatever
    `since` is. What is `set_aside` is never called quiet.
    """
    counts = _counts(tallies, by)
    written, touched = weeks
    trends = stand_out(written, touched)
    of = _ordered(counts, by, since, until)
    lines = tuple(
        _line(
            theme,
            counts,
            of,
            trend=_trend(theme.id, trends, past, until),
            weeks=_weeks(written, touched.get(theme.id, ())),
            evidence=past.evidence(theme.id),
        )
        for theme in known.values()
    )
    return Overview(
        since=since,
        until=until,
        by=by,
        entries=sum(period.of for period in of),
        periods=of,
        themes=lines,
        quiet=tuple(
            Quiet(id=theme, title=known[theme].title, last=past.last(theme, until), weeks=gap)
            for theme, gap in sorted(trends.quiet.items(), key=lambda each: (-each[1], each[0]))
            if theme in known and theme not in set_aside
        ),
        together=tuple(pair for pair in together(written, touched) if {*pair.themes} <= known.keys())[:MOST_PAIRS],
        unspoken=_unspoken(counts),
        stages={rung: sum(counts.get((STAGE, rung, ""), {}).values()) for rung in RUNGS},
        dimensions={
            name: tuple(Period(each.period, periods.get(each.period, 0), each.of) for each in of)
            for (what, name, _), periods in sorted(counts.items(), key=lambda each: (-sum(each[1].values()), each[0]))
            if what == DIMENSION
        },
        pairings=_pairings(counts),
        enough=trends.enough,
        set_aside=tuple(set_aside),
    )


_Counts = Mapping[tuple[str, str, str], Mapping[str, int]]
"""How many entries of each period touch on what: by what it is, its id, and how it came there."""


def _counts(tallies: Iterable[Tally], by: Unit) -> _Counts:
    counts: dict[tuple[str, str, str], Counter[str]] = {}
    for tally in tallies:
        counts.setdefault((tally.what, tally.id, tally.standing), Counter())[by.of(tally.month)] += tally.entries
    return counts


def _ordered(counts: _Counts, by: Unit, since: date | None, until: date) -> tuple[Period, ...]:
    """Give all periods from the first day, or the first that was written in, to the last; with nothing in them yet."""
    written = counts.get((ENTRY, "", ""), {})
    if not written:
        return ()
    month = f"{since:%Y-%m}" if since else None
    first = min(written) if month is None else by.of(month)
    periods: list[str] = []
    year, number = int(first[:4]), 1
    while (period := by.of(f"{year:04}-{number:02}")) <= by.of(f"{until:%Y-%m}"):
        if period >= first and (not periods or periods[-1] != period):
            periods.append(period)
        year, number = (year + 1, 1) if number == _MONTHS_IN_YEAR else (year, number + 1)
    return tuple(Period(each, 0, written.get(each, 0)) for each in periods)


_MONTHS_IN_YEAR = 12


def _line(
    theme: Theme,
    counts: _Counts,
    of: tuple[Period, ...],
    *,
    trend: str | None,
    weeks: Weeks,
    evidence: Sequence[Piece],
) -> Line:
    by_standing = {standing: counts.get((THEME, theme.id, standing), {}) for standing in COUNTED}
    periods = tuple(
        Period(each.period, sum(entries.get(each.period, 0) for entries in by_standing.values()), each.of)
        for each in of
    )
    return Line(
        id=theme.id,
        title=theme.title,
        kind=theme.kind,
        entries=sum(period.entries for period in periods),
        confirmed=sum(sum(by_standing[standing].values()) for standing in CONFIRMED),
        trend=trend,
        weeks=weeks,
        periods=periods,
        evidence=tuple(evidence),
    )


def _weeks(written: Collection[int], touched: Collection[int]) -> Weeks:
    lately, recent = (sum(week < RECENT for week in weeks) for weeks in (touched, written))
    return Weeks(lately, recent, len(touched) - lately, len(written) - recent)


def _trend(theme: str, trends: Trends, past: Past, until: date) -> str | None:
    """Give which way a theme went; one that was never there before the last 13 weeks is new."""
    trend = trends.changes.get(theme)
    if trend == MORE and past.last(theme, until - timedelta(weeks=RECENT)) is None:
        return NEW
    return trend


def _unspoken(counts: _Counts) -> tuple[Unspoken, ...]:
    """Give the dimensions that were seen and not spoken about, the ones most often passed over first."""
    shown: dict[str, Counter[str]] = {}
    for (what, dimension, showing), periods in counts.items():
        if what == SHOWING and showing in (UNSPOKEN, SPOKEN):
            shown.setdefault(dimension, Counter())[showing] += sum(periods.values())
    found = [
        Unspoken(id=dimension, unspoken=seen[UNSPOKEN], seen=seen.total())
        for dimension, seen in shown.items()
        if seen[UNSPOKEN]
    ]
    return tuple(sorted(found, key=lambda each: (-each.unspoken, each.seen, each.id)))


def _pairings(counts: _Counts) -> dict[str, dict[str, int]]:
    """Count entries by dimension and quadrant, the dimension placed most often first."""
    placed: dict[str, dict[str, int]] = {}
    for (what, dimension, quadrant), periods in counts.items():
        if what == PAIRING:
            placed.setdefault(dimension, {})[quadrant] = sum(periods.values())
    return dict(sorted(placed.items(), key=lambda each: (-sum(each[1].values()), each[0])))


# To look at

WORDS_OF_TREND = {MORE: "more often lately", LESS: "less often lately", NEW: "new lately"}
LOAD, STUCK = "feeling-load", "institution-stuck"


def said_of(overview: Overview) -> list[str]:
    """Say in sentences what was looked at."""
    if not overview.entries:
        return ["Nothing was written in this time that could be counted. Begin: reflect write"]
    first, last = (_period_said(each.period) for each in (overview.periods[0], overview.periods[-1]))
    when = first if first == last else f"{first} to {last}"
    reflections = "1 reflection" if overview.entries == 1 else f"{overview.entries} reflections"
    return [
        f"{reflections}, {when}. Counted is what you picked or confirmed, and what your words make likely.",
        "A theme is a pointer to what may be worth reading again; it measures nothing.",
    ]


def sections(overview: Overview, known: Mapping[str, Theme], word: Callable[[str], str]) -> list[Section]:
    """Give what there is to look at, part by part; parts with nothing in them are left out.

    `word` gives a dimension as it stands inside a sentence.
    """
    parts = [
        _themes(overview),
        _rising(overview),
        _changed("Less often lately", overview, {LESS}),
        _quiet(overview),
        _together(overview, known),
        _seen(overview, word),
        _ladder(overview),
    ]
    return [part for part in parts if part.rows or part.notes]


def _themes(overview: Overview) -> Section:
    found = sorted(
        (line for line in overview.themes if line.entries),
        key=lambda line: (-line.entries, -line.confirmed, line.title),
    )
    rows = tuple(
        Row(
            label=", ".join(filter(None, (line.title, _confirmed(line), WORDS_OF_TREND.get(line.trend or "")))),
            amount=line.entries,
            trail=_trail(line.periods),
        )
        for line in found
    )
    notes = []
    if found and (rest := len(overview.themes) - len(found)):
        themes = "theme" if rest == 1 else "themes"
        notes.append(f"No words found for {rest} more {themes}. That may be the word list, not you.")
    if found and not overview.enough:
        notes.append("Too little was written lately to tell a change from chance, so none is claimed.")
    trails = f"Each sign is a {overview.by}, the last is {_period_said(overview.periods[-1].period)}. " if rows else ""
    how = "The higher, the more; a dot is none, a gap a time without writing."
    return Section(
        title="Themes", rows=rows, of=overview.entries, trails=trails + how if rows else "", notes=tuple(notes)
    )


def _confirmed(line: Line) -> str:
    """Say how many of the entries are confirmed, where not all are."""
    if line.confirmed == line.entries:
        return ""
    return f"{line.confirmed} confirmed" if line.confirmed else "none confirmed"


def _trail(periods: Iterable[Period]) -> tuple[int | None, ...]:
    return tuple(each.entries if each.of else None for each in periods)


def _changed(title: str, overview: Overview, trends: Collection[str]) -> Section:
    rows = tuple(
        Row(label=f"{line.title}: {_weeks_said(line.weeks)}") for line in overview.themes if line.trend in trends
    )
    return Section(title=title, rows=rows)


def _weeks_said(weeks: Weeks) -> str:
    lately = f"in {weeks.lately} of the last {weeks.written} weeks you wrote in"
    return f"{lately}, in {weeks.before} of the {weeks.earlier} before"


def _rising(overview: Overview) -> Section:
    section = _changed("Rising", overview, {MORE, NEW})
    rising = {line.id for line in overview.themes if line.trend in (MORE, NEW)}
    if LOAD in rising:
        beside = ", and so do the limits of your workplace" if STUCK in rising else ""
        note = f"What you carry comes up more often{beside}. That can be something for supervision, or for rest."
        section = replace(section, notes=(note,))
    return section


def _quiet(overview: Overview) -> Section:
    rows = tuple(
        Row(label=f"{quiet.title}: last on {day_said(quiet.last)}; you wrote in {quiet.weeks} weeks since, without it")
        for quiet in overview.quiet
        if quiet.last
    )
    notes = (
        "Is there something to come back to, or is it at rest? Either is fine, and it may be the words that changed.",
        f"To hear no more of the first: {_set_aside(overview)}" if rows else "",
    )
    return Section(title="Quiet places", rows=rows, notes=notes if rows else ())


def _set_aside(overview: Overview) -> str:
    """Give what to type so that the first quiet theme is called quiet no more, with what was set aside before."""
    themes = [*overview.set_aside, overview.quiet[0].id]
    return f'reflect config set-aside "{" ".join(themes)}"'


def _together(overview: Overview, known: Mapping[str, Theme]) -> Section:
    rows = tuple(
        Row(
            label=" + ".join(known[theme].title for theme in pair.themes)
            + f": in {pair.weeks} of the same weeks, where chance would give about {pair.expected:.0f}"
        )
        for pair in overview.together
    )
    return Section(title="Often together", rows=rows)


def _seen(overview: Overview, word: Callable[[str], str]) -> Section:
    rows = tuple(
        Row(label=f"{word(each.id)}, which could be seen {_times(each.seen)}", amount=each.unspoken)
        for each in overview.unspoken
    )
    return Section(title="Seen, and not spoken about", rows=rows)


def _times(count: int) -> str:
    return "once" if count == 1 else f"{count} times"


def _ladder(overview: Overview) -> Section:
    labels = {
        "noticed": "You noticed something",
        "named": "You named it, to yourself, in the team, or with them",
        "changed": "Something changed",
        "followed-up": "You went back to it later",
    }
    if not any(overview.stages.values()):
        return Section(title="How far it went")
    rows = tuple(Row(label=labels[rung], amount=count) for rung, count in overview.stages.items())
    return Section(title="How far it went, in entries", rows=rows)


def new_words(found: Sequence[NewWord]) -> Section:
    """Give the words that are new lately; a sentence where none is."""
    rows = tuple(
        Row(label=f"{each.word}, {each.times:g} times as often as before", amount=each.entries) for each in found
    )
    notes = () if rows else ("No word stands out. A few weeks more may show one.",)
    return Section(title="New words lately, in entries of the last 13 weeks", rows=rows, notes=notes)


def _period_said(period: str) -> str:
    """Say a period: March 2026, the first quarter of 2026, 2026."""
    year, _, part = period.partition("-")
    if not part:
        return year
    if part.startswith("Q"):
        return f"quarter {part[1:]} of {year}"
    return month_said(date(int(year), int(part), 1))


# On a page

_COLUMNS = 24
_LINES = 5


def figures(overview: Overview, word: Callable[[str], str]) -> list[Part]:
    """Give what there is to draw: themes by period, lines of the most frequent, dimensions visited, who stood where."""
    periods = overview.periods[-_COLUMNS:]
    columns = tuple(_short(each.period) for each in periods)
    of = tuple(each.of for each in periods)
    found = sorted((line for line in overview.themes if line.entries), key=lambda line: (-line.entries, line.title))
    trails = tuple((line.title, _trail(line.periods)[-_COLUMNS:]) for line in found)
    chosen = "Those in most reflections; for others: reflect themes --theme ID --html FILE"
    visits = tuple((word(name), _trail(each)[-_COLUMNS:]) for name, each in overview.dimensions.items())
    newest = f"The newest {_COLUMNS} of {len(overview.periods)} periods. " if len(overview.periods) > _COLUMNS else ""
    quadrants = tuple(PAIRINGS[quadrant] for quadrant in Quadrant)
    placed = tuple(
        (word(name), tuple(counts.get(quadrant, 0) for quadrant in Quadrant))
        for name, counts in overview.pairings.items()
    )
    parts: list[Part] = [
        Figure(
            title="Themes, period by period",
            shape=Shape.HEAT,
            columns=columns,
            rows=trails,
            lead=f"{newest}In how many reflections; an empty place is a time without any.",
            of=of,
        ),
        Figure(
            title="As lines",
            shape=Shape.LINES,
            columns=columns,
            rows=trails[:_LINES],
            lead=chosen if len(trails) > _LINES else "",
        ),
        Figure(title="Dimensions visited", shape=Shape.HEAT, columns=columns, rows=visits, lead=newest.strip(), of=of),
        Figure(
            title="Who stood where",
            shape=Shape.MOSAIC,
            columns=quadrants,
            rows=placed,
            lead="In that moment, on that dimension. A higher bar is a dimension you placed more often.",
        ),
    ]
    return [part for part in parts if isinstance(part, Figure) and part.rows]


def passages(overview: Overview) -> list[Part]:
    """Give the evidence behind each theme: the newest words it was found by. Locked answers stay out of every page."""
    groups = []
    for line in overview.themes:
        told = tuple(
            Passage(f"{day_said(piece.day)}, entry {piece.number}", piece.before, piece.quote, piece.after)
            for piece in line.evidence
            if piece.quote and not piece.locked
        )
        if told:
            groups.append((line.title, told))
    lead = "The newest of each, found words underlined. Answers that are locked stay out of every page."
    return [Passages(title="The words behind each", lead=lead, groups=tuple(groups))] if groups else []


def _short(period: str) -> str:
    """Give a period as short as a column's name: Mar 26, Q1 26, 2026."""
    year, _, part = period.partition("-")
    if not part:
        return year
    if part.startswith("Q"):
        return f"{part} {year[2:]}"
    return f"{month_said(date(int(year), int(part), 1))[:3]} {year[2:]}"


# Two periods


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
    tallies: Iterable[Tally], since: date, until: date, justice: Sequence[Noted], commitments: Iterable[Commitment]
) -> Time:
    """Gather a period: what was written on justice, what was promised in it, and how often what was touched on."""
    counts: dict[tuple[str, str], int] = {}
    for tally in tallies:
        if tally.what != THEME or tally.standing in COUNTED:
            counts[tally.what, tally.id] = counts.get((tally.what, tally.id), 0) + tally.entries
    return Time(
        since=since,
        until=until,
        entries=counts.get((ENTRY, ""), 0),
        justice=tuple(justice),
        commitments=tuple(each for each in commitments if each.made and since <= each.made.date() <= until),
        themes={name: count for (what, name), count in counts.items() if what == THEME},
        dimensions={name: count for (what, name), count in counts.items() if what == DIMENSION},
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
        for when, time_ in (("Then", then), ("Now", now))
    )
    return Section(
        title="What justice would have been, in your words", rows=rows if then.justice or now.justice else ()
    )


def _on_one_line(noted: Noted) -> str:
    return " ".join(kinds.words(noted.answer).split())


def _promised(then: Time, now: Time) -> Section:
    rows = tuple(
        Row(label=f"{when}:", said=tuple(f"{each.text} ({_status(each)})" for each in time_.commitments) or ("None.",))
        for when, time_ in (("Then", then), ("Now", now))
    )
    return Section(title="What you set out to do", rows=rows if then.commitments or now.commitments else ())


def _status(commitment: Commitment) -> str:
    return {"open": "no news yet", "let-go": "let go"}.get(commitment.status, commitment.status)


def _side_by_side(title: str, then: Time, now: Time, labels: Mapping[str, str], name: str) -> Section:
    counts = [(getattr(then, name).get(each, 0), getattr(now, name).get(each, 0), each) for each in labels]
    there = sorted((each for each in counts if each[0] or each[1]), key=lambda each: (-each[1], -each[0], each[2]))
    rows = tuple(
        Row(label=f"{labels[each]}: {before} of {then.entries}, then {after} of {now.entries}")
        for before, after, each in there
    )
    return Section(title=f"{title}, in reflections", rows=rows)
