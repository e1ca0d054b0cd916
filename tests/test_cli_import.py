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


@pytest.fixture
def deleted(reflect, file):
    """Bring in two entries and delete the second."""
    reflect(f"import {file} --zone +05:30 --yes")
    number = next(each["number"] for each in listed(reflect) if each["opening"].startswith("Day 16"))
    assert reflect(f"delete {number} --yes").code == 0
    return file


@pytest.mark.parametrize(
    ("options", "stdin", "there"),
    [
        ("--yes", "", 1),
        ("--no-input --yes", "", 1),
        ("", "\n", 1),
        ("", "n\ny\n", 1),
        ("", "y\nn\n", 1),
        ("", "y\ny\n", 2),
        ("--yes --bring-back", "", 2),
        ("--bring-back", "y\n", 2),
    ],
)
def test_what_was_deleted_comes_back_only_when_asked_for(reflect, deleted, options, stdin, there):
    ran = reflect(f"import {deleted} --zone +05:30 {options}", stdin=stdin)

    assert "Deleted here before: 1." in ran.err
    assert len(listed(reflect)) == there
    if ran.code == 0 and there == 1:
        assert "What you deleted stays deleted: --bring-back" in ran.out


def test_what_was_brought_back_is_no_longer_known_as_deleted(reflect, deleted):
    reflect(f"import {deleted} --zone +05:30 --yes --bring-back")

    again = json.loads(reflect(f"import {deleted} --zone +05:30 --yes --json").out)

    assert (again["there"], again["deleted"], again["kept"]) == (2, 0, 0)


def test_a_discarded_draft_stays_away_too(reflect, made, tmp_path):
    copy = tmp_path / "all.json"
    reflect("now", stdin="A line that is taken back\n/pause\n")
    assert reflect(f"export --all --format json --output {copy}").code == 0
    reflect("now", stdin="y\nq\n2\ny\n")
    assert json.loads(reflect("list --drafts --json").out) == []

    assert json.loads(reflect(f"import {copy} --yes --json").out)["deleted"] == 1
    assert json.loads(reflect("list --drafts --json").out) == []
