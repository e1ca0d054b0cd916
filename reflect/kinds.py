"""The handful of kinds of answer: reading each from JSON data, strictly, and saying its words."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Callable, Collection, Mapping
from dataclasses import fields

from reflect.errors import WrongUsage
from reflect.models import FREE_TEXT, ONLY_SEEN, OPEN, Answer, Carry, Kind, News, Option, Position, Step, Value, plain

STANDS = ("closer", "further", "depends", "not-sure")
BASES = ("told-me", "inferred", "dont-know")
WEIGHTS = ("background", "in-the-room", "in-charge")
STATUSES = (OPEN, "kept", "changed", "let-go")
HEAVIEST_LOAD = 4

_ONE_OF = {"me": STANDS, "them": STANDS, "basis": BASES, "weight": WEIGHTS}


def tidy(text: str) -> str:
    """Give typed text as it is kept: NFC, line ends as one sign, and no half of a broken character."""
    whole = text.encode("utf-8", "replace" if _has_halves(text) else "strict").decode("utf-8")
    return unicodedata.normalize("NFC", whole.replace("\r\n", "\n").replace("\r", "\n"))


def visible(text: str) -> str:
    """Give text without the signs that would steer a terminal; a line end stays one."""
    return "".join(
        sign if (sign >= " " and sign != "\x7f") or sign == "\n" else "\N{REPLACEMENT CHARACTER}"
        for sign in text.expandtabs(4)
    )


def _has_halves(text: str) -> bool:
    return any("\ud800" <= character <= "\udfff" for character in text)


def read(step: Step, data: object) -> Value | None:
    """Give the value that `data`, as it stands in JSON, answers `step` with; None for no words at all.

    Raise WrongUsage, naming the step and what is known, when it is of another form.
    """
    value = _READERS[step.kind](step, data)
    return None if isinstance(value, str) and step.kind in FREE_TEXT and not value.strip() else value


def stored(answer: Answer) -> dict[str, str]:
    """Give an answer's value as it is stored: typed words by themselves, what was picked as JSON."""
    data = plain(answer.value)
    if answer.kind in FREE_TEXT:
        assert isinstance(answer.value, str)
        data = None
    elif answer.kind is Kind.COMMITMENT:
        data = {"scale": data["scale"]}
    return {"words": words(answer), "picked": json.dumps(data, ensure_ascii=False)}


def from_stored(kind: Kind, words: str, picked: object) -> Value:
    """Give the value that was stored as these words and this JSON data."""
    if kind in FREE_TEXT:
        return words
    if kind is Kind.COMMITMENT and isinstance(picked, dict):
        return Carry(picked["scale"], words)
    return revive(kind, picked)


def revive(kind: Kind, data: object) -> Value:
    """Give the value that `models.plain` made `data` of."""
    if kind is Kind.POSITIONS and isinstance(data, dict):
        given = {f.name for f in fields(Position) if f.init}
        return {
            dimension: Position(**{part: place[part] for part in given & place.keys()})
            for dimension, place in data.items()
        }
    if kind is Kind.COMMITMENT and isinstance(data, dict):
        return Carry(**data)
    if kind is Kind.OUTCOMES and isinstance(data, dict):
        return {number: News(**news) for number, news in data.items()}
    if isinstance(data, list):
        return tuple(data)
    assert isinstance(data, (str, int, dict))
    return data


def fits(kind: Kind, data: object) -> bool:
    """Tell whether `data` has the form that `models.plain` gives an answer of this kind, whatever deck asked for it."""
    if kind is Kind.CHOICES:
        return isinstance(data, list) and _are_texts(data)
    if kind is Kind.LOAD:
        return isinstance(data, int) and not isinstance(data, bool) and 0 <= data <= HEAVIEST_LOAD
    if kind in _FITTING_TABLES:
        return isinstance(data, dict) and _FITTING_TABLES[kind](data)
    return isinstance(data, str)


_FITTING_TABLES: Mapping[Kind, Callable[[Mapping[str, object]], bool]] = {
    Kind.POSITIONS: lambda data: all(_is_place(place) for place in data.values()),
    Kind.GRID: lambda data: _are_texts(data.values()),
    Kind.COMMITMENT: lambda data: data.keys() == {"scale", "text"} and _are_texts(data.values()),
    Kind.OUTCOMES: lambda data: all(number.isdecimal() and _is_news(news) for number, news in data.items()),
}


def _is_news(news: object) -> bool:
    return (
        isinstance(news, dict)
        and news.keys() == {"status", "text"}
        and news["status"] in STATUSES
        and isinstance(news["text"], str)
    )


def _is_place(place: object) -> bool:
    return isinstance(place, dict) and all(
        value in _ONE_OF[part] if part in _ONE_OF else isinstance(value, bool)
        for part, value in place.items()
        if part != "quadrant"
    )


def _are_texts(values: Collection[object]) -> bool:
    return all(isinstance(value, str) for value in values)


def promised(answer: Answer) -> Carry | None:
    """Give the commitment that an answer makes; None if it makes none, or has no words to remember it by."""
    carry = answer.value
    if isinstance(carry, Carry) and carry.scale != ONLY_SEEN and carry.text.strip():
        return carry
    return None


def told(answer: Answer) -> dict[str, News]:
    """Give what an answer tells of earlier commitments, by their numbers."""
    value = answer.value if isinstance(answer.value, Mapping) else {}
    return {number: news for number, news in value.items() if isinstance(news, News)}


def words(answer: Answer) -> str:
    """Give the words the person wrote in this answer; "" where they only picked."""
    if isinstance(answer.value, Carry):
        return answer.value.text
    if answer.kind is Kind.OUTCOMES:
        return "\n".join(news.text for news in told(answer).values() if news.text)
    return answer.value if isinstance(answer.value, str) and answer.kind in FREE_TEXT else ""


def _text(step: Step, data: object) -> str:
    if not isinstance(data, str):
        raise _wrong(step, "text")
    return tidy(data)


def _choice(step: Step, data: object) -> str:
    return _one_of(step, data, _ids(step.options))


def _choices(step: Step, data: object) -> tuple[str, ...]:
    if not isinstance(data, list):
        raise _wrong(step, "a list of ids")
    picked = tuple(_one_of(step, each, _ids(step.options)) for each in data)
    if len(set(picked)) < len(picked):
        raise _wrong(step, "each id once")
    return picked


def _positions(step: Step, data: object) -> Mapping[str, Position]:
    places = _table(step, data, _ids(step.options))
    return {dimension: _position(step, dimension, place) for dimension, place in places.items()}


def _position(step: Step, dimension: str, data: object) -> Position:
    parts = _table(step, data, [f.name for f in fields(Position)])
    parts.pop("quadrant", None)  # derived; a sheet read back from --json may carry it
    for part, value in parts.items():
        if part in _ONE_OF:
            _one_of(step, value, _ONE_OF[part], at=f"{dimension}.{part}")
        elif not isinstance(value, bool):
            raise _wrong(step, f"true or false at {dimension}.{part}")
    return Position(**parts)  # type: ignore[arg-type]  # each part was checked just above


def _grid(step: Step, data: object) -> Mapping[str, str]:
    rows = _table(step, data, _ids(step.rows))
    return {row: _one_of(step, option, _ids(step.options), at=row) for row, option in rows.items()}


def _load(step: Step, data: object) -> int:
    if not isinstance(data, int) or isinstance(data, bool) or not 0 <= data <= HEAVIEST_LOAD:
        raise _wrong(step, f"a whole number from 0 to {HEAVIEST_LOAD}")
    return data


def _commitment(step: Step, data: object) -> Carry:
    parts = _table(step, data, ["scale", "text"])
    if "scale" not in parts:
        raise _wrong(step, 'a table with "scale" and "text"')
    return Carry(_one_of(step, parts["scale"], _ids(step.options)), _text(step, parts.get("text", "")))


def _outcomes(step: Step, data: object) -> Mapping[str, News]:
    """Read what became of commitments, by their numbers: a status, or a table that has a line on it too."""
    if not isinstance(data, dict):
        raise _wrong(step, '{"3": "kept"}, with the numbers of: reflect commitments')
    if wrong := [number for number in data if not number.isdecimal()]:
        raise _wrong(step, f"the number of a commitment, not “{wrong[0]}”")
    return {str(int(number)): _news(step, number, news) for number, news in data.items()}


def _news(step: Step, number: str, data: object) -> News:
    parts = {"status": data} if isinstance(data, str) else _table(step, data, ["status", "text"])
    status = _one_of(step, parts.get("status"), STATUSES, at=number)
    return News(status, _text(step, parts.get("text", "")))


_READERS: Mapping[Kind, Callable[[Step, object], Value]] = {
    Kind.LINE: _text,
    Kind.TEXT: _text,
    Kind.CHOICE: _choice,
    Kind.CHOICES: _choices,
    Kind.POSITIONS: _positions,
    Kind.GRID: _grid,
    Kind.LOAD: _load,
    Kind.COMMITMENT: _commitment,
    Kind.OUTCOMES: _outcomes,
}


def _ids(options: tuple[Option, ...]) -> list[str]:
    return [option.id for option in options]


def _one_of(step: Step, data: object, known: Collection[str], at: str = "") -> str:
    if not isinstance(data, str) or data not in known:
        place = f"{step.key}.{at}" if at else step.key
        raise WrongUsage(f"“{data}” is not an answer to {place}. Known: {', '.join(known)}. Nothing was kept.")
    return data


def _table(step: Step, data: object, known: Collection[str]) -> dict[str, object]:
    if not isinstance(data, dict):
        raise _wrong(step, "a table")
    for key in data:
        if key not in known:
            raise WrongUsage(f"“{key}” is not known at {step.key}. Known: {', '.join(known)}. Nothing was kept.")
    return dict(data)


def _wrong(step: Step, wanted: str) -> WrongUsage:
    return WrongUsage(f"The answer to {step.key} has another form: write {wanted}. Nothing was kept.")
