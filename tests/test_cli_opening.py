"""Before the first question and after the last: what comes back from earlier, and what helps when it sits heavily."""

import json

import pytest

READY = "आप जहाँ चाहें बैठिए।"
STOPPED = "/stop\n1\n\n"
"""At a question in words: stop, keep what is written, share nothing."""


def answers_of(reflect, number):
    return {each["key"]: each["value"] for each in json.loads(reflect(f"show {number} --json").out)["answers"]}


def listed(reflect, what="list"):
    return json.loads(reflect(f"{what} --json").out)


def commitments(reflect):
    return {each["text"]: each["status"] for each in listed(reflect, "commitments")}


def promise(text):
    return {"carry": {"scale": "in-reach", "text": text}}


def said(ran):
    """Give what was printed as one line: the plain way of asking breaks lines between words."""
    return " ".join(ran.out.split())


# What was ready last time


@pytest.mark.parametrize(("minutes", "shown"), [(2, False), (10, True), (25, True)])
def test_words_ready_come_back_at_the_start_but_not_in_two_minutes(reflect, wrote, minutes, shown):
    wrote("s2-power", {"moment": "x", "words-ready": READY}, date="2026-10-05")

    ran = reflect(f"write s2-power --minutes {minutes}", stdin="")

    assert (f"On 5 Oct 2026 you had this ready: “{READY}”" in said(ran)) is shown
    assert not shown or said(ran).index(READY) < said(ran).index("1 of ")


@pytest.mark.parametrize(
    ("deck", "answers", "ready"),
    [
        ("gentle", {"helped": "Tea.", "can-wait": "The report can."}, ["The report can."]),
        (
            "s4-after",
            {"echo": "One line.", "for-supervision": "Ask about slips.", "upward": "Say it upward."},
            ["Ask about slips.", "Say it upward."],
        ),
        ("s2-power", {"moment": "not this", "harm": "nor this", "words-ready": "this\u2028one"}, ["this one"]),
    ],
)
def test_free_words_of_the_carrying_part_come_back_in_one_line_each(reflect, wrote, deck, answers, ready):
    wrote(deck, answers)

    out = said(reflect(f"write {deck} --minutes 10", stdin=""))

    assert [out.count(f"you had this ready: “{line}”") for line in ready] == [1] * len(ready)
    assert out.count("you had this ready") == len(ready)


def test_only_the_last_sitting_of_the_deck_comes_back(reflect, wrote):
    wrote("s2-power", {"words-ready": "older"}, date="2026-10-01")
    wrote("s2-power", {"words-ready": READY}, date="2026-10-05")
    wrote("s1-lens", {"moment": "another deck"}, date="2026-10-06")

    out = said(reflect("write s2-power --minutes 10", stdin=""))

    assert READY in out
    assert "older" not in out
    assert "you had this ready" not in reflect("write s1-lens --minutes 10", stdin="").out


def test_in_a_thread_only_the_last_sitting_of_that_thread_comes_back(reflect, wrote):
    first = wrote("s2-power", {"words-ready": "in the first thread"}, "--thread new", date="2026-10-01")["thread"]
    second = wrote("s2-power", {"words-ready": "in the second thread"}, "--thread new", date="2026-10-05")["thread"]
    wrote("s2-power", {"words-ready": "in none"}, date="2026-10-07")

    for label, line in ((first, "in the first thread"), (second, "in the second thread")):
        out = said(reflect(f"write s2-power --thread {label} --minutes 10", stdin=""))
        assert f"Thread: {label}" in out
        assert f"ready: “{line}”" in out
        assert out.count("you had this ready") == 1


def test_in_a_new_thread_nothing_comes_back(reflect, wrote):
    wrote("s2-power", {"words-ready": READY, **promise("Ask her first.")}, "--thread new")

    out = said(reflect("write s1-lens --thread new --minutes 10", stdin=""))

    assert "ready" not in out
    assert "Ask her first." not in out


def test_a_draft_has_nothing_ready_and_gone_on_with_it_is_not_said_again(reflect, wrote):
    wrote("s2-power", {"words-ready": READY})
    assert READY in said(reflect("write s2-power --minutes 10", stdin="1\n"))

    assert READY not in said(reflect("write s2-power", stdin="y\n"))


def test_what_was_ready_is_shown_on_the_screen_and_not_kept_in_the_new_entry(reflect, wrote):
    wrote("s2-power", {"words-ready": READY})

    reflect("write s2-power --minutes 10", stdin=f"1\nA moment.\n.\n\n{STOPPED}")

    assert READY not in reflect("show 2").out


# What became of commitments


FOLLOW_UP = "“Ask her first.” (5 Oct 2026)"


@pytest.fixture
def due(wrote):
    """Keep a promise made in a sitting of s2-power."""
    wrote("s2-power", {"moment": "x", **promise("Ask her first.")}, date="2026-10-05")


@pytest.mark.parametrize(
    ("line", "stdin", "asked"),
    [
        ("write s2-power --minutes 10", "1\n", True),
        ("write s2-power --minutes 25", "1\n", True),
        ("write s2-power --minutes 2", "", False),
        ("write s1-lens --minutes 10", "1\n", False),
        ("write free --minutes 10", "", False),
        ("now", "", False),
    ],
)
def test_what_became_of_it_is_asked_once_one_has_arrived(reflect, due, line, stdin, asked):
    ran = reflect(line, stdin=stdin)

    assert (FOLLOW_UP in said(ran)) is asked
    assert not asked or said(ran).index("1 of ") < said(ran).index("2 of ") < said(ran).index(FOLLOW_UP)


def test_in_a_deck_where_nobody_arrives_it_is_asked_first(reflect, wrote):
    label = wrote("s2-power", promise("Ask her first."), "--thread new", date="2026-10-05")["thread"]

    out = said(reflect(f"write free --thread {label} --minutes 10", stdin=""))

    assert out.index("1 of 3.") < out.index(FOLLOW_UP)
    assert "2 of 3." not in out


def test_a_deck_that_asks_by_itself_asks_of_any_at_its_own_place(reflect, due):
    arrived = said(reflect("write s3-advocacy --minutes 10", stdin="1\n"))
    assert FOLLOW_UP not in arrived

    out = said(reflect("write s3-advocacy", stdin="y\n" + "/skip\n" * 30))
    assert FOLLOW_UP in out
    assert out.index("2 of ") < out.index("14 of ") < out.index(FOLLOW_UP)


@pytest.mark.parametrize("status", ["kept", "changed", "let-go"])
def test_one_with_news_does_not_come_back(reflect, due, status):
    reflect(f"commitments update 1 {status}")

    out = said(reflect("write s2-power --minutes 10", stdin="1\n"))

    assert FOLLOW_UP not in out
    assert "2 of 14." in out


def test_one_with_no_news_yet_comes_back_again(reflect, due):
    reflect("write s2-power --minutes 10", stdin=f"1\n4\n{STOPPED}")
    assert answers_of(reflect, 2)["follow-up"] == {"1": {"status": "open", "text": ""}}

    assert FOLLOW_UP in said(reflect("write s2-power --minutes 10", stdin="1\n"))


@pytest.fixture
def many_due(wrote):
    """Keep promises of the same deck, of another deck in the same thread, and of elsewhere; give the thread."""
    wrote("s2-power", promise("of the deck, first"), date="2026-10-01")
    wrote("s1-lens", promise("of elsewhere"), date="2026-10-02")
    label = wrote("s1-lens", promise("of the thread"), "--thread new", date="2026-10-03")["thread"]
    wrote("s2-power", promise("of the deck, second"), date="2026-10-04")
    wrote("s2-power", promise("of the deck, third"), date="2026-10-05")
    return label


@pytest.mark.parametrize(
    ("line", "asked"),
    [
        ("write s2-power --minutes 10 --thread {label}", ["of the thread", "of the deck, first"]),
        ("write s2-power --minutes 10", ["of the deck, first", "of the deck, second"]),
        ("write s1-lens --minutes 10", ["of elsewhere", "of the thread"]),
        ("write s4-after --minutes 10 --thread {label}", ["of the thread"]),
        ("write s4-after --minutes 10", []),
    ],
)
def test_at_most_two_come_back_those_of_the_thread_first_then_those_of_the_deck(reflect, many_due, line, asked):
    out = reflect(line.format(label=many_due), stdin="1\n4\n4\n").out

    assert [each for each in out.replace("”", "“").split("“") if each.startswith("of ")] == asked


def test_reading_an_older_page_again_asks_of_what_that_page_promised(reflect, many_due):
    out = said(reflect("return 2 --minutes 10", stdin="/skip\n" * 30))

    assert "“of elsewhere” (2 Oct 2026)" in out
    assert "“of the " not in out


# Inside that question


def test_what_is_told_there_is_told_when_the_sitting_ends(reflect, due):
    reflect("write s2-power --minutes 10", stdin=f"1\n1\nShe took the window.\n{STOPPED}")

    assert answers_of(reflect, 2)["follow-up"] == {"1": {"status": "kept", "text": "She took the window."}}
    (found,) = listed(reflect, "commitments")
    assert [(each["status"], each["text"]) for each in found["news"]] == [("kept", "She took the window.")]


def test_it_can_be_skipped_without_a_word(reflect, due):
    reflect("write s2-power --minutes 10", stdin=f"1\ns\nA moment.\n.\n\n{STOPPED}")

    assert answers_of(reflect, 2).keys() == {"arrive", "moment"}
    assert commitments(reflect) == {"Ask her first.": "open"}


def test_of_two_one_can_be_left_and_the_other_told(reflect, many_due):
    reflect("write s2-power --minutes 10", stdin=f"1\ns\n1\nDone.\n{STOPPED}")

    assert answers_of(reflect, 6)["follow-up"] == {"4": {"status": "kept", "text": "Done."}}


def test_it_says_why_it_asks_and_asks_again(reflect, due):
    out = said(reflect("write s2-power --minutes 10", stdin=f"1\n?\n1\n/why\nDone.\n{STOPPED}"))

    assert out.count("no news is only no news") == 2
    assert commitments(reflect) == {"Ask her first.": "kept"}


def test_back_goes_to_the_question_before_and_everything_is_still_there(reflect, due):
    reflect("write s2-power --minutes 10", stdin=f"1\n1\nDone.\n/back\nb\n3\n\n\n{STOPPED}")

    assert answers_of(reflect, 2) == {"arrive": "little", "follow-up": {"1": {"status": "kept", "text": "Done."}}}


def test_back_from_the_second_goes_to_the_first_and_from_the_line_to_the_pick(reflect, many_due):
    reflect("write s2-power --minutes 10", stdin=f"1\n1\nDone.\nb\n3\n/back\n2\nIt changed.\n4\n{STOPPED}")

    assert answers_of(reflect, 6)["follow-up"] == {
        "1": {"status": "changed", "text": "It changed."},
        "4": {"status": "open", "text": ""},
    }


def test_a_pause_in_the_line_keeps_the_pick_and_the_words(reflect, due):
    paused = reflect("write s2-power --minutes 10", stdin="1\n1\n")
    assert "the one you were at" in said(paused)

    reflect("write s2-power", stdin=f"y\n\nGone on with.\n{STOPPED}")

    assert answers_of(reflect, 2)["follow-up"] == {"1": {"status": "kept", "text": "Gone on with."}}


def test_a_pause_between_two_keeps_the_first(reflect, many_due):
    reflect("write s2-power --minutes 10", stdin="1\n1\nDone.\np\n")

    reflect("write s2-power", stdin=f"y\n\n\n4\n{STOPPED}")

    assert answers_of(reflect, 6)["follow-up"] == {
        "1": {"status": "kept", "text": "Done."},
        "4": {"status": "open", "text": ""},
    }


def test_a_pause_before_anything_was_told_asks_again_when_one_goes_on(reflect, due):
    paused = reflect("write s2-power --minutes 10", stdin="1\np\n")
    assert "2 of 15." in said(paused)

    went_on = said(reflect("write s2-power", stdin=f"y\n1\nDone.\n{STOPPED}"))

    assert "2 of 15." in went_on
    assert FOLLOW_UP in went_on
    assert commitments(reflect) == {"Ask her first.": "kept"}


def test_going_on_asks_of_no_others_than_before(reflect, due, wrote):
    wrote("s1-lens", promise("Of another deck."))
    reflect("write s2-power --minutes 10", stdin="1\n1\n")

    out = said(reflect("write s2-power", stdin="y\n\nDone.\n"))

    assert FOLLOW_UP in out
    assert "Of another deck." not in out


def test_stopping_there_keeps_what_was_told_so_far(reflect, many_due):
    reflect("write s2-power --minutes 10", stdin="1\n1\nDone.\nq\n1\n\n")

    assert answers_of(reflect, 6)["follow-up"] == {"1": {"status": "kept", "text": "Done."}}
    assert commitments(reflect)["of the deck, first"] == "kept"


def test_heavy_there_leads_on_to_something_lighter(reflect, due):
    reflect("write s2-power --minutes 10", stdin=f"1\nh\n2\nA moment.\n.\n\n{STOPPED}")

    assert answers_of(reflect, 2).keys() == {"arrive", "moment"}
    assert commitments(reflect) == {"Ask her first.": "open"}


def test_a_deck_of_ones_own_that_has_a_step_of_that_name_is_asked_it_all_the_same(reflect, wrote, home):
    reflect("decks new mine")
    file = home / "decks" / "mine.toml"
    file.write_text(file.read_text(encoding="utf-8").replace('key = "moment"', 'key = "follow-up"'), encoding="utf-8")
    wordings = json.loads(reflect("decks show mine --json").out)["steps"][0]["prompts"]
    label = wrote("s2-power", promise("Ask her first."), "--thread new")["thread"]

    out = said(reflect(f"write mine --thread {label} --minutes 10", stdin="/skip\n" * 20))

    assert [wording for wording in wordings if wording in out] != []


def test_breaking_off_at_what_helps_leaves_the_sitting_finished(reflect, made, monkeypatch):
    def broken_off(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr("reflect.cli.landing._stops", broken_off)

    ran = land(reflect, 4)

    assert ran.code == 130
    assert "Kept as entry 1." in said(ran)
    assert [each["finished"] for each in listed(reflect)] == [True]


def test_in_a_list_the_entry_is_known_by_its_own_words_and_not_by_the_news(reflect, due):
    reflect("write s2-power --minutes 10", stdin=f"1\n1\nShe took the window.\nA new moment.\n.\n\n{STOPPED}")

    assert listed(reflect)[0]["opening"] == "A new moment."


def test_the_count_takes_it_in(reflect, due):
    out = said(reflect("write s2-power --minutes 10", stdin=f"1\n4\n{STOPPED}"))

    assert "1 of 15." in out
    assert "3 of 15." in out


# The invitation


ON_CASTE = {"moment": "x", "dims": ["caste"]}
INVITED = "this is said once."


def test_a_dimension_never_picked_is_named_once_for_good(reflect, wrote):
    for _ in range(3):
        wrote("s2-power", ON_CASTE)
    assert INVITED not in said(reflect("write s2-power --minutes 10", stdin=""))
    wrote("s2-power", {"moment": "x", "dims": ["caste", "gender"]})

    first = said(reflect("write s2-power --minutes 10", stdin=""))
    again = said(reflect("write s2-power --minutes 25", stdin=""))

    assert "You have often looked at caste, and at gender." in first
    assert "One you have not picked yet: being Adivasi, tribal or indigenous." in first
    assert INVITED in first
    assert INVITED not in again


@pytest.mark.parametrize(
    ("line", "stdin"), [("write s2-power --minutes 2", ""), ("write s1-lens --minutes 10", ""), ("now", "")]
)
def test_it_is_named_nowhere_else_and_is_still_to_come(reflect, wrote, line, stdin):
    for _ in range(4):
        wrote("s2-power", ON_CASTE)

    assert INVITED not in said(reflect(line, stdin=stdin))
    assert INVITED in said(reflect("write s2-power --minutes 10", stdin=""))


def test_what_is_set_aside_is_never_named(reflect, wrote):
    for _ in range(4):
        wrote("s2-power", ON_CASTE)
    reflect("config set-aside tribe-indigenous")

    assert "One you have not picked yet: religion." in said(reflect("write s2-power --minutes 10", stdin=""))


def test_made_up_scenes_and_drafts_do_not_bring_it_about(reflect, wrote):
    for _ in range(4):
        wrote("s2-power", {"card": "x", "dims": ["caste"]}, "--scenario")
    reflect("write s2-power --minutes 10", stdin="1\nA moment.\n.\ncaste\n")

    assert INVITED not in said(reflect("write s2-power --minutes 10", stdin="n\n"))


def test_sittings_in_which_nobody_was_looked_at_do_not_bring_it_about(reflect, wrote):
    for _ in range(4):
        wrote("free", {"page": "x", "land": 1})

    out = said(reflect("write s2-power --minutes 10", stdin=""))

    assert "You have often looked at ." not in out
    assert INVITED not in out


# Lightly first


LIGHTLY = "The last two sat heavily. How would you like to begin?"


@pytest.fixture
def landed(wrote):
    """Keep sittings that landed as said, the last one last."""

    def keep(*loads):
        for hour, load in enumerate(loads):
            wrote("free", {"page": "x", "land": load}, date=f"2026-10-05T{hour + 10}:00+05:30")

    return keep


@pytest.mark.parametrize(
    ("loads", "offered"),
    [((3, 3), True), ((4, 3), True), ((0, 4, 4), True), ((4, 2), False), ((2, 4), False), ((4,), False), ((), False)],
)
def test_after_two_heavy_landings_a_named_deck_is_offered_lightly_first(reflect, landed, loads, offered):
    landed(*loads)

    assert (LIGHTLY in said(reflect("write s2-power --minutes 10", stdin=""))) is offered


def test_gentle_is_what_enter_takes(reflect, landed):
    landed(4, 4)

    out = reflect("write s2-power --minutes 10", stdin="\n").out

    assert "1. Lightly first: " in out
    assert "(Enter takes this one)" in out.split("1. Lightly first: ")[1].split("2. ")[0]
    assert "Gentle" in out.split("2. As planned")[1]
    assert "1 of 3." in out


def test_declining_goes_on_as_planned(reflect, landed):
    landed(4, 4)

    ran = reflect("write s2-power --minutes 10", stdin="2\n1\n")

    assert "1 of 14." in ran.out
    assert [each["deck"] for each in listed(reflect, "list --drafts")] == ["s2-power"]


def test_a_length_the_gentle_one_does_not_have_is_asked_for(reflect, landed):
    landed(4, 4)

    out = reflect("write s2-power --minutes 25", stdin="1\n2\n").out

    assert "How long have you got?" in out
    assert "Twenty-five minutes" not in out.split("How long have you got?")[1]
    assert "1 of 3." in out


@pytest.mark.parametrize("line", ["write gentle --minutes 2", "now"])
def test_what_is_light_already_is_not_asked_about(reflect, landed, line):
    landed(4, 4)

    assert LIGHTLY not in said(reflect(line, stdin=""))


def test_leaving_that_question_leaves_nothing_behind(reflect, landed):
    landed(4, 4)

    ran = reflect("write s2-power --minutes 10", stdin="p\n")

    assert ran.code == 0
    assert listed(reflect, "list --drafts") == []


@pytest.mark.parametrize("loads", [(4,), (4, 4)])
def test_where_nothing_was_named_choosing_puts_the_gentle_one_first(reflect, landed, loads):
    landed(*loads)

    out = reflect("write", stdin="").out

    assert LIGHTLY not in out
    assert "1. Gentle" in out


# After a heavy landing


OFFERED = "That sits heavily. Any of these, or none:"
GATE = "Mark what may go to supervision"


def land(reflect, load, stdin="", options=""):
    return reflect(f"write free --minutes 10 {options}", stdin=f"Some words.\n.\n{load}\n{stdin}")


@pytest.mark.parametrize(("load", "offered"), [(0, False), (1, False), (2, False), (3, True), (4, True)])
def test_what_helps_is_offered_when_it_sits_heavily(reflect, made, load, offered):
    ran = land(reflect, load, "4\n\n" if offered else "\n")

    assert ran.code == 0
    assert (OFFERED in said(ran)) is offered
    assert GATE in said(ran)
    assert answers_of(reflect, 1) == {"page": "Some words.", "land": load}


def test_stopping_there_is_the_end_of_it(reflect, made):
    ran = land(reflect, 4, "1\nnot read\n")

    assert GATE not in said(ran)
    assert "Kept as entry 1. Everything in it is private." in said(ran)
    assert [each["finished"] for each in listed(reflect)] == [True]


@pytest.mark.parametrize("key", ["\n", "4\n", "s\n"])
def test_none_of_it_goes_on_to_what_may_be_shared(reflect, made, key):
    ran = land(reflect, 3, f"{key}1\n")

    assert GATE in said(ran)
    shares = {each["key"]: each["share"] for each in json.loads(reflect("show 1 --json").out)["answers"]}
    assert shares["page"] == "supervision"


def test_a_line_for_the_supervisor_is_kept_private_in_the_same_thread(reflect, made):
    ran = land(reflect, 4, "2\nकल पूछना है: रात की ड्यूटी।\n\n", "--thread new")

    assert "Kept as entry 2, private." in said(ran)
    assert GATE in said(ran)
    parked, first = (json.loads(reflect(f"show {number} --json").out) for number in (2, 1))
    assert (parked["deck"], parked["finished"], parked["thread"]) == ("now", True, first["thread"])
    assert first["thread"] is not None
    assert answers_of(reflect, 2) == {"park": "कल पूछना है: रात की ड्यूटी।", "come-back": "supervision"}
    assert {each["share"] for each in parked["answers"]} == {"private"}
    assert reflect("export").out == ""
    assert "Kept as entry 1." in said(ran)


@pytest.mark.parametrize("typed", ["\n\n", "  \n\n", "/skip\n\n"])
def test_without_a_line_none_is_kept(reflect, made, typed):
    ran = land(reflect, 4, f"2\n{typed}")

    assert GATE in said(ran)
    assert len(listed(reflect)) == 1


def test_the_saved_contacts_are_shown(reflect, made):
    reflect("contacts add --from -", stdin="Meera, after eight: 98")

    ran = land(reflect, 4, "3\n\n")

    assert "Meera, after eight: 98" in said(ran)
    assert GATE in said(ran)


def test_without_contacts_it_names_a_line_and_asks_once_more(reflect, made):
    out = said(land(reflect, 4, "3\n1\n"))

    assert "A line that is open day and night" in out
    assert "This program tells nobody." in out
    assert "And now?" in out
    assert GATE not in out


@pytest.mark.parametrize("stdin", ["", "p\n", "q\n", "2\n", "2\n/pause\n", "2\n/stop\n"])
def test_leaving_there_loses_nothing_asks_no_more_and_leaves_it_finished(reflect, made, stdin):
    ran = land(reflect, 4, stdin)

    assert ran.code == 0
    assert GATE not in said(ran)
    assert [each["finished"] for each in listed(reflect)] == [True]
    assert listed(reflect, "list --drafts") == []
    assert answers_of(reflect, 1) == {"page": "Some words.", "land": 4}
    assert "Kept as entry 1." in said(ran)


def test_a_line_begun_there_and_paused_is_not_lost(reflect, made):
    land(reflect, 4, "2\nAsk about the nights.")

    assert listed(reflect)[0]["opening"] == "Ask about the nights."


def test_with_json_stdout_is_the_sitting_alone(reflect, made):
    ran = land(reflect, 4, "2\nAsk about the nights.\n\n", "--json")

    assert json.loads(ran.out)["number"] == 1
    assert OFFERED in ran.err
