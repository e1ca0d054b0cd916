"""People, organisations and places in scripts without capitals: by list, by title, by what stands beside a word."""

from __future__ import annotations

import re
from collections.abc import Iterator

from reflect.identifiers import lists
from reflect.identifiers.lists import cues
from reflect.identifiers.reading import Reading, Stretch, Word
from reflect.models import Identifies

_NAME, _ORGANISATION, _PLACE = Identifies.PERSON_NAME, Identifies.ORGANISATION, Identifies.PLACE
_DEVANAGARI = ("\u0900", "\u097f")
_LONGEST_ENDING = 4
_LONGEST_RUN = 5
_MOST_NAMES = 3
_LONG = 5
"""From how many signs on an unknown word may name a school."""


def is_caseless(sign: str) -> bool:
    """Tell whether a letter is of a script without capitals."""
    return sign > "\u058f" and sign.isalpha() and sign.lower() == sign.upper()


def runs(reading: Reading) -> Iterator[Stretch]:
    """Give the people, organisations and places in scripts without capitals."""
    words = reading.words
    rules = (_titled, _organisation, _place, _person)
    at = 0
    while at < len(words):
        found = None
        if not words[at].latin and not words[at].text[0].isdecimal():
            found = next((found for rule in rules if (found := rule(reading, at))), None)
        if found:
            yield found
        at = max(at + 1, reading.upto(found.end) if found else 0)


# -- what the lists know -----------------------------------------------------------------------------------------


def _is_devanagari(word: Word) -> bool:
    return _DEVANAGARI[0] <= word.text[0] <= _DEVANAGARI[1]


def _is_listed(word: Word) -> bool:
    if _is_devanagari(word):
        return word.low in lists.entries("names-other-scripts", "devanagari")
    known = lists.entries("names-other-scripts", "endings")
    if word.low in known or not _has_endings(word):
        return word.low in known
    return not lists.is_ordinary(word.low) and lists.begins(word.low, known, _LONGEST_ENDING)


def _has_endings(word: Word) -> bool:
    """Tell whether a word is of a script that writes endings onto names, as those from Bengali on do."""
    return word.text[0] > _DEVANAGARI[1]


def _is_word_too(word: Word) -> bool:
    return word.low in lists.entries("names-that-are-words", "devanagari")


def _is_kin(low: str) -> bool:
    return low in lists.entries("kin-words")


def _is_address(low: str) -> bool:
    return low in lists.entries("titles", "after")


def _is_small(low: str) -> bool:
    """Tell whether a word is one that stands between others: a pronoun, a postposition, a figure."""
    return low in cues("indic not first") or low in cues("indic after a name") or low[0].isdecimal()


def _is_excused(word: Word) -> bool:
    low = word.low
    known = lists.entries("titles", "before listed") | lists.entries("places", "wide")
    if low in known or _is_small(low) or _is_kin(low) or _is_address(low):
        return True
    return all(lists.is_ordinary(part) or _is_kin(part) for part in low.split("-"))


def _is_built_like_a_name(word: Word) -> bool:
    """Tell whether a word ends as names do and is no other word: “शांताबाई”, “भोलानाथ”."""
    ends = any(word.low.endswith(ending) and len(word.low) > len(ending) + 1 for ending in cues("indic on names"))
    return ends and not _is_excused(word)


def _is_named(word: Word) -> bool:
    return _is_listed(word) or _is_word_too(word) or word.low in lists.entries("places")


def _beside(reading: Reading, index: int) -> bool:
    return reading.beside(index) and not reading.words[index].latin


def _neighbours(reading: Reading, at: int) -> tuple[str, str]:
    """Give the words before and after a word, as they are compared, where nothing else stands between."""
    before = reading.low(at - 1) if _beside(reading, at) else ""
    return before, reading.low(at + 1) if _beside(reading, at + 1) else ""


# -- people ------------------------------------------------------------------------------------------------------


def _names_from(reading: Reading, at: int) -> int:
    """Give the word after the names that follow one another from here."""
    words = reading.words
    end = at
    while end < len(words) and end - at < _MOST_NAMES and (end == at or _beside(reading, end)):
        word = words[end]
        if not (_is_listed(word) or (end > at and _is_word_too(word)) or _is_built_like_a_name(word)):
            break
        end += 1
    return end


def _and_names(reading: Reading, end: int) -> int:
    return _names_from(reading, end) if _beside(reading, end) else end


def _with_address(reading: Reading, end: int) -> int:
    """Give where a name ends, with the words of address behind it."""
    while _beside(reading, end) and _is_address(reading.low(end)):
        end += 1
    return reading.words[end - 1].end


def _titled(reading: Reading, at: int) -> Stretch | None:
    """Give the name behind a title, with the title."""
    words = reading.words
    word, first = words[at], at + 1
    written = {word.low, f"{word.low}."} if reading.plain.startswith((".", "ঃ"), word.end) else {word.low}
    is_title = not written.isdisjoint(lists.entries("titles", "before"))
    if not is_title and written.isdisjoint(lists.entries("titles", "before listed")):
        return None
    if first >= len(words) or words[first].gap not in {" ", ". ", "."} or words[first].latin:
        return None
    end = _names_from(reading, first)
    if end == first and (_is_word_too(words[first]) or (is_title and not _is_excused(words[first]))):
        end = _and_names(reading, first + 1)
    if end == first:
        return None
    return Stretch(word.start, _with_address(reading, end), _NAME, f"after “{word.text}”", word.low)


def _person(reading: Reading, at: int) -> Stretch | None:
    word = reading.words[at]
    end = _names_from(reading, at)
    because = "on the list of names" if _is_listed(word) else "ends as names do"
    if end == at:
        because = _word_as_name(reading, at) if _is_word_too(word) else _unknown_as_name(reading, at)
        end = _and_names(reading, at + 1)
    return Stretch(word.start, _with_address(reading, end), _NAME, because, word.low) if because else None


def _word_as_name(reading: Reading, at: int) -> str:
    """Tell why an ordinary word is a name here; nothing where it is not."""
    before, follows = _neighbours(reading, at)
    words = reading.words
    aged = words[at].first and _AGED.match(reading.plain, words[at].end) is not None
    role = words[at].low in lists.entries("titles", "before listed")  # “इमाम साहब”: what he is, not what he is called
    holds = (
        (f"before “{follows}”", _is_address(follows) and not role and before not in cues("indic not first")),
        (f"acts like a person, before “{follows}”", follows in cues("indic acted")),
        ("before a family name", bool(follows) and _is_listed(words[at + 1])),
        (f"after “{before}”", _is_kin(before) and follows in cues("indic after a name")),
        ("beside another name", before in {"और", "व", "आणि"} and at > 1 and _is_listed(words[at - 2])),
        ("has relatives", follows in cues("indic of") and _is_kin(reading.low(at + 2))),
        ("beside another name, and both act", _is_one_of_two(reading, at)),
        ("with an age", aged),
        ("after a place", _beside(reading, at) and _listed_place(reading, at - 1) is not None),
        (f"after “{before}”", before in {"नाम", "नाव", "नाउँ"}),
    )
    return next((because for because, there in holds if there), "")


_AGED = re.compile(r"(?: \(|, ?)[1-9]\d?(?:,|\)| (?:साल|वर्ष|बरस|سال))")
_AND = frozenset({"और", "व", "आणि", "र", "اور"})
_BOTH = frozenset({"दोनों", "दोघे", "दोघी", "दुवै", "دونوں"})


def _is_one_of_two(reading: Reading, at: int) -> bool:
    """Tell “दीपक और ज्योति दोनों” from hope and peace."""
    for first in (at, at - 2):
        if first < 0 or reading.low(first + 1) not in _AND or first + 2 >= len(reading.words):
            continue
        if all(_is_word_too(reading.words[each]) for each in (first, first + 2)) and reading.low(first + 3) in _BOTH:
            return True
    return False


def _unknown_as_name(reading: Reading, at: int) -> str:
    """Tell why a word on no list is a name here; nothing where it is not."""
    word = reading.words[at]
    before, follows = _neighbours(reading, at)
    if _is_excused(word) or before in cues("indic not first"):
        return ""
    if _is_address(follows) and not _is_kin(follows):
        return f"before “{follows}”"
    if word.first and _AGED.match(reading.plain, word.end):
        return "with an age"
    begins = word.first or _is_kin(before)
    if _is_address(follows) and begins:
        return f"before “{follows}”"
    several = word.low.endswith(("ों", "ओं"))
    if follows in cues("indic acted") and begins and not several and _speaks(reading, at + 2):
        return f"acts like a person, before “{follows}”"
    return ""


def _speaks(reading: Reading, at: int) -> bool:
    return any(reading.low(index) in cues("indic spoke") for index in range(at, at + 7))


# -- organisations -----------------------------------------------------------------------------------------------


def _organisation(reading: Reading, at: int) -> Stretch | None:
    """Give the organisation that begins here: something that names it, up to a word for an organisation."""
    words = reading.words
    known, beside = lists.sorts("organisation-words"), lists.entries("organisation-words", "beside")
    if not _may_name_it(words[at]):
        return None
    names, end = 1, at + 1
    while end - at <= _LONGEST_RUN and _beside(reading, end):
        low = words[end].low
        if _is_small(low) or _is_address(low):
            return None
        if known.get(low, "beside") not in {"beside", "generic", "works at"}:
            break
        names += low in beside or _may_name_it(words[end])
        end += 1
    else:
        return None
    last = end + 1
    while _beside(reading, last) and words[last].low in known:
        names += words[last].low in beside
        last += 1
    unknown = len(words[at].text) >= _LONG and words[at].low not in beside
    if names < 2 and not (_is_named(words[at]) or unknown):  # noqa: PLR2004 - two words that name
        return None
    return Stretch(
        words[at].start, words[last - 1].end, _ORGANISATION, f"with “{words[end].text}”", known[words[end].low]
    )


def _may_name_it(word: Word) -> bool:
    if _is_small(word.low) or _is_kin(word.low):
        return False
    return (
        _is_named(word) or word.low in lists.entries("organisation-words", "beside") or not lists.is_ordinary(word.low)
    )


# -- places ------------------------------------------------------------------------------------------------------


def _place(reading: Reading, at: int) -> Stretch | None:
    for rule in (_after_a_word, _listed_place, _landmark, _before_a_word, _by_its_ending, _come_from):
        if found := rule(reading, at):
            return found
    return None


def _after_a_word(reading: Reading, at: int) -> Stretch | None:
    """Give a place behind a word for one: “ग्राम बेलवा खुर्द”."""
    words = reading.words
    if words[at].low not in lists.entries("place-words", "before") or not _beside(reading, at + 1):
        return None
    if _is_excused(words[at + 1]) or _is_word_too(words[at + 1]):
        return None
    end = at + 2 + (_beside(reading, at + 2) and reading.low(at + 2) in cues("indic on villages"))
    return Stretch(words[at].start, words[end - 1].end, _PLACE, f"after “{words[at].text}”", words[at].low)


def _listed_place(reading: Reading, at: int) -> Stretch | None:
    words = reading.words
    known, word = lists.entries("places"), words[at]
    before, follows = _neighbours(reading, at)
    if _is_address(follows) or _is_kin(before):
        return None
    count = next((count for count in (3, 2, 1) if reading.phrase(at, count) in known), 0)
    if not count and _is_devanagari(word):
        ended = any(
            word.low.endswith(ending) and word.low[: -len(ending)] in known for ending in cues("indic on places")
        )
        from_there = follows == "से" and reading.low(at + 2) in cues("indic came")
        count = ended or (from_there and word.low in lists.entries("places", "word"))
    elif not count:
        count = not lists.is_ordinary(word.low) and _is_town(word.low)
    return Stretch(word.start, words[at + count - 1].end, _PLACE, "on the list of places", "town") if count else None


def _is_town(low: str) -> bool:
    """Tell whether a word is a town, or built like one, in a script that writes endings onto it."""
    if lists.begins(low, lists.entries("places", "with endings"), _LONGEST_ENDING):
        return True
    endings = lists.entries("place-words", "endings with more")
    return any(
        low.rfind(ending) > 1 and low.rfind(ending) + len(ending) + _LONGEST_ENDING >= len(low) for ending in endings
    )


def _landmark(reading: Reading, at: int) -> Stretch | None:
    """Give a place that an ordinary word names: “टीले वाली मस्जिद”."""
    words = reading.words
    if reading.low(at + 1) not in {"वाली", "वाला", "वाले"} or not _beside(reading, at + 2):
        return None
    if reading.low(at + 2) not in cues("indic landmarks"):
        return None
    return Stretch(words[at].start, words[at + 2].end, _PLACE, f"before “{words[at + 2].text}”", words[at + 2].low)


def _before_a_word(reading: Reading, at: int) -> Stretch | None:
    """Give a place before a word for one: “कसबा पेठ”, “பெருமாள் கோயில் தெரு”."""
    words = reading.words
    word = words[at]
    if _is_excused(word) and not _is_word_too(word):
        return None
    after = lists.entries("place-words", "after")
    for end in range(at + 1, at + _MOST_NAMES + 1):
        if not _beside(reading, end) or words[end].low in cues("indic after a name"):
            return None
        ended = not _is_devanagari(word) and lists.begins(words[end].low, after, _LONGEST_ENDING)
        if words[end].low in after or ended:
            return Stretch(word.start, words[end].end, _PLACE, f"before “{words[end].text}”", words[end].low)
    return None


def _by_its_ending(reading: Reading, at: int) -> Stretch | None:
    """Give a place that ends like one, or that somebody came from: “नौबस्ता से पैदल आई”."""
    word = reading.words[at]
    _, follows = _neighbours(reading, at)
    if follows not in cues("indic from") or _is_word_too(word) or _is_listed(word) or _is_excused(word):
        return None
    endings = lists.entries("place-words", "endings")
    if any(word.low.endswith(ending) and len(word.low) > len(ending) + 1 for ending in endings):
        return Stretch(word.start, word.end, _PLACE, "ends like a place", "town")
    if follows in {"से", "سے"} and reading.low(at + 2) in cues("indic came"):
        return Stretch(word.start, word.end, _PLACE, f"before “{follows}”, for where somebody comes from", "town")
    return None


_COME_FROM: tuple[tuple[str, frozenset[str]], ...] = (
    ("ിൽ", frozenset({"നിന്ന്", "നിന്നും", "നിന്നാണ്"})),
    ("ில்", frozenset({"இருந்து"})),
    ("ல", frozenset({"இருந்து"})),
    ("", frozenset({"থেকে", "ਤੋਂ", "నుంచి", "నుండి"})),
    ("ದಿಂದ", frozenset()),
    ("ಿಂದ", frozenset()),
    ("हून", frozenset()),
    ("बाट", frozenset()),
    ("ிலிருந்து", frozenset()),
    ("થી", frozenset()),
    ("ിൽനിന്ന്", frozenset()),
)
"""How it is said that somebody comes from somewhere: an ending of the place, and the word behind it, if any."""
_FARTHEST_VERB = 6


def _come_from(reading: Reading, at: int) -> Stretch | None:
    """Give a place that somebody came from: “അട്ടപ്പാടിയിൽ നിന്ന് … വന്നത്”, “ती मूळची पाथर्डीची”."""
    word = reading.words[at]
    if _is_excused(word) or _is_listed(word) or _is_word_too(word) or len(word.low) <= _LONG:
        return None
    before, follows = _neighbours(reading, at)
    native = before in cues("indic came from there") and word.low.endswith(("चा", "ची", "चे"))
    if native or (_says_from(word.low, follows) and _comes(reading, at + 1)):
        return Stretch(word.start, word.end, _PLACE, "for where somebody comes from", "town")
    return None


def _says_from(low: str, follows: str) -> bool:
    stays = low.startswith(tuple(cues("indic not where from")))
    return not stays and any(low.endswith(ending) and (not after or follows in after) for ending, after in _COME_FROM)


def _comes(reading: Reading, at: int) -> bool:
    verbs = cues("indic comes")
    return any(lists.begins(reading.low(index), verbs, _LONGEST_ENDING + 2) for index in range(at, at + _FARTHEST_VERB))
