"""Roles that few people have: the only, the first, the youngest of a place, and relatives of the powerful."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from reflect.identifiers import lists
from reflect.identifiers.reading import Reading, Stretch
from reflect.models import Identifies

_ROLE = Identifies.RARE_ROLE
_WORD = r"[^\W\d_][^\s.,;:!?()\"“”।]{0,40}"
_FEW = rf"(?: {_WORD}){{0,4}}?"
_SOME = rf"(?: {_WORD}){{1,4}}"
_ONLY = r"(?:only|first|sole|lone|youngest|oldest|last|single|seniormost|first-ever|last remaining|one and only)"
_THE = r"(?:(?:the|our|their|its|her|his|my) )?"
_OF_HINDI = r"(?:की|का|के|में|मे|ki|ka|ke|mein|me)"
_IN_MARATHI = r"(?:तली|तला|तील|ातली|ातला|ातील)"
_SHOWN = "(?:posters?|hoardings?|newspapers?|headlines?|billboards?|documentary|viral video|viral reel)"
_ACHIEVED = (
    "(?:chair|become|be elected|be appointed|qualify|hold|head|lead|fly|pilot|win|pass|clear|graduate|board|bench|"
    "committee|panel|force|squad|council)"
)


def _words(group: str) -> str:
    return lists.any_of(lists.entries("roles", group))


_Rules = tuple[tuple[re.Pattern[str], str], ...]
_ONE, _RELATIVE, _POWERFUL = "a role that one person has", "a relative of somebody in power", "somebody in power"
_PLACE = "one of a place"


def _compiled(*rules: tuple[str, str]) -> _Rules:
    return tuple((re.compile(rf"(?<![\w'-]){rule}", re.IGNORECASE), because) for rule, because in rules)


@cache
def _the_only() -> _Rules:
    work, people, identity, scope = map(_words, ("work", "people", "identity", "scope"))
    where = (
        rf"(?:in|of|on|from|at|to|across|for|within) (?:(?:the|our|her|his|their|my|this|that|all|whole|entire) )*"
        rf"(?:{_WORD} ){{0,3}}?{scope}s?(?!\w)"
    )
    may = r"(?:ever )?(?:to|on the|who(?: ever| has| had)?)"
    return _compiled(
        (rf"{_THE}{_ONLY}{_FEW} {work}s? (?:{where}|ever{_FEW})", _ONE),
        (rf"{_THE}{_ONLY} (?:{_WORD} )?{identity}(?: {_WORD}){{0,2}}? {work}(?!\w)(?: {where})?", _ONE),
        (rf"{_THE}{_ONLY}{_FEW} {people}(?: (?:ever|here|left))? {where}", _PLACE),
        (rf"{_THE}{_ONLY}{_FEW} {people} {may} {_FEW} ?{_ACHIEVED}{_FEW}", _ONE),
        (
            rf"{_THE}{_ONLY}(?: {_WORD}){{0,2}}? (?:in|on|from|of) {_THE}(?:{_WORD} )?{scope}(?!\w)(?: to{_SOME})?",
            _PLACE,
        ),
        (rf"{_THE}{scope}'s {_ONLY}(?: {_WORD}){{1,2}}", _PLACE),
        (
            rf"one of (?:the|our) (?:last |only )?(?:two|three|few){_FEW} (?:left )?(?:in|of|on) {_THE}{scope}(?!\w)",
            _PLACE,
        ),
        (rf"{_THE}{_WORD} who{_SOME} (?:in|of) (?:the|our|this) (?:{_WORD} )?{scope}(?!\w)", _PLACE),
        (
            rf"{_THE}{_WORD} (?:of the {_WORD} )?(?:on|in) (?:the|those|that|all the){_FEW} {_SHOWN}",
            "somebody who was shown",
        ),
        (rf"{_THE}(?:only|sole|lone|last) (?:known )?survivors? (?:of|from) (?:the|that|a){_SOME}", "a survivor"),
    )


@cache
def _one_of_a_kind() -> _Rules:
    identity, work = map(_words, ("identity", "work"))
    return _compiled((rf"(?:the|our|their|my|his|her) one {identity}(?: {_WORD})?? {work}(?!\w)", _ONE))


@cache
def _former() -> _Rules:
    former, post, scope = map(_words, ("former", "post", "scope"))
    of_it = rf"(?:of|at|for|in) (?:the|our|this|that) (?:{_WORD} ){{0,3}}?{scope}(?!\w)"
    return _compiled((rf"(?:the |our |an? )?{former}[ -](?:{_WORD} )?{post} {of_it}", _ONE))


@cache
def _of_the_powerful() -> _Rules:
    power, kin, office = map(_words, ("power", "kin", "office"))
    sitting = "(?:sitting|former|ex|current|serving|elected)"
    return _compiled(
        (rf"{kin} (?:of|to) (?:the|a|an|our|that|this|some)(?: {_WORD}){{0,2}}? {power}(?!\w)", _RELATIVE),
        (rf"(?:the|our|local|a)(?: {_WORD}){{0,2}}? {power}'s (?:{_WORD} ){{0,2}}?{kin}(?!\w)", _RELATIVE),
        (rf"(?:the |our |an? )?{sitting}[ -](?:{_WORD} )?{power}(?!\w)", _POWERFUL),
        (rf"(?:the|our|their|my) (?:{_WORD} )?{office}(?: of {_WORD})?(?![\w'])", _POWERFUL),
    )


@cache
def _in_hindi() -> _Rules:
    scope, alone, work = map(_words, ("hindi scope", "hindi only", "hindi work"))
    power, kin = map(_words, ("hindi power", "hindi kin"))
    return _compiled(
        (rf"{scope}(?: भर)?(?: {_OF_HINDI}|{_IN_MARATHI}) (?:sab se |sabse |सबसे )?{alone}{_SOME}", _PLACE),
        (rf"{alone}(?: {_WORD}){{0,3}} {work}(?!\w)", _ONE),
        (rf"(?:{_WORD} )?{power}(?: (?:साहब|साहिब|sahab|saab))? {_OF_HINDI} (?:{_WORD} )?{kin}(?!\w)", _RELATIVE),
    )


@cache
def _in_other_tongues() -> _Rules:
    power, kin = map(_words, ("other power", "other kin"))
    return _compiled(
        (rf"{power}[^\s.,;:!?।]{{0,12}} {kin}", _RELATIVE),
        (rf"{_words('other scope')}[^\s.,;:!?।]{{0,20}} {_words('other only')}{_SOME}", _PLACE),
    )


_TRIGGERS = (
    (("only",), _the_only),
    (("identity",), _one_of_a_kind),
    (("former",), _former),
    (("power", "office"), _of_the_powerful),
    (("hindi only", "hindi power"), _in_hindi),
    (("other only", "other kin"), _in_other_tongues),
)
"""Which words a text needs for some rules to be worth their while: most texts need none, and compiling costs 20 ms."""


_NO_ROLE = re.compile(
    rf"{_THE}(?:only|first|last|single)(?: few| two| three| ever)? (?:time|thing|session|day|week|month|question|one\b|"
    r"person i|people i|visit|meeting|word|line|hour|minute|place|part|half|year|step|job|call|bus|train|person to|"
    r"yours|mine|hers|his\b|ours|theirs)",
    re.IGNORECASE,
)


def roles(reading: Reading) -> Iterator[Stretch]:
    """Give the roles that few people have."""
    there = {part for word in reading.words for part in (word.low, *word.low.split("-"))}
    for groups, rules in _TRIGGERS:
        if there.isdisjoint(_triggers(groups)):
            continue
        for pattern, because in rules():
            for found in pattern.finditer(reading.plain):
                if not _NO_ROLE.match(found.group()):
                    yield Stretch(found.start(), found.start() + len(found.group().rstrip()), _ROLE, because)


@cache
def _triggers(groups: tuple[str, ...]) -> frozenset[str]:
    return frozenset(word for group in groups for entry in lists.entries("roles", group) for word in entry.split()[-1:])
