"""Days of the calendar, and ages told to the year. A year, a month or a weekday alone, and a duration, are neither."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from reflect.identifiers import lists
from reflect.identifiers.lists import cues
from reflect.identifiers.reading import Reading, Stretch, Word
from reflect.identifiers.reading import plain as as_plain
from reflect.models import Identifies

_DATE, _AGE = Identifies.EXACT_DATE, Identifies.EXACT_AGE
_END = r"(?![^\W\d_])"
_IN_NUMBERS = re.compile(
    r"(?<![\d/])(?<!\d[-.])(?:(?P<y>(?:19|20)\d\d)[-/.](?P<m>\d{1,2})[-/.](?P<d>\d{1,2})|"
    r"(?P<a>\d{1,2})(?P<sign> ?[-/.] ?)(?P<b>\d{1,2})(?P=sign)(?P<c>(?:1[89]|20)\d\d|\d\d))(?![\d/]|[-.]\d|%)"
)
_DAY_AND_MONTH = re.compile(
    r"(?<!\w)(?P<cue>on|dob|dated|date|since|until|till|by|born) (?P<day>\d{1,2}/\d{1,2})(?![\d/%]|[.-]\d)",
    re.IGNORECASE,
)
_OF_THE_MONTH = re.compile(
    rf"(?<!\w)(?:\d{{1,2}} ?(?:tareekh|tarikh|taarikh|तारीख|তারিখ)|(?:tareekh|तारीख) \d{{1,2}}){_END}", re.IGNORECASE
)


@cache
def _with_month() -> re.Pattern[str]:
    ordinals = sorted(cues("ordinals"))
    months = "|".join(sorted(map(re.escape, lists.numbered("months")), key=len, reverse=True))
    ordinal = "|".join(
        [*(f"twenty-{each}" for each in ordinals if not each.endswith("teenth")), "thirty-first", *ordinals]
    )
    year = r"(?:,? ?(?:of )?(?:['\u2019]\d\d|(?:1[89]|20)\d\d))?(?!\d)"
    day = r"(?:0?[1-9]|[12]\d|3[01])"
    return re.compile(
        rf"(?<![\w.])(?:(?P<day>{day}) ?(?:st|nd|rd|th|वीं|ला|ली|री|थी|ই|শে|லா)?(?: (?:day )?of)?[ ,./-]{{0,2}}|"
        rf"(?P<said>{ordinal})(?: of)? )"
        rf"(?P<month>{months}){_END}\.?(?:[-/ ,]{{1,2}}(?:['\u2019]\d\d|(?:1[89]|20)\d\d)(?!\d)|[-/]\d\d(?!\d)|{year})|"
        rf"(?<![^\W_])(?P<first>{months}){_END}\.?[ -](?:the )?(?P<then>{day})(?P<th>st|nd|rd|th)?"
        rf"(?![\d:]|\.\d|[^\W\d_]|-\d){year}|"
        rf"(?<![^\W_])(?P<before>{months}){_END} (?:the )?(?P<spoken>{ordinal})(?![\w-]){year}",
        re.IGNORECASE,
    )


_VERBS_TOO = frozenset(["may", "march", "mar", "sat", "mai"])
_COUNTED = re.compile(
    r"\s?(?:%|years?|times|people|days|weeks|months|hours|minutes|km|miles|mg|percent|of us|of them)(?!\w)",
    re.IGNORECASE,
)


def dates(reading: Reading) -> Iterator[Stretch]:
    """Give the days of the calendar: day and month at least, in any usual form."""
    plain = reading.plain
    for found in _IN_NUMBERS.finditer(plain):
        if _is_day(found):
            yield Stretch(*found.span(), _DATE, "day, month and year", "year")
    for found in _with_month().finditer(plain):
        if not _is_verb(found, plain):
            long_ago = "year" if re.search(r"\d{4}$|['\u2019]\d\d$", found.group()) else ""
            yield Stretch(*found.span(), _DATE, "a day and a month", long_ago)
    for found in _DAY_AND_MONTH.finditer(plain):
        day, month = map(int, found["day"].split("/"))
        if 0 < min(day, month) <= 12 and max(day, month) <= 31 and month != 10:  # noqa: PLR2004 - “7/10” is a rating
            yield Stretch(*found.span("day"), _DATE, f"a day and a month, after “{found['cue']}”")
    for found in _OF_THE_MONTH.finditer(plain):
        yield Stretch(*found.span(), _DATE, "a day of the month")


def _is_day(found: re.Match[str]) -> bool:
    if found["y"]:
        return 0 < int(found["m"]) <= 12 and 0 < int(found["d"]) <= 31  # noqa: PLR2004 - months and days
    first, second = int(found["a"]), int(found["b"])
    return 0 < min(first, second) <= 12 and max(first, second) <= 31 and min(first, second) > 0  # noqa: PLR2004


def _is_verb(found: re.Match[str], plain: str) -> bool:
    """Tell “they may 2 times” and “march 10 km” from dates."""
    month = found["month"] or found["first"] or found["before"]
    if found["first"] and _COUNTED.match(plain, found.end()):
        return True
    alone = found["first"] and not found["th"] and not re.search(r"\d{4}$", found.group())
    return bool(alone) and month.islower() and month in _VERBS_TOO


_OLDEST = 110
_COUNTED_UP_TO = 13
"""Below this, a number in words is more often a count than an age."""
_MOST_VERBS = 3
_ENDS = re.compile(r"[,.;:!?)\"”]|$| (?:and|but|now|next|this|when|with|who|today|in|by|years?)(?!\w)")
_TO_THE_YEAR = "years? old|yrs? old|y/?o|year ?olds?|years? of age|yrs? of age"


_SPELLED = r"[^\W\d_][^\s.,;:!?()।-]{0,24}"
"""A word of any script; whether it is a number, the list of numbers says."""


@cache
def _ages() -> tuple[tuple[re.Pattern[str], str], ...]:
    figures = r"1[01]\d|[1-9]?\d"
    spelled = rf"(?:{figures}|{_SPELLED}(?:-{_SPELLED})?)"
    years = "(?:साल|वर्ष|बरस|बर्ष|saal|sal|baras|varsh|سال)"
    of = "(?:की|का|के|ki|ka|ke|kii|ची|चा|चे|کی|کا|کے)"
    be = "(?:hai|hain|tha|thi|the|hoon|hun|ho|hui|hua|hogi|hoga|है|हैं|थी|था|थे|हूँ|हूं|हो|हुई|हुआ|होगी|होगा)"
    things = lists.any_of(cues("indic things with an age"))
    sex = "(?:M|F|T|m|f|[Mm]ale|[Ff]emale)"
    in_years, beside = "an age in years", "a number of years beside a person"
    rules = (
        (rf"(?P<age>{spelled})[ -]?(?:years?|yrs?|yr)[ -]olds?(?P<noun>(?:[ -][a-z]+)?)", in_years),
        (rf"(?P<age>{figures})[ -]?(?:{_TO_THE_YEAR})", in_years),
        (
            rf"(?:age of|age is|age:|aged?|umr|umar)[ :]+(?P<age>{spelled})(?: (?:years?|yrs?|saal))?(?!-)",
            "after “age”",
        ),
        (
            rf"{lists.any_of(cues('words for age'))}(?: (?:है|थी|के|की|होगी))?[ ,:]+(?P<age>{spelled})(?: ?{years})?",
            "after “age”",
        ),
        (rf"(?P<age>{spelled})[ -]?{years}[ -]{of}(?! {things}{_END})", in_years),
        (rf"(?P<age>{spelled})[ -]?{lists.any_of(cues('years old'))}", in_years),
        (rf"(?P<age>{figures}) {of}(?= {be}{_END})", in_years),
        (r"(?<=, )(?P<age>[1-9]\d)(?=, [^\W\d])", beside),
        (r"(?<=[a-z] \()(?P<age>[1-9]\d)(?=[,)])", beside),
    )
    with_sex = (
        rf"(?P<age>{figures}) ?/ ?{sex}",
        r"(?P<age>[1-9]\d) ?(?:M|F|yo|Y)",
        rf"[MF] ?[/,] ?(?P<age>{figures})",
        rf"(?P<age>[1-9]\d),? ?(?:yrs?|years?|y)? ?[/,] ?{sex}",
    )
    return (
        *((_alone(pattern, re.IGNORECASE), because) for pattern, because in rules),
        *((_alone(pattern), "an age and a sex") for pattern in with_sex),
    )


def _alone(pattern: str, flags: int = 0) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w.,/:₹$£-])(?:{as_plain(pattern)})(?![\w/]|[.:]\d)", flags)


def ages(reading: Reading) -> Iterator[Stretch]:
    """Give the ages that are told to the year."""
    for pattern, because in _ages():
        for found in pattern.finditer(reading.plain):
            noun = found.groupdict().get("noun") or ""
            years = _in_years(found["age"])
            if years and noun[1:].lower() not in cues("things with an age"):
                yield Stretch(found.start(), found.end() - len(noun), _AGE, because, str(years))
    yield from _told(reading)


def _in_years(written: str) -> int:
    return int(written) if written.isdecimal() else lists.numbered("numbers").get(written.lower(), 0)


@cache
def _not_years() -> re.Pattern[str]:
    units = lists.any_of(cues("not years"))
    return re.compile(
        rf"\s?(?:[%/:-]|{units}(?!\w)|\w+s\b|years? (?:into|in|ago|later|since|of)|years?(?!\w))", re.IGNORECASE
    )


def _told(reading: Reading) -> Iterator[Stretch]:
    """Give what a person is said to be: “the girl is 16, the husband 29”, “she turned twelve”."""
    numbers = lists.numbered("numbers")
    words = reading.words
    for at, word in enumerate(words[1:], 1):
        years = int(word.low) if word.low.isdecimal() and len(word.low) <= 3 else numbers.get(word.low, 0)  # noqa: PLR2004
        if not 1 < years <= _OLDEST or word.gap != " " or not word.latin or _not_years().match(reading.plain, word.end):
            continue
        if because := _is_told(reading, at, in_words=not word.low.isdecimal(), years=years):
            yield Stretch(word.start, word.end, _AGE, because, str(years))


def _is_told(reading: Reading, at: int, *, in_words: bool, years: int) -> str:
    """Tell after what a number is somebody's age; nothing where it is not."""
    words = reading.words
    before = words[at - 1]
    ends = _ENDS.match(reading.plain, words[at].end)
    if before.low in {"turned", "turns", "turning"}:
        return f"after “{before.low}”"
    if in_words and (years < _COUNTED_UP_TO or not ends):
        return ""
    if before.owns and before.low in cues("one"):
        return f"after “{before.text}'s”"
    if before.low in cues("aged") and not in_words and ends:
        return f"after “{before.low}”"
    becoming = at - 1
    while becoming >= 0 and at - becoming <= _MOST_VERBS and words[becoming].low in cues("becoming"):
        becoming -= 1
    if becoming in {at - 1, -1} or not reading.beside(becoming + 1):
        return ""
    subject = words[becoming]
    return f"after “{subject.low} {before.low}”" if _is_somebody(subject, in_words=in_words) else ""


def _is_somebody(subject: Word, *, in_words: bool) -> bool:
    low = subject.low
    if low in cues("one") or low in cues("aged") or low in lists.entries("kin-words"):
        return True
    if not in_words and low in cues("some"):
        return True
    return subject.cap and (low in lists.people() or low in lists.names_that_are_words())
