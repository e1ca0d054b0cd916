"""A document in every form: the same words in the same order, as typed, and nothing about where it was made."""

import dataclasses
import io
import json
import os
import random
import re
import socket
import subprocess
import sys
import zipfile
from html.parser import HTMLParser
from importlib.resources import files
from pathlib import Path

import docx
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from pypdf import PdfReader
from strategies import texts

from reflect.documents import Blank, Document, Items, Paragraph, Part, Quotation
from reflect.errors import ReflectError
from reflect.formats import BINARY, Format, as_pdf, written
from reflect.formats.typed import language, safe

GOLDEN = Path(__file__).parent / "golden"
FONTS = Path(str(files("reflect.formats"))) / "fonts"
WRITE = bool(os.environ.get("REFLECT_WRITE_GOLDEN"))
TEXT = [form for form in Format if form not in BINARY]
SCRIPTS = {
    "hi": "उसने कहा कि घर पर कोई नहीं है।",
    "ta": "அவர் எதுவும் சொல்லவில்லை, ஸ்ரீ கொள்கை.",
    "bn": "তিনি চুপ করে ছিলেন, আমি শুনিনি।",
}
URDU = "وہ کچھ دیر خاموش رہے"
HOSTILE = (
    'She said *haan* # and\n\n> मैंने <b onload=1>सुना</b> [x](y) `z` \\ 😀\n  #read("/etc/passwd") $x$ &amp; _so_ $title'
)
ROOM = Part(
    key="room",
    heading="Room to write back",
    blocks=(
        Paragraph("As much or as little as you like, by pen or in any editor. Please leave the headings.", small=True),
        Blank("heard", "What you read as the question", lines=2),
        Blank("seen", "What you see, and what is done well", lines=4),
        Blank("question", "A question back", lines=2),
        Blank(
            "agreed",
            "What we agreed",
            asked=(("what", "What"), ("who", "Who"), ("by", "By when")),
            times=3,
            lead="Who: the writer, the supervisor, both, or the service.",
        ),
        Blank("differs", "Where you see it differently", lines=2),
    ),
)
DOCUMENT = Document(
    title="For supervision",
    lead=(
        "Prepared by M. for V. · covering March to May 2026",
        "Reflective notes, chosen by the writer. Not a clinical or risk record. Please do not forward.",
    ),
    parts=(
        Part(
            key="question",
            heading="What I would like from this hour",
            blocks=(
                Items(
                    (
                        "When I feel useless I start teaching. How could I notice it a minute earlier? (check me)",
                        "Is it mine to raise language, or do I wait for the person to? (think with me)",
                    ),
                    numbered=True,
                ),
                Paragraph("I would like a word before the hour."),
            ),
        ),
        Part(
            key="since",
            heading="Since last time",
            blocks=(
                Items(
                    ("Ask two people how it is - in English - to talk with me: done.", "# With you: the [intake] form.")
                ),
            ),
        ),
        Part(
            key="bring",
            heading="What I bring",
            blocks=(
                Paragraph(f"A. An adult using a service had not asked; I explained it at length. {SCRIPTS['hi']}"),
                Paragraph("On language: they stood further from power; I inferred that.\nNoticed, and not named yet."),
            ),
        ),
        Part(
            key="excerpts",
            heading="In my words",
            blocks=(
                Quotation(HOSTILE, "What did you hear?"),
                Quotation(f"{SCRIPTS['ta']}\n{SCRIPTS['bn']}", "And *then*?"),
                Quotation(f"{URDU}، English میں بولے۔"),  # noqa: RUF001 - Urdu ends a sentence so
                Quotation("\u202eback\u202c to \u2066front\u2069, क्‍ष and क्‌ष"),
            ),
        ),
        ROOM,
    ),
    foot=(
        "Left out on purpose: private entries, identifying details. reflect 0.9",
        "If you recognise somebody, please stop reading that part and tell the writer.",
    ),
)


WORDS = re.findall(
    r"\w+",
    "I noticed that the person had been waiting outside for somebody who could explain the form in a language they use "
    "at home and my supervisor asked whether naming it earlier would have changed anything between us although nobody "
    "else in the service seemed comfortable speaking about money caste religion or distance during appointments",
)
CHANCE = random.Random(950)


def prose(count):
    """Make up a sentence of so many words."""
    return f"{' '.join(CHANCE.choice(WORDS) for _ in range(count))}."


def a_full_one():
    """Make up a brief in which every section is as long as it may be."""

    def part(heading, *blocks):
        return Part(key=heading.casefold(), heading=heading, blocks=blocks)

    def items(count, words, *, numbered=False):
        return Items(tuple(prose(words + number % 2) for number in range(count)), numbered=numbered)

    one = (Paragraph(f"A. {prose(59)}"), Paragraph(f"My part: {prose(10)}"), Paragraph(f"{prose(13)}\n{prose(5)}"))
    return Document(
        title="For supervision",
        lead=(prose(13), prose(16), prose(14)),
        parts=(
            part("What I would like from this hour", items(2, 45, numbered=True), Paragraph(prose(12))),
            part("Since last time", items(5, 14)),
            part("What I bring", *one, *one),
            part("What keeps coming up", items(5, 13)),
            part("Power and structure: where I looked", *(Paragraph(prose(10)) for _ in range(4))),
            part("Under way: commitments and advocacy", items(6, 10)),
            part("What I am carrying", Paragraph(prose(14))),
            part("In my words", *(Quotation(f"{prose(30)}\n\n{prose(18)}", prose(8)) for _ in range(3))),
            part("An invitation to you", items(2, 11)),
            ROOM,
        ),
        foot=(prose(16), prose(8), prose(22), prose(19)),
    )


FULL = a_full_one()
SLIP_MD = """## Room to write back

As much or as little as you like, by pen or in any editor. Please leave the headings.

### What you read as the question


### What you see, and what is done well


### A question back


### What we agreed

Who: the writer, the supervisor, both, or the service.

- What:
  Who:
  By when:

- What:
  Who:
  By when:

- What:
  Who:
  By when:

### Where you see it differently

"""
SLIP_TXT = """ROOM TO WRITE BACK
------------------
As much or as little as you like, by pen or in any editor. Please leave
the headings.

WHAT YOU READ AS THE QUESTION

WHAT YOU SEE, AND WHAT IS DONE WELL

A QUESTION BACK

WHAT WE AGREED
Who: the writer, the supervisor, both, or the service.
- What:
  Who:
  By when:

- What:
  Who:
  By when:

- What:
  Who:
  By when:

WHERE YOU SEE IT DIFFERENTLY"""


def text_of(form, document=DOCUMENT):
    return written(document, form).decode("utf-8")


# The forms, as they are


@pytest.mark.parametrize("form", TEXT)
def test_a_document_in_its_form(form):
    golden = GOLDEN / f"brief.{form}"
    shown = written(DOCUMENT, form)
    if WRITE:
        golden.write_bytes(shown)

    assert shown == golden.read_bytes()


@pytest.mark.parametrize("form", Format)
def test_the_same_document_is_the_same_file(form, monkeypatch):
    first = written(DOCUMENT, form)

    monkeypatch.setattr("time.time", lambda: 4e9)
    monkeypatch.setattr("time.localtime", lambda *_: (2040, 1, 1, 0, 0, 0, 0, 1, 0))

    assert written(DOCUMENT, form) == first


@pytest.mark.parametrize("form", Format)
def test_a_document_of_nothing_is_a_file(form):
    assert written(Document(title="", parts=(Part(key="a", heading="", blocks=(Paragraph(" "), Items(("",)))),)), form)


@pytest.mark.parametrize(("form", "missing"), [(Format.DOCX, "docx"), (Format.PDF, "typst")])
def test_what_is_not_installed_is_named_with_the_line_that_installs_it(form, missing, monkeypatch):
    for name in [name for name in sys.modules if name.split(".")[0] == missing or name.startswith("reflect.formats.")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, missing, None)

    with pytest.raises(ReflectError) as refused:
        written(DOCUMENT, form)

    line = f"pip install 'reflect-journal[{form}]'"
    assert str(refused.value) == f"{form.upper()} needs one more part: {line}. Nothing was written."


def test_what_is_broken_in_a_text_form_is_no_part_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "reflect.formats.as_md", None)

    with pytest.raises(ModuleNotFoundError):
        written(DOCUMENT, Format.MD)


# The slip, which is read back


def test_the_slip_in_markdown_stands_as_it_is_read_back():
    assert text_of(Format.MD).endswith(SLIP_MD + "\n---\n\n" + "\n\n".join(DOCUMENT.foot) + "\n")


def test_the_slip_in_plain_text_stands_as_it_is_read_back():
    assert f"\n\n{SLIP_TXT}\n\n\n{'-' * 72}\n" in text_of(Format.TXT)


def test_the_slip_in_json_has_a_place_for_every_answer():
    slip = json.loads(text_of(Format.JSON))["slip"]

    row = {"what": "", "who": "", "by": ""}
    assert slip.pop("note").startswith("Write between the quotation marks.")
    assert slip == {"heard": "", "seen": "", "question": "", "agreed": [row, row, row], "differs": ""}
    assert list(slip) == ["heard", "seen", "question", "agreed", "differs"]


def test_without_room_to_write_there_is_no_slip():
    assert "slip" not in json.loads(text_of(Format.JSON, Document(title="T")))


def test_room_with_guidance_and_lines_keeps_an_empty_line_to_write_on():
    document = Document(title="T", parts=(Part(key="p", heading="P", blocks=(Blank("a", "A", 2, lead="So."),) * 2),))

    assert "### A\n\nSo.\n\n\n### A\n" in text_of(Format.MD, document)
    assert "A\nSo.\n\nA\nSo.\n" in text_of(Format.TXT, document)


# As typed


class Reader(HTMLParser):
    """Reads a page: its elements, and its text."""

    def __init__(self, page):
        super().__init__()
        self.elements, self.text = [], []
        self.feed(re.sub(r"<style>.*?</style>", "", page, flags=re.DOTALL))

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))
        self.text.append("\n" if tag != "span" else " ")

    def handle_data(self, data):
        self.text.append(data)


def rendered(markdown):
    """Give what Markdown shows, and the kinds of what it is made of."""
    whole = MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(markdown)
    inside = [child for token in whole for child in token.children or ()]
    return "\n".join(token.content for token in inside if token.type == "text"), {
        token.type for token in (*whole, *inside)
    }


def strings(data):
    if isinstance(data, str):
        yield data
    elif isinstance(data, dict):
        for value in data.values():
            yield from strings(value)
    elif isinstance(data, list):
        for value in data:
            yield from strings(value)


def read(form, document):
    """Give the words that a form shows, in their order."""
    data = written(document, form)
    match form:
        case Format.MD:
            return rendered(data.decode())[0]
        case Format.HTML:
            return "".join(Reader(data.decode().partition("<body>")[2]).text)
        case Format.JSON:
            return "\n".join(strings(json.loads(data)))
        case Format.DOCX:
            return "\n".join(line.text for line in docx.Document(io.BytesIO(data)).paragraphs)
    return data.decode()


def missed(document, form):
    """Give the first word of a document that does not follow in a form of it; None where all do."""
    shown, at = read(form, document).upper(), 0
    for word in (word.upper() for text in safe(document).texts for word in text.split()):
        found = shown.find(word.removesuffix(":") if form is Format.JSON else word, at)
        if found < 0:
            return word
        at = found + len(word) - (form is Format.JSON)
    return None


SHARP = st.text("*_`~#>-+=|:[](){}<>!&;1.)$\\\"' \n\tab\u00a0", max_size=30)
typed = texts | SHARP
blocks = st.one_of(
    st.builds(Paragraph, typed, st.booleans()),
    st.builds(Items, st.lists(typed, max_size=3).map(tuple), st.booleans()),
    st.builds(Quotation, typed, typed),
    st.builds(Blank, st.just("key"), typed, st.integers(0, 2), lead=typed),
)
parts = st.builds(Part, key=st.just("part"), heading=typed, blocks=st.lists(blocks, max_size=4).map(tuple))
documents = st.builds(
    Document,
    title=typed,
    lead=st.lists(typed, max_size=2).map(tuple),
    parts=st.lists(parts, max_size=3).map(tuple),
    foot=st.lists(typed, max_size=2).map(tuple),
)


@pytest.mark.parametrize("form", [*TEXT, Format.DOCX])
def test_every_word_is_there_in_its_order(form):
    document = DOCUMENT
    if form is Format.JSON:  # the words that are asked for stand once
        once = tuple(
            dataclasses.replace(block, times=1) if isinstance(block, Blank) else block for block in ROOM.blocks
        )
        document = dataclasses.replace(DOCUMENT, parts=(*DOCUMENT.parts[:-1], dataclasses.replace(ROOM, blocks=once)))

    assert missed(document, form) is None


@pytest.mark.parametrize("form", [*TEXT, Format.DOCX])
@settings(max_examples=60)
@given(document=documents)
def test_whatever_is_typed_every_word_is_there_in_its_order(form, document):
    assert missed(document, form) is None


@settings(max_examples=10)
@given(document=documents)
@example(document=Document(title="", parts=(Part(key="a", heading="க\u0301ा \u0b82a", blocks=()),)))
def test_whatever_is_typed_a_pdf_is_made(document):
    assert written(document, Format.PDF).startswith(b"%PDF")


OURS = {"heading_open", "paragraph_open", "bullet_list_open", "ordered_list_open", "list_item_open"}
OURS |= {"blockquote_open", "strong_open", "hr", "inline", "text", "softbreak", "hardbreak"}


@settings(max_examples=300)
@given(document=documents)
def test_no_typed_sign_means_anything_to_markdown(document):
    text = text_of(Format.MD, document)
    whole = MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(text)
    clean = safe(document)

    assert {kind for kind in rendered(text)[1] if not kind.endswith("_close")} <= OURS
    made = [block for part in clean.parts for block in part.blocks]
    headings = 1 + len(clean.parts) + sum(isinstance(block, Blank) for block in made)
    assert sum(token.type == "heading_open" for token in whole) == headings
    assert sum(token.type == "hr" for token in whole) == bool(clean.foot)
    quoted = sum(isinstance(block, Quotation) and bool(block.text) for block in made)
    assert sum(token.type == "blockquote_open" for token in whole) == quoted
    leads = sum(isinstance(block, Quotation) and bool(block.lead) for block in made)
    assert sum(child.type == "strong_open" for token in whole for child in token.children or ()) == leads


@pytest.mark.parametrize(
    "plain",
    [
        "a well-known [bracket] (and more), 5 * 3 = 15 & so on; C# and snake_case",
        "about ~5 or < 3, 10% of ₹200 + tax; e.g. 1.5",
        "She said: “haan”! Why? A/B | C {x} ^ @you",
    ],
)
def test_what_means_nothing_to_markdown_is_left_in_peace(plain):
    document = Document(title="T", parts=(Part(key="a", heading="H", blocks=(Quotation(plain), Paragraph(plain))),))

    assert text_of(Format.MD, document) == f"# T\n\n## H\n\n> {plain}\n\n{plain}\n"


@settings(max_examples=60)
@given(document=documents)
def test_nothing_typed_is_an_element_of_a_page(document):
    elements = Reader(text_of(Format.HTML, document)).elements

    known = (
        "html head meta title style body main h1 h2 h3 p section footer ul ol li figure figcaption blockquote div br"
    )
    assert {tag for tag, _ in elements} <= set(known.split())
    allowed = {"lang", "dir", "class", "id", "aria-labelledby", "charset", "name", "content", "http-equiv"}
    assert {name for _, attributes in elements for name in attributes} <= allowed


@given(document=documents)
def test_lines_of_plain_text_fit_where_their_words_do(document):
    lines = text_of(Format.TXT, document).split("\n")

    assert [line for line in lines if len(line) > 144 and " " in line.strip(" -0123456789.")] == []


def test_a_sign_of_an_indian_script_takes_no_place_of_its_own():
    line = " ".join(["नहीं"] * 40)
    document = Document(title=line, lead=("字" * 30 + " " + "字" * 10,))

    title, lead = (chunk.split("\n") for chunk in text_of(Format.TXT, document).rstrip().split("\n\n"))
    assert [row.count("नहीं") for row in title] == [24, 16]
    assert [len(row) for row in lead] == [30, 10]


@pytest.mark.parametrize("form", Format)
def test_no_sign_turns_or_hides_what_stands_beside_it(form):
    steering = "ab\u202ecd\u2066ef\u2069 \ufeffgh\U000e0041 क्\u200dष ক্\u200cষ"
    document = Document(title="T", parts=(Part(key="a", heading="H", blocks=(Quotation(steering, steering),)),))

    if form is Format.PDF:
        assert written(document, form) == written(safe(document), form)
        return
    shown = read(form, document)
    assert shown.count("abcdef gh क्\u200dष ক্\u200cষ") == 2
    assert not re.search(
        "[\u202a-\u202e\u2066-\u2069\ufeff\U000e0041]", written(document, form).decode("utf-8", "ignore")
    )


@pytest.mark.parametrize("form", Format)
def test_what_is_no_sign_is_seen_to_have_been_there(form):
    document = Document(title="a\x00b\ud800c\x1b[31m\x7f", lead=("d\x0be\u2028f",))

    assert safe(document).title == "a\ufffdb\ufffdc\ufffd[31m\ufffd"
    assert safe(document).lead == ("d e f",)
    assert written(document, form)


@pytest.mark.parametrize(
    ("text", "tongue"),
    [
        *((text, tongue) for tongue, text in SCRIPTS.items()),
        (URDU, "ur"),
        ("ਮੈਂ ਸੁਣਿਆ", "pa"),
        ("ક્ષમા", "gu"),
        ("କ୍ଷମା", "or"),
        ("క్షమ", "te"),
        ("ಕ್ಷಮಿಸಿ", "kn"),
        ("ക്ഷമ", "ml"),
        ("She said “haan”.", ""),
        ("1, 2", ""),
        ("", ""),
        ("हाँ, she said so to everybody", ""),
        ("字", ""),
    ],
)
def test_the_language_is_known_by_most_of_the_letters(text, tongue):
    assert language(text) == tongue


# The page


def test_a_page_says_in_which_language_each_paragraph_is():
    elements = Reader(text_of(Format.HTML)).elements

    said = [attributes for _, attributes in elements if "lang" in attributes]
    assert [attributes["lang"] for attributes in said] == ["en", "ta", "ur"]
    assert [attributes for attributes in said if "dir" in attributes] == [{"lang": "ur", "dir": "auto"}]


def test_a_page_runs_and_fetches_nothing():
    page = text_of(Format.HTML)

    assert "default-src 'none'; style-src 'unsafe-inline'" in page
    tags = {tag for tag, _ in Reader(page).elements}
    assert not tags & {"script", "link", "img", "a", "iframe", "form"}
    assert not re.search(r"@import|url\(|https?://", page)


@pytest.mark.parametrize("width", [390, 1100])
def test_axe_finds_nothing_to_mend(axe, width):
    assert axe(text_of(Format.HTML), width) == []


# DOCX


def word(document=DOCUMENT):
    return docx.Document(io.BytesIO(written(document, Format.DOCX)))


def test_headings_lists_and_quotations_are_what_they_are_called():
    styles = [(line.style.name, line.text) for line in word().paragraphs]

    assert ("Heading 1", DOCUMENT.title) in styles
    assert [text for style, text in styles if style == "Heading 2"] == [part.heading for part in DOCUMENT.parts]
    assert [text for style, text in styles if style == "Heading 3"] == [
        block.heading for block in ROOM.blocks if isinstance(block, Blank)
    ]
    assert [sum(style == name for style, _ in styles) for name in ("List Number", "List Bullet", "Quote")] == [2, 2, 5]
    assert sum(style == "Ruled" for style, _ in styles) == 10
    assert [text for style, text in styles if style == "Asked"] == ["What:\tWho:\tBy when:\t"] * 3


def test_each_numbered_list_counts_from_one():
    lists = (Items(("a", "b"), numbered=True), Paragraph("and"), Items(("c",), numbered=True))
    lines = word(Document(title="T", parts=(Part(key="a", heading="H", blocks=lists),))).paragraphs

    used = [line._p.pPr.numPr.numId.val for line in lines if line.style.name == "List Number"]
    assert used[0] == used[1] != used[2]


def test_another_script_says_its_language_and_urdu_runs_from_the_right():
    xml = zipfile.ZipFile(io.BytesIO(written(DOCUMENT, Format.DOCX))).read("word/document.xml").decode()

    assert re.findall(r'<w:lang w:bidi="([^"]*)"', xml) == ["ta-IN", "ur-IN"]
    assert xml.count("<w:bidi/>") == xml.count("<w:rtl/>") == 1


def test_a_title_that_is_too_long_for_a_file_stands_on_the_page():
    page = word(Document(title="long " * 100))

    assert page.paragraphs[0].text == ("long " * 100).strip()
    assert len(page.core_properties.title) == 255


def test_libreoffice_shows_every_word_of_it(office, pdf_words):
    shown = pdf_words(office(written(DOCUMENT, Format.DOCX)))

    for part in DOCUMENT.parts:
        assert part.heading in shown
    assert "1. When I feel useless I start teaching." in shown
    assert "# With you: the [intake] form." in shown
    assert SCRIPTS["ta"] in shown
    assert "بولے" in shown


# PDF


def pdf(document=DOCUMENT):
    return PdfReader(io.BytesIO(written(document, Format.PDF)))


@pytest.mark.parametrize("script", SCRIPTS)
def test_an_indian_script_comes_out_of_a_pdf_letter_by_letter(pdf_words, tmp_path, script):
    document = Document(title="T", parts=(Part(key="a", heading="H", blocks=(Quotation(SCRIPTS[script]),)),))
    (tmp_path / "a.pdf").write_bytes(written(document, Format.PDF))

    assert pdf_words(tmp_path / "a.pdf") == f"T H {SCRIPTS[script]}"


def test_every_word_comes_out_of_a_pdf(pdf_words, tmp_path):
    (tmp_path / "a.pdf").write_bytes(written(DOCUMENT, Format.PDF))
    shown = pdf_words(tmp_path / "a.pdf").replace(" ", "")

    for text in DOCUMENT.texts:
        for word in text.split():
            plain = re.sub("[\u202a-\u202e\u2066-\u2069،]", "", word).replace("😀", "\ufffd")
            assert plain in shown, word


def test_a_pdf_is_tagged_and_keeps_the_rules_for_screen_readers():
    root = pdf().trailer["/Root"]

    assert root["/MarkInfo"]["/Marked"].value is True
    assert root["/Lang"] == "en"
    assert b"<pdfuaid:part>1</pdfuaid:part>" in root["/Metadata"].get_data()
    assert root["/ViewerPreferences"]["/DisplayDocTitle"].value is True


def test_what_no_font_can_show_is_seen_to_be_missing(pdf_words, tmp_path):
    document = Document(title="a 😀 b 👩🏽‍⚕️ c 🏳️‍🌈 d 中文 e", lead=("க\u0ba3",))
    (tmp_path / "a.pdf").write_bytes(written(document, Format.PDF))

    assert pdf_words(tmp_path / "a.pdf").startswith("a \ufffd b \ufffd c \ufffd d \ufffd\ufffd e")
    assert b"pdfuaid" in pdf(document).trailer["/Root"]["/Metadata"].get_data()


def test_where_the_rules_cannot_be_kept_there_is_a_pdf_all_the_same():
    assert b"pdfuaid" not in pdf(Document(title="")).trailer["/Root"]["/Metadata"].get_data()


def test_typed_words_are_no_commands_of_typst(pdf_words, tmp_path):
    sharp = (
        r"""#read("/etc/passwd") "] #panic("x") [ $x^2$ \u{41} \" + read("/etc/hosts") + " @ref <label> `raw` // /* """
    )
    (tmp_path / "a.pdf").write_bytes(written(Document(title=sharp, lead=(sharp,)), Format.PDF))

    assert pdf_words(tmp_path / "a.pdf").replace(" ", "") == 2 * sharp.replace(" ", "")


def test_the_fonts_come_along_with_their_licence_and_are_small():
    names = {file.name for file in FONTS.iterdir()}

    assert {"OFL.txt", "signs.txt", "NotoSans-Regular.ttf", "NotoSansDevanagari-Regular.ttf"} <= names
    assert "SIL OPEN FONT LICENSE Version 1.1" in (FONTS / "OFL.txt").read_text(encoding="utf-8")
    assert sum(file.stat().st_size for file in FONTS.iterdir()) < 1_600_000


def test_the_fonts_have_what_people_here_write_with():
    unshown = as_pdf._unshown()

    for block in (0x900, 0x980, 0xA00, 0xA80, 0xB00, 0xB80, 0xC00, 0xC80, 0xD00, 0x600, 0xABC0, 0x1C50):
        assert not unshown.search(chr(block + 0x15)), hex(block)
    assert not unshown.search("“theek hai” \u2013 na… ₹200 é ñ ā ṭ \u200d\u200c।॥")


# Nothing about where it was made


def inside(form, data):
    """Give everything that is in a file, unpacked."""
    if form not in BINARY:
        yield data
    if form is Format.DOCX:
        archive = zipfile.ZipFile(io.BytesIO(data))
        for member in archive.infolist():
            assert member.date_time == (1980, 1, 1, 0, 0, 0)
            yield member.filename.encode()
            yield archive.read(member)
    if form is Format.PDF:
        reader = PdfReader(io.BytesIO(data))
        for number in range(1, reader.trailer["/Size"]):
            found = reader.get_object(number)
            yield repr(found).encode()
            if hasattr(found, "get_data"):
                yield found.get_data()


@pytest.mark.parametrize("form", Format)
def test_a_file_does_not_tell_who_made_it_or_where(form, monkeypatch, tmp_path):
    there = tmp_path / "folder-of-quillfeather"
    there.mkdir()
    monkeypatch.chdir(there)
    for name in ("USER", "LOGNAME", "USERNAME", "HOME", "TZ"):
        monkeypatch.setenv(name, f"{there}/quillfeather" if name == "HOME" else "quillfeather")

    whole = b"\n".join(inside(form, written(DOCUMENT, form)))

    assert not re.search(rf"\b{re.escape(socket.gethostname())}\b".encode(), whole)
    told = ["quillfeather", str(tmp_path), str(Path.home()), str(Path(__file__).parents[1])]
    told += ["CreationDate", "ModDate", "CreateDate", "python-docx", "Macintosh", "dcterms:created", "lastModifiedBy"]
    assert [word for word in told if word.encode() in whole] == []


def test_the_properties_of_a_docx_are_its_title_alone():
    xml = zipfile.ZipFile(io.BytesIO(written(DOCUMENT, Format.DOCX))).read("docProps/core.xml").decode()

    assert re.findall(r"<(?!\?|/|cp:coreProperties)([\w:]+)", xml) == ["dc:title"]


def test_the_properties_of_a_pdf_are_its_title_and_the_program_that_set_it():
    assert {name: str(value).split()[0] for name, value in pdf().metadata.items()} == {
        "/Title": "For",
        "/Creator": "Typst",
    }


# On paper


def test_a_full_brief_has_as_many_words_as_one_may_have():
    assert 940 <= FULL.words <= 950


def test_a_full_brief_in_a_browser_is_two_pages(chromium, tmp_path):
    chromium(text_of(Format.HTML, FULL), f"--print-to-pdf={tmp_path / 'a.pdf'}", "--no-pdf-header-footer")

    assert len(PdfReader(tmp_path / "a.pdf").pages) == 2


def test_a_full_brief_in_docx_is_two_pages(office):
    assert len(PdfReader(office(written(FULL, Format.DOCX))).pages) == 2


def test_a_full_brief_in_pdf_is_two_pages_of_a4():
    pages = pdf(FULL).pages

    assert [[round(float(side)) for side in page.mediabox[2:]] for page in pages] == [[595, 842]] * 2


# Light


def test_no_form_is_loaded_that_is_not_asked_for():
    look = "import sys, reflect.formats; print([m for m in ('docx', 'typst', 'json', 'html') if m in sys.modules])"

    shown = subprocess.run([sys.executable, "-c", look], capture_output=True, text=True, check=True).stdout

    assert shown.strip() == "[]"
