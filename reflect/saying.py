"""Answers in words: what was picked, where somebody stood, and an answer in a line to know it by."""

from __future__ import annotations

from collections.abc import Mapping

from reflect import kinds
from reflect.models import Answer, Carry, Deck, Kind, News, Position, Step


def about(answer: Answer, deck: Deck | None) -> str:
    """Give what stands before a question that looked into one dimension: “On language: ”."""
    if answer.about is None:
        return ""
    dimension = deck.dimension(answer.about) if deck else None
    return f"On {dimension.word if dimension else answer.about}: "


def brief(answer: Answer, step: Step | None) -> str:
    """Give an answer in a line, to know it by."""
    line = in_a_line(kinds.words(answer)) or "; ".join(picked(answer, step))
    return line if len(line) <= _BRIEF else f"{line[:_BRIEF].rstrip()}…"


_BRIEF = 50


def picked(answer: Answer, step: Step | None) -> list[str]:
    """Give what was picked, each pick or row in words."""
    value = answer.value
    labels = {option.id: option.label for option in (step.options if step else ())}
    if isinstance(value, Carry):
        return [labels.get(value.scale, value.scale)]
    if isinstance(value, tuple):
        return [labels.get(pick, pick) for pick in value]
    if isinstance(value, Mapping):
        rows = {row.id: row.label for row in (step.rows if step else ())} | labels
        return [f"{row_said(answer.kind, key, rows)}: {part_said(part, labels, step)}" for key, part in value.items()]
    return [labels.get(str(value), str(value))]


def position_said(place: Position) -> str:
    """Give a position in words: where each stood, and how the writer knows."""
    parts = [
        _STOOD["me"].get(place.me or "", ""),
        _STOOD["them" if place.me else "they alone"].get(place.them or "", ""),
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
    "they alone": {
        "closer": "they stood closer to power",
        "further": "they stood further from power",
        "depends": "where they stood depends",
        "not-sure": "not sure where they stood",
    },
    "basis": {
        "told-me": "they told me",
        "inferred": "I inferred that",
        "dont-know": "I suppose so, and do not know it",
    },
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
        return f"{labels.get(part.status, part.status)}. {in_a_line(part.text)}".rstrip(". ")
    return labels.get(part, part)


def row_said(kind: Kind, key: str, labels: Mapping[str, str]) -> str:
    """Give what a row of an answer is about, in words."""
    return f"Commitment {key}" if kind is Kind.OUTCOMES else labels.get(key, key)


def in_a_line(text: str) -> str:
    """Give text as one line."""
    return " ".join(text.split())
