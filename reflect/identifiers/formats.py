"""What is known by its form: e-mail addresses, links, and handles on networks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from reflect.identifiers import lists
from reflect.identifiers.lists import cues
from reflect.identifiers.reading import Reading, Stretch
from reflect.models import Identifies

_ADDRESS, _LINK = Identifies.EMAIL, Identifies.URL_HANDLE

_MAIL = re.compile(r"[^\s@<>()\[\]{}\"“”,;:|]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,6}")
_BEGINS = r"(?<![^\s(\"“'])"
_PART = r"[^\s@.()\[\]{}]"
_DOT = r"(?:\s?[(\[{]\s?dot\s?[)\]}]\s?| dot | डॉट | डाट |\.)"
_AT = r"(?:\s?@\s?|\s?[(\[{]\s?at\s?[)\]}]\s?| at the rate (?:of )?| at | एट द रेट | एट | ऐट )"
_MAILBOX = r"(?:gmail|yahoo|hotmail|outlook|rediffmail|icloud|proton\w*)"
_IN_WORDS = re.compile(rf"\bdot\b|[@(\[{{]|डॉट|डाट|at the rate|{_MAILBOX}", re.IGNORECASE)
_SCHEME = re.compile(r"(?:https?://|www\.)[^\s<>\"“”]+", re.IGNORECASE)
_AFTER_A_LINK = ".,;:!?)]}'\"”\u2019।"
_HANDLES = (
    (r"(?<![\w@./])@[A-Za-z0-9_](?:[\w.]{0,40}\w)", "after “@”"),
    (r"(?<![\w/])/?u/[\w-]{3,40}", "after “u/”"),
    (r"(?<![\w#])[\w.]{2,32}#\d{4}(?!\w)", "a name and four digits, as on Discord"),
    (r"(?<![\w.@/])[A-Za-z][\w.]{1,60}@[a-z]{2,20}(?![\w.@])", "as a UPI id is written"),
    (r"(?<![\w@/])(?=[A-Za-z0-9.]{1,40}_)[A-Za-z0-9.]+(?:_+[A-Za-z0-9.]+)+(?![\w@])", "written with an underscore"),
)


@cache
def _spelled() -> tuple[re.Pattern[str], ...]:
    ending = lists.any_of(cues("ends of hosts"))
    before = rf"{_BEGINS}{_PART}{{1,40}}(?:{_DOT}{_PART}{{1,40}}){{0,3}}{_AT}"
    host = rf"{_PART}{{2,40}}{_DOT}(?:{_PART}{{2,40}}{_DOT})?(?:{ending}|कॉम|इन)(?![\w-])"
    mailbox = rf"{_BEGINS}[\w.+-]{{2,40}}(?: at |\s?[(\[]at[)\]]\s?){_MAILBOX}(?!\w)"
    return re.compile(before + host, re.IGNORECASE), re.compile(mailbox, re.IGNORECASE)


@cache
def _host() -> re.Pattern[str]:
    ending = lists.any_of(cues("ends of hosts"))
    return re.compile(
        rf"(?<![\w@.-])((?:[\w-]{{1,63}}\.){{1,6}})({ending}|[a-z]{{2,6}}(?=/\w{{2}}))(?::\d+)?(/[^\s<>\"“”]*)?(?![\w-])",
        re.IGNORECASE,
    )


@cache
def _handles() -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((re.compile(pattern), because) for pattern, because in _HANDLES)


@cache
def _labelled_handle() -> re.Pattern[str]:
    return re.compile(
        rf"(?<!\w){lists.any_of(cues('networks'))}"
        r"(?:[ :]+(?:id|handle|account|name|page|is|pe|par|mein|as|hai|channel)){0,3}[ :,]+[\"“']?"
        r"(?P<value>(?=[a-z]*[\d._])[a-z0-9][\w.]{2,40}\w)",
        re.IGNORECASE,
    )


@cache
def _plain_handle() -> re.Pattern[str]:
    """Give the pattern for a handle of nothing but letters, which more has to be said before."""
    calling = lists.any_of(cues("networks that say so"))
    between = r"(?: (?:is|hai|was|name))?(?: ?[:=-] ?| [\"“']| )"
    return re.compile(
        rf"(?<!\w)(?:{calling}{between}|(?:handle|ig|insta|snap|telegram|tg) ?: ?|handle (?:is|hai|was) )"
        r"(?P<value>[a-z]{5,30})(?![\w@])",
        re.IGNORECASE,
    )


def addresses(reading: Reading) -> Iterator[Stretch]:
    """Give the e-mail addresses of a text, those spelled in words too."""
    plain = reading.plain
    for found in _MAIL.finditer(plain) if "@" in plain else ():
        yield Stretch(found.start(), _end_of_link(plain, *found.span()), _ADDRESS, "as an e-mail address is written")
    for pattern in _spelled():
        for found in pattern.finditer(plain):
            if _IN_WORDS.search(found.group()):
                yield Stretch(*found.span(), _ADDRESS, "an e-mail address in words")


def links(reading: Reading) -> Iterator[Stretch]:
    """Give the links of a text."""
    plain = reading.plain
    for found in (*_SCHEME.finditer(plain), *filter(_is_host, _host().finditer(plain))):
        yield Stretch(found.start(), _end_of_link(plain, *found.span()), _LINK, "as a link is written", "link")


def handles(reading: Reading) -> Iterator[Stretch]:
    """Give the names people go by on networks."""
    for pattern, because in _handles():
        for found in pattern.finditer(reading.plain):
            yield Stretch(*found.span(), _LINK, because)
    for pattern in (_labelled_handle(), _plain_handle()):
        for found in pattern.finditer(reading.plain):
            low = found["value"].lower()
            if not (lists.is_ordinary(low) or low in lists.entries("not-names")):
                yield Stretch(*found.span("value"), _LINK, "after the name of a network")


def _end_of_link(plain: str, start: int, end: int) -> int:
    while end > start + 1 and plain[end - 1] in _AFTER_A_LINK:
        end -= 1
    return end


def _is_host(found: re.Match[str]) -> bool:
    """Tell a host from two sentences without a space between them (“I went home.in the end”)."""
    labels, ending, path = found.groups()
    if path or labels.count(".") > 1:
        return not labels.replace(".", "").isdecimal()
    name = labels[:-1].lower()
    if len(name) < 2 or name.isdecimal():  # noqa: PLR2004 - “e.g.”, “2.in”
        return False
    if ending.lower() in cues("ends of hosts that are words"):
        return ending.islower() and not lists.is_ordinary(name)
    return ending.islower() or ending.isupper()
