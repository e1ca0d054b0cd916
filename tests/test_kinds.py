"""Reading each kind of answer, strictly; storing it and getting it back; its words."""

import json
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import kinds_and_values, positions, texts, values

from reflect import kinds
from reflect.errors import WrongUsage
from reflect.models import Answer, Beat, Carry, Kind, News, Option, Position, Prompt, Quadrant, Step, Weight, plain


def step(kind, *options, rows=()):
    return Step(
        key="here",
        beat=Beat.LOOK,
        kind=kind,
        minutes=(2,),
        weight=Weight.LIGHT,
        why="Why.",
        prompts=(Prompt("What?"),),
        options=tuple(Option(option, option.title()) for option in options),
        rows=tuple(Option(row, row.title()) for row in rows),
    )


STEPS = {
    Kind.LINE: step(Kind.LINE),
    Kind.TEXT: step(Kind.TEXT),
    Kind.CHOICE: step(Kind.CHOICE, "me", "them"),
    Kind.CHOICES: step(Kind.CHOICES, "dimension:caste", "dimension:other", "structure:other"),
    Kind.POSITIONS: step(Kind.POSITIONS, "caste", "gender"),
    Kind.GRID: step(Kind.GRID, "me", "them", rows=("end", "name")),
    Kind.LOAD: step(Kind.LOAD, "0", "1", "2", "3", "4"),
    Kind.COMMITMENT: step(Kind.COMMITMENT, "in-reach", "only-seen"),
    Kind.OUTCOMES: step(Kind.OUTCOMES, "kept", "changed", "let-go", "open"),
}


@pytest.mark.parametrize(
    ("kind", "data", "value"),
    [
        ("line", "One line.", "One line."),
        ("text", "One.\n\nTwo. ", "One.\n\nTwo. "),
        ("choice", "them", "them"),
        ("choices", [], ()),
        ("choices", ["structure:other", "dimension:caste"], ("structure:other", "dimension:caste")),
        ("positions", {}, {}),
        ("positions", {"caste": {}}, {"caste": Position()}),
        (
            "positions",
            {
                "gender": {"me": "closer", "them": "not-sure", "basis": "told-me"},
                "caste": {"seen": True, "spoken": False, "weight": "in-charge"},
            },
            {
                "gender": Position(me="closer", them="not-sure", basis="told-me"),
                "caste": Position(seen=True, spoken=False, weight="in-charge"),
            },
        ),
        ("grid", {}, {}),
        ("grid", {"name": "me", "end": "me"}, {"name": "me", "end": "me"}),
        ("load", 0, 0),
        ("load", 4, 4),
        ("commitment", {"scale": "only-seen"}, Carry("only-seen")),
        ("commitment", {"text": "Ask.", "scale": "in-reach"}, Carry("in-reach", "Ask.")),
        ("outcomes", {}, {}),
        ("outcomes", {"3": "kept", "012": "open"}, {"3": News("kept"), "12": News("open")}),
        ("outcomes", {"3": {"status": "let-go", "text": "cafe\u0301"}}, {"3": News("let-go", "caf\u00e9")}),
    ],
)
def test_an_answer_is_read(kind, data, value):
    assert kinds.read(STEPS[Kind(kind)], data) == value


@pytest.mark.parametrize("kind", ["line", "text"])
@pytest.mark.parametrize("data", ["", " ", "\n\t\r\n", "\u00a0\u2003"])
def test_no_words_at_all_are_no_answer(kind, data):
    assert kinds.read(STEPS[Kind(kind)], data) is None


def form(wanted):
    return f"The answer to here has another form: write {wanted}. Nothing was kept."


def unknown(given, known, at="here"):
    return f"“{given}” is not an answer to {at}. Known: {known}. Nothing was kept."


def unknown_key(given, known):
    return f"“{given}” is not known at here. Known: {known}. Nothing was kept."


STANDS = "closer, further, depends, not-sure"
MIX = "dimension:caste, dimension:other, structure:other"


@pytest.mark.parametrize(
    ("kind", "data", "sentence"),
    [
        *[(kind, data, form("text")) for kind in ("line", "text") for data in (None, 3, True, ["a"], {"text": "a"})],
        ("choice", "us", unknown("us", "me, them")),
        ("choice", "Me", unknown("Me", "me, them")),
        ("choice", "", unknown("", "me, them")),
        ("choice", None, unknown("None", "me, them")),
        ("choice", ["me"], unknown("['me']", "me, them")),
        ("choices", "dimension:caste", form("a list of ids")),
        ("choices", {"dimension:caste": True}, form("a list of ids")),
        ("choices", ["dimension:caste", "caste"], unknown("caste", MIX)),
        ("choices", [1], unknown("1", MIX)),
        ("choices", ["dimension:other", "dimension:other"], form("each id once")),
        ("positions", ["caste"], form("a table")),
        ("positions", {"class": {}}, unknown_key("class", "caste, gender")),
        ("positions", {"caste": "closer"}, form("a table")),
        ("positions", {"caste": {"me": "near"}}, unknown("near", STANDS, "here.caste.me")),
        ("positions", {"caste": {"them": None}}, unknown("None", STANDS, "here.caste.them")),
        ("positions", {"caste": {"me": True}}, unknown("True", STANDS, "here.caste.me")),
        (
            "positions",
            {"gender": {"basis": "guess"}},
            unknown("guess", "told-me, inferred, dont-know", "here.gender.basis"),
        ),
        (
            "positions",
            {"caste": {"weight": 1}},
            unknown("1", "background, in-the-room, in-charge", "here.caste.weight"),
        ),
        ("positions", {"caste": {"seen": "yes"}}, form("true or false at caste.seen")),
        ("positions", {"caste": {"spoken": 1}}, form("true or false at caste.spoken")),
        ("positions", {"caste": {"spoken": None}}, form("true or false at caste.spoken")),
        (
            "positions",
            {"caste": {"name": "x"}},
            unknown_key("name", "me, them, basis, seen, spoken, weight, quadrant"),
        ),
        ("grid", ["end"], form("a table")),
        ("grid", {"begin": "me"}, unknown_key("begin", "end, name")),
        ("grid", {"end": "both"}, unknown("both", "me, them", "here.end")),
        ("grid", {"end": None}, unknown("None", "me, them", "here.end")),
        *[("load", data, form("a whole number from 0 to 4")) for data in (-1, 5, 2.0, "2", True, None)],
        ("commitment", "in-reach", form("a table")),
        ("commitment", {"text": "Ask."}, form('a table with "scale" and "text"')),
        ("commitment", {"scale": "huge"}, unknown("huge", "in-reach, only-seen")),
        ("commitment", {"scale": "in-reach", "text": None}, form("text")),
        ("commitment", {"scale": "in-reach", "due": "now"}, unknown_key("due", "scale, text")),
        ("outcomes", ["3"], form('{"3": "kept"}, with the numbers of: reflect commitments')),
        ("outcomes", {"three": "kept"}, form("the number of a commitment, not “three”")),
        ("outcomes", {"3": "done"}, unknown("done", "open, kept, changed, let-go", "here.3")),
        ("outcomes", {"3": {"text": "Asked."}}, unknown("None", "open, kept, changed, let-go", "here.3")),
        ("outcomes", {"3": {"status": "kept", "when": "now"}}, unknown_key("when", "status, text")),
        ("outcomes", {"3": None}, form("a table")),
    ],
)
def test_another_form_is_refused_with_the_step_and_what_is_known(kind, data, sentence):
    with pytest.raises(WrongUsage) as caught:
        kinds.read(STEPS[Kind(kind)], data)

    assert str(caught.value) == sentence


def test_every_kind_is_read():
    assert STEPS.keys() == values.keys() == {*Kind}


def test_a_pairing_that_comes_along_is_worked_out_afresh():
    place = {"caste": {"me": "closer", "them": "closer", "quadrant": "i-closer"}}

    assert kinds.read(STEPS[Kind.POSITIONS], place)["caste"].quadrant is Quadrant.BOTH_CLOSER


def test_what_was_sent_is_left_as_it_was():
    sent = {"caste": {"me": "closer", "quadrant": "unplaced"}}

    kinds.read(STEPS[Kind.POSITIONS], sent)

    assert sent == {"caste": {"me": "closer", "quadrant": "unplaced"}}


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("cafe\u0301", "caf\u00e9"),
        ("\u0928\u093c", "\u0929"),
        ("\u0958", "\u0915\u093c"),
        ("\ufb01ne ² \u200d", "\ufb01ne ² \u200d"),
        ("one\r\ntwo\rthree\nfour\r\r\n", "one\ntwo\nthree\nfour\n\n"),
        ("half \ud83d of one", "half ? of one"),
        ("bytes \udcff\udcfe", "bytes ??"),
        ("👩🏽‍⚕️ \u0000", "👩🏽‍⚕️ \u0000"),
    ],
)
def test_typed_text_is_tidied(typed, kept):
    assert kinds.tidy(typed) == kept
    assert kinds.read(STEPS[Kind.LINE], f"a {typed}") == f"a {kept}"
    assert kinds.read(STEPS[Kind.COMMITMENT], {"scale": "in-reach", "text": typed}) == Carry("in-reach", kept)


@given(st.text(st.characters(exclude_categories=())))
def test_tidied_text_is_whole_and_stays_as_it_is(typed):
    kept = kinds.tidy(typed)

    assert kinds.tidy(kept) == kept
    assert kept.encode("utf-8").decode("utf-8") == kept
    assert unicodedata.is_normalized("NFC", kept)
    assert "\r" not in kept


@given(kinds_and_values)
def test_a_stored_value_comes_back(kind_and_value):
    kind, value = kind_and_value

    back = kinds.revive(kind, json.loads(json.dumps(plain(value), ensure_ascii=False)))

    assert back == value
    assert type(back) is type(value)


@given(
    st.one_of(
        st.tuples(st.sampled_from([Kind.LINE, Kind.TEXT]), texts.map(kinds.tidy).filter(str.strip)),
        st.tuples(st.just(Kind.CHOICE), st.sampled_from(["me", "them"])),
        st.tuples(st.just(Kind.CHOICES), st.lists(st.sampled_from(MIX.split(", ")), unique=True).map(tuple)),
        st.tuples(st.just(Kind.POSITIONS), st.dictionaries(st.sampled_from(["caste", "gender"]), positions)),
        st.tuples(
            st.just(Kind.GRID),
            st.dictionaries(st.sampled_from(["end", "name"]), st.sampled_from(["me", "them"])),
        ),
        st.tuples(st.just(Kind.LOAD), st.integers(0, 4)),
        st.tuples(
            st.just(Kind.COMMITMENT),
            st.builds(Carry, st.sampled_from(["in-reach", "only-seen"]), texts.map(kinds.tidy)),
        ),
    )
)
def test_what_json_printed_can_be_sent_again(kind_and_value):
    kind, value = kind_and_value

    assert kinds.read(STEPS[kind], json.loads(json.dumps(plain(value)))) == value


def test_a_stored_position_ignores_what_an_older_or_newer_program_says_of_it():
    stored = {"caste": {"me": "closer", "quadrant": "both-further", "mood": "odd"}}

    assert kinds.revive(Kind.POSITIONS, stored) == {"caste": Position(me="closer")}


@pytest.mark.parametrize(
    ("kind", "value", "words"),
    [
        (Kind.LINE, "One line.", "One line."),
        (Kind.TEXT, " two\nlines ", " two\nlines "),
        (Kind.CHOICE, "them", ""),
        (Kind.CHOICES, ("caste",), ""),
        (Kind.POSITIONS, {"caste": Position(me="closer")}, ""),
        (Kind.GRID, {"end": "me"}, ""),
        (Kind.LOAD, 3, ""),
        (Kind.COMMITMENT, Carry("in-reach", "Ask first."), "Ask first."),
        (Kind.COMMITMENT, Carry("only-seen"), ""),
    ],
)
def test_the_words_of_an_answer_are_what_was_written(kind, value, words):
    assert kinds.words(Answer(key="k", question="Q?", kind=kind, value=value)) == words
