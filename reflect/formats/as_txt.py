"""A document in plain text, wrapped for any editor and any printer."""

from __future__ import annotations

import re
from collections.abc import Iterator
from unicodedata import category, east_asian_width

from reflect.documents import Blank, Block, Document, Items, Paragraph, Part, Quotation
from reflect.formats.typed import stanzas

_WIDTH = 72
_INDENT = " " * 4


def made(document: Document) -> bytes:
    """Give the document as plain text in UTF-8, in lines of at most 72 places; only a longer word is longer."""
    chunks = [_wrapped(document.title.upper()), *map(_wrapped, document.lead)]
    chunks += [chunk for part in document.parts for chunk in _part(part)]
    if document.foot:
        # The line stands by itself: what is written above it would look like a heading.
        chunks += [f"\n{'-' * _WIDTH}", *map(_wrapped, document.foot)]
    return "\n\n".join(chunks).encode() + b"\n"


def _part(part: Part) -> Iterator[str]:
    """Give a part as chunks with an empty line between each two; its first words stand right under its heading."""
    heading = _wrapped(part.heading.upper())
    under = "-" * max(map(_wide, heading.split("\n")))
    first, *rest = [chunk for block in part.blocks for chunk in _chunks(block)] or [""]
    yield f"{heading}\n{under}\n{first}".rstrip("\n")
    yield from rest


def _chunks(block: Block) -> Iterator[str]:
    match block:
        case Paragraph():
            yield from ("\n".join(map(_wrapped, lines)) for lines in stanzas(block.text))
        case Items():
            yield "\n".join(
                _wrapped(item, sign, " " * len(sign))
                for number, item in enumerate(block.items, 1)
                for sign in [f"{number}. " if block.numbered else "- "]
            )
        case Quotation():
            said = "\n\n".join(
                "\n".join(_wrapped(line, _INDENT, _INDENT) for line in lines) for lines in stanzas(block.text)
            )
            yield "\n".join(filter(None, (_wrapped(block.lead), said)))
        case Blank():
            first, *rest = ["- " + "\n  ".join(f"{word}:" for _, word in block.asked)] * block.times
            head = (_wrapped(block.heading.upper()), _wrapped(block.lead), first if block.asked else "")
            yield "\n".join(filter(None, head))
            yield from rest if block.asked else ()


def _wrapped(text: str, first: str = "", then: str = "") -> str:
    """Give a line in rows, the first of them after `first`, the others after `then`. A row that fits stays as typed."""
    if _wide(first + text) <= _WIDTH:
        return first + text
    row, *words = re.findall(r" *[^ ]+", first + text)
    rows = []
    for word in words:
        if _wide(row + word) > _WIDTH:
            rows.append(row)
            row = then + word.lstrip(" ")
        else:
            row += word
    return "\n".join([*rows, row])


def _wide(text: str) -> int:
    """Give how many places a text takes: two for a wide sign, none for one that is set on the sign before it."""
    return sum(
        0 if category(sign) in {"Mn", "Mc", "Me", "Cf"} else 2 if east_asian_width(sign) in {"W", "F"} else 1
        for sign in text
    )
