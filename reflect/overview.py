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

from reflect.clock import day_said, month_said
from reflect.models import CONFIRMED, COUNTED, INSIDE, Quadrant, Rung, Standing, Tallies, What
from reflect.sections import Row, Section
from reflect.trends import LESS, MORE, RECENT, Pair, Trends, stand_out, together

if TYPE_CHECKING:
    from reflect.figures import Part
    from reflect.keyness import NewWord
    from reflect.models import Piece
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

    def back(self, day: date, periods: int) -> date:
        """Give a day before the so many periods that end with the one of this day, or the first day there is."""
        days = {Unit.MONTH: 31, Unit.QUARTER: 92, Unit.YEAR: 366}[self] * periods
        return date.fromordinal(max(day.toordinal() - days, 1))


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

    `first` is the first period there is, whether or not it is among the `periods`.
    `enough` tells whether there was enough writing lately to tell a change from chance, `open` how
    many suggestions nothing was said of.
    """

    since: date | None
    until: date
    by: Unit
    entries: int
    first: str = field(metadata=INSIDE)
    periods: tuple[Period, ...] = field(metadata=INSIDE)
    themes: tuple[Line, ...]
    quiet: tuple[Quiet, ...]
    together: tuple[Pair, ...]
    unspoken: tuple[Unspoken, ...]
    stages: Mapping[str, int]
    dimensions: Mapping[str, tuple[Period, ...]]
    pairings: Mapping[str, Mapping[str, int]]
    enough: bool
    open: int = field(metadata=INSIDE)
    set_aside: tuple[str, ...] = field(metadata=INSIDE)


@dataclass(frozen=True, slots=True)
class Past:
    """What the journal knows of earlier days, asked for only where it is needed.

    `last` gives the last day a theme was there, up to a day; `evidence` why entries touch on one.
    """

    last: Callable[[str, date], date | None]
    evidence: Callable[[str], Sequence[Piece]]


def look(
    tallies: Tallies,
    weeks: tuple[Collection[int], Mapping[str, Collection[int]]],
    known: Mapping[str, Theme],
    past: Past,
    *,
    by: Unit,
    since: date | None,
    until: date,
    set_aside: Collection[str] = (),
    newest: int | None = None,
) -> Overview:
    """Give what there is to say of the `known` themes between two days.

    `weeks` are the weeks written in and those each theme was touched in, counted back from
    `until`: what changed, what is quiet and what goes together always comes from them, whatever
    `since` is. What is `set_aside` is never called quiet. Of the periods only the `newest` are given,
    if that is said; everything is counted all the same.
    """
    counts = _counts(tallies, by)
    written, touched = weeks
    trends = stand_out(written, touched)
    whole = _ordered(counts, by, since, until)
    of = whole[-newest if newest else 0 :]
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
        entries=sum(counts.get((What.ENTRY, "", ""), {}).values()),
        first=whole[0].period if whole else "",
        periods=of,
        themes=lines,
        quiet=quiet(trends, known, past, until, set_aside),
        together=tuple(pair for pair in together(written, touched) if {*pair.themes} <= known.keys())[:MOST_PAIRS],
        unspoken=_unspoken(counts),
        stages={rung: sum(counts.get((What.STAGE, rung, ""), {}).values()) for rung in Rung},
        dimensions={
            name: tuple(Period(each.period, periods.get(each.period, 0), each.of) for each in of)
            for (what, name, _), periods in sorted(counts.items(), key=lambda each: (-sum(each[1].values()), each[0]))
            if what == What.DIMENSION
        },
        pairings=_pairings(counts),
        enough=trends.enough,
        open=sum(
            sum(periods.values())
            for (what, _, standing), periods in counts.items()
            if what == What.THEME and standing in (Standing.LIKELY, Standing.POSSIBLE)
        ),
        set_aside=tuple(set_aside),
    )


def quiet(
    trends: Trends, known: Mapping[str, Theme], past: Past, until: date, set_aside: Collection[str]
) -> tuple[Quiet, ...]:
    """Give the themes that are quiet, the longest first, without those that were set aside."""
    return tuple(
        Quiet(id=theme, title=known[theme].title, last=past.last(theme, until), weeks=gap)
        for theme, gap in sorted(trends.quiet.items(), key=lambda each: (-each[1], each[0]))
        if theme in known and theme not in set_aside
    )


def _counts(tallies: Tallies, by: Unit) -> Tallies:
    """Give the counts of months as counts of periods."""
    if by is Unit.MONTH:
        return tallies
    counts: dict[tuple[str, str, str], Counter[str]] = {}
    for touched, months in tallies.items():
        periods = counts.setdefault(touched, Counter())
        for month, entries in months.items():
            periods[by.of(month)] += entries
    return counts


def _ordered(counts: Tallies, by: Unit, since: date | None, until: date) -> tuple[Period, ...]:
    """Give all periods from the first day, or the first that was written in, to the last; with nothing in them yet."""
    written = counts.get((What.ENTRY, "", ""), {})
    if not written:
        return ()
    month = since.isoformat()[:7] if since else None
    first = min(written) if month is None else by.of(month)
    periods: list[str] = []
    year, number = int(first[:4]), 1
    last = by.of(until.isoformat()[:7])
    while (period := by.of(f"{year:04}-{number:02}")) <= last and len(periods) < _MOST_PERIODS:
        if period >= first and (not periods or periods[-1] != period):
            periods.append(period)
        year, number = (year + 1, 1) if number == _MONTHS_IN_YEAR else (year, number + 1)
    return tuple(Period(each, 0, written.get(each, 0)) for each in periods)


_MONTHS_IN_YEAR = 12
_MOST_PERIODS = 1200
"""A hundred years of months; nobody has written longer, though somebody may ask up to the year 9999."""


def _line(
    theme: Theme,
    counts: Tallies,
    of: tuple[Period, ...],
    *,
    trend: str | None,
    weeks: Weeks,
    evidence: Sequence[Piece],
) -> Line:
    by_standing = {standing: counts.get((What.THEME, theme.id, standing), {}) for standing in COUNTED}
    months: Counter[str] = Counter()
    for entries in by_standing.values():
        months.update(entries)
    periods = tuple(Period(each.period, months[each.period], each.of) for each in of)
    return Line(
        id=theme.id,
        title=theme.title,
        kind=theme.kind,
        entries=months.total(),
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


def _unspoken(counts: Tallies) -> tuple[Unspoken, ...]:
    """Give the dimensions that were seen and not spoken about, the ones most often passed over first."""
    shown: dict[str, Counter[str]] = {}
    for (what, dimension, showing), periods in counts.items():
        if what == What.SHOWING and showing in (UNSPOKEN, SPOKEN):
            shown.setdefault(dimension, Counter())[showing] += sum(periods.values())
    found = [
        Unspoken(id=dimension, unspoken=seen[UNSPOKEN], seen=seen.total())
        for dimension, seen in shown.items()
        if seen[UNSPOKEN]
    ]
    return tuple(sorted(found, key=lambda each: (-each.unspoken, each.seen, each.id)))


def _pairings(counts: Tallies) -> dict[str, dict[str, int]]:
    """Count entries by dimension and quadrant, the dimension placed most often first."""
    placed: dict[str, dict[str, int]] = {}
    for (what, dimension, quadrant), periods in counts.items():
        if what == What.PAIRING:
            placed.setdefault(dimension, {})[quadrant] = sum(periods.values())
    return dict(sorted(placed.items(), key=lambda each: (-sum(each[1].values()), each[0])))


# To look at

WORDS_OF_TREND = {MORE: "more often lately", LESS: "less often lately", NEW: "new lately"}
LOAD, STUCK = "feeling-load", "institution-stuck"


def said_of(overview: Overview) -> list[str]:
    """Say in sentences what was looked at."""
    if not overview.entries:
        return ["Nothing was written in this time that could be counted. Begin: reflect write"]
    first, last = (_period_said(each) for each in (overview.first, overview.periods[-1].period))
    when = first if first == last else f"{first} to {last}"
    reflections = "1 reflection" if overview.entries == 1 else f"{overview.entries} reflections"
    return [
        f"{reflections}, {when}. This counts what you picked or confirmed, and what your words make likely.",
        "A theme is a pointer to what may be worth reading again; it measures nothing.",
    ]


def sections(overview: Overview, known: Mapping[str, Theme], word: Callable[[str], str]) -> list[Section]:
    """Give what there is to look at, part by part; parts with nothing in them are left out.

    `word` gives a dimension as it stands inside a sentence.
    """
    parts = [
        _themes(overview),
        _by_words(overview),
        _rising(overview),
        _changed("Less often lately", overview, {LESS}),
        _quiet(overview),
        _together(overview, known),
        _seen(overview, word),
        _ladder(overview),
    ]
    return [part for part in parts if part.rows or part.notes]


def _themes(overview: Overview) -> Section:
    """Give the themes of which anything is confirmed, the most frequent first."""
    found = [line for line in overview.themes if line.confirmed]
    notes = []
    if not any(line.trend for line in overview.themes) and overview.enough:
        notes.append("Nothing came clearly more or less often in the last 13 weeks; small ups and downs are left out.")
    if any(line.entries for line in overview.themes) and not overview.enough:
        notes.append("Too little was written lately to tell a change from chance, so none is claimed.")
    return _lines("Themes", overview, found, notes)


def _by_words(overview: Overview) -> Section:
    """Give the themes that only words point to, and those that nothing does."""
    found = [line for line in overview.themes if line.entries and not line.confirmed]
    silent = [line.title for line in overview.themes if not line.entries]
    notes = [f"Not found in this time: {'; '.join(silent)}. That may be the word list, not you."] if silent else []
    return _lines("By your words alone, not looked at by you yet", overview, found, notes if overview.entries else [])


def _lines(title: str, overview: Overview, found: Iterable[Line], notes: Sequence[str]) -> Section:
    rows = tuple(
        Row(
            label="; ".join(filter(None, (line.title + _unconfirmed(line), WORDS_OF_TREND.get(line.trend or "")))),
            amount=line.entries,
            trail=_trail(line.periods),
            trail_said=_trail_said(line.periods, overview),
        )
        for line in sorted(found, key=lambda line: (-line.entries, line.title))
    )
    trails = ""
    if rows:
        first, last = (_period_said(each.period) for each in (overview.periods[0], overview.periods[-1]))
        how = "the higher, the more. A dot is none, a low line nothing written."
        trails = f"Each sign is a {overview.by}, {first} to {last}: {how}"
    return Section(title=title, rows=rows, of=overview.entries, trails=trails, notes=tuple(notes))


def _trail_said(periods: Sequence[Period], overview: Overview) -> str:
    """Say in words how often a theme was there: by quarter or year each, by month where it was most, and when last."""
    there = [each for each in periods if each.entries]
    if not there:
        return ""
    if overview.by is not Unit.MONTH:
        return ", ".join(f"{_period_said(each.period)}: {each.entries}" for each in there)
    last = _period_said(there[-1].period)
    most = max(there, key=lambda each: (each.entries, each.period))
    cut = periods[0].period != overview.first  # what was earlier may have been more
    if len(there) == 1 and not cut:
        return f"in {last}"
    if cut or most.entries == 1:
        return f"last in {last}"
    return f"most in {_period_said(most.period)} ({most.entries}), last in {last}"


def _unconfirmed(line: Line) -> str:
    """Say of how many entries only the words say so."""
    return f" ({line.entries - line.confirmed} by words alone)" if 0 < line.confirmed < line.entries else ""


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
        Row(label=f"{word(each.id)}: seen {_times(each.seen)}, not spoken about in {each.unspoken}")
        for each in overview.unspoken
    )
    notes = ("It may have been right so.",) if rows else ()
    return Section(title="Seen, and not spoken about", rows=rows, notes=notes)


def _times(count: int) -> str:
    return "once" if count == 1 else f"{count} times"


def _ladder(overview: Overview) -> Section:
    labels = {
        Rung.NOTICED: "You noticed something",
        Rung.NAMED: "You named it, to yourself, in the team, or with them",
        Rung.CHANGED: "Something changed",
        Rung.FOLLOWED_UP: "You went back to it later",
        Rung.LEFT_BE: "You left it be, for then",
    }
    rows = tuple(Row(label=labels[rung], amount=overview.stages[rung]) for rung in Rung if overview.stages[rung])
    notes = ("None of these is the better one.",) if rows else ()
    return Section(title="What became of what you noticed, in entries", rows=rows, notes=notes)


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
    from reflect.figures import Figure, Shape
    from reflect.power import PAIRINGS

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
            lead=f"{newest}In how many reflections. An outlined box: you wrote, and this was not found. "
            "No box: you wrote nothing then.",
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
    from reflect.figures import Passage, Passages

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
