"""The values everything speaks: frozen, without behaviour beyond what they say of themselves."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, is_dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Any, TypeVar

_T = TypeVar("_T")

INSIDE = MappingProxyType({"inside": True})
"""Marks a field that stays in the program: `plain` leaves it out of every --json."""

LENGTHS = (2, 10, 25)
"""The lengths of a sitting, in minutes."""


class Kind(StrEnum):
    """The kinds of answer a step can ask for; a new session never needs another program."""

    LINE = "line"
    TEXT = "text"
    CHOICE = "choice"
    CHOICES = "choices"
    POSITIONS = "positions"
    GRID = "grid"
    LOAD = "load"
    COMMITMENT = "commitment"
    OUTCOMES = "outcomes"


SCENARIO, SCENE = "scenario", "card"
"""The deck of made-up scenes, and the step, in any deck, that shows one."""
FREE_TEXT = frozenset({Kind.LINE, Kind.TEXT})


class Beat(StrEnum):
    """The six parts of every sitting, always in this order."""

    ARRIVE = "arrive"
    MOMENT = "moment"
    LOOK = "look"
    TURN = "turn"
    CARRY = "carry"
    LAND = "land"


class Weight(StrEnum):
    """How much a question may ask of the person."""

    LIGHT = "light"
    MEDIUM = "medium"
    HEAVY = "heavy"


class Share(StrEnum):
    """Who an answer may be shown to. Everything begins private."""

    PRIVATE = "private"
    SUPERVISION = "supervision"
    CIRCLE = "circle"
    PORTFOLIO = "portfolio"


class Quadrant(StrEnum):
    """The pairing of two positions on one dimension, in one moment."""

    I_CLOSER = "i-closer"
    BOTH_CLOSER = "both-closer"
    THEY_CLOSER = "they-closer"
    BOTH_FURTHER = "both-further"
    UNPLACED = "unplaced"


CLOSER, FURTHER = "closer", "further"
_QUADRANTS = {
    (CLOSER, FURTHER): Quadrant.I_CLOSER,
    (CLOSER, CLOSER): Quadrant.BOTH_CLOSER,
    (FURTHER, CLOSER): Quadrant.THEY_CLOSER,
    (FURTHER, FURTHER): Quadrant.BOTH_FURTHER,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Position:
    """Where two people stood on one dimension, in relation to power. Never who they are.

    A part that was not given is None. `quadrant` follows from `me` and `them`: the four
    pairings of the Multicultural and Social Justice Counseling Competencies (Ratts et al.
    2016), per dimension and per moment; whatever is not plainly closer or further is unplaced.
    """

    me: str | None = None
    them: str | None = None
    basis: str | None = None
    seen: bool | None = None
    spoken: bool | None = None
    weight: str | None = None
    quadrant: Quadrant = field(init=False)

    def __post_init__(self) -> None:
        placed = _QUADRANTS.get((self.me or "", self.them or ""), Quadrant.UNPLACED)
        object.__setattr__(self, "quadrant", placed)


@dataclass(frozen=True, slots=True)
class Carry:
    """What a sitting carries out of it: the size of the next step, and the step in words."""

    scale: str
    text: str = ""


ONLY_SEEN = "only-seen"
"""The size of a next step that is none: it was enough to see."""
OPEN = "open"
"""The status of a commitment nobody has said anything of yet: no news."""


@dataclass(frozen=True, slots=True)
class News:
    """What became of a commitment, and a line on what happened."""

    status: str
    text: str = ""


Value = str | int | tuple[str, ...] | Mapping[str, str] | Mapping[str, Position] | Mapping[str, News] | Carry
"""What a step was answered with; its shape follows from the step's kind (see `kinds`)."""


@dataclass(frozen=True, slots=True)
class Option:
    """One thing that can be picked. `word` is how it stands inside a sentence."""

    id: str
    label: str
    word: str = ""


@dataclass(frozen=True, slots=True)
class Prompt:
    """One wording of a step's question, for everybody, or for one role or pairing.

    A `card` is a made-up scene to read before the question.
    """

    text: str
    role: str | None = None
    quadrant: Quadrant | None = None
    card: str = ""

    @property
    def whole(self) -> str:
        """Give the wording as it is asked: the scene, if there is one, and the question."""
        return f"{self.card}\n\n{self.text}" if self.card else self.text


@dataclass(frozen=True, slots=True, kw_only=True)
class When:
    """The earlier answer a step waits for: one of `picked`, `at_least` picks, guesses in a row, or any.

    `unless` is the other way round: the step is asked whether or not there was an answer, but
    not after one of these.
    """

    step: str
    picked: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    at_least: int = 0
    inferred: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One place in a deck.

    `of` names the earlier step this one is about: picks to place, or places to look into.
    `lists` are the shared lists its options come from. `parts` are what is asked of each
    position, with what can be said of it.
    `limit` gives the most picks by length. `settle` is a line before and one after a heavy
    question. `rotate` groups steps of which a shorter sitting asks one.
    """

    key: str
    beat: Beat
    kind: Kind
    minutes: tuple[int, ...]
    weight: Weight
    why: str
    prompts: tuple[Prompt, ...]
    options: tuple[Option, ...] = ()
    lists: tuple[str, ...] = ()
    rows: tuple[Option, ...] = ()
    of: str | None = None
    parts: Mapping[str, tuple[Option, ...]] = field(default_factory=dict)
    when: When | None = None
    limit: Mapping[int, int] = field(default_factory=dict)
    rotate: str | None = None
    private: bool = False
    settle: tuple[str, str] | None = None
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Deck:
    """A file of `prompts/`: what one sitting can ask.

    A deck of the workshop's unit is one of its stations, 1 to 4; one that `follows` another is
    for afterwards. One that `rereads` is sat beside an older entry. One with a `role` is for people in it.
    """

    id: str
    title: str
    source: str
    about: str
    steps: tuple[Step, ...]
    station: int | None = None
    follows: str | None = None
    rereads: bool = False
    role: str | None = None

    @property
    def minutes(self) -> tuple[int, ...]:
        """Give the lengths this deck can be sat at."""
        return tuple(length for length in LENGTHS if any(length in step.minutes for step in self.steps))

    def dimension(self, dimension_id: str) -> Option | None:
        """Give the dimension with this id, if the deck places people on it."""
        places = (option for step in self.steps if step.kind is Kind.POSITIONS for option in step.options)
        return next((option for option in places if option.id == dimension_id), None)

    def step(self, key: str) -> Step | None:
        """Give the step with this key, if the deck has it."""
        return next((step for step in self.steps if step.key == key), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What was written or picked, with the question as worded that day and its own share mark.

    `about` is the dimension the question looked into. A `locked` answer stays private.
    """

    key: str
    question: str
    kind: Kind
    value: Value
    share: Share = Share.PRIVATE
    about: str | None = None
    locked: bool = False

    @property
    def table(self) -> Mapping[str, object]:
        """Give the value where it is a table, by dimension, row or commitment; an empty one where it is not."""
        return self.value if isinstance(self.value, Mapping) else {}


@dataclass(frozen=True, slots=True)
class Begun:
    """An answer that is not ended: the question as worded, and the words, or the picks as JSON."""

    question: str
    words: str


class What(StrEnum):
    """What is counted of an entry: the entry itself, and what it touches on."""

    ENTRY = "entry"
    THEME = "theme"
    DIMENSION = "dimension"
    PAIRING = "pairing"
    SHOWING = "showing"
    STAGE = "stage"


class Rung(StrEnum):
    """How far it went with something that was noticed; whatever was named was noticed."""

    NOTICED = "noticed"
    NAMED = "named"
    CHANGED = "changed"
    FOLLOWED_UP = "followed-up"
    LEFT_BE = "left-be"


class Standing(StrEnum):
    """How a theme came to an entry: by the writer, by what they picked, or suggested from their words."""

    PICKED = "picked"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    DECLARED = "declared"
    LIKELY = "likely"
    POSSIBLE = "possible"


DECISIONS = (Standing.PICKED, Standing.ACCEPTED, Standing.REJECTED)
"""What the writer said themselves; it outranks everything else."""
CONFIRMED = (Standing.PICKED, Standing.ACCEPTED, Standing.DECLARED)
"""What a theme of an entry rests on when nothing about it is guessed."""
COUNTED = (*CONFIRMED, Standing.LIKELY)
"""What is counted when themes are looked at over time."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A theme an entry may touch on, how sure that is (`likely` or `possible`), and the words that led to it."""

    theme: str
    tier: Standing
    quotes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What the writer said of a theme in an entry, and when: picked, accepted or rejected."""

    theme: str
    verdict: Standing
    at: datetime


Tallies = Mapping[tuple[str, str, str], Mapping[str, int]]
"""How many entries of each month (`2026-11`) touch on something: by what it is, its id, and how it came there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A piece of evidence: why an entry touches on a theme, as words quoted from an answer, or what was picked there.

    `before` and `after` are the words of the answer around the quote; `pattern` is what found it, "" where
    it was picked, as the answer to `question`.
    """

    number: int
    day: date
    standing: Standing
    key: str = ""
    quote: str = ""
    before: str = field(default="", metadata=INSIDE)
    after: str = field(default="", metadata=INSIDE)
    pattern: str = ""
    question: str = field(default="", metadata=INSIDE)
    locked: bool = field(default=False, metadata=INSIDE)

    @property
    def passage(self) -> str:
        """Give the quote in [brackets] with the words around it; of what was picked, the question and the pick."""
        if not self.pattern:
            return f"{self.question} {self.quote}".strip()
        return f"{self.before}[{' '.join(self.quote.split())}]{self.after}"


class Owner(StrEnum):
    """Whose a commitment is to keep."""

    ME = "me"
    SUPERVISOR = "supervisor"
    BOTH = "both"
    SERVICE = "service"


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """News of a commitment, when it was told, and the id of the entry it was told in, if it was told in one."""

    status: str
    text: str = ""
    at: datetime
    told_in: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Commitment:
    """One thing to do differently, as the answer to the step `key` of an entry, with what became of it.

    One that was agreed in supervision belongs to `feedback` with that number, and to no entry; `by`
    says when, in words. A `locked` one was made in an answer that is, or in a draft. `number` is what
    a person types. `news` are in the order they were told, and `status` is that of the last. An act of
    advocacy carries from its entry whose `idea` it was, whose `risk` it is, and whether it is `wanted`.
    """

    number: int
    key: str
    scale: str
    text: str
    entry: int | None = None
    feedback: int | None = None
    deck: str = ""
    made: datetime | None = None
    thread: str | None = None
    owner: Owner = Owner.ME
    share: Share = Share.PRIVATE
    by: str = ""
    locked: bool = field(default=False, metadata=INSIDE)
    idea: str | None = None
    risk: str | None = None
    wanted: str | None = None
    news: tuple[Told, ...] = ()
    status: str = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "status", self.news[-1].status if self.news else OPEN)


@dataclass(frozen=True, slots=True, kw_only=True)
class Bearing:
    """What bears out a confirmed theme of an entry: the answer it was found in, and the sentence; "" where picked.

    `key` is "" where the writer picked the theme for the entry as a whole.
    """

    number: int
    day: date
    theme: str
    deck: str = ""
    key: str = ""
    sentence: str = ""
    share: Share = Share.PRIVATE


@dataclass(frozen=True, slots=True, kw_only=True)
class Feedback:
    """What came back from supervision, in the words of whoever gave it: a record of its own, over no entry.

    `giver` is the label of who gave it, `heard` what they read as the question, `seen` what they saw, `question`
    what they asked back, `differs` where they see it differently. `page` is the mark of the page it answers, ""
    where that is not known. `agreed` are the commitments that came of it.
    """

    number: int | None = None
    id: str
    giver: str
    at: datetime
    heard: str = ""
    seen: str = ""
    question: str = ""
    differs: str = ""
    page: str = ""
    agreed: tuple[Commitment, ...] = ()

    @property
    def said(self) -> tuple[tuple[str, str], ...]:
        """Give what was said, each under a heading in words; what was left empty is left out."""
        headed = (
            ("Read as the question", self.heard),
            ("Seen", self.seen),
            ("Asked back", self.question),
            ("Seen differently", self.differs),
        )
        return tuple((heading, words) for heading, words in headed if words)


@dataclass(frozen=True, slots=True, kw_only=True)
class Handover:
    """What left, once: a line of the ledger.

    `to` is the label of who it was for, `form` md, html and so on, or the portfolio form it filled. `items` are the
    answers and commitments on the page and `opened` those that were locked, or about supervision, and let through:
    the entry's id and the step's key, between them a slash. `checksum` is the SHA-256 of its bytes. `kept` counts the
    identifying details that were kept, for `reason`. `seen` tells that it was printed, not written to a file.
    """

    id: str
    at: datetime
    to: str
    form: str
    sections: tuple[str, ...] = ()
    items: tuple[str, ...] = ()
    opened: tuple[str, ...] = ()
    checksum: str
    changed: int = 0
    kept: int = 0
    reason: str = ""
    seen: bool = False

    @property
    def page(self) -> str:
        """Give the mark by which the page is known again: it stands at its foot, and on the slip that comes back."""
        return self.id.replace("-", "")[-MARK:]


MARK = 8
"""So many signs of a handover's id are the mark of its page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One reflection: date, deck, answers; a draft until `finished`.

    `number` is what a person types, given when first kept; `id` is identity. `skipped` holds
    the questions passed over and `begun` the answers not yet ended, by step key: both belong to
    the draft, and neither is ever reported. `rereads` is the number of the older entry it was
    written beside, and `later` what was written beside this one. `thread` is the label it shares
    with other entries about one working relationship. `themes` are those picked, declared or
    accepted, `suggested` those that only the words point to, and `decisions` what the writer said of either.
    """

    number: int | None = None
    id: str
    deck: str
    minutes: int
    written: datetime
    finished: bool = False
    answers: tuple[Answer, ...] = ()
    themes: tuple[str, ...] = ()
    suggested: tuple[Suggestion, ...] = ()
    decisions: tuple[Decision, ...] = ()
    commitments: tuple[Commitment, ...] = ()
    thread: str | None = None
    later: tuple[Mapping[str, Any], ...] = ()
    rereads: int | None = None
    skipped: Mapping[str, str] = field(default_factory=dict, metadata=INSIDE)
    begun: Mapping[str, Begun] = field(default_factory=dict, metadata=INSIDE)

    def answer(self, key: str) -> Answer | None:
        """Give the answer to the step with this key, if there is one."""
        return next((answer for answer in self.answers if answer.key == key), None)

    def with_answer(self, answer: Answer) -> Entry:
        """Give this entry with `answer` in it, in place of an earlier one to the same step."""
        if self.answer(answer.key):
            answers = tuple(answer if old.key == answer.key else old for old in self.answers)
        else:
            answers = (*self.answers, answer)
        return replace(
            self,
            answers=answers,
            skipped=_without(self.skipped, answer.key),
            begun=_without(self.begun, answer.key),
        )

    def with_skip(self, key: str, question: str) -> Entry:
        """Give this entry with the step passed over; an earlier answer to it is taken back."""
        answers = tuple(answer for answer in self.answers if answer.key != key)
        skipped = {**self.skipped, key: question}
        return replace(self, answers=answers, skipped=skipped, begun=_without(self.begun, key))

    def with_begun(self, key: str, begun: Begun) -> Entry:
        """Give this entry with what there is so far of an answer that is not ended."""
        return replace(self, begun={**self.begun, key: begun})

    def ended(self) -> Entry:
        """Give this entry finished, with what was passed over forgotten."""
        return replace(self, finished=True, skipped={}, begun={})


@dataclass(frozen=True, slots=True, kw_only=True)
class Noted:
    """An answer, and the finished entry it stands in."""

    number: int
    deck: str
    written: datetime
    answer: Answer


@dataclass(frozen=True, slots=True, kw_only=True)
class Thread:
    """Entries that share a label: how many, and the days of the first and the last."""

    label: str
    entries: int
    first: str
    last: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """An entry as a line of a list: `opening` is where its first words begin, `words` how many there are."""

    number: int
    id: str
    deck: str
    written: datetime
    finished: bool
    opening: str
    words: int
    themes: tuple[str, ...] = ()
    thread: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A place where words were found: the answer, and a stretch of it with what was found in marks."""

    number: int
    id: str
    written: datetime
    key: str
    snippet: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """What an answer was, until it was changed at `replaced`."""

    key: str
    value: Value
    replaced: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Contents:
    """What a journal holds: how many entries, drafts among them, and the days of the first and the last."""

    entries: int
    first: str | None
    last: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Whole:
    """An entry with all that belongs to it: what its answers were before, and the id of what it `rereads`."""

    entry: Entry
    versions: tuple[Version, ...] = ()
    rereads_id: str | None = None


Record = Whole | Feedback | Handover
"""One line of the copy for oneself: an entry with all that belongs to it, what came back, or what left."""
RECORD = "record"
"""Names, in a line that is no entry, what it is instead."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What the person set; kept in the sealed file.

    `role` chooses wordings, `label` signs an export, and a day ends at `day_end` o'clock:
    what is written before it belongs to the day before. `last_backup` is the moment of the last.
    `set_aside` are the dimensions not to be asked about, `invited` tells that the invitation to
    those never picked was made, and `contacts` are the person's own, a line each. `agreements` are what
    was settled with each reader of a page, by their label: who keeps it, how long, who else, and whether it
    counts in an evaluation. `leave` are words that point to nobody, `watch` words to look for always.
    """

    role: str = ""
    label: str = ""
    day_end: int = 0
    last_backup: str = ""
    set_aside: tuple[str, ...] = ()
    invited: bool = False
    contacts: tuple[str, ...] = ()
    agreements: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    leave: tuple[str, ...] = ()
    watch: tuple[str, ...] = ()


class Identifies(StrEnum):
    """What a stretch of text may be that points to somebody."""

    PERSON_NAME = "person-name"
    ORGANISATION = "organisation"
    ID_NUMBER = "id-number"
    PHONE = "phone"
    EMAIL = "email"
    URL_HANDLE = "url-handle"
    EXACT_DATE = "exact-date"
    EXACT_AGE = "exact-age"
    PLACE = "place"
    RARE_ROLE = "rare-role"


HARD = frozenset({Identifies.ID_NUMBER, Identifies.PHONE, Identifies.EMAIL, Identifies.URL_HANDLE})
"""What points to one person by itself: it stops a page from being made."""


@dataclass(frozen=True, slots=True)
class Finding:
    """A stretch of text that may identify someone: from `start` up to `end` in code points, and words to put instead.

    `because` says in a few words what it was found by.
    """

    start: int
    end: int
    kind: Identifies
    text: str
    suggestion: str
    because: str = field(default="", metadata=INSIDE)


def _without(kept: Mapping[str, _T], key: str) -> dict[str, _T]:
    return {name: value for name, value in kept.items() if name != key}


def new_id() -> str:
    """Give a new UUIDv7 (RFC 9562): 48 bits of milliseconds, then chance, so ids sort by time."""
    import secrets
    import time
    from uuid import UUID

    stamp = time.time_ns() // 1_000_000
    number = (stamp << 80) | (0x7 << 76) | (secrets.randbits(12) << 64) | (0b10 << 62) | secrets.randbits(62)
    return str(UUID(int=number))


def plain(value: object) -> Any:  # noqa: ANN401 - JSON has no better name
    """Give `value` as JSON data: what every `--json` prints and the journal stores.

    Parts of a position that were not given are left out; days and times are ISO 8601, times with their offset.
    """
    if isinstance(value, Position):
        return {f.name: part for f in fields(value) if (part := getattr(value, f.name)) is not None}
    if is_dataclass(value):
        return {f.name: plain(getattr(value, f.name)) for f in fields(value) if "inside" not in f.metadata}
    if isinstance(value, Mapping):
        return {str(key): plain(part) for key, part in value.items()}
    if isinstance(value, (tuple, list)):
        return [plain(part) for part in value]
    if isinstance(value, date):
        return value.isoformat()
    return value
