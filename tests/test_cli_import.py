"""`reflect import`: shown first, kept at once or not at all, and never twice."""

import json

import pytest

JRNL = json.dumps(
    {
        "tags": {},
        "entries": [
            {"title": f"Day {day}.", "body": "Words", "date": f"2026-03-{day}", "time": "09:00", "tags": []}
            for day in (15, 16, 99)
        ],
    }
)


@pytest.fixture
def file(tmp_path, made):
    """Write a file of jrnl of which two entries can be read, and one has no date."""
    path = tmp_path / "jrnl.json"
    path.write_text(JRNL)
    return path


def listed(reflect):
    return json.loads(reflect("list --json").out)


def test_what_was_understood_is_shown_and_kept_after_a_yes(reflect, file):
    ran = reflect(f"import {file} --zone +05:30", stdin="y\n")

    assert ran.code == 0
    assert "2 entries, 15 Mar 2026 to 16 Mar 2026" in ran.err
    assert "The first begins: Day 15. Words" in ran.err
    assert "entry 3: its date" in ran.err
    assert "Kept 2 entries." in ran.out
    assert [each["written"] for each in listed(reflect)] == ["2026-03-16T09:00:00+05:30", "2026-03-15T09:00:00+05:30"]


@pytest.mark.parametrize(("options", "stdin"), [("", "n\n"), ("", "\n"), ("", ""), ("--no-input", "y\n")])
def test_without_a_yes_nothing_is_kept(reflect, file, options, stdin):
    assert reflect(f"import {file} {options}", stdin=stdin).code == 1
    assert listed(reflect) == []


def test_what_is_there_already_is_not_brought_in_again(reflect, file):
    reflect(f"import {file} --zone +05:30 --yes")

    again = reflect(f"import {file} --zone -03:00 --json --no-input")

    assert again.code == 0
    result = json.loads(again.out)
    assert (result["kept"], result["entries"], result["there"], result["first"]) == (0, 2, 2, "2026-03-15")
    assert result["refused"][0]["at"] == "entry 3"
    assert len(listed(reflect)) == 2


def test_json_is_alone_on_stdout(reflect, file):
    assert json.loads(reflect(f"import {file} --json", stdin="y\n").out)["kept"] == 2


@pytest.mark.parametrize("text", ["", "Words", "{oh", "[\n]\n", "[\n{}\n]\n", '{"entries": [{"title": 1}]}'])
def test_a_file_with_no_entry_is_a_sentence(reflect, made, tmp_path, text):
    (tmp_path / "a").write_text(text)

    ran = reflect(f"import {tmp_path / 'a'} --yes")

    assert (ran.code, ran.out) == (2, "")
    assert ran.err.endswith("Nothing was kept.\n")


@pytest.mark.parametrize("zone", ["Asia", "+5", "+24:00", "05:30"])
def test_a_zone_is_a_distance_from_utc(reflect, file, zone):
    assert reflect(f"import {file} --zone {zone} --yes").code == 2
    assert listed(reflect) == []


def test_without_a_journal_it_is_not_found(reflect, tmp_path):
    assert reflect(f"import {tmp_path}").code == 3


def test_when_one_entry_fails_nothing_is_kept(reflect, file, monkeypatch):
    from reflect.errors import CouldNotKeep
    from reflect.journal import tables

    row = tables._answer_row

    def fail(answer, number, place):
        if "16" in answer.value:
            raise CouldNotKeep("The disk is full. What was kept before is safe.")
        return row(answer, number, place)

    monkeypatch.setattr(tables, "_answer_row", fail)

    assert reflect(f"import {file} --yes").code == 1
    assert listed(reflect) == []


def test_how_far_it_has_come_is_drawn_only_where_somebody_looks(capsys, monkeypatch):
    from reflect import render

    class Terminal:
        def __init__(self):
            self.drawn = ""

        def isatty(self):
            return True

        def write(self, text):
            self.drawn += text
            return len(text)

        def flush(self):
            pass

    terminal = Terminal()
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setattr("sys.stderr", terminal)

    assert list(render.watched(iter(range(5)), 5, quietly=False)) == [*range(5)]
    assert list(render.watched(iter(range(3000)), 3000, quietly=True)) == [*range(3000)]
    assert terminal.drawn == ""
    assert list(render.watched(iter(range(3000)), 3000, quietly=False)) == [*range(3000)]
    assert "Keeping" in terminal.drawn
    assert capsys.readouterr().out == ""
