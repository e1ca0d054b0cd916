"""What there is to look at, on the screen or on a page: parts, their rows, and sentences around them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A row of a section: what it is about, and sentences on it.

    `amount` counts something, and draws it as a bar. `then` and `now` are positions, drawn on a
    line between further from power and closer to it.
    """

    label: str
    said: tuple[str, ...] = ()
    amount: int | None = None
    then: str | None = None
    now: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A part of something to look at, on the screen or on a page: rows, and sentences before and after them.

    The amounts in its rows are out of `of`, where that is said.
    """

    title: str
    lead: str = ""
    rows: tuple[Row, ...] = ()
    of: int | None = None
    notes: tuple[str, ...] = ()
