"""A document as PDF, tagged for screen readers, set by Typst with fonts that come along.

The fonts are cut from Noto by tests/pictures/fonts.py. Typed words reach Typst as string literals
alone, and no font of the machine is asked, so that the same document is the same file everywhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import typst

from reflect.documents import Blank, Block, Document, Items, Paragraph, Quotation
from reflect.formats.typed import language, stanzas

_FONTS = Path(__file__).parent / "fonts"
_LAYOUT = """
#set page(paper: "a4", margin: (x: 17mm, y: 13mm))
#set text(size: 9.5pt, lang: "en", hyphenate: false)
#set par(leading: 0.56em, spacing: 0.8em)
#set list(spacing: 0.64em)
#set enum(spacing: 0.64em)
#show heading: set block(above: 1.15em, below: 0.62em)
#show heading.where(level: 1): set text(15pt)
#show heading.where(level: 2): set text(11.5pt)
#show heading.where(level: 3): set text(9.5pt)
#let ruled = 0.5pt + luma(55%)
#let small(it) = { set text(8.2pt, luma(30%)); it }
#let framed(it) = block(width: 100%, stroke: ruled, radius: 2pt, inset: (x: 4mm, y: 3mm), it)
#let lead(it) = block(sticky: true, strong(it))
#let said(it) = block(width: 100%, stroke: (left: 2pt + luma(70%)), inset: (left: 3.5mm, y: 1mm), it)
#let kept(it) = block(width: 100%, breakable: false, above: 4.6mm, it)
#let room(it) = block(width: 100%, breakable: false, it)
#let line-to-write-on = block(height: 5.2mm, width: 100%, spacing: 0.8mm, stroke: (bottom: ruled))
#let asked(..words) = block(height: 5.2mm, width: 100%, spacing: 0.8mm, grid(
  columns: (2fr,) + (1fr,) * (words.pos().len() - 1), column-gutter: 3mm, rows: 100%, align: bottom,
  inset: (bottom: 1mm), stroke: (bottom: ruled), ..words.pos().map(word => small(word))
))
"""
_MISSING = "\N{REPLACEMENT CHARACTER}"


def made(document: Document) -> bytes:
    """Give the document as PDF, by the rules of PDF/UA-1 where they can be kept. A sign no font has is seen to miss."""
    source = f"#set document(title: {_literal(document.title)}, date: none)\n{_LAYOUT}#{{\n{_body(document)}\n}}"
    try:
        return _compiled(source, ["ua-1"])
    except typst.TypstError:  # an empty title, or signs that no one font has together: still a page that can be read
        return _compiled(source, [])


def _compiled(source: str, standards: list[typst.PDFStandard]) -> bytes:
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[_FONTS])
    families = ", ".join(map(_literal, fonts.families()))
    whole = f"#set text(font: ({families}))\n{source}"
    return typst.compile(whole.encode(), format="pdf", font_paths=fonts, pdf_standards=standards)


def _body(document: Document) -> str:
    """Give the statements of Typst that set the document, one on a line."""
    lines = [_heading(1, document.title), *(f"small({_said([line])})" for line in document.lead)]
    for number, part in enumerate(document.parts):
        inside = "\n".join([_heading(2, part.heading), *(line for block in part.blocks for line in _block(block))])
        around = "framed" if number == 0 else "kept" if part.is_to_write_in else ""
        lines.append(f"{around}({{\n{inside}\n}})" if around else inside)
    if document.foot:
        lines += ["v(2mm)", "line(length: 100%, stroke: ruled)", f"small({_said([' '.join(document.foot)])})"]
    return "\n".join(lines)


def _block(block: Block) -> Iterator[str]:
    match block:
        case Paragraph():
            said = map(_said, stanzas(block.text))
            yield from (f"small({each})" for each in said) if block.small else said
        case Items():
            yield f"{'enum' if block.numbered else 'list'}({', '.join(_run([item]) for item in block.items)})"
        case Quotation():
            yield from [f"lead({_run([block.lead])})"] if block.lead else []
            yield from [f"said({{ {'; '.join(map(_said, stanzas(block.text)))} }})"] if block.text else []
        case Blank():
            inside = [_heading(3, block.heading), *([f"small({_said([block.lead])})"] if block.lead else [])]
            row = f"asked({', '.join(_literal(f'{word}:') for _, word in block.asked)})"
            inside += ["line-to-write-on"] * block.lines + [row] * (block.times if block.asked else 0)
            yield f"room({{ {'; '.join(inside)} }})"


def _heading(level: int, text: str) -> str:
    return f"heading(level: {level}, {_run([text])})"


def _said(lines: list[str]) -> str:
    """Give lines as a paragraph of their own, from the right where their language is."""
    return f"{{ set text({_tongue(lines)}); par({_run(lines)}) }}"


def _run(lines: list[str]) -> str:
    return f"text({_tongue(lines)}, {' + linebreak() + '.join(map(_literal, lines))})"


def _tongue(lines: list[str]) -> str:
    # Typst would set all Panjabi from the right.
    tongue = language(" ".join(lines)) or "en"
    return f'lang: "{tongue}", dir: {"rtl" if tongue == "ur" else "ltr"}'


def _literal(text: str) -> str:
    """Give a text as a string literal, in which nothing is a command; what no font here can show is seen to miss."""
    shown = _unshown().sub(_MISSING, text)
    return '"' + shown.replace("\\", "\\\\").replace('"', '\\"') + '"'


@cache
def _unshown() -> re.Pattern[str]:
    """Give what finds a sign that no font here has, with what changes its colour or joins it to others."""
    ranges = (_FONTS / "signs.txt").read_text(encoding="ascii").split()
    shown = "".join("\\U{:0>8}-\\U{:0>8}".format(*each.split("-")) for each in ranges)
    return re.compile(f"[^{shown}](?:[\ufe0f\U0001f3fb-\U0001f3ff]|\u200d[^{shown}])*")
