"""`reflect decks`: the list, one deck, and what a broken deck of one's own says."""

import json

from reflect.models import Kind


def test_list_names_every_deck_and_its_lengths(reflect):
    ran = reflect("decks")

    assert ran.code == 0
    assert "s2-power  (2, 10, 25 minutes)  Power in the relationship" in ran.out
    assert "now  (2 minutes)" in ran.out


def test_list_as_json_keeps_its_promise(reflect):
    decks = json.loads(reflect("decks --json").out)

    assert {"s2-power", "now"} <= {deck["id"] for deck in decks}
    assert all(deck.keys() == {"id", "title", "source", "steps"} for deck in decks)
    assert all(deck["steps"] > 0 for deck in decks)


def test_show_as_json_keeps_its_promise(reflect):
    deck = json.loads(reflect("decks show s2-power --json").out)

    promised = {"key", "beat", "kind", "minutes", "weight", "why", "prompts", "options", "sources"}
    assert {"id", "title", "source", "steps"} <= deck.keys()
    assert all(promised <= step.keys() for step in deck["steps"])
    assert {step["kind"] for step in deck["steps"]} <= {*Kind}
    dims = next(step for step in deck["steps"] if step["key"] == "dims")
    assert {"id": "caste", "label": "Caste, jati, biradari"} in dims["options"]


def test_show_prints_every_wording_and_why(reflect):
    ran = reflect("decks show now")

    assert ran.code == 0
    assert "Why:" in ran.out
    assert "One sentence, in any language: what just happened?" in ran.out


def test_an_unknown_deck_is_not_found_and_the_nearest_is_named(reflect):
    ran = reflect("decks show s2-pwer")

    assert (ran.code, ran.out) == (3, "")
    assert "Did you mean s2-power?" in ran.err


def test_a_broken_deck_of_ones_own_is_named_and_stops_nothing(reflect, home):
    (home / "decks").mkdir(parents=True)
    (home / "decks" / "mine.toml").write_text('id = "mine"\ntitle = "Mine"\n')

    ran = reflect("decks")

    assert ran.code == 0
    assert "s2-power" in ran.out
    assert "mine.toml, line 1: “source” is missing." in ran.err


def test_check_finds_all_well_in_every_shipped_deck(reflect):
    ran = reflect("decks check")

    assert ran.code == 0
    assert ran.out.startswith("All is well in ")


def test_check_tells_file_line_and_mend(reflect, tmp_path):
    file = tmp_path / "mine.toml"
    reflect("decks new mine")
    file.write_text(
        (tmp_path / "home" / "decks" / "mine.toml").read_text(encoding="utf-8").replace("Which small", "Which must"),
        encoding="utf-8",
    )

    ran = reflect(f"decks check {file}")
    as_json = json.loads(reflect(f"decks check {file} --json").out)

    assert ran.code == 1
    assert "mine.toml, line 19: “must” does not belong in a prompt." in ran.out
    assert as_json[0].keys() == {"file", "line", "what", "mend"}


def test_check_includes_decks_of_ones_own(reflect, home):
    (home / "decks").mkdir(parents=True)
    (home / "decks" / "mine.toml").write_text("id = 3\n")

    ran = reflect("decks check")

    assert ran.code == 1
    assert "mine.toml, line 1:" in ran.out


def test_check_of_a_file_that_is_not_there(reflect):
    assert reflect("decks check nowhere.toml").code == 3


def test_new_begins_a_deck_that_can_be_sat_with_at_once(reflect, made, home):
    assert reflect("decks new ward-round").code == 0

    assert reflect(f"decks check {home / 'decks' / 'ward-round.toml'}").code == 0
    assert "ward-round" in reflect("decks").out
    assert reflect("write ward-round --answers -", stdin='{"answers": {"moment": "x"}}').code == 0


def test_new_leaves_what_is_there_alone(reflect, home):
    reflect("decks new mine")
    (home / "decks" / "mine.toml").write_text("changed")

    for line, code in (
        ("decks new mine", 1),
        ("decks new s2-power", 1),
        ("decks new Über-Deck", 2),
        ("decks new a/b", 2),
    ):
        assert reflect(line).code == code
    assert (home / "decks" / "mine.toml").read_text() == "changed"
    assert len(list((home / "decks").iterdir())) == 1


def test_sources_credits_every_document_and_says_where_each_idea_went(reflect):
    documents = json.loads(reflect("decks sources --json").out)
    ideas = {idea["id"]: idea for document in documents for idea in document["ideas"]}

    assert len(documents) == 5
    assert len(ideas) == 261
    assert "s2-power" in ideas["000-39"]["decks"]
    assert "Mad in South Asia" in reflect("decks sources").out


def test_the_quick_look_of_the_list_says_what_the_decks_say(reflect):
    from reflect import decks

    faces, _ = decks.faces()

    assert [(f.id, f.title, f.source, f.about, f.steps, f.minutes, f.station) for f in faces] == [
        (d.id, d.title, d.source, d.about, len(d.steps), d.minutes, d.station) for d in decks.library().decks
    ]
