"""What a good prompt sounds like, as far as a machine can tell.

The rules a deck has to keep besides being readable: short questions, one at a time; no words
that scold, praise or exclude; nobody's particulars asked for; heavy questions well placed; a
length that fits the time. What is found carries file, line, and what to write instead.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from reflect import config, decks, sources
from reflect.errors import BadDeck
from reflect.models import FREE_TEXT, LENGTHS, Beat, Deck, Kind, Step, Weight

MOST_WORDS = 30
RUN = 6
"""So many words in a row, shared with a source document, are a quotation."""

BUDGETS = {2: (2, 6), 10: (5, 12), 25: (14, 99)}
"""The most answers in words, and the most picks, that fit each length; a commitment is one of each."""

_BANNED = {
    r"should|must|ought to": "It orders. Ask what happened, or what could be.",
    r"confess|own up|admit|acknowledge your|check your": "It asks for a confession. Ask what it did just then.",
    r"why did(n.?t| not) you|why did you": "It blames. Ask what it would have cost, and what silence cost.",
    r"well done|good job|congratulations|proud of you|bravo": "It praises. Leave it out; nothing here is marked.",
    r"you (seem|sound|appear|are clearly)": "It tells the writer what they feel. Ask, or leave it out.",
    r"resilien\w*": "It turns endurance into an alibi. Ask what it cost, or what helped.",
    r"intersectional\w*|hegemon\w*|positionality|praxis|aksa|microaggress\w*|neoliberal\w*": (
        "It is a word of theory. Say it in words of the day."
    ),
    r"as an? (good |true )?ally|allyship": "It asks for an identity. Ask whose idea it was, and who carries the risk.",
    r"cultural (beliefs|attitudes|practices) (cause|prevent|stop)": "It makes culture the cause. Ask what it costs.",
    r"rate your|score your|on a scale": "It scores a person. Ask what was not known today.",
}
_PARTICULARS = (
    "full name|name|initials|surname|age|date of birth|birthday|address|phone|number|job|occupation|employer|"
    "diagnosis|caste|jati|religion|faith|village|hometown|school|college|hospital"
)
_THEM = r"(their|his|her|the (client|patient|person|student|child|family|man|woman)('s)?|someone's|somebody's)"
_ASKS_PARTICULARS = (
    rf"\b(what|which|who|describe|tell|write|give|name|note|state)\b[^.?!]{{0,40}}\b{_THEM} ({_PARTICULARS})\b",
    r"\bhow old (is|was|are|were)\b",
    r"\b(which|what) (hospital|clinic|school|college|village|town|city|ward|street) (is|was|did|do|does|were)\b",
    rf"\bwhere (do|does|did) (they|he|she|{_THEM}) (live|work|study|come from)\b",
    r"\bdescribe the (client|patient|person)\b",
)


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing a trainer has to mend, and how."""

    file: str
    line: int
    what: str
    mend: str


def check(file: Path) -> list[Problem]:
    """Give all that is to be mended in the deck in `file`, in the order of its lines."""
    lists = decks.read_lists(config.shipped())
    try:
        deck = decks.read_deck(file, lists)
    except BadDeck as error:
        return [Problem(error.file, error.line, error.what, error.mend)]
    lines = file.read_text(encoding="utf-8").splitlines()
    found = [*_sentences(deck), *_order(deck), *_lengths(deck), *_sources(deck)]
    return sorted(Problem(file.name, _line(lines, near), what, mend) for near, what, mend in found)


Found = tuple[tuple[str, str], str, str]
"""A finding: the step's key and the words near it, what is wrong, and the mend."""


def _sentences(deck: Deck) -> Iterator[Found]:
    """Check every sentence a person may read."""
    for step in deck.steps:
        for prompt in step.prompts:
            near = (step.key, prompt.text)
            if (words := len(prompt.text.split())) > MOST_WORDS:
                yield near, f"The question has {words} words.", f"Say it in {MOST_WORDS} or fewer."
            if prompt.text.count("?") > 1:
                yield near, "It asks two things.", "Make each its own step."
            for pattern in _ASKS_PARTICULARS:
                if found := re.search(pattern, _straight(prompt.text), re.IGNORECASE):
                    yield near, f"“{found[0]}” asks who somebody is.", "Ask where they stood, and how you know."
        for text in (*(prompt.text for prompt in step.prompts), step.why, *(step.settle or ())):
            yield from (((step.key, text), what, mend) for what, mend in _wording(text))


def _wording(text: str) -> Iterator[tuple[str, str]]:
    """Check one sentence for words that do not belong here, and for words that are somebody else's."""
    for pattern, mend in _BANNED.items():
        if found := re.search(rf"\b({pattern})\b", text, re.IGNORECASE):
            yield f"“{found[0]}” does not belong in a prompt.", mend
    if run := next((run for run in runs(text) if fingerprint(run) in _seed_runs()), None):
        yield f"“{run}” stands in a source document too.", "Say it in your own words."


def _order(deck: Deck) -> Iterator[Found]:
    """Check that the beats come in order, and that heavy questions are held by lighter ones."""
    beats = [*Beat]
    for before, step in zip(deck.steps, deck.steps[1:], strict=False):
        if beats.index(step.beat) < beats.index(before.beat):
            mend = f"Move it up, before “{before.key}”, or give it another beat."
            yield (step.key, ""), f"“{step.beat}” comes after “{before.beat}”.", mend
    for length in deck.minutes:
        asked = [step for step in deck.steps if length in step.minutes and (_always(step) or _heavy(step))]
        for place, step in enumerate(asked):
            if not _heavy(step):
                continue
            if length == LENGTHS[0]:
                yield (step.key, ""), "A heavy question in two minutes.", "Take 2 out of its minutes."
            elif place in (0, len(asked) - 1):
                mend = "Put a light question that is always asked before it, and one after."
                yield (step.key, ""), f"A heavy question comes first or last in {length} minutes.", mend
            elif _heavy(asked[place - 1]):
                mend = "Put a light question that is always asked between them."
                yield (step.key, ""), f"Two heavy questions can follow each other in {length} minutes.", mend


def _always(step: Step) -> bool:
    return step.when is None and step.of is None and step.rotate is None


def _heavy(step: Step) -> bool:
    return step.weight is Weight.HEAVY


def _lengths(deck: Deck) -> Iterator[Found]:
    """Check that every length keeps its budget."""
    for length in deck.minutes:
        words, picks = cost(deck.steps, length)
        most_words, most_picks = BUDGETS[length]
        if words > most_words:
            what = f"{length} minutes ask for {words} answers in words; {most_words} fit."
            yield ("", ""), what, f"Take {length} out of the minutes of some, or let them rotate."
        if picks > most_picks:
            what = f"{length} minutes ask for {picks} picks; {most_picks} fit."
            yield ("", ""), what, f"Take {length} out of the minutes of some."


def cost(steps: Sequence[Step], length: int) -> tuple[int, int]:
    """Give the most answers in words and the most picks these steps can ask for in one sitting of this length."""
    asked = [step for step in steps if length in step.minutes]
    if length == LENGTHS[-1]:
        groups = [[step] for step in asked]
    else:
        names = dict.fromkeys(step.rotate or step.key for step in asked)
        groups = [[step for step in asked if (step.rotate or step.key) == name] for name in names]
    in_words = (max(step.kind in FREE_TEXT or step.kind is Kind.COMMITMENT for step in group) for group in groups)
    picks = (max(step.kind not in FREE_TEXT for step in group) for group in groups)
    return sum(in_words), sum(picks)


def _sources(deck: Deck) -> Iterator[Found]:
    """Check that every idea a step names is among the sources."""
    known = {idea.id for idea in sources.read(config.shipped()).ideas}
    for step in deck.steps:
        for source in step.sources:
            if source not in known:
                yield (step.key, source), f"There is no source “{source}”.", "See them: reflect decks sources"


def runs(text: str) -> Iterator[str]:
    """Give every run of six words in `text`, in lower case, without signs."""
    words = re.findall(r"[\w']+", _straight(text).lower())
    for at in range(len(words) - RUN + 1):
        yield " ".join(words[at : at + RUN])


def _straight(text: str) -> str:
    """Give the text with straight apostrophes, as most people type them."""
    return text.replace("\N{RIGHT SINGLE QUOTATION MARK}", "'")


def fingerprint(run: str) -> str:
    """Give eight hexadecimal digits that stand for a run of words: enough to know it again, not to read it."""
    return hashlib.sha256(run.encode()).hexdigest()[:8]


@cache
def _seed_runs() -> frozenset[str]:
    """Give the fingerprints of every run of six words in the source documents, whose text is not shipped."""
    return frozenset((config.shipped() / "seed-runs.txt").read_text(encoding="ascii").split())


def _line(lines: Sequence[str], near: tuple[str, str]) -> int:
    """Give the line where the step with this key says these words; else where the step, or the file, begins."""
    key, words = near
    head = re.compile(rf'\s*key\s*=\s*"{re.escape(key)}"')
    start = next((number for number, line in enumerate(lines, 1) if key and head.match(line)), 1)
    return next((number for number, line in enumerate(lines[start:], start + 1) if words and words in line), start)
