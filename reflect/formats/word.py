"""An empty page for Word: its styles, lists and margins, and nothing about who made it, when, or with what."""

from __future__ import annotations

from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import docx
from docx.document import Document as Page
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Mm
from docx.text.paragraph import Paragraph as Line

WIDTH = 176
"""What the margins leave of the width of A4, in millimetres."""
_MARGINS = {"left_margin": 17, "right_margin": 17, "top_margin": 13, "bottom_margin": 13}
_KEPT = {"styles", "settings", "numbering", "officeDocument", "core-properties"}
"""Of the parts of an empty file, those that are needed: the others say which program it was once made with."""
_BORDER = '<w:{} w:val="single" w:sz="{}" w:space="{}" w:color="888888"/>'
_UNDER = _BORDER.format("bottom", 4, 1)
_EXACT = '<w:spacing w:before="0" w:after="0" w:line="{}" w:lineRule="exact"/>'
_HEADING = '<w:keepNext/><w:keepLines/><w:spacing w:before="{}" w:after="{}"/><w:outlineLvl w:val="{}"/>'
_LISTED = '<w:numPr><w:numId w:val="{}"/></w:numPr><w:spacing w:before="0" w:after="20"/>'
_BOLD, _SOFT = "<w:b/><w:bCs/>", '<w:color w:val="444444"/>'
_STYLES = {  # of each, how its lines are set, how its letters look, and the size of these in half points
    "Normal": ('<w:spacing w:before="20" w:after="40" w:line="252" w:lineRule="auto"/>', "", 19),
    "heading 1": (_HEADING.format(0, 80, 0), _BOLD, 30),
    "heading 2": (_HEADING.format(150, 30, 1), _BOLD, 23),
    "heading 3": (_HEADING.format(100, 0, 2), _BOLD, 19),
    "List Bullet": (_LISTED.format(1), "", 19),
    "List Number": (_LISTED.format(2), "", 19),
    "Lead": ('<w:keepNext/><w:spacing w:before="80" w:after="20"/>', _BOLD, 19),
    "Quote": (f'<w:pBdr>{_BORDER.format("left", 12, 8)}</w:pBdr><w:ind w:left="240"/>', "", 19),
    "Small print": ('<w:spacing w:before="20" w:after="20"/>', _SOFT, 17),
    "Rule": (f'<w:pBdr>{_UNDER}</w:pBdr><w:spacing w:before="60" w:after="60"/>', "", 8),
    "Ruled": (f"<w:pBdr>{_UNDER}{_BORDER.format('between', 4, 1)}</w:pBdr>{_EXACT.format(340)}", "", 19),
    "Asked": (_EXACT.format(350), _SOFT, 17),
}
_LISTS = ((1, "bullet", "•"), (2, "decimal", "%1."))
_LIST = (
    '<w:abstractNum w:abstractNumId="{0}"><w:multiLevelType w:val="singleLevel"/><w:lvl w:ilvl="0"><w:start w:val="1"/>'
    '<w:numFmt w:val="{1}"/><w:lvlText w:val="{2}"/><w:lvlJc w:val="left"/>'
    '<w:pPr><w:ind w:left="360" w:hanging="300"/></w:pPr></w:lvl></w:abstractNum>'
)
_COUNT = '<w:num w:numId="{0}"><w:abstractNumId w:val="{0}"/></w:num>'
_DEFAULTS = (
    "<w:docDefaults><w:rPrDefault><w:rPr>"
    '<w:rFonts w:ascii="Arial" w:hAnsi="Arial" w:eastAsia="Arial" w:cs="Nirmala UI"/>'
    '<w:lang w:val="en-GB" w:eastAsia="en-GB" w:bidi="hi-IN"/>'
    "</w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults>"
)
_SETTINGS = (
    '<w:compat><w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" '
    'w:val="15"/></w:compat>'
)


def empty(title: str) -> Page:
    """Give an empty A4 page with the styles of ours and this title, and nothing else of what a file can tell."""
    page = docx.Document()
    for rels in (page.part.package.rels, page.part.rels):
        for name in [name for name, rel in rels.items() if rel.reltype.rpartition("/")[2] not in _KEPT]:
            del rels[name]
    _fill(page.styles.element, _DEFAULTS, *(_style(name, *look) for name, look in _STYLES.items()))
    _fill(page.part.numbering_part.element, *(_LIST.format(*each) for each in _LISTS), *map(_COUNT.format, (1, 2)))
    _fill(page.settings.element, _SETTINGS)
    _fill(page.part.package.part_related_by(RELATIONSHIP_TYPE.CORE_PROPERTIES).element)
    page.core_properties.title = title[:255]  # no longer one can be kept
    section = page.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    for name, wide in _MARGINS.items():
        setattr(section, name, Mm(wide))
    return page


def count_from_one(page: Page, lines: list[Line]) -> None:
    """Let a numbered list count from one, and not on from the list before it."""
    counting = page.part.numbering_part.element.add_num(2)
    counting.add_lvlOverride(0).add_startOverride(1)
    for line in lines:
        line.paragraph_format.element.get_or_add_pPr().get_or_add_numPr().get_or_add_numId().val = counting.numId


def zipped(page: Page) -> bytes:
    """Give the page as the bytes of a file that does not tell when it was made."""
    loose, file = BytesIO(), BytesIO()
    page.save(loose)
    with ZipFile(loose) as old, ZipFile(file, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            member = ZipInfo(name)
            member.create_system = 3  # it would say whether it was made on Windows
            member.compress_type = ZIP_DEFLATED
            new.writestr(member, old.read(name))
    return file.getvalue()


def _style(name: str, lines: str, letters: str, size: int) -> str:
    kind = 'w:default="1" ' if name == "Normal" else ""
    based = "" if kind else '<w:basedOn w:val="Normal"/>'
    return (
        f'<w:style w:type="paragraph" {kind}w:styleId="{name.title().replace(" ", "")}"><w:name w:val="{name}"/>{based}'
        f"<w:qFormat/><w:pPr>{lines}</w:pPr>"
        f'<w:rPr>{letters}<w:sz w:val="{size}"/><w:szCs w:val="{size}"/></w:rPr></w:style>'
    )


def _fill(element: BaseOxmlElement, *inside: str) -> None:
    """Put these elements in the place of all that was in it."""
    for child in list(element):
        element.remove(child)
    for each in inside:
        root = parse_xml(f"<w:x {nsdecls('w')}>{each}</w:x>")
        element.extend(list(root))
