"""`reflect check`: what may point to somebody, and why; it changes nothing."""

import json

import pytest

TEXT = "Spoke with Mrs D'Souza on 98765 43210 about it.\n"


def test_it_says_what_where_and_what_instead(reflect, tmp_path):
    file = tmp_path / "letter.txt"
    file.write_text(TEXT, encoding="utf-8")

    ran = reflect(f"check {file}")

    assert ran.code == 5
    assert "“98765 43210” reads like a telephone number" in ran.out
    assert "Instead: “" in ran.out
    assert "not a guarantee" in ran.err
    assert file.read_text(encoding="utf-8") == TEXT


def test_nothing_found_is_said_and_no_more_is_promised(reflect):
    ran = reflect("check -", stdin="She was quiet for a while.")

    assert (ran.code, ran.out) == (0, "Nothing was found.\n")
    assert "anonymous" not in ran.err


def test_as_data_it_has_offsets_in_code_points(reflect):
    ran = reflect("check - --json", stdin="😀 call 98765 43210")

    (found,) = json.loads(ran.out)
    assert found.keys() == {"start", "end", "kind", "text", "suggestion"}
    assert "😀 call 98765 43210"[found["start"] : found["end"]] == found["text"] == "98765 43210"
    assert ran.code == 5


def test_line_by_line_it_always_leaves_well(reflect):
    ran = reflect("check --lines -", stdin=f"{TEXT}\nShe was quiet.\r\nmail me at a.b@example.com\n")

    lines = [json.loads(line) for line in ran.out.splitlines()]
    assert ran.code == 0
    assert len(lines) == 4
    assert [each["kind"] for each in lines[3]] == ["email"]
    assert lines[1] == lines[2] == []


@pytest.mark.parametrize(("stdin", "lines"), [("", 0), ("\n", 1), ("a", 1), ("a\n", 1), ("a\n\n", 2)])
def test_there_is_a_line_out_for_each_line_in(reflect, stdin, lines):
    assert len(reflect("check --lines -", stdin=stdin).out.splitlines()) == lines


def test_an_entry_is_looked_through_answer_by_answer(reflect, wrote):
    wrote("s2-power", {"moment": "It was on 12/03/2024.", "harm": "Nothing in it."})

    ran = reflect("check --entry 1")

    assert ran.code == 5
    assert ran.out.startswith("moment\n")
    assert json.loads(reflect("check --entry 1 --json").out).keys() == {"moment", "harm"}
    assert reflect("check --entry 9").code == 3


@pytest.mark.parametrize("line", ["check --entry 1 -", "check nowhere.txt"])
def test_what_cannot_be_looked_through_is_refused(reflect, made, line):
    assert reflect(line).code == 2


def test_ones_own_words_are_looked_for_and_left_alone(reflect, made):
    text = "the kiosk near us, and Pinky."
    before = reflect("check -", stdin=text).out

    assert reflect("check --watch", stdin="kiosk\n").code == 0
    assert reflect("check --leave", stdin="Pinky\n\n").code == 0
    after = reflect("check -", stdin=text)
    assert "“kiosk”" not in before
    assert "“kiosk”" in after.out
    assert "Pinky" not in after.out
    reflect("check --watch", stdin="- kiosk\n")
    assert json.loads(reflect("check --watch --json", stdin="").out) == {"watch": []}


def test_ones_own_words_are_in_the_sealed_file_alone(reflect, made, home):
    reflect("check --watch", stdin="Xanthippe\n")

    assert not [file for file in home.rglob("*") if file.is_file() and b"Xanthippe" in file.read_bytes()]


def test_where_the_journal_is_locked_it_goes_on_without_ones_own_words(reflect, tmp_path):
    secret = tmp_path / "secret"
    secret.write_text("a passphrase of words")
    reflect(f"init --passphrase-file {secret}")

    ran = reflect("check -", stdin="She was quiet.")

    assert ran.code == 0
    assert "your own lists were not used" in ran.err


def test_at_save_it_is_said_once_and_quietly(reflect, made):
    data = json.dumps({"answers": {"page": TEXT}})

    ran = reflect("write free --answers -", stdin=data)

    assert "may point to somebody" in ran.err
    assert "Nothing was changed. To look at it: reflect check --entry 1" in ran.err
    assert TEXT.strip() in reflect("show 1").out
    quiet = reflect("write free --answers -", stdin=json.dumps({"answers": {"page": "She was quiet."}}))
    assert "point to somebody" not in quiet.err
