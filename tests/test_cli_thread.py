"""Threads: entries that belong together, under a label that says nothing and goes nowhere."""

import json
import re

import pytest

from reflect import decks

WORDS = {"moment": "x", "dims": ["caste"]}


def threads(reflect):
    return {each["label"]: each["entries"] for each in json.loads(reflect("thread --json").out)}


def thread_of(reflect, number):
    return json.loads(reflect(f"show {number} --json").out)["thread"]


@pytest.fixture
def label(wrote):
    """Keep an entry in a new thread and give its label."""
    return wrote("s2-power", WORDS, "--thread new", date="2026-03-05")["thread"]


# A label


def test_a_label_is_two_words_of_the_list(label):
    firsts, seconds = decks.label_words()
    first, second = label.split("-")

    assert first in firsts
    assert second in seconds


def test_the_words_of_labels_are_enough_apart_and_plain():
    firsts, seconds = decks.label_words()

    assert len({*firsts, *seconds}) == len(firsts) + len(seconds)
    assert len(firsts) * len(seconds) >= 1000
    assert all(re.fullmatch(r"[a-z]{3,9}", word) for word in (*firsts, *seconds))


def test_two_new_threads_never_have_the_same_label(reflect, label, wrote, monkeypatch):
    first, second = label.split("-")
    words = iter([first, second, first, second, "amber", "kite"])
    monkeypatch.setattr("secrets.choice", lambda _: next(words))

    assert wrote("s2-power", WORDS, "--thread new")["thread"] == "amber-kite"


def test_nothing_typed_goes_into_a_label(reflect, wrote):
    found = {wrote("s2-power", {"moment": "Meera"}, "--thread new")["thread"] for _ in range(5)}

    assert len(found) > 1
    assert not any("meera" in each for each in found)


# Writing in one


def test_entries_of_a_thread_stay_together(reflect, label, wrote):
    wrote("s3-advocacy", {"moment": "y"}, f"--thread {label}", date="2026-10-05")
    wrote("s3-advocacy", {"moment": "z"})

    assert json.loads(reflect("thread --json").out) == [
        {"label": label, "entries": 2, "first": "2026-03-05", "last": "2026-10-05"}
    ]
    assert reflect("thread").out == f"{label}  2 entries, 5 Mar 2026 to 5 Oct 2026\n"
    assert [each["number"] for each in json.loads(reflect(f"list --thread {label} --json").out)] == [2, 1]
    assert label in reflect("list").out
    assert label in reflect("show 1").out
    assert label not in reflect("show 3").out


def test_the_thread_written_in_last_comes_first(reflect, label, wrote):
    later = wrote("s2-power", WORDS, "--thread new", date="2026-10-05")["thread"]

    assert list(threads(reflect)) == [later, label]
    assert f"{later}  1 entry, 5 Oct 2026\n" in reflect("thread").out


@pytest.mark.parametrize(
    ("line", "stdin"),
    [
        ("write s2-power --thread nosuch --answers -", json.dumps({"answers": WORDS})),
        ("write s2-power --thread nosuch --minutes 10", "1\nWords.\n.\n"),
        ("now --thread nosuch", "Words.\n"),
        ("now --thread nosuch --answers -", '{"answers": {"park": "x"}}'),
    ],
)
def test_a_thread_that_is_not_there_is_not_found_and_nothing_is_kept(reflect, label, line, stdin):
    ran = reflect(line, stdin=stdin)

    assert (ran.code, ran.out) == (3, "")
    assert f"There are: {label}." in ran.err
    assert "--thread new" in ran.err
    assert len(json.loads(reflect("list --json").out)) == 1
    assert json.loads(reflect("list --drafts --json").out) == []


def test_where_there_are_none_it_says_how_to_begin_one(reflect, made):
    ran = reflect("write s2-power --thread nosuch --answers -", stdin=json.dumps({"answers": WORDS}))

    assert ran.code == 3
    assert "There are:" not in ran.err
    assert "--thread new" in ran.err


def test_a_sitting_in_a_thread_says_so_and_keeps_it_through_a_pause(reflect, label):
    paused = reflect(f"write s2-power --thread {label} --minutes 10", stdin="1\n")
    assert f"Thread: {label}" in paused.out

    went_on = reflect("write s2-power", stdin="y\n/stop\n1\n\n")

    assert f"Thread: {label}" in went_on.out
    assert thread_of(reflect, 2) == label


def test_a_draft_of_another_thread_is_not_offered_in_this_one(reflect, label, wrote):
    other = wrote("s2-power", WORDS, "--thread new")["thread"]
    reflect(f"write s2-power --thread {other} --minutes 10", stdin="1\n")

    assert "Go on with it?" not in reflect(f"write s2-power --thread {label} --minutes 10", stdin="").out
    assert "Go on with it?" in reflect(f"write s2-power --thread {other} --minutes 10", stdin="").out


def test_an_older_draft_of_this_thread_is_offered_though_another_thread_has_a_newer_one(
    reflect, label, wrote, set_clock
):
    other = wrote("s2-power", WORDS, "--thread new")["thread"]
    reflect(f"write s2-power --thread {label} --minutes 10", stdin="1\n")
    set_clock("2026-11-02T12:00:00+05:30")
    reflect(f"write s2-power --thread {other} --minutes 10", stdin="1\n")

    assert "Go on with it?" in reflect(f"write s2-power --thread {label} --minutes 10", stdin="").out


@pytest.mark.parametrize("line", ["now --answers -", "write now --answers -"])
def test_two_minutes_can_belong_to_a_thread_too(reflect, label, line):
    reflect(f"{line} --thread {label}", stdin='{"answers": {"park": "x"}}')

    assert threads(reflect) == {label: 2}


# Putting in and taking out


def test_an_entry_is_put_in_a_thread_that_is_there(reflect, label, wrote):
    wrote("s2-power", WORDS)

    ran = reflect(f"thread put 2 {label}")

    assert (ran.code, ran.out) == (0, f"Entry 2 is in the thread {label}.\n")
    assert threads(reflect) == {label: 2}


@pytest.mark.parametrize(("options", "stdin"), [("new", ""), ("", "2\n")])
def test_an_entry_begins_a_thread_of_its_own(reflect, label, wrote, options, stdin):
    wrote("s2-power", WORDS)

    entry = json.loads(reflect(f"thread put 2 {options} --json", stdin=stdin).out)

    assert (entry["number"], entry["thread"]) == (2, thread_of(reflect, 2))
    assert threads(reflect) == {label: 1, entry["thread"]: 1}


def test_which_thread_is_picked_from_those_there_are(reflect, label, wrote):
    wrote("s2-power", WORDS)

    assert reflect("thread put 2", stdin="1\n").out.endswith(f"Entry 2 is in the thread {label}.\n")
    assert reflect("thread put 2", stdin="").code == 1
    assert reflect("thread put 2 --no-input").code == 2
    assert threads(reflect) == {label: 2}


def test_an_entry_that_leaves_a_thread_says_so_and_the_way_back(reflect, label):
    out = reflect("thread put 1 new").out

    assert f"It is no longer in {label}; to put it back: reflect thread put 1 {label}" in out


def test_an_entry_can_change_over_to_another_thread(reflect, label, wrote):
    other = wrote("s2-power", WORDS, "--thread new")["thread"]

    reflect(f"thread put 1 {other}")

    assert threads(reflect) == {other: 2}


def test_an_entry_is_taken_out(reflect, label):
    ran = reflect("thread take 1")

    assert (ran.code, ran.out) == (
        0,
        f"Entry 1 is no longer in the thread {label}. To put it back: reflect thread put 1 {label}\n",
    )
    assert thread_of(reflect, 1) is None
    assert threads(reflect) == {}


def test_a_draft_can_be_put_in_a_thread_and_stays_there(reflect, label):
    reflect("now", stdin="One line.\n")

    reflect(f"thread put 2 {label}")
    reflect("now", stdin="y\ns\ns\n\n")

    assert thread_of(reflect, 2) == label


@pytest.mark.parametrize(
    ("line", "code", "named"),
    [
        ("thread put 9", 3, "9"),
        ("thread put 9 {label}", 3, "9"),
        ("thread put 1 nosuch", 3, "nosuch"),
        ("thread take 9", 3, "9"),
        ("thread take 2", 1, "in no thread"),
        ("thread put one", 2, "one"),
        ("thread name nosuch another", 3, "nosuch"),
        ("thread name {label} {label}", 1, "already"),
        ("thread name {label} new", 2, "one word"),
        ("thread name {label} 'two words'", 2, "one word"),
        ("thread name {label} -x", 2, ""),
        ("thread name {label} ''", 2, "one word"),
        ("thread name {label} a/b", 2, "one word"),
        ("thread name {label} _a", 2, "one word"),
        ("thread name {label} 'a\nb'", 2, "one word"),
        ("thread name {label} " + "a" * 41, 2, "up to 40"),
        ("thread nosuch", 2, "nosuch"),
    ],
)
def test_what_cannot_be_done_is_refused_and_changes_nothing(reflect, label, wrote, line, code, named):
    wrote("s2-power", WORDS)

    ran = reflect(line.format(label=label))

    assert (ran.code, ran.out) == (code, "")
    assert named in ran.err
    assert threads(reflect) == {label: 1}
    assert thread_of(reflect, 2) is None


# Naming


@pytest.mark.parametrize("name", ["appointment-slips", "पर्ची-का-काम", "சீட்டு", "slips2", "a" * 40, "ক্ষমা", "പരിചയം"])
def test_a_thread_is_named_in_any_script(reflect, label, wrote, name):
    wrote("s2-power", WORDS, f"--thread {label}")

    ran = reflect(f"thread name {label} {name}")

    assert (ran.code, ran.out) == (0, f"The thread {label} is now {name}: 2 entries.\n")
    assert threads(reflect) == {name: 2}
    assert [each["number"] for each in json.loads(reflect(f"list --thread {name} --json").out)] == [2, 1]
    assert reflect(f"list --thread {label} --json").code == 3


def test_a_name_that_is_taken_is_refused(reflect, label, wrote):
    other = wrote("s2-power", WORDS, "--thread new")["thread"]

    assert reflect(f"thread name {label} {other}").code == 1
    assert threads(reflect) == {other: 1, label: 1}


# None, and gone


def test_without_threads_there_is_a_sentence(reflect, made):
    ran = reflect("thread")

    assert ran.code == 0
    assert ran.out.startswith("No threads yet.")
    assert threads(reflect) == {}


@pytest.mark.parametrize("line", ["thread", "thread put 1", "thread take 1", "thread name a b"])
def test_without_a_journal_it_is_not_found(reflect, line):
    assert (reflect(line).code, reflect(line).out) == (3, "")


def test_a_thread_is_gone_with_its_last_entry(reflect, label):
    reflect("delete 1 --yes")

    assert threads(reflect) == {}


# It goes nowhere


@pytest.fixture
def marked(reflect, label, wrote):
    """Mark everything that can be marked in two entries of a thread, one of them an act with a promise."""
    answers = {"moment": "y", "whose-idea": "theirs", "carry": {"scale": "in-reach", "text": "Ask."}}
    wrote("s3-advocacy", answers, f"--thread {label}")
    wrote("s2-power", {"moment": "z", "follow-up": {"1": "kept"}}, f"--thread {label}")
    for number in (1, 2, 3):
        assert reflect(f"mark {number} supervision").code == 0
    return label


@pytest.mark.parametrize("options", ["", "--to V.", "--since 2026-01-01"])
def test_the_label_is_in_no_form_on_the_page_for_a_supervisor(reflect, marked, tmp_path, options):
    file = tmp_path / "page.md"
    ran = reflect(f"export {options} --output {file} --yes")

    assert ran.code == 0
    for page in (ran.out, ran.err, file.read_text(encoding="utf-8")):
        bare = re.sub(r"[^\w]", "", page.casefold())
        assert marked.replace("-", "") not in bare
        assert "thread" not in bare
    assert "z" in ran.out


def test_a_name_of_ones_own_is_not_on_that_page_either(reflect, marked):
    reflect(f"thread name {marked} appointment-slips")

    page = reflect("export").out

    assert page != ""
    assert "appointment" not in page
    assert "slips" not in page


def test_the_label_is_on_no_page_for_a_browser(reflect, marked, tmp_path):
    file = tmp_path / "page.html"
    reflect(f"power --thread {marked} --html {file}")

    assert marked not in file.read_text(encoding="utf-8")


def test_the_label_is_in_the_copy_for_oneself(reflect, marked):
    assert marked in reflect("export --all --format json").out
    assert f"Thread: {marked}" in reflect("export --all").out


def test_the_label_is_in_no_file_but_the_sealed_one(reflect, marked, home):
    reflect("backup")

    assert [str(file) for file in home.rglob("*") if file.is_file() and marked.encode() in file.read_bytes()] == []
    assert [str(file) for file in home.rglob("*") if marked in file.name] == []
