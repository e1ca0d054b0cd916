"""`reflect search`: whole words in every script, and never an error of the index."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reflect.errors import WrongUsage
from reflect.journal import query_for

TEXTS = (
    "She spoke of caste, not of a cast or of casting. Boundaries.",
    "आज मरीज़ ने पिता की मृत्यु के बारे में बात की। दुःख",
    "தந்தையின் கவலை பற்றி பேசினாள்",
    "বাবার মৃত্যু নিয়ে কথা; ক্‍ষ",
    "Café ke baad: “she said nothing”, counter-transference.",
)


@pytest.fixture
def written(reflect, made):
    """Keep one entry for each text, a day apart."""
    for day, text in enumerate(TEXTS, 1):
        data = {"date": f"2026-03-0{day}", "answers": {"park": text, "come-back": "no"}}
        reflect("now --answers -", stdin=json.dumps(data))


def found(reflect, words, options=""):
    return [hit["number"] for hit in json.loads(reflect(f"search --json {options} -- {words}").out)]


@pytest.mark.parametrize(
    ("words", "numbers"),
    [
        ("caste", [1]),
        ("cast", [1]),
        ("castes", []),
        ("'caste*'", [1]),
        ("'boundar*'", [1]),
        ("boundary", []),
        ("मृत्यु", [2]),
        ("मृ", []),
        ("पिता", [2]),
        ("पित", []),
        ("दुखी", []),
        ("'தந்தை*'", [3]),
        ("தந்தை", []),
        ("মৃত্যু", [4]),
        ("cafe", [5]),
        ("CAFÉ", [5]),
        ("'\"she said\"'", [5]),
        ("'\"said she\"'", []),
        ("she caste", [1]),
        ("she", [5, 1]),
        ("counter-transference", [5]),
    ],
)
def test_whole_words_are_found_in_every_script(reflect, written, words, numbers):
    assert found(reflect, words) == numbers


def test_composed_and_decomposed_letters_meet(reflect, written):
    assert found(reflect, "cafe\u0301") == [5]
    assert found(reflect, "मरी\u091c\u093c") == [2]


def test_hits_keep_their_promise(reflect, written):
    hits = json.loads(reflect("search caste --json").out)

    assert hits[0].keys() == {"number", "id", "written", "key", "snippet"}
    assert (hits[0]["key"], hits[0]["snippet"].split()[:2]) == ("park", ["She", "spoke"])
    assert "[caste]" in reflect("search caste").out


def test_days_decks_and_a_number_narrow_it(reflect, written):
    assert found(reflect, "she", "--since 2026-03-02") == [5]
    assert found(reflect, "she", "--until 2026-03-02") == [1]
    assert found(reflect, "she", "--deck s2-power") == []
    assert found(reflect, "she", "--limit 1") == [5]


def test_nothing_found_is_a_sentence(reflect, written):
    ran = reflect("search nowhere")

    assert (ran.code, ran.err) == (0, "")
    assert "Nothing has all of nowhere" in ran.out
    assert json.loads(reflect("search nowhere --json").out) == []


@pytest.mark.parametrize(
    "words",
    ["'feel\"'", "-", "'*'", "AND", "anx-ious", "C++", "'#tag'", '"mother\'s"', "'(sad'", "col:x", "'a OR'", "'\"'"],
)
def test_no_sign_is_a_command(reflect, written, words):
    ran = reflect(f"search -- {words}")

    assert ran.code in (0, 2)
    assert "Traceback" not in ran.err


@given(text=st.text())
def test_whatever_is_typed_is_a_query_or_a_sentence(opened, text):
    try:
        query = query_for(text)
    except WrongUsage:
        return
    assert opened.search(text) == []
    assert query.count('"') % 2 == 0


def test_what_is_changed_or_deleted_is_no_longer_found(reflect, written):
    reflect("edit 1 park", stdin="Something about silence.\n")
    reflect("delete 2 --yes")

    assert found(reflect, "caste") == []
    assert found(reflect, "silence") == [1]
    assert found(reflect, "मृत्यु") == []


def test_drafts_are_found_too(reflect, made):
    reflect("now", stdin="A line about marigolds.\n")

    assert found(reflect, "marigolds") == [1]


def test_many_hits_are_cut_for_people_and_say_so(reflect, made):
    for _ in range(21):
        reflect("now --answers -", stdin='{"answers": {"park": "again"}}')

    ran = reflect("search again")

    assert ran.out.count("[again]") == 20
    assert "The newest 20." in ran.err
    assert len(found(reflect, "again")) == 21
