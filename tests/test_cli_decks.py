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
