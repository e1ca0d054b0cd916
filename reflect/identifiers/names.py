"""People in a script with capitals: by title, by list, by a capital inside a sentence, by what they do."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from reflect.identifiers import lists, places
from reflect.identifiers.lists import cues
from reflect.identifiers.reading import Reading, Stretch, Word
from reflect.identifiers.words import CANDIDATES, Sort, is_excused, is_form_of_excused, is_person, sort_of
from reflect.models import Identifies

_NAME, _ORGANISATION, _PLACE = Identifies.PERSON_NAME, Identifies.ORGANISATION, Identifies.PLACE
_ACTS = frozenset({"does", "acted", "owns", "age"})
_AGED = re.compile(r", (?:\d\d?,|who\b|aged\b|my client|the client|a client)")
_ARTICLES = frozenset({"a", "an", "the", "every"})
_LONGEST_EXCUSED = 4
_LONGEST_RUN = 12
"""Of how many words a name of any kind is at most; it keeps a page in capitals from being read again and again."""
_ALWAYS_APART = frozenset({"uncle", "aunty", "papa", "mummy", "sir", "madam"})
"""Words of address that are not written on with a hyphen."""


def runs(reading: Reading) -> Iterator[Stretch]:
    """Give the people, organisations and places that capitals, titles and lists make out."""
    words = reading.words
    at = 0
    while at < len(words):
        word = words[at]
        end = _run(reading, at) if word.cap and word.latin else at + 1
        named = word.cap and places.organisation(reading, at, end) is not None
        titled = _titled(reading, at) if word.latin and not named else None
        if titled:
            yield titled
            end = reading.upto(titled.end)
        elif word.cap and word.latin:
            yield from _in_run(reading, at, end)
        elif word.latin:
            yield from _small(reading, at)
        at = end


def _run(reading: Reading, at: int) -> int:
    """Give the word after a run of capitals; small words like “of” count between capitals."""
    words = reading.words
    end = at + 1
    while end < min(len(words), at + _LONGEST_RUN) and _goes_on(reading, end):
        if words[end].cap and words[end].latin:
            end += 1
        elif (
            words[end].low in cues("links")
            and end + 1 < len(words)
            and words[end + 1].cap
            and _goes_on(reading, end + 1)
        ):
            end += 2
        else:
            break
    return end


def _goes_on(reading: Reading, index: int) -> bool:
    word, before = reading.words[index], reading.words[index - 1]
    shortened = len(before.text) == 1 or before.low in {"st", "dr", "mr", "mrs"}
    return word.gap in {" ", "-", " & ", "' "} or (shortened and word.gap in {". ", "."})


def _in_run(reading: Reading, at: int, end: int) -> Iterator[Stretch]:
    """Give what is in a run of capitals, but for an ordinary word that a sentence begins with."""
    words = reading.words
    if words[at].first and _begins_a_sentence(reading, at, end):
        at += 1
    found = places.organisation(reading, at, end) or places.street(reading, at, end)
    if found:
        yield from _people(reading, at, found.first)
        start = places.house(reading, found.first)
        yield Stretch(start, words[found.last - 1].end, found.kind, found.because, found.sort)
    yield from _people(reading, found.last if found else at, end)


def _begins_a_sentence(reading: Reading, at: int, end: int) -> bool:
    low = reading.words[at].low
    if len(low) == 1 and reading.plain.startswith(".", reading.words[at].end):
        return False
    excused = low in lists.entries("not-names") or low in cues("not before a name")
    return excused and _excused_phrase(reading, at, end) <= 1


def _excused_phrase(reading: Reading, at: int, end: int) -> int:
    """Give of how many words a phrase is that begins here and is no name, as “Narrative Therapy”; 0 for none."""
    excused = lists.entries("not-names")
    counts = range(min(_LONGEST_EXCUSED, end - at), 0, -1)
    return next((count for count in counts if reading.phrase(at, count) in excused), 0)


def _people(reading: Reading, start: int, end: int) -> Iterator[Stretch]:
    """Give the people and places in what is left of a run, taken apart where a word is no name."""
    at = begun = start
    while at < end:
        owned = at > begun and reading.words[at - 1].owns
        passed = 0 if _is_named_before(reading, at, start) else _excused_phrase(reading, at, end)
        if not passed and sort_of(reading.words[at]) not in CANDIDATES:
            passed = 1
        if passed or owned:
            yield from _segment(reading, begun, at)
            begun = at + passed
        at += passed or 1
    yield from _segment(reading, begun, end)


def _is_named_before(reading: Reading, at: int, start: int) -> bool:
    """Tell whether a word that may be excused is a name, as one stands before it: “Sunita Yadav”, “Bill Rogers”."""
    return (
        at > start
        and reading.low(at) in lists.entries("not-names", "perhaps")
        and sort_of(reading.words[at - 1]) in {Sort.KNOWN, Sort.WORD, Sort.UNKNOWN, Sort.INITIAL}
    )


# -- one name ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Segment:
    """Words of a run that may be one name, and what beside them says that a person is meant."""

    reading: Reading
    start: int
    end: int
    sorts: tuple[Sort, ...]
    cue: str
    there: bool

    @property
    def first(self) -> Word:
        return self.reading.words[self.start]

    @property
    def follows(self) -> str:
        return self.reading.low(self.end)


def _segment(reading: Reading, start: int, end: int) -> Iterator[Stretch]:
    if start >= end:
        return
    words = reading.words
    if reading.plain[words[start].start : words[end - 1].end].lower() in lists.entries("not-names"):
        return  # “M.Phil”
    sorts = tuple(map(sort_of, words[start:end]))
    if (
        end == start + 1
        and reading.beside(start)
        and reading.low(start - 1) in _ARTICLES
        and sorts[0] is not Sort.PLACE
    ):
        return  # “a Godrej cupboard”, “the Hamilton”
    segment = _Segment(reading, start, end, sorts, _cue(reading, start, end), places.is_where(reading, start, end))
    kind, because = _named(segment)
    if because:
        reaches = _after_stop(reading, end) if set(sorts) == {Sort.INITIAL} else _with_address(reading, end)
        yield Stretch(words[start].start, reaches, kind, because, "town" if kind is _PLACE else "")


def _named(segment: _Segment) -> tuple[Identifies, str]:
    """Give what a segment names, and why; no reason where it names nothing."""
    sorts = segment.sorts
    if set(sorts) == {Sort.INITIAL}:
        return _NAME, _initials(segment)
    if segment.reading.phrase(segment.start, len(sorts)) in lists.entries("places"):
        return _PLACE, "on the list of places"
    if Sort.KNOWN in sorts:
        return _NAME, "on the list of names"
    if Sort.PLACE in sorts:
        return _PLACE, "on the list of places"
    if Sort.UNKNOWN in sorts:
        return _unknown(segment)
    return _word(segment) if Sort.WORD in sorts else _perhaps(segment)


def _unknown(segment: _Segment) -> tuple[Identifies, str]:
    """Give what an unknown word with a capital is: a place, an organisation, a person."""
    reading, start, end = segment.reading, segment.start, segment.end
    ending = places.ends_like_one(reading.low(end - 1))
    if ending and (segment.there or segment.cue in {"", "with"}):
        return _PLACE, f"ends like a place: “-{ending}”"
    if _comes_from(segment):
        return _PLACE, "before “se”, for where somebody comes from"
    if segment.first.first:
        acts = segment.cue in _ACTS and not _is_participle(segment)
        return _NAME, "acts like a person" if acts or _befalls(segment) or end - start > 1 or _addressed(
            reading, end
        ) else ""
    if segment.there:
        return _PLACE, f"after “{reading.low(start - 1)}”"
    if places.is_worked_at(reading, start):
        return _ORGANISATION, "after a word for working or studying there"
    return _NAME, "a capital letter inside a sentence"


def _comes_from(segment: _Segment) -> bool:
    reading, end = segment.reading, segment.end
    return segment.follows == "se" and reading.beside(end) and reading.low(end + 1) in cues("came")


def _is_participle(segment: _Segment) -> bool:
    """Tell “ginke bole”, having counted they said, from a name."""
    return segment.first.low.endswith(("ke", "kar")) and segment.follows in {"bola", "boli", "bole"}


def _befalls(segment: _Segment) -> bool:
    reading, end = segment.reading, segment.end
    return segment.follows == "ko" and reading.low(end + 1) in cues("befalls")


def _word(segment: _Segment) -> tuple[Identifies, str]:
    """Give why an ordinary word with a capital is a name here."""
    reading, start, end, cue = segment.reading, segment.start, segment.end, segment.cue
    if segment.there and not segment.first.first and reading.low(start) in lists.entries("places", "word"):
        return _PLACE, f"after “{reading.low(start - 1)}”"
    if _addressed(reading, end):
        return _NAME, "before a word of address"
    if not segment.first.first:
        thing = reading.low(start - 1) in cues("not before a name") and cue not in {"does", "acted"}
        return _NAME, "" if thing else "a capital letter inside a sentence"
    if len(segment.sorts) > 1 and segment.sorts[1] in {Sort.KNOWN, Sort.WORD, Sort.UNKNOWN}:
        return _NAME, "a capital letter inside a sentence"
    english = reading.low(start) in lists.entries("names-that-are-words", "english")
    acts = cue in _ACTS and not (cue == "does" and segment.follows in cues("things too"))
    if acts or (not english and (cue == "is" or _befalls(segment))):
        return _NAME, "acts like a person"
    return _NAME, "beside another name" if _beside_another(reading, end) else ""


def _perhaps(segment: _Segment) -> tuple[Identifies, str]:
    """Give why a word that is excused by itself, or a place that is a word too, is meant here."""
    reading, end = segment.reading, segment.end
    if Sort.PERHAPS not in segment.sorts:
        there = segment.there and not segment.first.first
        return _PLACE, f"after “{reading.low(segment.start - 1)}”" if there else ""
    acts = segment.cue in {"to", "does", "acted", "owns"} and segment.follows not in cues("says")
    named = len(segment.sorts) > 1 and not segment.first.first
    meant = acts or named or _addressed(reading, end) or _beside_another(reading, end)
    return _NAME, "may be a name, and acts like a person" if meant else ""


def _cue(reading: Reading, start: int, end: int) -> str:
    """Give what beside a word says that it is a person: the strongest there is, or nothing."""
    follows = reading.low(end) if reading.beside(end) else ""
    before = reading.low(start - 1) if reading.beside(start) else ""
    kin = lists.entries("kin-words")
    owned = follows in kin or follows in cues("belongs")
    owned_after = reading.low(end + 1) in kin or reading.low(end + 1) in cues("belongs")
    holds = (
        ("acted", follows in {"ne", "ney"}),
        ("does", follows in cues("does") and reading.words[end].text.islower()),
        ("owns", reading.words[end - 1].owns and owned),
        ("age", _AGED.match(reading.plain, reading.words[end - 1].end) is not None),
        ("to", before in cues("to") or before in kin),
        ("owns", follows in cues("of somebody") and owned_after),
        ("of", follows in cues("of somebody")),
        ("is", follows in cues("is")),
        ("with", before in cues("with")),
    )
    return next((cue for cue, there in holds if there), "")


def _beside_another(reading: Reading, end: int) -> bool:
    """Tell whether “and” and a second person follow: “Meena and Suresh”, “Mercy and her son”."""
    if reading.low(end) not in {"and", "aur"} or end + 1 >= len(reading.words):
        return False
    other = reading.words[end + 1]
    if other.low in {"her", "his", "their"}:
        return reading.low(end + 2) in lists.entries("kin-words")
    return other.cap and sort_of(other) in {Sort.KNOWN, Sort.WORD}


def _addressed(reading: Reading, end: int) -> bool:
    """Tell whether a word of address follows: ji, didi, uncle, ma'am."""
    if not reading.beside(end) or reading.low(end) not in lists.entries("titles", "after"):
        return False
    return reading.words[end].gap == " " or reading.low(end) not in _ALWAYS_APART


def _with_address(reading: Reading, end: int) -> int:
    """Give where a name ends, with the words of address behind it."""
    while _addressed(reading, end):
        end += 1
    return reading.words[end - 1].end


# -- initials ----------------------------------------------------------------------------------------------------


def _after_stop(reading: Reading, end: int) -> int:
    at = reading.words[end - 1].end
    return at + reading.plain.startswith(".", at)


def _initials(segment: _Segment) -> str:
    """Tell why letters alone are somebody's initials; nothing where they are not."""
    reading, start, end = segment.reading, segment.start, segment.end
    letters = "".join(word.low for word in reading.words[start:end])
    stop = reading.plain.startswith(".", reading.words[end - 1].end)
    if start and segment.first.gap == ".":
        return ""  # the end of “Ph.D.”
    if len(letters) == 1:
        return _initial(segment, letters, stop=stop)
    known = is_excused(letters) or letters in cues("no initials")
    return "initials" if stop and not known else ""


def _initial(segment: _Segment, letter: str, *, stop: bool) -> str:
    reading, start, end = segment.reading, segment.start, segment.end
    before = reading.low(start - 1)
    if before in cues("no initial") or (letter in {"a", "i"} and not stop):
        return ""
    small = end < len(reading.words) and reading.words[end].gap in {" ", ". "} and reading.words[end].text.islower()
    if stop and small:
        return "an initial"
    follows = segment.follows if small else ""
    acts = follows in cues("does") or follows in cues("is") or follows in {"ne", "who", "ko", "ki", "ka", "ke"}
    if (acts and letter not in {"x", "b"}) or segment.cue == "to":
        return "a letter that acts like a person"
    return "an initial" if stop and before in {"with", "about"} else ""


# -- titles ------------------------------------------------------------------------------------------------------

_MOST_WORDS = 4


def _titled(reading: Reading, at: int) -> Stretch | None:
    """Give the name that a title stands before, with the title."""
    words = reading.words
    count, is_title = _title(reading, at)
    first = end = at + count
    if not count or first >= len(words) or words[first].gap not in {" ", ". ", ".", "-"}:
        return None
    while end < len(words) and end - first < _MOST_WORDS and (end == first or _goes_on_titled(reading, end)):
        if not _is_titled(words[end], first=end == first, is_title=is_title):
            break
        end += 1
    if end == first or reading.phrase(at, end - at) in lists.entries("not-names"):
        return None
    start = words[at].start
    title = reading.plain[start : words[first - 1].end]
    return Stretch(start, _with_address(reading, end), _NAME, f"after “{title}”", title.lower())


def _title(reading: Reading, at: int) -> tuple[int, bool]:
    """Give of how many words a title is that begins here, and whether it is nothing but a title."""
    titles = lists.groups("titles")
    for count in (2, 1):
        phrase = reading.phrase(at, count)
        if not phrase or not (reading.words[at].cap or phrase in cues("strict small")):
            continue
        for group in ("before", "before listed"):
            if phrase in titles[group] or f"{phrase}." in titles[group]:
                return count, group == "before"
    return 0, False


def _goes_on_titled(reading: Reading, index: int) -> bool:
    before = reading.words[index - 1]
    initial = len(before.text) == 1 and reading.words[index].gap in {". ", "."}
    return not before.owns and (reading.beside(index) or initial)


def _is_titled(word: Word, *, first: bool, is_title: bool) -> bool:
    """Tell whether a word belongs to the name behind a title."""
    if not word.latin or not word.text[0].isalpha() or ("-" in word.low and is_form_of_excused(word.low)):
        return False
    address = word.low in lists.entries("kin-words") or word.low in lists.entries("titles", "after")
    if not word.cap:
        known = is_person(word.low) or word.low in lists.entries("not-names", "perhaps")
        return first and is_title and known and not address and not lists.is_ordinary(word.low)
    sort = sort_of(word)
    if is_title:
        return sort is not Sort.EXCUSED or (first and not address)
    return sort in {Sort.KNOWN, Sort.WORD, Sort.UNKNOWN, Sort.PERHAPS} and not (first and len(word.text) == 1)


# -- small letters -----------------------------------------------------------------------------------------------

_CERTAIN = 5
"""From how many letters on a listed name in small letters needs no cue."""
_TO_SOMEBODY = frozenset({"ji", "didi", "akka", "bhaiya", "chechi", "aunty"})


def _small(reading: Reading, at: int) -> Iterator[Stretch]:
    """Give a name or a place written in small letters."""
    word = reading.words[at]
    low = word.low
    perhaps = low in lists.entries("not-names", "perhaps")
    if is_person(low) and not (is_excused(low) or perhaps or lists.is_ordinary(low)):
        if len(low) >= _CERTAIN or _cue(reading, at, at + 1) or _addressed(reading, at + 1):
            yield Stretch(word.start, _with_address(reading, at + 1), _NAME, "on the list of names")
    elif (perhaps or low in lists.names_that_are_words()) and low not in lists.entries("kin-words"):
        if _is_spoken_of(reading, at):
            yield Stretch(word.start, _with_address(reading, at + 1), _NAME, "acts like a person")
    elif _is_there(reading, at) and (low in lists.entries("places") or places.ends_like_one(low)):
        yield Stretch(word.start, word.end, _PLACE, "on the list of places, or ends like one", "town")


def _is_there(reading: Reading, at: int) -> bool:
    return reading.low(at + 1) in cues("small there") or reading.low(at - 1) in {"in", "from", "near", "at"}


def _is_spoken_of(reading: Reading, at: int) -> bool:
    """Tell whether an ordinary word in small letters is spoken of as a person: “asked rose about”, “khushi ne kaha”."""
    follows = reading.low(at + 1) if reading.beside(at + 1) else ""
    if reading.beside(at) and reading.low(at - 1) in cues("asked") and follows in cues("asked about"):
        return True
    if follows in _TO_SOMEBODY:
        return True
    english = reading.low(at) in lists.entries("names-that-are-words", "english")
    return (
        follows == "ne" and not english and any(reading.low(index) in cues("spoke") for index in range(at + 2, at + 7))
    )
