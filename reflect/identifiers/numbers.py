"""Telephone numbers, and numbers that are given out: by the word before them, by their shape, by their length."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import pairwise

from reflect.identifiers import checks, lists
from reflect.identifiers.lists import cues
from reflect.identifiers.reading import Reading, Stretch
from reflect.models import Identifies

_PHONE, _NUMBER = Identifies.PHONE, Identifies.ID_NUMBER

_VALUE = (
    r"[A-Za-z0-9]{1,24}(?:[-/.\u2013][A-Za-z0-9]{1,24}){0,6}"
    r"(?:[ ](?=[A-Z-/]{0,6}\d)[A-Z0-9]{1,20}(?:[-/][A-Za-z0-9]{1,20}){0,4}){0,6}"
)
_BETWEEN = r"[\s:#.,=(\u2013-]"
_INSIDE = frozenset({"fir", "एफआईआर"})
"""Labels that are part of the number: “FIR 214/2023”."""
_DATE = re.compile(r"\d{1,4}[./-]\d{1,2}[./-]\d{1,4}")


@cache
def _labelled() -> tuple[tuple[int, re.Pattern[str]], ...]:
    filler = lists.any_of(cues("between label and number"))
    return tuple(
        (
            int(fewest),
            re.compile(
                rf"(?<![^\W_])(?P<label>{lists.any_of(labels)})(?![^\W_])(?:{_BETWEEN}{{0,4}}{filler}(?![^\W_])){{0,4}}"
                rf"{_BETWEEN}{{1,4}}(?P<value>{_VALUE})",
                re.IGNORECASE,
            ),
        )
        for fewest, labels in lists.groups("labels").items()
        if labels
    )


def labelled(reading: Reading) -> Iterator[Stretch]:
    """Give the numbers that stand after the word for what they are."""
    plain = reading.plain
    if not reading.has_digits:
        return
    for fewest, pattern in _labelled():
        for found in pattern.finditer(plain):
            value = found["value"].rstrip("-/. ")
            digits = "".join(filter(str.isdecimal, value))
            if len(digits) < fewest or _DATE.fullmatch(value) or _is_year(digits, value):
                continue
            start = found.start("label" if found["label"].lower() in _INSIDE else "value")
            because = f"after “{found['label']}”{_check(digits)}"
            yield Stretch(start, found.start("value") + len(value), _NUMBER, because)


def _is_year(digits: str, value: str) -> bool:
    return digits == value and len(digits) == len("2024") and digits[:2] in {"19", "20"}


def _check(digits: str) -> str:
    for length, fits in ((12, checks.verhoeff), (10, checks.modulus_11)):
        if len(digits) == length and fits(digits):
            return ", and the check digit fits"
    return ""


_SHAPES = (
    (r"[A-Z]{3}[ABCFGHLJPT][A-Z][ -]?\d{4}[ -]?[A-Z]", "as a PAN is written"),
    (r"[A-Z]{3}[ -]?\d{7}", "as a voter id is written"),
    (r"[A-Z][ -]?\d{7}", "as a passport number is written"),
    (r"[A-Z]{2}[ -]?\d{7}", "as a passport number is written"),
    (r"(?:STATE)[ -]?\d{1,2}[A-Z]?[ -]?[A-Z]{0,3}[ -]?\d{4}", "as a vehicle plate is written"),
    (r"\d{2}[ -]?BH[ -]?\d{4}[ -]?[A-Z]{1,2}", "as a vehicle plate is written"),
    (r"(?:STATE)[ -]?\d{2}[ -]?(?:19|20)\d{2}[ -]?\d{7}", "as a driving licence is written"),
    (r"[A-Z]{4}0[A-Z0-9]{6}", "as a bank's code is written"),
    (r"\d{2}[A-Z]{5}\d{4}[A-Z]\d[A-Z][A-Z0-9]", "as a tax number is written"),
    (
        r"[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z][ -]?\d{2}[ -]?\d{2}[ -]?\d{2}[ -]?[A-D]",
        "as a National Insurance number is written",
    ),
    (r"[A-Z]{2}\d{2} ?[A-Z]{3}", "as a vehicle plate is written"),
    (r"\d{3}-\d{2}-\d{4}", "as a Social Security number is written"),
    (r"\d{7}[A-W][A-I]?", "as a personal number is written"),
    (r"(?:[Xx]{4}[ -]?){1,3}\d{3,4}", "a number with its first digits hidden"),
    (r"(?:बा|को|लु|ना|ग|ज) ?\d{1,2} ?(?:प|च|ख|क) ?\d{3,4}", "as a vehicle plate is written"),
    (r"[A-Z]{2,3}[ -][A-Z]{2,3}-\d{4}", "as a vehicle plate is written"),
)
_HIDDEN = re.compile(r"(?:[*\u2022]{2,4}[ -]?){1,3}\d{3,4}(?!\w)")
_MIXED = re.compile(
    r"(?<![\w@./-])(?=[A-Za-z/-]{0,12}\d)(?=[\d/-]{0,12}[A-Za-z])[A-Za-z0-9]{1,16}(?:[-/][A-Za-z0-9]{1,16}){0,5}(?![\w-])"
)
_MEASURE = re.compile(
    r"(?:rs|inr|usd|gbp|aud|covid|ipc|bns|crpc|dsm|icd|section|sec|act|phq|gad|ksh|kes|npr|lkr|bdt|pkr)[-/.]?\d+[a-z]?|"
    r"\d+(?:[-/]\d+)*(?:s|st|nd|rd|th|k|l|cr|mg|mcg|ml|g|kg|km|m|cm|mm|rs|hrs?|hz|kcal|cal|am|pm|x|ish|iu|bpm|ka|ki|ke|"
    r"steps|words|rupees)|"
    r"(?:19|20)\d\d[-/](?:[a-z]+)|[a-z]+[-/](?:19|20)\d\d|\d{4}-\d\d-\d\dt.*",
    re.IGNORECASE,
)
_FEWEST_IN_MIXED = 4


@cache
def _shapes() -> tuple[tuple[re.Pattern[str], str], ...]:
    states = lists.any_of(cues("states of vehicles"))
    shapes = ((shape.replace("(?:STATE)", states.upper()), because) for shape, because in _SHAPES)
    small = rf"(?<![\w/-]){states}[ -]?\d{{1,2}}[A-Za-z]?[ -][A-Za-z]{{1,3}}[ -]?\d{{4}}(?!\w)"
    return (
        *((re.compile(rf"(?<![\w/-])(?:{shape})(?![\w/]|-\w)"), because) for shape, because in shapes),
        (re.compile(small, re.IGNORECASE), "as a vehicle plate is written"),
    )


_FILED = re.compile(r"(?<![\w/.-])(?:(?!(?:19|20)\d\d/)\d{3,6}/(?:19|20)\d\d|\d{5,6}/\d\d)(?![\w/]|-\w)")


def filed(reading: Reading) -> Iterator[Stretch]:
    """Give the numbers with a year behind them, as cases are filed."""
    for found in _FILED.finditer(reading.plain):
        yield Stretch(*found.span(), _NUMBER, "a number and a year, as a case is filed")


def shaped(reading: Reading) -> Iterator[Stretch]:
    """Give what letters and digits together make by their order."""
    plain = reading.plain
    if not reading.has_digits:
        return
    for pattern, because in _shapes():
        for found in pattern.finditer(plain):
            yield Stretch(*found.span(), _NUMBER, because)
    for found in _HIDDEN.finditer(plain):
        yield Stretch(*found.span(), _NUMBER, "a number with its first digits hidden")
    for found in _MIXED.finditer(plain):
        whole = found.group()
        enough = sum(map(str.isdecimal, whole)) >= _FEWEST_IN_MIXED and not _MEASURE.fullmatch(whole)
        if enough and any(map(str.isupper, whole)):
            yield Stretch(*found.span(), _NUMBER, "letters and digits together")


_DIGITS = re.compile(r"(?<![\w.,/])(?<![\d][-:])[+(]{0,2}\d(?:[ ().\u2013-]{0,3}\d){5,19}(?![\w/:]|[.,]\d|-\w|%)")
_MONEY = re.compile(r"(?:rs\.?|₹|inr|usd|[$£€]|रु\.?|रुपये|kes|npr|page|pp?\.)\s?$", re.IGNORECASE)


@cache
def _called() -> re.Pattern[str]:
    return re.compile(rf"(?<![^\W_]){lists.any_of(cues('telephone'))}(?![^\W_])[^\d\n]{{0,25}}$", re.IGNORECASE)


@cache
def _counted() -> re.Pattern[str]:
    return re.compile(rf"\s?{lists.any_of(cues('counted'))}(?![^\W_])", re.IGNORECASE)


_INSIDE_A_HOUSE = re.compile(
    r"(?<!\w)(?:ext|extn|extension|intercom)\.?(?: (?:no|number|is|hai))?[ :.-]{1,3}(?P<value>\d{2,5})(?!\w|[.,]\d)",
    re.IGNORECASE,
)
_PARTS = re.compile(r"\d+")
_LOOK_BACK = 40
_GROUPED_PHONE = re.compile(
    r"\(?\d{3}\)?[ .-]{0,2}\d{3}[ .-]\d{4}|\d{3}[.-]\d{4}|\(0?\d{2,5}\)[ -]?\d[\d -]{4,9}|\d{2}-\d{4} ?\d{4}"
)
_NOT_FIRST_IN_AADHAAR = "01"
_MOBILE = "6789"


def checked(reading: Reading) -> Iterator[Stretch]:
    """Give the numbers whose check digit fits; their last digits may look like a date."""
    for found in _DIGITS.finditer(reading.plain):
        parts = _PARTS.findall(found.group())
        says = None if "+" in found.group() else _by_check_digit("".join(parts), "", parts)
        if says and says[1].endswith("fits"):
            yield Stretch(*found.span(), *says)


def numbers(reading: Reading) -> Iterator[Stretch]:
    """Give the telephone numbers and the long numbers of a text."""
    plain = reading.plain
    for found in _INSIDE_A_HOUSE.finditer(plain):
        yield Stretch(*found.span("value"), _PHONE, "after a word for an extension")
    for found in _DIGITS.finditer(plain):
        whole = found.group()
        before = plain[max(0, found.start() - _LOOK_BACK) : found.start()]
        if _MONEY.search(before) or _counted().match(plain, found.end()):
            continue
        start = found.start() + (whole.startswith("(") and ")" not in whole)
        if says := _number(whole, called=_called().search(before) is not None):
            yield Stretch(start, found.end(), *says)


def _number(whole: str, *, called: bool) -> tuple[Identifies, str] | None:
    """Give what a number is, as far as its digits say; nothing for figures that stand side by side."""
    parts = _PARTS.findall(whole)
    digits = "".join(parts)
    if "+" in whole[:2] and len(digits) >= 8:  # noqa: PLR2004 - the shortest with a country
        return _PHONE, "begins with “+”, as a telephone number does"
    for rule in (_by_check_digit, _by_prefix, _by_grouping):
        if says := rule(digits, whole, parts):
            return says
    if _are_figures(parts):
        return None
    if called and len(digits) >= 6:  # noqa: PLR2004 - the shortest telephone numbers
        return _PHONE, "after a word for a telephone"
    if len(digits) >= 9:  # noqa: PLR2004 - longer than what is counted or paid
        return _NUMBER, f"{len(digits)} digits in a row"
    return None


def _by_check_digit(digits: str, _: str, parts: list[str]) -> tuple[Identifies, str] | None:
    if len(digits) == 12 and digits[0] not in _NOT_FIRST_IN_AADHAAR:  # noqa: PLR2004 - of an Aadhaar number
        if checks.verhoeff(digits):
            return _NUMBER, "12 digits, and the check digit fits"
        if [*map(len, parts)] == [4, 4, 4] and not _are_years(parts):
            return _NUMBER, "12 digits in fours"
    if len(digits) == 16 and checks.luhn(digits):  # noqa: PLR2004 - of a payment card
        return _NUMBER, "16 digits, and the check digit fits"
    if len(digits) == 14 and len(parts) in {1, 4}:  # noqa: PLR2004 - of an ABHA number
        return _NUMBER, "14 digits"
    return None


def _by_prefix(digits: str, _: str, parts: list[str]) -> tuple[Identifies, str] | None:
    count = len(digits)
    if count == 12 and digits.startswith("91") and digits[2] in _MOBILE:  # noqa: PLR2004 - India and a mobile
        return _PHONE, "as an Indian mobile number is written"
    if count == 10 and digits[0] in _MOBILE and not _are_years(parts):  # noqa: PLR2004 - an Indian mobile
        return _PHONE, "10 digits, as a mobile number has"
    if count in {10, 11, 12, 13, 14} and digits[0] == "0" and len(parts[0]) > 1:
        return _PHONE, "begins with 0, as a telephone number does"
    return None


def _by_grouping(digits: str, whole: str, parts: list[str]) -> tuple[Identifies, str] | None:
    if _are_figures(parts):
        return None
    if _GROUPED_PHONE.fullmatch(whole):
        return _PHONE, "as a telephone number is grouped"
    if len(digits) == 10 and checks.modulus_11(digits):  # noqa: PLR2004 - of an NHS number
        return _NUMBER, "10 digits, and the check digit fits"
    if [*map(len, parts)] == [4, 4]:
        return _PHONE, "as a telephone number is grouped"
    return None


def _are_years(parts: list[str]) -> bool:
    return all(len(part) == len("2024") and part[:2] in {"18", "19", "20"} for part in parts)


def _are_figures(parts: list[str]) -> bool:
    """Tell whether the digits are small figures or years side by side, as in “7 8 9 10 11 12”."""
    return _are_years(parts) or (len(parts) > 1 and max(map(len, parts)) <= 2)  # noqa: PLR2004 - no group of three


_TIMES = {"double": 2, "triple": 3, "dabal": 2, "tripal": 3, "डबल": 2, "ट्रिपल": 3}
_SPOKEN = 7
"""The fewest digits of a number that is spelled out."""


def spelled(reading: Reading) -> Iterator[Stretch]:
    """Give the telephone numbers written out in words, digit by digit, or partly so."""
    words = reading.words
    at = 0
    while at < len(words):
        count, end = _spoken(reading, at)
        if count:
            yield Stretch(words[at].start, words[end - 1].end, _PHONE, "digits spelled out")
        at = max(end, at + 1)


def _spoken(reading: Reading, at: int) -> tuple[int, int]:
    """Give how many digits are spelled out from a word on, 0 for too few or for counting, and the word after."""
    digits: list[str] = []
    times, in_words, end = 1, 0, at
    for index in range(at, len(reading.words)):
        word = reading.words[index]
        if index > at and word.gap.strip(" ,-"):
            break
        if word.low in _TIMES:
            times = _TIMES[word.low]
        elif (said := _digits_of(word.low)) is not None:
            digits += said * times
            in_words += not word.low.isdecimal()
            times, end = 1, index + 1
        elif word.low == "plus" and index == at:
            continue
        else:
            break
    counting = all(int(after) - int(before) in {1, -1} for before, after in pairwise(digits))
    enough = len(digits) >= _SPOKEN and in_words >= 3 and not counting  # noqa: PLR2004 - words, not figures
    return (len(digits) if enough else 0), end


def _digits_of(word: str) -> str | None:
    if word.isdecimal():
        return word
    if word in cues("zero"):
        return "0"
    number = lists.numbered("numbers").get(word, 10)
    return str(number) if number < 10 else None  # noqa: PLR2004 - one digit
