"""Asking: real keystrokes at real prompts, lines through a pipe, and answers from a file."""

import io
import json
import sys
from dataclasses import replace

import pytest
from prompt_toolkit.application import create_app_session
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output import DummyOutput

from reflect import decks
from reflect.ask import scripted, talk
from reflect.errors import WrongUsage
from reflect.models import Carry, Option, Position, Share
from reflect.sitting import BACK, LIGHTER, SKIP, Paused, Question, Stopped

DOWN, UP, ENTER, SPACE, CTRL_C, CTRL_D = "\x1b[B", "\x1b[A", "\r", " ", "\x03", "\x04"
FRUIT = tuple(Option(word, word.title()) for word in ("mango", "guava", "lychee", "jamun"))


@pytest.fixture
def question(s2_power):
    """Give a question on a step of s2-power, by key, with a list that collects what is jotted."""

    def ask_about(key: str, **more: object) -> Question:
        step = s2_power.step(key)
        jotted: list[str] = []
        given = {"step": step, "text": step.prompts[0].text, "number": 1, "of": 9, "jot": jotted.append}
        asked = Question(**{**given, **more})
        object.__setattr__(asked, "jot", jotted.append)
        return asked

    return ask_about


def jotted(question: Question) -> list[str]:
    return question.jot.__self__


@pytest.fixture
def plain(monkeypatch):
    """Answer in plain mode with these lines; give the answer and what was printed."""

    def answer(lines: str, use):
        monkeypatch.setattr(sys, "stdin", io.StringIO(lines))
        out = io.StringIO()
        return use(talk(plain=True, out=out)), out.getvalue()

    return answer


@pytest.fixture
def keys():
    """Answer in the terminal with these keystrokes."""

    def answer(strokes: str, use):
        with create_pipe_input() as pipe, create_app_session(input=pipe, output=DummyOutput()):
            pipe.send_text(strokes)
            return use(talk(plain=False))

    return answer


# In the terminal


def test_a_number_picks_at_once(keys, question):
    assert keys("2", lambda ask: ask(question("arrive"))) == "enough"


def test_arrows_and_enter_pick(keys, question):
    assert keys(DOWN + DOWN + ENTER, lambda ask: ask(question("arrive"))) == "little"


@pytest.mark.parametrize(("key", "reply"), [("s", SKIP), ("b", BACK)])
def test_a_letter_is_a_control_in_every_list(keys, question, key, reply):
    assert keys(key, lambda ask: ask(question("arrive"))) is reply
    assert keys(key, lambda ask: ask(question("dims"))) is reply
    assert keys(key, lambda ask: ask(question("dims", most=1))) is reply
    assert keys(key, lambda ask: ask(question("land"))) is reply


def test_pause_and_stop_leave(keys, question):
    with pytest.raises(Paused):
        keys("p", lambda ask: ask(question("arrive")))
    with pytest.raises(Stopped) as stopped:
        keys("q1", lambda ask: ask(question("arrive")))
    assert not stopped.value.discard


def test_discarding_takes_a_yes_besides(keys, question):
    with pytest.raises(Stopped) as stopped:
        keys("q2y", lambda ask: ask(question("arrive")))
    assert stopped.value.discard
    assert keys("q2n1", lambda ask: ask(question("arrive"))) == "plenty"
    assert keys("q31", lambda ask: ask(question("arrive"))) == "plenty"


def test_why_asks_again(keys, question):
    assert keys("?1", lambda ask: ask(question("arrive"))) == "plenty"


def test_heavy_offers_a_breath_a_lighter_question_a_pause_and_a_stop(keys, question):
    assert keys("h1" + "2", lambda ask: ask(question("arrive"))) == "enough"
    assert keys("h2", lambda ask: ask(question("arrive"))) is LIGHTER
    with pytest.raises(Paused):
        keys("h3", lambda ask: ask(question("arrive")))
    with pytest.raises(Stopped):
        keys("h41", lambda ask: ask(question("arrive")))


def test_several_are_marked_with_space(keys, question):
    assert keys(SPACE + DOWN + SPACE + ENTER, lambda ask: ask(question("dims"))) == ("caste", "tribe-indigenous")


def test_more_than_the_limit_is_not_taken(keys, question):
    strokes = SPACE + DOWN + SPACE + DOWN + SPACE + ENTER + SPACE + ENTER
    assert keys(strokes, lambda ask: ask(question("dims", most=2))) == ("caste", "tribe-indigenous")


def test_slash_finds_in_a_long_list_and_enter_marks_what_was_found(keys, question):
    assert keys("/lang" + ENTER + ENTER, lambda ask: ask(question("dims"))) == ("language-accent",)
    assert keys("/lang" + ENTER + ENTER, lambda ask: ask(question("dims", most=1))) == ("language-accent",)


def test_letters_that_find_are_not_controls(keys, question):
    assert keys("/skin" + ENTER + ENTER, lambda ask: ask(question("dims"))) == ("skin-colour",)


def test_nothing_marked_is_a_skip(keys, question):
    assert keys(ENTER, lambda ask: ask(question("dims"))) is SKIP


def test_text_goes_on_until_a_full_stop_alone(keys, question):
    typed = "one. two" + ENTER + ENTER + "तीन" + ENTER + "." + ENTER
    asked = question("moment")

    assert keys(typed, lambda ask: ask(asked)) == "one. two\n\nतीन"
    assert jotted(asked)[-1] == "one. two\n\nतीन\n"


def test_ctrl_c_keeps_the_words_in_hand_and_leaves(keys, question):
    asked = question("moment")

    with pytest.raises(KeyboardInterrupt):
        keys("one" + ENTER + "half of tw" + CTRL_C, lambda ask: ask(asked))

    assert jotted(asked)[-1] == "one\nhalf of tw"


def test_the_end_of_the_input_is_a_pause(keys, question):
    with pytest.raises(Paused):
        keys(CTRL_D, lambda ask: ask(question("moment")))


def test_slash_words_are_controls_on_a_line_alone_and_leave_no_trace(keys, question):
    assert keys("/skip" + ENTER, lambda ask: ask(question("moment"))) is SKIP
    assert keys("/back" + ENTER, lambda ask: ask(question("words-ready"))) is BACK
    assert keys("one" + ENTER + "/why" + ENTER + "." + ENTER, lambda ask: ask(question("moment"))) == "one"
    assert keys("I said /skip" + ENTER + "." + ENTER, lambda ask: ask(question("moment"))) == "I said /skip"


def test_two_slashes_type_one(keys, question):
    assert keys("//skip" + ENTER, lambda ask: ask(question("words-ready"))) == "/skip"


def test_skipping_after_typing_asks_before_any_word_is_left(keys, question):
    assert keys("one" + ENTER + "/skip" + ENTER + "y", lambda ask: ask(question("moment"))) == "one"
    assert keys("one" + ENTER + "/skip" + ENTER + "n", lambda ask: ask(question("moment"))) is SKIP


def test_pausing_after_typing_keeps_the_words(keys, question):
    asked = question("moment")

    with pytest.raises(Paused):
        keys("one" + ENTER + "/pause" + ENTER, lambda ask: ask(asked))

    assert jotted(asked)[-1] == "one"


def test_words_begun_are_there_to_go_on_from(keys, question):
    assert keys("two" + ENTER + "." + ENTER, lambda ask: ask(question("moment", begun="one"))) == "one\ntwo"


def test_an_earlier_answer_is_there_to_change(keys, question):
    assert keys(ENTER, lambda ask: ask(question("words-ready", answer="as it was"))) == "as it was"
    assert keys(ENTER, lambda ask: ask(question("arrive", answer="little"))) == "little"
    assert keys(ENTER, lambda ask: ask(question("dims", answer=("gender", "caste")))) == ("caste", "gender")


def test_positions_are_asked_part_by_part(keys, question):
    subjects = (Option("caste", "Caste", "caste"), Option("gender", "Gender"))

    placed = keys("1" + "2" + "s" + "3" + "4" + "1", lambda ask: ask(question("place", subjects=subjects)))

    assert placed == {
        "caste": Position(me="closer", them="further"),
        "gender": Position(me="depends", them="not-sure", basis="told-me"),
    }


def test_back_among_positions_goes_to_the_part_before(keys, question):
    subjects = (Option("caste", "Caste"),)

    assert keys("1b2" + "1" + "1", lambda ask: ask(question("place", subjects=subjects))) == {
        "caste": Position(me="further", them="closer", basis="told-me")
    }
    assert keys("b", lambda ask: ask(question("place", subjects=subjects))) is BACK


def test_seen_and_said_are_true_and_false(keys, question):
    subjects = (Option("caste", "Caste"),)

    seen_only = keys("2", lambda ask: ask(question("seen-and-said", subjects=subjects)))
    neither = keys("4", lambda ask: ask(question("seen-and-said", subjects=subjects)))

    assert seen_only == {"caste": Position(seen=True, spoken=False)}
    assert neither == {"caste": Position(seen=False, spoken=False)}


def test_a_grid_is_asked_row_by_row(keys, question):
    assert keys("1s34", lambda ask: ask(question("role-power"))) == {"end": "me", "name": "both", "write": "neither"}


def test_a_load_is_a_number(keys, question):
    assert keys("0", lambda ask: ask(question("land"))) == 0
    assert keys("4", lambda ask: ask(question("land"))) == 4


def test_a_commitment_has_a_size_and_a_line(keys, question):
    assert keys("2call her" + ENTER, lambda ask: ask(question("carry"))) == Carry("with-others", "call her")
    assert keys("3", lambda ask: ask(question("carry"))) == Carry("only-seen")
    assert keys("1" + ENTER, lambda ask: ask(question("carry"))) == Carry("in-reach")


# In plain lines


def test_plain_takes_a_number_or_a_word(plain):
    assert plain("2\n", lambda ask: ask.one("", FRUIT))[0] == "guava"
    assert plain("LYCH\n", lambda ask: ask.one("", FRUIT))[0] == "lychee"


def test_plain_says_what_it_did_not_understand_and_asks_again(plain):
    answer, out = plain("9\nan\nguava\n", lambda ask: ask.one("", (*FRUIT, Option("banana", "Banana"))))

    assert answer == "guava"
    assert "“9” is not in the list." in out
    assert "“an” could be 1 Mango, 5 Banana. Type the number." in out


def test_plain_takes_several_with_commas(plain, question):
    answer, _ = plain("caste, 5 ,caste\n", lambda ask: ask(question("dims")))

    assert answer == ("caste", "gender")


def test_plain_keeps_to_the_limit(plain, question):
    answer, out = plain("1,2,3\n1,2\n", lambda ask: ask(question("dims", most=2)))

    assert answer == ("caste", "tribe-indigenous")
    assert "pick 2 at most" in out


def test_plain_has_every_control(plain, question):
    assert plain("/skip\n", lambda ask: ask(question("moment")))[0] is SKIP
    assert plain("s\n", lambda ask: ask(question("arrive")))[0] is SKIP
    assert plain("b\n", lambda ask: ask(question("arrive")))[0] is BACK
    assert plain("?\n1\n", lambda ask: ask(question("arrive")))[0] == "plenty"
    assert plain("h\n2\n", lambda ask: ask(question("arrive")))[0] is LIGHTER
    with pytest.raises(Paused):
        plain("/pause\n", lambda ask: ask(question("moment")))
    with pytest.raises(Stopped):
        plain("/stop\n2\ny\n", lambda ask: ask(question("moment")))


def test_plain_why_prints_the_reason(plain, question, s2_power):
    _, out = plain("/why\nx\n.\n", lambda ask: ask(question("moment")))

    assert " ".join(s2_power.step("moment").why.split()) in " ".join(out.split())


def test_plain_single_letters_are_words_in_a_text(plain, question):
    assert plain("b\n", lambda ask: ask(question("words-ready")))[0] == "b"


def test_plain_text_ends_with_a_full_stop_and_keeps_every_line_as_it_comes(plain, question):
    asked = question("moment")

    assert plain("one\n\nதமிழ் 😀\n.\n", lambda ask: ask(asked))[0] == "one\n\nதமிழ் 😀"
    assert jotted(asked) == ["one", "one\n", "one\n\nதமிழ் 😀"]


def test_plain_input_that_ends_is_a_pause(plain, question):
    with pytest.raises(Paused):
        plain("one\n", lambda ask: ask(question("moment")))


def test_plain_prints_no_escape_and_says_where_we_are(plain, question):
    _, out = plain("1\n", lambda ask: ask(question("arrive")))

    assert "\x1b" not in out
    assert "1 of 9." in out
    assert "1. Plenty" in out


def test_plain_says_the_controls_once(plain, question):
    def twice(ask):
        ask(question("arrive"))
        ask(question("arrive"))

    _, out = plain("1\n1\n", twice)

    assert out.count("/skip") == 1


def test_plain_yes_and_no(plain):
    assert plain("\n", lambda ask: ask.confirm("Sure?", default=True))[0] is True
    assert plain("\n", lambda ask: ask.confirm("Sure?", default=False))[0] is False
    assert plain("maybe\nY\n", lambda ask: ask.confirm("Sure?", default=False))[0] is True


def test_plain_words_begun_are_shown_and_gone_on_from(plain, question):
    answer, out = plain("\ntwo\n.\n", lambda ask: ask(question("moment", begun="one")))

    assert answer == "one\ntwo"
    assert "You had begun this one." in out


def test_plain_words_can_be_written_anew(plain, question):
    assert plain("again\ntwo\n.\n", lambda ask: ask(question("moment", answer="one")))[0] == "two"
    assert plain("two\n", lambda ask: ask(question("words-ready", answer="one")))[0] == "two"
    assert plain("\n", lambda ask: ask(question("words-ready", answer="one")))[0] == "one"


def test_what_only_looks_like_a_control_is_neither_text_nor_control(plain, keys, question):
    answer, out = plain("/skp\n/help\nx\n", lambda ask: ask(question("words-ready")))

    assert answer == "x"
    assert "“/skp” is none of" in out
    assert keys("/skp" + ENTER + "x" + ENTER, lambda ask: ask(question("words-ready"))) == "x"
    assert keys("/SKIP" + ENTER, lambda ask: ask(question("words-ready"))) is SKIP


def test_small_picks_outlive_a_why_and_a_pause(keys, question):
    subjects = (Option("caste", "Caste"), Option("gender", "Gender"))
    asked = question("place", subjects=subjects)

    with pytest.raises(Paused):
        keys("12?3" + "2p", lambda ask: ask(asked))
    begun = jotted(asked)[-1]

    assert keys("13", lambda ask: ask(question("place", subjects=subjects, begun=begun))) == {
        "caste": Position(me="closer", them="further", basis="dont-know"),
        "gender": Position(me="further", them="closer", basis="dont-know"),
    }


def test_a_lighter_question_does_not_cost_the_words(keys, question):
    asked = question("moment")

    assert keys("one" + ENTER + "/heavy" + ENTER + "2y", lambda ask: ask(asked)) is LIGHTER
    assert jotted(asked)[-1] == "one"


def test_finding_takes_the_beginnings_of_words_and_only_what_is_there(keys, question):
    assert keys("/age" + ENTER + ENTER, lambda ask: ask(question("dims"))) == ("age-generation",)
    assert keys("/xyz" + ENTER + "\x1b" + SPACE + ENTER, lambda ask: ask(question("dims"))) == ("caste",)


def test_an_enter_too_many_picks_nothing_from_a_long_list(keys, question):
    assert keys(ENTER + ENTER + DOWN + DOWN + ENTER, lambda ask: ask(question("dims", most=1))) == ("tribe-indigenous",)


# From a file


def script(deck, **data):
    return scripted.read(json.dumps(data), deck)


def test_a_script_gives_values_of_the_right_kind(s2_power):
    read = script(
        s2_power,
        minutes=25,
        date="2026-11-01",
        answers={"moment": "x", "dims": ["caste"], "place": {"caste": {"me": "closer"}}, "land": 3},
        share={"moment": "supervision"},
    )

    assert read == scripted.Script(
        answers={"moment": "x", "dims": ("caste",), "place": {"caste": Position(me="closer")}, "land": 3},
        share={"moment": Share.SUPERVISION},
        minutes=25,
        date="2026-11-01",
    )


def test_words_of_nothing_but_space_are_no_answer(s2_power):
    assert script(s2_power, answers={"moment": " \n"}).answers == {}


@pytest.mark.parametrize(
    ("data", "named"),
    [
        ({"answer": {}}, ["“answer”", "answers"]),
        ({"answers": {"momnt": "x"}}, ["“momnt”", "moment"]),
        ({"answers": {"arrive": "lots"}}, ["“lots”", "arrive", "plenty"]),
        ({"answers": {"moment": 3}}, ["moment", "text"]),
        ({"answers": []}, ["answers"]),
        ({"share": {"momnt": "supervision"}}, ["“momnt”", "moment"]),
        ({"share": {"moment": "boss"}}, ["“boss”", "supervision"]),
        ({"minutes": 7}, ["“7”", "2, 10, 25"]),
        ({"minutes": True}, ["“True”"]),
        ({"date": 5}, ["date"]),
    ],
)
def test_what_is_not_known_is_refused_by_name(s2_power, data, named):
    with pytest.raises(WrongUsage) as refused:
        script(s2_power, **data)

    assert all(word in str(refused.value) for word in named)
    assert "Nothing was kept." in str(refused.value)


def test_answers_that_are_not_json_are_refused_without_their_text(s2_power):
    with pytest.raises(WrongUsage) as refused:
        scripted.read('{"answers": {"moment": "a secret" oops}}', s2_power)

    assert "line 1" in str(refused.value)
    assert "secret" not in str(refused.value)
    assert refused.value.__cause__ is None


def test_a_locked_answer_is_not_shared_from_a_file(s2_power):
    locked = replace(s2_power, steps=tuple(replace(step, private=True) for step in s2_power.steps))

    with pytest.raises(WrongUsage, match="locked"):
        script(locked, answers={"moment": "x"}, share={"moment": "supervision"})


def test_dimensions_are_written_with_their_list_where_lists_are_mixed():
    now = decks.find("now")

    assert script(now, answers={"room": ["dimension:caste", "structure:patriarchy"]}).answers == {
        "room": ("dimension:caste", "structure:patriarchy")
    }
    with pytest.raises(WrongUsage, match="“caste”"):
        script(now, answers={"room": ["caste"]})
