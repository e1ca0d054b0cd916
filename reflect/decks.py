"""Reading `prompts/`: decks and pick lists, from TOML that a trainer can read, change and add to.

A deck is checked strictly. Whatever it says that a deck cannot say is refused with the
file, the line, and what to write instead.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field, fields
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from reflect.config import shipped
from reflect.errors import BadDeck, NotFound
from reflect.models import (
    LENGTHS,
    Beat,
    Deck,
    Kind,
    Option,
    Prompt,
    Quadrant,
    Step,
    Weight,
    When,
)

Lists = Mapping[str, tuple[Option, ...]]
"""The shared pick lists, by name."""

_PARTS = {
    "me": "position",
    "them": "position",
    "basis": "basis",
    "seen": "",
    "spoken": "",
    "weight": "weight",
}
_YES_NO = (Option("yes", "Yes"), Option("no", "No"))
_LIST_FILES = ("dimensions.toml", "structures.toml", "scales.toml")
_PICKED_FROM = {"dimensions": "dimension", "structures": "structure"}
_PICKS = frozenset({Kind.CHOICE, Kind.CHOICES, Kind.GRID})
_USUAL_LISTS = {
    Kind.POSITIONS: ["dimensions"],
    Kind.LOAD: ["load"],
    Kind.COMMITMENT: ["scale"],
    Kind.OUTCOMES: ["status"],
}
_Enum = TypeVar("_Enum", bound=StrEnum)


@dataclass(frozen=True, slots=True, kw_only=True)
class Library:
    """Every deck that can be read, and what is wrong with the others."""

    decks: tuple[Deck, ...]
    broken: tuple[BadDeck, ...] = ()


def library(own: Path | None = None) -> Library:
    """Read every deck: the shipped ones, and those in the person's `own` folder.

    A broken deck never stops the others; it is given among `broken`.
    """
    lists = read_lists(shipped())
    decks, broken = [], []
    for file in files(own):
        try:
            decks.append(read_deck(file, lists))
        except BadDeck as error:
            broken.append(error)
    return Library(decks=tuple(sorted(decks, key=_in_order)), broken=tuple(broken))


@dataclass(frozen=True, slots=True, kw_only=True)
class Face:
    """A deck as a list shows it; `steps` is how many it has."""

    id: str
    title: str
    source: str
    about: str
    steps: int
    minutes: tuple[int, ...]
    station: int | None = None
    follows: str | None = None


def faces(own: Path | None = None) -> tuple[list[Face], list[BadDeck]]:
    """Give every deck as a list shows it, and what is wrong with the person's own that cannot be read.

    Reading the shipped decks whole would take longer than everything else a list does, and
    they are known to be sound: of each only the head is read, and the lengths of its steps.
    """
    lists: Lists | None = None
    found, broken = [], []
    for file in files(own):
        if file.is_relative_to(shipped()):
            found.append(_face(file))
            continue
        lists = lists or read_lists(shipped())
        try:
            deck = read_deck(file, lists)
        except BadDeck as error:
            broken.append(error)
            continue
        given = {f.name: getattr(deck, f.name) for f in fields(Face)}
        found.append(Face(**{**given, "steps": len(deck.steps)}))
    return sorted(found, key=_in_order), broken


def _face(file: Path) -> Face:
    head, *steps = file.read_text(encoding="utf-8").split("\n[[steps]]\n")
    said = tomllib.loads(head)
    lengths = {int(length) for step in steps for length in re.findall(r"\d+", _MINUTES.search(step)[1])}  # type: ignore[index]
    given = {f.name: said[f.name] for f in fields(Face) if f.name in said}
    return Face(**given, steps=len(steps), minutes=tuple(sorted(lengths)))


_MINUTES = re.compile(r"^minutes = \[([^]]*)\]", re.MULTILINE)


def find(deck_id: str, own: Path | None = None) -> Deck:
    """Read the deck with this id. Raise NotFound, naming the nearest ones, if there is none."""
    known = {file.stem: file for file in files(own)}
    if deck_id in known:
        return read_deck(known[deck_id], read_lists(shipped()))
    near = _near(deck_id, known)
    meant = f" Did you mean {near}?" if near else ""
    raise NotFound(f"There is no deck called {deck_id}.{meant} See them all: reflect decks")


def files(own: Path | None) -> list[Path]:
    """Give the deck files in their order; a deck of the person's own stands in for a shipped namesake."""
    mine = {file.stem: file for file in sorted(own.glob("*.toml"))} if own else {}
    ours = [file for shelf in _SHELVES for file in sorted((shipped() / shelf).glob("*.toml"))]
    return [*(mine.pop(file.stem, file) for file in ours), *mine.values()]


def label_words() -> tuple[list[str], list[str]]:
    """Give the words that labels of threads are made of: the first ones, and the second ones."""
    words = tomllib.loads((shipped() / "threads.toml").read_text(encoding="utf-8"))
    return words["first"], words["second"]


def starter(deck_id: str) -> str:
    """Give the text of a small deck to begin from, with a comment on every line that can be changed."""
    return (shipped() / "starter.toml").read_text(encoding="utf-8").replace("DECK", deck_id)


def _in_order(deck: Deck | Face) -> tuple[int, bool]:
    """Sort the stations first, each before what follows it."""
    return deck.station or _NO_STATION, bool(deck.station and deck.follows)


_NO_STATION = 9
_SHELVES = ("workshop", "practice", "service")


@cache
def read_lists(folder: Path) -> Lists:
    """Read the shared pick lists: `dimensions`, `structures`, and each list of `scales.toml` by its name."""
    lists: dict[str, tuple[Option, ...]] = {}
    for name in _LIST_FILES:
        source = _Source.read(folder / name)
        for key, rows in source.data.items():
            if not isinstance(rows, list):
                raise source.refuse(source.line(key), f"“{key}” is not a list.", f"Write [[{key}]] above each option.")
            lists[key] = tuple(_options(source, rows, source.headers(key)))
    return lists


def read_deck(file: Path, lists: Lists) -> Deck:
    """Read one deck. Raise BadDeck, with file, line and mend, for anything a deck cannot say."""
    source = _Source.read(file)
    table = _Table(source, source.data, at=1)
    deck_id = table.text("id")
    if deck_id != file.stem:
        mend = f'Write id = "{file.stem}", or rename the file.'
        raise table.refuse("id", f"The id “{deck_id}” is not the name of the file.", mend)
    title, origin, about = table.text("title"), table.text("source"), table.text("about")
    station, rereads = table.take("station", int, default=0), table.take("rereads", bool, default=False)
    follows, role = table.text("follows", ""), table.text("role", "")
    if role and role not in (roles := [option.id for option in lists["role"]]):
        raise table.refuse("role", f"There is no role “{role}”.", _nearest(role, roles))
    rows = table.take("steps", list)
    table.done()
    steps: list[Step] = []
    for row, at in zip(rows, source.headers("steps"), strict=False):
        steps.append(_step(_Table(source, row, at=at), lists, steps))
    if not steps:
        raise source.refuse(1, "The deck has no steps.", "Add a [[steps]] table.")
    return Deck(
        id=deck_id,
        title=title,
        source=origin,
        about=about,
        steps=tuple(steps),
        station=station or None,
        follows=follows or None,
        rereads=rereads,
        role=role or None,
    )


def _step(table: _Table, lists: Lists, before: list[Step]) -> Step:
    """Read one step, given the steps above it."""
    key = table.text("key")
    if key in {step.key for step in before}:
        raise table.refuse("key", f"Two steps have the key “{key}”.", "Give this one another key.")
    kind = table.enum("kind", Kind)
    weight = table.enum("weight", Weight)
    minutes = table.lengths("minutes")
    options, names = _picks(table, lists, kind)
    step = Step(
        key=key,
        beat=table.enum("beat", Beat),
        kind=kind,
        minutes=minutes,
        weight=weight,
        why=table.text("why"),
        prompts=table.each("prompts", lambda row: _prompt(table, lists, row)),
        options=options,
        lists=names,
        rows=table.each("rows", lambda row: _option(table, "rows", row)) if kind is Kind.GRID else (),
        of=table.text("of") if kind is Kind.POSITIONS else table.text("of", "") or None,
        parts=_parts(table, lists) if kind is Kind.POSITIONS else {},
        when=_when(table),
        limit=_limit(table),
        rotate=table.text("rotate", "") or None,
        private=table.take("private", bool, default=False),
        settle=_settle(table, weight),
        sources=table.texts("sources", default=()),
    )
    above = {earlier.key: earlier for earlier in before}
    for name, earlier in (("of", step.of), ("when", step.when.step if step.when else None)):
        if earlier is not None and earlier not in above:
            mend = "Name the key of a step that comes before this one."
            raise table.refuse(name, f"There is no earlier step “{earlier}”.", mend)
    if step.of and step.kind is not Kind.POSITIONS and above[step.of].kind is not Kind.POSITIONS:
        mend = 'Name a step of kind = "positions".'
        raise table.refuse("of", f"“{step.of}” places nobody, so nothing can be asked of its pairings.", mend)
    if any(prompt.quadrant for prompt in step.prompts) and not step.of:
        mend = 'Add of = "…" with the key of the step of kind = "positions".'
        raise table.refuse("prompts", "A wording is for one pairing, and the step does not say which places.", mend)
    _everyone_has_a_wording(table, step)
    table.done()
    return step


def _everyone_has_a_wording(table: _Table, step: Step) -> None:
    """Refuse a step that would have nothing to say to some role, or to some pairing."""
    general = [prompt for prompt in step.prompts if prompt.role is None]
    without = [q for q in Quadrant if not any(prompt.quadrant in (None, q) for prompt in general)]
    if without:
        whom = f"the pairing “{without[0]}”" if len(without) < len(Quadrant) else "everybody"
        raise table.refuse("prompts", f"There is no wording for {whom}.", "Add one without a role.")


def _picks(table: _Table, lists: Lists, kind: Kind) -> tuple[tuple[Option, ...], tuple[str, ...]]:
    """Read what can be picked, the step's own `options` or the shared lists it names in `from`; and those names."""
    if kind not in _PICKS and kind not in _USUAL_LISTS:
        return (), ()
    if "options" in table:
        own = table.each("options", lambda row: _option(table, "options", row))
        ids = [option.id for option in own]
        if twice := next((option_id for option_id in ids if ids.count(option_id) > 1), None):
            raise table.refuse("options", f"Two options have the id “{twice}”.", "Give one of them another id.")
        return own, ()
    names = table.take("from", (str, list), default=_USUAL_LISTS.get(kind, []))
    names = [names] if isinstance(names, str) else names
    if not names:
        mend = "Add options = [{ id = …, label = … }, …], or from = with the name of a shared list."
        raise table.refuse("kind", "There is nothing to choose from.", mend)
    for name in names:
        if not isinstance(name, str) or name not in lists:
            raise table.refuse("from", f"There is no shared list “{name}”.", _nearest(str(name), lists))
    if len(names) == 1:
        return lists[names[0]], tuple(names)
    mixed = tuple(
        Option(f"{_PICKED_FROM.get(name, name)}:{option.id}", option.label, option.word)
        for name in names
        for option in lists[name]
    )
    return mixed, tuple(names)


def _parts(table: _Table, lists: Lists) -> dict[str, tuple[Option, ...]]:
    parts = table.texts("parts", default=("me", "them", "basis"))
    for part in parts:
        if part not in _PARTS:
            raise table.refuse("parts", f"A position has no part “{part}”.", _nearest(part, _PARTS))
    return {part: lists[_PARTS[part]] if _PARTS[part] else _YES_NO for part in parts}


def _prompt(table: _Table, lists: Lists, row: object) -> Prompt:
    """Read a wording: a string, or a table with `text`, whom it is for, and a scene to read first.

    Its `note` is for whoever writes prompts, and stays in the file.
    """
    if isinstance(row, str):
        if not row.strip():
            raise table.refuse("prompts", "A wording is empty.", "Say it in words, or take it out.")
        return Prompt(row)
    inner = table.inner("prompts", row)
    quadrant = inner.enum("quadrant", Quadrant) if "quadrant" in inner else None
    role = inner.text("role", "") or None
    roles = [option.id for option in lists["role"]]
    if role and role not in roles:
        raise inner.refuse("role", f"There is no role “{role}”.", _nearest(role, roles))
    text, card = inner.text("text"), inner.text("card", "")
    inner.text("note", "")
    inner.done()
    return Prompt(text, role=role, quadrant=quadrant, card=card)


def _option(table: _Table, key: str, row: object) -> Option:
    inner = table.inner(key, row)
    option = Option(inner.text("id"), inner.text("label"), inner.text("word", ""))
    inner.done()
    return option


def _options(source: _Source, rows: list[Any], lines: list[int]) -> Iterator[Option]:
    """Read the options of a shared list; `note` is for whoever writes prompts, and stays in the file."""
    known: set[str] = set()
    for row, at in zip(rows, lines, strict=True):
        table = _Table(source, row, at=at)
        table.text("note", "")
        option = Option(table.text("id"), table.text("label"), table.text("word", ""))
        if option.id in known:
            raise source.refuse(at, f"Two options have the id “{option.id}”.", "Give one of them another id.")
        known.add(option.id)
        table.done()
        yield option


def _when(table: _Table) -> When | None:
    if "when" not in table:
        return None
    inner = table.inner("when", table.take("when", dict))
    when = When(
        step=inner.text("step"),
        picked=inner.texts("picked", default=()),
        unless=inner.texts("unless", default=()),
        at_least=inner.take("at_least", int, default=0),
        inferred=inner.take("inferred", int, default=0),
    )
    inner.done()
    return when


def _limit(table: _Table) -> dict[int, int]:
    limit = table.take("limit", dict, default={})
    for length, most in limit.items():
        if length not in map(str, LENGTHS) or not isinstance(most, int) or isinstance(most, bool) or most < 1:
            mend = "Write the most picks by length: limit = { 2 = 1, 10 = 2 }"
            raise table.refuse("limit", f"“{length} = {most}” is no limit.", mend)
    return {int(length): most for length, most in limit.items()}


def _settle(table: _Table, weight: Weight) -> tuple[str, str] | None:
    lines = table.texts("settle", default=())
    mend = 'Write settle = ["a line before it", "a line that comes back to now"].'
    if weight is Weight.HEAVY and len(lines) != 2:  # noqa: PLR2004 - one before, one after
        raise table.refuse("weight", "A heavy question needs a line before it and one after.", mend)
    if lines and len(lines) != 2:  # noqa: PLR2004
        raise table.refuse("settle", f"“settle” has {len(lines)} lines.", mend)
    return (lines[0], lines[1]) if lines else None


def _nearest(wrong: str, known: Collection[str]) -> str:
    near = _near(wrong, known)
    return f"Write “{near}”." if near else f"Known: {', '.join(known)}."


def _near(wrong: str, known: Collection[str]) -> str | None:
    from difflib import get_close_matches

    return next(iter(get_close_matches(wrong, known, n=1)), None)


@dataclass(frozen=True, slots=True)
class _Source:
    """A TOML file, its data, and where in it things stand."""

    name: str
    lines: tuple[str, ...]
    data: dict[str, Any]

    @classmethod
    def read(cls, file: Path) -> _Source:
        try:
            text = file.read_text(encoding="utf-8")
            return cls(file.name, tuple(text.splitlines()), tomllib.loads(text))
        except tomllib.TOMLDecodeError as error:
            found = re.search(r"line (\d+)", str(error))
            line = int(found[1]) if found else max(text.count("\n"), 1)
            mend = "Often a quotation mark or a comma is missing there, or on the line above."
            raise BadDeck(file.name, line, "This cannot be read as TOML.", mend) from error
        except (OSError, UnicodeDecodeError) as error:
            raise BadDeck(file.name, 1, "The file cannot be read.", "Save it as UTF-8 text.") from error

    def headers(self, table: str) -> list[int]:
        """Give the line numbers of the [[table]] headers, in order."""
        mark = re.compile(rf"\s*\[\[\s*{re.escape(table)}\s*\]\]")
        return [number for number, line in enumerate(self.lines, 1) if mark.match(line)]

    def line(self, key: str, after: int = 0) -> int:
        """Give the first line after line `after` that sets `key` or opens it as a table; else `after`."""
        sets = re.compile(rf'\s*(\[\[?)?"?{re.escape(key)}"?\s*[=\].]')
        for number, line in enumerate(self.lines[after:], after + 1):
            if sets.match(line):
                return number
            if after and line.startswith("["):
                break
        return max(after, 1)

    def refuse(self, line: int, what: str, mend: str) -> BadDeck:
        return BadDeck(self.name, line, what, mend)


_FORMS: Mapping[type, str] = {
    str: "text in quotation marks",
    list: "a list in [ ]",
    int: "a number",
    dict: "a table in { }",
    bool: "true or false",
}


@dataclass(frozen=True, slots=True)
class _Table:
    """One table of a file while it is read: what is taken from it is known, the rest is refused.

    It begins at line `at`; one inside another stands where that one sets `within`.
    """

    source: _Source
    data: dict[str, Any]
    at: int
    within: str = ""
    taken: dict[str, None] = field(default_factory=dict)

    def __contains__(self, key: str) -> bool:
        return key in self.data

    def refuse(self, key: str, what: str, mend: str) -> BadDeck:
        after = self.at if self.at > 1 else 0
        if self.within:
            after = self.source.line(self.within, after)
        return self.source.refuse(self.source.line(key, after), what, mend)

    def take(self, key: str, kind: type | tuple[type, ...], *, default: Any = None) -> Any:  # noqa: ANN401
        """Give what `key` is set to. Refuse another type, and a missing key that has no default."""
        self.taken[key] = None
        if key not in self.data:
            if default is None:
                raise self.refuse(key, f"“{key}” is missing.", f"Add a line {key} = …")
            return default
        value = self.data[key]
        if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
            wanted = " or ".join(_FORMS[one] for one in ((kind,) if isinstance(kind, type) else kind))
            raise self.refuse(key, f"“{key}” has the wrong form.", f"Write {wanted}.")
        return value

    def text(self, key: str, default: str | None = None) -> str:
        value = str(self.take(key, str, default=default))
        if not value.strip() and default is None:
            raise self.refuse(key, f"“{key}” is empty.", "Say it in words.")
        return value

    def texts(self, key: str, *, default: tuple[str, ...] | None = None) -> tuple[str, ...]:
        values = self.take(key, list, default=list(default) if default is not None else None)
        if not all(isinstance(value, str) for value in values):
            raise self.refuse(key, f"“{key}” holds something that is not text.", "Put each in quotation marks.")
        return tuple(values)

    def each(self, key: str, read: Callable[[object], Any]) -> tuple[Any, ...]:
        """Read every row of a list that may not be empty."""
        rows = self.take(key, list)
        if not rows:
            raise self.refuse(key, f"“{key}” is empty.", "Write at least one.")
        return tuple(read(row) for row in rows)

    def enum(self, key: str, kind: type[_Enum]) -> _Enum:
        value = self.text(key)
        try:
            return kind(value)
        except ValueError:
            raise self.refuse(key, f"There is no {key} “{value}”.", _nearest(value, [*kind])) from None

    def lengths(self, key: str) -> tuple[int, ...]:
        lengths = self.take(key, list)
        if not lengths or any(length not in LENGTHS for length in lengths):
            raise self.refuse(key, f"“{key}” names another length.", "Write any of [2, 10, 25].")
        return tuple(lengths)

    def inner(self, key: str, row: object) -> _Table:
        """Give a table inside this one, for instance one option."""
        if not isinstance(row, dict):
            raise self.refuse(key, f"“{key}” holds something that is not a table.", "Write { … = … }.")
        return _Table(self.source, row, at=self.at, within=key)

    def done(self) -> None:
        """Refuse whatever nobody asked for."""
        for key in self.data:
            if key not in self.taken:
                raise self.refuse(key, f"“{key}” is not known here.", _nearest(key, self.taken))
