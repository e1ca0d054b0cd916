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
