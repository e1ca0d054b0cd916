"""Roles that few people have: the only, the first, the youngest of a place, and relatives of the powerful."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from reflect.identifiers import lists
from reflect.identifiers.reading import Reading, Stretch
from reflect.models import Identifies

_ROLE = Identifies.RARE_ROLE
_WORD = r"[^\W\d_](?:[^\s.,;:!?()\"“”।]*)"
_FEW = rf"(?: {_WORD}){{0,4}}?"
_SOME = rf"(?: {_WORD}){{1,4}}"
_ONLY = r"(?:only|first|sole|lone|youngest|oldest|last|single|seniormost|first-ever|last remaining|one and only)"
_THE = r"(?:(?:the|our|their|its|her|his|my) )?"
_OF_HINDI = r"(?:की|का|के|में|मे|ki|ka|ke|mein|me)"
_IN_MARATHI = r"(?:तली|तला|तील|ातली|ातला|ातील)"
_ACHIEVED = (
    "(?:chair|become|be elected|be appointed|qualify|hold|head|lead|fly|pilot|win|pass|clear|graduate|board|bench|"
    "committee|panel|force|squad|council)"
)


def _words(group: str) -> str:
    return lists.any_of(lists.entries("roles", group))


@cache
def _rules() -> tuple[tuple[re.Pattern[str], str], ...]:
    work, people, identity, scope = map(_words, ("work", "people", "identity", "scope"))
    power, kin, office = map(_words, ("power", "kin", "office"))
    here, alone, power_there, kin_there, work_there = map(
        _words, ("hindi scope", "hindi only", "hindi power", "hindi kin", "hindi work")
    )
    where = (
        rf"(?:in|of|on|from|at|to|across|for|within) (?:(?:the|our|her|his|their|my|this|that|all|whole|entire) )*"
        rf"(?:{_WORD} ){{0,2}}?{scope}s?(?!\w)"
    )
    one, relative, powerful, place = (
        "a role that one person has",
        "a relative of somebody in power",
        "somebody in power",
        "one of a place",
    )
    rules = (
        (rf"{_THE}{_ONLY}{_FEW} {work}s? (?:{where}|ever{_FEW})", one),
        (rf"{_THE}{_ONLY} (?:{_WORD} )?{identity}(?: {_WORD}){{0,2}}? {work}(?!\w)(?: {where})?", one),
        (rf"{_THE}{_ONLY}{_FEW} {people}(?: (?:ever|here|left))? {where}", place),
        (
            rf"{_THE}{_ONLY}{_FEW} {people} (?:ever )?(?:to|on the|who(?: ever| has| had)?) {_FEW} ?{_ACHIEVED}{_FEW}",
            one,
        ),
        (
            rf"{_THE}{_ONLY}(?: {_WORD}){{0,2}}? (?:in|on|from|of) {_THE}(?:{_WORD} )?{scope}(?!\w)(?: to{_SOME})?",
            place,
        ),
        (rf"{_THE}(?:only|sole|lone|last) (?:known )?survivors? (?:of|from) (?:the|that|a){_SOME}", "one who survived"),
        (rf"{kin} (?:of|to) (?:the|a|an|our|that|this|some)(?: {_WORD}){{0,2}}? {power}(?!\w)", relative),
        (rf"(?:the|our|local|a)(?: {_WORD}){{0,2}}? {power}'s (?:{_WORD} ){{0,2}}?{kin}(?!\w)", relative),
        (
            rf"(?:the |our |an? )?(?:sitting|former|ex|current|serving|elected)[ -](?:{_WORD} )?{power}(?!\w)",
            powerful,
        ),
        (rf"(?:the|our|their|my) (?:{_WORD} )?{office}(?: of {_WORD})?(?![\w'])", powerful),
        (rf"{here}(?: भर)?(?: {_OF_HINDI}|{_IN_MARATHI}) (?:sab se |sabse |सबसे )?{alone}{_SOME}", place),
        (rf"{alone}(?: {_WORD}){{0,3}} {work_there}(?!\w)", one),
        (
            rf"(?:{_WORD} )?{power_there}(?: (?:साहब|साहिब|sahab|saab))? {_OF_HINDI} (?:{_WORD} )?{kin_there}(?!\w)",
            relative,
        ),
        (rf"{_words('other scope')}[^\s.,;:!?।]* {_words('other only')}{_SOME}", place),
    )
    return tuple((re.compile(rf"(?<![\w'-]){rule}", re.IGNORECASE), because) for rule, because in rules)


_NO_ROLE = re.compile(
    rf"{_THE}(?:only|first|last|single)(?: few| two| three| ever)? (?:time|thing|session|day|week|month|question|one\b|"
    r"person i|people i|visit|meeting|word|line|hour|minute|place|part|half|year|step|job|call|bus|train|person to|yours|"
    r"mine|hers|his\b|ours|theirs)",
    re.IGNORECASE,
)


def roles(reading: Reading) -> Iterator[Stretch]:
    """Give the roles that few people have."""
    for pattern, because in _rules():
        for found in pattern.finditer(reading.plain):
            if not _NO_ROLE.match(found.group()):
                yield Stretch(found.start(), found.start() + len(found.group().rstrip()), _ROLE, because)
