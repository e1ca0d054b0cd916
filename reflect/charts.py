"""Drawings of counts for a page: made by hand as SVG, so that a page needs no script and fetches nothing.

Nothing is told by colour alone: every cell and piece carries its number, and every line has a field of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from html import escape

from reflect.figures import Figure, Shape

WIDTH = 780
_LABELS = 310
"""How much of the width the names of the rows take."""
_ROW, _HEAD = 24, 30
_SIGN = 6.8
"""About how wide a sign is; names that are longer than their room are cut, and whole in the table."""


def drawing(figure: Figure, name: str) -> str:
    """Give the figure as one SVG element with a title and a description, whose ids begin with `name`."""
    height, shapes = _SHAPES[figure.shape](figure)
    return (
        f'<svg class="chart" viewBox="0 0 {WIDTH} {height}" role="img" aria-labelledby="{name}-title {name}-desc">'
        f'<title id="{name}-title">{escape(figure.title)}</title>'
        f'<desc id="{name}-desc">The same numbers stand in the table below.</desc>{"".join(shapes)}</svg>'
    )


def _highest(figure: Figure) -> int:
    return max((count or 0 for _, counts in figure.rows for count in counts), default=0) or 1


def _text(x: float, y: float, said: str, *, css: str = "", anchor: str = "start") -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" class="{css}" text-anchor="{anchor}">{escape(said)}</text>'


def _fitting(said: str, room: float) -> str:
    most = int(room / _SIGN)
    return said if len(said) <= most else f"{said[: most - 1].rstrip()}…"


def _column_names(figure: Figure, at: Callable[[int], float], y: float) -> Iterator[str]:
    """Name as many columns as there is room for, the last one always."""
    count = len(figure.columns)
    every = max(1, -(-count * 46 // (WIDTH - _LABELS)))
    for column in range(count - 1, -1, -every):
        yield _text(min(at(column), WIDTH - 24), y, figure.columns[column], css="soft", anchor="middle")


def _heat(figure: Figure) -> tuple[int, list[str]]:
    """Draw a field of cells, the darker the more; what was not written in is left empty."""
    wide = (WIDTH - _LABELS) / max(len(figure.columns), 1)
    highest = _highest(figure)
    shapes = [*_column_names(figure, lambda column: _LABELS + wide * (column + 0.5), _HEAD - 12)]
    for row, (label, counts) in enumerate(figure.rows):
        y = _HEAD + row * _ROW
        shapes.append(_text(0, y + 16, _fitting(label, _LABELS - 8)))
        for column, count in enumerate(counts):
            if count is None:
                continue
            x, deep = _LABELS + column * wide, count / highest
            said = f"{label}, {figure.columns[column]}: {count}"
            of = f" of {figure.of[column]}" if figure.of else ""
            shapes.append(
                f'<rect class="cell" x="{x + 1:.1f}" y="{y + 1}" width="{wide - 2:.1f}" height="{_ROW - 2}" rx="2" '
                f'style="--deep: {deep:.2f}"><title>{escape(said + of)}</title></rect>'
            )
            if count and wide > _SIGN * len(str(count)) + 2:
                css = "on" if deep > _HALF else ""
                shapes.append(_text(x + wide / 2, y + 16, str(count), css=css, anchor="middle"))
    return _HEAD + len(figure.rows) * _ROW + 4, shapes


_HALF = 0.55
_STRIP = 54


def _lines(figure: Figure) -> tuple[int, list[str]]:
    """Draw one line a row, each in a field of its own, all on one scale; nothing is drawn where nothing was written."""
    highest = _highest(figure)
    step = (WIDTH - _LABELS - 20) / max(len(figure.columns) - 1, 1)

    def x(column: int) -> float:
        return _LABELS + 10 + column * step

    shapes = [*_column_names(figure, x, _HEAD - 12)]
    for row, (label, counts) in enumerate(figure.rows):
        base = _HEAD + (row + 1) * _STRIP - 10
        shapes.append(_text(0, base - 14, _fitting(label, _LABELS - 40)))
        shapes.append(_text(_LABELS - 6, base - 28, str(highest), css="soft", anchor="end"))
        shapes.append(_text(_LABELS - 6, base + 4, "0", css="soft", anchor="end"))
        shapes.append(f'<line class="line" x1="{x(0):.1f}" y1="{base}" x2="{x(len(counts) - 1):.1f}" y2="{base}"/>')
        points = [(x(at), base - 32 * count / highest, count) for at, count in enumerate(counts) if count is not None]
        drawn = " ".join(f"{at:.1f},{high:.1f}" for at, high, _ in points)
        shapes.append(f'<polyline class="curve" points="{drawn}"/>')
        shapes += [f'<circle class="now" cx="{at:.1f}" cy="{high:.1f}" r="3"/>' for at, high, count in points if count]
    return _HEAD + len(figure.rows) * _STRIP + 6, shapes


def _mosaic(figure: Figure) -> tuple[int, list[str]]:
    """Draw a bar a row, as high as the row has counts and cut as they fall; each piece carries its number."""
    totals = [sum(count or 0 for count in counts) for _, counts in figure.rows]
    most = max(totals, default=0) or 1
    shapes, y, room = [], 4.0, WIDTH - _LABELS
    for (label, counts), total in zip(figure.rows, totals, strict=True):
        high = 18 + 26 * total / most
        shapes.append(_text(0, y + high / 2 + 5, _fitting(label, _LABELS - 8)))
        x = float(_LABELS)
        for column, count in enumerate(counts):
            if not count:
                continue
            wide = room * count / total
            deep = 1 - column / len(figure.columns)
            said = escape(f"{label}, {figure.columns[column]}: {count}")
            shapes.append(
                f'<rect class="cell" x="{x + 1:.1f}" y="{y:.1f}" width="{wide - 2:.1f}" height="{high:.1f}" '
                f'style="--deep: {deep:.2f}"><title>{said}</title></rect>'
            )
            css = "on" if deep > _HALF else ""
            shapes.append(
                _text(x + wide / 2, y + high / 2 + 5, f"{_LETTERS[column]} {count}", css=css, anchor="middle")
            )
            x += wide
        y += high + 6
    shapes += [_text(0, y + 20 + 20 * at, f"{_LETTERS[at]}  {label}") for at, label in enumerate(figure.columns)]
    return int(y) + 20 * len(figure.columns) + 16, shapes


_LETTERS = "ABCDEFGH"
_SHAPES: Mapping[Shape, Callable[[Figure], tuple[int, Sequence[str]]]] = {
    Shape.HEAT: _heat,
    Shape.LINES: _lines,
    Shape.MOSAIC: _mosaic,
}
