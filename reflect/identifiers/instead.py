"""What to put instead of what was found, so that the sentence can still be read."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable
from typing import NamedTuple

from reflect.identifiers.lists import cues
from reflect.identifiers.reading import Reading, Stretch
from reflect.models import Identifies


class _Tongue(NamedTuple):
    """What is said in one script: for a person, as subject and otherwise, a town, a service, a day, ages by band."""

    person: str
    of_person: str
    town: str
    service: str
    day: str
    ages: tuple[str, str, str, str] | None = None


_HINDI = _Tongue("वह व्यक्ति", "उस व्यक्ति", "एक शहर", "एक संस्था", "एक दिन", ("छोटी उम्र", "कम उम्र", "मध्यम उम्र", "बड़ी उम्र"))
_BENGALI = _Tongue(
    "সেই ব্যক্তি", "সেই ব্যক্তি", "একটি শহর", "একটি সংস্থা", "একদিন", ("অল্প বয়স", "কম বয়স", "মাঝবয়স", "বেশি বয়স")
)
_TAMIL = _Tongue(
    "அந்த நபர்", "அந்த நபர்", "ஒரு ஊர்", "ஒரு நிறுவனம்", "ஒரு நாள்", ("சிறு வயது", "இளம் வயது", "நடு வயது", "முதிய வயது")
)
# each from its first code point on; what is not known here is answered in English
_SCRIPTS: tuple[tuple[int, _Tongue | None], ...] = (
    (0x0000, None),
    (0x0600, _Tongue("وہ شخص", "اس شخص", "ایک شہر", "ایک ادارہ", "ایک دن")),
    (0x0700, None),
    (0x0900, _HINDI),
    (0x0980, _BENGALI),
    (0x0A00, _Tongue("ਉਹ ਵਿਅਕਤੀ", "ਉਸ ਵਿਅਕਤੀ", "ਇੱਕ ਸ਼ਹਿਰ", "ਇੱਕ ਸੰਸਥਾ", "ਇੱਕ ਦਿਨ")),
    (0x0A80, _Tongue("તે વ્યક્તિ", "તે વ્યક્તિ", "એક શહેર", "એક સંસ્થા", "એક દિવસ")),
    (0x0B00, None),
    (0x0B80, _TAMIL),
    (0x0C00, _Tongue("ఆ వ్యక్తి", "ఆ వ్యక్తి", "ఒక ఊరు", "ఒక సంస్థ", "ఒక రోజు")),
    (0x0C80, _Tongue("ಆ ವ್ಯಕ್ತಿ", "ಆ ವ್ಯಕ್ತಿ", "ಒಂದು ಊರು", "ಒಂದು ಸಂಸ್ಥೆ", "ಒಂದು ದಿನ")),
    (0x0D00, _Tongue("ആ വ്യക്തി", "ആ വ്യക്തി", "ഒരു ഊര്", "ഒരു സ്ഥാപനം", "ഒരു ദിവസം")),
    (0x0D80, None),
)
_BEGINS = [begins for begins, _ in _SCRIPTS]
_SERVICES = {
    "school": ("a school", "एक स्कूल"),
    "college": ("a college", "एक कॉलेज"),
    "hospital": ("a hospital", "एक अस्पताल"),
    "hostel": ("a hostel", "एक छात्रावास"),
    "home": ("a home", "एक आश्रय"),
    "employer": ("an employer", "एक कंपनी"),
    "bank": ("a bank", "एक बैंक"),
    "organisation": ("an organisation", "एक संस्था"),
    "worship": ("a place of worship", "एक पूजा-स्थल"),
    "office": ("an office", "एक दफ़्तर"),
}
_PUBLIC = frozenset(
    {"government", "govt", "district", "civil", "general", "municipal", "public", "nhs", "state", "taluk"}
)
_PLACES = (
    ("a village", ("village", "gaon", "gram")),
    ("एक गाँव", ("ग्राम", "गाव", "गांव")),
    ("a street", ("road", "street", "lane", "avenue", "gali", "marg")),
    ("a neighbourhood", ("nagar", "colony", "mohalla", "basti", "chawl")),
    ("a place of worship", ("church", "masjid", "mandir", "temple", "mosque", "dargah")),
    ("an area", ("area",)),
    ("a district", ("district", "taluk", "taluka", "tehsil")),
)
_BY_PLACE = {word: suggested for suggested, words in _PLACES for word in words}
_COLLEAGUES = frozenset({"dr", "prof", "doctor", "nurse", "sister", "professor", "counsellor", "matron", "staff nurse"})
_RELATIVES = ("uncle", "aunty", "auntie", "mausi", "chacha", "chachi", "mama", "mami", "bua", "nani", "dadi", "bhabhi")
_BANDS = ((13, "a child", "young"), (18, "a teenager", "teenage"), (30, "a young adult", "young"))
_LATER_BANDS = ((40, "an adult", "adult"), (60, "someone in mid-life", "middle-aged"), (200, "an older adult", "older"))
_OF_ONE = frozenset({"a", "an", "the", "this", "that", "my", "our", "her", "his", "one"})
_HINGLISH = frozenset({"ne", "ko", "ka", "ki", "ke", "se"})


def suggestion(reading: Reading, stretch: Stretch) -> str:
    """Give the words to put instead of a stretch."""
    suggested = _SUGGEST[stretch.kind](reading, stretch, _tongue(reading, stretch))
    at = reading.word_at(stretch.start)
    begins = at >= 0 and reading.words[at].first and reading.words[at].start == stretch.start
    return suggested[0].upper() + suggested[1:] if begins and reading.words[at].text[0].isupper() else suggested


def _tongue(reading: Reading, stretch: Stretch) -> _Tongue | None:
    """Give what is said in the script of a stretch, or, where it is all figures, of the word behind it."""
    for sign in reading.plain[stretch.start : stretch.end] + _after(reading, stretch):
        if sign.isalpha():
            return _SCRIPTS[bisect_right(_BEGINS, ord(sign)) - 1][1]
    return None


def _before(reading: Reading, stretch: Stretch) -> str:
    return reading.low(reading.upto(stretch.start) - 1)


def _after(reading: Reading, stretch: Stretch) -> str:
    at = reading.upto(stretch.end)
    return reading.low(at) if reading.beside(at) else ""


def _person(reading: Reading, stretch: Stretch, tongue: _Tongue | None) -> str:
    after = _after(reading, stretch)
    if tongue:
        return tongue.of_person if after in cues("oblique") else tongue.person
    written = reading.plain[stretch.start : stretch.end].lower()
    if after in _HINGLISH:
        return "us vyakti"
    if stretch.sort.rstrip(".") in _COLLEAGUES or written.endswith(("ma'am", " madam", " sir")):
        return "a colleague"
    if written.endswith(_RELATIVES) or written.startswith(_RELATIVES):
        return "a relative"
    return "the person"


def _organisation(reading: Reading, stretch: Stretch, tongue: _Tongue | None) -> str:
    english, hindi = _SERVICES.get(stretch.sort, ("a service", _HINDI.service))
    if tongue:
        return hindi if tongue is _HINDI else tongue.service
    written = reading.plain[stretch.start : stretch.end].lower().split()
    return "a public hospital" if stretch.sort == "hospital" and not _PUBLIC.isdisjoint(written) else english


def _place(_: Reading, stretch: Stretch, tongue: _Tongue | None) -> str:
    return _BY_PLACE.get(stretch.sort, "") or (tongue.town if tongue else "a town")


def _date(reading: Reading, stretch: Stretch, tongue: _Tongue | None) -> str:
    if tongue:
        return tongue.day
    before = _before(reading, stretch)
    if before in {"the", "every", "that", "each"}:
        return "day"
    return "some time ago" if stretch.sort and before not in cues("before a day") else "one day"


def _age(reading: Reading, stretch: Stretch, tongue: _Tongue | None) -> str:
    years = int(stretch.sort)
    if tongue and tongue.ages:
        child, young, middle, older = tongue.ages
        return next((band for below, band in ((13, child), (30, young), (60, middle)) if years < below), older)
    bands = (*_BANDS, *_LATER_BANDS)
    noun, adjective = next((noun, adjective) for below, noun, adjective in bands if years < below)
    described = _before(reading, stretch) in _OF_ONE and _after(reading, stretch).isalpha()
    return adjective if described else noun


def _number(_: Reading, __: Stretch, tongue: _Tongue | None) -> str:
    return "एक नंबर" if tongue is _HINDI else "a number"


def _link(_: Reading, stretch: Stretch, __: _Tongue | None) -> str:
    return "a link" if stretch.sort == "link" else "an account"


def _address(_: Reading, __: Stretch, ___: _Tongue | None) -> str:
    return "an address"


def _role(_: Reading, stretch: Stretch, tongue: _Tongue | None) -> str:
    if tongue:
        return tongue.person
    return "a relative of somebody in office" if "relative" in stretch.because else "somebody with a rare role"


_SUGGEST: dict[Identifies, Callable[[Reading, Stretch, _Tongue | None], str]] = {
    Identifies.PERSON_NAME: _person,
    Identifies.ORGANISATION: _organisation,
    Identifies.PLACE: _place,
    Identifies.EXACT_DATE: _date,
    Identifies.EXACT_AGE: _age,
    Identifies.PHONE: _number,
    Identifies.ID_NUMBER: _number,
    Identifies.EMAIL: _address,
    Identifies.URL_HANDLE: _link,
    Identifies.RARE_ROLE: _role,
}
