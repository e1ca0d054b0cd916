"""The return slip: the room a page leaves to write back, and reading what came back in it.

A person fills it in, in any editor, by mail or on a telephone, so much about it may have changed.
What is read keeps every word written in it, each in one place; where that cannot be done, the file
is refused whole, with the line that has no place.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from itertools import chain, groupby
from typing import TypeVar

from reflect import kinds
from reflect.documents import Blank, Document, Paragraph, Part
from reflect.errors import ReflectError
from reflect.models import Owner

_T = TypeVar("_T")
Owners = Mapping[str, Owner]
"""Whose something is, by the letters of the words for it."""

PART = Part(
    key="room",
    heading="Room to write back",
    blocks=(
        Paragraph("As much or as little as you like, by pen or in any editor. Please leave the headings."),
        Blank("heard", "What you read as the question", lines=2),
        Blank("seen", "What you see, and what is done well", lines=4),
        Blank("question", "A question back", lines=2),
        Blank(
            "agreed",
            "What we agreed",
            asked=(("what", "What"), ("who", "Who"), ("by", "By when")),
            times=3,
            lead="Who: the writer, the supervisor, both, or the service.",
        ),
        Blank("differs", "Where you see it differently", lines=2),
    ),
)
"""The slip as it stands at the end of a page."""

NOTE = "Write between the quotation marks. An empty one is fine. Please leave the names before the colons."
"""The line of guidance where the slip is JSON."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """One thing that was agreed. `who` is None where it is open; `said` is what then stood there for it."""

    what: str
    who: Owner | None
    by: str = ""
    said: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Slip:
    """What came back: an answer under each heading. `page` is the mark of the page it answers, if it bears one."""

    heard: str = ""
    seen: str = ""
    question: str = ""
    agreed: tuple[Action, ...] = ()
    differs: str = ""
    page: str = ""

    @property
    def empty(self) -> bool:
        """Tell whether nothing was written in it; that is an answer too."""
        return not (self.heard or self.seen or self.question or self.agreed or self.differs)


def read(data: bytes, name: str, *, writer: str = "", supervisor: str = "", ours: Document | None = None) -> Slip:
    """Read the slip in the file `name`, alone or at the end of its page, whether JSON, Markdown or plain text.

    `writer` and `supervisor` are their labels on the page, and `ours` is the page that went out, if it
    is known: the small lines at its foot are part of no answer. Raise ReflectError, with the line and
    what to do, where a word has no place.
    """
    text = _decoded(data, name)
    owners = _owners(writer, supervisor)
    if text.lstrip().startswith("{"):
        return _from_json(text, name, owners)
    return _from_text(text, name, owners, ours.foot if ours else ())


# What the page says itself

_BLANKS = {block.key: block for block in PART.blocks if isinstance(block, Blank)}
_HEADINGS = {PART.key: PART.heading, **{key: blank.heading for key, blank in _BLANKS.items()}}
_AGREED, _FIRST = "agreed", next(iter(_BLANKS))

# A page of another version, or one that is not known any more, has these at its foot all the same.
_LEFT_OUT = "Left out on purpose: private entries, identifying details, anything about supervision itself."
_LEFT_OUT_BUT_DETAILS = _LEFT_OUT.replace(" identifying details,", "")
_ABSENCE = "Absence of personal disclosure is not absence of reflection. reflect 0"
_SMALL_PRINT = (
    f"{_LEFT_OUT} {_ABSENCE}",
    f"{_LEFT_OUT_BUT_DETAILS} {_ABSENCE}",
    f"{_LEFT_OUT} reflect 0",
    "Changed after the check: 0.",
    "Kept on purpose, with a reason: 0.",
    "Details that may point to somebody, kept on purpose: 0.",
    "Details that may point to somebody, kept on purpose, with a reason: 0.",
    "This is reflective learning material.",
    "Clinical facts belong in the clinical record; risk and safeguarding go by your service's own route.",
    "De-identified by the writer.",
    "Identifying details were taken out by the writer.",
    "If you recognise somebody, please stop reading that part and tell the writer.",
)


def _guidance() -> Iterator[str]:
    for block in PART.blocks:
        if isinstance(block, Paragraph):
            yield from re.split(r"(?<=\.) ", block.text)  # one sentence of it may be deleted
        elif isinstance(block, Blank) and block.lead:
            yield block.lead


def _pattern(sentence: str) -> str:
    """Give what finds the words of a sentence however they are wrapped, marked and quoted, with any number in it."""
    number = r"\d[\w.+]*"
    words = re.findall(rf"{number}|\w+", sentence)
    told = (number if word[0].isdecimal() else re.escape(word) for word in words)
    return r"(?<!\w)[*_]*" + r"[\W_]+".join(told) + r"(?!\w)[.:;*_]*"


# Reading bytes

_LARGEST = 1_000_000
_BY_HAND = "Type in what you want to keep: reflect feedback add"
_AS_TEXT = "Save it as text, or type it in: reflect feedback add. Nothing was kept."
_NOT_TEXT = (
    (rb"PK\x03\x04|\xd0\xcf\x11\xe0|\{\\rtf", "a document of a word processor", _AS_TEXT),
    (rb"\s*<(?:!doctype html|html)", "a web page", _AS_TEXT),
    (rb"%PDF", "a PDF", _BY_HAND),
    (
        rb"\x89PNG|\xff\xd8\xff|GIF8|BM.{4}\0{4}|II\*\0|MM\0\*|RIFF.{4}WEBP|.{4}ftyp",
        "a picture",
        _BY_HAND,
    ),
)
"""How the bytes of a file begin that is no text, what it is then, and what can be done."""


def _decoded(data: bytes, name: str) -> str:
    if not data.strip():
        raise ReflectError(f"{name} is empty. Nothing was kept.")
    for start, what, then in _NOT_TEXT:
        if re.match(start, data, re.DOTALL | re.IGNORECASE):
            raise ReflectError(f"{name} is {what}. {then}")
    if len(data) > _LARGEST:
        raise ReflectError(f"{name} is larger than a page can be. {_BY_HAND}. Nothing was kept.")
    try:
        text = data.decode("utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig")
    except UnicodeDecodeError:
        text = "\0"
    if re.search(r"[\x00-\x08\x0e-\x1f]", text):
        raise ReflectError(
            f"{name} is not text that can be read here. Save it as UTF-8, or type it in: reflect feedback add. "
            "Nothing was kept."
        )
    return kinds.tidy(text)


# Reading text

_DASH = "[-\N{EN DASH}\N{EM DASH}]"
_COLON = "[:\N{FULLWIDTH COLON}]"
_INVISIBLE = "\u200b-\u200f\u202a-\u202e\u2060\ufeff\u00ad"
_NO_WORDS = re.compile(rf"(?:{_DASH}|{_COLON}|[\s{_INVISIBLE}=_*#>|•◦▪·+~.…])*")
_REPLY = re.compile(r"^(?:[ \t]*>)+")
_RULE = re.compile(rf"\s*({_DASH}|[=_*─])(?:\s*\1){{2,}}\s*")
_BULLET = re.compile(rf"\s*(?:(?:{_DASH}|[+•◦▪·●○☐☑✓]|\*(?!\*)|\[[ xX]?\]|\(?\d{{1,2}}[.)])\s*)*")
_OTHER_HEADING = re.compile(r"\s*#{1,6}\s")
_BESIDE = re.compile(rf"(.{{1,80}}?)(?:\s?{_COLON}|\s{_DASH}{{1,2}}\s)(?:[*_]+(?=\s|$))?(.*)")
_MARK = re.compile(r"^[^\w\n]*page[^\w\n]+([0-9a-f]{6,12})[^\w\n]*$", re.IGNORECASE | re.MULTILINE)
_ORDINAL = re.compile(r"^\W*(?:\d+|[a-z][.)]|[ivx]+[.)])\W+", re.IGNORECASE)
_ALIKE = 0.9


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of a file. Where it is a heading, its key, and as `text` what is typed beside it."""

    number: int
    text: str
    heading: str = ""


def _from_text(text: str, name: str, owners: Owners, foot: Iterable[str]) -> Slip:
    text = _without_small_print("\n".join(_REPLY.sub("", line) for line in text.splitlines()), foot)
    lines = [_line(number, raw) for number, raw in enumerate(_MARK.sub("", text).split("\n"), 1)]
    room = _room(lines)
    if not (room or any(line.heading for line in lines)):
        raise _no_room(name)
    slip = lines[max(room - 1, 0) :]  # words may stand beside the heading of the room, too
    first = next((at for at, line in enumerate(slip) if line.heading in _BLANKS), len(slip))
    sections = _parted(slip[first:])
    below = _cut_off_foot(sections[-1]) if sections else []
    _refuse_strays(lines[:room], slip[:first], sections, below)
    _refuse_gone(sections)

    def under(key: str) -> Iterator[list[_Line]]:
        return (section for section in sections if section[0].heading == key)

    def text_under(key: str) -> str:
        return _only_one(key, map(_answer, under(key)), "")

    return Slip(
        heard=text_under("heard"),
        seen=text_under("seen"),
        question=text_under("question"),
        agreed=_only_one(_AGREED, (tuple(_actions(section, owners)) for section in under(_AGREED)), ()),
        differs=text_under("differs"),
        page=_mark(text),
    )


def _mark(text: str) -> str:
    """Give the mark of the page that stands in its foot; the last one where there are more, "" for none."""
    marks: list[str] = _MARK.findall(text)
    return marks[-1].lower() if marks else ""


def _without_small_print(text: str, foot: Iterable[str]) -> str:
    """Give the text without the page's own sentences; every line keeps its number."""
    known = {*_guidance(), *_SMALL_PRINT, *foot}
    patterns = [_pattern(sentence) for sentence in sorted(known, key=len, reverse=True) if not _MARK.match(sentence)]
    return re.sub("|".join(patterns), lambda found: "\n" * found[0].count("\n"), text, flags=re.IGNORECASE)


def _line(number: int, text: str) -> _Line:
    if heading := _heading(text):
        return _Line(number, "", heading)
    parted = _BESIDE.fullmatch(text)
    if parted and (heading := _heading(parted[1])):
        return _Line(number, parted[2], heading)
    return _Line(number, text)


def _heading(text: str) -> str:
    """Give the key of the heading that a line is, or nearly is; "" for none.

    A line that has more words than the heading is none: they would be lost.
    """
    words = [letters for word in _ORDINAL.sub("", text, count=1).split() if (letters := _letters(word))]
    alike = get_close_matches("".join(words), _BY_LETTERS, n=2, cutoff=_ALIKE)
    if len(alike) != 1:
        return ""
    key = _BY_LETTERS[alike[0]]
    return key if len(words) <= len(_HEADINGS[key].split()) else ""


def _letters(text: str) -> str:
    """Give what of a text has to be the same, however it is marked, spaced, quoted and written large."""
    whole = unicodedata.normalize("NFKC", text).casefold()
    return "".join(sign for sign in whole if unicodedata.category(sign)[0] in "LMN")


_BY_LETTERS = {_letters(heading): key for key, heading in _HEADINGS.items()}


def _room(lines: Sequence[_Line]) -> int:
    """Give where the slip begins: after the last heading of the room that stands before all of the five; 0 for none.

    What the page quotes may hold such lines, too, so nothing above the room is read.
    """
    room = 0
    for at, line in enumerate(lines, 1):
        if line.heading == PART.key:
            room = at
        elif line.heading and room:
            break
    return room


def _parted(lines: Iterable[_Line]) -> list[list[_Line]]:
    """Give the lines in sections, each with its heading first."""
    sections: list[list[_Line]] = []
    for line in lines:
        if line.heading:
            sections.append([])
        sections[-1].append(line)
    return sections


def _cut_off_foot(section: list[_Line]) -> list[_Line]:
    """Take from the last section what stands below a rule, and give it. Right under a heading it is an underline."""
    end = next((at for at, line in enumerate(section) if at > 1 and _RULE.fullmatch(line.text)), len(section))
    foot = section[end:]
    del section[end:]
    return foot


def _answer(section: Iterable[_Line]) -> str:
    paragraphs = _paragraphs(_without_empty_rows(section))
    return "\n\n".join("\n".join(line.text.strip() for line in lines) for lines in paragraphs)


def _paragraphs(lines: Iterable[_Line]) -> list[list[_Line]]:
    return [list(group) for worded, group in groupby(lines, lambda line: _has_words(line.text)) if worded]


def _has_words(text: str) -> bool:
    return not _NO_WORDS.fullmatch(text)


def _only_one(key: str, answers: Iterable[_T], nothing: _T) -> _T:
    """Give the answer under a heading. One that stands there twice has the same words, or none under one of them."""
    different = {" ".join(str(answer).split()): answer for answer in answers if answer}
    if len(different) > 1:
        raise _twice(_HEADINGS[key])
    return next(iter(different.values()), nothing)


# What has no place

_SHOWN = 80


def _refuse_strays(
    above: Sequence[_Line], before: Sequence[_Line], sections: Sequence[Sequence[_Line]], below: Sequence[_Line]
) -> None:
    """Refuse words outside every section, and headings that are none of ours, lost in a line or above the room."""
    headed = {section[0].heading for section in sections}
    if PART.key in headed:
        raise _twice(PART.heading)
    gone = {key: _letters(blank.heading) for key, blank in _BLANKS.items() if key not in headed}
    before = [line for line in before if _has_words(line.text)]
    if above and before and sections and _FIRST in gone:
        raise _gone(_FIRST, before)

    def is_lost_heading(line: _Line) -> bool:
        letters = _letters(line.text)
        return bool(_OTHER_HEADING.match(line.text)) or any(heading in letters for heading in gone.values())

    lost = [line for line in above if line.heading in gone]
    lost += before
    lost += [line for line in chain.from_iterable(sections) if is_lost_heading(line) and _has_words(line.text)]
    lost += [line for line in below if _has_words(line.text)]
    if lost:
        raise _cannot_be_placed(lost[0])


def _refuse_gone(sections: Sequence[Sequence[_Line]]) -> None:
    """Refuse where a heading is gone and lines may be its own: rows, or what follows a gap under the one before."""
    headed = {section[0].heading: section for section in sections}
    rows = [line for line in chain.from_iterable(sections) if _ROW.match(line.text) and not _is_empty_row(line)]
    if rows and _AGREED not in headed:
        raise _gone(_AGREED, rows)
    before = _FIRST
    for key in _BLANKS:
        if key in headed:
            before = key
        elif lost := _after_a_gap(headed.get(before, ())):
            raise _gone(key, lost)


def _after_a_gap(section: Sequence[_Line]) -> list[_Line]:
    """Give the lines under a heading that may belong to the next one."""
    if section and section[0].heading == _AGREED:
        *rows, last = _paragraphs(section) or [[]]
        return last if rows and not _begins_row(last[0].text) else []
    return list(chain.from_iterable(_paragraphs(_without_empty_rows(section))[1:]))


def _no_room(name: str) -> ReflectError:
    return ReflectError(f"There is no room to write back in {name}. Is it the page itself? Nothing was kept.")


def _cannot_be_placed(line: _Line) -> ReflectError:
    said = " ".join(f"{_HEADINGS.get(line.heading, '')} {kinds.visible(line.text)}".split())
    said = said if len(said) <= _SHOWN else f"{said[:_SHOWN].rstrip()}…"
    return ReflectError(
        f"Line {line.number} cannot be placed: “{said}”. Nothing was kept. "
        "Put it under one of the five headings, or type it in: reflect feedback add"
    )


def _gone(key: str, lost: Sequence[_Line]) -> ReflectError:
    lines, them = (f"{len(lost)} lines have", "them") if len(lost) > 1 else ("one line has", "it")
    return ReflectError(
        f"The heading “{_HEADINGS[key]}” is gone, so {lines} no place, from line {lost[0].number} on. "
        f"Nothing was kept. Put it back above {them}, or type {them} in: reflect feedback add"
    )


def _twice(heading: str) -> ReflectError:
    return ReflectError(
        f"“{heading}” stands there twice, with different words under each. Nothing was kept. Put them under one."
    )


# What was agreed

_LABELS = {**{_letters(word): key for key, word in _BLANKS[_AGREED].asked}, "when": "by", "by": "by"}
_WORD = rf"[*_]*(what|who|by\s+when|when|by)[*_]*(?:\s?{_COLON}|\s{_DASH}\s)[*_]*"
_LABEL = re.compile(rf"(?:^|(?:[;,.|/(]|{_DASH})\s?|\s\s){_WORD}", re.IGNORECASE)
_ROW = re.compile(_BULLET.pattern + _WORD, re.IGNORECASE)
_ON_ONE_LINE = (
    re.compile(r"(?P<what>.+?) ?[(\[](?P<who>[^()\[\],;]{1,40})(?:[,;] ?(?P<by>[^()\[\]]{1,80}))?[)\]]\.?"),
    re.compile(
        rf"(?P<what>.+) {_DASH}{{1,2}} (?P<who>[^,;]{{1,40}}?)(?:(?:[,;] ?| (?=by ))(?P<by>.{{1,80}}))?",
        re.IGNORECASE,
    ),
    re.compile(rf"(?P<who>.{{1,40}}?)(?: ?{_COLON}| {_DASH}{{1,2}}) (?P<what>.+)"),
)
"""“Talk to the warden (both, by Friday)”, “Talk to the warden — both, by Friday”, “Both: talk to the warden”."""

_OWNERS = {
    **dict.fromkeys(("writer", "trainee", "supervisee"), Owner.ME),
    **dict.fromkeys(("supervisor", "me", "i", "myself"), Owner.SUPERVISOR),  # the supervisor holds the pen
    **dict.fromkeys(("both", "we", "us", "bothofus", "youandi", "together"), Owner.BOTH),
    **dict.fromkeys(("service", "team", "clinic", "ward", "institution", "college"), Owner.SERVICE),
}


def _owners(writer: str, supervisor: str) -> Owners:
    """Give the words for whose something is, and the two labels, where they can be told apart."""
    labels = {_person(writer): Owner.ME, _person(supervisor): Owner.SUPERVISOR}
    return {**{label: owner for label, owner in labels.items() if label and len(labels) > 1}, **_OWNERS}


def _person(said: str) -> str:
    return _letters(re.sub(r"^\s*(?:the|an|a)\s+", "", said, flags=re.IGNORECASE))


def _actions(section: Iterable[_Line], owners: Owners) -> Iterator[Action]:
    for row in _rows(section):
        parts = {key: " ".join(" ".join(said).split()) for key, said in row.items()}
        if parts.keys() == {"what"}:
            parts = _parted_action(parts["what"], owners)
        if (action := _action(owners, **parts)) != _NOTHING_AGREED:
            yield action


_NOTHING_AGREED = Action(what="", who=None)


def _action(owners: Owners, what: str = "", who: str = "", by: str = "") -> Action:
    what, who, by = (said if _has_words(said) else "" for said in (what, who, by))  # “____” is no word
    owner = owners.get(_person(who))
    return Action(what=what, who=owner, by=by, said="" if owner else who)


def _parted_action(said: str, owners: Owners) -> dict[str, str]:
    """Give what, who and by when of a row that was typed as one line, if it says plainly who."""
    for pattern in _ON_ONE_LINE:
        found = pattern.fullmatch(said)
        if found and _person(found["who"]) in owners:
            return found.groupdict(default="")
    return {"what": said}


def _rows(section: Iterable[_Line]) -> Iterator[dict[str, list[str]]]:
    """Give what is agreed row by row: the words under each label, and as `what` those under none.

    A row begins with a bullet, with a label that the last one has already, after a gap, or in a table.
    """
    row: dict[str, list[str]] = {}
    for paragraph in _paragraphs(section):
        label = ""  # what a line without any sign goes on with
        for line in paragraph:
            bullet, rest = _bullet_and_rest(line.text)
            if cells := _cells(rest):
                yield row
                row, label = cells, ""
                continue
            ahead, *labelled = _LABEL.split(rest)
            if _has_words(ahead):
                if bullet or not label:
                    yield row
                    row, label = {}, "what"
                row.setdefault(label, []).append(ahead)
            for word, said in zip(labelled[::2], labelled[1::2], strict=True):
                label = _LABELS[_letters(word)]
                if label in row or (bullet and label == "what"):
                    yield row
                    row = {}
                row[label] = [said]
    yield row


def _bullet_and_rest(text: str) -> tuple[str, str]:
    found = _BULLET.match(text)
    assert found is not None  # it matches nothing, too
    return found[0].strip(), text[found.end() :]


def _cells(text: str) -> dict[str, list[str]]:
    """Give the cells of a row of a table, none of them where it is the head; {} where it is no table."""
    if _LABEL.search(text) or not (text.startswith("|") or text.count("|") > 1 or "\t" in text):
        return {}
    cells = re.split(r"[|\t]", text.strip(" ").strip("|"))
    if all(_letters(cell) in _LABELS for cell in cells):
        return {"what": []}
    return dict(zip(("what", "who", "by"), (cells[:1], cells[1:2], cells[2:]), strict=True))


def _begins_row(text: str) -> bool:
    return bool(_bullet_and_rest(text)[0] or _ROW.match(text) or _cells(text))


def _is_empty_row(line: _Line) -> bool:
    found = _ROW.match(line.text)
    return bool(found and not _has_words(line.text[found.end() :]))


def _without_empty_rows(section: Iterable[_Line]) -> list[_Line]:
    """Give the lines without the rows for what was agreed that nobody wrote in: their heading may be gone."""
    return [line for line in section if not _is_empty_row(line)]


# Reading JSON


def _from_json(text: str, name: str, owners: Owners) -> Slip:
    try:
        whole = json.loads(text, strict=False, object_pairs_hook=_object)  # a line end between quotation marks is fine
    except (ValueError, RecursionError) as error:
        where = f" at line {error.lineno}" if isinstance(error, json.JSONDecodeError) else ""
        raise ReflectError(
            f"{name} is not whole: its JSON breaks off or is damaged{where}. Nothing was kept. "
            "Mend it there, or type it in: reflect feedback add"
        ) from None
    slip = whole.get("slip", whole if whole.keys() & _BLANKS.keys() else None)
    if not isinstance(slip, dict):
        raise _no_room(name)
    rows = slip.get(_AGREED, [])
    if not isinstance(rows, list):
        raise _other_form(_AGREED, name, "a list of rows in [ ]")
    foot = whole.get("foot")
    beside = {"note": "", "page": whole.get("page", _mark("\n".join(map(str, foot))) if isinstance(foot, list) else "")}
    said = _texts({**beside, **slip, _AGREED: ""}, _NAMES, name)
    if said["note"] and _letters(said["note"]) != _letters(NOTE):
        raise _other_form("note", name, "your words beside another name")
    page = _JSON_MARK.fullmatch(said["page"])
    if not page:
        raise _other_form("page", name, "what stood there, or nothing")
    asked = dict(_BLANKS[_AGREED].asked)
    actions = (_action(owners, **_texts(row, asked, name)) for row in rows)
    return Slip(
        heard=said.get("heard", ""),
        seen=said.get("seen", ""),
        question=said.get("question", ""),
        agreed=tuple(action for action in actions if action != _NOTHING_AGREED),
        differs=said.get("differs", ""),
        page=(page[1] or "").lower(),
    )


_NAMES = (*_BLANKS, "note", "page")
_JSON_MARK = re.compile(r"(?:\W*(?:page\W+)?([0-9a-f]{6,12})\W*)?", re.IGNORECASE)


def _object(pairs: Iterable[tuple[str, object]]) -> dict[str, object]:
    """Give an object of JSON. A name that stands there twice has the same value, or an empty one."""
    whole: dict[str, object] = {}
    for key, value in pairs:
        before = whole.get(key)
        if before and value and before != value:
            raise _twice(key)
        whole[key] = value or before or value
    return whole


def _texts(data: object, known: Collection[str], name: str) -> dict[str, str]:
    """Give an object of texts under names that are known."""
    if not isinstance(data, dict):
        raise _other_form(_AGREED, name, 'each row as {"what": "", "who": "", "by": ""}')
    for key, value in data.items():
        if key not in known:
            raise ReflectError(
                f"“{key}” in {name} is no name of the slip. Known: {', '.join(known)}. Nothing was kept."
            )
        if not isinstance(value, str):
            raise _other_form(key, name, "words between quotation marks")
    return {key: kinds.tidy(value).strip() if _has_words(value) else "" for key, value in data.items()}


def _other_form(key: str, name: str, wanted: str) -> ReflectError:
    return ReflectError(f"“{key}” in {name} has another form: write {wanted}. Nothing was kept.")
