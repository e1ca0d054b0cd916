"""A document as DOCX, for Word and LibreOffice: real headings, lists and quotations."""

from __future__ import annotations

from docx.document import Document as Page
from docx.enum.text import WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm
from docx.text.paragraph import Paragraph as Line

from reflect.documents import Blank, Block, Document, Items, Paragraph, Quotation
from reflect.formats.typed import language, stanzas
from reflect.formats.word import WIDTH, count_from_one, empty, zipped


def made(document: Document) -> bytes:
    """Give the document as DOCX, without a word or a time of its making."""
    page = empty(document.title)
    _say(page, "Heading 1", [document.title])
    _small(page, document.lead)
    for number, part in enumerate(document.parts):
        if number == 0:
            page.add_paragraph(style="Rule")
        before = len(page.paragraphs)
        _say(page, "Heading 2", [part.heading])
        for block in part.blocks:
            _add(page, block)
        for line in page.paragraphs[before:-1] if part.is_to_write_in else ():
            line.paragraph_format.keep_with_next = True
        if number == 0:
            page.add_paragraph(style="Rule")
    if document.foot:
        page.add_paragraph(style="Rule")
        _small(page, (" ".join(document.foot),))
    return zipped(page)


def _add(page: Page, block: Block) -> None:
    match block:
        case Paragraph():
            for lines in stanzas(block.text):
                _say(page, "Small print" if block.small else "Normal", lines)
        case Items():
            items = [_say(page, "List Number" if block.numbered else "List Bullet", [item]) for item in block.items]
            if block.numbered:
                count_from_one(page, items)
        case Quotation():
            if block.lead:
                _say(page, "Lead", [block.lead])
            for lines in stanzas(block.text):
                _say(page, "Quote", lines)
        case Blank():
            _room(page, block)


def _room(page: Page, blank: Blank) -> None:
    """Give room to write."""
    _say(page, "Heading 3", [blank.heading])
    if blank.lead:
        _say(page, "Small print", [blank.lead])
    for _ in range(blank.lines):
        page.add_paragraph(style="Ruled")
    share = WIDTH / (len(blank.asked) + 1)
    for _ in range(blank.times if blank.asked else 0):
        row = page.add_paragraph("".join(f"{word}:\t" for _, word in blank.asked), style="Asked")
        for stop in range(2, len(blank.asked) + 2):  # what is asked first has the room of two
            row.paragraph_format.tab_stops.add_tab_stop(Mm(share * stop), WD_TAB_ALIGNMENT.LEFT, WD_TAB_LEADER.LINES)


def _say(page: Page, style: str, lines: list[str]) -> Line:
    """Add lines as a paragraph; in another script they say in which language they are, and Urdu runs from the right."""
    line = page.add_paragraph(style=style)
    run = line.add_run("\n".join(lines))
    if tongue := language(" ".join(lines)):
        if tongue == "ur":
            line.paragraph_format.element.get_or_add_pPr().append(OxmlElement("w:bidi"))
            run.font.rtl = True
        run.font.element.get_or_add_rPr().append(OxmlElement("w:lang", {qn("w:bidi"): f"{tongue}-IN"}))
    return line


def _small(page: Page, lines: tuple[str, ...]) -> None:
    for line in lines:
        _say(page, "Small print", [line])
