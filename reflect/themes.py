"""Themes: pointers to what may be worth reading again. What each is, as the codebook's file says it.

The file is one that a person can read, add to and argue with. Its patterns, which take far longer
to read than its themes, are `codebook`'s.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from mmap import ACCESS_READ, mmap
from pathlib import Path
from typing import Any

from reflect.config import shipped
from reflect.errors import BadCodebook

FILE = "themes.toml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Theme:
    """One theme: what it is, when it counts and when not. `word` is how it stands inside a sentence.

    `declared_by` are picks that set it without any text: `dimension:caste`, `load:3`.
    """

    id: str
    title: str
    word: str
    kind: str
    definition: str
    count_when: str
    not_when: str
    declared_by: tuple[str, ...] = ()


def sign(own: Path | None, taught: Mapping[tuple[str, str], tuple[int, int]]) -> str:
    """Give a sign of what entries are read by, as JSON: another sign, another reading.

    It holds the edition of the shipped file, the patterns and themes of the person's `own`, and
    how often each pattern was right and wrong, by its theme.
    """
    with (shipped() / FILE).open(encoding="utf-8") as file:
        edition = file.readline().partition("#")[0].strip()
    added = rows(own)
    return json.dumps(
        {
            "edition": edition,
            "own": [
                [row["id"], name, line] for row in added for name in _PATTERNS for line in lines(row.get(name, ""))
            ],
            "themes": [row for row in added if "title" in row],
            "taught": [[*key, *counts] for key, counts in sorted(taught.items())],
        },
        ensure_ascii=False,
    )


def themes(own: Path | None = None) -> dict[str, Theme]:
    """Give the themes by id, in the order of the file, those of the person's `own` file after them.

    Raise BadCodebook for an own file that cannot be read.
    """
    return {theme.id: theme for theme in _shipped_themes()} | {
        row["id"]: _theme(row) for row in rows(own) if "title" in row
    }


@cache
def _shipped_themes() -> tuple[Theme, ...]:
    """Give the themes of the shipped file without its patterns, which take far longer to read."""
    heads = []
    with (shipped() / FILE).open("rb") as file, mmap(file.fileno(), 0, access=ACCESS_READ) as whole:
        at = whole.find(_BEGINS)
        while at >= 0:
            end = whole.find(_ENDS, at)
            heads.append(whole[at:end].decode())
            at = whole.find(_BEGINS, end)
    return tuple(_theme({name: json.loads(value) for name, value in _HEAD.findall(head)}) for head in heads)


_BEGINS, _ENDS = b"\n[[themes]]\n", b"\nstrong = "
_HEAD = re.compile(r"^(\w+) = (.*)$", re.MULTILINE)


def _bytes(file: Path | None) -> bytes:
    """Give what is in a file, nothing if there is none. Raise BadCodebook if it cannot be read."""
    try:
        return file.read_bytes() if file else b""
    except FileNotFoundError:
        return b""
    except OSError as error:
        raise BadCodebook(f"{file} cannot be read: {error.strerror}. {_UNTIL_THEN}") from None


_LEVELS = ("strong", "fair", "weak", "not")
_PATTERNS = (*_LEVELS, "drop")
_UNTIL_THEN = "Until then the shipped codebook alone is used."
_TEXTS = ("title", "word", "kind", "definition", "count_when", "not_when")
_KINDS = ("location", "relation", "structure", "action", "sustaining")
_KNOWN = {"id", *_TEXTS, "declared_by", *_PATTERNS}


def rows(file: Path | None) -> list[dict[str, Any]]:
    """Give the tables of a codebook file; none if there is no file. Raise BadCodebook for a wrong form."""
    if file is None or not file.exists():
        return []
    import tomllib

    try:
        data = tomllib.loads(_bytes(file).decode("utf-8-sig", "replace"))
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise BadCodebook(f"{file} is not TOML: {error}. {_UNTIL_THEN}") from None
    found = data.get("themes", [])
    if not isinstance(found, list):
        raise refused(file, "themes", "“themes” is not a list of tables", "write [[themes]] above each")
    for row in found:
        _check(row, file)
    return found


def _check(row: Any, file: Path) -> None:  # noqa: ANN401 - whatever stands in the file
    if not isinstance(row, dict) or not isinstance(row.get("id"), str):
        raise refused(file, "[[themes]]", "A theme has no id", 'write id = "…" under [[themes]]')
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", row["id"]):
        raise refused(file, row["id"], f"“{row['id']}” is no id", "use small letters, digits and hyphens: night-shift")
    for name, value in row.items():
        if name not in _KNOWN:
            raise refused(file, name, f"“{name}” is not known", f"known are {', '.join(sorted(_KNOWN))}")
        texts = value if name == "declared_by" and isinstance(value, list) else [value]
        right = isinstance(value, list) == (name == "declared_by") and all(isinstance(each, str) for each in texts)
        if not right:
            raise refused(file, name, f"“{name}” has another form", "patterns stand in '''…''', one a line")
    if "title" in row:
        missing = [name for name in _TEXTS if name not in row]
        if missing:
            raise refused(file, row["id"], f"“{row['id']}” has no {missing[0]}", f"write {missing[0]} = …")
        if row["kind"] not in _KINDS:
            raise refused(file, row["kind"], f"“{row['kind']}” is no kind", f"known are {', '.join(_KINDS)}")


def _theme(row: Mapping[str, Any]) -> Theme:
    given = {name: unicodedata.normalize("NFC", row[name]) for name in ("id", *_TEXTS)}
    return Theme(**given, declared_by=tuple(row.get("declared_by", ())))


def refused(file: Path, near: str, what: str, mend: str) -> BadCodebook:
    """Give the error for something in a file: the line that has `near` in it, what is wrong, and how to mend it."""
    text = _bytes(file).decode("utf-8-sig", "replace").split("\n")
    at = next((number for number, line in enumerate(text, 1) if near in line), 1)
    return BadCodebook(f"{file}, line {at}: {what}; {mend}. {_UNTIL_THEN}")


def lines(written: str) -> list[str]:
    """Give the patterns of a level, one a line; what begins with # is a remark."""
    each = (" ".join(unicodedata.normalize("NFC", line).split()) for line in written.split("\n"))
    return [line for line in each if line and not line.startswith("#")]
