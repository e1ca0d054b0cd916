"""A document in Markdown that reads well in a plain editor, too."""

from __future__ import annotations

import re
from collections.abc import Iterator

from reflect.documents import Blank, Block, Document, Items, Paragraph, Quotation
from reflect.formats.typed import stanzas

_INSIDE = re.compile(
    r"""
      \\(?=[!-/:-@[-`{-~]|$)                       # would take away the sign after it, or break the line
    | `
    | (?<!\s)[*] | [*](?!\s) | (?<=\S)~             # between two spaces it is no more than a sign
    | (?<![^\W_])_(?=\S) | (?<=\S)_(?![^\W_])      # inside a word it stays
    | (?<=\S)\$                                    # would end a formula
    | \[(?=[\[^]) | \](?=[(\[:])                   # a footnote; a link, or what one would point to
    | <(?=[A-Za-z/!?])
    | &(?=\#?\w+;)
    """,
    re.VERBOSE,
)
"""Signs that mean something to Markdown from where they stand. Everywhere else they are left in peace."""
_BEFORE = re.compile(r"#{1,6}(?=\s|$)|>|\[|[-+*:](?=\s|$)|[-=_*|:](?=[-=_*|: ]*$)")
"""How a line would begin that is a heading, a quotation, a list, a rule, or the head of a table."""
_NUMBERED = re.compile(r"(\d{1,9})(?=[.)](?:\s|$))")
_CLOSING = re.compile(r"#(?=#*$)")


def made(document: Document) -> bytes:
    """Give the document as Markdown in UTF-8."""
    chunks = [f"# {_heading(document.title)}", *map(_line, document.lead)]
    for part in document.parts:
        chunks += [f"## {_heading(part.heading)}", *(chunk for block in part.blocks for chunk in _chunks(block))]
    if document.foot:
        chunks += ["---", *map(_line, document.foot)]
    return "\n\n".join(chunks).encode() + b"\n"


def _chunks(block: Block) -> Iterator[str]:
    """Give what a block is made of; an empty line goes between each two."""
    match block:
        case Paragraph():
            yield from map(_stanza, stanzas(block.text))
        case Items():
            signs = (f"{number}." if block.numbered else "-" for number in range(1, len(block.items) + 1))
            yield "\n".join(f"{sign} {_line(item)}" for sign, item in zip(signs, block.items, strict=True))
        case Quotation():
            if block.lead:
                yield f"**{_inside(block.lead)}**"
            if block.text:
                lines = "\n\n".join(map(_stanza, stanzas(block.text))).split("\n")
                yield "\n".join(f"> {line}" if line else ">" for line in lines)
        case Blank():
            yield f"### {_heading(block.heading)}" + ("" if block.lead or block.asked else "\n")
            if block.lead:
                yield _line(block.lead) + ("" if block.asked else "\n")
            if block.asked:
                yield from ["- " + "\n  ".join(f"{_inside(word)}:" for _, word in block.asked)] * block.times


def _stanza(lines: list[str]) -> str:
    """Give lines that stay lines: two spaces at its end make Markdown end one."""
    return "  \n".join(map(_line, lines))


def _line(text: str) -> str:
    """Give typed words that begin a line; what they were indented by stays, as spaces that Markdown keeps."""
    words = _inside(text.lstrip())
    words = _NUMBERED.sub(r"\1\\", words, count=1) if _NUMBERED.match(words) else words
    return "\N{NO-BREAK SPACE}" * (len(text) - len(text.lstrip())) + (f"\\{words}" if _BEFORE.match(words) else words)


def _heading(text: str) -> str:
    return _CLOSING.sub(r"\\#", _inside(text))


def _inside(text: str) -> str:
    return _INSIDE.sub(r"\\\g<0>", text)
