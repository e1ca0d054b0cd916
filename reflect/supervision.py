"""The brief: one or two pages for a supervisor, made of what may leave and of nothing besides.

The question comes first, then the thread from last time, then what is brought, what keeps coming up, and at the end
room to write back. Each part has a limit; nothing is cut in the middle of a sentence where that can be helped, and
what did not fit is told to the writer, not to the reader.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from reflect import kinds, power, saying, slips, withheld
from reflect.clock import month_said
from reflect.documents import Block, Document, Items, Paragraph, Part, Quotation
from reflect.models import (
    CLOSER,
    FREE_TEXT,
    FURTHER,
    OPEN,
    Answer,
    Bearing,
    Beat,
    Commitment,
    Deck,
    Entry,
    Kind,
    Noted,
    Owner,
    Position,
    Rung,
    Step,
)
from reflect.saying import in_a_line
from reflect.themes import Theme

SECTIONS = {
    "question": "What I would like from this hour",
    "since": "Since last time",
    "bring": "What I bring",
    "themes": "What keeps coming up",
    "power": "Power and structure: where I looked",
    "commitments": "Under way: commitments and advocacy",
    "carrying": "What I am carrying",
    "excerpts": "In my words",
    "invitation": "An invitation to you",
}
"""The parts that can be ticked, in their order, with their headings. `question` is there whatever happens."""
ON_REQUEST = frozenset({"carrying", "invitation"})
"""Parts that are off until the writer asks for them."""
WIDENED = frozenset({"themes", "power"})
"""Parts that can be drawn from all entries of the time, and not from the marked answers alone."""
AGREED = {"keeper": "Kept by", "how-long": "how long", "who-else": "also seen by"}
"""What is settled with a reader besides evaluation, and how a page says it."""
INVITATIONS = {
    "differences": "Please ask me about the differences between us.",
    "your-view": "I would like to hear how you would have seen it from where you stand.",
    "done-well": "I would like to hear what I did well.",
    "our-work": "I would like us to look at how we work together.",
}
MOST_INVITATIONS = 2
_SCENE = "About a made-up scene"
STUCK = "I am stuck with something at work. May I bring it?"
NO_QUESTION = "No question yet. I would like to find one together."
DISCLAIMERS = (
    (
        "This is reflective learning material. Clinical facts belong in the clinical record; risk and safeguarding go "
        "by your service's own route."
    ),
    "De-identified by the writer. If you recognise somebody, please stop reading that part and tell the writer.",
)
"""What every page for somebody else carries, whatever its form."""
MOST_WORDS = 950
"""So many words fit two pages."""
ENOUGH = 3
"""From so many moments on, a map of power and structure says something."""

NUMBERS, STUCK_TICK = "numbers", "stuck"
_QUESTIONS = {"question": "help", "question-2": "help-2", "for-supervision": ""}
"""Steps that ask for a question to bring, and the step that says what help is wanted with it."""
_PARTS = {
    "part": "My part",
    "did": "What I did",
    "felt": "What it was like",
    "tried": "What I have tried or thought",
}
_UNSAID = frozenset({Beat.ARRIVE, Beat.LAND})
"""Beats of which nothing is quoted: how much there was to write with, and how it landed."""
_SCALES = {"in-reach": "in my reach", "with-others": "with others"}
_OWNERS = {Owner.ME: "mine", Owner.SUPERVISOR: "yours", Owner.BOTH: "both of ours", Owner.SERVICE: "the service's"}
_BECAME = {"kept": "done", "changed": "it changed on the way", "let-go": "let go", OPEN: "no news yet"}
_WITH = {Owner.SUPERVISOR: "With you: ", Owner.BOTH: "With both of us: ", Owner.SERVICE: "With the service: "}
_URGENT = {
    "soon": "I would like a word before the hour.",
    "now": "What I ask here cannot wait for the hour; it goes by the service's own route as well.",
}
_STAGES = {
    "noticed": "Noticed, and not named yet.",
    "named-to-myself": "Named to myself.",
    "named-in-team": "Named in supervision or in the team.",
    "named-with-them": "We named it together.",
    "changed": "Something changed.",
    "followed-up": "I went back to it later.",
    "left-be": "Left be, for now.",
}
_RUNGS = {
    Rung.NOTICED: ("noticed",),
    Rung.NAMED: ("named-to-myself", "named-in-team", "named-with-them"),
    Rung.CHANGED: ("changed",),
    Rung.FOLLOWED_UP: ("followed-up",),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """What a brief can be made of; all of it may leave, once it is ticked.

    `entries` are as `withheld.sift` lets them through, oldest first. `bearings` bear out themes, of `out_of` entries.
    `agreement` is what was settled with the `reader`, `days` the first and the last day it covers, `scenes` the
    entries about a made-up scene.
    """

    entries: tuple[Entry, ...]
    scenes: frozenset[int] = frozenset()
    commitments: tuple[Commitment, ...] = ()
    bearings: tuple[Bearing, ...] = ()
    out_of: int = 0
    moments: tuple[power.Moment, ...] = ()
    loads: tuple[int, ...] = ()
    reader: str = ""
    writer: str = ""
    agreement: Mapping[str, str] = field(default_factory=dict)
    days: tuple[date, date] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What names and labels mean: the decks, the themes, and the words of the shared lists."""

    decks: Mapping[str, Deck]
    themes: Mapping[str, Theme]
    words: power.Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Brief:
    """A document, with what of the material is in it: the `sections`, the `items`, and those that were `left`."""

    document: Document
    sections: tuple[str, ...]
    items: tuple[str, ...]
    left: tuple[str, ...]


def offered(material: Material, known: Known) -> list[str]:
    """Give the sections there is something for, each by itself, in their order."""
    ticks = frozenset({withheld.LOAD})
    return [key for key in SECTIONS if key == "invitation" or _Making(material, known, frozenset({key}), ticks).parts]


def brief(material: Material, known: Known, sections: Iterable[str], ticks: Iterable[str] = ()) -> Brief | None:
    """Give the brief with these sections; None where nothing of them is there to show.

    `ticks` are `numbers`, `load`, `stuck` and `invite:<id>`.
    """
    made = _Making(material, known, frozenset(sections), frozenset(ticks))
    if not made.parts:
        return None
    if "question" not in made.parts:
        made.parts = {"question": (Paragraph(NO_QUESTION),), **made.parts}
    document = Document(
        title="For supervision",
        lead=_lead(material),
        parts=(*(Part(key=key, heading=SECTIONS[key], blocks=made.parts[key]) for key in made.parts), slips.PART),
        foot=DISCLAIMERS,
    )
    return Brief(
        document=document,
        sections=tuple(made.parts),
        items=tuple(made.used),
        left=tuple(made.left),
    )


def evaluated(agreement: Mapping[str, str]) -> bool:
    """Tell whether the page may count in an evaluation of the writer."""
    return agreement.get("evaluation") == "yes"


def _lead(material: Material) -> tuple[str, ...]:
    by = f"Prepared by {in_a_line(material.writer)}" if material.writer else "Prepared"
    to = in_a_line(material.reader) or "supervision"
    days = material.days
    covering = f" · covering {_months(*days)}" if days else ""
    return (
        f"{by} for {to}{covering}",
        "Reflective notes, chosen by the writer. Not a clinical or risk record. Please do not forward.",
        _settled(material.agreement),
    )


def _months(first: date, last: date) -> str:
    ends = (month_said(first), month_said(last))
    return ends[0] if ends[0] == ends[1] else " to ".join(ends)


def _settled(agreement: Mapping[str, str]) -> str:
    said = {"yes": "counts in evaluation: yes", "no": "counts in evaluation: no"}
    parts = [f"{label}: {agreement[key]}" for key, label in AGREED.items() if agreement.get(key)]
    parts += filter(None, [said.get(agreement.get("evaluation", ""), "")])
    if not parts:
        return "Please delete it once we have met, unless we agree otherwise."
    return f"Settled, as the writer understands it. {'; '.join(map(in_a_line, parts))}."


class _Making:
    """The parts of a brief while they are made: what was used, and what did not fit."""

    def __init__(self, material: Material, known: Known, sections: frozenset[str], ticks: frozenset[str]) -> None:
        self.material = material
        self.known = known
        self.ticks = ticks
        self.used: dict[str, None] = {}
        self.left: dict[str, None] = {}
        self.parts: dict[str, tuple[Block, ...]] = {}
        self._newest = sorted(material.entries, key=lambda entry: entry.written, reverse=True)
        for key in SECTIONS:
            if key in sections and (blocks := tuple(getattr(self, f"_{key}")())):
                self.parts[key] = blocks
        there = (_ref(entry, answer) for entry in self._newest for answer in entry.answers)
        self.left |= dict.fromkeys(ref for ref in there if ref not in self.used)

    # What goes on the page is noted

    def _take(self, entry: Entry, answer: Answer) -> None:
        self.used[_ref(entry, answer)] = None

    def _step(self, entry: Entry, key: str) -> Step | None:
        deck = self.known.decks.get(entry.deck)
        return deck.step(key) if deck else None

    def _picked(self, entry: Entry, answer: Answer) -> list[str]:
        return saying.picked(answer, self._step(entry, answer.key))

    def _label(self, entry: Entry, answer: Answer) -> str:
        return "; ".join(self._picked(entry, answer))

    # The parts

    def _question(self) -> Iterator[Block]:
        """Give the questions of the newest entry that has any: an older one was for another hour."""
        entry = next((each for each in self._newest if any(map(each.answer, _QUESTIONS))), None)
        if entry is None:
            return
        if when := entry.answer("urgent"):
            self._take(entry, when)
            if said := _URGENT.get(str(when.value)):
                yield Paragraph(said)
        asked = []
        for key, help_key in _QUESTIONS.items():
            answer, wanted = entry.answer(key), entry.answer(help_key)
            if answer is None or answer.kind not in FREE_TEXT:
                continue
            self._take(entry, answer)
            if wanted:
                self._take(entry, wanted)
            helped = f" ({power.low(self._label(entry, wanted))})" if wanted else ""
            asked.append(f"{_cut(in_a_line(str(answer.value)), _QUESTION)}{helped}")
        yield Items(tuple(asked), numbered=True)

    def _since(self) -> Iterator[Block]:
        told = [each for each in self.material.commitments if each.feedback or each.news]
        told.sort(key=lambda each: (each.feedback is None, -each.number))
        lines = self._lines(told, _became, most=5, together=60)
        if lines:
            yield Items(lines)

    def _commitments(self) -> Iterator[Block]:
        ahead = [each for each in self.material.commitments if not (each.feedback or each.news)]
        lines = list(self._lines(ahead, _under_way, most=6, together=45))
        lines += self._advocacy(6 - len(lines))
        if STUCK_TICK in self.ticks:
            lines.append(STUCK)
        if lines:
            yield Items(tuple(lines))

    def _lines(
        self,
        commitments: Sequence[Commitment],
        said: Callable[[Commitment], str],
        *,
        most: int,
        together: int,
    ) -> tuple[str, ...]:
        lines: list[str] = []
        words = 0
        for commitment in commitments:
            line = said(commitment)
            if len(lines) == most or words + _count(line) > together:
                self.left[f"commitment/{commitment.number}"] = None
                continue
            self.used[f"commitment/{commitment.number}"] = None
            lines.append(line)
            words += _count(line)
        return tuple(lines)

    def _advocacy(self, most: int) -> list[str]:
        """Say which acts of advocacy were picked, and how far each went, in marked answers."""
        lines: dict[str, str] = {}
        for entry in self._newest:
            if len(lines) >= most:
                break
            acts, how = entry.answer("advocacy"), entry.answer("status")
            if acts is None or not isinstance(acts.value, tuple):
                continue
            self._take(entry, acts)
            if how:
                self._take(entry, how)
            state = f": {power.low(self._label(entry, how))}" if how else ""
            for act in acts.value:
                lines.setdefault(act, f"{self.known.words.label('advocacy', act)}{state}")
        return list(lines.values())[:most]

    def _bring(self) -> Iterator[Block]:
        """Give what the question rests on, and other moments; what was prepared for an earlier hour stays out."""
        prepared = next((entry for entry in self._newest if entry.deck in withheld.BROUGHT), None)
        there = [entry for entry in self._newest if entry is prepared or entry.deck not in withheld.BROUGHT]
        told = [(entry, context) for entry in there if (context := self._told(entry))]
        told.sort(key=lambda pair: pair[0] is not prepared)
        for entry, context in told[:_MOST_BROUGHT]:
            self._take(entry, context)
            about = "About my question" if entry is prepared else "Another moment" if prepared else "A moment"
            about = _SCENE if entry.number in self.material.scenes else about
            yield Paragraph(f"{about}: {_cut(in_a_line(str(context.value)), _CONTEXT)}")
            if lines := self._besides(entry):
                yield Items(tuple(lines))

    def _told(self, entry: Entry) -> Answer | None:
        """Give what tells a moment, in an entry: its context, or its moment."""
        found = entry.answer("context")
        found = found if found and found.kind in FREE_TEXT else None
        for answer in entry.answers:
            step = self._step(entry, answer.key)
            if found is None and step and step.beat is Beat.MOMENT and answer.kind in FREE_TEXT:
                found = answer
        return found if found and _ref(entry, found) not in self.used else None

    def _besides(self, entry: Entry) -> list[str]:
        """Give what is said of a moment besides: the writer's part, who stood where, and how far it went."""
        lines = []
        for key, said in _PARTS.items():
            part = entry.answer(key)
            if part and part.kind in FREE_TEXT:
                self._take(entry, part)
                lines.append(f"{said}: {_cut(in_a_line(str(part.value)), _OWN_PART)}")
        placed: set[str] = set()
        for answer in entry.answers:
            if answer.kind is Kind.POSITIONS and any(place.them for place in _places(answer)):
                self._take(entry, answer)
                lines += self._placed(answer)
                placed |= {*answer.table}
        lines += self._also(entry, placed)
        stage, eye = entry.answer("stage"), entry.answer("eye")
        if stage and str(stage.value) in _STAGES:
            self._take(entry, stage)
            lines.append(_STAGES[str(stage.value)])
        if eye:
            self._take(entry, eye)
            lines.append(f"I would like us to look {' and '.join(map(power.low, self._picked(entry, eye)))}.")
        return lines

    def _also(self, entry: Entry, placed: Collection[str]) -> list[str]:
        """Give the dimensions that were picked and not placed, in a line."""
        also: list[str] = []
        for answer in entry.answers:
            step = self._step(entry, answer.key)
            if (
                step
                and answer.kind is Kind.CHOICES
                and step.lists == ("dimensions",)
                and isinstance(answer.value, tuple)
            ):
                self._take(entry, answer)
                also += [self.known.words.word(each) for each in answer.value if each not in placed]
        return [f"Also at work: {', '.join(also)}."] if also else []

    def _placed(self, answer: Answer) -> list[str]:
        lines = []
        for dimension, place in list(answer.table.items())[:_MOST_PLACED]:
            if isinstance(place, Position):
                lines.append(f"On {self.known.words.word(dimension)}: {saying.position_said(place)}.")
        if any(place.me for place in _places(answer)):
            lines.append("(My own side is shown by choice.)")
        return lines

    def _themes(self) -> Iterator[Block]:
        found: dict[str, list[Bearing]] = {}
        for bearing in self.material.bearings:
            if bearing.theme in self.known.themes and f"-theme:{bearing.theme}" not in self.ticks:
                found.setdefault(bearing.theme, []).append(bearing)
        often = Counter({theme: len({each.number for each in group}) for theme, group in found.items()})
        chosen = [theme for theme, _ in sorted(often.items(), key=lambda pair: (-pair[1], pair[0]))[:_MOST_THEMES]]
        lines = [self._theme(theme, found[theme], often[theme]) for theme in chosen]
        words = sum(map(_count, lines))
        for at, theme in enumerate(chosen):
            sentence = self._own_sentence(found[theme])
            if sentence and words + _count(sentence) <= _THEME_WORDS:
                lines[at] = f"{lines[at]} “{sentence}”"
                words += _count(sentence)
        if lines:
            yield Items(tuple(lines))

    def _theme(self, theme: str, bearings: Sequence[Bearing], entries: int) -> str:
        title = self.known.themes[theme].title
        self.used[f"theme/{theme}"] = None
        if NUMBERS in self.ticks:
            return f"{title}: in {entries} of {self.material.out_of} entries."
        way = _direction([each.day for each in bearings], [each.day for each in self.material.bearings], entries)
        return f"{title}: {', '.join(filter(None, (_how_often(entries, self.material.out_of), way)))}."

    def _own_sentence(self, bearings: Sequence[Bearing]) -> str:
        """Give the shortest sentence, in a marked answer, that bears out a theme; "" if none is short enough."""
        if evaluated(self.material.agreement):
            return ""
        given = {
            (entry.number, answer.key): (entry, answer) for entry in self.material.entries for answer in entry.answers
        }
        short = [
            (in_a_line(each.sentence), *given[each.number, each.key])
            for each in bearings
            if (each.number, each.key) in given and _count(each.sentence) in _SENTENCE
        ]
        if not short:
            return ""
        sentence, entry, answer = min(short, key=lambda each: (_count(each[0]), each[0]))
        self._take(entry, answer)
        return sentence

    def _power(self) -> Iterator[Block]:
        moments = self.material.moments
        if len(moments) < ENOUGH:
            return
        numbers = NUMBERS in self.ticks
        seen = power.look(moments, self.known.words)
        looked = [f"{self.known.words.word(each.id)}{f' ({each.entries})' if numbers else ''}" for each in seen.visits]
        rest = "most others" if len(seen.never) > len(seen.visits) else "a few others"
        lines = [f"Looked at: {', '.join(looked[:_MOST_LOOKED])}. Not looked at this time: {rest}."] if looked else []
        lines += _stood(moments)
        lines += _structured(seen, self.known.words)
        lines += _rungs(seen.stages, numbers=numbers)
        shown = {(moment.number, each.key) for moment in moments for _, each in moment.answers}
        for entry in self.material.entries:
            for answer in entry.answers:
                if (entry.number, answer.key) in shown:
                    self._take(entry, answer)
        yield Items(tuple(lines))

    def _carrying(self) -> Iterator[Block]:
        for entry in self._newest:
            if (answer := entry.answer("carrying")) and answer.kind in FREE_TEXT:
                self._take(entry, answer)
                yield Paragraph(_cut(in_a_line(str(answer.value)), _OWN_PART))
                break
        if withheld.LOAD in self.ticks and (trend := _load_trend(self.material.loads)):
            yield Paragraph(
                f"It has been {trend} than before." if trend != _SAME else f"It has been {_SAME} as before."
            )

    def _excerpts(self) -> Iterator[Block]:
        words = quoted = 0
        for ref, entry, answer in self._unused():
            lead, text = self._quoted(entry, answer)
            text = _cut(text, _EXCERPT - _count(lead))
            if quoted == _MOST_EXCERPTS or words + _count(text) + _count(lead) > _EXCERPT_WORDS:
                self.left[ref] = None
                continue
            self._take(entry, answer)
            yield Quotation(text, lead)
            quoted += 1
            words += _count(text) + _count(lead)

    def _unused(self) -> list[tuple[str, Entry, Answer]]:
        """Give the marked answers in words that stand nowhere on the page yet, the newest entry first.

        What was prepared for an hour is for its own places alone, but for a locked answer that was let through.
        """
        found = []
        for entry in self._newest:
            for answer in entry.answers:
                step = self._step(entry, answer.key)
                hidden = step is not None and step.beat in _UNSAID
                hidden = hidden or (entry.deck in withheld.BROUGHT and not answer.locked)
                if not hidden and kinds.words(answer).strip() and _ref(entry, answer) not in self.used:
                    found.append((_ref(entry, answer), entry, answer))
        return found

    def _quoted(self, entry: Entry, answer: Answer) -> tuple[str, str]:
        """Give what an answer says, under the question it answers.

        Some wordings are for one role or one pairing, and would tell which; only those that are known as meant for
        everybody stand there.
        """
        deck = self.known.decks.get(entry.deck)
        if answer.about is not None:
            lead = saying.about(answer, deck).rstrip(" :")
        else:
            step = self._step(entry, answer.key)
            plain = {prompt.whole for prompt in step.prompts if not (prompt.role or prompt.quadrant)} if step else set()
            lead = in_a_line(answer.question) if answer.question in plain else ""
        scene = f"{_SCENE}. " if entry.number in self.material.scenes else ""
        return f"{scene}{lead}", kinds.words(answer).strip()

    def _invitation(self) -> Iterator[Block]:
        chosen = [said for name, said in INVITATIONS.items() if f"invite:{name}" in self.ticks][:MOST_INVITATIONS]
        if chosen:
            yield Items(tuple(chosen))


_QUESTION = 34
_MOST_BROUGHT = 2
_CONTEXT, _OWN_PART = 50, 10
_PROMISE, _NEWS = 16, 12
_MOST_PLACED = 2
_MOST_THEMES = 5
_THEME_WORDS = 62
_SENTENCE = range(4, 21)
_MOST_LOOKED = 5
_MOST_EXCERPTS, _EXCERPT, _EXCERPT_WORDS = 3, 70, 75
_SAME = "about the same"


def _ref(entry: Entry, answer: Answer) -> str:
    return f"{entry.id}/{answer.key}"


def _places(answer: Answer) -> list[Position]:
    return [each for each in answer.table.values() if isinstance(each, Position)]


def _became(commitment: Commitment) -> str:
    """Say what became of a commitment."""
    news = _cut(in_a_line(commitment.news[-1].text), _NEWS) if commitment.news else ""
    became = f"{_BECAME[commitment.status]}. {news}".rstrip(". ")
    return f"{_WITH.get(commitment.owner, '')}{_promised(commitment)}: {became}."


def _under_way(commitment: Commitment) -> str:
    size = f", {_SCALES[commitment.scale]}" if commitment.scale in _SCALES else ""
    return f"{_promised(commitment)} ({_OWNERS[commitment.owner]}{size})"


def _promised(commitment: Commitment) -> str:
    return _cut(in_a_line(commitment.text), _PROMISE).rstrip(".")


def _how_often(entries: int, of: int) -> str:
    if entries >= _OFTEN and entries * 2 >= of:
        return "often"
    return "several times" if entries >= _SEVERAL else "once or twice"


_OFTEN, _SEVERAL = 4, 3


def _direction(days: Sequence[date], all_days: Sequence[date], entries: int) -> str:
    """Say whether a theme is new, steady or fading in this time; "" of one that came up less than three times."""
    if entries < _SEVERAL:
        return ""
    middle = min(all_days) + (max(all_days) - min(all_days)) / 2
    if min(days) > middle:
        return "new"
    return "fading" if max(days) <= middle else "steady"


def _stood(moments: Sequence[power.Moment]) -> list[str]:
    """Say where they stood, and where the writer did if that was ticked, in general words."""
    places = [place for moment in moments for _, place in moment.places("them")]
    lines = []
    if theirs := _mostly([place.them for place in places]):
        known = Counter(place.basis for place in places)
        told, inferred = known["told-me"], known[power.INFERRED]
        how = " Partly told, partly inferred." if told and inferred else ""
        how = how or (" Mostly told." if told else " Mostly inferred." if inferred else "")
        lines.append(
            f"Where they stood: {theirs} from power, as I understand it.{how}".replace("closer from", "closer to")
        )
    if mine := _mostly([place.me for place in places]):
        lines.append(f"Where I stood: {mine}.")
    return lines


def _mostly(stands: Iterable[str | None]) -> str:
    counted = Counter(stands)
    closer, further = counted[CLOSER], counted[FURTHER]
    if not closer + further:
        return ""
    if closer and further and max(closer, further) < 2 * min(closer, further):
        return "closer as well as further"
    return "mostly closer" if closer > further else "mostly further"


def _structured(seen: power.Power, words: power.Words) -> list[str]:
    if not seen.structures:
        return []
    levels = Counter[str]()
    for each in seen.structures:
        levels.update(each.levels)
    where = ", ".join(power.low(words.label("level", level)) for level, _ in levels.most_common(3))
    what = ", ".join(power.low(words.label("structures", each.structure)) for each in seen.structures[:4])
    return [f"Met {where}: {what}." if where else f"Met: {what}."]


def _rungs(stages: Mapping[str, int], *, numbers: bool) -> list[str]:
    counted = {rung: sum(stages.get(stage, 0) for stage in under) for rung, under in _RUNGS.items()}
    if not sum(counted.values()):
        return []
    said = [
        f"{rung.value.replace('-', ' ')} {_times(count, numbers=numbers)}" for rung, count in counted.items() if count
    ]
    return [f"How far it went: {'; '.join(said)}."]


def _times(count: int, *, numbers: bool) -> str:
    if numbers:
        return f"({count})"
    return "often" if count > _OFTEN else "sometimes" if count >= _SEVERAL else "once or twice"


def _load_trend(loads: Sequence[int]) -> str:
    """Say whether the latest landings, given newest first, were lighter or heavier than those before; "" of too few."""
    half = len(loads) // 2
    if half < 2:  # noqa: PLR2004 - two landings are the least that can be more than chance
        return ""
    change = sum(loads[:half]) / half - sum(loads[half : 2 * half]) / half
    return _SAME if abs(change) < 1 else "heavier" if change > 0 else "lighter"


def moments_of(entries: Iterable[Entry], scenes: frozenset[int], words: power.Words) -> list[power.Moment]:
    """Give the picked answers of these entries as moments; made-up scenes are left out."""
    noted = (
        Noted(number=entry.number or 0, deck=entry.deck, written=entry.written, answer=answer)
        for entry in entries
        if entry.number not in scenes
        for answer in entry.answers
        if answer.kind not in FREE_TEXT
    )
    return power.moments(noted, words)


_CUT = " […]"
_SENTENCE_END = re.compile('[.!?।॥…][”\N{RIGHT SINGLE QUOTATION MARK}")]*$')


def _cut(text: str, most: int) -> str:
    """Give text of at most so many words: cut where a sentence ends, if one does past half, and with a sign of it."""
    ends = [found.end() for found in re.finditer(r"\S+", text)]
    if len(ends) <= most:
        return text
    ends = ends[: max(most - 1, 1)]
    whole = [end for end in ends[len(ends) // 2 :] if _SENTENCE_END.search(text[:end])]
    return f"{text[: whole[-1] if whole else ends[-1]]}{_CUT}"


def _count(text: str) -> int:
    return len(text.split())
