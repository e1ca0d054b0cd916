"""The copy for oneself: everything, as JSON that can be read back, and as a page to read."""

import json

from conftest import NOON

from reflect import decks, exports, imports
from reflect.models import (
    Answer,
    Carry,
    Commitment,
    Entry,
    Feedback,
    Handover,
    Kind,
    Owner,
    Position,
    Share,
    Told,
    Whole,
    new_id,
)


def answer(key, kind, value):
    return Answer(key=key, question=f"Asked at {key}?", kind=kind, value=value, share=Share.SUPERVISION)


ENTRY = Entry(
    number=1,
    id=new_id(),
    deck="s2-power",
    minutes=25,
    written=NOON,
    finished=True,
    answers=(
        answer("moment", Kind.TEXT, "She said *haan* # and\n\n> मैंने <b>सुना</b> [x](y) `z` \\ 😀\nதமிழ்"),
        answer("dims", Kind.CHOICES, ("caste", "language-accent")),
        answer("place", Kind.POSITIONS, {"caste": Position(me="closer", them="further", basis="inferred")}),
        answer("role-power", Kind.GRID, {"end": "me", "write": "neither"}),
        answer("carry", Kind.COMMITMENT, Carry("with-others", "ask\nfirst")),
        answer("land", Kind.LOAD, 3),
    ),
)
AGREED = Commitment(
    number=4,
    key="agreed-1",
    scale="",
    text="Ask the *team*.",
    owner=Owner.BOTH,
    by="Friday",
    news=(Told(status="kept", text="asked", at=NOON),),
)
CAME_BACK = Feedback(
    number=2, id=new_id(), giver="V.", at=NOON, heard="How to ask.", seen="Care.", page="3f9a2c41", agreed=(AGREED,)
)
LEFT = Handover(
    id=new_id(),
    at=NOON,
    to="V.",
    form="md",
    sections=("question", "excerpts"),
    items=(f"{ENTRY.id}/moment",),
    checksum="ab" * 32,
    kept=1,
    reason="Asked for.",
    seen=True,
)


def page(*records):
    return "".join(exports.whole_markdown(records, {deck.id: deck for deck in decks.library().decks}))


def test_a_page_holds_what_was_typed_as_it_was_typed_and_what_was_picked_in_words():
    text = page(Whole(entry=ENTRY))

    assert "> She said \\*haan\\* \\# and\n>\n> \\> मैंने \\<b\\>सुना" in text
    assert "- Caste" in text
    assert "I stood closer to power; they stood further; I inferred that" in text
    assert "One thing with others:\n\n> ask  \n> first" in text
    assert "**Asked at moment?** (supervision)" in text


def test_it_holds_what_came_back_and_what_left():
    text = page(Whole(entry=ENTRY), CAME_BACK, LEFT)

    assert "## What came back: V., 1 Nov 2026" in text
    assert "**Read as the question**\n\n> How to ask." in text
    assert "**Commitment 4, to keep: both, by Friday**\n\n> Ask the \\*team\\*." in text
    assert "## What left: 1 Nov 2026, to V." in text
    assert f"page {LEFT.page}: question, excerpts. SHA-256 {'ab' * 32}" in text
    assert "Kept on purpose: 1. Asked for." in text


def test_the_json_has_a_record_a_line_and_entries_are_as_they_are_shown():
    lines = "".join(exports.whole_json([Whole(entry=ENTRY), CAME_BACK, LEFT])).splitlines()

    first, second, third = (json.loads(line.rstrip(",")) for line in lines[1:-1])
    assert (lines[0], lines[-1]) == ("[", "]")
    assert "record" not in first
    assert (second["record"], second["agreed"][0]["by"]) == ("feedback", "Friday")
    assert (third["record"], third["items"]) == ("handover", [f"{ENTRY.id}/moment"])


def test_every_record_is_read_back_as_it_was():
    there = [Whole(entry=ENTRY), CAME_BACK, LEFT]
    data = "".join(exports.whole_json(there)).encode()

    assert [*imports.own(data.splitlines(keepends=True))] == there


def test_a_record_of_another_kind_is_refused_by_its_line():
    (refused,) = imports.own([b'[{"record": "secret", "id": "x"}]'])

    assert (refused.at, refused.why) == ("line 1", "it is a kind of record that is not known here")
