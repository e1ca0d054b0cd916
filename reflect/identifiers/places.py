"""Organisations and places in a script with capitals: by a word that makes them one, by number, by where they stand."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from reflect.identifiers import lists
from reflect.identifiers.lists import cues
from reflect.identifiers.reading import Reading, Stretch, Word, plain
from reflect.identifiers.words import CANDIDATES, Sort, sort_of
from reflect.models import Identifies

_ORGANISATION, _PLACE = Identifies.ORGANISATION, Identifies.PLACE
_LONGEST_PHRASE = 3
_LONGEST_HOUSE_NUMBER = 4
_SHORTEST_PLACE = 6
_NAMING_THOUGH_EXCUSED = frozenset({"holy", "sacred", "st", "christ", "ram", "krishna", "gita", "buddha", "jesus"})


class Found(NamedTuple):
    """Words of a run, from `first` up to `last`, that make an organisation or a place."""

    first: int
    last: int
    kind: Identifies
    because: str
    sort: str


@cache
def _organisations() -> dict[str, str]:
    return {
        entry: sort
        for sort, found in lists.groups("organisation-words").items()
        for entry in found
        if sort not in {"generic", "beside", "works at"}
    }


def organisation(reading: Reading, start: int, end: int) -> Found | None:
    """Find the last words of a run that make an organisation, with something in the run that names it."""
    small = end < len(reading.words) and reading.beside(end) and reading.low(end) in cues("small too")
    for last in range(end + small, start, -1):
        for count in range(min(_LONGEST_PHRASE, last - start), 0, -1):
            phrase = reading.phrase(last - count, count)
            if (sort := _organisations().get(phrase)) and _is_named(reading, start, last, count):
                return Found(start, last, _ORGANISATION, f"with “{phrase}”", sort)
    return None


def _is_named(reading: Reading, start: int, last: int, count: int) -> bool:
    """Tell whether a run says which hospital it is: a name in it, or the town behind it."""
    words = reading.words
    naming = [word for word in words[start:last] if word.low not in cues("links")]
    if any(_names_it(word) for word in naming[:-1] or naming[: count - 1]):
        return True
    town = last < len(words) and words[last].cap and words[last].gap == ", " and sort_of(words[last]) in CANDIDATES
    return town and len(naming) > 1


def _names_it(word: Word) -> bool:
    low = word.low
    if low in lists.entries("organisation-words", "generic") or low in _organisations():
        return False
    return low not in lists.entries("not-names") or low in _NAMING_THOUGH_EXCUSED


def street(reading: Reading, start: int, end: int) -> Found | None:
    """Find the last word of a run that makes a place, with something in the run that names it."""
    words = reading.words
    after, generic = lists.entries("place-words", "after"), _generic()
    small = end < len(words) and reading.beside(end) and reading.low(end) in cues("small places too")
    for last in range(end + small, start + 1, -1):
        if words[last - 1].low not in after:
            continue
        before = words[start : last - 1]
        named = any(word.low not in generic and sort_of(word) is not Sort.EXCUSED for word in before)
        if named and not (last > end and lists.is_ordinary(words[last - 2].low)):
            return Found(start, last, _PLACE, f"with “{words[last - 1].low}”", words[last - 1].low)
    return None


@cache
def _generic() -> frozenset[str]:
    return lists.entries("place-words", "generic") | lists.entries("organisation-words", "generic") | cues("links")


def house(reading: Reading, first: int) -> int:
    """Give where a place begins: at its house number, if one stands before it."""
    words = reading.words
    if reading.beside(first):
        number = words[first - 1]
        if number.text[0].isdecimal() and len(number.text) <= _LONGEST_HOUSE_NUMBER:
            return number.start
    return words[first].start


def ends_like_one(low: str) -> str:
    """Give the ending by which a word is like the name of a place: “-pur”; nothing where there is none."""
    if len(low) < _SHORTEST_PLACE or lists.is_ordinary(low):
        return ""
    endings = lists.entries("place-words", "endings")
    return next((ending for ending in endings if low.endswith(ending) and len(low) - len(ending) > 1), "")


def is_worked_at(reading: Reading, start: int) -> bool:
    """Tell whether a word for working or studying somewhere stands before."""
    known = lists.entries("organisation-words", "works at")
    return any(start >= count and reading.phrase(start - count, count) in known for count in (1, 2))


def is_where(reading: Reading, start: int, end: int) -> bool:
    """Tell whether the words beside say that somebody is there, or comes from there."""
    before = reading.low(start - 1) if reading.beside(start) else ""
    if before in cues("where"):
        goes = before not in {"to", "from", "at", "behind"} or _is_moving(reading, start)
        return goes and reading.low(end) not in cues("does")
    return reading.beside(end) and reading.low(end) in {"mein", "me"} and not reading.words[start].owns


def _is_moving(reading: Reading, start: int) -> bool:
    return any(reading.low(index) in cues("moves") for index in range(max(0, start - 4), start - 1))


_POSTCODE = re.compile(
    r"(?<![\w-])(?:[A-PR-UWYZ]\d{1,2}|[A-PR-UWYZ][A-HK-Y]\d{1,2}|[A-PR-UWYZ][A-HK-Y]?\d[A-Z]) ?"
    r"\d[ABD-HJLNP-UW-Z]{2}(?!\w)"
)
_TOWN_PIN = re.compile(r"[^\W\d_]{3,40} ?[-\u2013] ?(?P<value>[1-9]\d{5})(?![\d.,]|-\d)")


@cache
def _pin() -> re.Pattern[str]:
    code = r"pin(?: ?code)?|postcode|post code|zip(?: code)?|postal code|पिन(?: ?कोड)?|পিন(?: কোড)?|பின்கோடு|ಪಿನ್|പിൻ"
    between = r"(?: (?:is|no|number|hai|है|wala|नंबर))?[ :.-]{1,3}"
    return re.compile(plain(rf"(?:{code}){between}(?P<value>\d{{3}} ?\d{{2,3}}|\d{{5}})(?!\d)"), re.IGNORECASE)


@cache
def _numbered() -> re.Pattern[str]:
    words = "|".join(sorted(lists.entries("place-words", "numbered"), key=len, reverse=True))
    return re.compile(
        rf"(?<![^\W_])(?P<word>{words})(?: ?(?P<no>no|number|nr|नंबर|नं|क्रमांक|#)\.?)?[ -]?"
        r"(?P<value>\d{1,4}(?:-?[A-D](?!\w)|/\d{1,4})?)(?!\d|[.:]\d|\w)(?:, (?P<town>[^\W\d_]+))?",
        re.IGNORECASE,
    )


def numbered(reading: Reading) -> Iterator[Stretch]:
    """Give the places that have a number: a ward, a sector, a flat, a postcode."""
    text = reading.plain
    for found in _POSTCODE.finditer(text):
        yield Stretch(*found.span(), _PLACE, "as a postcode is written", "area")
    for found in _pin().finditer(text) if reading.has_digits else ():
        yield Stretch(*found.span("value"), _PLACE, "after “PIN” or “postcode”", "area")
    for found in _TOWN_PIN.finditer(text):
        yield Stretch(*found.span("value"), _PLACE, "six digits after a name, as a PIN code is written", "area")
    for found in _numbered().finditer(text) if reading.has_digits else ():
        town = found["town"] or ""
        if found["word"].lower() in cues("rooms") and not found["no"] and not town:
            continue
        end = found.end() if town and town[0].isupper() else found.end("value")
        yield Stretch(found.start(), end, _PLACE, f"“{found['word']}” with a number", "area")
