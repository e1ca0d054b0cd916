"""`reflect export`: only what was marked, shown before it is written."""

import hashlib
import json
import os
import stat

import pyrage
import pytest

from reflect import exports

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
    assert "for the circle" not in out


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


# The brief


PREPARED = {
    "bring": "two",
    "question": "How could I notice it earlier?",
    "help": "check",
    "context": "Somebody had not asked about a scheme.",
    "did": "I talked for ten minutes",
    "unsaid": "a locked line of four words",
    "urgent": "routine",
}


@pytest.fixture
def prepared(wrote):
    """Keep what was prepared, with all but the locked line marked for supervision."""
    return wrote("prep", PREPARED, share={key: "supervision" for key in PREPARED if key != "unsaid"})


def parts(page):
    return [line.removeprefix("## ") for line in page.splitlines() if line.startswith("## ")]


def test_the_question_comes_first_and_the_room_to_write_last(reflect, prepared, written):
    page = reflect("export --to V.").out

    assert parts(page) == ["What I would like from this hour", "What I bring", "Room to write back"]
    assert "1. How could I notice it earlier? (check me: is this safe, is it fair)" in page
    assert "About my question: Somebody had not asked about a scheme." in page
    assert f"Another moment: {SHARED}" in page


def test_without_a_question_it_says_so(reflect, written):
    assert "No question yet." in reflect("export").out


def test_every_page_says_what_it_is_and_what_it_is_not(reflect, written):
    page = " ".join(reflect("export").out.split())

    assert "Not a clinical or risk record. Please do not forward." in page
    assert "Left out on purpose: private entries, identifying details, anything about supervision itself." in page
    assert "risk and safeguarding go by your service's own route" in page
    assert "please stop reading that part and tell the writer" in page
    assert "anonymi" not in page.casefold()


@pytest.mark.parametrize("form", ["txt", "html", "json"])
def test_it_takes_the_forms_that_can_be_shown(reflect, written, tmp_path, form):
    file = tmp_path / f"page.{form}"

    ran = reflect(f"export --format {form} --output {file} --yes")

    assert file.read_text(encoding="utf-8") == ran.out
    assert SHARED in ran.out


@pytest.mark.parametrize(("form", "begins"), [("docx", b"PK"), ("pdf", b"%PDF")])
def test_a_form_that_cannot_be_shown_needs_a_file_and_its_words_are_shown(reflect, written, tmp_path, form, begins):
    file = tmp_path / f"page.{form}"

    assert reflect(f"export --format {form}").code == 2
    ran = reflect(f"export --format {form} --output {file} --yes")

    assert file.read_bytes().startswith(begins)
    assert SHARED in ran.out
    assert "the layout of" in ran.err


def test_a_locked_answer_goes_along_only_where_its_number_and_key_are_typed(reflect, prepared):
    locked = PREPARED["unsaid"]

    assert locked not in reflect("export --to V.").out
    page = reflect("export --to V. --include 1.unsaid")
    assert locked in page.out
    assert locked not in reflect("export --to V.").out
    assert "Let through once: 1.unsaid." in reflect("export --log").out


def test_a_key_there_is_no_answer_to_is_named(reflect, prepared):
    ran = reflect("export --include 1.nothing")

    assert (ran.code, ran.out) == (3, "")
    assert "Entry 1 has no answer to “nothing”" in ran.err


@pytest.mark.parametrize("option", ["--include everything", "--without excerpt", "--evaluation maybe", "--override ''"])
def test_what_is_not_known_is_refused_and_nothing_written(reflect, written, tmp_path, option):
    ran = reflect(f"export {option} --output {tmp_path / 'page.md'} --yes")

    assert (ran.code, ran.out) == (2, "")
    assert not (tmp_path / "page.md").exists()


def test_where_the_writer_stood_is_there_only_if_ticked_for_that_answer(reflect, wrote):
    place = {"caste": {"me": "closer", "them": "further", "basis": "inferred"}}
    wrote(
        "s2-power",
        {"moment": SHARED, "dims": ["caste"], "place": place},
        share={"moment": "supervision", "place": "supervision"},
    )

    assert "On caste: they stood further from power; I inferred that." in reflect("export").out
    assert "I stood closer to power" in reflect("export --include own-side:1.place").out


def test_a_section_can_be_left_out(reflect, prepared):
    assert parts(reflect("export --without bring").out) == ["What I would like from this hour", "Room to write back"]


def test_an_invitation_is_there_if_it_is_asked_for(reflect, prepared):
    page = reflect("export --include invite:differences").out

    assert "- Please ask me about the differences between us." in page


def test_what_is_about_supervision_is_held_back_and_told_to_the_writer_alone(reflect, prepared, wrote):
    wrote("supervising", {"moment": "about the hour itself"}, share={"moment": "supervision"})

    ran = reflect("export --to V.")

    assert "about the hour itself" not in ran.out
    assert "Held back, as it is about supervision itself or names who supervises you: 2.moment" in ran.err
    assert "about the hour itself" in reflect("export --to V. --include 2.moment").out


def test_in_an_evaluation_it_keeps_to_general_words_and_remembers(reflect, wrote):
    share = {"moment": "supervision", "harm": "supervision"}
    wrote("s2-power", {"moment": SHARED, "harm": "in my own words"}, share=share)
    wrote("prep", {"question": "How?"}, share={"question": "supervision"})

    first = reflect("export --to V. --evaluation yes")
    assert "counts in evaluation: yes" in first.out
    assert SHARED not in first.out
    assert "in my own words" not in first.out
    assert "--include bring" in first.err
    assert "in my own words" not in reflect("export --to v").out
    assert "in my own words" in reflect("export --to V. --include excerpts").out
    assert SHARED in reflect("export --to V. --include bring").out
    assert SHARED in reflect("export --to W.").out
    assert reflect("export --evaluation yes").code == 2


# Commitments


def test_a_commitment_stands_there_by_its_own_mark(reflect, wrote):
    wrote(
        "s2-power",
        {"moment": SHARED, "carry": {"scale": "in-reach", "text": "Ask first."}},
        share={"moment": "supervision"},
    )

    assert "Ask first" not in reflect("export").out
    assert reflect("commitments mark 1 supervision").code == 0
    assert "- Ask first (mine, in my reach)" in reflect("export").out
    reflect("commitments update 1 kept")
    assert "- Ask first: done." in reflect("export").out
    reflect("commitments mark 1 private")
    assert "Ask first" not in reflect("export").out


# The check


PHONE = "Call me on 98765 43210 she said."


@pytest.fixture
def with_a_number(wrote):
    """Keep a marked answer with a telephone number in it."""
    return wrote("free", {"page": f"{SHARED} {PHONE}"}, share={"page": "supervision"})


def test_what_points_to_one_person_stops_the_page(reflect, with_a_number, tmp_path):
    file = tmp_path / "page.md"

    ran = reflect(f"export --to V. --output {file} --yes")

    assert (ran.code, ran.out) == (5, "")
    assert "“98765 43210” reads like a telephone number." in ran.err
    assert "No page" in ran.err or "no page was made" in ran.err
    assert not file.exists()
    assert reflect("export").code == 5
    assert reflect("export --log").out == ""


def test_with_a_reason_it_stays_and_the_foot_counts_it(reflect, with_a_number, tmp_path):
    file = tmp_path / "page.md"

    ran = reflect(f"export --to V. --output {file} --yes --override 'they asked for it'")

    assert ran.code == 0
    assert "Details that may point to somebody, kept on purpose, with a reason: 1." in ran.out
    assert "identifying details, anything" not in ran.out
    assert "they asked" not in ran.out
    assert "they asked for it" in reflect("export --log").out


@pytest.fixture
def terminal(monkeypatch):
    """Let there be somebody to ask."""
    monkeypatch.setattr("reflect.cli.gate.in_terminal", lambda: True)


def test_in_a_terminal_nothing_is_ticked_and_nothing_leaves_by_enter_alone(reflect, prepared, terminal, tmp_path):
    ran = reflect(f"export --output {tmp_path / 'page.md'}", stdin="\n" * 9)

    assert ran.code == 1
    assert "Nothing was ticked" in ran.err
    assert not (tmp_path / "page.md").exists()


def test_in_a_terminal_what_is_found_is_changed_on_the_page_alone(reflect, with_a_number, terminal, tmp_path):
    file = tmp_path / "page.md"

    ran = reflect(f"export --output {file}", stdin="1\n\ny\n")

    assert ran.code == 0, ran.err
    page = file.read_text(encoding="utf-8")
    assert "98765" not in page
    assert "Call me on a number she said." in page
    assert "Changed after the check: 1." in page
    assert "98765" in reflect("show 1").out


def test_in_a_terminal_it_can_be_stopped_to_edit(reflect, with_a_number, terminal, tmp_path):
    ran = reflect(f"export --output {tmp_path / 'page.md'}", stdin="1\n2\n")

    assert ran.code == 5
    assert not (tmp_path / "page.md").exists()


def test_the_first_page_for_somebody_asks_four_things_once(reflect, prepared, terminal):
    asked = "V. alone\nthree months\n\n2\n"

    first = reflect("export --to V.", stdin=asked + "1\n\n")
    second = reflect("export --to V.", stdin="1\n\n")

    settled = "Kept by: V. alone; how long: three months; counts in evaluation: yes."
    assert settled in first.out
    assert settled in second.out
    assert "Who keeps it?" not in second.out


def test_what_changed_meanwhile_is_not_written(reflect, written, tmp_path, monkeypatch):
    file = tmp_path / "page.md"

    def agree_and_withdraw(*_, **__):
        reflect("mark 1 private")
        return True

    monkeypatch.setattr("reflect.cli.gate.confirmed", agree_and_withdraw)

    ran = reflect(f"export --output {file}")

    assert ran.code == 1
    assert "changed in another window" in ran.err
    assert not file.exists()


# The ledger


def test_the_ledger_remembers_what_left_to_whom_and_its_checksum(reflect, prepared, tmp_path):
    file = tmp_path / "page.md"
    reflect(f"export --to V. --output {file} --yes")

    (line,) = json.loads(reflect("export --log --json").out)
    assert line["checksum"] == hashlib.sha256(file.read_bytes()).hexdigest()
    assert (line["to"], line["form"], line["seen"]) == ("V.", "md", False)
    assert line["sections"] == ["question", "bring"]
    assert f"{prepared['id']}/question" in line["items"]
    assert "1.question" in reflect("export --log --to V.").out
    assert reflect("export --log --to W.").out == ""
    assert f"Page {line['id'].replace('-', '')[-8:]}." in file.read_text(encoding="utf-8")


def test_a_page_that_was_not_written_but_went_into_a_pipe_is_in_it_as_printed(reflect, prepared, tmp_path):
    ran = reflect(f"export --to V. --output {tmp_path / 'page.md'}", stdin="n\n")

    (line,) = json.loads(reflect("export --log --json").out)
    assert line["seen"] is True
    assert ran.out.endswith(".\n")
    assert "Write exactly this" not in ran.out


def test_the_questions_are_not_in_the_page_where_it_goes_into_a_pipe(reflect, prepared, terminal):
    ran = reflect("export", stdin="1\n")

    assert ran.out.startswith("# For supervision")
    assert "What goes on this page?" in ran.err
    assert len(json.loads(reflect("export --log --json").out)) == 1


def test_what_is_too_long_for_two_pages_is_refused(reflect, prepared):
    ran = reflect(f"export --to '{'a long label ' * 320}'")

    assert (ran.code, ran.out) == (1, "")
    assert "950 fit two pages" in ran.err


def test_a_letter_that_once_evaluated_is_not_looked_for_in_small(reflect, wrote):
    wrote("free", {"page": "v good hour"}, share={"page": "supervision"})
    reflect("export --to V. --evaluation no")

    assert "v good hour" in reflect("export --to V.").out


def test_what_is_printed_into_a_pipe_has_left_too(reflect, prepared):
    reflect("export --to V.")

    (line,) = json.loads(reflect("export --log --json").out)
    assert line["seen"] is True


def test_the_ledger_goes_along_only_in_the_copy_for_oneself(reflect, prepared, tmp_path, monkeypatch):
    reflect("export --to V.")
    page = reflect("export --to V.").out
    copy = reflect("export --all --format json").out

    (line, _) = json.loads(reflect("export --log --json").out)
    assert line["checksum"] not in page
    assert line["checksum"] in copy
    file = tmp_path / "all.json"
    file.write_text(copy, encoding="utf-8")
    monkeypatch.setenv("REFLECT_HOME", str(tmp_path / "another"))
    reflect("init --no-passphrase")
    assert reflect(f"import {file} --yes").code == 0
    assert reflect("export --all --format json").out == copy
    assert reflect(f"import {file} --yes").code == 0
    assert reflect("export --all --format json").out == copy


def test_deleting_an_entry_leaves_the_ledger(reflect, prepared):
    reflect("export --to V.")
    reflect("delete 1 --yes")

    assert "question of an entry that is gone" in reflect("export --log").out


@pytest.mark.parametrize("what", ["journal.db", "journal.key", "decks/page.md", "page.md"])
def test_nothing_is_written_where_the_journal_lives(reflect, written, home, what):
    (home / "decks").mkdir(exist_ok=True)
    before = (home / "journal.db").read_bytes()

    for line in (f"export --output {home / what} --yes", f"export --all --output {home / what} --yes"):
        ran = reflect(line)
        assert (ran.code, ran.out) == (1, "")
        assert "where the journal itself lives" in ran.err
    assert (home / "journal.db").read_bytes() == before
    assert SHARED in reflect("show 1").out


def test_what_is_no_file_is_not_replaced_by_one(reflect, written, tmp_path):
    os.mkfifo(tmp_path / "pipe")

    assert reflect(f"export --output {tmp_path / 'pipe'} --yes").code == 1
    assert (tmp_path / "pipe").is_fifo()


@pytest.mark.parametrize("hidden", ["\n", "\u2062", "\u200e", "\ufe0f", "\u00ad", "\u200b", " "])
@pytest.mark.parametrize("digits", [("98765", "43210"), ("९८७६५", "४३२१०")])
def test_a_number_is_found_however_it_is_hidden(reflect, wrote, digits, hidden):
    wrote("free", {"page": f"Call {hidden.join(digits)} she said."}, share={"page": "supervision"})

    ran = reflect("export")

    assert (ran.code, ran.out) == (5, "")


@pytest.mark.parametrize("where", ["--to 'Meena 98765 43210'", "--to m@example.org"])
def test_what_is_typed_around_the_page_is_checked_as_well(reflect, written, where):
    assert reflect(f"export {where}").code == 5
    reflect("config label 'Asha 98765 43210'")
    assert reflect("export").code == 5


def test_what_a_change_makes_room_for_is_not_on_the_page(reflect, wrote, terminal, tmp_path):
    context = "Smt Meena Kumari Devi Sharma " + "asked " * 43 + "and gave 98765 43210"
    wrote("prep", {"question": "How?", "context": context}, share={"question": "supervision", "context": "supervision"})
    file = tmp_path / "page.md"

    reflect(f"export --output {file}", stdin="1,2\n" + "\n" * 2 + "y\n")

    assert not file.exists() or "98765" not in file.read_text(encoding="utf-8")


def test_an_answer_that_is_not_marked_is_not_let_through_by_its_key(reflect, written):
    ran = reflect("export --include 1.quadrant")

    assert (ran.code, ran.out) == (1, "")
    assert "reflect mark 1 quadrant supervision" in ran.err


def test_a_theme_of_what_is_locked_is_on_no_page(reflect, written, wrote):
    entry = wrote("own-location", {"family": "secret words"})
    reflect(f"themes review {entry['number']} --add queer-trans")

    page = reflect("export --include themes").out

    assert "Where I stand" not in page
    assert "Sexuality" not in page


def test_what_is_withdrawn_is_withdrawn_from_its_commitment_too(reflect, wrote):
    promised = {"moment": SHARED, "carry": {"scale": "in-reach", "text": "Ask first."}}
    wrote("s2-power", promised, share={"moment": "supervision", "carry": "supervision"})
    reflect("commitments mark 1 supervision")
    reflect("mark 1 carry private")

    assert "Ask first" not in reflect("export").out


def test_a_commitment_whose_answer_promises_nothing_any_more_goes_nowhere(reflect, wrote):
    promised = {"moment": SHARED, "carry": {"scale": "in-reach", "text": "Ask first."}}
    wrote("s2-power", promised, share={"moment": "supervision"})
    reflect("commitments mark 1 supervision")
    assert "Ask first" in reflect("export").out
    reflect("edit 1 carry --answers -", stdin=json.dumps({"answers": {"carry": {"scale": "only-seen", "text": ""}}}))

    assert "Ask first" not in reflect("export").out


def test_what_was_told_in_a_private_answer_is_not_beside_a_commitment(reflect, wrote):
    promised = {"moment": SHARED, "carry": {"scale": "in-reach", "text": "Ask first."}}
    wrote("s2-power", promised, share={"moment": "supervision"})
    reflect("commitments mark 1 supervision")
    wrote("prep", {"question": "How?", "last-time": {"1": "kept"}}, share={"question": "supervision"})

    assert "- Ask first: done." in reflect("export").out


def test_without_a_yes_that_nobody_can_give_nothing_is_shown_either(reflect, written, tmp_path):
    ran = reflect(f"export --output {tmp_path / 'page.md'} --no-input")

    assert (ran.code, ran.out) == (1, "")


# Sealing, and places


def test_a_page_can_be_sealed_for_a_key(reflect, prepared, tmp_path):
    key = pyrage.x25519.Identity.generate()
    file = tmp_path / "page.md.age"

    ran = reflect(f"export --to V. --output {file} --yes --seal {key.to_public()}")

    assert ran.code == 0
    assert PREPARED["question"] in pyrage.decrypt(file.read_bytes(), [key]).decode()
    assert ran.out == ""
    assert PREPARED["question"].encode() not in file.read_bytes()


@pytest.mark.parametrize("options", ["--seal age1nonsense --output page.age", "--seal age1nonsense"])
def test_a_key_that_is_none_seals_nothing(reflect, prepared, tmp_path, options, monkeypatch):
    monkeypatch.chdir(tmp_path)

    assert reflect(f"export {options} --yes").code == 2
    assert not (tmp_path / "page.age").exists()


def test_a_folder_that_is_copied_elsewhere_is_named(reflect, written, tmp_path):
    (tmp_path / "OneDrive - Clinic").mkdir()

    ran = reflect(f"export --output '{tmp_path / 'OneDrive - Clinic' / 'page.md'}' --yes")

    assert "looks like a folder that is copied to OneDrive" in ran.err


def test_no_folder_no_page(reflect, written, tmp_path):
    ran = reflect(f"export --output {tmp_path / 'nowhere' / 'page.md'} --yes")

    assert (ran.code, ran.out) == (1, "")
    assert "There is no folder" in ran.err


# Portfolio


def test_a_form_is_filled_with_what_was_marked_for_a_portfolio(reflect, wrote):
    wrote(
        "s2-power",
        {"moment": "What happened there.", "harm": "for supervision only"},
        share={"moment": "portfolio", "harm": "supervision"},
    )

    ran = reflect("export --form plain")

    assert ran.code == 0
    assert "## What happened\n\nWhat happened there." in ran.out
    assert "for supervision only" not in ran.out
    assert "Empty, for you to write: My part in it." in ran.err
    assert "no claim of credit" in ran.err
    assert "please stop reading that part and tell the writer" in ran.out


def test_with_nothing_marked_a_form_stays_empty(reflect, written, tmp_path):
    ran = reflect("export --form nmc")

    assert (ran.code, ran.out) == (0, "")
    assert "reflect mark N KEY portfolio" in ran.err
    assert reflect(f"export --form nmc --output {tmp_path / 'f.md'} --yes").code == 1


def test_the_log_has_stations_and_months_and_no_words(reflect, written):
    ran = reflect("export --form cpd")

    assert "March 2026" in ran.out
    assert SHARED not in ran.out


def test_a_form_that_is_not_there_is_named(reflect, written):
    ran = reflect("export --form ecfmg")

    assert ran.code == 3
    assert "arcp, bacp-9, cpd, hcpc, nmc, plain" in ran.err


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


@pytest.mark.parametrize(
    "options",
    [
        *("--all --to V.", "--all --since 2026-01-01", "--all --until 2026-01-01", "--all --format pdf"),
        *("--all --include themes", "--all --form plain", "--all --override why", "--all --seal age1x"),
    ],
)
def test_it_is_for_nobody_else(reflect, much, tmp_path, options):
    ran = reflect(f"export {options} --output {tmp_path / 'all'} --yes")

    assert (ran.code, ran.out) == (2, "")
    assert not (tmp_path / "all").exists()


def test_an_empty_journal_has_an_empty_copy(reflect, made):
    assert json.loads(reflect("export --all --format json").out) == []
