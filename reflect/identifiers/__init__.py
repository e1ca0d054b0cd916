"""The identifier check: stretches of a text that may point to a person, shown before a page goes to somebody else.

It warns and suggests, and changes nothing by itself. It is a help, not a guarantee: what only those who know the
person would recognise, no list and no pattern finds, so the last step is always to read the page.

What has a fixed form is looked for first (`formats`, `numbers`, `dates`), then roles few people have (`roles`), then
names of people, organisations and places (`names` where there are capitals, `scripts` where there are none). A stretch
that was found is not looked at again, so an earlier rule wins over a later one.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from functools import cache

from reflect.identifiers import combined, dates, formats, instead, lists, names, numbers, places, roles, scripts
from reflect.identifiers.reading import Reading, Stretch
from reflect.models import HARD, Finding, Identifies
from reflect.patterns import fold

_Rule = Callable[[Reading], Iterable[Stretch]]
_RULES: tuple[_Rule, ...] = (
    formats.addresses,
    formats.links,
    formats.handles,
    numbers.checked,
    numbers.shaped,
    numbers.labelled,
    numbers.filed,
    dates.dates,
    numbers.numbers,
    numbers.spelled,
    dates.ages,
    roles.roles,
    places.numbered,
    names.runs,
    scripts.runs,
)
_SHORTEST_REPEATED = 3


def check(text: str, *, leave: Collection[str] = (), watch: Collection[str] = ()) -> list[Finding]:
    """Give what may point to a person: in order, not overlapping, offsets in code points of the text as given.

    `leave` are stretches to leave alone, compared whole and folded; what points to one person by itself (`HARD`) is
    found all the same. `watch` are words to look for always, whole and in any case; it wins over `leave`.
    """
    reading = Reading(text)
    if not reading.words:
        return []
    alone = {fold(each) for each in leave}
    watched = [*_watched(reading, watch)]
    found = _apart(reading, watched, alone)
    found += _repeated(reading, found, alone)
    return [_finding(reading, stretch) for stretch in sorted(found, key=lambda stretch: stretch.start)]


def replaced(text: str, findings: Iterable[Finding]) -> str:
    """Give a text with the suggestion of each finding in its place, and everything else as it was."""
    parts, last = [], 0
    for finding in sorted(findings, key=lambda finding: finding.start):
        parts += [text[last : finding.start], finding.suggestion]
        last = finding.end
    return "".join([*parts, text[last:]])


def weaker(text: str) -> bool:
    """Tell whether a text has letters of a script without capitals, where names are harder to find."""
    return not text.isascii() and any(map(scripts.is_caseless, text))


def together(text: str, findings: Sequence[Finding]) -> tuple[str, ...]:
    """Give the kinds of detail that together could point to one person though there is no name, () for too few.

    Three kinds are needed of a life stage, a place, a role, an event and a time, and one of them has to pin the rest
    down. What was made vague (“a young adult”, “last month”) does not count.
    """
    return combined.together(text, findings)


# -- one stretch over another ------------------------------------------------------------------------------------


def _apart(reading: Reading, watched: list[Stretch], alone: Collection[str]) -> list[Stretch]:
    """Give what the rules find, none of it over another: the earlier rule wins. A watched word is in all the same."""
    taken = bytearray(len(reading.plain))
    found: list[Stretch] = []
    for rule in _RULES:
        # longest first where one rule finds two over each other
        for stretch in sorted(rule(reading), key=lambda each: (each.start, -each.end)):
            if taken.find(1, stretch.start, stretch.end) >= 0 or _is_left(reading, stretch, alone):
                continue
            taken[stretch.start : stretch.end] = b"\x01" * (stretch.end - stretch.start)
            found.append(stretch)
    return _with_watched(found, watched) if watched else found


def _with_watched(found: list[Stretch], watched: list[Stretch]) -> list[Stretch]:
    """Add the watched words; one that lies partly in a finding makes it longer."""
    whole: list[Stretch] = []
    for stretch in sorted([*found, *watched], key=lambda each: (each.start, each.end)):
        if whole and stretch.start < whole[-1].end:
            before = whole[-1]
            kept = before if before.because != _WATCHED else stretch
            whole[-1] = Stretch(before.start, max(before.end, stretch.end), kept.kind, kept.because, kept.sort)
        else:
            whole.append(stretch)
    return whole


def _is_left(reading: Reading, stretch: Stretch, alone: Collection[str]) -> bool:
    return bool(alone) and stretch.kind not in HARD and fold(_as_given(reading, stretch)) in alone


def _as_given(reading: Reading, stretch: Stretch) -> str:
    start, end = reading.span(stretch.start, stretch.end)
    return reading.text[start:end]


_WATCHED = "a word you asked to look for"


def _watched(reading: Reading, watch: Collection[str]) -> Iterator[Stretch]:
    """Give where the watched words stand, however they are written."""
    by_first: dict[str, list[list[str]]] = {}
    for entry in watch:
        parts = [word.low + "'s" * word.owns for word in Reading(entry).words]
        if parts:
            by_first.setdefault(parts[0], []).append(parts)
    if not by_first:
        return
    words = reading.words
    for at, word in enumerate(words):
        for parts in by_first.get(word.low, ()):
            if [each.low for each in words[at : at + len(parts)]] == parts:
                yield Stretch(word.start, words[at + len(parts) - 1].end, Identifies.PERSON_NAME, _WATCHED)
                break


# -- repeats -----------------------------------------------------------------------------------------------------


def _repeated(reading: Reading, found: Sequence[Stretch], alone: Collection[str]) -> Iterator[Stretch]:
    """Give where else a name stands that was found once, in small letters too if it is no ordinary word."""
    taken = bytearray(len(reading.plain))
    named: set[str] = set()
    for stretch in found:
        taken[stretch.start : stretch.end] = b"\x01" * (stretch.end - stretch.start)
        if stretch.kind is Identifies.PERSON_NAME:
            at, end = reading.upto(stretch.start), reading.upto(stretch.end)
            named |= {word.low for word in reading.words[at:end] if _is_repeatable(word.low)}
    for word in reading.words if named else ():
        if word.low in named and taken.find(1, word.start, word.end) < 0 and (word.cap or not _is_word(word.low)):
            stretch = Stretch(word.start, word.end, Identifies.PERSON_NAME, "found as a name elsewhere in this text")
            if not _is_left(reading, stretch, alone):
                yield stretch


def _is_repeatable(low: str) -> bool:
    return len(low) >= _SHORTEST_REPEATED and low not in _beside_names()


@cache
def _beside_names() -> frozenset[str]:
    titles = lists.groups("titles")
    return (
        titles["before"]
        | titles["before listed"]
        | titles["after"]
        | lists.entries("kin-words")
        | lists.entries("not-names")
    )


def _is_word(low: str) -> bool:
    return (
        low in lists.names_that_are_words()
        or low in lists.entries("names-that-are-words", "devanagari")
        or lists.is_ordinary(low)
    )


def _finding(reading: Reading, stretch: Stretch) -> Finding:
    start, end = reading.span(stretch.start, stretch.end)
    suggested = instead.suggestion(reading, stretch)
    return Finding(start, end, stretch.kind, reading.text[start:end], suggested, stretch.because)
