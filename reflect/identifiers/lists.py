"""The word lists in `prompts/identifiers/`: read once, when a text is first looked through.

A list begins with remarks, a `#` before each, and has one entry a line, with `[group]` before the entries of a group.
They are kept folded but for capitals: to fold 40,000 entries takes longer than to look through a text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from functools import cache

from reflect.config import shipped

_ENDINGS = (("s", ""), ("es", ""), ("ed", ""), ("ed", "e"), ("d", ""), ("ing", ""), ("ing", "e"), ("ly", ""))
_SHORTEST = 3


def _read(name: str) -> str:
    """Give what stands in a list behind its remarks, in small letters; the rest of folding is done in the file."""
    text = (shipped() / "identifiers" / f"{name}.txt").read_text(encoding="utf-8")
    while text.startswith("#"):
        text = text.partition("\n")[2]
    return text.lower()


@cache
def groups(name: str) -> dict[str, frozenset[str]]:
    """Give the entries of a list by group, as they are compared; what stands before the first group is in ""."""
    alone, *grouped = f"\n{_read(name)}".split("\n[")
    found = {"": frozenset(alone.split("\n")) - {""}}
    for each in grouped:
        group, _, listed = each.partition("]\n")
        found[group] = frozenset(listed.split("\n")) - {""}
    return found


@cache
def entries(name: str, group: str = "") -> frozenset[str]:
    """Give the entries of one group of a list."""
    return groups(name)[group]


def cues(group: str) -> frozenset[str]:
    """Give the words of one group that say what stands beside them."""
    return groups("cues")[group]


def any_of(words: Iterable[str]) -> str:
    """Give a pattern for any of some words, the longest first."""
    return f"(?:{'|'.join(map(re.escape, sorted(words, key=len, reverse=True)))})"


@cache
def sorts(name: str) -> dict[str, str]:
    """Give for every entry of a list the group it is in."""
    return {entry: group for group, found in groups(name).items() for entry in found}


@cache
def numbered(name: str) -> dict[str, int]:
    """Give for every word of a list of numbers or months its number."""
    rows = (line.split() for line in _read(name).splitlines())
    return {word: int(number) for number, *words in rows for word in words}


@cache
def people() -> frozenset[str]:
    """Give the given and family names in Latin letters that are no ordinary words."""
    return entries("given-names") | entries("surnames")


@cache
def names_that_are_words() -> frozenset[str]:
    """Give the names in Latin letters that are ordinary words too."""
    return entries("names-that-are-words", "english") | entries("names-that-are-words", "other")


def is_ordinary(word: str) -> bool:
    """Tell whether a word is an ordinary one, as it stands or without an English ending."""
    known = entries("ordinary-words")
    return word in known or any(
        len(word) - len(ending) >= _SHORTEST and word.endswith(ending) and word[: -len(ending)] + instead in known
        for ending, instead in _ENDINGS
    )


def begins(word: str, known: AbstractSet[str], longest_ending: int) -> bool:
    """Tell whether a word is a known one with an ending of so many letters written onto it, or none."""
    return any(word[:length] in known for length in range(len(word), max(2, len(word) - longest_ending - 1), -1))
