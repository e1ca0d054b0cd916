"""A page for a browser: headings a screen reader follows, nothing fetched from anywhere, every word as typed."""

import re
import struct
from html import escape
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import texts

from reflect.pages import page
from reflect.sections import Row, Section

SHARP = "<b onload=1>&\"'</b><script>alert(1)</script>$title http://example.org"
BARS = Section(
    title="Dimensions",
    lead="In entries.",
    rows=(Row(label="Caste", said=("last in March 2026",), amount=3), Row(label="Gender", amount=0)),
    of=4,
    notes=("Not visited: work.",),
)
STRIPS = Section(
    title="A ward",
    rows=(
        Row(label="Caste", said=("March 2026: further from power.",), then="further", now="closer"),
        Row(label="Gender", said=("March 2026: not sure.",), now="not-sure"),
        Row(label="Work", then="depends", now="depends"),
    ),
)
EMPTY = Section(title="Nothing in it")
PAGE = page("Power, as I have seen it", ["4 entries.", "For yourself."], [BARS, STRIPS, EMPTY])
VOID = {"meta"}


class Read(HTMLParser):
    """Reads a page: its elements with what stands around them, and its text."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.elements: list[tuple[str, dict[str, str | None], tuple[str, ...]]] = []
        self.texts: list[tuple[str, str]] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs), tuple(self.open)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.elements.append((tag, dict(attrs), tuple(self.open)))

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        if data.strip() and self.open:
            self.texts.append((self.open[-1], data))

    def all_of(self, tag):
        return [attributes for name, attributes, _ in self.elements if name == tag]

    def said(self, tag):
        return [text for name, text in self.texts if name == tag]


def read(text):
    found = Read(text)
    assert found.open == []
    return found


def test_a_page_has_a_language_a_title_and_one_first_heading():
    found = read(PAGE)

    assert PAGE.startswith("<!doctype html>")
    assert found.all_of("html") == [{"lang": "en"}]
    assert found.said("title") == found.said("h1") == ["Power, as I have seen it"]
    assert len(found.all_of("main")) == 1


def test_every_section_has_a_heading_it_is_named_by():
    found = read(PAGE)

    assert found.said("h2") == ["Dimensions", "A ward", "Nothing in it"]
    headings = [attributes["id"] for attributes in found.all_of("h2")]
    assert len(set(headings)) == 3
    assert [attributes["aria-labelledby"] for attributes in found.all_of("section")] == headings
    assert [attributes["aria-labelledby"] for attributes in found.all_of("table")] == headings[:2]
    levels = [tag for tag, *_ in found.elements if re.fullmatch(r"h\d", tag)]
    assert levels == ["h1", "h2", "h2", "h2"]


def test_every_row_of_a_table_has_a_header_and_as_many_cells_as_the_others():
    found = read(PAGE)

    headers = [attributes for tag, attributes, around in found.elements if tag == "th" and "tbody" in around]
    assert headers == [{"scope": "row"}] * 5
    assert [label for label in found.said("th") if label] == ["Caste", "Gender", "Caste", "Gender", "Work"]
    for table in re.findall(r"<table.*?</table>", PAGE, re.DOTALL):
        rows = re.findall(r"<tr>.*?</tr>", table, re.DOTALL)
        assert len({len(re.findall(r"<t[hd][ >]", row)) for row in rows}) == 1


def test_the_figures_of_bars_stand_in_words():
    assert read(PAGE).said("td") == ["3 of 4", "0 of 4"]
    assert "<p>last in March 2026</p>" in PAGE


def test_a_screen_reader_passes_every_drawing_by():
    found = read(PAGE)

    drawings = found.all_of("svg")
    assert len(drawings) == 5
    assert {(each["aria-hidden"], each["focusable"]) for each in drawings} == {("true", "false")}
    assert not [text for tag, text in found.texts if tag in ("svg", "line", "rect", "circle")]
    for tag, _, around in found.elements:
        assert tag not in ("line", "rect", "circle") or "svg" in around


@pytest.mark.parametrize(
    ("row", "shapes"),
    [
        (Row(label="a", then="further", now="closer"), {"line": 2, "circle": 2}),
        (Row(label="a", then="closer", now="closer"), {"line": 1, "circle": 2}),
        (Row(label="a", now="depends"), {"line": 1, "circle": 0}),
        (Row(label="a", then="further", now="not-sure"), {"line": 1, "circle": 1}),
        (Row(label="a", now="not-sure"), {"line": 1, "circle": 0}),
    ],
)
def test_a_strip_draws_only_places_that_have_a_place_on_it(row, shapes):
    found = read(page("T", [], [Section(title="S", rows=(row,))]))

    assert {tag: len(found.all_of(tag)) for tag in shapes} == shapes


def test_further_is_drawn_left_of_closer_and_nothing_in_between():
    across = [
        int(read(page("T", [], [Section(title="S", rows=(Row(label="a", now=now),))])).all_of("circle")[0]["cx"])
        for now in ("further", "closer")
    ]

    assert across == sorted(set(across))


@pytest.mark.parametrize(("amounts", "bars"), [((0, 0), 0), ((0, 2), 1), ((None, 3), 1), ((1, 2), 2)])
def test_a_bar_is_drawn_for_every_amount_but_none(amounts, bars):
    rows = tuple(Row(label="a", amount=amount) for amount in amounts)

    assert len(read(page("T", [], [Section(title="S", rows=rows)])).all_of("rect")) == bars


# Nothing is fetched, nothing runs


REMOTE = ("http:", "https:", "//", "url(", "@import", "src=", "href=", "<script", "<link", "<img", "<iframe", "<object")


@pytest.mark.parametrize("sign", REMOTE)
def test_nothing_in_it_points_anywhere(sign):
    assert sign not in PAGE.casefold()


def test_nothing_in_it_runs():
    found = read(PAGE)

    assert found.all_of("script") == []
    assert [name for _, attributes, _ in found.elements for name in attributes if name.startswith("on")] == []
    assert {"name": "referrer", "content": "no-referrer"} in found.all_of("meta")


# As typed


def skeleton(text):
    return [(tag, sorted(attributes)) for tag, attributes, _ in read(text).elements]


@pytest.mark.parametrize("at", ["title", "lead", "section", "section-lead", "label", "said", "note"])
def test_what_looks_like_markup_is_shown_as_typed(at):
    words = dict.fromkeys(("title", "lead", "section", "section-lead", "label", "said", "note"), "plain")

    def made(words):
        row = Row(label=words["label"], said=(words["said"],), amount=1)
        section = Section(title=words["section"], lead=words["section-lead"], rows=(row,), notes=(words["note"],))
        return page(words["title"], [words["lead"]], [section])

    sharp = made({**words, at: SHARP})

    assert escape(SHARP) in sharp
    assert SHARP not in sharp
    assert skeleton(sharp) == skeleton(made(words))
    assert SHARP in "".join(text for _, text in read(sharp).texts)


sections_of = st.lists(
    st.builds(
        Section,
        title=texts,
        lead=texts,
        rows=st.lists(
            st.builds(
                Row,
                label=texts,
                said=st.lists(texts, max_size=2).map(tuple),
                amount=st.none() | st.integers(0, 999),
                then=st.sampled_from([None, "closer", "further", "depends", "not-sure"]),
                now=st.sampled_from([None, "closer", "further", "depends", "not-sure"]),
            ),
            max_size=3,
        ).map(tuple),
        of=st.none() | st.integers(0, 999),
        notes=st.lists(texts, max_size=2).map(tuple),
    ),
    max_size=3,
)


@given(title=texts, lead=st.lists(texts, max_size=2), parts=sections_of)
def test_whatever_is_typed_the_page_stays_whole(title, lead, parts):
    found = read(page(title, lead, parts))

    assert len(found.all_of("h1")) == 1
    assert len(found.all_of("h2")) == len(parts)
    assert len(found.all_of("svg")) == sum(len(part.rows) for part in parts)
    assert not {tag for tag, *_ in found.elements} & {"script", "b", "img", "a"}


def test_a_page_of_no_sections_is_a_page():
    found = read(page("Nothing yet", [], []))

    assert found.said("h1") == ["Nothing yet"]
    assert [found.all_of(tag) for tag in ("h2", "table", "svg")] == [[], [], []]


def test_no_word_of_it_adds_up_or_ranks():
    shown = re.sub(r"<style>.*?</style>", "", PAGE, flags=re.DOTALL).casefold()

    assert [word for word in ("%", "total", "score", "rank", "percent", "average") if word in shown] == []


# In a browser


def test_a_browser_reads_it_as_it_was_written(chromium):
    shown = chromium(PAGE, "--dump-dom")

    assert skeleton(shown) == skeleton(PAGE)
    assert [each.strip() for each in read(shown).said("h2")] == ["Dimensions", "A ward", "Nothing in it"]


@pytest.mark.parametrize("width", [390, 900])
def test_a_browser_draws_it_on_a_telephone_and_on_a_desk(chromium, tmp_path, width):
    picture = tmp_path / "page.png"

    chromium(PAGE, f"--screenshot={picture}", f"--window-size={width},1200")

    data = picture.read_bytes()
    assert data.startswith(b"\x89PNG")
    assert struct.unpack(">I", data[16:20])[0] == width
    assert len(data) > 5000
