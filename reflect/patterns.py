"""Words in any script, and the patterns a codebook finds them by.

A pattern is written the way it is read: words in a row; `word*` for any ending; `(one|another)`
for either, `(one)?` for perhaps; ` .. ` for up to four words in between; ` ~ ` for within ten
words of one another, in any order.

Where the words of a text stand is kept as the bits of one whole number, so that following a
pattern through a whole text is a handful of shifts, whatever the length of the text.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise

# Marks of the scripts of South Asia, and the joiners. Python's \w leaves them out, and would take
# a word of Hindi apart at every vowel sign. Written out, because finding them takes half a second.
_MARKS = (
    "\u0300-\u036f\u0900-\u0903\u093a-\u093c\u093e-\u094f\u0951-\u0957\u0962-\u0963\u0981-\u0983\u09bc"
    "\u09be-\u09c4\u09c7-\u09c8\u09cb-\u09cd\u09d7\u09e2-\u09e3\u09fe\u0a01-\u0a03\u0a3c\u0a3e-\u0a42\u0a47-\u0a48"
    "\u0a4b-\u0a4d\u0a51\u0a70-\u0a71\u0a75\u0a81-\u0a83\u0abc\u0abe-\u0ac5\u0ac7-\u0ac9\u0acb-\u0acd\u0ae2-\u0ae3"
    "\u0afa-\u0aff\u0b01-\u0b03\u0b3c\u0b3e-\u0b44\u0b47-\u0b48\u0b4b-\u0b4d\u0b55-\u0b57\u0b62-\u0b63\u0b82"
    "\u0bbe-\u0bc2\u0bc6-\u0bc8\u0bca-\u0bcd\u0bd7\u0c00-\u0c04\u0c3c\u0c3e-\u0c44\u0c46-\u0c48\u0c4a-\u0c4d"
    "\u0c55-\u0c56\u0c62-\u0c63\u0c81-\u0c83\u0cbc\u0cbe-\u0cc4\u0cc6-\u0cc8\u0cca-\u0ccd\u0cd5-\u0cd6\u0ce2-\u0ce3"
    "\u0d00-\u0d03\u0d3b-\u0d3c\u0d3e-\u0d44\u0d46-\u0d48\u0d4a-\u0d4d\u0d57\u0d62-\u0d63\u0d81-\u0d83\u0dca"
    "\u0dcf-\u0dd4\u0dd6\u0dd8-\u0ddf\u0df2-\u0df3\u1cd0-\u1cd2\u1cd4-\u1ce8\u1ced\u1cf4\u1cf7-\u1cf9"
    "\ua8e0-\ua8f1\ua8ff\u200c-\u200d"
)
WORD = re.compile(rf"[\w{_MARKS}]+(?:['\u2019-][\w{_MARKS}]+)*")
"""A word of any script, with the apostrophes and hyphens inside it."""
_FOLDED = str.maketrans({"\u2019": "'", "\u093c": None, "\u0901": "\u0902", "\u200c": None, "\u200d": None})
"""A nukta is often left out, a chandrabindu often written as an anusvara; joiners cannot be seen."""
GAP, NEAR = 4, 10
"""How many words ` .. ` may pass over, and within how many ` ~ ` looks."""


def fold(word: str) -> str:
    """Give a word as it is compared: small letters, and one spelling for what only differs to the eye."""
    return unicodedata.normalize("NFC", word.lower()).translate(_FOLDED)


class Text:
    """The words of a text, ready to be looked through: bit n of a word's number is set where it is word n.

    `text` is NFC, so that places are code points of what is kept.
    """

    __slots__ = ("_begun", "_pairs", "_sorted", "in_a_row", "places", "text", "there", "vocabulary", "where")

    def __init__(self, text: str) -> None:
        self.text = text
        self.places = [found.span() for found in WORD.finditer(text)]
        self.where: dict[str, int] = {}
        words = [fold(text[start:end]) for start, end in self.places]
        for at, word in enumerate(words):
            self.where[word] = self.where.get(word, 0) | 1 << at
        self.in_a_row = f" {' '.join(words)} "
        self._pairs = frozenset(f"{first} {second}" for first, second in pairwise(words))
        self.vocabulary = frozenset(self.where)
        self._sorted = sorted(self.where)
        self._begun: dict[str, int] = {}
        self.there = (1 << len(self.places)) - 1

    def keys(self, longest: int) -> frozenset[str]:
        """Give what a pattern can be known by: words, two that follow one another, and beginnings* up to `longest`."""
        beginnings = (
            f"{word[:length]}*" for word in self.vocabulary for length in range(1, min(len(word), longest) + 1)
        )
        return self.vocabulary.union(self._pairs, beginnings)

    def begun(self, start: str) -> int:
        """Give the bits of where a word stands that begins like this."""
        if start not in self._begun:
            bits = 0
            for word in self._sorted[bisect_left(self._sorted, start) :]:
                if not word.startswith(start):
                    break
                bits |= self.where[word]
            self._begun[start] = bits
        return self._begun[start]

    def quote(self, first: int, end: int) -> tuple[int, int]:
        """Give where the words from `first` up to, not with, `end` stand, in code points."""
        return self.places[first][0], self.places[end - 1][1]


class _Words:
    """One word, any of `whole` or any that begins like one of `begun`."""

    __slots__ = ("_alone", "begun", "whole")

    def __init__(self, words: Iterable[str]) -> None:
        given = [*words]
        self.whole = frozenset(word for word in given if not word.endswith("*"))
        self.begun = tuple(word[:-1] for word in given if word.endswith("*"))
        self._alone = given[0] if len(given) == 1 and self.whole else ""

    def as_written(self) -> list[str]:
        """Give the words as a pattern writes them."""
        return [*self.whole, *(f"{word}*" for word in self.begun)]

    def bits(self, text: Text) -> int:
        """Give the bits of where such a word stands."""
        if self._alone:
            return text.where.get(self._alone, 0)
        found = 0
        for word in self.whole & text.vocabulary:
            found |= text.where[word]
        for start in self.begun:
            found |= text.begun(start)
        return found

    def after(self, text: Text, at: int) -> int:
        return (self.bits(text) & at) << 1

    def before(self, text: Text, at: int) -> int:
        return at >> 1 & self.bits(text)


class _Gap:
    """Up to four words of any kind."""

    __slots__ = ()

    def after(self, text: Text, at: int) -> int:
        for _ in range(GAP):
            at |= at << 1
        return at & text.there

    def before(self, text: Text, at: int) -> int:  # noqa: ARG002 - as the other parts
        for _ in range(GAP):
            at |= at >> 1
        return at


class _Row:
    """Parts that follow one another."""

    __slots__ = ("_phrase", "parts")

    def __init__(self, parts: Sequence[_Words | _Gap | _Choice]) -> None:
        self.parts = parts
        plain = [[*part.whole] for part in parts if isinstance(part, _Words) and not part.begun]
        alone = [words[0] for words in plain if len(words) == 1]
        self._phrase = f" {' '.join(alone)} " if len(alone) == len(parts) else " "

    def possible(self, text: Text) -> bool:
        """Tell whether the row may be there; quicker than following it."""
        return self._phrase in text.in_a_row

    def after(self, text: Text, at: int) -> int:
        if not self.possible(text):
            return 0
        for part in self.parts:
            at = part.after(text, at)
            if not at:
                break
        return at

    def before(self, text: Text, at: int) -> int:
        for part in reversed(self.parts):
            at = part.before(text, at)
        return at

    def stretches(self, text: Text) -> list[tuple[int, int]]:
        """Give where the row is found: the first word, and the one after the last, as short as can be."""
        ends = self.after(text, text.there)
        if not ends:
            return []
        starts = self.before(text, ends) & text.there
        return [(at, _lowest(self.after(text, 1 << at))) for at in _bits(starts)]


class _Choice:
    """One row or another; or none, if it is optional."""

    __slots__ = ("_by_first", "_firsts", "_others", "optional", "rows")

    def __init__(self, rows: Sequence[_Row], *, optional: bool) -> None:
        self.rows = rows
        self.optional = optional
        self._by_first: dict[str, list[_Row]] = {}
        self._others: list[_Row] = []
        for row in rows:
            first = row.parts[0]
            if isinstance(first, _Words) and not first.begun:
                for word in first.whole:
                    self._by_first.setdefault(word, []).append(row)
            else:
                self._others.append(row)
        self._firsts = frozenset(self._by_first)

    def after(self, text: Text, at: int) -> int:
        found = at if self.optional else 0
        for word in self._firsts & text.vocabulary:
            for row in self._by_first[word]:
                found |= row.after(text, at)
        for row in self._others:
            found |= row.after(text, at)
        return found

    def before(self, text: Text, at: int) -> int:
        found = at if self.optional else 0
        for row in self.rows:
            if row.possible(text):
                found |= row.before(text, at)
        return found


def _bits(number: int) -> Iterator[int]:
    while number:
        lowest = number & -number
        yield lowest.bit_length() - 1
        number ^= lowest


def _lowest(number: int) -> int:
    return (number & -number).bit_length() - 1


class BadPattern(ValueError):
    """A pattern that cannot be read; it says why, and what to write."""


class Pattern:
    """A pattern as it is written, and, once asked for, as it is understood: rows near one another, in any order."""

    __slots__ = ("_rows", "written")

    def __init__(self, written: str) -> None:
        self.written = written
        self._rows: tuple[_Row, ...] = ()

    def read(self) -> tuple[_Row, ...]:
        """Give its rows. Raise BadPattern if it cannot be read."""
        if not self._rows:
            self._rows = tuple(_whole_row(part, self.written) for part in fold(self.written).split(" ~ "))
        return self._rows

    def stretches(self, text: Text) -> list[tuple[int, int]]:
        """Give where the pattern is found: the first word, and the one after the last."""
        first, *rest = self.read()
        if not rest:
            return first.stretches(text)
        together: list[_Stretches] = [(each,) for each in first.stretches(text)]
        for row in rest:
            if not together:
                return []
            others = row.stretches(text)
            together = [(*those, other) for those in together for other in others if _near(those, other)]
        return [_around(those) for those in together]

    def needs(self, common: Mapping[str, int]) -> list[list[str]]:
        """Give the keys a text has to have, of each list one at least: see `Text.keys`.

        Of several words in a row it is the rarest pair, as `common` tells how common words are. Where it
        can be, all that is read off the pattern as it is written: reading thousands whole takes a second.
        """
        plain = fold(self.written)
        if _NESTED.search(plain):
            return [need for row in self.read() for part in row.parts if (need := _need(part))]
        groups = [group.split("|") for group, optional in _GROUP.findall(plain) if not optional]
        alone = [[run.strip()] for run in _BETWEEN.split(_GROUP.sub(" .. ", plain)) if run.strip()]
        return [[_key(each, common) for each in group] for group in groups + alone]


_Stretches = tuple[tuple[int, int], ...]


def _around(stretches: _Stretches) -> tuple[int, int]:
    return min(first for first, _ in stretches), max(end for _, end in stretches)


def _near(those: _Stretches, other: tuple[int, int]) -> bool:
    """Tell whether a stretch is within reach of those, and over none of them."""
    start, end = _around(those)
    if other[0] - end > NEAR or start - other[1] > NEAR:
        return False
    return all(other[1] <= each[0] or each[1] <= other[0] for each in those)


def _need(part: _Words | _Gap | _Choice) -> list[str]:
    """Give words one of which has to be there for this part to be; none where it can be without."""
    if isinstance(part, _Words):
        return part.as_written()
    if isinstance(part, _Gap) or part.optional:
        return []
    needs = [next(filter(None, map(_need, row.parts)), []) for row in part.rows]
    return [word for need in needs for word in need] if all(needs) else []


def _key(words: str, common: Mapping[str, int]) -> str:
    """Give what a text has that holds these words: two of them that follow one another, or one."""
    if " " not in words:
        return _as_a_text_has(words)
    runs = [run.split() for run in _BETWEEN.split(words) if run.strip()]
    pairs = [pair for run in runs for pair in pairwise(run) if not (pair[0].endswith("*") or pair[1].endswith("*"))]
    if pairs:
        first, second = min(pairs, key=lambda pair: common[pair[0]] * common[pair[1]])
        return f"{_as_a_text_has(first)} {_as_a_text_has(second, last=False)}"
    return _as_a_text_has(min((word for run in runs for word in run), key=common.__getitem__))


def _as_a_text_has(word: str, *, last: bool = True) -> str:
    """Give a word of a pattern without the signs that no text's words have; the `last` of it, if it is several."""
    return word if word.isalnum() else _words(word, word)[-1 if last else 0]


_BETWEEN = re.compile(r"(?<!\S)(?:~|\.\.)(?!\S)")
_SIGNS = ",.;:!?"
_APART = re.compile(r"[\s()|?]+")
_GROUP = re.compile(r"\(([^()]*)\)(\??)")
_NESTED = re.compile(r"\([^()]*\(")


_PIECE = re.compile(r"\(|\)\??|\||\.\.|[^\s()|]+")


def pattern(written: str) -> Pattern:
    """Read a pattern. Raise BadPattern if it cannot be read."""
    read = Pattern(written)
    read.read()
    return read


def _whole_row(part: str, written: str) -> _Row:
    pieces = _PIECE.findall(part)
    pieces.reverse()
    row = _read(pieces, written)
    if pieces:
        raise BadPattern(f"“{written}” has “{pieces[-1]}” where no bracket is open")
    if isinstance(row.parts[0], _Gap) or isinstance(row.parts[-1], _Gap):
        raise BadPattern(f"“{written}” begins or ends with a gap; a gap stands between words")
    return row


def _read(pieces: list[str], written: str) -> _Row:
    """Give the row the pieces begin with, and take its pieces away; they stand in the list last to first."""
    parts: list[_Words | _Gap | _Choice] = []
    while pieces and pieces[-1] not in (")", ")?", "|"):
        piece = pieces.pop()
        if piece == "(":
            parts.append(_choice(pieces, written))
        elif piece == "..":
            parts.append(_Gap())
        else:
            parts += [_Words([word]) for word in _words(piece, written)]
    if not parts:
        raise BadPattern(f"“{written}” leaves a place empty")
    return _Row(parts)


def _choice(pieces: list[str], written: str) -> _Words | _Choice:
    rows = []
    while True:
        rows.append(_read(pieces, written))
        if not pieces:
            raise BadPattern(f"“{written}” opens a bracket and does not close it")
        sign = pieces.pop()
        if sign != "|":
            return _together(rows, optional=sign == ")?")


def _together(rows: list[_Row], *, optional: bool) -> _Words | _Choice:
    """Give a choice; its single words are looked up as one."""
    single = [row.parts[0] for row in rows if len(row.parts) == 1]
    words = [word for part in single if isinstance(part, _Words) for word in part.as_written()]
    longer = [row for row in rows if not (len(row.parts) == 1 and isinstance(row.parts[0], _Words))]
    if not longer and not optional:
        return _Words(words)
    return _Choice([*([_Row([_Words(words)])] if words else []), *longer], optional=optional)


def _words(piece: str, written: str) -> list[str]:
    words = WORD.findall(piece)
    if not words:
        raise BadPattern(f"“{written}” has a sign that means nothing here: {piece}")
    if piece.rstrip(_SIGNS).endswith("*"):
        words[-1] += "*"
    return words


class Finder:
    """Finds many patterns in a text at once: only those are tried of which the rarest words are there."""

    def __init__(self, patterns: Iterable[Pattern]) -> None:
        self._patterns = [*patterns]
        # What is in many patterns is in many texts, too.
        common = Counter(word for each in self._patterns for word in _APART.split(fold(each.written)))
        needs = [each.needs(common) for each in self._patterns]
        self._layers = tuple(_Layer() for _ in range(_LAYERS))
        for at, groups in enumerate(needs):
            groups.sort(key=lambda group: sum(common[word] for word in group))
            for layer, group in zip(self._layers, groups, strict=False):
                layer.add(at, group)
            for layer in self._layers[len(groups) :]:
                layer.free.add(at)
        self._longest = max(
            (len(key) for layer in self._layers for key in layer.needing if key.endswith("*")), default=0
        )

    def read_all(self) -> None:
        """Read every pattern, as the first text that needs it would. Raise BadPattern for one that cannot be read."""
        for each in self._patterns:
            each.read()

    def find(self, text: Text) -> Iterator[tuple[Pattern, int, int]]:
        """Give each pattern with every stretch of the text it is found in, in code points."""
        keys = text.keys(self._longest)
        there = self._layers[0].free | self._layers[0].having(keys)
        for layer in self._layers[1:]:
            there = (there & layer.free) | (there & layer.having(keys))
        for at in sorted(there):
            for start, end in self._patterns[at].stretches(text):
                yield self._patterns[at], *text.quote(start, end)


_LAYERS = 3
"""So many of the things a pattern needs are looked up before it is tried."""


class _Layer:
    """Which patterns have one of the keys they need in a text; those that need no more are `free`."""

    def __init__(self) -> None:
        self.free: set[int] = set()
        self.needing: dict[str, list[int]] = {}

    def add(self, at: int, keys: Iterable[str]) -> None:
        """Note the keys that a pattern needs one of."""
        for key in keys:
            self.needing.setdefault(key, []).append(at)

    def having(self, keys: frozenset[str]) -> set[int]:
        """Give the patterns that find what they need among these keys."""
        return set().union(*map(self.needing.__getitem__, self.needing.keys() & keys))
