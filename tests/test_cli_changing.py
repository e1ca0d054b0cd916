"""`reflect edit`, `delete` and `return`: nothing is overwritten, and what is deleted is gone."""

import json
import shutil
import sys
from pathlib import Path

import pytest

from reflect.files import left_in_memory

SECRET = "a secret about marigolds"


@pytest.fixture
def entry(reflect, made):
    """Keep an entry with words, picks and places."""
    data = {
        "minutes": 25,
        "answers": {
            "moment": SECRET,
            "dims": ["caste"],
            "place": {"caste": {"me": "closer", "them": "further"}},
            "carry": {"scale": "in-reach", "text": "ask first"},
        },
        "share": {"moment": "supervision"},
    }
    assert reflect("write s2-power --answers -", stdin=json.dumps(data)).code == 0


def value(reflect, key):
    return next(a["value"] for a in json.loads(reflect("show 1 --json").out)["answers"] if a["key"] == key)


def versions(reflect):
    return json.loads(reflect("show 1 --versions --json").out)


def test_an_answer_is_asked_again_and_its_first_form_is_kept(reflect, entry, set_clock):
    set_clock("2026-12-24T09:00:00+05:30")
    ran = reflect("edit 1 moment", stdin="again\nanother wording\n.\n")

    assert ran.code == 0
    assert f"So far:\n{SECRET}" in ran.out
    assert value(reflect, "moment") == "another wording"
    assert versions(reflect) == [{"key": "moment", "value": SECRET, "replaced": "2026-12-24T03:30:00+00:00"}]
    assert SECRET in reflect("show 1 --versions").out
    assert json.loads(reflect("list --json").out)[0]["opening"] == "another wording"


def test_marks_stay_where_they_were(reflect, entry):
    reflect("edit 1 moment", stdin="again\nx\n.\n")

    assert json.loads(reflect("show 1 --json").out)["answers"][0]["share"] == "supervision"


def test_every_kind_of_answer_can_be_changed(reflect, entry):
    reflect("edit 1 place", stdin="2\n1\n1\n")
    reflect("edit 1 carry", stdin="2\nwith somebody\n")

    assert value(reflect, "place")["caste"]["quadrant"] == "they-closer"
    assert value(reflect, "carry") == {"scale": "with-others", "text": "with somebody"}
    assert [each["key"] for each in versions(reflect)] == ["place", "carry"]


def test_several_are_changed_from_a_file(reflect, entry):
    answers = json.dumps({"answers": {"moment": "new", "dims": ["gender", "caste"]}})

    entry = json.loads(reflect("edit 1 --answers - --json", stdin=answers).out)

    assert {a["key"]: a["value"] for a in entry["answers"]}["dims"] == ["gender", "caste"]
    assert len(versions(reflect)) == 2


@pytest.mark.parametrize("stdin", ["", "/pause\n", "\n.\n", "/skip\ny\n"])
def test_leaving_it_as_it_was_changes_nothing(reflect, entry, stdin):
    ran = reflect("edit 1 moment", stdin=stdin)

    assert "Changed in entry 1: nothing." in ran.out
    assert versions(reflect) == []


def test_the_answer_to_change_can_be_picked(reflect, entry):
    reflect("edit 1", stdin="1\nagain\npicked and changed\n.\n")

    assert value(reflect, "moment") == "picked and changed"


@pytest.mark.parametrize(
    ("line", "stdin", "code"),
    [
        ("edit 9 moment", "", 3),
        ("edit 1 momnt", "", 3),
        ("edit 1 harm", "", 3),
        ("edit 1 moment --no-input", "", 1),
        ("edit 1 --answers -", '{"answers": {"momnt": "x"}}', 2),
        ("edit 1 --answers -", '{"answers": {"harm": "x"}}', 3),
    ],
)
def test_what_cannot_be_changed_is_refused(reflect, entry, line, stdin, code):
    ran = reflect(line, stdin=stdin)

    assert (ran.code, ran.out) == (code, "")
    assert value(reflect, "moment") == SECRET


def test_an_entry_is_deleted_after_a_yes_and_only_then(reflect, entry):
    for line, stdin in (("delete 1", "\n"), ("delete 1", "n\n"), ("delete 1", ""), ("delete 1 --no-input", "y\n")):
        assert reflect(line, stdin=stdin).code == 1
    assert value(reflect, "moment") == SECRET

    reflect("backup")
    ran = reflect("delete 1", stdin="y\n")

    assert ran.code == 0
    assert "These backups do: " in ran.out
    assert "reflect-2026-11-01-120000.backup" in ran.out.replace("\n", "")
    assert reflect("show 1").code == 3


def test_what_is_deleted_is_in_no_page_of_the_database(reflect, entry, home):
    from reflect.vault import Vault

    reflect("edit 1 moment", stdin=f"again\n{SECRET} twice\n.\n")
    for number in range(2, 9):
        reflect("now --answers -", stdin=json.dumps({"answers": {"park": f"{SECRET} {number}"}}))
    for number in range(1, 9):
        assert reflect(f"delete {number} --yes").code == 0

    connection = Vault(home).unlock(None)
    (home / "plain.db").touch()
    connection.execute("ATTACH DATABASE ? AS bare KEY ''", (str(home / "plain.db"),))
    connection.execute("SELECT sqlcipher_export('bare')")
    connection.execute("DETACH DATABASE bare")
    connection.close()
    assert b"marigold" not in (home / "plain.db").read_bytes()


def test_returning_from_a_file_is_set_beside_the_older_entry(reflect, entry):
    texts = [
        s["key"] for s in json.loads(reflect("decks show return --json").out)["steps"] if s["kind"] in ("text", "line")
    ]
    answers = json.dumps({"answers": {texts[0]: "what I see now"}})

    ran = reflect("return 1 --answers - --json", stdin=answers)

    assert json.loads(ran.out)["rereads"] == 1
    assert json.loads(reflect("show 1 --json").out)["later"] == [
        {"number": 2, "deck": "return", "written": "2026-11-01T12:00:00+05:30"}
    ]
    assert reflect("return 9 --answers -", stdin=answers).code == 3
    assert reflect("return --answers -", stdin=answers).code == 2


def test_deleting_the_older_entry_leaves_the_later_view(reflect, entry):
    reflect("return 1 --minutes 2", stdin="What I see now.\n.\nq\n1\n\n")
    reflect("delete 1 --yes")

    assert json.loads(reflect("show 2 --json").out)["rereads"] is None


# Begun and not ended


def test_words_typed_and_not_ended_are_kept_beside_the_answer(reflect, entry):
    ran = reflect("edit 1 moment", stdin="again\nhalf of another wor\n/pause\n")

    assert "What you typed is kept beside the answer. Go on with it: reflect edit 1 moment" in ran.out
    assert value(reflect, "moment") == SECRET
    assert "half of another wor" in reflect("show 1").out

    ran = reflect("edit 1 moment", stdin="\nand the rest\n.\n")
    assert "You had begun this one." in ran.out
    assert value(reflect, "moment") == "half of another wor\nand the rest"
    assert "not ended" not in reflect("show 1").out


@pytest.mark.parametrize("leave", ["/skip\nn\n", "/stop\n2\ny\n"])
def test_words_that_were_begun_can_be_let_go(reflect, entry, leave):
    reflect("edit 1 moment", stdin="again\nhalf of another\n/pause\n")

    ran = reflect("edit 1 moment", stdin=f"\n{leave}")

    assert ran.code == 0
    assert value(reflect, "moment") == SECRET
    assert "half of another" not in reflect("show 1").out


def test_stopping_and_keeping_keeps_what_was_begun(reflect, entry):
    ran = reflect("edit 1 moment", stdin="again\nhalf of another\n/stop\n1\n")

    assert ran.code == 0
    assert "half of another" in reflect("show 1").out
    assert value(reflect, "moment") == SECRET


def test_several_answers_are_changed_all_at_once_or_not_at_all(reflect, entry, monkeypatch):
    from reflect.errors import CouldNotKeep
    from reflect.journal import tables

    def fail(*_):
        raise CouldNotKeep("The disk is full. What was kept before is safe.")

    monkeypatch.setattr(tables, "_retell", fail)
    answers = json.dumps({"answers": {"moment": "new", "dims": ["gender", "caste"]}})

    assert reflect("edit 1 --answers -", stdin=answers).code == 1

    assert value(reflect, "moment") == SECRET
    assert versions(reflect) == []


# In one's own editor


@pytest.fixture
def editor(tmp_path, monkeypatch):
    """Give a way to make $EDITOR a small program that is handed the file's path as `file`."""

    def doing(program):
        script = tmp_path / "editor.py"
        seen = tmp_path / "seen"
        script.write_text(
            f"import os, sys, pathlib\nfile = pathlib.Path(sys.argv[1])\n"
            f"pathlib.Path({str(seen)!r}).write_text(f'{{file}} {{file.stat().st_mode & 0o777:o}} "
            f"{{file.parent.stat().st_mode & 0o777:o}}')\n{program}\n"
        )
        monkeypatch.delenv("VISUAL", raising=False)
        monkeypatch.setenv("EDITOR", f"{sys.executable} {script}")
        return seen

    return doing


@pytest.fixture(autouse=True)
def nothing_left_in_memory():
    before = set(left_in_memory())
    yield
    for folder in set(left_in_memory()) - before:
        shutil.rmtree(folder)


needs_memory = pytest.mark.skipif(sys.platform != "linux", reason="No folder lives in memory alone on this system.")


@needs_memory
def test_an_editor_changes_an_answer_in_memory_and_nothing_stays(reflect, entry, editor):
    seen = editor("file.write_text(file.read_text() + 'और एक पंक्ति\\r\\n')")
    before = left_in_memory()

    ran = reflect("edit 1 moment --editor")

    assert ran.code == 0
    assert "Changed in entry 1: moment. What was there before: reflect show 1 --versions" in ran.out
    assert "The editor itself may keep copies" in ran.err
    assert value(reflect, "moment") == f"{SECRET}\nऔर एक पंक्ति"
    assert [each["value"] for each in versions(reflect)] == [SECRET]
    path, *modes = seen.read_text().split(" ")
    assert modes == ["600", "700"]
    assert Path(path).parent.name.startswith("reflect-")
    assert left_in_memory() == before


@needs_memory
@pytest.mark.parametrize("program", ["", "file.write_text('')", "sys.exit(3)", "file.write_text(' \\n')"])
def test_an_editor_that_leaves_it_as_it_was_changes_nothing(reflect, entry, editor, program):
    editor(program)

    ran = reflect("edit 1 moment --editor")

    assert ran.code == 0
    assert "Changed in entry 1: nothing." in ran.out
    assert (value(reflect, "moment"), versions(reflect)) == (SECRET, [])


@needs_memory
@pytest.mark.parametrize(
    ("program", "said"),
    [
        ("file.write_text('new words'); sys.exit(3)", "The editor left with code 3."),
        ("file.write_bytes(b'new words \\xff')", "What the editor left is not UTF-8 text."),
    ],
)
def test_what_an_editor_leaves_is_never_lost(reflect, entry, editor, program, said):
    seen = editor(program)

    ran = reflect("edit 1 moment --editor")

    path = seen.read_text().split(" ")[0]
    assert ran.code == 1
    assert f"{said} The answer is as it was. What you typed is in {path}, in memory" in ran.err
    assert b"new words" in Path(path).read_bytes()
    assert value(reflect, "moment") == SECRET
    assert path.rsplit("/", 1)[0] in reflect("doctor").out
    assert path.rsplit("/", 1)[0] in reflect("where").out


@needs_memory
def test_words_that_cannot_be_kept_stay_where_they_were_typed(reflect, entry, editor, monkeypatch):
    from reflect.errors import CouldNotKeep
    from reflect.journal import tables

    seen = editor("file.write_text('new words')")

    def fail(*_):
        raise CouldNotKeep("The disk is full. What was kept before is safe.")

    monkeypatch.setattr(tables, "_retell", fail)

    ran = reflect("edit 1 moment --editor")

    path = seen.read_text().split(" ")[0]
    assert ran.code == 1
    assert ran.err.endswith(
        "The disk is full. What was kept before is safe. The answer is as it was. "
        f"What you typed is in {path}, in memory, until the computer is switched off.\n"
    )
    assert Path(path).read_text() == "new words"


@pytest.mark.parametrize(
    ("line", "said", "code"),
    [
        ("edit 1 dims --editor", "was picked, not typed", 2),
        ("edit 1 momnt --editor", "It has:", 3),
        ("edit 1 moment --editor --no-input", "An editor waits for a person", 1),
        ("edit 1 moment --editor --answers -", "not both", 2),
    ],
)
def test_what_an_editor_cannot_change_is_refused(reflect, entry, editor, line, said, code):
    editor("file.write_text('x')")

    ran = reflect(line)

    assert ran.code == code
    assert said in ran.err


@needs_memory
def test_an_editor_that_is_not_there_is_a_sentence(reflect, entry, monkeypatch):
    before = left_in_memory()
    monkeypatch.setenv("EDITOR", "no-such-editor --wait")

    ran = reflect("edit 1 moment --editor")

    assert ran.code == 1
    assert "no-such-editor could not be started" in ran.err
    assert left_in_memory() == before
    assert left_in_memory() == before


def test_without_an_editor_it_says_how_to_name_one(reflect, entry, monkeypatch):
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.delenv("EDITOR", raising=False)

    ran = reflect("edit 1 moment --editor")

    assert (ran.code, ran.out) == (1, "")
    assert "EDITOR=nano" in ran.err


def test_without_a_folder_in_memory_nothing_is_written(reflect, entry, editor, monkeypatch):
    seen = editor("file.write_text('x')")
    monkeypatch.setattr("reflect.ask.editor.folder_in_memory", lambda: None)

    ran = reflect("edit 1 moment --editor")

    assert ran.code == 1
    assert "Nothing was changed." in ran.err
    assert not seen.exists()
