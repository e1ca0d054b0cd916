"""The people to find quickly on a heavy day: a line each, in the sealed file and nowhere else."""

import json

import pytest

MEERA, RAVI = "मीरा, आठ के बाद: 98100 00001", "Ravi (brother) [always] 98100 00002"


def add(reflect, line):
    ran = reflect("contacts add --from -", stdin=f"{line}\n")
    assert ran.code == 0, ran.err
    return ran


def saved(reflect):
    return json.loads(reflect("contacts --json").out)


@pytest.fixture
def two(reflect, made):
    """Save two people."""
    add(reflect, MEERA)
    add(reflect, RAVI)


def test_somebody_is_added_and_shown_as_typed(reflect, made):
    assert add(reflect, MEERA).out == f"1. {MEERA}\n"
    assert add(reflect, RAVI).out == f"1. {MEERA}\n2. {RAVI}\n"

    assert saved(reflect) == [MEERA, RAVI]
    assert reflect("contacts").out == f"1. {MEERA}\n2. {RAVI}\n"


def test_somebody_is_added_when_asked(reflect, made):
    ran = reflect("contacts add", stdin=f"{MEERA}\n")

    assert ran.code == 0
    assert "Who, and how to reach them, in a line:" in ran.out
    assert saved(reflect) == [MEERA]


def test_with_json_the_question_is_not_on_stdout(reflect, made):
    ran = reflect("contacts add --json", stdin=f"{MEERA}\n")

    assert json.loads(ran.out) == [MEERA]
    assert "Who" in ran.err


def test_somebody_is_added_from_a_file_in_one_line(reflect, made, tmp_path):
    (tmp_path / "who").write_text(f"\ufeff  {MEERA}\r\nand in the evening\n\n", encoding="utf-8")

    reflect(f"contacts add --from {tmp_path / 'who'}")

    assert saved(reflect) == [f"{MEERA} and in the evening"]


@pytest.mark.parametrize(
    ("line", "stdin", "code"),
    [
        ("contacts add", "", 1),
        ("contacts add", "\n", 1),
        ("contacts add", "  \t\n", 1),
        ("contacts add", "/pause\n", 1),
        ("contacts add", "/stop\n", 1),
        ("contacts add --from -", "\n\n", 1),
        ("contacts add --no-input", "Somebody\n", 1),
        ("contacts add --from /nowhere/at/all", "", 2),
        ("contacts add --from -", b"\xff\xfe\xff", 2),
        ("contacts add 'Meera 98100'", "", 2),
        ("contacts add --line 'Meera 98100'", "", 2),
    ],
)
def test_without_a_line_nobody_is_added(reflect, two, line, stdin, code):
    ran = reflect(line, stdin=stdin)

    assert ran.code == code
    assert "Traceback" not in ran.err
    assert saved(reflect) == [MEERA, RAVI]


@pytest.mark.parametrize(("number", "left"), [(1, [RAVI]), (2, [MEERA])])
def test_somebody_is_removed_by_number(reflect, two, number, left):
    ran = reflect(f"contacts remove {number}")

    assert (ran.code, ran.out) == (0, f"1. {left[0]}\n")
    assert saved(reflect) == left


def test_when_the_last_is_removed_it_says_how_to_add_somebody(reflect, two):
    reflect("contacts remove 2")

    ran = reflect("contacts remove 1")

    assert "reflect contacts add" in ran.out
    assert json.loads(reflect("contacts --json").out) == []


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("contacts remove 0", 3),
        ("contacts remove 3", 3),
        ("contacts remove -- -1", 3),
        ("contacts remove 99999999999999999999", 3),
        ("contacts remove Meera", 2),
        ("contacts remove", 2),
        ("contacts call", 2),
    ],
)
def test_who_is_not_there_cannot_be_removed(reflect, two, line, code):
    ran = reflect(line)

    assert (ran.code, ran.out) == (code, "")
    assert saved(reflect) == [MEERA, RAVI]


def test_where_nobody_is_saved_it_says_so_and_names_a_line_that_is_open(reflect, made):
    ran = reflect("contacts")

    assert ran.code == 0
    assert ran.out.startswith("Nobody is saved yet.")
    assert "14416" in ran.out
    assert saved(reflect) == []


@pytest.mark.parametrize("line", ["contacts", "contacts add --from -", "contacts remove 1"])
def test_without_a_journal_it_is_not_found(reflect, line):
    ran = reflect(line, stdin="Somebody\n")

    assert (ran.code, ran.out) == (3, "")


def test_they_are_in_no_file_but_the_sealed_one(reflect, two, home):
    reflect("backup")
    files = [file for file in home.rglob("*") if file.is_file()]

    assert files != []
    assert [file.name for file in files if b"98100" in file.read_bytes() or MEERA.encode() in file.read_bytes()] == []


@pytest.mark.parametrize(
    "line", ["export", "export --all", "export --all --format json", "config", "config --json", "list", "", "where"]
)
def test_they_are_shown_nowhere_else(reflect, two, line):
    reflect("now --answers -", stdin='{"answers": {"park": "x"}, "share": {"park": "supervision"}}')

    ran = reflect(line)

    assert ran.code == 0
    assert "98100" not in ran.out + ran.err


def test_they_go_with_a_backup(reflect, tmp_path):
    code = tmp_path / "code"
    code.write_text(json.loads(reflect("init --no-passphrase --json").out)["recovery_code"])
    add(reflect, MEERA)
    file = json.loads(reflect(f"backup {tmp_path} --json").out)["file"]
    reflect("contacts remove 1")

    reflect(f"restore {file} --recovery-file {code} --yes")

    assert saved(reflect) == [MEERA]
