"""The codebook: what it finds and how sure it is, what teaches it, and the person's own file beside it."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reflect import codebook, themes
from reflect.codebook import Codebook, Lesson, Level
from reflect.errors import BadCodebook
from reflect.models import Standing
from reflect.themes import Theme

FALSE_FRIENDS = [
    "Class 10 boards are starting, and the cast came off his arm after the play.",
    "Train ka reservation confirm ho gaya hai, toh main Saturday ko nahi rahungi.",
    "Power cut from three to five, so a power nap. Sister from the general ward brought tea.",
    "Moved to the tennis court for the race; the colour of the paint is a fair blue, and we settled the bill.",
    "General anaesthesia at nine. Privilege leave from Monday. The order for the lab is scheduled.",
    "Open-source community meeting, trans-Atlantic call, black coat, went out, a minor error, case file in a suitcase.",
    "आज बिजली गई, दो इन्टेक हुए, और शाम को फ़ाइलें शेल्फ़ पर रख दीं।",
]


@pytest.fixture(scope="module")
def book():
    return codebook.read()


def small(**levels):
    """Give a codebook of one theme."""
    theme = Theme(id="t", title="T", word="t", kind="location", definition="D", count_when="C", not_when="N")
    written = {each: Level(level) for level, patterns in levels.items() for each in patterns}
    return Codebook({"t": theme}, {"t": written})


def suggested(book, text):
    return {each.theme: each.tier for each in book.suggest({"": text})}


def test_there_are_thirty_five_themes_of_five_kinds(book):
    assert len(book.themes) == 35
    kinds = [theme.kind for theme in book.themes.values()]
    assert {kind: kinds.count(kind) for kind in kinds} == {
        "location": 10,
        "relation": 10,
        "structure": 7,
        "action": 5,
        "sustaining": 3,
    }
    for theme in book.themes.values():
        assert theme.title
        assert theme.word
        assert theme.definition.endswith(".")
        assert len(book.levels[theme.id]) > 60


@pytest.mark.parametrize("text", FALSE_FRIENDS)
def test_a_false_friend_alone_is_no_likely_theme(book, text):
    assert Standing.LIKELY not in suggested(book, text).values()


@pytest.mark.parametrize(
    ("text", "theme"),
    [
        ("She asked my surname, then my caste, and the steel glass was kept apart.", "caste"),
        ("हमारे यहाँ जाति की बात नहीं होती, बस सरनेम पूछते हैं।", "caste"),
        ("Main general category se hoon, unhone reservation wale bolke hansa.", "caste"),
        ("They called the police, the FIR was written, and he was restrained.", "coercion-carceral"),
        ("I felt guilty all evening and could not eat, helpless.", "feeling-load"),
        ("मैं चुप रही, बात टाल दी।", "silence"),
        ("I apologised to her and went back to it the next week.", "repair"),
    ],
)
def test_what_is_said_plainly_is_found(book, text, theme):
    assert theme in suggested(book, text)


def test_more_evidence_is_surer_and_the_words_are_quoted():
    book = small(strong=["red"], weak=["blue"], fair=["green"])

    (one,) = book.suggest({"": "Red."})
    (both,) = book.suggest({"": "Red, then blue."})

    assert (one.tier, one.chance) == (Standing.POSSIBLE, pytest.approx(0.63))
    assert (both.tier, both.chance) == (Standing.LIKELY, pytest.approx(1 - 0.37 * 0.77))
    assert both.suggestion.quotes == ("Red", "blue")


def test_what_is_not_enough_is_not_suggested():
    assert small(weak=["blue"]).suggest({"": "blue blue blue"}) == []


def test_a_pattern_counts_once_and_the_same_words_once():
    book = small(strong=["red cup", "red"], fair=["cup"])

    assert [hit.quote for hit in book.suggest({"": "red cup, red cup"})[0].hits] == ["red cup"]
    assert len(book.suggest({"": "red cup, another cup, red"})[0].hits) == 1


def test_a_false_friend_voids_what_it_touches_and_no_more():
    book = small(**{"strong": ["reservation"], "not": ["train reservation"]})

    assert book.suggest({"": "a train reservation"}) == []
    assert len(book.suggest({"": "a train reservation, and reservation talk"})) == 1


def test_answers_are_read_together_and_each_hit_says_where():
    book = small(strong=["red"], fair=["green"])

    (found,) = book.suggest({"moment": "red", "look": "it was green"})

    assert found.tier is Standing.LIKELY
    assert [(hit.key, hit.quote, hit.start) for hit in found.hits] == [("look", "green", 7), ("moment", "red", 0)]


def test_rejecting_makes_a_pattern_count_less_and_accepting_more():
    book = small(strong=["red"], fair=["green"])

    def chance(*lessons):
        return book.taught({("t", "red"): Lesson(*lessons)}).suggest({"": "red"}, always=["t"])[0].chance

    assert chance(0, 2) < chance(0, 1) < chance(0, 0) < chance(1, 0) < chance(2, 0)
    assert not book.taught({("t", "red"): Lesson(0, 2)}).suggest({"": "red"})


def test_what_was_decided_of_one_theme_leaves_the_others_as_they_were(book):
    text = {"": "She asked my caste. I kept quiet and felt guilty."}
    taught = book.taught({("caste", written): Lesson(0, 5) for written in book.levels["caste"]})

    before = {each.theme: each.chance for each in book.suggest(text)}
    after = {each.theme: each.chance for each in taught.suggest(text)}

    assert {theme: sure for theme, sure in before.items() if theme != "caste"} == after


@given(st.text(max_size=400))
def test_any_text_can_be_read_and_reads_the_same_again(text):
    book = small(strong=["a .. b", "क*"], weak=["c ~ d"])
    found = book.suggest({"": text})

    assert found == book.suggest({"": text})
    assert all(text[hit.start : hit.end] == hit.quote for each in found for hit in each.hits)


# The person's own file

NEW = '''[[themes]]
id = "caste"
strong = """
# a remark
dongri lane
"""
drop = """
{dropped}
"""

[[themes]]
id = "night-shift"
title = "The night shift"
word = "the night shift"
kind = "structure"
definition = "Something about the night shift."
count_when = "You say so."
not_when = "You do not."
strong = """
three in the morning
"""
fair = """
night shift
"""
'''


@pytest.fixture
def own(tmp_path):
    def write(text):
        file = tmp_path / "themes.toml"
        file.write_text(text, encoding="utf-8")
        return file

    return write


def test_an_own_file_adds_drops_and_brings_a_theme(book, own):
    dropped = next(iter(book.levels["caste"]))
    mine = codebook.read(own(NEW.format(dropped=dropped)))

    assert list(mine.themes) == [*book.themes, "night-shift"]
    assert mine.levels["caste"].keys() == book.levels["caste"].keys() - {dropped} | {"dongri lane"}
    assert suggested(mine, "In Dongri lane") == {"caste": Standing.POSSIBLE}
    assert suggested(mine, "Night shift, three in the morning.")["night-shift"] is Standing.LIKELY
    assert "dongri lane" not in book.levels["caste"]


@pytest.mark.parametrize(
    ("text", "line", "why"),
    [
        ('[[themes]]\nid = "cast"\nstrong = "x"', 2, "no theme “cast”"),
        ('[[themes]]\nid = "caste"\nstrong = ["x"]', 3, "another form"),
        ('[[themes]]\nid = "caste"\n\nstrnog = "x"', 4, "not known"),
        ('[[themes]]\nstrong = "x"', 1, "no id"),
        ('[[themes]]\nid = "caste"\nfair = """\ngood\n(a|b\n"""', 5, "does not close it"),
        ('[[themes]]\nid = "caste"\ndrop = "no such pattern"', 3, "is not in the theme"),
        ('[[themes]]\nid = "mine"\ntitle = "Mine"', 2, "has no word"),
        (NEW.format(dropped="jaati").replace('"structure"', '"other"'), 15, "is no kind"),
        ('[themes]\nid = "caste"', 1, "not a list of tables"),
        ('[[themes]\nid = "caste"', 1, "not TOML"),
        ('themes = ["caste"]', 1, "no id"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_with_line_and_mend(own, text, line, why):
    file = own(text)

    with pytest.raises(BadCodebook) as caught:
        codebook.read(file)

    assert why in str(caught.value)
    assert str(file) in str(caught.value)
    assert f"line {line}" in str(caught.value)


def test_no_file_and_an_empty_file_are_the_shipped_codebook(book, own, tmp_path):
    assert codebook.read(tmp_path / "none.toml") == book
    assert codebook.read(own("")) == book


def test_only_what_holds_a_changed_word_has_to_be_read_again(own):
    bare = themes.sign(None, {})
    more = themes.sign(own('[[themes]]\nid = "caste"\nfair = """\ndongri lane\n(bad|worse*) tap\n"""'), {})
    taught = themes.sign(None, {("caste", "(jaati|caste)"): (0, 1)})

    assert codebook.changed(bare, bare) == []
    assert sorted(codebook.changed(bare, more)) == sorted(codebook.changed(more, bare))
    assert all(re.fullmatch(r'"[\w ]+"\*?( OR "[\w ]+"\*?)*', query) for query in codebook.changed(bare, more))
    assert codebook.changed(bare, taught) == ['"jaati" OR "caste"']


@pytest.mark.parametrize("own_text", [NEW.format(dropped="jaati"), '[[themes]]\nid = "caste"\nfair = "जाति"'])
def test_where_that_cannot_be_told_everything_is_read_again(own, own_text):
    bare = themes.sign(None, {})

    assert codebook.changed(bare, themes.sign(own(own_text), {})) is None
    assert codebook.changed(bare.replace("edition", "editiom", 1).replace("editiom", "edition", 1), bare) == []
    assert codebook.changed("", bare) is None
    assert codebook.changed("another edition\n", bare) is None


@pytest.mark.parametrize(
    "text",
    [
        "themes = 5",
        "themes = true",
        'themes = "x"',
        "themes = [5]",
        '[[themes]]\nid = "x"\ndeclared_by = [["a"]]',
        '[[themes]]\nid = "a,b"',
        '[[themes]]\nstrong = "x"',
        f'[[themes]]\nid = "caste"\nfair = "{"(" * 5000}a{")" * 5000}"',
        "\x00",
    ],
)
def test_however_odd_a_file_is_it_is_refused_in_a_sentence(own, text):
    with pytest.raises(BadCodebook, match="Until then the shipped codebook alone is used"):
        codebook.read(own(text))


def test_a_folder_in_its_place_is_refused_in_a_sentence(tmp_path):
    with pytest.raises(BadCodebook, match="cannot be read"):
        codebook.read(tmp_path)


def test_a_very_long_text_is_read_piece_by_piece(book):
    text = f"{'Tea and the bus. ' * 5000}His caste, a savarna surname and the quota talk. {'Tea. ' * 5000}"

    (found,) = (each for each in book.suggest({"": text}) if each.theme == "caste")

    assert found.tier is Standing.LIKELY
    assert all(text[hit.start : hit.end] == hit.quote for hit in found.hits)
