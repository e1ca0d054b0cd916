"""Words that are new lately: those that many recent entries hold, and few earlier ones.

A word counts once an entry. Log-likelihood (Dunning 1993) against all that was written before,
held to what chance would give for as many words as were tried (Bonferroni), so that an unchanged
journal hardly ever shows a word; what passes is ranked by how many times likelier it became.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from math import log, log2
from statistics import NormalDist

from reflect.patterns import WORD, fold

_ENTRIES, _WEEKS, _LONG = 4, 3, 3
"""A word is looked at from so many entries in so many weeks, and from so many letters, on."""
_CHANCE = 0.05
MOST = 8


@dataclass(frozen=True, slots=True)
class NewWord:
    """A word, as it was last written: in how many recent entries, and how many times likelier than before."""

    word: str
    entries: int
    times: float


def lately(
    recent: Iterable[tuple[int, str]], known: Callable[[str], int], recent_entries: int, all_entries: int
) -> list[NewWord]:
    """Give the words that are new in `recent` texts, each with its week.

    `known` gives in how many of `all_entries` a word is. A word written with a capital inside
    sentences is taken for a name, and names are not shown.
    """
    seen: dict[str, list[int]] = {}
    as_written: dict[str, str] = {}
    names: set[str] = set()
    for week, text in recent:
        here: dict[str, str] = {}
        for written, is_name in _words(text):
            word = fold(written)
            if is_name:
                names.add(word)
            here.setdefault(word, written)
        for word, written in here.items():
            seen.setdefault(word, []).append(week)
            as_written[word] = written.lower()
    tried = {
        word: weeks
        for word, weeks in seen.items()
        if len(weeks) >= _ENTRIES and len({*weeks}) >= _WEEKS and len(word) >= _LONG and word not in names
    }
    earlier = all_entries - recent_entries
    found = []
    for word, weeks in tried.items():
        before = max(known(word) - len(weeks), 0)
        if _likelihood(len(weeks), recent_entries, before, earlier) <= _threshold(len(tried)):
            continue
        ratio = log2((len(weeks) + 0.5) / (recent_entries + 0.5)) - log2((before + 0.5) / (earlier + 0.5))
        if ratio > 0:
            found.append(NewWord(as_written[word], len(weeks), round(2**ratio, 1)))
    return sorted(found, key=lambda each: (-each.times, each.word))[:MOST]


_ENDS = re.compile(r"[.!?।:;\n\"“”\u2018(\[-]\s*$")


def _words(text: str) -> Iterator[tuple[str, bool]]:
    """Give the words of a text, each with whether it stands there as a name does: a capital, and no sentence begins."""
    for found in WORD.finditer(text):
        word = found[0]
        if not word[0].isdigit():
            begins = found.start() == 0 or _ENDS.search(text[max(0, found.start() - 4) : found.start()])
            yield word, word[0].isupper() and not begins


def _likelihood(a: int, n: int, b: int, m: int) -> float:
    """Give the log-likelihood ratio G2 of `a` of n entries against `b` of m having a word."""
    rate = (a + b) / (n + m)

    def part(seen: float, of: float, expected: float) -> float:
        return seen * log(seen / of / expected) if seen else 0.0

    return 2 * (part(a, n, rate) + part(n - a, n, 1 - rate) + part(b, m, rate) + part(m - b, m, 1 - rate))


def _threshold(tests: int) -> float:
    """Give the G2 that chance reaches in a share of `_CHANCE` of that many tests: chi-squared with one degree."""
    return NormalDist().inv_cdf(1 - _CHANCE / tests / 2) ** 2
