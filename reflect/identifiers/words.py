"""What the lists know about one word that may be a name."""

from __future__ import annotations

import re
from collections.abc import Callable
from enum import Enum, auto

from reflect.identifiers import lists
from reflect.identifiers.reading import Word

_ON_NAMES = ("ji", "jee", "bhai", "ben", "bhen", "bai", "didi", "amma", "anna", "akka", "appa", "da", "di")
_ON_EXCUSED = ("s", "n", "an", "ian", "ic", "ese", "i", "ism", "ist", "ists", "ians")
_LETTERS = re.compile(r"[^\W\d_]+(?:['-][^\W\d_]+)*")
_LONGEST_ACRONYM = 4
_SHORTEST_NAME = 3


class Sort(Enum):
    """What a word with a capital may be."""

    EXCUSED = auto()
    KNOWN = auto()
    WORD = auto()
    PERHAPS = auto()
    PLACE = auto()
    PLACE_WORD = auto()
    ORDINARY = auto()
    CAPITALS = auto()
    INITIAL = auto()
    UNKNOWN = auto()


CANDIDATES = frozenset({Sort.KNOWN, Sort.WORD, Sort.PERHAPS, Sort.PLACE, Sort.PLACE_WORD, Sort.INITIAL, Sort.UNKNOWN})
"""What may be a name."""


def is_person(low: str) -> bool:
    """Tell whether a word is on the lists of names and no ordinary word, as it stands or with an address written on."""
    known = lists.people()
    if low in known or any(part in known for part in low.split("-")):
        return True
    return any(
        low.endswith(ending) and low[: -len(ending)] in known
        for ending in _ON_NAMES
        if len(low) >= len(ending) + _SHORTEST_NAME
    )


def is_excused(low: str) -> bool:
    """Tell whether a word is no name by itself: excused by a list, a word for a relative, or a word of address."""
    return (
        low in lists.entries("not-names")
        or low in lists.entries("kin-words")
        or low in lists.entries("titles", "after")
        or low in lists.entries("places", "wide")
    )


def is_form_of_excused(low: str) -> bool:
    """Tell whether a word is made of ones that are no names: “Brahmins”, “Foucauldian”, “Hindu-Muslim”, “so-and-so”."""
    excused = lists.entries("not-names")
    if "-" in low:
        parts = low.split("-")
        return all(part in excused or lists.is_ordinary(part) or part.isdecimal() or len(part) == 1 for part in parts)
    return any(low.endswith(ending) and low[: -len(ending)] in excused for ending in _ON_EXCUSED)


# the first that holds
_SORTS: tuple[tuple[Sort, Callable[[Word], bool]], ...] = (
    (Sort.ORDINARY, lambda word: "-" in word.low and is_form_of_excused(word.low)),
    (Sort.ORDINARY, lambda word: _LETTERS.fullmatch(word.text) is None),
    (Sort.INITIAL, lambda word: len(word.text) == 1),
    (Sort.EXCUSED, lambda word: is_excused(word.low)),
    (Sort.CAPITALS, lambda word: word.text.isupper() and len(word.low) <= _LONGEST_ACRONYM),
    (Sort.PERHAPS, lambda word: word.low in lists.entries("not-names", "perhaps")),
    (Sort.KNOWN, lambda word: is_person(word.low)),
    (Sort.WORD, lambda word: word.low in lists.names_that_are_words()),
    (Sort.PLACE, lambda word: word.low in lists.entries("places")),
    (Sort.PLACE_WORD, lambda word: word.low in lists.entries("places", "word")),
    (Sort.CAPITALS, lambda word: word.text[:-1].isupper()),
    (Sort.ORDINARY, lambda word: lists.is_ordinary(word.low) or is_form_of_excused(word.low)),
)


def sort_of(word: Word) -> Sort:
    """Give what a word with a capital may be, by the lists."""
    return next((sort for sort, holds in _SORTS if holds(word)), Sort.UNKNOWN)
