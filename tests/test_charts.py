"""Drawings: every count is in them and in a table, nothing is told by colour alone, and a browser and axe agree."""

import re
from html import escape, unescape

import pytest

from reflect import pages
from reflect.charts import drawing
from reflect.figures import Figure, Passage, Passages, Shape
from reflect.sections import Row, Section

PERIODS = ("Sep 26", "Oct 26", "Nov 26")
ROWS = (("Caste & class", (2, 0, 5)), ("A theme with a name that is far too long to fit into its room", (1, None, 3)))
HEAT = Figure(title="Themes", shape=Shape.HEAT, columns=PERIODS, rows=ROWS, of=(4, 1, 6))
LINES = Figure(title="As lines", shape=Shape.LINES, columns=PERIODS, rows=ROWS)
MOSAIC = Figure(title="Who stood where", shape=Shape.MOSAIC, columns=("I closer", "Both", "They"), rows=ROWS)
SECTION = Section(title="Rising", rows=(Row(label="Caste: in 4 of 5 weeks"), Row(label="x", amount=2)), notes=("So.",))
WORDS = Passages(
    title="The words behind each",
    lead="Newest first.",
    groups=(("Caste", (Passage("5 Mar 2026, entry 3", "then ", "<b>उसकी जाति</b>", " & more"),)),),
)
PAGE = pages.page("Themes <1>", ["A lead."], [HEAT, LINES, MOSAIC, SECTION, WORDS])


@pytest.mark.parametrize("figure", [HEAT, LINES, MOSAIC], ids=["heat", "lines", "mosaic"])
def test_a_drawing_is_named_and_says_where_its_numbers_are(figure):
    drawn = drawing(figure, "part-1")

    assert 'role="img" aria-labelledby="part-1-title part-1-desc"' in drawn
    assert f'<title id="part-1-title">{escape(figure.title)}</title>' in drawn
    assert "table below" in drawn


def test_a_field_has_a_cell_with_its_number_for_all_that_was_written():
    drawn = drawing(HEAT, "x")

    titles = re.findall(r"<rect[^>]*><title>(.*?)</title>", drawn)
    assert [unescape(title) for title in titles][:3] == [
        "Caste & class, Sep 26: 2 of 4",
        "Caste & class, Oct 26: 0 of 1",
        "Caste & class, Nov 26: 5 of 6",
    ]
    assert len(titles) == 5  # and none where nothing was written
    assert re.findall(r">(\d+)</text>", drawn) == ["2", "5", "1", "3"]


def test_a_bar_is_cut_as_its_counts_fall_and_each_piece_says_which():
    drawn = drawing(MOSAIC, "x")
    widths = [float(width) for width in re.findall(r'<rect[^>]*width="([\d.]+)"', drawn)]

    assert re.findall(r">([A-C] \d+)</text>", drawn) == ["A 2", "C 5", "A 1", "C 3"]
    assert widths[1] / widths[0] == pytest.approx(2.5, abs=0.1)
    assert all(label in drawn for label in MOSAIC.columns)


def test_a_line_leaves_out_what_was_not_written():
    first, second = re.findall(r'<polyline[^>]*points="([^"]*)"', drawing(LINES, "x"))

    assert (len(first.split()), len(second.split())) == (3, 2)


@pytest.mark.parametrize("shape", Shape)
def test_nothing_and_one_thing_can_be_drawn(shape):
    for rows in ((), (("One", (1,)),), (("Nothing", (0,)),), (("Not written", (None,)),)):
        assert drawing(Figure(title="T", shape=shape, columns=("Nov 26",), rows=rows), "x").endswith("</svg>")


def test_every_drawing_has_its_table_and_every_quotation_its_place():
    assert PAGE.count("<summary>The same as a table</summary>") == 3
    assert '<th scope="row">Caste &amp; class</th><td>2</td><td>0</td><td>5</td>' in PAGE
    assert "<td>1</td><td></td><td>3</td>" in PAGE
    quote = "<p>then <mark>&lt;b&gt;उसकी जाति&lt;/b&gt;</mark> &amp; more</p><cite>5 Mar 2026, entry 3</cite>"
    assert quote in PAGE


def test_the_page_runs_and_loads_nothing():
    assert "default-src 'none'; style-src 'unsafe-inline'" in PAGE
    assert not re.search(r"<script|<link|<img|@import|url\(|https?://|\bon\w+=", PAGE)


# In a browser


@pytest.mark.parametrize("width", [390, 1100])
def test_axe_finds_nothing_to_mend(axe, width):
    assert axe(PAGE, width) == []
