"""Every idea the prompts are drawn from is taken up somewhere, and none is named that is not there."""

from pathlib import Path

from reflect import config, decks, sources
from reflect.cli import program

ROOT = Path(__file__).parent.parent
NOT_YET = ROOT / "tests" / "golden" / "ideas-not-yet.txt"
SOURCES = sources.read(config.shipped())
USED = {source for deck in decks.library().decks for step in deck.steps for source in step.sources}


def test_every_idea_is_there():
    counted = [sum(idea.id.startswith(document.id) for idea in SOURCES.ideas) for document in SOURCES.documents]

    assert counted == [64, 53, 26, 52, 66]
    assert SOURCES.documents[0].title == "Becoming a Social Justice-Informed Practitioner"


def test_every_idea_of_the_workshop_is_taken_up():
    missing = [
        idea.id for idea in SOURCES.ideas if idea.id.startswith("000") and idea.id not in USED and not idea.shown
    ]

    assert missing == []


def test_what_is_shown_elsewhere_is_there():
    commands = {command.name or command.callback.__name__ for command in program().registered_commands}
    commands |= {group.name for group in program().registered_groups}
    lists = decks.read_lists(config.shipped())

    for idea in SOURCES.ideas:
        where, _, name = idea.shown.partition(" ")
        there = {
            "": True,
            "command": name in commands,
            "list": name in lists,
            "document": (ROOT / name).is_file(),
        }
        assert there[where], idea


def test_the_ideas_not_yet_taken_up_are_exactly_these():
    not_yet = [idea.id for idea in SOURCES.ideas if idea.id not in USED and not idea.shown]

    assert not_yet == NOT_YET.read_text(encoding="ascii").split()


def test_no_step_names_an_idea_that_is_not_there():
    assert {idea.id for idea in SOURCES.ideas} >= USED
