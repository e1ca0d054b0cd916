"""Patterns: words of any script, what a pattern means, and that looking for thousands at once misses none of them."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reflect import codebook
from reflect.patterns import BadPattern, Finder, Pattern, Text, fold, pattern

HINDI = "मेरी जाति और शर्म की बात किसी ने नहीं पूछी, फिर भी वह चुप रही।"
TAMIL = "அவள் சாதியைப் பற்றி எதுவும் சொல்லவில்லை, நான் கேட்டேன்."
BENGALI = "আমি জানি না কেন সে চুপ করে ছিল সারা দিন ধরে।"


def found(written, text):
    read = Text(text)
    return [text[slice(*read.quote(*stretch))] for stretch in pattern(written).stretches(read)]


@pytest.mark.parametrize(
    ("text", "words"),
    [(HINDI, 15), (TAMIL, 7), (BENGALI, 11), ("she's well-known, isn\u2019t she? Haan ji.", 6), ("", 0), ("— … !", 0)],
)
def test_words_are_whole_in_every_script(text, words):
    assert len(Text(text).places) == words


@pytest.mark.parametrize(
    ("one", "other"),
    [("Didn\u2019t", "didn't"), ("ज़बरदस्ती", "जबरदस्ती"), ("हूँ", "हूं"), ("CASTE", "caste"), ("क्‍या", "क्या")],
)
def test_what_only_looks_otherwise_is_the_same_word(one, other):
    assert fold(one) == fold(other)


@pytest.mark.parametrize(
    ("written", "text", "quotes"),
    [
        ("general category", "He is General Category, he said.", ["General Category"]),
        ("general category", "In general, category A.", ["general, category"]),
        ("general category", "category general", []),
        ("biradari*", "biradariyon mein", ["biradariyon"]),
        ("fee", "feet and fees", []),
        ("(asked|wanted) my (surname|caste)", "She wanted my caste.", ["wanted my caste"]),
        ("(let it go|moved on)", "So I let it go.", ["let it go"]),
        ("(very)? tired", "very tired, tired", ["very tired", "tired", "tired"]),
        ("wanted .. senior doctor", "wanted to see a senior doctor", ["wanted to see a senior doctor"]),
        ("wanted .. senior doctor", "wanted to go and see a very senior doctor", []),
        ("surname ~ (asked|guess*)", "He guessed at once. My surname.", ["guessed at once. My surname"]),
        ("surname ~ asked", "surname one two three four five six seven eight nine ten eleven asked", []),
        ("a ~ b ~ c", "c x b y a", ["c x b y a"]),
        ("(जाति*|jaati)", "उनकी जातियों में, jaati bhi", ["जातियों", "jaati"]),
        ("चुप (रही|रहा)", "मैं चुप रही।", ["चुप रही"]),
        ("(a (b|c d)|e) f", "a c d f, e f", ["a c d f", "e f"]),
        ("didn't", "She didn\u2019t.", ["didn\u2019t"]),
    ],
)
def test_a_pattern_means_what_its_page_says(written, text, quotes):
    assert sorted(found(written, text)) == sorted(quotes)


@pytest.mark.parametrize(
    ("written", "why"),
    [
        ("(a|b", "opens a bracket"),
        ("a) b", "no bracket is open"),
        ("(a|) b", "leaves a place empty"),
        ("", "leaves a place empty"),
        ("a ~ ", "leaves a place empty"),
        ("- b", "means nothing here"),
        (".. a", "begins or ends with a gap"),
        ("a ..", "begins or ends with a gap"),
    ],
)
def test_what_cannot_be_read_is_refused_with_the_reason(written, why):
    with pytest.raises(BadPattern, match=why):
        pattern(written)


def saying(part, chance):
    """Give a text that a part of a pattern is found in."""
    if hasattr(part, "rows"):
        return "" if part.optional and chance.random() < 0.5 else saying(chance.choice(part.rows), chance)
    if hasattr(part, "parts"):
        return " ".join(filter(None, (saying(each, chance) for each in part.parts)))
    if hasattr(part, "whole"):
        word = chance.choice(sorted(part.as_written()))
        return word[:-1] + chance.choice(["", "x"]) if word.endswith("*") else word
    return " ".join(["lala"] * chance.randrange(5))


@pytest.fixture(scope="module")
def shipped():
    return [Pattern(written) for level in codebook.read().levels.values() for written in level]


def test_every_shipped_pattern_is_found_in_what_it_says(shipped):
    finder = Finder(shipped)
    chance = random.Random(7)
    missed = []

    for each in shipped:
        rows = [saying(row, chance) for row in each.read()]
        chance.shuffle(rows)
        text = f"lala {' '.join(rows)} lala"
        if each.written not in {hit.written for hit, _, _ in finder.find(Text(text))}:
            missed.append((each.written, text))

    assert not missed


WORDS = ["a", "b", "c", "dd", "dde", "e"]
PATTERNS = [
    "a b",
    "d*",
    "(a|b c) dd",
    "a .. e",
    "a ~ (dd|e)",
    "(a)? c",
    "(a|(b|c) dd) e",
    "dd*",
    "a ~ b ~ c",
    "e (x|a)?",
]


@given(st.lists(st.sampled_from(WORDS), max_size=20))
def test_looking_for_many_at_once_finds_what_each_alone_would(words):
    text = Text(" ".join(words))
    each = [Pattern(written) for written in PATTERNS]

    alone = {(one.written, *text.quote(*stretch)) for one in each for stretch in one.stretches(text)}

    assert {(hit.written, start, end) for hit, start, end in Finder(each).find(text)} == alone


@given(st.text())
def test_any_text_can_be_looked_through(text):
    for _, start, end in Finder([Pattern("a ~ b"), Pattern("(क|i) .. (x|y*)")]).find(Text(text)):
        assert 0 <= start < end <= len(text)
