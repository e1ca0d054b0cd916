"""Details that point to nobody by themselves, and together may."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from reflect.identifiers import lists
from reflect.models import Finding, Identifies
from reflect.patterns import fold

_ENOUGH = 3
_SHORTENED = 3
"""Of how many letters the short names of months are: “sat” and “mar” are words too."""
STAGE, PLACE, ROLE, EVENT, TIME = "life stage", "a place", "a role", "an event", "a time"
_BY_KIND = {
    Identifies.EXACT_AGE: STAGE,
    Identifies.PLACE: PLACE,
    Identifies.ORGANISATION: PLACE,
    Identifies.RARE_ROLE: ROLE,
    Identifies.EXACT_DATE: TIME,
}
_PINS = frozenset({PLACE, TIME})
"""What pins the rest down: without one of them, three details are true of many people."""


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    def of(group: str) -> frozenset[str]:
        return lists.entries("roles", group)

    months = lists.any_of(word for word in lists.numbered("months") if len(word) > _SHORTENED)
    where = lists.any_of(of("where"))
    year = r"(?:19|20)\d\d"
    patterns = (
        (STAGE, lists.any_of(of("stage"))),
        (ROLE, lists.any_of((of("work") | of("hindi work")) - of("in services"))),
        (EVENT, lists.any_of(of("event"))),
        (PLACE, rf"(?:her|his|their|our|my|this|next|same) (?:\w+ )?{where}|{where} (?:of|called|near) \w+"),
        (TIME, rf"{months} (?:of )?{year}|(?:in|since|of|from|year) {year}|{year} (?:में|मे|mein)"),
    )
    return tuple(
        (kind, re.compile(rf"(?<![^\W_])(?:{pattern})(?![^\W_])", re.IGNORECASE)) for kind, pattern in patterns
    )


def together(text: str, findings: Sequence[Finding]) -> tuple[str, ...]:
    """Give the kinds of detail that together could point to one person, () for too few: see `identifiers.together`."""
    there = {_BY_KIND[finding.kind] for finding in findings if finding.kind in _BY_KIND}
    plain = fold(text)
    there |= {kind for kind, pattern in _patterns() if kind not in there and pattern.search(plain)}
    if len(there) < _ENOUGH or not there & _PINS:
        return ()
    return tuple(kind for kind in (STAGE, PLACE, ROLE, EVENT, TIME) if kind in there)
