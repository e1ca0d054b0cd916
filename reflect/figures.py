"""What a page shows besides sections: counts to draw, and what somebody wrote."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from reflect.sections import Section


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
