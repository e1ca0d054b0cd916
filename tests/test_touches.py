"""What an entry touches on: by its picks, by its words, by what was decided; and what touches on nothing."""

from dataclasses import replace

import pytest

from reflect import codebook
from reflect.models import Answer, Carry, Entry, Kind, News, Position, Standing, What
from reflect.touches import Reader, Touch

CASTE = "She asked my surname and then my caste; the steel glass was kept apart."


@pytest.fixture(scope="module")
def reader(s2_power):
    steps = {step.key: step for step in s2_power.steps}
    return Reader(codebook.read(), lambda deck: steps if deck == "s2-power" else {}, lambda _: None)


def answer(key, value, kind=Kind.TEXT):
    return Answer(key=key, question="Q", kind=kind, value=value)


def read(reader, entry, *answers, finished=True, decided=None, deck="s2-power"):
    return reader.read(replace(entry, answers=answers, finished=finished, deck=deck), decided or {})


def themes_in(reading):
    return {touch.id: touch.standing for touch in reading.touches if touch.what == What.THEME}


def test_what_was_picked_declares_its_themes_and_says_by_what(reader, entry):
    reading = read(reader, entry, answer("dims", ("caste", "language-accent"), Kind.CHOICES))

    assert themes_in(reading) == {"caste": Standing.DECLARED, "language-region-migration": Standing.DECLARED}
    assert {(each.theme, each.key, each.quote) for each in reading.evidence} >= {
        ("caste", "dims", "Caste, jati, biradari")
    }
    assert {each.id for each in reading.touches if each.what == What.DIMENSION} == {"caste", "language-accent"}
    assert Touch(What.ENTRY) in reading.touches


def test_words_suggest_and_quote(reader, entry):
    reading = read(reader, entry, answer("moment", CASTE))

    assert themes_in(reading)["caste"] is Standing.LIKELY
    for each in reading.evidence:
        assert CASTE[each.start : each.end] == each.quote
        assert each.key == "moment"


def test_a_pick_outranks_words_and_what_was_decided_outranks_both(reader, entry):
    answers = (answer("moment", CASTE), answer("dims", ("caste",), Kind.CHOICES))

    assert themes_in(read(reader, entry, *answers))["caste"] is Standing.DECLARED
    for verdict in (Standing.REJECTED, Standing.ACCEPTED, Standing.PICKED):
        assert themes_in(read(reader, entry, *answers, decided={"caste": verdict}))["caste"] is verdict


def test_at_most_five_are_suggested(reader, entry):
    much = """
        I felt guilty and helpless. I kept quiet and changed the subject. I apologised the next week.
        The police came, the FIR was written. HOD said it is the order from above. She cannot afford the fee.
        They called her gori. I assumed she was rich. The diagnosis was borderline. I gave her a lecture.
    """

    assert len(themes_in(read(reader, entry, answer("moment", much)))) == 5


def test_a_heavy_landing_is_something_carried(reader, entry, s2_power):
    (landing,) = (step.key for step in s2_power.steps if step.kind is Kind.LOAD)

    assert "feeling-load" not in themes_in(read(reader, entry, answer(landing, 1, Kind.LOAD)))
    assert themes_in(read(reader, entry, answer(landing, 3, Kind.LOAD)))["feeling-load"] is Standing.DECLARED


def test_places_stages_and_what_was_spoken_about_are_counted(reader, entry):
    places = {"caste": Position(me="closer", them="further"), "gender": Position(me="not-sure")}
    shown = {"caste": Position(seen=True, spoken=False), "gender": Position(seen=True)}
    reading = read(
        reader,
        entry,
        answer("place", places, Kind.POSITIONS),
        answer("seen-and-said", shown, Kind.POSITIONS),
        answer("stage", "named-with-them", Kind.CHOICE),
    )

    there = {(touch.what, touch.id, touch.standing) for touch in reading.touches}
    assert {
        (What.PAIRING, "caste", "i-closer"),
        (What.PAIRING, "gender", "unplaced"),
        (What.SHOWING, "caste", "seen-unspoken"),
        (What.STAGE, "noticed", ""),
        (What.STAGE, "named", ""),
    } <= there
    assert not {(What.SHOWING, "gender"), (What.STAGE, "changed")} & {(what, name) for what, name, _ in there}


def test_what_was_promised_is_read_and_what_became_of_another_promise_is_not(reader, entry):
    promised = read(reader, entry, answer("carry", Carry("in-reach", CASTE), Kind.COMMITMENT))
    told = read(reader, entry, answer("follow-up", {"3": News("kept", CASTE)}, Kind.OUTCOMES))

    assert "caste" in themes_in(promised)
    assert themes_in(told) == {}


@pytest.mark.parametrize(
    "how",
    [{"finished": False}, {"deck": "scenario"}, {"scene": answer("card", "a scene", Kind.CHOICE)}],
    ids=["draft", "scenario", "scene"],
)
def test_drafts_and_made_up_scenes_touch_on_nothing(reader, entry, how):
    scene = [how.pop("scene")] if "scene" in how else []

    assert read(reader, entry, *scene, answer("moment", CASTE), **how).touches == ()


def test_the_deck_about_oneself_is_a_theme_of_its_own_and_visits_no_dimension(reader, entry):
    reading = read(reader, entry, answer("dims", ("caste",), Kind.CHOICES), deck="own-location")

    assert themes_in(reading)["own-location"] is Standing.DECLARED
    assert not [touch for touch in reading.touches if touch.what == What.DIMENSION]


def test_an_entry_of_a_deck_that_is_gone_is_read_by_its_words(reader, entry):
    assert themes_in(read(reader, entry, answer("moment", CASTE), deck="gone"))["caste"] is Standing.LIKELY


def test_reading_does_not_depend_on_the_entry_alone_being_an_entry(reader):
    assert reader.read(Entry(id="x", deck="free", minutes=2, written=None, finished=True), {}).touches == (
        Touch(What.ENTRY),
    )
