"""A page to look at in a browser or on paper: one file, no script, nothing fetched from anywhere."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape
from string import Template

from reflect.charts import drawing
from reflect.figures import Figure, Part, Passage, Passages
from reflect.sections import Row, Section

_PAGE = Template("""\
<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>$title</title>
<style>
:root { color-scheme: light dark; --ink: #1d2433; --paper: #fff; --soft: #59627a; --line: #c9cfdb; --fill: #2f5d8a; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e8ebf2; --paper: #161a22; --soft: #aab3c5; --line: #434c5e; --fill: #8fb8e0; }
}
body { color: var(--ink); background: var(--paper); font: 1rem/1.5 "Noto Sans", "Segoe UI", sans-serif;
  max-width: 46rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.5rem; line-height: 1.25; }
h2 { font-size: 1.15rem; margin: 2.2rem 0 .4rem; }
p { margin: .4rem 0; }
p.lead { color: var(--soft); }
table { border-collapse: collapse; width: 100%; margin: .6rem 0; }
th, td { text-align: left; vertical-align: top; padding: .35rem .8rem .35rem 0; border-bottom: 1px solid var(--line);
  font-weight: normal; overflow-wrap: anywhere; }
td p { margin: .1rem 0; color: var(--soft); }
th[scope=row] { width: 40%; }
td.number { text-align: right; white-space: nowrap; width: 4.5rem; }
.ends { display: flex; justify-content: space-between; max-width: 15rem; color: var(--soft); }
svg { display: block; width: 100%; max-width: 15rem; height: auto; }
figure { margin: .6rem 0; }
.wide { overflow-x: auto; }
svg.chart { max-width: none; min-width: 38rem; font-size: 13px; fill: var(--ink); }
svg .soft { fill: var(--soft); }
svg .cell { fill: color-mix(in srgb, var(--fill) calc(var(--deep) * 100%), var(--paper)); stroke: var(--line); }
svg .on { fill: var(--paper); }
svg .curve { fill: none; stroke: var(--fill); stroke-width: 2; }
details { margin: .5rem 0; }
summary { cursor: pointer; }
table.counts td, table.counts thead th { text-align: right; padding-right: .4rem; }
table.counts th[scope=row] { width: auto; min-width: 10rem; }
blockquote { margin: .5rem 0; padding-left: .8rem; border-left: 3px solid var(--line); overflow-wrap: anywhere; }
blockquote cite { display: block; color: var(--soft); font-style: normal; font-size: .9rem; }
mark { background: none; color: inherit; font-weight: bold; text-decoration: underline; }
svg .line { stroke: var(--line); stroke-width: 2; }
svg .bar, svg .now { fill: var(--fill); }
svg .then { fill: var(--paper); stroke: var(--fill); stroke-width: 2.5; }
svg .way { stroke: var(--fill); stroke-width: 2; stroke-dasharray: 4 3; }
@media print {
  :root { --ink: #000; --paper: #fff; --soft: #333; --line: #999; --fill: #2f5d8a; }
  body { margin: 0; max-width: none; font-size: 10.5pt; }
  section { break-inside: avoid-page; }
}
</style>
</head>
<body>
<main>
<h1>$title</h1>
$lead
$sections
</main>
</body>
</html>
""")
_WIDTH, _HEIGHT = 200, 26
"""The size of one drawing, in its own units."""
_ENDS = (14, _WIDTH - 14)
_STOPS = {"further": 0.0, "closer": 1.0}
"""Where a position is drawn. What depends, or is not sure, has no place between the two: it is said in words."""


def page(title: str, lead: Iterable[str], parts: Iterable[Part]) -> str:
    """Give a whole HTML page: a heading for each part, and under it a table with a drawing, or what was quoted."""
    return _PAGE.substitute(
        title=escape(title),
        lead="\n".join(f'<p class="lead">{escape(sentence)}</p>' for sentence in lead),
        sections="\n".join(_part(number, part) for number, part in enumerate(parts, 1)),
    )


def _part(number: int, part: Part) -> str:
    lines = [f'<section aria-labelledby="part-{number}">', f'<h2 id="part-{number}">{escape(part.title)}</h2>']
    if part.lead:
        lines.append(f'<p class="lead">{escape(part.lead)}</p>')
    if isinstance(part, Section):
        lines += _table(part, number) if part.rows else ()
        lines += [f"<p>{escape(note)}</p>" for note in part.notes]
    elif isinstance(part, Figure):
        lines += _figure(part, f"part-{number}")
    else:
        lines += _passages(part)
    return "\n".join([*lines, "</section>"])


def _figure(figure: Figure, name: str) -> Iterator[str]:
    """Draw a figure, and give the same counts as a table."""
    wide = f'<div class="wide" role="region" tabindex="0" aria-label="{escape(figure.title)}, {{}}">'
    yield f"<figure>{wide.format('drawn')}{drawing(figure, name)}</div></figure>"
    yield f"<details><summary>The same as a table</summary>{wide.format('as a table')}"
    heads = "".join(f'<th scope="col">{escape(column)}</th>' for column in figure.columns)
    yield f'<table class="counts"><thead><tr><td></td>{heads}</tr></thead><tbody>'
    for label, counts in figure.rows:
        cells = "".join(f"<td>{'' if count is None else count}</td>" for count in counts)
        yield f'<tr><th scope="row">{escape(label)}</th>{cells}</tr>'
    yield "</tbody></table></div></details>"


def _passages(passages: Passages) -> Iterator[str]:
    for label, group in passages.groups:
        yield f"<details><summary>{escape(label)}</summary>"
        yield from map(_passage, group)
        yield "</details>"


def _passage(passage: Passage) -> str:
    quote = f"<mark>{escape(passage.quote)}</mark>" if passage.quote else ""
    words = f"{escape(passage.before)}{quote}{escape(passage.after)}"
    return f"<blockquote><p>{words}</p><cite>{escape(passage.where)}</cite></blockquote>"


def _table(section: Section, number: int) -> Iterator[str]:
    strips = any(row.then or row.now for row in section.rows)
    most = max((row.amount or 0 for row in section.rows), default=0)
    yield f'<table aria-labelledby="part-{number}">'
    if strips:
        ends = '<span class="ends"><span>further from power</span><span>closer to it</span></span>'
        yield f'<thead><tr><td></td><th scope="col">{ends}</th></tr></thead>'
    yield "<tbody>"
    for row in section.rows:
        drawn = _strip(row) if strips else _bar(row.amount or 0, most)
        said = "".join(f"<p>{escape(sentence)}</p>" for sentence in row.said)
        yield f'<tr><th scope="row">{escape(row.label)}</th>{_amount(row, section)}<td>{drawn}{said}</td></tr>'
    yield "</tbody>"
    yield "</table>"


def _amount(row: Row, section: Section) -> str:
    if row.amount is None:
        return ""
    return f'<td class="number">{row.amount}{f" of {section.of}" if section.of is not None else ""}</td>'


# Drawings. Each repeats what its row says in words or figures, so a screen reader passes it by.


def _bar(amount: int, most: int) -> str:
    length = round(_WIDTH * amount / most) if most else 0
    bar = f'<rect class="bar" x="0" y="7" width="{length}" height="12" rx="2"/>' if length else ""
    return _drawn(f'<line class="line" x1="0" y1="3" x2="0" y2="23"/>{bar}')


def _strip(row: Row) -> str:
    """Draw a line from further to closer: a ring where they stood then, a dot where they stand now."""
    left, right = _ENDS
    middle = _HEIGHT // 2
    then, now = _across(row.then), _across(row.now)
    parts = [f'<line class="line" x1="{left}" y1="{middle}" x2="{right}" y2="{middle}"/>']
    if then is not None and now is not None and then != now:
        parts.append(f'<line class="way" x1="{then}" y1="{middle}" x2="{now}" y2="{middle}"/>')
    if then is not None:
        parts.append(f'<circle class="then" cx="{then}" cy="{middle}" r="10"/>')
    if now is not None:
        parts.append(f'<circle class="now" cx="{now}" cy="{middle}" r="6"/>')
    return _drawn("".join(parts))


def _across(stand: str | None) -> int | None:
    """Give how far across a strip a position is drawn; None for one that has no place on it."""
    left, right = _ENDS
    stop = _STOPS.get(stand or "")
    return None if stop is None else round(left + (right - left) * stop)


def _drawn(shapes: str) -> str:
    return f'<svg viewBox="0 0 {_WIDTH} {_HEIGHT}" aria-hidden="true" focusable="false">{shapes}</svg>'
