"""The copy for oneself: everything there is, as JSON that can be read back, or as a page to read."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from reflect import kinds
from reflect.clock import day_said
from reflect.models import (
    RECORD,
    Answer,
    Carry,
    Commitment,
    Deck,
    Feedback,
    Handover,
    Kind,
    Record,
    Share,
    Step,
    Whole,
    plain,
)
from reflect.saying import about, in_a_line, picked


def whole_json(records: Iterable[Record]) -> Iterator[str]:
    """Give the copy for oneself as pieces of a JSON array, one record a line, that `imports` reads back.

    Each entry is what `show --json` prints, and besides what a draft holds, what the answers
    were before, and the id of the entry it was written beside. What came back from supervision
    and what left follow the entries; `record` says of each which it is.
    """
    yield "["
    between = "\n"
    for record in records:
        yield between + json.dumps(_data(record), ensure_ascii=False)
        between = ",\n"
    yield "\n]\n"


def _data(record: Record) -> dict[str, Any]:
    if not isinstance(record, Whole):
        return {RECORD: type(record).__name__.lower(), **plain(record)}
    entry = record.entry
    inside = {"skipped": entry.skipped, "begun": entry.begun}
    besides = {"rereads_id": record.rereads_id, "versions": record.versions}
    return {**plain(entry), **plain(inside), **plain(besides)}


def whole_markdown(records: Iterable[Record], decks: Mapping[str, Deck]) -> Iterator[str]:
    """Give the copy for oneself as pieces of a page in Markdown, with everything that can be read of each record."""
    yield f"# Everything in my journal\n\n{_OWN}\n"
    for record in records:
        if isinstance(record, Whole):
            lines = _whole_entry(record, decks.get(record.entry.deck))
        else:
            lines = _feedback(record) if isinstance(record, Feedback) else _handover(record)
        yield "\n".join(lines)


_OWN = "The copy for yourself: drafts, private answers and earlier versions too. It is not encrypted."


def _whole_entry(whole: Whole, deck: Deck | None) -> list[str]:
    entry = whole.entry
    zone = entry.written.strftime("%H:%M %z")
    state = "" if entry.finished else " (draft)"
    lines = ["", f"## {entry.number}. {deck.title if deck else entry.deck}{state}", ""]
    lines += [f"{day_said(entry.written)}, {zone}, {entry.minutes} minutes", ""]
    if entry.thread is not None:
        lines += [f"Thread: {in_a_line(entry.thread)}", ""]
    if entry.rereads is not None:
        lines += [f"Written beside entry {entry.rereads}.", ""]
    for answer in entry.answers:
        step = deck.step(answer.key) if deck else None
        mark = "" if answer.share is Share.PRIVATE else f" ({answer.share})"
        lines += [f"**{about(answer, deck)}{in_a_line(answer.question)}**{mark}", "", *_said(answer, step), ""]
        for version in whole.versions:
            if version.key == answer.key:
                was = _said(replace(answer, value=version.value), step)
                lines += [f"Until {day_said(version.replaced)}:", "", *was, ""]
    for commitment in entry.commitments:
        lines += _commitment(commitment)
    for begun in entry.begun.values():
        lines += [f"**{in_a_line(begun.question)}** (not ended)", "", *_quoted(begun.words), ""]
    return lines


def _commitment(commitment: Commitment) -> list[str]:
    by = f", by {in_a_line(commitment.by)}" if commitment.by else ""
    lines = [f"**Commitment {commitment.number}, to keep: {commitment.owner}{by}**", "", *_quoted(commitment.text), ""]
    for told in commitment.news:
        lines += [f"{day_said(told.at)}, {told.status}:", "", *_quoted(told.text), ""]
    return lines


def _feedback(feedback: Feedback) -> list[str]:
    lines = ["", f"## What came back: {in_a_line(feedback.giver)}, {day_said(feedback.at)}", ""]
    for heading, words in feedback.said:
        lines += [f"**{heading}**", "", *_quoted(words), ""]
    return [*lines, *(line for each in feedback.agreed for line in _commitment(each))]


def _handover(handover: Handover) -> list[str]:
    what = ", ".join(handover.sections)
    lines = ["", f"## What left: {day_said(handover.at)}, to {in_a_line(handover.to) or 'nobody named'}", ""]
    lines += [f"{handover.form}, page {handover.page}: {what}. SHA-256 {handover.checksum}", ""]
    return [*lines, f"Kept on purpose: {handover.kept}. {in_a_line(handover.reason)}", ""] if handover.kept else lines


def _said(answer: Answer, step: Step | None) -> list[str]:
    """Give an answer as lines of Markdown, with the labels of what was picked. Typed words are quoted whole."""
    picks = picked(answer, step)
    if answer.kind is not Kind.OUTCOMES and (words := kinds.words(answer)):
        quoted = _quoted(words)
        return [f"{picks[0]}:", "", *quoted] if isinstance(answer.value, Carry) else quoted
    return [f"- {pick}" for pick in picks] if isinstance(answer.value, (tuple, Mapping)) else picks


def _quoted(words: str) -> list[str]:
    """Give typed words as a quotation; two spaces at its end make Markdown keep a line a line."""
    lines = _escaped(words).split("\n")
    ends = ["  " if line and after else "" for line, after in zip(lines, [*lines[1:], ""], strict=True)]
    return [f"> {line}{end}" if line else ">" for line, end in zip(lines, ends, strict=True)]


def _escaped(text: str) -> str:
    """Give typed words so that Markdown shows them as typed."""
    for sign in "\\`*_[]<>#":
        text = text.replace(sign, f"\\{sign}")
    return text
