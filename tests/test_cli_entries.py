"""`reflect list`, `show` and `mark`."""

import json

import pytest


@pytest.fixture
def three(reflect, made):
    """Keep three entries: March, July (at two in the morning), November."""
    for date, deck, words in (
        ("2026-03-05", "now", "The [first] :one: of  three\nlines"),
        ("2026-07-11T02:00+05:30", "s2-power", "दूसरा"),
        ("2026-11-01", "now", "மூன்றாவது"),
    ):
        key = "park" if deck == "now" else "moment"
        answers = json.dumps({"date": date, "answers": {key: words}})
        assert reflect(f"write {deck} --answers -", stdin=answers).code == 0


def numbers(ran):
    return [entry["number"] for entry in json.loads(ran.out)]


def test_list_is_newest_first_with_every_promised_key(reflect, three):
    entries = json.loads(reflect("list --json").out)

    assert [entry["number"] for entry in entries] == [3, 2, 1]
    promised = {"number", "id", "deck", "written", "finished", "opening", "words", "themes"}
    assert all(promised <= entry.keys() for entry in entries)
    assert entries[2]["opening"] == "The [first] :one: of three lines"
    assert entries[2]["words"] == 6


def test_list_is_narrowed_by_day_deck_and_number(reflect, three):
    assert numbers(reflect("list --json --since 2026-07-01")) == [3, 2]
    assert numbers(reflect("list --json --until 2026-07-11")) == [2, 1]
    assert numbers(reflect("list --json --deck now")) == [3, 1]
    assert numbers(reflect("list --json --limit 1")) == [3]
    assert numbers(reflect("list --json --since yesterday")) == [3]


def test_the_small_hours_belong_to_the_day_before_if_the_day_ends_later(reflect, made):
    reflect("config day-end 4")
    reflect("now --answers -", stdin='{"date": "2026-07-11T02:00+05:30", "answers": {"park": "x"}}')

    assert numbers(reflect("list --json --until 2026-07-10")) == [1]


def test_list_shows_words_exactly_as_they_are(reflect, three):
    ran = reflect("list")

    assert ran.code == 0
    assert "The [first] :one: of three lines" in ran.out
    assert "5 Mar 2026" in ran.out
    assert "மூன்றாவது" in ran.out
    assert "\x1b" not in ran.out


def test_an_empty_list_says_how_to_begin(reflect, made):
    assert reflect("list").out == "Nothing here. Begin: reflect write\n"
    assert json.loads(reflect("list --json").out) == []


def test_a_long_list_is_cut_for_people_and_says_so(reflect, made):
    for _ in range(22):
        reflect("now --answers -", stdin='{"answers": {"park": "x"}}')

    ran = reflect("list")

    assert ran.out.count("now") == 20
    assert "The newest 20 of 22." in ran.err
    assert len(numbers(reflect("list --json"))) == 22


@pytest.mark.parametrize("line", ["list --since 31/02/2026", "list --limit 0", "list --colour", "show twelve"])
def test_wrong_usage_is_two(reflect, made, line):
    ran = reflect(line)

    assert (ran.code, ran.out) == (2, "")
    assert ran.err


def test_what_is_not_there_is_three(reflect, made):
    for line in ("show 7", "mark 7 supervision", "list --deck nothing"):
        ran = reflect(line)
        assert (ran.code, ran.out) == (3, "")


def test_show_has_labels_and_the_words_line_by_line(reflect, made):
    data = {
        "minutes": 25,
        "answers": {
            "moment": "one\n\n  two",
            "dims": ["caste"],
            "place": {"caste": {"me": "closer", "them": "depends", "basis": "inferred", "seen": False}},
            "role-power": {"end": "me"},
            "carry": {"scale": "in-reach", "text": "ask first"},
            "land": 4,
        },
        "share": {"moment": "supervision"},
    }
    reflect("write s2-power --answers -", stdin=json.dumps(data))

    out = reflect("show 1").out

    assert "1  1 Nov 2026  Power in the relationship\n" in out
    assert "(moment, supervision)\n  one\n\n    two\n" in out.replace("  \n", "\n")
    assert "  Caste, jati, biradari: I stood closer to power; where they stood depends; I inferred that; " in out
    assert "it could not be seen" in " ".join(out.split())
    assert "  End the meeting: Me\n" in out
    assert "  One thing in my reach\n  ask first\n" in out
    assert "  Too much\n" in out


def test_signs_that_would_steer_the_terminal_are_not_printed(reflect, made):
    reflect("now --answers -", stdin='{"answers": {"park": "a\\u001b[31mred\\u0007"}}')

    assert "\x1b" not in reflect("show 1").out
    assert "\x1b" not in reflect("list").out
    assert json.loads(reflect("show 1 --json").out)["answers"][0]["value"] == "a\x1b[31mred\x07"


def test_show_without_its_deck_still_shows_everything(reflect, made, home):
    own = home / "decks"
    own.mkdir()
    (own / "mine.toml").write_text(
        'id = "mine"\ntitle = "Mine"\nsource = "me"\nabout = "a"\n[[steps]]\nkey = "one"\nbeat = "moment"\n'
        'kind = "line"\nminutes = [2]\nweight = "light"\nwhy = "w"\nprompts = ["One?"]\n',
        encoding="utf-8",
    )
    reflect("write mine --answers -", stdin='{"answers": {"one": "said"}}')
    (own / "mine.toml").unlink()

    out = reflect("show 1").out

    assert "One?" in out
    assert "  said" in out


def test_mark_and_unmark(reflect, three):
    assert "Marked supervision in entry 1: park." in reflect("mark 1 park supervision").out
    assert json.loads(reflect("show 1 --json").out)["answers"][0]["share"] == "supervision"

    reflect("mark 1 private")

    assert json.loads(reflect("show 1 --json").out)["answers"][0]["share"] == "private"


def test_mark_without_keys_marks_the_whole_entry(reflect, made):
    reflect("now --answers -", stdin='{"answers": {"park": "x", "come-back": "no"}}')

    entry = json.loads(reflect("mark 1 circle --json").out)

    assert {answer["share"] for answer in entry["answers"]} == {"circle"}


@pytest.mark.parametrize(
    ("line", "code"), [("mark 1 parc supervision", 3), ("mark 1 park boss", 2), ("mark 1 park", 2)]
)
def test_mark_refuses_what_it_does_not_know_and_marks_nothing(reflect, three, line, code):
    ran = reflect(line)

    assert ran.code == code
    assert "Nothing was " in ran.err
    assert json.loads(reflect("show 1 --json").out)["answers"][0]["share"] == "private"


def test_a_marked_answer_that_is_changed_is_said_to_be_marked_still(reflect, wrote):
    wrote("free", {"page": "What it was."}, share={"page": "supervision"})

    ran = reflect("edit 1 --answers -", stdin=json.dumps({"answers": {"page": "What it is."}}))

    assert "Still marked to be shared: page. To take it back: reflect mark 1 page private" in " ".join(ran.out.split())


def test_without_a_key_in_a_terminal_the_answers_are_ticked(reflect, wrote, monkeypatch):
    monkeypatch.setattr("reflect.cli.entries.in_terminal", lambda: True)
    wrote("s2-power", {"moment": "One.", "harm": "Two."})

    assert reflect("mark 1", stdin="2\n").code == 0
    assert {each["key"]: each["share"] for each in json.loads(reflect("show 1 --json").out)["answers"]} == {
        "moment": "private",
        "harm": "supervision",
    }
    assert reflect("mark 1", stdin="\n").code == 1


def test_without_a_key_elsewhere_it_says_what_to_type(reflect, wrote):
    wrote("free", {"page": "One."})

    ran = reflect("mark 1")

    assert ran.code == 2
    assert "reflect mark 1 KEY supervision" in ran.err
