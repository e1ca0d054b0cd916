"""A sitting: what is asked, in which words, and that interruption loses nothing."""

from dataclasses import replace
from datetime import timedelta

import pytest
from conftest import NOON
from hypothesis import given
from hypothesis import strategies as st

from reflect.models import Beat, Begun, Carry, Deck, Entry, Kind, Position, Prompt, Quadrant, Step, Weight
from reflect.sitting import (
    BACK,
    LIGHTER,
    SKIP,
    Ask,
    Paused,
    Question,
    Stopped,
    as_asked_of,
    only,
    sit,
    steps_for,
)


def answering(question: Question) -> object:  # noqa: PLR0911 - a kind each
    """Give some answer of the right kind."""
    step = question.step
    match step.kind:
        case Kind.LINE | Kind.TEXT:
            return f"words for {step.key}"
        case Kind.CHOICE:
            return step.options[0].id
        case Kind.CHOICES:
            return tuple(option.id for option in step.options[: min(question.most or 3, 3)])
        case Kind.POSITIONS:
            return {
                subject.id: Position(me="closer", them="further", basis="inferred") for subject in question.subjects
            }
        case Kind.GRID:
            return {row.id: step.options[0].id for row in step.rows}
        case Kind.LOAD:
            return 1
        case Kind.COMMITMENT:
            return Carry("in-reach", "one thing")


class Recorder:
    """Asks, remembers what was asked, and does something else at chosen turns."""

    def __init__(self, instead: dict[int, object] | None = None, ask: Ask = answering) -> None:
        self.questions: list[Question] = []
        self._instead = instead or {}
        self._ask = ask

    def __call__(self, question: Question) -> object:
        self.questions.append(question)
        reply = self._instead.get(len(self.questions), None)
        if isinstance(reply, BaseException):
            raise reply
        if callable(reply):
            return reply(question)
        return self._ask(question) if reply is None else reply

    @property
    def keys(self) -> list[str]:
        return [question.step.key for question in self.questions]


class Kept:
    """Keeps entries as the journal would, and remembers the last."""

    def __init__(self) -> None:
        self.last: Entry | None = None
        self.times = 0

    def __call__(self, entry: Entry) -> Entry:
        self.times += 1
        self.last = replace(entry, number=entry.number or 1)
        return self.last


def step(key: str, **more: object) -> Step:
    usual = {
        "beat": Beat.LOOK,
        "kind": Kind.LINE,
        "minutes": (2, 10, 25),
        "weight": Weight.LIGHT,
        "why": "To see.",
        "prompts": (Prompt(f"{key} first?"), Prompt(f"{key} second?"), Prompt(f"{key} third?")),
    }
    return Step(key=key, **{**usual, **more})


def deck(*steps: Step) -> Deck:
    return Deck(id="d", title="D", source="S", about="A", steps=steps)


@pytest.mark.parametrize(("minutes", "keys"), [(2, "moment dims place stage carry land")])
def test_two_minutes_of_s2_power_ask_the_rows_of_two_minutes(s2_power, entry, minutes, keys):
    ask = Recorder()

    sit(s2_power, replace(entry, minutes=minutes), ask, Kept())

    assert ask.keys == keys.split()


@pytest.mark.parametrize("minutes", [2, 10, 25])
def test_the_count_is_true(s2_power, entry, minutes):
    ask = Recorder()

    sit(s2_power, replace(entry, minutes=minutes), ask, Kept())

    numbers = [question.number for question in ask.questions]
    assert {question.of for question in ask.questions} == {len(steps_for(s2_power, minutes, entry, {}))}
    assert numbers == sorted(set(numbers))
    assert numbers[-1] == ask.questions[0].of


def test_everything_is_kept_after_every_answer(s2_power, entry):
    kept = Kept()
    seen = []

    def watching(question: Question) -> object:
        seen.append(len(kept.last.answers) if kept.last else 0)
        return answering(question)

    finished = sit(s2_power, entry, watching, kept)

    assert seen == list(range(len(finished.answers)))
    assert finished.finished
    assert finished == kept.last


def test_a_skip_is_asked_only_once_and_forgotten_at_the_end(s2_power, entry):
    kept = Kept()
    with pytest.raises(Paused):
        sit(s2_power, entry, Recorder({1: SKIP, 3: Paused()}), kept)
    assert kept.last.skipped.keys() == {"arrive"}

    ask = Recorder()
    finished = sit(s2_power, kept.last, ask, kept)

    assert "arrive" not in ask.keys
    assert finished.skipped == {}
    assert finished.answer("arrive") is None


@given(stops=st.lists(st.integers(1, 6), max_size=8), minutes=st.sampled_from([2, 10, 25]))
def test_interrupted_anywhere_and_resumed_it_ends_the_same(s2_power, stops, minutes):
    begun = Entry(id="x", deck="s2-power", minutes=minutes, written=NOON)
    whole = sit(s2_power, begun, answering, Kept())

    kept = Kept()
    entry = begun
    for turns in stops:
        try:
            entry = sit(s2_power, entry, Recorder({turns: KeyboardInterrupt()}), kept)
            break
        except KeyboardInterrupt:
            entry = kept.last or begun
    else:
        entry = sit(s2_power, entry, answering, kept)

    assert entry.answers == whole.answers
    assert entry.finished


def test_back_asks_the_step_before_again_with_its_answer_and_then_goes_on(s2_power, entry):
    ask = Recorder({3: BACK, 4: "other words"})

    finished = sit(s2_power, entry, ask, Kept())

    assert ask.keys[:5] == ["arrive", "moment", "dims", "moment", "dims"]
    assert ask.questions[3].answer == "words for moment"
    assert ask.questions[3].text == ask.questions[1].text
    assert finished.answer("moment").value == "other words"


def test_back_at_the_first_question_stays_there(s2_power, entry):
    ask = Recorder({1: BACK})

    sit(s2_power, entry, ask, Kept())

    assert ask.keys[:3] == ["arrive", "arrive", "moment"]


def test_going_back_and_skipping_takes_the_answer_back(s2_power, entry):
    finished = sit(s2_power, entry, Recorder({3: BACK, 4: SKIP}), Kept())

    assert finished.answer("moment") is None


def test_a_dimension_no_longer_picked_is_no_longer_placed(s2_power, entry):
    ask = Recorder({3: ("caste", "gender"), 5: BACK, 6: BACK, 7: ("gender",)})

    finished = sit(s2_power, entry, ask, Kept())

    assert finished.answer("place").value.keys() == {"gender"}
    assert finished.answer("quadrant").about == "gender"


def test_a_sitting_without_any_answer_finishes_nothing(s2_power, entry):
    left = sit(s2_power, entry, lambda question: SKIP, Kept())

    assert not left.finished


def test_lighter_keeps_the_words_that_were_kept(s2_power, entry):
    def lighter(question: Question) -> object:
        question.jot("half a thought")
        return LIGHTER

    finished = sit(s2_power, entry, Recorder({2: lighter}), Kept())

    assert finished.answer("moment").value == "half a thought"


def test_small_picks_begun_are_kept_when_stopping(s2_power, entry):
    def stopping(question: Question) -> object:
        question.jot('{"caste": {"me": "closer"}}')
        raise Stopped(discard=False)

    finished = sit(s2_power, entry, Recorder({3: ("caste",), 4: stopping}), Kept())

    assert finished.answer("place").value == {"caste": Position(me="closer")}


def test_the_line_after_a_heavy_question_is_not_said_on_the_way_back(s2_power, entry):
    heavy = next(n for n, each in enumerate(s2_power.steps, 1) if each.key == "advantage")
    ask = Recorder({heavy: BACK})

    sit(s2_power, entry, ask, Kept())

    assert all(len(question.lead) <= 1 for question in ask.questions)


def test_a_dimension_added_by_going_back_is_placed_and_the_others_stay(s2_power, entry):
    def placing(question: Question) -> object:
        return {subject.id: Position(me="closer") for subject in question.subjects}

    ask = Recorder({3: ("caste",), 4: placing, 5: BACK, 6: BACK, 7: ("caste", "gender"), 8: placing})

    finished = sit(s2_power, entry, ask, Kept())

    assert ask.keys[2:8] == ["dims", "place", "seen-and-said", "place", "dims", "place"]
    assert [subject.id for subject in ask.questions[7].subjects] == ["caste", "gender"]
    assert finished.answer("place").value.keys() == {"caste", "gender"}


def test_without_dimensions_nothing_is_placed_and_no_pairing_is_asked_about(s2_power, entry):
    ask = Recorder({3: SKIP})

    sit(s2_power, entry, ask, Kept())

    assert not {"place", "seen-and-said", "quadrant", "quadrant-again", "together", "guessing"} & set(ask.keys)
    assert ask.questions[-1].number == ask.questions[-1].of


@pytest.mark.parametrize(
    ("me", "them", "quadrant"),
    [
        ("closer", "further", Quadrant.I_CLOSER),
        ("closer", "closer", Quadrant.BOTH_CLOSER),
        ("further", "closer", Quadrant.THEY_CLOSER),
        ("further", "further", Quadrant.BOTH_FURTHER),
        ("depends", "closer", Quadrant.UNPLACED),
        ("closer", "not-sure", Quadrant.UNPLACED),
        (None, None, Quadrant.UNPLACED),
    ],
)
def test_the_follow_up_is_worded_for_the_pairing(s2_power, entry, me, them, quadrant):
    ask = Recorder({3: ("caste",), 4: {"caste": Position(me=me, them=them)}})

    sit(s2_power, entry, ask, Kept())

    for key in ("quadrant", "quadrant-again"):
        asked = next(question for question in ask.questions if question.step.key == key)
        wording = next(prompt for prompt in asked.step.prompts if prompt.text == asked.text)
        assert wording.quadrant is quadrant
        assert asked.about.id == "caste"


def test_two_follow_ups_look_into_two_dimensions(s2_power, entry):
    ask = Recorder({3: ("caste", "gender")})

    finished = sit(s2_power, entry, ask, Kept())

    assert [finished.answer(key).about for key in ("quadrant", "quadrant-again")] == ["caste", "gender"]


def test_three_guesses_in_a_row_bring_a_question_about_guessing(s2_power, entry):
    def placed(*bases: str) -> dict[str, Position]:
        return {f"d{n}": Position(me="closer", basis=basis) for n, basis in enumerate(bases)}

    guessed = Recorder({4: placed("inferred", "inferred", "inferred")})
    told = Recorder({4: placed("inferred", "told-me", "inferred", "inferred")})
    sit(s2_power, entry, guessed, Kept())
    sit(s2_power, entry, told, Kept())

    assert "guessing" in guessed.keys
    assert "guessing" not in told.keys


def test_a_heavy_question_has_a_line_before_it_and_one_after(s2_power, entry):
    ask = Recorder()

    sit(s2_power, entry, ask, Kept())

    heavy = next(at for at, question in enumerate(ask.questions) if question.step.weight is Weight.HEAVY)
    before, after = ask.questions[heavy].step.settle
    assert ask.questions[heavy].lead == (before,)
    assert ask.questions[heavy + 1].lead[0] == after


def test_lighter_passes_over_everything_until_a_light_question(s2_power, entry):
    at = next(n for n, each in enumerate(s2_power.steps, 1) if each.key == "quadrant") - 1  # no guessing is asked
    ask = Recorder({3: ("caste", "gender"), at: LIGHTER})

    sit(s2_power, entry, ask, Kept())

    assert ask.keys[at - 1 : at + 1] == ["quadrant", "role-power"]


def test_words_begun_are_kept_at_once_and_offered_again(s2_power, entry):
    kept = Kept()

    def jotting(question: Question) -> object:
        question.jot("I explained the")
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        sit(s2_power, entry, Recorder({2: jotting}), kept)
    wording = kept.last.begun["moment"].question
    assert kept.last.begun == {"moment": Begun(wording, "I explained the")}

    ask = Recorder()
    finished = sit(s2_power, kept.last, ask, kept, {("moment", wording): entry.written})

    assert ask.questions[0].begun == "I explained the"
    assert ask.questions[0].text == wording
    assert finished.begun == {}


def test_stopping_and_keeping_turns_words_begun_into_an_answer(s2_power, entry):
    def jotting(question: Question) -> object:
        question.jot("half a line")
        raise Stopped(discard=False)

    finished = sit(s2_power, entry, Recorder({2: jotting}), Kept())

    assert finished.finished
    assert finished.answer("moment").value == "half a line"


def test_stopping_and_discarding_leaves_it_to_the_caller(s2_power, entry):
    kept = Kept()

    with pytest.raises(Stopped):
        sit(s2_power, entry, Recorder({2: Stopped(discard=True)}), kept)

    assert not kept.last.finished


def test_the_wording_not_asked_for_longest_has_its_turn(entry):
    one = deck(step("a"))
    day = timedelta(days=1)
    asked = {("a", "a first?"): entry.written - day, ("a", "a second?"): entry.written - 3 * day}
    ask = Recorder()

    sit(one, entry, ask, Kept(), asked)
    sit(one, entry, ask, Kept(), {**asked, ("a", "a third?"): entry.written})

    assert [question.text for question in ask.questions] == ["a third?", "a second?"]


def test_of_a_rotating_group_a_shorter_sitting_asks_the_one_longest_unasked(entry):
    group = deck(step("a", rotate="g"), step("b", rotate="g"), step("c"))
    asked = {("a", "a first?"): entry.written}

    assert [each.key for each in steps_for(group, 10, entry, asked)] == ["b", "c"]
    assert [each.key for each in steps_for(group, 25, entry, asked)] == ["a", "b", "c"]


def test_a_rotating_step_already_begun_stays_the_one(entry):
    group = deck(step("a", rotate="g"), step("b", rotate="g"))
    begun = entry.with_skip("a", "a first?")

    assert [each.key for each in steps_for(group, 2, begun, {("a", "a first?"): entry.written})] == ["a"]


def test_a_role_gets_its_own_wordings_and_nobody_elses(s2_power):
    def roles(role: str) -> set[str | None]:
        return {prompt.role for each in as_asked_of(s2_power, role).steps for prompt in each.prompts}

    assert roles("nurse") == {None, "nurse"}
    assert roles("") == {None}


def test_only_the_given_steps_are_asked_come_what_may(s2_power, entry):
    given_answers = {"quadrant": "x", "harm": "y", "repair-step": Carry("in-reach", "z")}
    ask = Recorder(ask=lambda question: given_answers[question.step.key])

    finished = sit(only(s2_power, given_answers), replace(entry, minutes=2), ask, Kept())

    assert {answer.key: answer.value for answer in finished.answers} == given_answers


def test_a_locked_step_gives_a_locked_answer(entry):
    finished = sit(deck(step("a", private=True)), entry, answering, Kept())

    assert finished.answer("a").locked
