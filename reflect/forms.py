"""Portfolio forms: whose headings there are, how long each may be, and which marked answers may fill it.

Forms are files. The program puts answers under headings; it invents nothing and claims no credit.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from reflect import kinds, saying
from reflect.config import shipped
from reflect.documents import Block, Document, Items, Paragraph, Part
from reflect.errors import NotFound, ReflectError
from reflect.models import FREE_TEXT, OPEN, Answer, Commitment, Deck, Entry, Kind
from reflect.saying import in_a_line

FOLDER = "forms"
NOT_BY_BEAT = frozenset({"prep", "supervising", "feedback"})
"""Decks whose answers fill a heading only where it names the deck: they are about supervision, not about a moment."""
FEEDBACK = "feedback"
_BECAME = {"kept": "done", "changed": "changed on the way", "let-go": "let go", OPEN: "under way"}
DONE = "done"
_DONE = ("kept", "changed")
_SOURCES = ("beat", "step", "deck", "commitments", "feedback", "months", "stations")


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """A heading of a form: the most words under it, alone or `together` with others, and what may fill it.

    `hint` is for the writer, beside an empty field, and never in the text.
    """

    key: str
    heading: str
    sources: tuple[str, ...] = ()
    limit: int | None = None
    together: str | None = None
    hint: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """A portfolio form: its headings in their order, and the limits several of them share."""

    id: str
    title: str
    about: str
    source: str
    fields: tuple[Field, ...]
    together: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Filled:
    """A form with what was put under its headings: blocks by field key, and the `items` used."""

    form: Form
    blocks: Mapping[str, tuple[Block, ...]]
    items: tuple[str, ...]

    @property
    def empty(self) -> tuple[Field, ...]:
        """Give the fields nothing was found for."""
        return tuple(each for each in self.form.fields if not self.blocks.get(each.key))

    @property
    def too_long(self) -> tuple[tuple[str, int, int], ...]:
        """Give what is longer than the form has room for: the heading or shared limit, its words, and the most."""
        counts = {each.key: _words(self.blocks.get(each.key, ())) for each in self.form.fields}
        alone = [(each.heading, counts[each.key], each.limit) for each in self.form.fields if each.limit is not None]
        shared = [
            (name, sum(counts[each.key] for each in self.form.fields if each.together == name), most)
            for name, most in self.form.together.items()
        ]
        return tuple((name, words, most) for name, words, most in (*alone, *shared) if words > most)


def known(own: Path | None = None) -> dict[str, Path]:
    """Give the files of all forms by id: those shipped, and the person's `own`, which stand in for a namesake."""
    files = [*sorted((shipped() / FOLDER).glob("*.toml")), *(sorted(own.glob("*.toml")) if own else ())]
    return {file.stem: file for file in files}


def find(form_id: str, own: Path | None = None) -> Form:
    """Give the form with this id. Raise NotFound, naming those there are, or ReflectError where it cannot be read."""
    files = known(own)
    if form_id not in files:
        raise NotFound(f"There is no form “{form_id}”. Known: {', '.join(files)}. Nothing was written.")
    return read(files[form_id])


def read(file: Path) -> Form:
    """Read a form. Raise ReflectError, naming the file and what to mend."""
    try:
        data = tomllib.loads(file.read_text(encoding="utf-8"))
        head = {name: _text(data, name) for name in ("id", "title", "about", "source")}
        fields = tuple(_field(each) for each in data.get("fields", ()))
        together = {str(name): _number(most) for name, most in data.get("together", {}).items()}
        _refuse_loose(fields, together)
    except (OSError, ValueError) as error:
        raise ReflectError(f"The form {file.name} cannot be read: {error}. Nothing was written.") from None
    return Form(**head, fields=fields, together=together)


def _refuse_loose(fields: Sequence[Field], together: Mapping[str, int]) -> None:
    if not fields:
        raise ValueError("it has no [[fields]]")
    if unknown := {each.together for each in fields if each.together} - together.keys():
        raise ValueError(f"the shared limit “{unknown.pop()}” is not set under [together]")


def _field(data: Mapping[str, Any]) -> Field:
    sources = tuple(map(str, data.get("from", ())))
    for source in sources:
        if source.partition(":")[0] not in _SOURCES:
            raise ValueError(f"“{source}” is nothing a field is filled from; known: {', '.join(_SOURCES)}")
    return Field(
        key=_text(data, "key"),
        heading=_text(data, "heading"),
        sources=sources,
        limit=_number(data["limit"]) if "limit" in data else None,
        together=data.get("together"),
        hint=str(data.get("hint", "")),
    )


def _text(data: Mapping[str, Any], name: str) -> str:
    if not isinstance(data.get(name), str):
        raise ValueError(f"“{name}” is missing")  # noqa: TRY004 - what is wrong is in the file, not in the program
    return str(data[name])


def _number(value: object) -> int:
    if type(value) is not int or value < 1:
        raise ValueError("a limit is a whole number of words")
    return value


def fill(
    form: Form,
    entries: Sequence[Entry],
    decks: Mapping[str, Deck],
    *,
    commitments: Sequence[Commitment] = (),
    visits: Sequence[tuple[str, str]] = (),
) -> Filled:
    """Put what was marked for a portfolio under the headings of a form, oldest first.

    `entries` and `commitments` are as `withheld` lets them through; `visits` are the stations sat, each with its
    month. An answer goes under the first heading that may take it, and under no other.
    """
    filling = _Filling(entries, decks, commitments, visits)
    blocks = {each.key: tuple(filling.blocks(each)) for each in form.fields}
    return Filled(form=form, blocks=blocks, items=tuple(filling.used))


def document(filled: Filled, foot: Iterable[str] = ()) -> Document:
    """Give a filled form as a document: its headings with what stands under them, and the lines at its foot."""
    parts = tuple(
        Part(key=each.key, heading=each.heading, blocks=filled.blocks[each.key])
        for each in filled.form.fields
        if filled.blocks.get(each.key)
    )
    return Document(title=filled.form.title, parts=parts, foot=tuple(foot))


class _Filling:
    """A form while it is filled: what was used already is not used again."""

    def __init__(
        self,
        entries: Sequence[Entry],
        decks: Mapping[str, Deck],
        commitments: Sequence[Commitment],
        visits: Sequence[tuple[str, str]],
    ) -> None:
        self.used: dict[str, None] = {}
        self._entries = entries
        self._decks = decks
        self._commitments = commitments
        self._visits = visits

    def blocks(self, each: Field) -> Iterator[Block]:
        """Give what stands under a heading."""
        for source in each.sources:
            kind, _, name = source.partition(":")
            if kind == "commitments":
                yield from self._promises(only_done=name == DONE)
            elif kind == "months":
                yield from _listed(dict.fromkeys(month for _, month in self._visits))
            elif kind == "stations":
                yield from _listed(dict.fromkeys(title for title, _ in self._visits))
            else:
                yield from self._answers(self._taken_by(kind, name))

    def _taken_by(self, kind: str, name: str) -> Callable[[Entry, Answer], bool]:
        """Give what tells whether a source takes an answer."""
        if kind == "feedback":
            return lambda entry, _: entry.deck == FEEDBACK
        if kind == "deck":
            deck, _, key = name.partition("/")
            return lambda entry, answer: entry.deck == deck and key in ("", answer.key)
        if kind == "step":
            return lambda _, answer: answer.key == name

        def of_beat(entry: Entry, answer: Answer) -> bool:
            deck = self._decks.get(entry.deck)
            step = deck.step(answer.key) if deck and entry.deck not in NOT_BY_BEAT else None
            return step is not None and step.beat == name and bool(kinds.words(answer).strip())

        return of_beat

    def _answers(self, takes: Callable[[Entry, Answer], bool]) -> Iterator[Block]:
        for entry in self._entries:
            for answer in entry.answers:
                ref = f"{entry.id}/{answer.key}"
                if ref not in self.used and answer.kind is not Kind.LOAD and takes(entry, answer):
                    self.used[ref] = None
                    yield from self._said(entry, answer)

    def _said(self, entry: Entry, answer: Answer) -> Iterator[Block]:
        words = kinds.words(answer).strip()
        if words and answer.kind in {*FREE_TEXT, Kind.COMMITMENT}:
            yield Paragraph(words)
            return
        deck = self._decks.get(entry.deck)
        yield Items(tuple(saying.picked(answer, deck.step(answer.key) if deck else None)))

    def _promises(self, *, only_done: bool) -> Iterator[Block]:
        lines = []
        for each in self._commitments:
            ref = f"commitment/{each.number}"
            if ref not in self.used and (each.status in _DONE or not only_done):
                self.used[ref] = None
                news = in_a_line(each.news[-1].text) if each.news else ""
                lines.append(f"{in_a_line(each.text).rstrip('.')}: {_BECAME[each.status]}. {news}".rstrip())
        yield from _listed(lines)


def _listed(lines: Iterable[str]) -> list[Items]:
    items = tuple(lines)
    return [Items(items)] if items else []


def _words(blocks: Iterable[Block]) -> int:
    return Document(title="", parts=(Part(key="", heading="", blocks=tuple(blocks)),)).words
