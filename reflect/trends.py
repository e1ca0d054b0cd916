"""What can be said of themes over weeks, and only what can: more or less often, quiet, together.

A week is the unit, not an entry: three entries on one case in one week are one occasion. Weeks
are numbered backwards: 0 is the last, of seven days, and `SPAN` weeks are looked at.

Writing comes in runs: what was on somebody's mind last week is likelier this week, and tests that
take weeks for independent see changes where there are none. All counts are therefore divided by
(1 + r) / (1 - r), where r is how alike neighbouring weeks are, pooled over all themes: the
effective sample size of a first-order chain (Bartlett 1946). All tests of a report are one family
for Benjamini and Hochberg (1995), at `FALSE`. `tests/benchmarks/trends.py` measures both mistakes.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import combinations
from math import exp, lgamma
from typing import TypeVar

RECENT, BEFORE = 13, 52
SPAN = RECENT + BEFORE
FALSE = 0.10
"""The share of what is said that may be chance."""
_TOUCHED, _WRITTEN_RECENTLY, _WRITTEN_BEFORE = 5, 6, 13
"""Less than this is too little to tell a change by: weeks touched, and weeks written in either part."""
_QUIET, _QUIET_TOUCHED, _QUIET_WRITTEN = 8, 4, 20
"""Less than this is no silence: weeks of writing without it, weeks with it before, and weeks written in all."""
_TOGETHER = 5
MORE, LESS = "more", "less"
_T = TypeVar("_T", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Trends:
    """What stands out: themes that came `more` or `less` often lately, and for how many written weeks others are quiet.

    `enough` tells whether there was enough writing to tell anything.
    """

    changes: Mapping[str, str]
    quiet: Mapping[str, int]
    enough: bool


@dataclass(frozen=True, slots=True)
class Pair:
    """Two themes that were there in the same weeks: in how many, and how many chance would give."""

    themes: tuple[str, str]
    weeks: int
    expected: float


def stand_out(written: Collection[int], touched: Mapping[str, Collection[int]]) -> Trends:
    """Say what stands out, of the weeks that were `written` in and those each theme was `touched` in.

    A change is the last 13 weeks against the 52 before them; a silence is the run of written
    weeks, up to now, without a theme.
    """
    in_order = sorted(written, reverse=True)  # the oldest first
    recent = sum(week < RECENT for week in written)
    before = len(in_order) - recent
    alike = _alike(in_order, touched)

    def weigh(count: float) -> int:
        return int(count * (1 - alike) / (1 + alike) + 0.5)

    chances: dict[tuple[str, str], float] = {}
    silences = {}
    for theme, weeks in touched.items():
        late = sum(week < RECENT for week in weeks)
        early = len(weeks) - late
        if late + early >= _TOUCHED and recent >= _WRITTEN_RECENTLY and before >= _WRITTEN_BEFORE:
            word = MORE if late * before > early * recent else LESS
            chances[theme, word] = fisher(weigh(late), weigh(recent), weigh(early), weigh(before))
        gap = _gap(in_order, weeks)
        if len(weeks) >= _QUIET_TOUCHED and len(in_order) >= _QUIET_WRITTEN:
            silences[theme] = gap
            n, empty = weigh(len(in_order)), int(gap * (1 - alike) / (1 + alike))
            there = min(max(weigh(len(weeks)), 1), n - empty)
            chances[theme, "quiet"] = _empty(there, n, empty) if gap >= _QUIET else 1.0
    found = _discoveries(chances)
    return Trends(
        changes={theme: word for theme, word in found if word in (MORE, LESS)},
        quiet={theme: silences[theme] for theme, word in found if word == "quiet"},
        enough=recent >= _WRITTEN_RECENTLY and before >= _WRITTEN_BEFORE,
    )


def together(written: Collection[int], touched: Mapping[str, Collection[int]]) -> list[Pair]:
    """Give the themes that were there in the same weeks more often than chance would have it, most weeks first."""
    in_order = sorted(written, reverse=True)
    total = len(in_order)
    alike = _alike(in_order, touched)
    shrink = (1 - alike) / (1 + alike)
    pairs: dict[tuple[str, str], tuple[int, float]] = {}
    chances: dict[tuple[str, str], float] = {}
    there = {theme: frozenset(weeks) for theme, weeks in sorted(touched.items()) if len(weeks) >= _TOGETHER}
    for one, other in combinations(there, 2):
        both = len(there[one] & there[other])
        expected = len(there[one]) * len(there[other]) / total
        pairs[one, other] = both, expected
        n, a, b = round(total * shrink), round(len(there[one]) * shrink), round(len(there[other]) * shrink)
        chances[one, other] = _at_least(round(both * shrink), a, b, n) if both > expected + 1 else 1.0
    found = [Pair(each, *pairs[each]) for each in _discoveries(chances) if pairs[each][0] >= _TOGETHER]
    return sorted(found, key=lambda pair: (-pair.weeks, pair.expected, pair.themes))


def fisher(a: int, n: int, b: int, m: int) -> float:
    """Give the two-sided mid-p of Fisher's exact test, of `a` among `n` against `b` among `m`.

    Half of the chance of what was seen is counted (Lancaster 1961): Fisher's own is too cautious for so few weeks.
    """
    drawn = a + b
    chances = [_hypergeometric(x, n, m, drawn) for x in range(max(0, drawn - m), min(drawn, n) + 1)]
    here = _hypergeometric(a, n, m, drawn)
    rarer = sum(chance for chance in chances if chance < here * (1 - _SAME))
    return min(1.0, rarer + sum(chance for chance in chances if abs(chance - here) <= here * _SAME) / 2)


_SAME = 1e-9


def _at_least(both: int, a: int, b: int, n: int) -> float:
    """Give how often chance lays `a` and `b` of `n` weeks over one another `both` times or more; mid-p, as `fisher`."""
    chances = [_hypergeometric(x, a, n - a, b) for x in range(both, min(a, b) + 1) if b - x <= n - a]
    return sum(chances) - chances[0] / 2 if chances else 1.0


def _hypergeometric(x: int, n: int, m: int, drawn: int) -> float:
    return exp(_choose(n, x) + _choose(m, drawn - x) - _choose(n + m, drawn))


@cache
def _choose(n: int, k: int) -> float:
    """Give the logarithm of how many ways there are to choose k of n."""
    return lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1)


def _empty(touched: int, written: int, gap: int) -> float:
    """Give how often chance would leave the last `gap` of the written weeks without any of the touched ones."""
    return exp(_choose(written - gap, touched) - _choose(written, touched))


def _gap(in_order: list[int], weeks: Collection[int]) -> int:
    """Give how many written weeks there were since the last that is among `weeks`."""
    gap = 0
    for week in reversed(in_order):
        if week in weeks:
            break
        gap += 1
    return gap


_RARE, _MOST_ALIKE = 3, 0.8


def _alike(in_order: list[int], touched: Mapping[str, Collection[int]]) -> float:
    """Give how alike neighbouring written weeks are, 0 to 0.8: the lag-1 autocorrelation, pooled over the themes."""
    shared = spread = 0.0
    n = len(in_order)
    for weeks in touched.values():
        touches = [week in weeks for week in in_order]
        k = sum(touches)
        if k < _RARE or n - k < _RARE:
            continue
        p = k / n
        spread += (n - 1) * p * (1 - p)
        shared += sum((touches[at] - p) * (touches[at + 1] - p) for at in range(n - 1)) + p * (1 - p)
    return max(0.0, min(_MOST_ALIKE, shared / spread)) if spread else 0.0


def _discoveries(chances: Mapping[_T, float]) -> list[_T]:
    """Give what stands out of a family of tests (Benjamini and Hochberg 1995)."""
    in_order = sorted(chances, key=lambda name: (chances[name], str(name)))
    last = 0
    for at, name in enumerate(in_order, 1):
        if chances[name] <= FALSE * at / len(in_order):
            last = at
    return in_order[:last]
