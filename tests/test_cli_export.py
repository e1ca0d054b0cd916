"""`reflect export`: only what was marked, shown before it is written."""

import json
import stat

import pytest
from conftest import NOON
from hypothesis import given
from hypothesis import strategies as st

from reflect import exports
from reflect.models import Answer, Entry, Kind, Settings, Share, new_id

SECRET, SHARED = "the private half", "the half for supervision"


@pytest.fixture
def written(reflect, made):
    """Keep an entry of which one answer is marked for supervision, one for the circle, the rest private."""
    data = {
        "date": "2026-03-05",
        "answers": {"moment": SHARED, "quadrant": SECRET, "words-ready": "for the circle", "land": 2},
        "share": {"moment": "supervision", "words-ready": "circle"},
    }
    assert reflect("write s2-power --answers -", stdin=json.dumps(data)).code == 0


def test_nothing_leaves_by_default(reflect, made):
    reflect("now --answers -", stdin=json.dumps({"answers": {"park": SECRET}}))

    ran = reflect("export")

    assert (ran.code, ran.out) == (0, "")
    assert "reflect mark" in ran.err
    assert SECRET not in ran.err


def test_only_what_is_marked_for_supervision_is_on_the_page(reflect, written):
    out = reflect("export").out

    assert SHARED in out
    assert SECRET not in out
    assert "circle" not in out


def test_a_mark_withdrawn_is_off_the_page(reflect, written):
    reflect("mark 1 private")

    assert reflect("export").out == ""


def test_a_draft_stays_at_home(reflect, made):
    reflect("now", stdin="One line.\n")
    reflect("mark 1 supervision")

    assert reflect("export").out == ""


def test_the_days_narrow_it(reflect, written):
    assert SHARED in reflect("export --since 2026-03-05 --until 2026-03-05").out
    assert reflect("export --since 2026-03-06").out == ""
    assert reflect("export --until 2026-03-04").out == ""


def test_the_label_and_the_reader_are_named(reflect, written):
    reflect("config label M.")

    assert "Prepared by M. for V. · covering March 2026" in reflect("export --to V.").out


def test_a_file_is_written_after_a_yes_and_holds_what_was_shown(reflect, written, tmp_path):
    file = tmp_path / "page.md"

    ran = reflect(f"export --output {file} --yes")

    assert ran.code == 0
    assert file.read_text(encoding="utf-8") == ran.out
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_a_yes_can_be_typed(reflect, written, tmp_path):
    file = tmp_path / "page.md"

    assert reflect(f"export --output {file}", stdin="y\n").code == 0
    assert SHARED in file.read_text(encoding="utf-8")


@pytest.mark.parametrize(("options", "stdin"), [("", "n\n"), ("", "\n"), ("--no-input", "y\n")])
def test_without_a_yes_nothing_is_written(reflect, written, tmp_path, options, stdin):
    file = tmp_path / "page.md"
    file.write_text("what was there")

    ran = reflect(f"export --output {file} {options}", stdin=stdin)

    assert ran.code == 1
    assert file.read_text() == "what was there"


def test_an_input_that_ends_is_no_yes(reflect, written, tmp_path):
    assert reflect(f"export --output {tmp_path / 'page.md'}").code == 1
    assert not (tmp_path / "page.md").exists()


def test_with_nothing_marked_no_file_is_written(reflect, made, tmp_path):
    assert reflect(f"export --output {tmp_path / 'page.md'} --yes").code == 1
    assert not (tmp_path / "page.md").exists()


def test_a_file_that_cannot_be_written_is_a_sentence(reflect, written, tmp_path):
    (tmp_path / "page.md").mkdir()

    ran = reflect(f"export --output {tmp_path / 'page.md'} --yes")

    assert ran.code == 1
    assert "cannot be written" in ran.err


@given(marks=st.lists(st.tuples(st.sampled_from([*Share]), st.text("abc ", min_size=1)), min_size=1, max_size=8))
def test_no_answer_that_is_not_marked_leaves(opened, marks):
    answers = tuple(
        Answer(key=f"k{n}", question="Q", kind=Kind.TEXT, value=f"{share} {words}".upper(), share=share)
        for n, (share, words) in enumerate(marks)
    )
    entry = Entry(id=new_id(), deck="d", minutes=25, written=NOON, finished=True, answers=answers)
    opened.keep(entry)

    page = exports.markdown(opened.shared(Share.SUPERVISION), {}, Settings())

    assert page.count("SUPERVISION ") >= sum(share is Share.SUPERVISION for share, _ in marks)
    assert not any(f"> {share.upper()}" in page for share in {*Share} - {Share.SUPERVISION})


# The copy for oneself


@pytest.fixture
def much(reflect, written):
    """Keep besides an entry that was changed, and a draft."""
    reflect("edit 1 moment", stdin="again\nanother wording\n.\n")
    assert reflect("now", stdin="One line.\n").code == 0


def test_everything_is_in_the_copy_for_oneself(reflect, much):
    ran = reflect("export --all --format json")

    first, draft = json.loads(ran.out)
    assert ran.out.splitlines()[0] == "["
    assert json.loads(ran.out.splitlines()[1].removesuffix(",")) == first
    assert first.items() >= json.loads(reflect("show 1 --json").out).items()
    assert first["versions"][0]["value"] == SHARED
    assert (draft["finished"], draft["deck"]) == (False, "now")
    assert "not encrypted" in ran.err


def test_it_is_read_back_as_it_was(reflect, much, tmp_path, monkeypatch):
    file = tmp_path / "all.json"
    reflect(f"export --all --format json --output {file}")
    monkeypatch.setenv("REFLECT_HOME", str(tmp_path / "another"))
    reflect("init --no-passphrase")

    assert reflect(f"import {file} --yes").code == 0
    assert reflect("export --all --format json").out == file.read_text(encoding="utf-8")
    assert "another wording" in reflect("search another").out.replace("[", "").replace("]", "")


def test_as_a_page_it_is_whole_and_oldest_first(reflect, much):
    out = reflect("export --all").out

    assert out.index("another wording") < out.index(f"> {SHARED}") < out.index(SECRET) < out.index("One line.")
    assert "(supervision)" in out
    assert "(draft)" in out


def test_it_is_readable_by_its_owner_alone(reflect, much, tmp_path):
    file = tmp_path / "all.md"

    ran = reflect(f"export --all --output {file}")

    assert (ran.code, ran.out) == (0, "")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert SECRET in file.read_text(encoding="utf-8")
    assert SECRET not in ran.err


def test_a_file_that_is_there_is_replaced_after_a_yes_and_only_then(reflect, much, tmp_path):
    file = tmp_path / "all.json"
    file.write_text("what was there")

    assert reflect(f"export --all --output {file}", stdin="n\n").code == 1
    assert file.read_text() == "what was there"
    assert reflect(f"export --all --output {file} --yes").code == 0
    assert SECRET in file.read_text(encoding="utf-8")


def test_when_it_breaks_off_no_half_of_it_is_left(reflect, much, tmp_path, monkeypatch):
    def broken(_):
        yield "half"
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(exports, "whole_json", broken)

    ran = reflect(f"export --all --format json --output {tmp_path / 'all.json'}")

    assert ran.code == 1
    assert "No space left" in ran.err
    assert [path.name for path in tmp_path.iterdir()] == ["home"]


@pytest.mark.parametrize("options", ["--all --to V.", "--all --since 2026-01-01", "--format json"])
def test_it_is_for_nobody_else(reflect, much, tmp_path, options):
    ran = reflect(f"export {options} --output {tmp_path / 'all'} --yes")

    assert (ran.code, ran.out) == (2, "")
    assert not (tmp_path / "all").exists()


def test_an_empty_journal_has_an_empty_copy(reflect, made):
    assert json.loads(reflect("export --all --format json").out) == []
