"""The codebook: what it finds in a text, how sure that is, and the words that led there.

What it finds is a suggestion, likely or possible, and never a measure of the text or of whoever
wrote it. That nothing was found says nothing: much that is in a text has no words of its own.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cache
from itertools import zip_longest
from pathlib import Path
from typing import Any

from reflect.config import shipped
from reflect.models import Standing, Suggestion
from reflect.patterns import WORD, BadPattern, Finder, Pattern, Text, pattern
from reflect.themes import FILE, Theme, lines, refused, rows, themes


class Level(StrEnum):
    """How much a pattern says by itself; `NOT` makes every hit of its theme that it touches void."""

    STRONG = "strong"
    FAIR = "fair"
    WEAK = "weak"
    NOT = "not"


CHANCES = {Level.STRONG: 0.63, Level.FAIR: 0.38, Level.WEAK: 0.23}
"""In how many of the texts that hold such a pattern a reader finds the theme.

Every pattern's level was measured on labelled texts that its writer had not seen: see
`tests/benchmarks/themes.py`.
"""
LIKELY, POSSIBLE = 0.68, 0.52
"""From which chance on a theme is likely, and possible; set on the same texts for 8 likely ones of 10 to be right."""
MOST = 5
"""So many themes at most are suggested for one entry."""
_TRUST = 8.0
"""Of how many decisions the level of a pattern counts for, against those that were made on it."""


@dataclass(frozen=True, slots=True)
class Hit:
    """Where a pattern of a theme was found: the answer, and the stretch of it, in code points."""

    theme: str
    level: Level
    key: str
    start: int
    end: int
    quote: str
    pattern: str


@dataclass(frozen=True, slots=True)
class Found:
    """A theme that texts may touch on: how sure that is, and the stretches that led to it."""

    theme: str
    tier: Standing
    chance: float
    hits: tuple[Hit, ...]

    @property
    def suggestion(self) -> Suggestion:
        """Give it as it is shown: the theme, how sure, and the quoted words."""
        return Suggestion(theme=self.theme, tier=self.tier, quotes=tuple(dict.fromkeys(hit.quote for hit in self.hits)))


@dataclass(frozen=True, slots=True)
class Lesson:
    """How often a pattern led to a theme that was then accepted, and to one that was rejected."""

    right: int = 0
    wrong: int = 0


@dataclass(frozen=True, slots=True)
class Codebook:
    """Themes and the patterns that point to them; `lessons` are by theme and pattern."""

    themes: Mapping[str, Theme]
    levels: Mapping[str, Mapping[str, Level]]
    lessons: Mapping[tuple[str, str], Lesson] = field(default_factory=dict)
    _finder: list[tuple[Finder, Mapping[str, list[tuple[str, Level]]]]] = field(default_factory=list, repr=False)

    @property
    def added(self) -> int:
        """Give how many patterns are the person's own."""
        shipped_ones = _shipped().levels
        return sum(len(levels.keys() - shipped_ones.get(theme, {}).keys()) for theme, levels in self.levels.items())

    def taught(self, lessons: Mapping[tuple[str, str], Lesson]) -> Codebook:
        """Give this codebook with what was decided about its suggestions taken in."""
        return replace(self, lessons=lessons)

    def ready(self, *, wholly: bool = False) -> None:
        """Read the patterns, which takes a moment, unless that was done; `wholly`, also those no text needed yet."""
        if not self._finder:
            told: dict[str, list[tuple[str, Level]]] = {}
            for theme, levels in self.levels.items():
                for written, level in levels.items():
                    told.setdefault(written, []).append((theme, level))
            self._finder.append((Finder(map(Pattern, told)), told))
        if wholly:
            self._finder[0][0].read_all()

    def suggest(self, texts: Mapping[str, str], always: Collection[str] = ()) -> list[Found]:
        """Give the themes these texts, by the key of the answer, may touch on together, the surest first.

        What is less than possible is left out, but for themes that are `always` given where
        anything points to them.
        """
        found = []
        for theme, hits in self._hits(texts).items():
            counted = _that_count(hits)
            chance = 1.0
            for hit in counted:
                chance *= 1 - self._chance(hit)
            if counted and ((sure := 1 - chance) >= POSSIBLE or theme in always):
                tier = Standing.LIKELY if sure >= LIKELY else Standing.POSSIBLE
                found.append(Found(theme, tier, sure, tuple(sorted(counted, key=lambda hit: (hit.key, hit.start)))))
        return sorted(found, key=lambda each: (-each.chance, each.theme))

    def _hits(self, texts: Mapping[str, str]) -> dict[str, list[Hit]]:
        self.ready()
        finder, told = self._finder[0]  # another thread may have made the same once more meanwhile
        hits: dict[str, list[Hit]] = {}
        for key, text in texts.items():
            for written, start, end in _places(finder, text):
                for theme, level in told[written]:
                    hits.setdefault(theme, []).append(Hit(theme, level, key, start, end, text[start:end], written))
        return hits

    def _chance(self, hit: Hit) -> float:
        """Say how often this pattern is right: by its level, and by what was decided about it."""
        lesson = self.lessons.get((hit.theme, hit.pattern), Lesson())
        return (CHANCES[hit.level] * _TRUST + lesson.right) / (_TRUST + lesson.right + lesson.wrong)


_PIECE = 1200
"""So many words are looked through at once: what a text of many words costs would grow with their square."""


def _places(finder: Finder, text: str) -> Iterator[tuple[str, int, int]]:
    """Give the patterns found in a text and where; a pattern over the border of two pieces is missed."""
    begins = [found.start() for found in WORD.finditer(text)][::_PIECE] or [0]
    for start, end in zip_longest(begins, begins[1:]):
        for each, first, last in finder.find(Text(text[start:end])):
            yield each.written, start + first, start + last


_ORDER = {level: at for at, level in enumerate(Level)}


def _that_count(hits: Iterable[Hit]) -> list[Hit]:
    """Give the hits that count: the strongest first, none void, no stretch, no words and no pattern twice."""
    void = [hit for hit in hits if hit.level is Level.NOT]
    counted: list[Hit] = []
    told = sorted((hit for hit in hits if hit.level is not Level.NOT), key=lambda hit: (_ORDER[hit.level], hit.start))
    for hit in told:
        if any(_over(hit, other) for other in void):
            continue
        if any(hit.pattern == other.pattern or _over(hit, other) or _in(hit, other) for other in counted):
            continue
        counted.append(hit)
    return counted


def _in(one: Hit, other: Hit) -> bool:
    """Tell whether the words of one were said in the other already."""
    return f" {one.quote.casefold()} " in f" {other.quote.casefold()} "


def _over(one: Hit, other: Hit) -> bool:
    return one.key == other.key and one.start < other.end and other.start < one.end


# Reading it


_AS_IT_STANDS = "write it as it stands there"


def read(own: Path | None = None) -> Codebook:
    """Read the codebook: the shipped file, and what the person's `own` file adds to it or drops.

    Raise BadCodebook, with the line and what to write instead, for an own file that cannot be read.
    """
    added = rows(own)
    if own is None or not added:
        return _shipped()
    known = themes(own)
    levels = {theme: dict(_shipped().levels.get(theme, {})) for theme in known}
    for row in added:
        if row["id"] not in known:
            raise refused(own, row["id"], f"There is no theme “{row['id']}”", "a new one needs a title")
        there = levels[row["id"]]
        for written in lines(row.get("drop", "")):
            if there.pop(written, None) is None:
                part = any(written in whole for whole in there)
                mend = "it is part of a longer line; to void it, write it under not" if part else _AS_IT_STANDS
                raise refused(own, written, f"“{written}” is not in the theme", mend)
        for written, level in _levels(row).items():
            _readable(written, own)
            there[written] = level
    return Codebook(known, levels)


@cache
def _shipped() -> Codebook:
    """Read the codebook as it was shipped, once."""
    return Codebook(themes(), {row["id"]: _levels(row) for row in _shipped_rows()})


@cache
def _shipped_rows() -> list[dict[str, Any]]:
    return rows(shipped() / FILE)


def _levels(row: Mapping[str, Any]) -> dict[str, Level]:
    """Give the patterns of a table with their levels."""
    return {written: level for level in Level for written in lines(row.get(level, ""))}


def _readable(written: str, file: Path) -> None:
    try:
        pattern(written)
    except (BadPattern, RecursionError) as error:
        raise refused(file, written, str(error), "how patterns are written stands at the top of the codebook") from None


def changed(before: str, now: str) -> list[str] | None:
    """Give queries of the index that find every text that may read otherwise than by the sign `before`.

    None where that is any text: the shipped codebook is another, a theme came or went, or a
    changed pattern has no word of plain letters that the index knows it by.
    """
    try:
        old, new = json.loads(before), json.loads(now)
    except ValueError:
        return None
    if (old["edition"], old["themes"]) != (new["edition"], new["themes"]):
        return None
    own = {tuple(each) for each in old["own"]} ^ {tuple(each) for each in new["own"]}
    taught = {tuple(each) for each in old["taught"]} ^ {tuple(each) for each in new["taught"]}
    queries = []
    for written in sorted({each[2] for each in own} | {each[1] for each in taught}):
        keys = max(Pattern(written).needs(Counter()), key=lambda keys: min(map(len, keys)))
        if not all(key.isascii() and key.strip("*") for key in keys):
            return None
        queries.append(" OR ".join(f'"{key.rstrip("*")}"{"*" * key.endswith("*")}' for key in keys))
    return queries
