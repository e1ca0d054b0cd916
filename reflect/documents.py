"""A document to hand over: parts of paragraphs, lists, quotations and room to write. No format is known here."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph; `small` print says what surrounds the matter."""

    text: str
    small: bool = False


@dataclass(frozen=True, slots=True)
class Items:
    """A list of short lines; `numbered` where they are to be referred to."""

    items: tuple[str, ...]
    numbered: bool = False


@dataclass(frozen=True, slots=True)
class Quotation:
    """What somebody typed, whole, with its line ends; `lead` says in a line what it answers."""

    text: str
    lead: str = ""


@dataclass(frozen=True, slots=True)
class Blank:
    """Room to write under a heading: so many ruled `lines`, or the `asked` words with room after each, several `times`.

    `lead` is a line of guidance. `key` is its name where it is data.
    """

    key: str
    heading: str
    lines: int = 0
    asked: tuple[tuple[str, str], ...] = ()
    times: int = 1
    lead: str = ""


Block = Paragraph | Items | Quotation | Blank
"""A piece of a part."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A part of a document under a heading; `key` is its name where it is data."""

    key: str
    heading: str
    blocks: tuple[Block, ...]

    @property
    def is_to_write_in(self) -> bool:
        """Tell whether there is room to write in it: on paper it stays together."""
        return any(isinstance(block, Blank) for block in self.blocks)


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A document: a title, small lines under it, parts, and small lines at its foot."""

    title: str
    lead: tuple[str, ...] = ()
    parts: tuple[Part, ...] = ()
    foot: tuple[str, ...] = ()

    @property
    def texts(self) -> Iterator[str]:
        """Give every text in it, from the first to the last, without the signs of any format."""
        yield self.title
        yield from self.lead
        for part in self.parts:
            yield part.heading
            for block in part.blocks:
                yield from _texts(block)
        yield from self.foot

    @property
    def said(self) -> Iterator[str]:
        """Give what is said in it by whoever made it: all but its headings, its room to write, and its foot."""
        yield from self.lead
        for part in self.parts:
            for block in part.blocks:
                if not isinstance(block, Blank):
                    yield from _texts(block)

    def reworded(self, change: Callable[[str], str]) -> Document:
        """Give the document with every text of `said` put through `change`."""

        def block(each: Block) -> Block:
            match each:
                case Paragraph():
                    return replace(each, text=change(each.text))
                case Items():
                    return replace(each, items=tuple(map(change, each.items)))
                case Quotation():
                    return replace(each, text=change(each.text), lead=change(each.lead))
            return each

        parts = tuple(replace(part, blocks=tuple(map(block, part.blocks))) for part in self.parts)
        return replace(self, lead=tuple(map(change, self.lead)), parts=parts)

    @property
    def words(self) -> int:
        """Give how many words it has, as they stand between spaces."""
        return sum(len(text.split()) for text in self.texts)


def _texts(block: Block) -> Iterator[str]:
    if isinstance(block, Paragraph):
        yield block.text
    elif isinstance(block, Items):
        yield from block.items
    elif isinstance(block, Quotation):
        yield from filter(None, (block.lead, block.text))
    else:
        yield block.heading
        yield from filter(None, (block.lead,))
        for _ in range(block.times):
            yield from (f"{word}:" for _, word in block.asked)
