"""A document as one HTML file that reads well on a screen and prints on A4: no script, nothing fetched."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape
from string import Template

from reflect.documents import Blank, Block, Document, Items, Paragraph, Part, Quotation
from reflect.formats.typed import language, stanzas

_PAGE = Template("""\
<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>$title</title>
<style>
:root { color-scheme: light dark; --ink: #1d2433; --paper: #fff; --soft: #59627a; --line: #8b93a5; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e8ebf2; --paper: #161a22; --soft: #aab3c5; --line: #6b7588; }
}
body { color: var(--ink); background: var(--paper); font: 1.0625rem/1.6 "Noto Sans", "Segoe UI", sans-serif;
  max-width: 42rem; margin: 2.5rem auto; padding: 0 1.25rem; overflow-wrap: anywhere; }
h1 { font-size: 1.6rem; line-height: 1.25; margin: 0 0 .6rem; }
h2 { font-size: 1.2rem; line-height: 1.3; margin: 2.2rem 0 .5rem; }
h3 { font-size: 1rem; line-height: 1.4; margin: 1.4rem 0 .2rem; }
p { margin: .5rem 0; white-space: pre-wrap; }
ul, ol { margin: .5rem 0; padding-left: 1.5rem; }
li { margin: .35rem 0; }
.small { color: var(--soft); font-size: .9rem; margin: .25rem 0; }
figure { margin: 1rem 0; }
figcaption { font-weight: bold; }
blockquote { margin: .3rem 0; padding-left: 1rem; border-left: 3px solid var(--line); }
section.first { border: 1px solid var(--line); border-radius: 4px; padding: 1rem 1.25rem; margin: 1.8rem 0; }
section.first h2 { margin-top: 0; }
.line { border-bottom: 1px solid var(--line); height: 2.2rem; }
.asked { display: grid; grid-template-columns: repeat(auto-fit, minmax(11rem, 1fr)); column-gap: 1rem; }
.asked span { border-bottom: 1px solid var(--line); min-height: 2.2rem; padding-top: .6rem; color: var(--soft);
  box-sizing: border-box; }
footer { border-top: 1px solid var(--line); margin-top: 2.2rem; padding-top: .8rem; }
@page { size: A4; margin: 13mm 17mm; }
@media print {
  :root { --ink: #000; --paper: #fff; --soft: #333; --line: #888; }
  body { font-size: 9.4pt; line-height: 1.3; max-width: none; margin: 0; padding: 0; }
  h1 { font-size: 15pt; margin-bottom: 1mm; }
  h2 { font-size: 11.5pt; margin: 2.6mm 0 .5mm; }
  h3 { font-size: 9.4pt; margin: 1.5mm 0 0; }
  p, ul, ol { margin: .6mm 0; }
  p, li { orphans: 2; widows: 2; }
  li { margin: .2mm 0; }
  .small { font-size: 8.2pt; margin: .3mm 0; }
  h1, h2, h3, figcaption { break-after: avoid; }
  figure { margin: 1.2mm 0; }
  blockquote { margin: .4mm 0; }
  section.first { padding: 1.6mm 4mm; margin: 2.2mm 0; break-inside: avoid; }
  .blank, section.room { break-inside: avoid; }
  .line { height: 5.9mm; }
  .asked { grid-template-columns: 2fr 1fr 1fr; }
  .asked span { min-height: 5.9mm; padding-top: 1.9mm; font-size: 8.2pt; }
  footer { margin-top: 4mm; padding-top: 1mm; }
}
</style>
</head>
<body>
<main>
$body
</main>
</body>
</html>
""")


def made(document: Document) -> bytes:
    """Give the document as HTML in UTF-8."""
    return _PAGE.substitute(title=escape(document.title), body="\n".join(_body(document))).encode()


def _body(document: Document) -> Iterator[str]:
    yield _said("h1", [document.title])
    yield from (_said("p", [line], "small") for line in document.lead)
    for number, part in enumerate(document.parts, 1):
        yield from _part(part, f"part-{number}", "first" if number == 1 else "room" if part.is_to_write_in else "")
    if document.foot:
        yield from ("<footer>", _said("p", [" ".join(document.foot)], "small"), "</footer>")


def _part(part: Part, name: str, place: str) -> Iterator[str]:
    yield f"<section{_attributes(class_=place, aria_labelledby=name)}>"
    yield _said("h2", [part.heading], id_=name)
    yield from (line for block in part.blocks for line in _block(block))
    yield "</section>"


def _block(block: Block) -> Iterator[str]:
    match block:
        case Paragraph():
            yield from _paragraphs(block.text, "small" if block.small else "")
        case Items():
            tag = "ol" if block.numbered else "ul"
            yield from (f"<{tag}>", *(_said("li", [item]) for item in block.items), f"</{tag}>")
        case Quotation():
            yield "<figure>"
            yield from [_said("figcaption", [block.lead])] if block.lead else []
            yield from ("<blockquote>", *_paragraphs(block.text), "</blockquote>") if block.text else ()
            yield "</figure>"
        case Blank():
            yield from ('<div class="blank">', _said("h3", [block.heading]))
            yield from [_said("p", [block.lead], "small")] if block.lead else []
            yield from ['<div class="line"></div>'] * block.lines
            row = "".join(_said("span", [f"{word}:"]) for _, word in block.asked)
            yield from [f'<div class="asked">{row}</div>'] * (block.times if block.asked else 0)
            yield "</div>"


def _paragraphs(text: str, place: str = "") -> Iterator[str]:
    return (_said("p", lines, place) for lines in stanzas(text))


def _said(tag: str, lines: Iterable[str], class_: str = "", id_: str = "") -> str:
    """Give typed lines as an element, with their language where it is written in another script than the page."""
    tongue = language(" ".join(lines))
    attributes = _attributes(id_=id_, class_=class_, lang=tongue, dir="auto" if tongue == "ur" else "")
    return f"<{tag}{attributes}>{'<br>'.join(map(escape, lines))}</{tag}>"


def _attributes(**values: str) -> str:
    named = {name.rstrip("_").replace("_", "-"): value for name, value in values.items() if value}
    return "".join(f' {name}="{value}"' for name, value in named.items())
