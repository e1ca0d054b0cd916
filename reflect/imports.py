"""What comes into the journal from a file: the copy for oneself, or what another program wrote.

A reader takes lines, text or data and gives what it finds in turn: an entry, or what it could
not take and why. It keeps nothing and never guesses: what it cannot read, it names.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import cache
from pathlib import Path
from typing import Any, TypeVar
from uuid import UUID, uuid5

from reflect import decks, kinds
from reflect.errors import BadDeck, NotFound, WrongUsage
from reflect.models import (
    DECISIONS,
    INSIDE,
    LENGTHS,
    RECORD,
    Answer,
    Begun,
    Commitment,
    Decision,
    Entry,
    Feedback,
    Handover,
    Kind,
    Owner,
    Record,
    Share,
    Standing,
    Told,
    Version,
    Whole,
)

_T = TypeVar("_T")

FREE, PAGE = "free", "page"
"""The deck and the step that what was written elsewhere becomes an answer to."""


@dataclass(frozen=True, slots=True)
class Refused:
    """What could not be taken: where it stands, and why."""

    at: str
    why: str


Found = Record | Refused


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A file and how to read it: what it was written by, and what of it is not taken along."""

    title: str
    note: str = ""
    read: Callable[[], Iterable[Found]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Understood:
    """What a file holds: how many entries, how many of them `there` already, and what is refused.

    `deleted` counts those that were deleted from the journal, `highest` is the greatest number
    an entry has in it. `besides` counts what came back from supervision, and what left.
    """

    entries: int = 0
    there: int = 0
    deleted: int = 0
    first: date | None = None
    last: date | None = None
    opening: str = ""
    highest: int = field(default=0, metadata=INSIDE)
    besides: int = 0
    refused: tuple[Refused, ...] = ()


@dataclass(frozen=True, slots=True)
class Pages:
    """Makes entries of what other programs wrote: the question it answers, and the zone of times that name none."""

    question: str
    zone: tzinfo | None = None

    def page(self, at: str, program: str, source: str, written: datetime, text: str) -> Found:
        """Give an entry of these words; its id follows from what it came from, so it is never there twice."""
        text = kinds.tidy(text).strip("\n")
        if not text.strip():
            return Refused(at, "it holds no words")
        try:
            if written.tzinfo is None:
                written = written.replace(tzinfo=self.zone) if self.zone else written.astimezone()
            _in_range(written)
        except (ValueError, OverflowError, OSError):
            return Refused(at, "it is dated outside the years a journal can hold")
        answer = Answer(key=PAGE, question=self.question, kind=Kind.TEXT, value=text)
        made = uuid5(_NAMES, f"{program}\n{source}")
        return Whole(
            entry=Entry(id=str(made), deck=FREE, minutes=LENGTHS[0], written=written, finished=True, answers=(answer,))
        )


_NAMES = UUID("5a1c7f0e-3f0b-4b52-9d2e-8f1d6c2a7b94")


def look_through(
    found: Iterable[Found], has: Callable[[str], bool], was_deleted: Callable[[str], bool] = lambda _: False
) -> Understood:
    """Give what was found in a file; `has` tells whether an entry is in the journal, `was_deleted` if it once was."""
    entries = there = deleted = highest = besides = 0
    first: Entry | None = None
    last: date | None = None
    refused: list[Refused] = []
    seen: set[str] = set()
    for each in found:
        if isinstance(each, Refused):
            refused.append(each)
            continue
        if not isinstance(each, Whole):
            besides += 1
            continue
        entry = each.entry
        entries += 1
        if entry.id in seen or has(entry.id):
            there += 1
        elif was_deleted(entry.id):
            deleted += 1
        seen.add(entry.id)
        highest = max(highest, entry.number or 0)
        first = entry if first is None or entry.written < first.written else first
        last = max(last or entry.written.date(), entry.written.date())
    return Understood(
        entries=entries,
        there=there,
        deleted=deleted,
        first=first.written.date() if first else None,
        last=last,
        opening=_opening(first) if first else "",
        highest=highest,
        besides=besides,
        refused=tuple(refused),
    )


def records_in(found: Iterable[Found]) -> Iterator[Record]:
    """Give what was found and can be kept."""
    return (each for each in found if not isinstance(each, Refused))


def _opening(entry: Entry) -> str:
    words = next((words for answer in entry.answers if (words := kinds.words(answer)).strip()), "")
    line = " ".join(words.split())
    return line if len(line) <= _SHOWN else f"{line[:_SHOWN].rstrip()}…"


_SHOWN = 80


# Which program wrote it


def source_in(path: Path, zone: tzinfo | None = None) -> Source:
    """Give what a file or folder is, by what stands in it. Raise WrongUsage where it is of no kind known here."""
    try:
        if path.is_dir():
            return _folder(path, zone)
        with path.open("rb") as file:
            start = file.read(_START)
    except OSError as error:
        raise _unreadable(path, error) from None
    start = start.removeprefix(_BOM).lstrip()
    if start.startswith(b"PK"):
        return Source(title="Day One", note=_NO_PICTURES, read=lambda: day_one(_zipped(path), _pages(zone)))
    if re.match(rb"\[\s*(\{|\]|$)", start) or re.match(rb'\{.*"answers"\s*:', start, re.DOTALL):
        return Source(title="reflect", read=lambda: _own_file(path))
    if start.startswith(b"{"):
        return _of_json(path, zone)
    return _of_text(path, zone)


_START = 4096
_BOM = b"\xef\xbb\xbf"
_NO_PICTURES = "Pictures, places and stars are not taken along."
_NOT_REVERSIBLE = (
    "jrnl's text cannot be split with certainty: a line that begins with a date in brackets begins an entry, even "
    "one you quoted. Its JSON is surer: jrnl --export json"
)
_UNKNOWN = (
    "reads its own JSON, jrnl's JSON and text, Day One's zip of JSON, Markdown, and text in which each entry begins "
    "with a line such as 2026-03-15 or 15 March 2026. Nothing was kept."
)


def _pages(zone: tzinfo | None) -> Pages:
    step = decks.find(FREE).step(PAGE)
    assert step is not None
    return Pages(step.prompts[0].whole, zone)


def _unreadable(path: Path, error: OSError) -> WrongUsage:
    return WrongUsage(f"{path} cannot be read: {error.strerror or error}. Nothing was kept.")


def _text_in(path: Path) -> str:
    try:
        data = path.read_bytes()
        return data.decode("utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig")
    except OSError as error:
        raise _unreadable(path, error) from None
    except UnicodeDecodeError:
        raise WrongUsage(f"{path} is not UTF-8 text. reflect {_UNKNOWN}") from None


def _of_json(path: Path, zone: tzinfo | None) -> Source:
    data = _json_in(path.name, _text_in(path))
    entries = _entries_of(data)
    if any("creationDate" in each for each in entries if isinstance(each, dict)):
        return Source(title="Day One", note=_NO_PICTURES, read=lambda: day_one([data], _pages(zone)))
    if any("title" in each or "body" in each for each in entries if isinstance(each, dict)):
        return Source(title="jrnl", note="Stars are not taken along.", read=lambda: jrnl_json(data, _pages(zone)))
    raise WrongUsage(f"{path} is JSON of no program known here. reflect {_UNKNOWN}")


def _json_in(name: str, text: str) -> Any:  # noqa: ANN401 - JSON has no better name
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        where = f" at line {error.lineno}" if isinstance(error, json.JSONDecodeError) else ""
        raise WrongUsage(f"{name} is not whole: its JSON breaks off or is damaged{where}. Nothing was kept.") from None


def _entries_of(data: object) -> list[Any]:
    entries = data.get("entries") if isinstance(data, dict) else None
    return entries if isinstance(entries, list) else []


def _of_text(path: Path, zone: tzinfo | None) -> Source:
    text = _text_in(path)
    if _JRNL.match(text.lstrip()):
        return Source(title="jrnl", note=_NOT_REVERSIBLE, read=lambda: jrnl_text(_text_in(path), _pages(zone)))
    if path.suffix.lower() in _MARKDOWN or _FENCED.match(text):
        return Source(title="Markdown", read=lambda: _markdown_file(path, path.name, _pages(zone)))
    if any(_DATE_LINE.match(line) for line in text.splitlines()):
        return Source(title="dated text", read=lambda: dated_text(_text_in(path), _pages(zone)))
    raise WrongUsage(f"Nothing in {path} says when it was written. reflect {_UNKNOWN}")


_MARKDOWN = (".md", ".markdown")


def _folder(path: Path, zone: tzinfo | None) -> Source:
    files = sorted(
        file
        for file in path.rglob("*")
        if file.suffix.lower() in _MARKDOWN
        and file.is_file()
        and not any(part.startswith(".") for part in file.relative_to(path).parts)
    )
    if not files:
        raise WrongUsage(f"There is no Markdown file in {path}. reflect {_UNKNOWN}")

    def read() -> Iterator[Found]:
        pages = _pages(zone)
        for file in files:
            name = file.relative_to(path).as_posix()
            try:
                yield from _markdown_file(file, name, pages)
            except WrongUsage:
                yield Refused(name, "it cannot be read, or is not UTF-8 text")

    return Source(title="Markdown", note="Only files that end in .md or .markdown are read.", read=read)


def _markdown_file(path: Path, name: str, pages: Pages) -> Iterator[Found]:
    """Read a file of Markdown: one entry, or one a date where it begins with a line that is a date."""
    text = _text_in(path)
    first = next((line for line in text.splitlines() if line.strip()), "")
    if _DATE_LINE.match(first):
        yield from (
            Refused(f"{name}, {each.at}", each.why) if isinstance(each, Refused) else each
            for each in dated_text(text, pages)
        )
    else:
        yield markdown(text, name, datetime.fromtimestamp(path.stat().st_mtime).astimezone(), pages)


def _zipped(path: Path) -> Iterator[Any]:
    """Give the data of every *.json at the top of a zip."""
    import zipfile
    import zlib

    try:
        with zipfile.ZipFile(path) as file:
            names = [name for name in file.namelist() if name.endswith(".json") and "/" not in name]
            if not names:
                raise WrongUsage(f"There is no journal of Day One in {path}: no .json at its top. Nothing was kept.")
            for name in names:
                yield _json_in(name, file.read(name).decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise WrongUsage(f"What is in {path} is not UTF-8 text. Nothing was kept.") from None
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
        raise WrongUsage(f"The zip {path} cannot be opened, it may be cut short: {error}. Nothing was kept.") from None
    except OSError as error:
        raise _unreadable(path, error) from None


# The copy for oneself


def _own_file(path: Path) -> Iterator[Found]:
    """Read our own JSON line by line; one that another program spread over lines, as a whole."""
    try:
        with path.open("rb") as file:
            first = next((line.strip() for line in file if line.strip(b"[ \t\r\n" + _BOM)), b"")
            if first.lstrip(b"[ ") == b"{":
                data = _json_in(path.name, _text_in(path))
                yield from (_own(each, f"entry {at}") for at, each in enumerate(_listed(data), 1))
                return
            file.seek(0)
            yield from own(file)
    except OSError as error:
        raise _unreadable(path, error) from None


def _listed(data: object) -> list[Any]:
    return data if isinstance(data, list) else [data]


def own(lines: Iterable[bytes]) -> Iterator[Found]:
    """Read the JSON that `export --all` writes: an array with an entry a line."""
    decoder = json.JSONDecoder()
    first = last = at = ""
    for number, raw in enumerate(lines, 1):
        at = f"line {number}"
        bare = raw.removeprefix(_BOM).strip()
        first = first or bare[:1].decode(errors="replace")
        last = bare[-1:].decode(errors="replace") or last
        try:
            line = bare.decode().lstrip("[ ").rstrip("], ")
            while line:
                data, end = decoder.raw_decode(line)
                line = line[end:].lstrip(", ")
                yield _own(data, at)
        except (ValueError, RecursionError):
            yield Refused(at, "it is not whole, or not one entry in JSON")
    if first == "[" and last != "]":
        yield Refused(at, "the file ends here without the sign that it is whole: something may be missing")


def _own(data: object, at: str) -> Found:
    """Give the record that stood in JSON, exactly as it was kept."""
    try:
        table = _table(data, "it")
        return _RECORDS[_part(table, RECORD, str, "")](table)
    except KeyError:
        return Refused(at, "it is a kind of record that is not known here")
    except OverflowError:
        return Refused(at, "it is dated outside the years a journal can hold")
    except ValueError as error:
        return Refused(at, str(error))


def _whole(data: Mapping[str, Any]) -> Whole:
    locked = _locked_steps(_part(data, "deck", str))
    answers = tuple(_answer(_table(each, "an answer"), locked) for each in _part(data, "answers", list))
    of_kind = {answer.key: answer.kind for answer in answers}
    if len(of_kind) < len(answers):
        raise ValueError("two of its answers have the same key")
    begun = {key: _table(each, "begun") for key, each in _part(data, "begun", dict, {}).items()}
    skipped = _part(data, "skipped", dict, {})
    if not all(isinstance(question, str) for question in skipped.values()):
        raise ValueError("“skipped” has another form")
    number = _part(data, "number", int, None)
    if number is not None and not 0 < number <= _HIGHEST:
        raise ValueError(f"its number is not one from 1 to {_HIGHEST}")
    minutes = _part(data, "minutes", int)
    if minutes not in LENGTHS:
        raise ValueError(f"its length is not one of {', '.join(map(str, LENGTHS))} minutes")
    entry = Entry(
        number=number,
        id=_id(_part(data, "id", str)),
        deck=_part(data, "deck", str),
        minutes=minutes,
        written=_in_range(_moment(data, "written")),
        finished=_part(data, "finished", bool),
        answers=answers,
        decisions=_decisions(data),
        commitments=_commitments(data),
        thread=_part(data, "thread", str, None),
        skipped=skipped,
        begun={key: Begun(_part(each, "question", str), _part(each, "words", str)) for key, each in begun.items()},
    )
    rereads = _part(data, "rereads_id", str, None)
    versions = [_version(_table(each, "a version"), of_kind) for each in _part(data, "versions", list, [])]
    _speakable(data)
    return Whole(entry=entry, versions=tuple(versions), rereads_id=rereads and _id(rereads))


_HIGHEST = 10**9


def _feedback(data: Mapping[str, Any]) -> Feedback:
    number = _part(data, "number", int, None)
    if number is not None and not 0 < number <= _HIGHEST:
        raise ValueError(f"its number is not one from 1 to {_HIGHEST}")
    _speakable(data)
    return Feedback(
        number=number,
        id=_id(_part(data, "id", str)),
        giver=_part(data, "giver", str),
        at=_in_range(_moment(data, "at")),
        **{name: _part(data, name, str, "") for name in ("heard", "seen", "question", "differs", "page")},
        agreed=_commitments(data, "agreed"),
    )


def _handover(data: Mapping[str, Any]) -> Handover:
    lists: dict[str, Any] = {name: _texts_of(data, name) for name in ("sections", "items", "opened")}
    _speakable(data)
    return Handover(
        id=_id(_part(data, "id", str)),
        at=_in_range(_moment(data, "at")),
        **{name: _part(data, name, str, "") for name in ("to", "form", "checksum", "reason")},
        **lists,
        changed=_part(data, "changed", int, 0),
        kept=_part(data, "kept", int, 0),
        seen=_part(data, "seen", bool, default=False),
    )


def _texts_of(data: Mapping[str, Any], name: str) -> tuple[str, ...]:
    texts = _part(data, name, list, [])
    if not all(isinstance(text, str) for text in texts):
        raise ValueError(f"“{name}” has another form")
    return tuple(texts)


_RECORDS: Mapping[str, Callable[[Mapping[str, Any]], Record]] = {
    "": _whole,
    "feedback": _feedback,
    "handover": _handover,
}


def _decisions(data: Mapping[str, Any]) -> tuple[Decision, ...]:
    """Give what was said of themes; the themes themselves follow from that, and from the words, here as there."""
    named = [_decision(_table(each, "a decision")) for each in _part(data, "decisions", list, [])]
    if len({decision.theme for decision in named}) < len(named):
        raise ValueError("two things were decided of the same theme")
    return tuple(sorted(named, key=lambda decision: decision.theme))


def _decision(data: Mapping[str, Any]) -> Decision:
    verdict = _part(data, "verdict", str)
    if verdict not in DECISIONS:
        raise ValueError(f"“{verdict}” is nothing that is decided of a theme")
    at = _in_range(_moment(data, "at"))
    return Decision(theme=_part(data, "theme", str), verdict=Standing(verdict), at=at)


def _commitments(data: Mapping[str, Any], name: str = "commitments") -> tuple[Commitment, ...]:
    named = [_commitment(_table(each, "a commitment")) for each in _part(data, name, list, [])]
    if len({commitment.key for commitment in named}) < len(named):
        raise ValueError("two of its commitments have the same key")
    return tuple(named)


def _commitment(data: Mapping[str, Any]) -> Commitment:
    number, owner = _part(data, "number", int), _part(data, "owner", str, Owner.ME)
    if not 0 < number <= _HIGHEST:
        raise ValueError(f"the number of a commitment is not one from 1 to {_HIGHEST}")
    share = _part(data, "share", str, Share.PRIVATE)
    if owner not in set(Owner) or share not in set(Share):
        raise ValueError("the owner or the mark of a commitment is not known here")
    news = [_told(_table(each, "its news")) for each in _part(data, "news", list, [])]
    return Commitment(
        number=number,
        key=_part(data, "key", str),
        scale=_part(data, "scale", str),
        text=_part(data, "text", str),
        owner=Owner(owner),
        share=Share(share),
        by=_part(data, "by", str, ""),
        news=tuple(news),
    )


def _told(data: Mapping[str, Any]) -> Told:
    status, told_in = _part(data, "status", str), _part(data, "told_in", str, None)
    if status not in kinds.STATUSES:
        raise ValueError(f"“{status}” is nothing that becomes of a commitment")
    at = _in_range(_moment(data, "at"))
    return Told(status=status, text=_part(data, "text", str, ""), at=at, told_in=told_in and _id(told_in))


@cache
def _locked_steps(deck_id: str) -> frozenset[str]:
    """Give the keys of the steps that a shipped deck locks: a file is easily changed, and locked is a promise."""
    try:
        return frozenset(step.key for step in decks.find(deck_id).steps if step.private)
    except (NotFound, BadDeck):
        return frozenset()


def _answer(data: Mapping[str, Any], locked_steps: Collection[str] = ()) -> Answer:
    key = _part(data, "key", str)
    kind, share = _part(data, "kind", str), _part(data, "share", str)
    if kind not in set(Kind) or share not in set(Share):
        raise ValueError(f"the kind or the mark of its answer “{key}” is not known here")
    locked = _part(data, "locked", bool, default=False) or key in locked_steps
    return Answer(
        key=key,
        question=_part(data, "question", str),
        kind=Kind(kind),
        value=_value(Kind(kind), key, data),
        share=Share.PRIVATE if locked else Share(share),
        about=_part(data, "about", str, None),
        locked=locked,
    )


def _version(data: Mapping[str, Any], of_kind: Mapping[str, Kind]) -> Version:
    key = _part(data, "key", str)
    if key not in of_kind:
        raise ValueError(f"it has an earlier version of “{key}”, and no answer to it")
    return Version(key=key, value=_value(of_kind[key], key, data), replaced=_in_range(_moment(data, "replaced")))


def _value(kind: Kind, key: str, data: Mapping[str, Any]) -> Any:  # noqa: ANN401 - as `kinds.revive` gives it
    value = data.get("value")
    if not kinds.fits(kind, value):
        raise ValueError(f"its answer “{key}” does not have the form of {kind}")
    return kinds.revive(kind, value)


def _table(data: object, what: str) -> Mapping[str, Any]:
    if not isinstance(data, dict):
        raise ValueError(f"{what} is not a table of names and values")  # noqa: TRY004 - one kind of error for one refusal
    return data


_NEEDED: Any = object()


def _part(data: Mapping[str, Any], key: str, form: type[_T], default: Any = _NEEDED) -> Any:  # noqa: ANN401 - any JSON
    value = data.get(key, default)
    if value is default and default is not _NEEDED:
        return default
    if not isinstance(value, form) or (form is int and isinstance(value, bool)):
        raise ValueError(f"“{key}” is missing or has another form")
    return value


def _id(text: str) -> str:
    """Give the id back if it is one: it names a file while its entry is open, so it is nothing else."""
    try:
        if str(UUID(text)) == text:
            return text
    except ValueError:
        pass
    raise ValueError("its id is not one that reflect gives")


def _moment(data: Mapping[str, Any], key: str) -> datetime:
    try:
        moment = datetime.fromisoformat(_part(data, key, str))
    except ValueError:
        raise ValueError(f"“{key}” is not a moment such as 2026-11-01T18:30:00+05:30") from None
    if moment.tzinfo is None:
        raise ValueError(f"“{key}” does not say how far from UTC it is")
    return moment


def _in_range(moment: datetime) -> datetime:
    """Give the moment back; OverflowError if it has no day in UTC, or none before it for late hours to belong to."""
    (moment.astimezone(UTC) - timedelta(days=2)) + timedelta(days=4)
    return moment


def _speakable(data: object) -> None:
    """Raise ValueError for text with half of a broken character, which no file can hold."""
    try:
        json.dumps(data, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        raise ValueError("a character in it is broken") from None


# What other programs wrote


def jrnl_json(data: object, pages: Pages) -> Iterator[Found]:
    """Read the JSON of jrnl: local times to the minute, which name no zone."""
    for number, each in enumerate(_entries_of(data), 1):
        at = f"entry {number}"
        try:
            entry = _table(each, "it")
            written = datetime.fromisoformat(f"{_part(entry, 'date', str)} {_part(entry, 'time', str, '12:00')}")
            text = f"{_part(entry, 'title', str, '')}\n{_part(entry, 'body', str, '')}"
        except ValueError:
            yield Refused(at, "its date, time, title or body is missing or has another form")
            continue
        yield _jrnl(at, written, text, pages)


_JRNL = re.compile(r"\[(\d{4}-\d\d-\d\d[^\]\n]{0,20})\] ?(.*)")
_JRNL_TIMES = ("%Y-%m-%d %H:%M", "%Y-%m-%d %H:%M:%S", "%Y-%m-%d %I:%M:%S %p", "%Y-%m-%d %I:%M %p", "%Y-%m-%d")


def jrnl_text(text: str, pages: Pages) -> Iterator[Found]:
    """Read the text of jrnl: an entry begins with a date in brackets and its title."""

    def date_of(line: str) -> tuple[datetime | None, str] | None:
        found = _JRNL.match(line)
        return (_read_time(found[1], _JRNL_TIMES), found[2]) if found else None

    for at, moment, words in _split(text, date_of):
        yield _jrnl(at, moment, words, pages) if isinstance(moment, datetime) else Refused(at, moment)


def _jrnl(at: str, written: datetime, text: str, pages: Pages) -> Found:
    text = kinds.tidy(text).strip()
    return pages.page(at, "jrnl", f"{written:%Y-%m-%d %H:%M}\n{text}", written, text)


def _read_time(text: str, forms: Iterable[str]) -> datetime | None:
    for form in forms:
        try:
            return datetime.strptime(text, form)  # noqa: DTZ007 - it names no zone; `Pages` knows it
        except ValueError:
            continue
    return None


def day_one(journals: Iterable[object], pages: Pages) -> Iterator[Found]:
    """Read the journals of a Day One export: times in UTC beside the zone they were written in."""
    number = 0
    for journal in journals:
        for each in _entries_of(journal):
            number += 1
            at = f"entry {number}"
            try:
                entry = _table(each, "it")
                identity = _part(entry, "uuid", str)
                zone = _part(entry, "timeZone", str, "")
                written = _in_zone(_moment(entry, "creationDate"), zone, pages.zone)
                text = _unescaped(_part(entry, "text", str, ""))
                tags = _texts(entry.get("tags"))
            except (ValueError, OverflowError):
                yield Refused(at, "its uuid, creationDate or text is missing or has another form")
                continue
            yield pages.page(at, "Day One", identity, written, _with_tags(text, tags))


def _in_zone(moment: datetime, name: str, otherwise: tzinfo | None) -> datetime:
    """Give a moment with the offset it had in the zone of this name; where that is not known, in ours."""
    from zoneinfo import ZoneInfo

    try:
        local = moment.astimezone(ZoneInfo(name))
    except (OSError, LookupError, ValueError):
        local = moment.astimezone(otherwise)
    return datetime.fromisoformat(local.isoformat())


def _unescaped(text: str) -> str:
    """Give Day One's Markdown without the backslashes before its punctuation, and a word for each picture."""
    text = re.sub(r"!\[[^\]]*\]\(dayone-moment:[^)]*\)", "(picture)", text)
    words = re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", text)
    return words if text.replace("(picture)", "").strip() else ""


def _with_tags(text: str, tags: list[str]) -> str:
    return f"{text.rstrip()}\n\nTags: {', '.join(tags)}" if tags and text.strip() else text


def _texts(data: object) -> list[str]:
    return [each for each in data if isinstance(each, str)] if isinstance(data, list) else []


_FENCED = re.compile(r"---[ \t]*\r?\n(.*?)^(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.DOTALL | re.MULTILINE)
_IN_NAME = re.compile(r"(?<!\d)(\d{4}-\d\d-\d\d)(?!\d)")


def markdown(text: str, name: str, changed: datetime, pages: Pages) -> Found:
    """Read one file of Markdown, dated by its front matter, else by its name, else by when it was `changed`."""
    fenced = _FENCED.match(text)
    front = _front_matter(fenced[1]) if fenced else {}
    body = kinds.tidy(text[fenced.end() :] if fenced else text).strip()
    title, said = front.get("title", ""), front.get("date", "")
    named = _IN_NAME.search(Path(name).stem)
    moment = _day_or_moment(said if isinstance(said, str) and said else named[1] if named else "")
    if moment is None and said:
        return Refused(name, f"its date “{said}” is not one such as 2026-03-15")
    if isinstance(title, str) and title and title not in body.split("\n", 1)[0]:
        body = f"{title}\n\n{body}".strip()
    tags = front.get("tags", [])
    listed = [tag.strip() for tag in tags.split(",") if tag.strip()] if isinstance(tags, str) else tags
    body = _with_tags(body, listed)
    source = f"{moment.isoformat() if moment else ''}\n{body}"
    return pages.page(name, "Markdown", source, moment or changed, body)


def _front_matter(text: str) -> dict[str, str | list[str]]:
    """Read `key: value`, `key: [a, b]`, and `- item` under a key; no more of YAML than journals use."""
    found: dict[str, str | list[str]] = {}
    key = ""
    for line in text.splitlines():
        if item := re.match(r"\s*-\s+(.*)", line):
            kept = found.get(key)
            found[key] = [*(kept if isinstance(kept, list) else []), _bare(item[1])]
        elif pair := re.match(r"(\w[\w -]*):\s*(.*)", line):
            key, value = pair[1].strip().lower(), pair[2].strip()
            listed = re.fullmatch(r"\[(.*)\]", value)
            found[key] = [_bare(part) for part in listed[1].split(",") if part.strip()] if listed else _bare(value)
    return found


def _bare(text: str) -> str:
    return text.strip().strip("\"'")


def _day_or_moment(text: str) -> datetime | None:
    """Give the moment that is written so; a day without an hour means noon."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return _read_time(text, ("%Y-%m-%d %H:%M:%S %z", "%Y-%m-%d %H:%M %z"))
    return datetime.combine(moment, _NOON) if _IN_NAME.fullmatch(text) else moment


_NOON = time(12)
_DATE_LINE = re.compile(
    r"#{0,6}\s*(\d{4}-\d\d-\d\d|\d{1,2} (?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]* \d{4})\s*$",
    re.IGNORECASE,
)


def dated_text(text: str, pages: Pages) -> Iterator[Found]:
    """Read plain text in which a date alone on a line begins an entry."""

    def date_of(line: str) -> tuple[datetime | None, str] | None:
        found = _DATE_LINE.match(line)
        if not found:
            return None
        day = _read_time(found[1], ("%Y-%m-%d", "%d %B %Y", "%d %b %Y"))
        return (datetime.combine(day, _NOON) if day else None), ""

    for at, moment, words in _split(text, date_of):
        if isinstance(moment, datetime):
            yield pages.page(at, "dated text", f"{moment:%Y-%m-%d}\n{words.strip()}", moment, words)
        else:
            yield Refused(at, moment)


def _split(
    text: str, date_of: Callable[[str], tuple[datetime | None, str] | None]
) -> Iterator[tuple[str, datetime | str, str]]:
    """Give where each part of a text begins, its moment and its words; in place of the moment, why it is refused."""
    at = ""
    moment: datetime | str = ""
    words: list[str] = []
    for number, line in enumerate(kinds.tidy(text).split("\n"), 1):
        if dated := date_of(line):
            if at:
                yield at, moment, "\n".join(words)
            found, first = dated
            at, words = f"line {number}", [first]
            moment = found or f"“{line.strip()}” is not a day there is; what stands under it is left out too"
        elif at:
            words.append(line)
        elif line.strip():
            yield f"line {number}", "it stands before the first date", ""
    if at:
        yield at, moment, "\n".join(words)
