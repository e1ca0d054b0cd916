"""A text as it is looked through: a plain copy that keeps where everything stood, and its words."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import lru_cache

from reflect.models import Identifies
from reflect.patterns import WORD

_SENTENCE = re.compile(r"[.!?:;।॥\n\r\u2028\u2029\u2018\"“”«»•*>(\[]")
_DIGIT = re.compile(r"[0-9]")
_ABBREVIATED = 4
_SHOUTED, _SHOUTING = 6, 0.6
"""From how many words on, and from which share of them in capitals, capitals say nothing."""
_UNSEEN = frozenset("\u00ad\u200b\u200c\u200d\u2060\ufeff\u093c")
_INSTEAD = {
    "\u2018": "'",
    "\u2019": "'",
    "\u02bc": "'",
    "\uff07": "'",
    "\u2010": "-",
    "\u2011": "-",
    "\u0901": "\u0902",
    "\uff20": "@",
}
"""What only differs to the eye: apostrophes, hyphens, a chandrabindu for an anusvara, a wide @."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of the plain copy that may point to somebody, and what it was found by; `sort` says what to put."""

    start: int
    end: int
    kind: Identifies
    because: str
    sort: str = ""


@dataclass(frozen=True, slots=True)
class Word:
    """A word: where it stands, how it is written and compared, whether it begins a sentence, what stands before it."""

    start: int
    end: int
    text: str
    low: str
    cap: bool
    first: bool
    gap: str
    owns: bool

    @property
    def latin(self) -> bool:
        """Tell whether it is written in a script with capitals."""
        return self.text[0] < "\u0530"


@lru_cache(maxsize=4096)
def _plain(sign: str) -> str:
    """Give what stands for a sign in the plain copy: nothing for what cannot be seen, and 0 to 9 for any digit."""
    if sign in _UNSEEN:
        return ""
    if sign.isdecimal():
        return str(unicodedata.decimal(sign))
    if sign.isspace() and sign not in "\n\r\u2028\u2029":
        return " "
    whole = unicodedata.normalize("NFC", _INSTEAD.get(sign, sign))
    return "".join(each for each in whole if each not in _UNSEEN)


def plain(written: str) -> str:
    """Give a pattern or a table of words as the plain copy would have it."""
    return Reading(written).plain


class Reading:
    """A text, its plain copy, and its words.

    In the plain copy every digit is one of 0 to 9, signs and their marks are composed, and what only differs to
    the eye is one and the same, so that the rules need to know one spelling.
    """

    __slots__ = ("_ends", "_starts", "places", "plain", "text", "words")

    def __init__(self, text: str) -> None:
        self.text = text
        self._starts: list[int] = []
        self._ends: list[int] = []
        self.plain = text if text.isascii() and "\t" not in text else self._copied()
        self.words = _words(self.plain)
        self.places = [word.start for word in self.words]

    def _copied(self) -> str:
        copy: list[str] = []
        starts, ends = self._starts, self._ends
        for at, sign in enumerate(self.text):
            plain = sign if " " <= sign <= "~" else _plain(sign)
            if copy and (not plain or _is_mark(plain)):
                whole = unicodedata.normalize("NFC", copy[-1] + plain)
                if len(whole) == 1:
                    copy[-1] = whole
                    ends[-1] = at + 1
                    continue
            for each in plain:
                copy.append(each)
                starts.append(at)
                ends.append(at + 1)
        return "".join(copy)

    @property
    def has_digits(self) -> bool:
        """Tell whether there is a digit in it, in any script."""
        return _DIGIT.search(self.plain) is not None

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Give where a stretch of the plain copy, not empty, stands in the text as given."""
        return (self._starts[start], self._ends[end - 1]) if self._starts else (start, end)

    def upto(self, at: int) -> int:
        """Give the index of the first word that begins at or after a place of the plain copy."""
        return bisect_left(self.places, at)

    def word_at(self, at: int) -> int:
        """Give the index of the word that a place of the plain copy is in or follows; -1 before the first."""
        return bisect_right(self.places, at) - 1

    def low(self, index: int) -> str:
        """Give a word as it is compared; nothing where there is none."""
        return self.words[index].low if 0 <= index < len(self.words) else ""

    def beside(self, index: int) -> bool:
        """Tell whether a word follows the one before it with no more than a space between."""
        return 0 < index < len(self.words) and self.words[index].gap in {" ", "-"}

    def phrase(self, index: int, count: int) -> str:
        """Give so many words from one on, as they are compared, if nothing but spaces stands between them."""
        if count == 1:
            return self.words[index].low
        run = self.words[index : index + count]
        if len(run) < count or any(word.gap != " " for word in run[1:]):
            return ""
        return " ".join([*(word.low + "'s" * word.owns for word in run[:-1]), run[-1].low])


def _is_mark(sign: str) -> bool:
    return sign > "\u02ff" and unicodedata.category(sign)[0] == "M"


def _words(plain: str) -> list[Word]:
    found = [(each.start(), each.end(), each.group()) for each in WORD.finditer(plain)]
    loud = _is_shouted([text for _, _, text in found])
    words: list[Word] = []
    last = 0
    for start, end, text in found:
        gap = plain[last:start]
        owns = text.endswith(("'s", "'S"))
        written = text[:-2] if owns and len(text) > 2 else text  # noqa: PLR2004 - an apostrophe and an s
        first = not words or (_SENTENCE.search(gap) is not None and not _is_short(words[-1], gap))
        cap = text[0].isupper() and not loud
        words.append(Word(start, start + len(written), written, written.lower(), cap, first, gap, owns))
        last = end
    return words


def _is_short(before: Word, gap: str) -> bool:
    """Tell whether a full stop ends a shortened word, as in “Dr. Mehta” or “R. K.”, and no sentence."""
    short = (len(before.text) == 1 and before.text.isupper()) or (before.cap and before.low in _SHORTENED)
    return gap in {". ", "."} and short and len(before.text) <= _ABBREVIATED


_SHORTENED = frozenset(
    [
        "mr",
        "mrs",
        "ms",
        "mx",
        "dr",
        "prof",
        "smt",
        "st",
        "shri",
        "sri",
        "adv",
        "fr",
        "sr",
        "br",
        "rev",
        "hon",
        "capt",
        "col",
        "lt",
        "maj",
        "gen",
        "sgt",
        "insp",
        "er",
        "kum",
        "km",
        "ku",
        "md",
        "mohd",
        "pt",
        "ven",
    ]
)


def _is_shouted(texts: list[str]) -> bool:
    latin = [text for text in texts if text[0] < "\u0530" and text[0].isalpha()]
    return len(latin) >= _SHOUTED and sum(text.isupper() for text in latin) > _SHOUTING * len(latin)
