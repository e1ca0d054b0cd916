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
_ENDING = r"(?![A-Za-z\u00c0-\u024f\u0600-\u06ff])"
"""In some scripts an ending may be written on: “तारखेला”."""
_IN_NUMBERS = re.compile(
    r"(?<![\d/])(?<!\d[-.])(?:(?P<y>(?:19|20)\d\d)[-/.](?P<m>\d{1,2})[-/.](?P<d>\d{1,2})|"
    r"(?P<a>\d{1,2})(?P<sign> ?[-/.] ?)(?P<b>\d{1,2})(?P=sign)(?P<c>(?:1[89]|20)\d\d|\d\d))(?![\d/]|[-.]\d|%)"
)
_DAY_AND_MONTH = re.compile(r"(?<![\w/.₹-])(?:0?[1-9]|[12]\d|3[01])/(?:0?[1-9]|1[0-2])(?![\w/%]|[.-]\d)")
_LEADING_ZERO = re.compile(r"0\d/|\d/0[1-9]")
_NO_DAYS = frozenset({"24/7", "26/11", "9/11", "7/10"})
_OF_THE_MONTH = re.compile(
    as_plain(
        rf"(?<![\w/.])(?:\d{{1,2}}(?: |-)?(?:tareekh|tarikh|taarikh|तारीख|तारखे|গতে|गते|তারিখ|தேதி|ம் தேதி|ஆம் தேதி|തീയതി|"
        rf"ാം തീയതി|ആം തീയതി|تاریخ)|(?:tareekh|taarikh|तारीख|تاریخ) \d{{1,2}}(?![\d/.])){_ENDING}"
    ),
    re.IGNORECASE,
)


@cache
def _with_month() -> re.Pattern[str]:
    ordinals = sorted(cues("ordinals"))
    written = sorted(map(re.escape, lists.numbered("months")), key=len, reverse=True)
    months = f"(?:{'|'.join(written)})"
    on_months = rf"(?:{lists.any_of(cues('indic on months'))})?{_END}(?!\u0902)"
    ordinal = "|".join(
        [*(f"twenty[- ]{each}" for each in ordinals if not each.endswith("teenth")), "thirty[- ]first", *ordinals]
    )
    cardinal = lists.any_of(word for word, number in lists.numbered("numbers").items() if number <= _LAST_DAY)
    year = r"(?:,? ?(?:of )?(?:['\u2019]\d\d|(?:1[89]|20)\d\d))?(?!\d)"
    day = r"(?:0?[1-9]|[12]\d|3[01])"
    on_days = "(?:st|nd|rd|th|वीं|ला|ली|री|थी|ই|শে|লা|রা|ஆம்|ம்|ആം|ാം|ന്|రా|ನೇ|ની)"
    return re.compile(
        as_plain(
            rf"(?<![\w.])(?:(?P<day>{day})[ -]?{on_days}?(?: (?:day )?of)?[ ,./-]{{0,2}}|"
            rf"(?P<said>{ordinal}|(?P<counted>{cardinal}|पहली|पहिली|পয়লা))(?: of)? )"
            rf"(?P<month>{months}){on_months}\.?"
            rf"(?:[-/ ,]{{1,2}}(?:['\u2019]\d\d|(?:1[89]|20)\d\d)(?!\d)|[-/]\d\d(?!\d)|{year})|"
            rf"(?<![^\W_])(?P<first>{months}){_END}\.?[ -](?:the )?(?P<then>{day})(?P<th>st|nd|rd|th)?"
            rf"(?![\d:]|\.\d|-\d){_ENDING}{year}|"
            rf"(?<![^\W_])(?P<before>{months}){_END} (?:the )?(?P<spoken>{ordinal})(?![\w-]){year}"
        ),
        re.IGNORECASE,
    )


_LAST_DAY = 31
_VERBS_TOO = frozenset(["may", "march", "mar", "sat", "mai", "मे"])
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
        if because := _is_day_and_month(reading, found):
            yield Stretch(*found.span(), _DATE, because)
    for found in _OF_THE_MONTH.finditer(plain):
        yield Stretch(*found.span(), _DATE, "a day of the month")


def _is_day(found: re.Match[str]) -> bool:
    if found["y"]:
        return 0 < int(found["m"]) <= 12 and 0 < int(found["d"]) <= 31  # noqa: PLR2004 - months and days
    first, second = int(found["a"]), int(found["b"])
    return 0 < min(first, second) <= 12 and max(first, second) <= 31 and min(first, second) > 0  # noqa: PLR2004


def _is_day_and_month(reading: Reading, found: re.Match[str]) -> str:
    """Tell why two figures are a day and a month and no share or rating; nothing where they are not."""
    day, month = map(int, found.group().split("/"))
    at = reading.upto(found.start())
    if found.group() in _NO_DAYS or _SCALE.search(reading.plain[: found.start()]):
        return ""
    if _LEADING_ZERO.search(found.group()) or (day > _LAST_MONTH and month != 1):
        return "a day and a month"
    if month in _RATED_OUT_OF:
        return ""
    after = reading.plain[found.end() :].lstrip(" ")
    if after.startswith("of "):
        return ""
    if found_after := next((cue for cue in cues("after day and month") if re.match(rf"{cue}{_END}", after)), ""):
        return f"a day and a month, before “{found_after}”"
    before = reading.low(at - 1)
    return f"a day and a month, after “{before}”" if before in cues("before day and month") else ""


_LAST_MONTH = 12
_RATED_OUT_OF = frozenset({5, 10})
"""“7/10” is a rating."""
_SCALE = re.compile(r"(?:[A-Z]{2}[\w-]*|score|scored|rated|rating|scale|mood|pain)(?: \w+)? ?[:=]?\s?$")


def _is_verb(found: re.Match[str], plain: str) -> bool:
    """Tell “they may 2 times” and “march 10 km” from dates."""
    month = found["month"] or found["first"] or found["before"]
    if found["first"] and _COUNTED.match(plain, found.end()):
        return True
    alone = (found["counted"] or found["first"]) and not found["th"] and not re.search(r"\d{4}$", found.group())
    return bool(alone) and month == month.lower() and month in _VERBS_TOO


_OLDEST = 110
_COUNTED_UP_TO = 13
"""Below this, a number in words is more often a count than an age."""
_MOST_VERBS = 3
_ENDS = re.compile(r"[,.;:!?)\"”]|$| (?:and|but|now|next|this|when|with|who|today|in|by|years?)(?!\w)")
_TO_THE_YEAR = r"years? old|yrs? old|y/?o|y\.o\.?|year ?olds?|years? of age|yrs? of age"


_SPELLED = r"[^\W\d_][^\s.,;:!?()।-]{0,24}"
"""A word of any script; whether it is a number, the list of numbers says."""


@cache
def _ages() -> tuple[tuple[re.Pattern[str], str], ...]:
    figures = r"1[01]\d|[1-9]?\d"
    spelled = rf"(?:{figures}|{_SPELLED}(?:-{_SPELLED})?)"
    years = "(?:साल|वर्ष|बरस|बर्ष|saal|sal|baras|varsh|سال)"
    of = "(?:की|का|के|ki|ka|ke|kii|ची|चा|चे|کی|کا|کے)"
    someone, barely = lists.any_of(cues("of an age")), "(?:about|around|just|only|barely|nearly|almost)"
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
        (rf"(?P<grown>{spelled}) {of}(?= {be}{_END})", in_years),
        (rf"(?P<grown>{spelled}) {of} {lists.any_of(cues('asked an age'))}", in_years),
        (rf"(?<=, )(?P<grown>{spelled}) ?{years}(?=,|\.|$)", beside),
        (rf"(?<=\()(?P<grown>{spelled}) ?(?:{years}|years?|yrs?|yo|বছর|வயது|വയസ്സ്)(?=[,;)])", beside),
        (
            r"(?<=[,;:(] )(?P<age>[1-9]\d) ?(?:yrs?|years?)\.?(?=,? (?:female|male|woman|man|lady|boy|girl|[FM]\b))",
            beside,
        ),
        (
            rf"{someone} of (?:{barely} )?(?P<age>{spelled})(?! (?:hundred|thousand|\w+s)\b)(?=[ ,.;:!?)\"”]|$)",
            "after “of”",
        ),
        (rf"(?<=[a-z], )(?P<age>[1-9]\d?) ?(?:{years}|yrs?|years?|yo)\.?(?=[,;)]|$)", beside),
        (rf"at (?P<grown>{spelled})(?=,? (?:he|she|they)(?:'|\b))", "after “at”"),
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
            said = found.groupdict("")
            noun, grown = said.get("noun", ""), said.get("grown", "")
            years = _in_years(grown or said["age"])
            if grown and not grown.isdecimal() and years < _COUNTED_UP_TO:
                continue
            if years and noun[1:].lower() not in cues("things with an age"):
                yield Stretch(found.start(), found.end() - len(noun), _AGE, because, str(years))
    yield from _told(reading)
    yield from _asked(reading)


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


def _asked(reading: Reading) -> Iterator[Stretch]:
    """Give the numbers of a sentence that asks for an age: “umar poochhi toh bola unnees”."""
    words = reading.words
    asking = -_FARTHEST_ANSWER - 1
    for at, word in enumerate(words):
        if word.low in cues("asked an age"):
            asking = at
        elif at - asking <= _FARTHEST_ANSWER:
            if word.first:
                asking = -_FARTHEST_ANSWER - 1
                continue
            years = _in_years(word.low) if len(word.low) <= _LONGEST_NUMBER else 0
            if _COUNTED_UP_TO <= years <= _OLDEST and _ENDS_ANSWER.match(reading.plain, word.end):
                yield Stretch(word.start, word.end, _AGE, f"after “{reading.low(asking)}”", str(years))


_FARTHEST_ANSWER, _LONGEST_NUMBER = 9, 20
_ENDS_ANSWER = re.compile(
    r"[,.;:!?)\"”।]|$| (?:hai|tha|thi|hogi|hoga|batayi|bataya|bola|boli|likhi|likha|aur|ya|है|थी|था|होगी|बताई|बताया|"
    r"लिखी|आहे|होते|और|या|এবং|ہے|تھی|تھا|بتائی|என்று|എന്ന്)|\u06d4"
)


def _is_told(reading: Reading, at: int, *, in_words: bool, years: int) -> str:
    """Tell after what a number is somebody's age; nothing where it is not."""
    words = reading.words
    before = words[at - 1]
    ends = _ENDS.match(reading.plain, words[at].end)
    lived = before.low == "at" and ends and _is_in_a_life(reading, at, years)
    if before.low in {"turned", "turns", "turning"} or lived:
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


def _is_in_a_life(reading: Reading, at: int, years: int) -> bool:
    """Tell “married at 16” and “left home at sixteen” from an hour or a score."""
    if years < _COUNTED_UP_TO:
        return years >= _YOUNGEST and reading.low(at - 2) in cues("always in a life")
    return any(reading.low(index) in cues("in a life") for index in range(max(0, at - _FARTHEST_EVENT), at - 1))


_FARTHEST_EVENT, _YOUNGEST = 7, 5


def _is_somebody(subject: Word, *, in_words: bool) -> bool:
    low = subject.low
    if low in cues("one") or low in cues("aged") or low in lists.entries("kin-words"):
        return True
    if not in_words and low in cues("some"):
        return True
    return subject.cap and (low in lists.people() or low in lists.names_that_are_words())
