"""What there is to look at, on the screen or on a page: parts, their rows, and sentences around them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A row of a section: what it is about, and sentences on it.

    `amount` counts something, and draws it as a bar. `trail` counts it period by period, None where
    nothing was written. `then` and `now` are positions, drawn on a line between further from power
    and closer to it.
    """

    label: str
    said: tuple[str, ...] = ()
    amount: int | None = None
    trail: tuple[int | None, ...] = ()
    then: str | None = None
    now: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A part of something to look at, on the screen or on a page: rows, and sentences before and after them.

    The amounts in its rows are out of `of`, where that is said. `trails` says how to read the trails
    of its rows, where those are drawn.
    """

    title: str
    lead: str = ""
    rows: tuple[Row, ...] = ()
    of: int | None = None
    trails: str = ""
    notes: tuple[str, ...] = ()


class Shape(StrEnum):
    """How a figure is drawn."""

    HEAT = "heat"
    LINES = "lines"
    MOSAIC = "mosaic"


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """Counts to draw on a page: a row for each thing, a column for each period or kind; None where nothing was.

    The same counts stand beside the drawing as a table. `of` says of each column how many there
    were in all, where that can be said.
    """

    title: str
    shape: Shape
    columns: tuple[str, ...]
    rows: tuple[tuple[str, tuple[int | None, ...]], ...]
    lead: str = ""
    of: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of what somebody wrote, with what it is quoted for in the middle, and a line on where it stands."""

    where: str
    before: str
    quote: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Passages:
    """Quotations, group by group, each folded away until it is opened."""

    title: str
    lead: str = ""
    groups: tuple[tuple[str, tuple[Passage, ...]], ...] = ()


Part = Section | Figure | Passages
"""A part of a page."""
