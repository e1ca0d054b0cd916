"""What never leaves by itself: the one place that says it, and holds to it.

Every page for somebody else is made of what `sift` lets through, and of nothing besides. So a page
cannot show what was not marked, however it is put together.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from types import MappingProxyType

from reflect import kinds
from reflect.models import SCENE, Answer, Bearing, Commitment, Entry, Kind, Noted, Position, Share

NEVER = (
    "What you wrote stays here. Only answers you marked one by one can be chosen, and you see each before it goes.",
    "A locked answer stays out, unless you type its number and key, for that one page.",
    (
        "Whatever is about supervision, or names your supervisor, stays out, and is not even counted, unless you "
        "type its number and key."
    ),
    (
        "Your own caste, faith, sexuality, disability, history or politics, and where you stood yourself, stay "
        "out unless you tick them, one at a time and each time anew."
    ),
    "The themes about your own healing and your political voice stay out in the same way.",
    "The two random words that hold a thread together never leave.",
    (
        "Names, days, ages, places, jobs, numbers and addresses are looked for. What points to one person by "
        "itself stops the page; to keep it, give a reason, and the page says that something was kept."
    ),
    "When you wrote, how often, how long, what you skipped, changed, left unfinished or deleted: none of it leaves.",
    "The name of your computer, your account, your folders and your time zone are in no file.",
    "Other people's circle cards, and their words, never leave.",
    "What left is written down here, in the ledger, and the ledger never leaves by itself.",
    "Only the copy for yourself, reflect export --all, holds everything. It is for nobody else.",
)
"""What never leaves by itself, and what it takes to let it, one sentence each."""

ABOUT_SUPERVISION = frozenset({"feedback", "supervising"})
"""Decks whose entries are about supervision itself."""
BROUGHT = frozenset({"prep"})
"""Decks made for supervision: naming the supervisor withholds an answer of theirs, and not the whole entry."""
OWN_THEMES = MappingProxyType(
    {"own-healing": "theme:own-healing", "own-location": "theme:own-location", "feeling-load": "load"}
)
"""Themes about the writer alone, and the tick each needs."""
LOCKED_DECKS = frozenset({"own-location"})
"""Decks of which every answer is locked: what they are about is not counted either."""
OWN_DIMENSIONS = MappingProxyType({"political-voice": "dimension:political-voice"})
"""Dimensions that stay out, and the tick each needs."""
OWN_SIDE, LOAD = "own-side", "load"


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """An answer of an entry, by the name it leaves by: `12.moment` on the screen, `<entry id>/<key>` in the ledger."""

    number: int
    key: str
    entry_id: str

    def __str__(self) -> str:
        return f"{self.number}.{self.key}"

    @property
    def ref(self) -> str:
        """Give what the ledger knows it by: numbers can change when a journal is imported."""
        return f"{self.entry_id}/{self.key}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sifted:
    """What may be on a page: entries with those answers alone, and which of the marked ones are `held` back.

    `opened` are the answers let through by typing their number and key, `own` those whose own side could be ticked,
    `scenes` the numbers of entries about a made-up scene.
    """

    entries: tuple[Entry, ...]
    scenes: frozenset[int] = frozenset()
    held: tuple[Item, ...] = ()
    opened: tuple[Item, ...] = ()
    own: tuple[Item, ...] = ()


def sift(entries: Iterable[Entry], level: Share, readers: Collection[str] = (), ticks: Collection[str] = ()) -> Sifted:
    """Give of these entries what may be on a page: finished, marked `level`, and held back by no rule.

    `readers` are the labels of those who supervise the writer: whatever names one of them is about supervision.

    `ticks` are what the writer ticked for this page alone: `12.unsaid` lets a locked answer through,
    `own-side:12.place` the own side of one, `dimension:political-voice` and `load` what their names say.
    """
    kept: list[Entry] = []
    held: list[Item] = []
    opened: list[Item] = []
    own: list[Item] = []
    scenes: set[int] = set()
    for entry in entries:
        if not entry.finished or entry.number is None:
            continue
        if entry.answer(SCENE):
            scenes.add(entry.number)
        answers = []
        for answer in entry.answers:
            item = Item(number=entry.number, key=answer.key, entry_id=entry.id)
            typed = str(item) in ticks
            if (answer.locked and not typed) or (answer.share is not level and not answer.locked):
                continue
            stays = _is_held(entry, answer, readers)
            if stays and not typed:
                held.append(item)
                continue
            if _has_own_side(answer):
                own.append(item)
            if clean := _cleaned(answer, item, ticks):
                answers.append(clean)
                opened += [item] if answer.locked or stays else []
        if answers:
            kept.append(_bare(entry, answers))
    return Sifted(entries=tuple(kept), scenes=frozenset(scenes), held=tuple(held), opened=tuple(opened), own=tuple(own))


def is_about_supervision(entry: Entry, readers: Collection[str]) -> bool:
    """Tell whether an entry is about supervision itself, or names somebody who supervises the writer."""
    return entry.deck in ABOUT_SUPERVISION or any(_names(answer, readers) for answer in entry.answers)


def counted(noted: Iterable[Noted], held: Collection[int], ticks: Collection[str]) -> Iterator[Noted]:
    """Give what was picked in all entries as it may be counted: nothing locked, nothing of an entry that is `held`."""
    for each in noted:
        item = Item(number=each.number, key=each.answer.key, entry_id="")
        if not each.answer.locked and each.number not in held and (clean := _cleaned(each.answer, item, ticks)):
            yield replace(each, answer=clean)


def may_count(bearing: Bearing, held: Collection[int], ticks: Collection[str]) -> bool:
    """Tell whether what bears out a theme may be counted: of no entry that is `held`, and no theme about oneself.

    A theme that the deck declares, or that was picked for an entry as a whole, is of no use where all is locked.
    """
    needed = OWN_THEMES.get(bearing.theme)
    if bearing.number in held or (bearing.deck in LOCKED_DECKS and not bearing.key):
        return False
    return needed is None or needed in ticks


def is_held(commitment: Commitment, held: Collection[int], readers: Collection[str]) -> bool:
    """Tell whether a commitment stays, marked or not: it is locked, about supervision, or names who supervises."""
    of_it = commitment.locked or commitment.deck in ABOUT_SUPERVISION or commitment.entry in held
    return of_it or _mentions(commitment.text, readers)


def shown_of(commitment: Commitment, given: Collection[str], readers: Collection[str]) -> Commitment:
    """Give a commitment as it may be on a page.

    A line on what happened that was told in an answer is that answer's: it stays unless that answer is marked, and
    its entry one of those `given`, by their ids.
    """
    news = tuple(
        told if told.told_in is None or told.told_in in given else replace(told, text="") for told in commitment.news
    )
    news = tuple(replace(told, text="") if _mentions(told.text, readers) else told for told in news)
    return replace(commitment, news=news, thread=None)


def _is_held(entry: Entry, answer: Answer, readers: Collection[str]) -> bool:
    if entry.deck in BROUGHT:
        return _names(answer, readers)
    return is_about_supervision(entry, readers)


def _names(answer: Answer, readers: Collection[str]) -> bool:
    return _mentions(kinds.words(answer), readers)


_TITLE = re.compile(r"^(?:dr|mr|mrs|ms|mx|prof|shri|smt|sri|डॉ|श्री|श्रीमती)\.?\s+", re.IGNORECASE)
_AFTER_A_NAME = r"(?:[ -]?(?:ji|jee|sir|ma'am|madam|जी|सर|मैडम))?"


def _mentions(text: str, readers: Collection[str]) -> bool:
    """Tell whether `text` names one of these labels, as a word of its own; a single letter as it is written."""
    return any(_pattern(reader).search(unicodedata.normalize("NFC", text)) for reader in readers if reader.strip(" ."))


@cache
def _pattern(reader: str) -> re.Pattern[str]:
    label = _TITLE.sub("", unicodedata.normalize("NFC", " ".join(reader.split()))).rstrip(".") or reader.rstrip(".")
    spelled = r"\s+".join(map(re.escape, label.split()))
    how = re.NOFLAG if len(label) == 1 else re.IGNORECASE
    return re.compile(rf"(?<![^\W_]){spelled}{_AFTER_A_NAME}(?![^\W_])", how)


def _has_own_side(answer: Answer) -> bool:
    return any(isinstance(place, Position) and place.me for place in answer.table.values())


def _cleaned(answer: Answer, item: Item, ticks: Collection[str]) -> Answer | None:
    """Give an answer without what needs a tick of its own and has none; None if nothing is left of it."""
    if answer.kind is Kind.LOAD:
        return answer if LOAD in ticks else None
    if answer.kind is Kind.OUTCOMES:  # commitments carry their own mark, and what became of them with it
        return None

    def allowed(pick: str) -> bool:
        needed = OWN_DIMENSIONS.get(pick.removeprefix("dimension:"))
        return needed is None or needed in ticks

    if answer.about is not None and not allowed(answer.about):
        return None
    if isinstance(answer.value, tuple):
        picks = tuple(filter(allowed, answer.value))
        return replace(answer, value=picks) if picks else None
    if answer.kind is not Kind.POSITIONS:
        return answer
    own = f"{OWN_SIDE}:{item}" in ticks
    places = {
        dimension: place if own else replace(place, me=None)
        for dimension, place in answer.table.items()
        if isinstance(place, Position) and allowed(dimension)
    }
    said = {dimension: place for dimension, place in places.items() if place != Position()}
    return replace(answer, value=said) if said else None


def _bare(entry: Entry, answers: Iterable[Answer]) -> Entry:
    """Give an entry with these answers and nothing of what else hangs on it."""
    return Entry(
        number=entry.number,
        id=entry.id,
        deck=entry.deck,
        minutes=entry.minutes,
        written=entry.written,
        finished=True,
        answers=tuple(answers),
    )
