"""What there is to look at, on the screen or on a page: parts, their rows, and sentences around them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A row of a section: what it is about, and sentences on it.

    `amount` counts something, and draws it as a bar. `trail` counts it period by period, None where
    nothing was written, and `trail_said` says the same in words. `then` and `now` are positions,
    drawn on a line between further from power and closer to it.
    """

    label: str
    said: tuple[str, ...] = ()
    amount: int | None = None
    trail: tuple[int | None, ...] = ()
    trail_said: str = ""
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
