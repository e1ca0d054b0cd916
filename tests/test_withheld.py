"""What never leaves by itself."""

import unicodedata
from dataclasses import replace
from datetime import date

import pytest
from conftest import NOON

from reflect.models import (
    Answer,
    Bearing,
    Carry,
    Commitment,
    Entry,
    Kind,
    News,
    Noted,
    Position,
    Share,
    Told,
)
from reflect.withheld import NEVER, counted, is_held, may_count, shown_of, sift

GIVEN = Share.SUPERVISION


def answer(key="moment", value="Words.", kind=Kind.TEXT, share=GIVEN, **rest):
    return Answer(key=key, question="Asked?", kind=kind, value=value, share=share, **rest)


def entry(*answers, deck="s2-power", number=1, **rest):
    return Entry(number=number, id=f"id-{number}", deck=deck, minutes=10, written=NOON, finished=True, answers=answers)


def kept(*entries, readers=("V.",), ticks=()):
    return [(each.number, one.key) for each in sift(entries, GIVEN, readers, ticks).entries for one in each.answers]


def test_each_row_is_a_sentence_a_person_can_read():
    assert len(NEVER) == 12
    assert all(row.endswith(".") and len(row.split()) < 45 for row in NEVER)


@pytest.mark.parametrize("share", [Share.PRIVATE, Share.CIRCLE, Share.PORTFOLIO])
def test_what_is_not_marked_for_it_stays(share):
    assert kept(entry(answer(share=share))) == []


def test_what_is_marked_goes_and_nothing_else_of_the_entry():
    there = replace(
        entry(answer(), answer("quadrant", share=Share.PRIVATE)),
        thread="blue-kettle",
        skipped={"mode": "Asked?"},
        rereads=3,
        commitments=(Commitment(number=1, key="carry", scale="in-reach", text="x"),),
    )

    (sifted,) = sift([there], GIVEN).entries

    assert [each.key for each in sifted.answers] == ["moment"]
    assert sifted == Entry(
        number=1, id="id-1", deck="s2-power", minutes=10, written=NOON, finished=True, answers=(answer(),)
    )


def test_a_draft_stays():
    assert kept(replace(entry(answer()), finished=False)) == []


def test_a_locked_answer_goes_only_when_its_number_and_key_are_typed():
    there = entry(answer("unsaid", locked=True, share=Share.PRIVATE), deck="prep", number=12)

    assert kept(there) == []
    assert kept(there, ticks=["12.question", "2.unsaid"]) == []
    assert kept(there, ticks=["12.unsaid"]) == [(12, "unsaid")]
    assert [str(each) for each in sift([there], GIVEN, ticks=["12.unsaid"]).opened] == ["12.unsaid"]


def test_even_a_mark_does_not_open_a_lock():
    assert kept(entry(answer("unsaid", locked=True))) == []


@pytest.mark.parametrize("deck", ["feedback", "supervising"])
def test_what_is_about_supervision_stays_whole_unless_typed(deck):
    there = entry(answer("landed"), answer("differ"), deck=deck)

    sifted = sift([there], GIVEN)

    assert sifted.entries == ()
    assert [str(each) for each in sifted.held] == ["1.landed", "1.differ"]
    assert kept(there, ticks=["1.differ"]) == [(1, "differ")]


@pytest.mark.parametrize(
    "words", ["V. was late again.", "I told V about it", "“V.” she wrote", "_V_ again", "V ji said"]
)
def test_an_entry_that_names_the_reader_stays_whole_even_if_the_name_is_in_a_private_answer(words):
    assert kept(entry(answer(), answer("quadrant", words, share=Share.PRIVATE))) == []


@pytest.mark.parametrize("words", ["very", "Vivid", "v. good", "TV.", "V2"])
def test_a_letter_inside_a_word_is_not_a_name(words):
    assert kept(entry(answer(value=words)))


@pytest.mark.parametrize("reader", ["Vimla", "Dr. Vimla", "Vimla Rao", "विमला"])
@pytest.mark.parametrize("said", ["{} said", "{}ji said", "{}-ji said", "**{}** said", "_{}_ said", "{} जी ने कहा"])
def test_a_name_is_known_however_it_is_written(reader, said):
    name = reader.removeprefix("Dr. ")

    for written in (name, name.casefold(), name.upper(), unicodedata.normalize("NFD", name)):
        assert kept(entry(answer(value=said.format(written))), readers=[reader]) == []


def test_whoever_else_supervises_is_not_named_either():
    assert kept(entry(answer(value="Vimla said so.")), readers=["V.", "Vimla"]) == []


def test_what_is_not_marked_is_not_let_through_by_its_number_and_key():
    assert kept(entry(answer(share=Share.PRIVATE)), ticks=["1.moment"]) == []
    assert kept(entry(answer(share=Share.CIRCLE)), ticks=["1.moment"]) == []


def test_in_what_was_made_for_supervision_only_the_answer_that_names_the_reader_stays():
    there = entry(
        answer("question"),
        answer("context", "V. said no."),
        answer("unsaid", "I fear V.", locked=True, share=Share.PRIVATE),
        deck="prep",
    )

    assert kept(there) == [(1, "question")]


def place(me="closer", them="further", **rest):
    return Position(me=me, them=them, **rest)


def test_where_the_writer_stood_goes_only_item_by_item():
    there = entry(answer("place", {"caste": place(basis="inferred")}, Kind.POSITIONS))

    def sides(ticks):
        (sifted,) = sift([there], GIVEN, ticks=ticks).entries
        return [(each.me, each.them, each.quadrant) for each in sifted.answers[0].value.values()]

    assert sides([]) == [(None, "further", "unplaced")]
    assert sides(["own-side:1.dims", "own-side:2.place"]) == [(None, "further", "unplaced")]
    assert sides(["own-side:1.place"]) == [("closer", "further", "i-closer")]
    assert [str(each) for each in sift([there], GIVEN).own] == ["1.place"]


def test_a_place_of_the_writer_alone_leaves_nothing_without_its_tick():
    assert kept(entry(answer("where-i-stand", {"caste": Position(me="closer")}, Kind.POSITIONS))) == []


@pytest.mark.parametrize(
    ("kind", "value", "left"),
    [
        (Kind.CHOICES, ("caste", "political-voice"), ("caste",)),
        (Kind.CHOICES, ("dimension:political-voice", "structure:patriarchy"), ("structure:patriarchy",)),
        (Kind.POSITIONS, {"political-voice": place(), "caste": place(None)}, {"caste": place(None)}),
    ],
)
def test_political_voice_stays_wherever_it_was_picked(kind, value, left):
    there = entry(answer("dims", value, kind))

    (sifted,) = sift([there], GIVEN).entries
    (ticked,) = sift([there], GIVEN, ticks=["dimension:political-voice", "own-side:1.dims"]).entries

    assert sifted.answers[0].value == left
    assert ticked.answers[0].value == value


def test_an_answer_that_looked_into_political_voice_stays():
    assert kept(entry(answer("quadrant", about="political-voice"))) == []


def test_how_it_landed_goes_only_if_ticked():
    there = entry(answer("land", 3, Kind.LOAD))

    assert kept(there) == []
    assert kept(there, ticks=["load"]) == [(1, "land")]


def test_what_was_told_of_commitments_goes_with_their_mark_and_not_with_the_answer():
    assert kept(entry(answer("last-time", {"1": News("kept", "words")}, Kind.OUTCOMES))) == []


def test_a_scene_is_known_as_one_though_it_is_not_marked():
    there = entry(answer("card", share=Share.PRIVATE), answer("quadrant"), number=7)

    assert sift([there], GIVEN).scenes == {7}


def promise(text="Ask first.", share=GIVEN, news=()):
    return Commitment(number=1, key="carry", scale="in-reach", text=text, share=share, thread="blue-kettle", news=news)


def test_a_commitment_goes_by_its_own_mark_without_its_thread():
    assert shown_of(promise(), (), ["V."]) == replace(promise(), thread=None)
    assert not is_held(promise(), (), ["V."])


@pytest.mark.parametrize(
    "held",
    [
        promise("Tell V. about it."),
        replace(promise(), locked=True),
        replace(promise(), deck="feedback"),
        replace(promise(), entry=4),
    ],
)
def test_a_commitment_that_is_locked_or_about_supervision_stays_whatever_its_mark(held):
    assert is_held(held, {4}, ["V."])


def test_a_line_of_news_goes_unless_it_is_another_answers():
    def told(text, told_in):
        return Told(status="kept", text=text, at=NOON, told_in=told_in)

    there = promise(news=(told("by itself", None), told("in an answer", "id-1"), told("V. did it", None)))
    shown = shown_of(there, (), ["V."])

    assert [each.text for each in shown.news] == ["by itself", "", ""]
    assert [each.status for each in shown.news] == ["kept"] * 3
    assert shown_of(there, {"id-1"}, ["V."]).news[1].text == "in an answer"


def test_what_is_counted_of_all_entries_leaves_out_the_locked_and_what_is_held():
    def noted(number, key, value, **rest):
        made = Answer(key=key, question="", kind=Kind.POSITIONS, value=value, **rest)
        return Noted(number=number, deck="s2-power", written=NOON, answer=made)

    there = [
        noted(1, "place", {"caste": place()}),
        noted(2, "place", {"caste": place()}, locked=True),
        noted(3, "place", {"caste": place()}),
        noted(4, "place", {"political-voice": place()}),
    ]

    assert [(each.number, each.answer.value) for each in counted(there, {3}, ())] == [(1, {"caste": place(None)})]


@pytest.mark.parametrize(
    ("theme", "tick"),
    [("own-healing", "theme:own-healing"), ("own-location", "theme:own-location"), ("feeling-load", "load")],
)
def test_a_theme_about_oneself_counts_only_if_ticked(theme, tick):
    bearing = Bearing(number=1, day=date(2026, 11, 1), theme=theme, deck="free")

    assert not may_count(bearing, (), ())
    assert may_count(bearing, (), (tick,))
    assert not may_count(bearing, {1}, (tick,))
    assert may_count(replace(bearing, theme="silence"), (), ())


def test_a_theme_of_an_entry_in_which_all_is_locked_is_not_counted():
    bearing = Bearing(number=1, day=date(2026, 11, 1), theme="queer-trans", deck="own-location")

    assert not may_count(bearing, (), ("theme:own-location",))


def test_a_promise_in_an_answer_that_is_marked_is_that_answers():
    there = entry(answer("carry", Carry("in-reach", "Ask."), Kind.COMMITMENT))

    assert kept(there) == [(1, "carry")]
