"""`reflect write` and `reflect now`: from a file of answers, and in plain lines through a pipe."""

import json

import pytest
from conftest import PASSPHRASE

SCRIPTS = {
    "moment": 'She said "ठीक है" and laughed — maine bhi haan kaha. 😀\n\nஅவள் சிரித்தாள். [redacted] :smile: \\ `x`',
    "together": "வர்க்கமும் மொழியும்",
    "words-ready": "Aap jis zubaan mein chaahein, usi mein baat karte hain.",
    "harm": "हाँ",
}
ANSWERS = {
    "date": "2026-11-01T18:30+05:30",
    "minutes": 25,
    "answers": {
        **SCRIPTS,
        "arrive": "little",
        "dims": ["caste", "language-accent", "gender"],
        "place": {
            "caste": {"me": "closer", "them": "further", "basis": "inferred", "weight": "in-charge"},
            "language-accent": {"me": "further", "them": "closer"},
            "gender": {"me": "not-sure", "them": "closer", "seen": True, "spoken": False},
        },
        "role-power": {"end": "me", "write": "me", "name": "neither"},
        "mode": ["over", "under"],
        "carry": {"scale": "with-others", "text": "पूछूँगी"},
        "land": 2,
    },
    "share": {"moment": "supervision", "carry": "circle"},
}


def sent(**more):
    return json.dumps({**ANSWERS, **more}, ensure_ascii=False)


def by_key(entry):
    return {answer["key"]: answer for answer in entry["answers"]}


def test_a_whole_sitting_from_a_file_comes_back_word_for_word(reflect, made):
    written = json.loads(reflect("write s2-power --answers - --json", stdin=sent()).out)
    shown = json.loads(reflect("show 1 --json").out)

    assert shown == written
    answers = by_key(shown)
    for key, words in SCRIPTS.items():
        assert answers[key]["value"].encode() == words.encode()
    assert answers["place"]["value"] == {
        "caste": {**ANSWERS["answers"]["place"]["caste"], "quadrant": "i-closer"},
        "language-accent": {**ANSWERS["answers"]["place"]["language-accent"], "quadrant": "they-closer"},
        "gender": {**ANSWERS["answers"]["place"]["gender"], "quadrant": "unplaced"},
    }
    assert answers["carry"]["value"] == {"scale": "with-others", "text": "पूछूँगी"}
    assert answers["land"]["value"] == 2
    assert {key: answer["share"] for key, answer in answers.items() if answer["share"] != "private"} == {
        "moment": "supervision",
        "carry": "circle",
    }
    assert (shown["number"], shown["deck"], shown["minutes"], shown["finished"]) == (1, "s2-power", 25, True)
    assert shown["written"] == "2026-11-01T18:30:00+05:30"
    assert {"caste", "gender-patriarchy", "language-region-migration"} <= {*shown["themes"]}
    assert shown["later"] == []
    (commitment,) = shown["commitments"]
    assert (commitment["number"], commitment["text"], commitment["status"]) == (1, "पूछूँगी", "open")


def test_decomposed_text_is_kept_composed(reflect, made):
    entry = json.loads(reflect("now --answers - --json", stdin='{"answers": {"park": "cafe\\u0301"}}').out)

    assert by_key(entry)["park"]["value"] == "caf\u00e9"


def test_what_is_answered_outside_the_length_is_kept_all_the_same(reflect, made):
    data = {"minutes": 2, "answers": {"harm": "yes", "quadrant": "hm", "repair-step": {"scale": "only-seen"}}}

    entry = json.loads(reflect("write s2-power --answers - --json", stdin=json.dumps(data)).out)

    assert by_key(entry).keys() == {"harm", "quadrant", "repair-step"}


@pytest.mark.parametrize(
    ("line", "stdin", "named"),
    [
        ("write s2-power --answers -", sent(answers={"momnt": "x"}), "“momnt”"),
        ("write s2-power --answers -", "not json", "not JSON"),
        ("write s2-power --answers -", b"\xff\xfe", "UTF-8"),
        ("write s2-power --answers /nowhere/at/all", "", "cannot be read"),
        ("write s2-power --answers - --minutes 10", sent(), "25 minutes"),
        ("write s2-power --answers - --minutes 7", sent(minutes=None), "2, 10, 25"),
        ("write s2-power --answers -", sent(date="31/02/2026"), "“31/02/2026”"),
        ("write s2-power --answers - --date 2026-02-31", sent(), "“2026-02-31”"),
        ("write --answers -", sent(), "Name it"),
        ("now --answers -", sent(minutes=10, answers={}, share={}), "2 minutes"),
    ],
)
def test_what_cannot_be_read_is_refused_and_nothing_is_kept(reflect, made, line, stdin, named):
    ran = reflect(line, stdin=stdin)

    assert (ran.code, ran.out) == (2, "")
    assert named in ran.err
    assert json.loads(reflect("list --json").out) == []
    assert json.loads(reflect("list --drafts --json").out) == []


def test_an_unknown_deck_is_not_found(reflect, made):
    assert reflect("write nothing --answers -", stdin="{}").code == 3


def test_a_bare_date_is_local_noon_and_the_command_line_wins(reflect, made):
    entry = json.loads(reflect("now --answers - --json --date 2026-03-05", stdin='{"answers": {"park": "x"}}').out)

    assert entry["written"].startswith("2026-03-05T12:00:00")


def test_without_a_date_it_is_now(reflect, made, set_clock):
    set_clock("2026-12-31T23:59:00-05:00")

    entry = json.loads(reflect("now --answers - --json", stdin='{"answers": {"park": "x"}}').out)

    assert entry["written"] == "2026-12-31T23:59:00-05:00"


def test_without_json_one_sentence_says_what_was_kept(reflect, made):
    ran = reflect("write s2-power --answers -", stdin=sent())

    assert ran.out == (
        "Kept as entry 1. 2 of its answers marked to be shared, the rest private. Read it again: reflect show 1\n"
    )


def test_a_sitting_in_plain_lines_through_a_pipe(reflect, made):
    ran = reflect("now", stdin="One line.\ncaste\n1\n2\n1\n3\n\n")

    assert ran.code == 0
    assert "\x1b" not in ran.out
    assert "1 of 4." in ran.out
    assert "4 of 4." in ran.out
    answers = by_key(json.loads(reflect("show 1 --json").out))
    assert answers["park"]["value"] == "One line."
    assert answers["place"]["value"] == {
        "caste": {"me": "closer", "them": "further", "basis": "told-me", "quadrant": "i-closer"}
    }
    assert answers["come-back"]["value"] == "supervision"


def test_the_gate_marks_only_what_is_picked(reflect, made):
    reflect("now", stdin="One line.\ns\ns\n1\n")

    shares = {a["key"]: a["share"] for a in json.loads(reflect("show 1 --json").out)["answers"]}
    assert shares == {"park": "supervision"}


def test_enter_at_the_gate_keeps_everything_private(reflect, made):
    ran = reflect("now", stdin="One line.\ns\ns\n\n")

    assert "Everything in it is private." in ran.out


def test_input_that_ends_is_a_pause_and_the_sitting_goes_on_from_there(reflect, made):
    paused = reflect("now", stdin="One line.\n")
    assert paused.code == 0
    assert "Kept: 1 answer. Go on where you left off: reflect now" in paused.out
    assert json.loads(reflect("list --json").out) == []
    assert json.loads(reflect("list --drafts --json").out)[0]["opening"] == "One line."

    went_on = reflect("now", stdin="y\ns\ns\n\n")

    assert "Go on with it?" in went_on.out
    assert "2 of 4." in went_on.out
    assert "1 of 4." not in went_on.out
    assert [each["number"] for each in json.loads(reflect("list --json").out)] == [1]


def test_a_draft_can_be_left_for_a_new_entry(reflect, made):
    reflect("now", stdin="The first.\n")

    reflect("now", stdin="n\nThe second.\ns\ns\n\n")

    assert json.loads(reflect("list --json").out)[0]["opening"] == "The second."
    assert json.loads(reflect("list --drafts --json").out)[0]["opening"] == "The first."


def test_answers_from_a_file_leave_drafts_alone(reflect, made):
    reflect("now", stdin="The first.\n")

    reflect("now --answers -", stdin='{"answers": {"park": "x"}}')

    assert len(json.loads(reflect("list --drafts --json").out)) == 1


def test_stopping_keeps_or_discards(reflect, made):
    reflect("now", stdin="Keep this.\nq\n1\n\n")
    reflect("now", stdin="Not this.\nq\n2\ny\n")

    assert [each["opening"] for each in json.loads(reflect("list --json").out)] == ["Keep this."]
    assert json.loads(reflect("list --drafts --json").out) == []


def test_write_without_a_deck_offers_them(reflect, made):
    ran = reflect("write", stdin="Now\nOne line.\ns\ns\n\n")

    assert "What would you like to sit with?" in ran.out
    assert json.loads(reflect("show 1 --json").out)["deck"] == "now"


def test_write_asks_how_long_and_enter_is_ten_minutes(reflect, made):
    ran = reflect("write s2-power", stdin="\n/pause\n")

    assert "How long have you got?" in ran.out
    assert "1 of 14." in ran.out


def test_json_leaves_stdout_to_the_entry(reflect, made):
    ran = reflect("now --json", stdin="One line.\ns\ns\n\n")

    assert by_key(json.loads(ran.out)).keys() == {"park"}
    assert "1 of 4." in ran.err


def test_a_wording_does_not_come_twice_in_a_row(reflect, made):
    questions = []
    for _ in range(3):
        ran = reflect("now --answers - --json", stdin='{"answers": {"park": "x"}}')
        questions.append(json.loads(ran.out)["answers"][0]["question"])

    assert len(set(questions)) == 3


def test_no_input_refuses_to_ask(reflect, made):
    ran = reflect("write s2-power --no-input", stdin="x\n")

    assert (ran.code, ran.out) == (1, "")
    assert "--answers" in ran.err


def test_without_a_journal_nothing_is_asked(reflect):
    ran = reflect("write s2-power", stdin="x\n")

    assert (ran.code, ran.out) == (3, "")
    assert "reflect init" in ran.err


def test_a_wrong_passphrase_is_one_sentence_before_the_first_question(reflect, tmp_path, monkeypatch):
    right, wrong = tmp_path / "right", tmp_path / "wrong"
    right.write_text(f"{PASSPHRASE}\n")
    wrong.write_text("something else\n")
    reflect(f"init --passphrase-file {right}")
    monkeypatch.setenv("REFLECT_PASSPHRASE_FILE", str(wrong))

    ran = reflect("now", stdin="One line.\n")

    assert (ran.code, ran.out) == (4, "")
    assert ran.err.count("\n") == 1
    monkeypatch.setenv("REFLECT_PASSPHRASE_FILE", str(right))
    assert json.loads(reflect("list --drafts --json").out) == []


def test_a_role_gets_its_own_wordings(reflect, made):
    reflect("config role nurse")
    questions = set()
    for _ in range(7):
        ran = reflect("write s2-power --answers - --json", stdin='{"answers": {"moment": "x"}}')
        questions.add(json.loads(ran.out)["answers"][0]["question"])

    assert any("ward" in question for question in questions)
    assert not any("prescription" in question for question in questions)


def test_write_offers_the_next_station_and_says_why(reflect, made, set_clock):
    set_clock("2026-11-01T21:00:00+05:30")

    assert "1. A lens for justice (part 1 of the workshop)" in reflect("write", stdin="").out

    reflect("write s1-lens --answers -", stdin='{"answers": {"moment": "x"}}')
    assert "1. Power in the relationship (part 2 of the workshop)" in reflect("write", stdin="").out


def test_after_a_heavy_landing_something_gentle_is_offered_first(reflect, made):
    reflect("write s2-power --answers -", stdin='{"answers": {"moment": "x", "land": 4}}')

    assert "1. Gentle: three light questions (the last one sat heavily" in reflect("write", stdin="").out


def test_only_decks_of_the_length_asked_for_are_offered(reflect, made):
    out = reflect("write --minutes 25", stdin="").out

    assert "(now)" not in out
    assert "Now:" not in out


def test_any_deck_can_be_sat_about_a_made_up_scene(reflect, made):
    scenes = json.loads(reflect("decks show scenario --json").out)["steps"][0]["prompts"]

    paused = reflect("write s2-power --scenario --minutes 2", stdin="/pause\n")
    assert any(" ".join(scene.split()[:6]) in " ".join(paused.out.split()) for scene in scenes)

    reflect("write s2-power --scenario --minutes 2", stdin="What I noticed.\n.\n/pause\n")
    went_on = reflect("write s2-power", stdin="y\n/stop\n1\n\n")

    entry = json.loads(reflect("show 1 --json").out)
    assert "2 of 6." in went_on.out
    assert [answer["key"] for answer in entry["answers"]] == ["card"]
    assert entry["answers"][0]["question"] in scenes


def test_returning_shows_an_older_page_and_leaves_it_as_it_was(reflect, made):
    older = '{"date": "2026-10-01", "answers": {"park": "what I thought then"}}'
    reflect("now --answers -", stdin=older)
    before = reflect("show 1 --json").out

    ran = reflect("write return --minutes 2", stdin="1\nWhat I see now.\n.\n/stop\n1\n\n")

    assert ran.code == 0
    assert "what I thought then" in ran.out
    assert json.loads(reflect("show 1 --json").out)["answers"] == json.loads(before)["answers"]
    assert json.loads(reflect("show 1 --json").out)["later"][0]["number"] == 2
    assert "Read again on 1 Nov 2026: reflect show 2" in reflect("show 1").out
    assert json.loads(reflect("show 2 --json").out)["deck"] == "return"


def test_there_is_nothing_to_return_to_at_first(reflect, made):
    ran = reflect("write return", stdin="1\n")

    assert ran.code == 1
    assert "no older page" in ran.err


def test_an_answer_taken_back_is_gone(reflect, made, home):
    reflect("write s2-power -m 2", stdin="Secret name\n.\nb\n\n/skip\nn\nq\n1\n\n")

    assert "Secret" not in reflect("show 1").out
    assert not any(b"Secret" in file.read_bytes() for file in home.iterdir())


def test_nothing_answered_leaves_nothing_behind(reflect, made):
    for line, stdin in (("now", "/skip\ns\ns\n"), ("now", "/skip\nq\n1\n")):
        assert "Nothing was written, so nothing was kept." in reflect(line, stdin=stdin).out
    assert reflect("now --answers -", stdin='{"answers": {}}').code == 1
    assert json.loads(reflect("list --json").out) == []
    assert json.loads(reflect("list --drafts --json").out) == []


def test_the_length_is_chosen_by_its_number_of_minutes(reflect, made):
    assert "1 of 6." in reflect("write s2-power", stdin="2\n/pause\n").out
    assert "1 of 23." in reflect("write s2-power", stdin="25\n/pause\n").out


def test_help_is_a_word_too(reflect):
    assert reflect("help write").out == reflect("write --help").out
    assert reflect("help").out == reflect("--help").out


def test_a_scene_goes_only_with_decks_about_a_moment(reflect, made):
    for deck in ("gentle", "s4-circle", "now"):
        assert reflect(f"write {deck} --scenario", stdin="").code == 2
    assert reflect("write scenario --scenario --minutes 2", stdin="/pause\n").code == 0


def test_a_draft_whose_deck_is_gone_is_in_nobodys_way(reflect, made, home):
    reflect("decks new mine")
    reflect("write mine --minutes 2", stdin="A line.\n.\n")
    (home / "decks" / "mine.toml").unlink()

    ran = reflect("write now", stdin="One line.\ns\ns\n\n")

    assert ran.code == 0
    assert "Traceback" not in reflect("write", stdin="").err
    assert "A line." in reflect("show 1").out


def test_going_on_with_a_return_shows_the_older_page_again(reflect, made):
    reflect("now --answers -", stdin='{"date": "2026-10-01", "answers": {"park": "what I thought then"}}')
    reflect("return 1 --minutes 2", stdin="What I see now.\n.\n/pause\n")

    assert "what I thought then" in reflect("write return", stdin="y\n/pause\n").out
