"""A document as JSON: what is said in `sections`, and a slip to write in between the quotation marks."""

from __future__ import annotations

import json

from reflect.documents import Blank, Block, Document, Items, Paragraph, Quotation
from reflect.slips import NOTE


def made(document: Document) -> bytes:
    """Give the document as JSON in UTF-8; `slip` is there where there is room to write."""
    blanks = [block for part in document.parts for block in part.blocks if isinstance(block, Blank)]
    slip = {"slip": {"note": NOTE, **{blank.key: _room(blank) for blank in blanks}}} if blanks else {}
    data = {
        "title": document.title,
        "lead": document.lead,
        "sections": [
            {"key": part.key, "heading": part.heading, "blocks": [_block(block) for block in part.blocks]}
            for part in document.parts
        ],
        **slip,
        "foot": document.foot,
    }
    return f"{json.dumps(data, ensure_ascii=False, indent=2)}\n".encode()


def _block(block: Block) -> dict[str, object]:
    match block:
        case Paragraph():
            return {"kind": "paragraph", "text": block.text, "small": block.small}
        case Items():
            return {"kind": "items", "items": block.items, "numbered": block.numbered}
        case Quotation():
            return {"kind": "quotation", "lead": block.lead, "text": block.text}
        case Blank():
            words = {"heading": block.heading, "lead": block.lead, "asked": dict(block.asked)}
            return {"kind": "blank", "key": block.key} | {name: said for name, said in words.items() if said}


def _room(blank: Blank) -> str | list[dict[str, str]]:
    return [dict.fromkeys((key for key, _ in blank.asked), "") for _ in range(blank.times)] if blank.asked else ""
