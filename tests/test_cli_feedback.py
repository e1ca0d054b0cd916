"""`reflect feedback`: what came back, read from an edited page or typed, kept beside and over nothing."""

import json
import re

import pytest

PREPARED = {"bring": "one", "question": "How could I notice it earlier?", "help": "check"}


@pytest.fixture
def page(reflect, wrote, tmp_path):
    """Write a page for V., as Markdown, and give its file."""
    wrote("prep", PREPARED, share={"question": "supervision", "help": "supervision"})
    reflect("config label M.")
    file = tmp_path / "page.md"
    assert reflect(f"export --to V. --output {file} --yes").code == 0
    return file


SEEN = "You stayed with it. वह अच्छा था।"


def written_in(text):
    """Give the page as a person hands it back: bullets and quotes changed, parts moved, Windows line ends."""
    text = text.replace(
        "### What you see, and what is done well\n", f"### What you see, and what is done well\n{SEEN}\n"
    )
    text = text.replace("### A question back\n", "### A question back\nWhat would “help” be?\n")
    rows = "- What:\n  Who:\n  By when:\n"
    text = text.replace(rows, "* What: Ask who can change the form\n  Who: me\n  By when: before Diwali\n", 1)
    text = text.replace(rows, "* What: Try one silence\n  Who: M.\n  By when:\n", 1)
    head, back, rest = re.split(r"(### A question back\n.*?\n\n)", text, maxsplit=1, flags=re.DOTALL)
    return (head + rest).replace("### What we agreed", f"{back}### What we agreed").replace("\n", "\r\n")


def kept(reflect):
    return json.loads(reflect("feedback --json").out)


def test_what_was_written_on_the_page_is_read_back_and_agreed_actions_become_commitments(reflect, page):
    page.write_bytes(written_in(page.read_text(encoding="utf-8")).encode())

    ran = reflect(f"feedback read {page}", stdin="y\n")

    assert ran.code == 0, ran.err
    (found,) = kept(reflect)
    assert (found["giver"], found["seen"], found["question"]) == ("V.", SEEN, "What would “help” be?")
    assert [(each["text"], each["owner"], each["by"]) for each in found["agreed"]] == [
        ("Ask who can change the form", "supervisor", "before Diwali"),
        ("Try one silence", "me", ""),
    ]
    commitments = json.loads(reflect("commitments --json").out)
    assert [(each["text"], each["status"], each["share"], each["feedback"]) for each in commitments] == [
        ("Ask who can change the form", "open", "private", 1),
        ("Try one silence", "open", "private", 1),
    ]
    assert found["page"] == json.loads(reflect("export --log --json").out)[0]["id"].replace("-", "")[-8:]


@pytest.mark.parametrize("form", ["txt", "json"])
def test_the_other_forms_of_the_page_come_back_too(reflect, page, tmp_path, form):
    file = tmp_path / f"page.{form}"
    reflect(f"export --to V. --format {form} --output {file} --yes")
    text = file.read_text(encoding="utf-8")
    text = (
        text.replace("A QUESTION BACK\n", "A QUESTION BACK\nWhat else?\n")
        if form == "txt"
        else text.replace('"question": ""', '"question": "What else?"')
    )
    file.write_text(text, encoding="utf-8")

    assert reflect(f"feedback read {file} --yes").code == 0
    assert kept(reflect)[0]["question"] == "What else?"


def test_it_is_over_no_entry(reflect, page):
    before = reflect("show 1 --json").out
    page.write_bytes(written_in(page.read_text(encoding="utf-8")).encode())
    reflect(f"feedback read {page} --yes")

    assert reflect("show 1 --json").out == before
    assert [each["number"] for each in json.loads(reflect("list --json").out)] == [1]


def test_what_cannot_be_understood_changes_nothing(reflect, page):
    text = page.read_text(encoding="utf-8").replace(
        "### What you read as the question\n", "A line of mine above it all.\n"
    )
    page.write_text(text, encoding="utf-8")

    ran = reflect(f"feedback read {page} --yes")

    assert ran.code == 1
    assert "Nothing was kept" in ran.err
    assert kept(reflect) == []
    assert json.loads(reflect("commitments --json").out) == []


def test_an_empty_slip_is_an_answer_too_and_keeps_nothing(reflect, page):
    ran = reflect(f"feedback read {page} --yes")

    assert ran.code == 1
    assert "The slip is empty" in ran.err
    assert kept(reflect) == []


def test_read_twice_it_is_there_once(reflect, page):
    page.write_bytes(written_in(page.read_text(encoding="utf-8")).encode())
    reflect(f"feedback read {page} --yes")

    ran = reflect(f"feedback read {page} --yes")

    assert ran.code == 1
    assert "is here already, as feedback 1" in ran.err
    assert len(kept(reflect)) == 1


@pytest.mark.parametrize(("options", "stdin"), [("", "n\n"), ("", "\n"), ("--no-input", "y\n")])
def test_without_a_yes_nothing_is_kept(reflect, page, options, stdin):
    page.write_bytes(written_in(page.read_text(encoding="utf-8")).encode())

    ran = reflect(f"feedback read {page} {options}", stdin=stdin)

    assert ran.code == 1
    assert kept(reflect) == []


def test_whose_it_is_where_it_is_not_said_is_told(reflect, page, tmp_path):
    slip = tmp_path / "slip.md"
    slip.write_text("### What we agreed\n\n- What: Read the rule\n", encoding="utf-8")

    ran = reflect(f"feedback read {slip} --yes --from W.")

    assert "“Read the rule” is taken as yours. To change that: reflect commitments update 1" in ran.err
    assert kept(reflect)[0]["giver"] == "W."


@pytest.mark.parametrize(("name", "code"), [("nowhere.md", 2), (".", 2)])
def test_a_file_that_cannot_be_read_is_a_sentence(reflect, made, tmp_path, name, code):
    ran = reflect(f"feedback read {tmp_path / name} --yes")

    assert (ran.code, ran.out) == (code, "")
    assert "cannot be read" in ran.err


def test_a_picture_is_to_be_typed_in(reflect, made, tmp_path):
    (tmp_path / "slip.jpg").write_bytes(b"\xff\xd8\xff\xe0" + bytes(200))

    ran = reflect(f"feedback read {tmp_path / 'slip.jpg'} --yes")

    assert ran.code == 1
    assert "reflect feedback add" in ran.err


@pytest.fixture
def terminal(monkeypatch):
    """Let there be somebody to ask."""
    monkeypatch.setattr("reflect.cli.feedback.in_terminal", lambda: True)


BY_HAND = "V.\n\nCare in it.\n.\nWhat next?\nAsk the team\n3\nFriday\n\nLess talk.\n.\n"


def test_by_hand_each_heading_is_asked_and_three_light_questions_follow(reflect, made, terminal):
    ran = reflect("feedback add", stdin=f"{BY_HAND}It stings a little.\n/skip\n3\n\n")

    assert ran.code == 0, ran.err
    (found,) = kept(reflect)
    assert (found["giver"], found["seen"], found["question"], found["differs"]) == (
        "V.",
        "Care in it.",
        "What next?",
        "Less talk.",
    )
    assert [(each["text"], each["owner"], each["by"]) for each in found["agreed"]] == [
        ("Ask the team", "both", "Friday")
    ]
    entry = json.loads(reflect("show 1 --json").out)
    assert entry["deck"] == "feedback"
    assert entry["answers"][0]["value"] == "It stings a little."
    assert {each["share"] for each in entry["answers"]} == {"private"}


def test_by_hand_nothing_typed_is_nothing_kept(reflect, made, terminal):
    ran = reflect("feedback add", stdin="\n\n.\n\n\n.\n")

    assert ran.code == 1
    assert kept(reflect) == []


def test_breaking_off_keeps_nothing_and_says_so(reflect, made, terminal):
    ran = reflect("feedback add", stdin="V.\n")

    assert ran.code == 1
    assert "nothing was kept" in ran.err


@pytest.mark.parametrize(
    ("stdin", "kept_so_far"),
    [
        ("V.\nThe question.\nFirst line.\nSecond", {"heard": "The question.", "seen": "First line.\nSecond"}),
        ("V.\n\nSeen.\n.\n/stop\n", {"seen": "Seen."}),
        ("V.\n\nSeen.\n.\nAsked.\nAgreed on this\n", {"seen": "Seen.", "question": "Asked."}),
    ],
)
def test_breaking_off_loses_no_word(reflect, made, terminal, stdin, kept_so_far):
    reflect("feedback add", stdin=stdin)

    (found,) = kept(reflect)
    assert {key: found[key] for key in kept_so_far} == kept_so_far
    assert [each["text"] for each in found["agreed"]] == (["Agreed on this"] if "Agreed" in stdin else [])


def test_it_can_be_looked_at_and_deleted_with_what_was_agreed(reflect, made, terminal):
    reflect("feedback add", stdin=f"{BY_HAND}/stop\n2\n")

    shown = reflect("feedback show 1").out
    assert "From V., 1 Nov 2026" in shown
    assert "Ask the team (commitment 1, to keep: both, by Friday)" in shown
    assert "V.: Care in it." in reflect("feedback").out
    assert reflect("feedback delete 1", stdin="n\n").code == 1
    assert reflect("feedback delete 1 --yes").code == 0
    assert kept(reflect) == []
    assert json.loads(reflect("commitments --json").out) == []
    assert reflect("feedback show 1").code == 3
    assert "reflect feedback read FILE" in reflect("feedback").out


def test_the_next_preparing_opens_with_it(reflect, page):
    page.write_bytes(written_in(page.read_text(encoding="utf-8")).encode())
    reflect(f"feedback read {page} --yes")

    ran = reflect("prep --minutes 2", stdin="1\n1\n")

    said = " ".join(ran.out.split())
    assert f"On 1 Nov 2026 V. saw: “{SEEN}”" in said
    assert "Ask who can change the form" in said
    assert "Try one silence" in said


def test_the_next_page_lists_what_is_with_the_supervisor_neutrally(reflect, page):
    page.write_bytes(written_in(page.read_text(encoding="utf-8")).encode())
    reflect(f"feedback read {page} --yes")
    reflect("commitments mark 1 supervision")

    assert "- With you: Ask who can change the form: no news yet." in reflect("export --to V.").out
