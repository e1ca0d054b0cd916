"""Pages that leave the journal, byte for byte."""

from dataclasses import replace
from pathlib import Path

from conftest import NOON

from reflect import decks
from reflect.exports import markdown
from reflect.models import Answer, Carry, Entry, Kind, Position, Settings, Share

GOLDEN = Path(__file__).parent / "golden" / "supervision.md"


def answer(key: str, kind: Kind, value: object) -> Answer:
    about = "caste" if key == "stage" else None
    return Answer(key=key, question=f"Asked at {key}?", kind=kind, value=value, share=Share.SUPERVISION, about=about)


HARD = Entry(
    number=1,
    id="1",
    deck="s2-power",
    minutes=25,
    written=NOON,
    finished=True,
    answers=(
        answer("moment", Kind.TEXT, "She said *haan* # and\n\n> मैंने <b>सुना</b> [x](y) `z` \\ 😀\nதமிழ்"),
        answer("dims", Kind.CHOICES, ("caste", "language-accent")),
        answer(
            "place",
            Kind.POSITIONS,
            {
                "caste": Position(me="closer", them="further", basis="inferred", seen=True, spoken=False),
                "language-accent": Position(me="depends", them="not-sure", basis="told-me", weight="in-charge"),
                "gender": Position(),
            },
        ),
        answer("role-power", Kind.GRID, {"end": "me", "write": "neither"}),
        answer("stage", Kind.CHOICE, "noticed"),
        answer("carry", Kind.COMMITMENT, Carry("with-others", "ask\nfirst")),
        answer("repair-step", Kind.COMMITMENT, Carry("only-seen")),
        answer("land", Kind.LOAD, 3),
    ),
)


def page(*entries: Entry, settings: Settings | None = None, to: str = "") -> str:
    return markdown(entries, {deck.id: deck for deck in decks.library().decks}, settings or Settings(), to)


def test_every_hard_thing_on_one_page():
    later = replace(HARD, number=2, deck="gone", written=NOON.replace(year=2027, month=1), answers=HARD.answers[1:2])

    assert page(later, HARD, settings=Settings(label="M."), to="V.") == GOLDEN.read_text(encoding="utf-8")


def test_no_entries_no_page():
    assert page() == ""


def test_neither_days_nor_hours_nor_numbers_are_on_the_page():
    text = page(HARD)

    assert "November 2026" in text
    assert "2026-11-01" not in text
    assert "12:00" not in text
