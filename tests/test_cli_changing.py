"""`reflect edit`, `delete` and `return`: nothing is overwritten, and what is deleted is gone."""

import json

import pytest

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
