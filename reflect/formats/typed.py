"""What every form does alike with typed words: nothing in them steers, and each is known by its language."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace

from reflect.documents import Blank, Block, Document, Items, Paragraph, Part, Quotation

_STEERING = re.compile("[\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]")
"""Signs that are not seen and turn, hide or annotate what stands beside them. The joiners of Indic scripts stay."""
_IN_A_NUMBER = re.compile("(?<=\\d)[\u200b-\u200f\u061c\u180e\u034f\u00ad\ufe00-\ufe0f]+(?=\\d)")
"""Signs that are not seen, between two digits: a number is shown as one, and found as one."""
_BROKEN = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
"""What is no sign at all, and would end or break a file."""
_TONGUES = {0x0600: "ur", 0x0680: "ur"} | dict(
    zip(range(0x0900, 0x0D80, 0x80), ("hi", "bn", "pa", "gu", "or", "ta", "te", "kn", "ml"), strict=True)
)
"""The language that is most often written in each script, by where 128 of its signs begin."""


def safe(document: Document) -> Document:
    """Give the document as any form may show it: no sign in it steers or breaks, and what holds no word is gone.

    Titles, headings and items are one line each; paragraphs and quotations keep their line ends.
    """
    return replace(
        document,
        title=_line(document.title),
        lead=_each(document.lead),
        parts=tuple(map(_safe_part, document.parts)),
        foot=_each(document.foot),
    )


def stanzas(text: str) -> list[list[str]]:
    """Give a safe text as its paragraphs, each as its lines; none for no text."""
    return [stanza.split("\n") for stanza in re.split(r"\n{2,}", text)] if text else []


def language(text: str) -> str:
    """Give the language more than half of the letters stand for, as in `hi`; "" for a Latin script and all others."""
    letters = Counter(_TONGUES.get(ord(sign) & ~0x7F, "") for sign in text if sign.isalpha())
    tongue, most = max(letters.items(), key=lambda counted: counted[1], default=("", 0))
    return tongue if 2 * most > letters.total() else ""


def _safe_part(part: Part) -> Part:
    blocks = map(_safe_block, part.blocks)
    return replace(part, heading=_line(part.heading), blocks=tuple(block for block in blocks if _has_words(block)))


def _safe_block(block: Block) -> Block:
    match block:
        case Paragraph():
            return replace(block, text=_lines(block.text))
        case Items():
            return replace(block, items=_each(block.items))
        case Quotation():
            return replace(block, text=_lines(block.text), lead=_line(block.lead))
        case Blank():
            asked = tuple((key, _line(word)) for key, word in block.asked)
            return replace(block, heading=_line(block.heading), lead=_line(block.lead), asked=asked)


def _has_words(block: Block) -> bool:
    match block:
        case Paragraph(text=text) | Quotation(text=text, lead=""):
            return bool(text)
        case Items(items=items):
            return bool(items)
    return True


def _each(lines: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(filter(None, map(_line, lines)))


def _line(text: str) -> str:
    return " ".join(filter(None, map(str.strip, _lines(text).split("\n"))))


def _lines(text: str) -> str:
    """Give a text with line ends of one kind; what was broken in it is seen to have been there."""
    seen = _IN_A_NUMBER.sub("", _STEERING.sub("", text))
    lines = (line.expandtabs(4).rstrip() for line in seen.splitlines())
    return "\n".join(_BROKEN.sub("\N{REPLACEMENT CHARACTER}", line) for line in lines).strip("\n")
