"""What can leave the journal: pages made of answers marked for it, and of nothing else."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from reflect import kinds
from reflect.clock import day_said, month_said
from reflect.models import Answer, Carry, Deck, Entry, Kind, News, Position, Settings, Share, Step, Whole, plain

_HEAD = (
    "Reflective notes, chosen by the writer from a private journal. Not a clinical or risk record. "
    "Please do not forward."
)
_FOOT = (
    "This is learning material. Clinical facts belong in the clinical record; risk goes by your service's own "
    "route. If you recognise somebody, please stop reading there and tell the writer."
)


def markdown(entries: Iterable[Entry], decks: Mapping[str, Deck], settings: Settings, to: str = "") -> str:
    """Give a page in Markdown with every answer of `entries`, oldest first. Pass only what may leave.

    It carries months, never the day or hour of writing: a date can point to a person.
    """
    entries = sorted(entries, key=lambda entry: entry.written)
    if not entries:
        return ""
    who = [
        f"Prepared by {settings.label}" if settings.label else "Prepared",
        f"for {to}" if to else "for supervision",
    ]
    lines = ["# For supervision", "", f"{' '.join(who)} · covering {_months(entries)}", "", _HEAD, ""]
    for entry in entries:
        deck = decks.get(entry.deck)
        lines += [f"## {deck.title if deck else entry.deck}", ""]
        for answer in entry.answers:
            lines += [f"**{about(answer, deck)}{_line(answer.question)}**", ""]
            lines += [*said(answer, deck.step(answer.key) if deck else None), ""]
    lines += ["---", "", _FOOT, ""]
    return "\n".join(lines)


def whole_json(wholes: Iterable[Whole]) -> Iterator[str]:
    """Give the copy for oneself as pieces of a JSON array, one entry a line, that `imports` reads back.

    Each entry is what `show --json` prints, and besides what a draft holds, what the answers
    were before, and the id of the entry it was written beside.
    """
    yield "["
    between = "\n"
    for whole in wholes:
        entry = whole.entry
        inside = {"skipped": entry.skipped, "begun": entry.begun}
        besides = {"rereads_id": whole.rereads_id, "versions": whole.versions}
        yield between + json.dumps({**plain(entry), **plain(inside), **plain(besides)}, ensure_ascii=False)
        between = ",\n"
    yield "\n]\n"


def whole_markdown(wholes: Iterable[Whole], decks: Mapping[str, Deck]) -> Iterator[str]:
    """Give the copy for oneself as pieces of a page in Markdown, with everything that can be read of each entry."""
    yield f"# Everything in my journal\n\n{_OWN}\n"
    for whole in wholes:
        yield "\n".join(_whole_entry(whole, decks.get(whole.entry.deck)))


_OWN = "The copy for yourself: drafts, private answers and earlier versions too. It is not encrypted."


def _whole_entry(whole: Whole, deck: Deck | None) -> list[str]:
    entry = whole.entry
    zone = entry.written.strftime("%H:%M %z")
    state = "" if entry.finished else " (draft)"
    lines = ["", f"## {entry.number}. {deck.title if deck else entry.deck}{state}", ""]
    lines += [f"{day_said(entry.written)}, {zone}, {entry.minutes} minutes", ""]
    if entry.thread is not None:
        lines += [f"Thread: {_line(entry.thread)}", ""]
    if entry.rereads is not None:
        lines += [f"Written beside entry {entry.rereads}.", ""]
    for answer in entry.answers:
        step = deck.step(answer.key) if deck else None
        mark = "" if answer.share is Share.PRIVATE else f" ({answer.share})"
        lines += [f"**{about(answer, deck)}{_line(answer.question)}**{mark}", "", *said(answer, step), ""]
        for version in whole.versions:
            if version.key == answer.key:
                was = said(replace(answer, value=version.value), step)
                lines += [f"Until {day_said(version.replaced)}:", "", *was, ""]
    for commitment in entry.commitments:
        lines += [f"**Commitment {commitment.number}, to keep: {commitment.owner}**", "", *_quoted(commitment.text), ""]
        for told in commitment.news:
            lines += [f"{day_said(told.at)}, {told.status}:", "", *_quoted(told.text), ""]
    for begun in entry.begun.values():
        lines += [f"**{_line(begun.question)}** (not ended)", "", *_quoted(begun.words), ""]
    return lines


def about(answer: Answer, deck: Deck | None) -> str:
    """Give what stands before a question that looked into one dimension: “On language: ”."""
    if answer.about is None:
        return ""
    dimension = deck.dimension(answer.about) if deck else None
    return f"On {dimension.word if dimension else answer.about}: "


def brief(answer: Answer, step: Step | None) -> str:
    """Give an answer in a line, to know it by."""
    words = kinds.words(answer)
    line = _line(words) if words else "; ".join(part.removeprefix("- ") for part in said(answer, step))
    return line if len(line) <= _BRIEF else f"{line[:_BRIEF].rstrip()}…"


_BRIEF = 50


def said(answer: Answer, step: Step | None) -> list[str]:
    """Give an answer as lines of Markdown, with the labels of what was picked. Typed words are quoted whole."""
    value = answer.value
    labels = {option.id: option.label for option in (step.options if step else ())}
    if answer.kind is not Kind.OUTCOMES and (words := kinds.words(answer)):
        quoted = _quoted(words)
        return [f"{labels.get(value.scale, value.scale)}:", "", *quoted] if isinstance(value, Carry) else quoted
    if isinstance(value, Carry):
        return [labels.get(value.scale, value.scale)]
    if isinstance(value, tuple):
        return [f"- {labels.get(pick, pick)}" for pick in value]
    if isinstance(value, Mapping):
        rows = {row.id: row.label for row in (step.rows if step else ())} | {
            option.id: option.label for option in (step.options if step else ())
        }
        return [f"- {row_said(answer.kind, key, rows)}: {part_said(part, labels, step)}" for key, part in value.items()]
    return [labels.get(str(value), str(value))]


def position_said(place: Position) -> str:
    """Give a position in words: where each stood, and how the writer knows."""
    parts = [
        _STOOD["me"].get(place.me or "", ""),
        _STOOD["them"].get(place.them or "", ""),
        _STOOD["basis"].get(place.basis or "", ""),
        "" if place.seen is None else "it could be seen" if place.seen else "it could not be seen",
        "" if place.spoken is None else "it was spoken" if place.spoken else "it was not spoken",
        _STOOD["weight"].get(place.weight or "", ""),
    ]
    return "; ".join(part for part in parts if part) or "not placed"


_ALONE = {
    "closer": "closer to power",
    "further": "further from power",
    "depends": "it depends, or it moved",
    "not-sure": "not sure",
}
_STOOD = {
    "me": {
        "closer": "I stood closer to power",
        "further": "I stood further from power",
        "depends": "where I stood depends",
        "not-sure": "not sure where I stood",
    },
    "them": {
        "closer": "they stood closer",
        "further": "they stood further",
        "depends": "where they stood depends",
        "not-sure": "not sure where they stood",
    },
    "basis": {"told-me": "they told me", "inferred": "I inferred that", "dont-know": "I don't know that"},
    "weight": {
        "background": "it was in the background",
        "in-the-room": "it was in the room",
        "in-charge": "it was in charge",
    },
}


def part_said(part: str | Position | News, labels: Mapping[str, str], step: Step | None) -> str:
    """Give in words what was picked for one row, one dimension, or one commitment."""
    if isinstance(part, Position):
        alone = step is not None and step.parts.keys() == {"me"}
        return _ALONE.get(part.me or "", "not placed") if alone else position_said(part)
    if isinstance(part, News):
        return f"{labels.get(part.status, part.status)}. {_line(part.text)}".rstrip(". ")
    return labels.get(part, part)


def row_said(kind: Kind, key: str, labels: Mapping[str, str]) -> str:
    """Give what a row of an answer is about, in words."""
    return f"Commitment {key}" if kind is Kind.OUTCOMES else labels.get(key, key)


def _months(entries: list[Entry]) -> str:
    first, last = (month_said(entry.written) for entry in (entries[0], entries[-1]))
    return first if first == last else f"{first} to {last}"


def _quoted(words: str) -> list[str]:
    """Give typed words as a quotation; two spaces at its end make Markdown keep a line a line."""
    lines = _escaped(words).split("\n")
    ends = ["  " if line and after else "" for line, after in zip(lines, [*lines[1:], ""], strict=True)]
    return [f"> {line}{end}" if line else ">" for line, end in zip(lines, ends, strict=True)]


def _line(text: str) -> str:
    return " ".join(text.split())


def _escaped(text: str) -> str:
    """Give typed words so that Markdown shows them as typed."""
    for sign in "\\`*_[]<>#":
        text = text.replace(sign, f"\\{sign}")
    return text
