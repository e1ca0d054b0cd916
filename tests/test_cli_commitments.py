"""What was set out to do, and what became of it: made in one sitting, told of in another, and never lost."""

import json
import time
from dataclasses import replace
from datetime import timedelta

import pytest
from conftest import NOON
from hypothesis import given
from hypothesis import settings as effort
from hypothesis import strategies as st
from strategies import texts

from reflect import exports, imports, journal, vault
from reflect.journal import Journal, schema
from reflect.models import Answer, Carry, Commitment, Entry, Kind, News, Owner, Told, Whole, new_id

KEYS = {
    *("number", "text", "status", "scale", "owner", "share", "key", "entry", "deck", "made", "thread"),
    *("news", "idea", "risk", "wanted", "feedback", "by"),
}


def carry(text="Ask her first.", scale="in-reach"):
    return {"carry": {"scale": scale, "text": text}}


def listed(reflect, options=""):
    ran = reflect(f"commitments --json {options}")
    assert ran.code == 0, ran.err
    return json.loads(ran.out)


def texts_of(reflect, options=""):
    return [each["text"] for each in listed(reflect, options)]


def told(reflect, number=1):
    """Give what was told of a commitment, in the order it was told."""
    return [(each["status"], each["text"]) for each in listed(reflect)[number - 1]["news"]]


def shown(reflect, number):
    return json.loads(reflect(f"show {number} --json").out)


# How one comes about


@pytest.mark.parametrize(
    ("answers", "promised"),
    [
        (carry(), ["Ask her first."]),
        (carry(scale="with-others"), ["Ask her first."]),
        (carry(scale="only-seen"), []),
        (carry(scale="only-seen", text=""), []),
        (carry(text=""), []),
        (carry(text=" \n\t"), []),
        ({"moment": "x"}, []),
        ({**carry(), "repair-step": {"scale": "with-others", "text": "Say so."}}, ["Say so.", "Ask her first."]),
    ],
)
def test_one_comes_about_with_a_size_and_words_and_not_without(reflect, wrote, answers, promised):
    entry = wrote("s2-power", {"moment": "x", **answers})

    assert [each["text"] for each in entry["commitments"]] == promised
    assert texts_of(reflect) == promised


def test_they_are_numbered_as_they_come(reflect, wrote):
    for text in ("one", "two", "three"):
        wrote("s2-power", carry(text))

    assert [(each["number"], each["text"], each["entry"]) for each in listed(reflect)] == [
        (1, "one", 1),
        (2, "two", 2),
        (3, "three", 3),
    ]


def test_its_data_has_these_keys(reflect, wrote):
    entry = wrote("s2-power", carry(), "--thread new", date="2026-03-05T18:30+05:30")

    (found,) = listed(reflect)
    assert found.keys() == KEYS
    assert found == {
        "number": 1,
        "text": "Ask her first.",
        "status": "open",
        "scale": "in-reach",
        "owner": "me",
        "share": "private",
        "key": "carry",
        "entry": 1,
        "feedback": None,
        "by": "",
        "deck": "s2-power",
        "made": "2026-03-05T18:30:00+05:30",
        "thread": entry["thread"],
        "news": [],
        "idea": None,
        "risk": None,
        "wanted": None,
    }
    assert entry["commitments"] == [found]


def test_an_act_of_advocacy_carries_whose_idea_and_whose_risk_it_is(reflect, wrote):
    wrote("s3-advocacy", {**carry(), "whose-idea": "theirs", "whose-risk": "mine", "wish-known": "asked"})

    (found,) = listed(reflect)
    assert (found["idea"], found["risk"], found["wanted"]) == ("theirs", "mine", "asked")
    assert "whose idea: Theirs; whose risk: Mine; they asked for this themselves" in reflect("commitments").out


def test_one_comes_about_in_a_sitting_only_when_it_ends(reflect, made):
    reflect("write s4-after --minutes 2", stdin="An echo.\n1\nAsk them first.\np\n")
    assert texts_of(reflect) == []

    reflect("write s4-after", stdin="y\ns\n\n")
    assert texts_of(reflect) == ["Ask them first."]


def test_a_discarded_sitting_leaves_none(reflect, made):
    reflect("write s4-after --minutes 2", stdin="An echo.\n1\nAsk them first.\nq\n2\ny\n")

    assert texts_of(reflect) == []


# Looking at them


@pytest.fixture
def three(reflect, wrote):
    """Keep three promises in two decks, one in a thread; one has news. Give the label of the thread."""
    wrote("s2-power", carry("one"))
    label = wrote("s3-advocacy", carry("two"), "--thread new")["thread"]
    wrote("s3-advocacy", carry("three"))
    assert reflect("commitments update 1 kept").code == 0
    return label


@pytest.mark.parametrize(
    ("options", "found"),
    [
        ("", ["one", "two", "three"]),
        ("--open", ["two", "three"]),
        ("--deck s2-power", ["one"]),
        ("--deck s3-advocacy", ["two", "three"]),
        ("--deck s1-lens", []),
        ("--thread {label}", ["two"]),
        ("--open --deck s2-power", []),
        ("--open --thread {label}", ["two"]),
    ],
)
def test_they_are_listed_by_what_is_open_by_deck_and_by_thread(reflect, three, options, found):
    assert texts_of(reflect, options.format(label=three)) == found


def test_a_thread_there_is_not_is_named_with_those_there_are(reflect, three):
    for line in ("commitments", "power", "list"):
        ran = reflect(f"{line} --thread nobody-here")

        assert (ran.code, ran.out) == (3, "")
        assert three in ran.err


def test_the_screen_shows_what_is_open_first_and_calls_nothing_late(reflect, three, set_clock):
    set_clock("2031-01-01T12:00:00+05:30")

    out = reflect("commitments").out

    assert out.index("No news yet") < out.index("two") < out.index("With news") < out.index("one")
    assert "1 Nov 2026: I did it." in out
    assert not [word for word in ("late", "overdue", "due", "missed", "fail", "%") if word in out.casefold().split()]


def test_an_empty_list_is_a_sentence(reflect, made):
    ran = reflect("commitments")

    assert ran.code == 0
    assert ran.out.startswith("Nothing yet.")
    assert listed(reflect) == []


@pytest.mark.parametrize(
    ("line", "code"), [("commitments --deck nothing", 3), ("commitments --deck nothing --json", 3)]
)
def test_a_deck_that_is_not_there_is_not_found(reflect, three, line, code):
    assert (reflect(line).code, reflect(line).out) == (code, "")


def test_status_shows_the_latest_without_news(reflect, three):
    out = reflect("").out

    assert "Set out to be done, with no news yet:" in out
    assert "3. three" in out
    assert "1. one" not in out
    assert [each["text"] for each in json.loads(reflect("--json").out)["commitments"]] == ["two", "three"]


# Saying what became of one


@pytest.mark.parametrize("status", ["kept", "changed", "let-go", "open"])
def test_what_became_of_one_is_said(reflect, wrote, status):
    wrote("s2-power", carry())

    ran = reflect(f"commitments update 1 {status} --json")

    assert ran.code == 0
    assert json.loads(ran.out)["status"] == status
    assert [each["status"] for each in listed(reflect)] == [status]
    assert texts_of(reflect, "--open") == (["Ask her first."] if status == "open" else [])


@pytest.mark.parametrize("source", ["file", "-"])
def test_a_line_on_what_happened_is_read_from_a_file(reflect, wrote, tmp_path, source):
    wrote("s2-power", carry())
    line = "वह खिड़की के पास बैठीं।"
    (tmp_path / "said").write_text(f"{line}\n", encoding="utf-8")

    ran = reflect(f"commitments update 1 kept --said {tmp_path / 'said' if source == 'file' else '-'}", f"{line}\n")

    assert ran.code == 0
    assert told(reflect) == [("kept", line)]
    assert line in reflect("commitments").out


def test_news_come_one_after_another_and_none_is_overwritten(reflect, wrote, set_clock):
    wrote("s2-power", carry())
    for day, status in (("05", "changed"), ("07", "open"), ("09", "kept")):
        set_clock(f"2026-11-{day}T12:00:00+05:30")
        reflect(f"commitments update 1 {status} --said -", stdin=f"on the {day}")

    assert told(reflect) == [("changed", "on the 05"), ("open", "on the 07"), ("kept", "on the 09")]
    assert listed(reflect)[0]["status"] == "kept"


@pytest.mark.parametrize("owner", ["supervisor", "both", "service", "me"])
def test_it_can_be_somebody_elses_to_keep(reflect, wrote, owner):
    wrote("s2-power", carry())

    assert json.loads(reflect(f"commitments update 1 --owner {owner} --json").out)["owner"] == owner
    assert listed(reflect)[0]["owner"] == owner
    assert (f"to keep: {owner}" in reflect("commitments").out) is (owner != "me")
    assert told(reflect) == []


def test_both_can_be_said_at_once(reflect, wrote):
    wrote("s2-power", carry())

    found = json.loads(reflect("commitments update 1 changed --owner both --json").out)

    assert (found["status"], found["owner"]) == ("changed", "both")


@pytest.mark.parametrize(
    ("line", "code", "named"),
    [
        ("commitments update 1 done", 2, "open, kept, changed, let-go"),
        ("commitments update 1 Kept", 2, "open, kept, changed, let-go"),
        ("commitments update 1", 2, "kept"),
        ("commitments update 1 --owner nobody", 2, "nobody"),
        ("commitments update 9 kept", 3, "9"),
        ("commitments update 9 --owner both", 3, "9"),
        ("commitments update 0 kept", 3, "0"),
        ("commitments update 99999999999999999999 kept", 3, "99999999999999999999"),
        ("commitments update one kept", 2, "one"),
        ("commitments update 1 kept --said /nowhere/at/all", 2, "/nowhere/at/all"),
    ],
)
def test_what_cannot_be_said_is_refused_and_changes_nothing(reflect, wrote, line, code, named):
    wrote("s2-power", carry())
    before = listed(reflect)

    ran = reflect(line)

    assert (ran.code, ran.out) == (code, "")
    assert named in ran.err
    assert listed(reflect) == before


def test_the_line_is_never_taken_from_the_command_line(reflect, wrote):
    wrote("s2-power", carry())

    for line in ("commitments update 1 kept 'She took the window.'", "commitments update 1 kept --line 'The window.'"):
        assert reflect(line).code == 2
    assert told(reflect) == []
    assert reflect("commitments update 1 kept --said 'She took the window.'").code == 2
    assert told(reflect) == []


def test_without_anybody_to_ask_no_line_is_asked_for(reflect, wrote):
    wrote("s2-power", carry())

    ran = reflect("commitments update 1 kept", stdin="not read\n")

    assert ran.code == 0
    assert told(reflect) == [("kept", "")]


@pytest.mark.parametrize(
    ("status", "stdin", "news"),
    [
        ("kept", "She took the window.\n", ("kept", "She took the window.")),
        ("changed", "\n", ("changed", "")),
        ("let-go", "", ("let-go", "")),
        ("kept", "/skip\n", ("kept", "")),
    ],
)
def test_where_there_is_somebody_the_line_is_asked_for_and_need_not_be_given(
    reflect, wrote, monkeypatch, status, stdin, news
):
    wrote("s2-power", carry())
    monkeypatch.setattr("reflect.cli.promises.in_terminal", lambda: True)

    ran = reflect(f"commitments update 1 {status}", stdin=stdin)

    assert ran.code == 0
    assert "“Ask her first.”" in ran.out
    assert "In a line: what happened?" in ran.out
    assert told(reflect) == [news]


@pytest.mark.parametrize("line", ["commitments update 1 open", "commitments update 1 kept --no-input"])
def test_no_line_is_asked_for_where_there_is_no_news_or_nothing_may_be_asked(reflect, wrote, monkeypatch, line):
    wrote("s2-power", carry())
    if "open" in line:
        monkeypatch.setattr("reflect.cli.promises.in_terminal", lambda: True)

    assert "In a line" not in reflect(line, stdin="not read\n").out
    assert told(reflect) == [(line.split()[3], "")]


# Telling of one in another entry


TELLINGS = [
    ({"1": "kept"}, ("kept", "")),
    ({"1": {"status": "kept", "text": "She chose the window."}}, ("kept", "She chose the window.")),
    ({"01": {"status": "let-go"}}, ("let-go", "")),
    ({"1": "open"}, ("open", "")),
]


@pytest.mark.parametrize(("answer", "news"), TELLINGS)
@pytest.mark.parametrize("deck", ["s3-advocacy", "s2-power", "s1-lens", "free"])
def test_what_became_of_one_is_told_in_any_other_deck(reflect, wrote, deck, answer, news):
    wrote("s2-power", carry(), date="2026-03-05")

    teller = wrote(deck, {"follow-up": answer}, date="2026-10-05")

    assert told(reflect) == [news]
    (found,) = listed(reflect)
    assert found["status"] == news[0]
    assert found["news"][0]["told_in"] == teller["id"]
    assert found["news"][0]["at"].startswith("2026-10-05")


@pytest.mark.parametrize(
    "answer", [{"9": "kept"}, {"1": "kept", "9": "kept"}, {"0": "kept"}, {"99999999999999999999": "kept"}]
)
@pytest.mark.parametrize("deck", ["s3-advocacy", "s2-power"])
def test_news_of_one_that_is_not_there_are_refused_and_nothing_is_kept(reflect, wrote, deck, answer):
    wrote("s2-power", carry())

    ran = reflect(f"write {deck} --answers -", json.dumps({"answers": {"moment": "x", "follow-up": answer}}))

    assert (ran.code, ran.out) == (2, "")
    assert "Known: 1." in ran.err
    assert len(json.loads(reflect("list --json").out)) == 1
    assert told(reflect) == []


@pytest.mark.parametrize(
    "answer", ["kept", ["1"], {"one": "kept"}, {"1": "done"}, {"1": {"text": "x"}}, {"1": {"when": "x"}}]
)
def test_news_of_another_form_are_refused(reflect, wrote, answer):
    wrote("s2-power", carry())

    assert reflect("write s2-power --answers -", json.dumps({"answers": {"follow-up": answer}})).code == 2
    assert told(reflect) == []


def test_told_in_a_draft_it_does_not_count_until_the_sitting_ends(reflect, wrote):
    wrote("s2-power", carry())

    reflect("write s2-power --minutes 10", stdin="1\n1\nShe chose.\n/pause\n")
    assert "follow-up" in {each["key"] for each in shown(reflect, 2)["answers"]}
    assert told(reflect) == []
    assert texts_of(reflect, "--open") == ["Ask her first."]

    reflect("write s2-power", stdin="y\n/stop\n1\n\n")
    assert told(reflect) == [("kept", "She chose.")]


def test_a_promise_made_in_march_is_found_in_december_with_what_became_of_it(reflect, wrote, set_clock):
    set_clock("2026-03-05T21:00:00+05:30")
    wrote("s2-power", carry("Ask where she wants to sit."))
    set_clock("2026-07-05T21:00:00+05:30")
    wrote("s1-lens", {"follow-up": {"1": {"status": "changed", "text": "She brought her own stool."}}})
    set_clock("2026-12-05T21:00:00+05:30")

    out = reflect("commitments").out
    assert "Ask where she wants to sit." in out
    assert "5 Mar 2026" in out
    assert "5 Jul 2026: It changed on the way. She brought her own stool." in out
    assert "She brought her own stool." in reflect("show 1").out
    assert [hit["number"] for hit in json.loads(reflect("search stool --json").out)] == [2]


@pytest.fixture(params=["Asia/Kolkata", "UTC", "America/Los_Angeles"])
def elsewhere(request):
    """Let the computer stand in another zone than the person who wrote."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TZ", request.param)
        time.tzset()
        yield
    time.tzset()


def test_news_are_dated_as_the_entry_that_tells_them_wherever_the_computer_stands(reflect, wrote, elsewhere):
    wrote("s2-power", carry(), date="2026-10-05T01:00+05:30")
    wrote("s1-lens", {"follow-up": {"1": "kept"}}, date="2026-10-07T01:00+05:30")

    assert "7 Oct 2026: I did it." in reflect("commitments").out
    assert "5 Oct 2026" in reflect("commitments").out
    assert "7 Oct 2026" in reflect("show 2").out


# None disappears: changing


@pytest.fixture
def kept_and_told(wrote):
    """Keep a promise in one entry and what became of it in another."""
    wrote("s2-power", carry(), date="2026-03-05")
    wrote("s1-lens", {"moment": "x", "follow-up": {"1": {"status": "kept", "text": "first"}}}, date="2026-10-05")


def edit(reflect, number, answers):
    ran = reflect(f"edit {number} --answers -", json.dumps({"answers": answers}))
    assert ran.code == 0, ran.err


def test_changing_what_was_told_replaces_it_and_does_not_double_it(reflect, kept_and_told):
    before = listed(reflect)[0]["news"][0]

    ran = reflect(
        "edit 2 follow-up --answers -", '{"answers": {"follow-up": {"1": {"status": "changed", "text": "then"}}}}'
    )

    assert ran.code == 0
    assert told(reflect) == [("changed", "then")]
    after = listed(reflect)[0]["news"][0]
    assert (after["told_in"], after["at"]) == (before["told_in"], before["at"])
    assert json.loads(reflect("show 2 --versions --json").out)[0]["value"] == {"1": {"status": "kept", "text": "first"}}


def test_changing_it_by_being_asked_again_replaces_it_too(reflect, kept_and_told):
    ran = reflect("edit 2 follow-up", stdin="3\nanother line\n")

    assert ran.code == 0
    assert "Ask her first." in ran.out
    assert told(reflect) == [("let-go", "another line")]


def test_changing_another_answer_leaves_what_was_told(reflect, kept_and_told):
    edit(reflect, 2, {"moment": "another moment"})

    assert told(reflect) == [("kept", "first")]


def test_changing_what_was_told_leaves_what_was_said_elsewhere(reflect, kept_and_told):
    reflect("commitments update 1 open --said -", stdin="not yet after all")

    edit(reflect, 2, {"follow-up": {"1": "changed"}})

    assert told(reflect) == [("changed", ""), ("open", "not yet after all")]


def test_news_of_one_that_is_not_there_cannot_be_put_in_by_changing(reflect, kept_and_told):
    ran = reflect("edit 2 --answers -", '{"answers": {"follow-up": {"9": "kept"}}}')

    assert (ran.code, ran.out) == (2, "")
    assert told(reflect) == [("kept", "first")]


def test_changing_the_answer_that_promised_changes_the_words_and_nothing_else(reflect, kept_and_told):
    reflect("commitments update 1 --owner both")

    edit(reflect, 1, carry("Ask twice.", "with-others"))

    (found,) = listed(reflect)
    assert (found["number"], found["text"], found["scale"], found["owner"]) == (1, "Ask twice.", "with-others", "both")
    assert told(reflect) == [("kept", "first")]


@pytest.mark.parametrize("now", [carry(scale="only-seen", text=""), carry(text="")])
def test_changing_it_to_promise_nothing_keeps_what_was_promised(reflect, kept_and_told, now):
    edit(reflect, 1, now)

    assert texts_of(reflect) == ["Ask her first."]
    assert told(reflect) == [("kept", "first")]


def test_changing_it_to_promise_something_makes_a_promise(reflect, wrote):
    wrote("s2-power", carry(scale="only-seen", text=""))

    edit(reflect, 1, carry("After all."))

    assert texts_of(reflect) == ["After all."]


@pytest.mark.parametrize(
    "line",
    ["mark 1 supervision", "mark 1 carry circle", "mark 1 private", "thread put 1 new", "config day-end 4", "export"],
)
def test_marking_and_moving_takes_none_away(reflect, kept_and_told, line):
    before = [(each["number"], each["text"], each["news"]) for each in listed(reflect)]

    assert reflect(line).code == 0

    assert [(each["number"], each["text"], each["news"]) for each in listed(reflect)] == before


# None disappears but what is deleted


def test_deleting_the_entry_that_told_of_it_takes_the_news_away(reflect, kept_and_told):
    reflect("delete 2 --yes")

    assert texts_of(reflect, "--open") == ["Ask her first."]
    assert told(reflect) == []


def test_deleting_the_entry_that_made_it_takes_it_away_and_says_so_before(reflect, kept_and_told):
    assert "1 of your commitments" in reflect("delete 1", stdin="n\n").out
    assert texts_of(reflect) == ["Ask her first."]

    reflect("delete 1 --yes")

    assert listed(reflect) == []
    assert reflect("show 2").code == 0


def test_when_one_of_two_it_tells_of_is_deleted_the_other_can_still_be_changed(reflect, wrote):
    wrote("s2-power", carry("the first"))
    wrote("s2-power", carry("the second"))
    wrote("s1-lens", {"follow-up": {"1": "kept", "2": "kept"}})
    reflect("delete 1 --yes")

    ran = reflect("edit 3 follow-up", stdin="3\nanother line\n")

    assert ran.code == 0
    assert [(each["text"], each["status"]) for each in listed(reflect)] == [("the second", "let-go")]


def test_the_number_of_a_deleted_one_is_given_to_no_other(reflect, kept_and_told, wrote):
    reflect("delete 1 --yes")
    wrote("s2-power", carry("Something else."))

    reflect("edit 2 --answers -", '{"answers": {"follow-up": {"1": "let-go"}}}')

    (found,) = listed(reflect)
    assert (found["text"], found["status"], found["news"]) == ("Something else.", "open", [])
    assert f"{found['number']}" not in next(
        each["value"] for each in shown(reflect, 2)["answers"] if each["key"] == "follow-up"
    )


# None disappears: copies


def copy_of(reflect, tmp_path, name="all.json"):
    file = tmp_path / name
    assert reflect(f"export --all --format json --output {file} --yes").code == 0
    return file


@pytest.fixture
def in_another(reflect, monkeypatch, home):
    """Change over into a new journal beside the first, or back into the first."""

    def change_to(name):
        monkeypatch.setenv("REFLECT_HOME", str(home.parent / name))
        if not (home.parent / name).exists():
            assert reflect("init --no-passphrase").code == 0

    return change_to


def test_none_disappears_on_the_way_into_a_new_journal(reflect, kept_and_told, tmp_path, in_another):
    reflect("commitments update 1 --owner service")
    edit(reflect, 1, carry(scale="only-seen", text=""))
    before = listed(reflect)
    copy = copy_of(reflect, tmp_path)
    in_another("new")

    reflect(f"import {copy} --yes")

    assert listed(reflect) == before
    assert shown(reflect, 1)["commitments"] == before


def test_where_numbers_are_taken_the_news_follow_their_promise(reflect, kept_and_told, tmp_path, in_another, wrote):
    copy = copy_of(reflect, tmp_path)
    in_another("other")
    wrote("s2-power", carry("Taken already."))
    wrote("s2-power", carry("Taken too."))

    reflect(f"import {copy} --yes")

    found = {each["text"]: each for each in listed(reflect)}
    assert len(found) == 3
    brought = found["Ask her first."]
    assert [(each["status"], each["text"]) for each in brought["news"]] == [("kept", "first")]
    assert [found[text]["news"] for text in ("Taken already.", "Taken too.")] == [[], []]
    (teller,) = [each["number"] for each in json.loads(reflect("list --deck s1-lens --json").out)]
    answers = {each["key"]: each["value"] for each in shown(reflect, teller)["answers"]}
    assert answers["follow-up"] == {str(brought["number"]): {"status": "kept", "text": "first"}}
    assert brought["news"][0]["told_in"] == shown(reflect, teller)["id"]

    edit(reflect, teller, {"follow-up": {str(brought["number"]): "changed"}})
    assert [each["status"] for each in listed(reflect)] == ["open", "open", "changed"]


def test_where_numbers_are_taken_earlier_versions_follow_their_promise_too(
    reflect, kept_and_told, tmp_path, in_another, wrote
):
    edit(reflect, 2, {"follow-up": {"1": "changed"}})
    copy = copy_of(reflect, tmp_path)
    in_another("other")
    wrote("s2-power", carry("Taken already."))

    reflect(f"import {copy} --yes")

    brought = next(each["number"] for each in listed(reflect) if each["text"] == "Ask her first.")
    (teller,) = [each["number"] for each in json.loads(reflect("list --deck s1-lens --json").out)]
    (version,) = json.loads(reflect(f"show {teller} --versions --json").out)
    assert version["value"].keys() == {str(brought)}


@pytest.mark.parametrize("rest", ["1\nShe chose.\n/stop\n1\n\n", "q\n1\n\n"])
def test_where_numbers_are_taken_what_a_draft_tells_follows_its_promise(reflect, wrote, tmp_path, in_another, rest):
    wrote("s2-power", carry())
    reflect("write s2-power --minutes 10", stdin="1\n1\n/pause\n")
    copy = copy_of(reflect, tmp_path)
    in_another("other")
    wrote("s1-lens", carry("Taken already."))

    reflect(f"import {copy} --yes")
    reflect("write s2-power", stdin=f"y\n{rest}")

    found = {each["text"]: each["status"] for each in listed(reflect)}
    assert found == {"Taken already.": "open", "Ask her first.": "kept"}


def test_news_of_a_promise_that_was_deleted_are_never_told_of_another(
    reflect, kept_and_told, tmp_path, in_another, wrote
):
    reflect("delete 1 --yes")
    copy = copy_of(reflect, tmp_path)
    in_another("other")
    wrote("s2-power", carry("Taken already."))

    reflect(f"import {copy} --yes")

    (found,) = listed(reflect)
    assert (found["text"], found["status"], found["news"]) == ("Taken already.", "open", [])


def test_what_was_told_of_a_deleted_promise_comes_over_as_it_was(reflect, wrote, tmp_path, in_another):
    for text in ("one", "two", "three"):
        wrote("s2-power", carry(text))
    wrote("s1-lens", {"follow-up": {"2": {"status": "kept", "text": "told"}}})
    reflect("delete 2 --yes")
    copy = copy_of(reflect, tmp_path)
    in_another("new")

    reflect(f"import {copy} --yes")
    new = wrote("s2-power", carry("after that"))["commitments"][0]["number"]
    reflect(f"delete {json.loads(reflect('list --json').out)[0]['number']} --yes")

    assert copy_of(reflect, tmp_path, "again.json").read_text() == copy.read_text()
    assert new > 3


def test_news_told_on_another_computer_come_home_with_their_entry(reflect, wrote, tmp_path, in_another):
    wrote("s2-power", carry())
    copy = copy_of(reflect, tmp_path)
    in_another("travelling")
    reflect(f"import {copy} --yes")
    wrote("s1-lens", {"follow-up": {"1": {"status": "kept", "text": "on the road"}}})
    back = copy_of(reflect, tmp_path, "back.json")
    in_another("home")

    assert json.loads(reflect(f"import {back} --yes --json").out)["kept"] == 1

    assert told(reflect) == [("kept", "on the road")]


def test_news_dated_before_their_promise_come_over_too(reflect, wrote, tmp_path, in_another):
    wrote("s2-power", carry(), date="2026-10-05")
    wrote("s1-lens", {"follow-up": {"1": {"status": "kept", "text": "dated earlier"}}}, date="2026-10-04")
    copy = copy_of(reflect, tmp_path)
    in_another("other")
    wrote("s2-power", carry("Taken already."))

    reflect(f"import {copy} --yes")

    brought = next(each for each in listed(reflect) if each["text"] == "Ask her first.")
    assert [each["text"] for each in brought["news"]] == ["dated earlier"]
    (teller,) = [each["number"] for each in json.loads(reflect("list --deck s1-lens --json").out)]
    answers = {each["key"]: each["value"] for each in shown(reflect, teller)["answers"]}
    assert answers["follow-up"].keys() == {str(brought["number"])}


def test_bringing_in_again_what_is_there_doubles_nothing(reflect, kept_and_told, tmp_path):
    before = listed(reflect)
    copy = copy_of(reflect, tmp_path)

    reflect(f"import {copy} --yes")

    assert listed(reflect) == before


def test_a_deleted_promise_comes_back_whole_when_it_is_brought_back(reflect, kept_and_told, tmp_path):
    before = listed(reflect)
    copy = copy_of(reflect, tmp_path)
    reflect("delete 1 --yes")

    reflect(f"import {copy} --yes --bring-back")

    found = listed(reflect)
    assert [(each["text"], each["status"]) for each in found] == [("Ask her first.", "kept")]
    assert found[0]["news"] == before[0]["news"]


def test_a_deleted_telling_comes_back_with_its_news_when_it_is_brought_back(reflect, kept_and_told, tmp_path):
    copy = copy_of(reflect, tmp_path)
    reflect("delete 2 --yes")
    assert told(reflect) == []

    reflect(f"import {copy} --yes --bring-back")

    assert told(reflect) == [("kept", "first")]


def test_none_disappears_through_a_backup(reflect, tmp_path):
    code = tmp_path / "code"
    code.write_text(json.loads(reflect("init --no-passphrase --json").out)["recovery_code"])
    reflect("write s2-power --answers -", json.dumps({"answers": carry()}))
    reflect("write s1-lens --answers -", json.dumps({"answers": {"follow-up": {"1": "kept"}}}))
    reflect("commitments update 1 --owner both")
    before = listed(reflect)
    assert before[0]["news"] != []
    file = json.loads(reflect(f"backup {tmp_path} --json").out)["file"]
    reflect("delete 1 --yes")
    assert listed(reflect) == []

    assert reflect(f"restore {file} --recovery-file {code} --yes").code == 0

    assert listed(reflect) == before


def test_a_copy_in_markdown_tells_of_them_too(reflect, kept_and_told):
    page = reflect("export --all").out

    assert "Ask her first." in page
    assert "first" in page.split("Commitment 1")[1]


@pytest.mark.parametrize(
    "wrong",
    [
        {"number": 0},
        {"number": True},
        {"number": 10**12},
        {"owner": "nobody"},
        {"share": "everybody"},
        {"text": None},
        {"news": [{"status": "done", "text": "", "at": "2026-11-01T12:00:00+00:00"}]},
        {"news": [{"status": "kept", "text": "", "at": "soon"}]},
        {"news": [{"status": "kept", "text": "", "at": "2026-11-01T12:00:00+00:00", "told_in": "../x"}]},
        {"news": {}},
    ],
)
def test_a_promise_of_another_form_is_refused_with_its_entry(reflect, kept_and_told, tmp_path, in_another, wrong):
    entries = json.loads(copy_of(reflect, tmp_path).read_text(encoding="utf-8"))
    entries[0]["commitments"][0] |= wrong
    (tmp_path / "wrong.json").write_text(json.dumps(entries))
    in_another("other")

    ran = reflect(f"import {tmp_path / 'wrong.json'} --yes --json")

    assert (ran.code, json.loads(ran.out)["kept"]) == (0, 1)
    assert listed(reflect) == []


# Round trips


@pytest.fixture
def another(tmp_path):
    """Open another journal, and give it empty each time it is asked for."""
    opened = []

    def give():
        home = tmp_path / f"another-{len(opened)}"
        there = vault.Vault(home)
        journal.create(there, None)
        opened.append(Journal(there.unlock(None), home))
        return opened[-1]

    yield give
    for each in opened:
        each.__exit__(None, None, None)


lines = texts.filter(str.strip)
statuses = st.sampled_from(["open", "kept", "changed", "let-go"])


@st.composite
def small_journals(draw):
    """Make entries that promise, entries that tell, owners, threads and news that were said elsewhere."""
    count = draw(st.integers(1, 4))
    threads = draw(st.lists(st.sampled_from([None, "amber-kite", "तीसरा"]), min_size=count, max_size=count))
    days = [NOON + timedelta(days=day) for day in range(count + 1)]
    promising = [
        Entry(
            id=new_id(),
            deck="s2-power",
            minutes=10,
            written=at,
            finished=draw(st.booleans()),
            thread=thread,
            answers=(Answer(key="carry", question="?", kind=Kind.COMMITMENT, value=Carry("in-reach", draw(lines))),),
        )
        for at, thread in zip(days, threads, strict=False)
    ]
    news = draw(st.dictionaries(st.integers(1, count).map(str), st.builds(News, statuses, texts), max_size=count))
    said = draw(st.lists(st.tuples(st.integers(1, count), statuses, texts), max_size=3))
    owners = draw(st.dictionaries(st.integers(1, count), st.sampled_from(Owner), max_size=count))
    return promising, news, said, owners, days[-1]


@given(made=small_journals(), taken=st.integers(0, 3))
@effort(max_examples=25)
def test_a_journal_of_promises_comes_back_value_for_value(another, made, taken):
    promising, news, said, owners, last = made
    first, second, third = another(), another(), another()
    for entry in promising:
        first.keep(entry)
    numbers = {each.number for each in first.commitments()}
    told_of = {number: each for number, each in news.items() if int(number) in numbers}
    if told_of:
        answer = Answer(key="follow-up", question="?", kind=Kind.OUTCOMES, value=told_of)
        first.keep(Entry(id=new_id(), deck="free", minutes=2, written=last, finished=True, answers=(answer,)))
    for count, (number, status, text) in enumerate(said):
        if number in numbers:
            first.tell(number, News(status, text), last + timedelta(hours=count + 1))
    for number, owner in owners.items():
        if number in numbers:
            first.give(number, owner)
    copy = "".join(exports.whole_json(first.everything()))

    second.keep_all(list(imports.own(copy.encode().splitlines(keepends=True))))

    assert list(second.everything()) == list(first.everything())
    assert second.commitments() == first.commitments()
    assert "".join(exports.whole_json(second.everything())) == copy

    for text in ("taken", "taken too", "and this")[:taken]:
        answer = Answer(key="carry", question="?", kind=Kind.COMMITMENT, value=Carry("in-reach", text))
        third.keep(Entry(id=new_id(), deck="free", minutes=2, written=NOON, finished=True, answers=(answer,)))
    third.keep_all(list(imports.own(copy.encode().splitlines(keepends=True))), above=30)

    def besides(found):
        return [(each.text, each.owner, each.made, each.thread, each.news) for each in found]

    assert sorted(besides(third.commitments())[taken:], key=repr) == sorted(besides(first.commitments()), key=repr)
    assert all(not each.news for each in third.commitments()[:taken])


def test_a_promise_without_news_of_an_entry_that_is_not_in_the_file_is_kept_all_the_same(opened):
    at = NOON + timedelta(days=1)
    promise = Commitment(
        number=5, key="carry", scale="in-reach", text="Ask.", news=(Told(status="kept", at=at, told_in=new_id()),)
    )
    answer = Answer(key="carry", question="?", kind=Kind.COMMITMENT, value=Carry("in-reach", "Ask."))
    entry = Entry(id=new_id(), deck="free", minutes=2, written=NOON, finished=True, answers=(answer,))

    opened.keep_all([Whole(entry=replace(entry, commitments=(promise,)))])

    (found,) = opened.commitments()
    assert (found.number, found.status, found.news[0].told_in) == (5, "kept", None)


# A journal from before there were any


OLD_ENTRIES = [
    ("2026-03-05 06:30:00.000000", True, "in-reach", "Ask her first."),
    ("2026-02-05 06:30:00.000000", True, "with-others", "Earlier, with the sister."),
    ("2026-04-05 06:30:00.000000", False, "in-reach", "In a draft."),
    ("2026-05-05 06:30:00.000000", True, "only-seen", ""),
    ("2026-06-05 06:30:00.000000", True, "only-seen", "Words all the same."),
    ("2026-07-05 06:30:00.000000", True, "in-reach", "  "),
]


@pytest.fixture
def old(home, monkeypatch):
    """Make a journal as the first version did, with answers that promise and answers that do not."""
    there = vault.Vault(home)
    with monkeypatch.context() as before:
        before.setattr(schema, "STEPS", schema.STEPS[:1])
        journal.create(there, None)
    connection = there.unlock(None)
    for number, (written, finished, scale, words) in enumerate(OLD_ENTRIES, 1):
        connection.execute(
            "INSERT INTO entry VALUES (?, ?, 's2-power', 10, ?, 19800, ?, ?, ?, 1, '{}', '{}', NULL)",
            (number, new_id(), written, written[:10], finished, words),
        )
        connection.execute(
            "INSERT INTO answer VALUES (?, ?, 'carry', 0, '?', 'commitment', ?, ?, 'private', NULL, 0)",
            (number, number, words, json.dumps({"scale": scale})),
        )
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    assert version == 1
    connection.close()


def test_an_old_journal_is_brought_up_with_what_its_finished_answers_promised(old, reflect):
    found = listed(reflect)

    assert [(each["number"], each["entry"], each["scale"], each["text"]) for each in found] == [
        (1, 2, "with-others", "Earlier, with the sister."),
        (2, 1, "in-reach", "Ask her first."),
    ]
    assert {(each["owner"], each["share"], each["status"], each["thread"]) for each in found} == {
        ("me", "private", "open", None)
    }


def test_of_an_old_draft_one_comes_about_when_it_is_finished(old, reflect):
    reflect("write s2-power", stdin="y\n/stop\n1\n\n")

    assert texts_of(reflect) == ["Earlier, with the sister.", "Ask her first.", "In a draft."]


def test_an_old_journal_is_brought_up_once(old, reflect):
    reflect("commitments update 1 kept")

    assert len(listed(reflect)) == 2
    assert told(reflect) == [("kept", "")]
    assert reflect("thread").code == reflect("power").code == 0


def test_an_old_copy_is_brought_in_with_what_it_promised(reflect, kept_and_told, tmp_path, in_another):
    entries = json.loads(copy_of(reflect, tmp_path).read_text(encoding="utf-8"))
    for entry in entries:
        del entry["commitments"], entry["thread"]
    (tmp_path / "old.json").write_text(json.dumps(entries[:1]))
    in_another("other")

    assert reflect(f"import {tmp_path / 'old.json'} --yes").code == 0

    assert texts_of(reflect) == ["Ask her first."]
