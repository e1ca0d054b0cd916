"""Writing: a guided sitting, the two-minute one, and a later view beside an older page."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

import typer

from reflect import clock
from reflect.cli.options import (
    Answers,
    AsJson,
    Command,
    Minutes,
    When,
    deck_named,
    following_up,
    open_journal,
    read_answers,
    told_of,
)
from reflect.cli.sitting_down import NOTHING, SHORT, Wanted, kept_said, length_of, pointing_said, write_in_person
from reflect.errors import ReflectError, WrongUsage
from reflect.models import SCENARIO

RETURN = "return"
Thread = Annotated[
    str | None,
    typer.Option("--thread", metavar="LABEL", help="The thread it belongs to; new begins one.", show_default=False),
]


def add_to(app: typer.Typer) -> None:
    """Add these commands."""
    app.command(cls=Command)(write)
    app.command(cls=Command)(now)
    app.command("return", cls=Command)(return_to)


def write(
    deck: Annotated[str | None, typer.Argument(help="The deck; see: reflect decks", show_default=False)] = None,
    minutes: Minutes = None,
    date: When = None,
    answers: Answers = None,
    thread: Thread = None,
    scenario: Annotated[bool, typer.Option("--scenario", help="About a made-up scene, not about your work.")] = False,
    as_json: AsJson = False,
) -> None:
    """Sit with a deck: one question at a time, everything kept as you go.

    An unfinished sitting is offered first, then what fits today. At every question you can skip,
    ask why, go back, say it is heavy, pause, or stop. Entries of one thread, about one working
    relationship, can be read together; its label is made by chance and says nothing.

    \b
    Examples:
      reflect write
      reflect write s2-power --minutes 10
      reflect write s2-power --scenario
      reflect write s2-power --thread new
      reflect write s2-power --answers answers.json
    """
    named = deck_named(deck) if deck else None
    if scenario:
        from reflect.cli.opening import in_a_scene

        named = in_a_scene(named or deck_named(SCENARIO))
    wanted = Wanted(deck=named, minutes=minutes, date=date, thread=thread)
    if answers is None:
        write_in_person(wanted, as_json=as_json)
    elif named is None:
        raise WrongUsage("Answers belong to a deck. Name it: reflect write s2-power --answers FILE")
    else:
        write_from_file(wanted, answers, as_json=as_json)


def now(date: When = None, answers: Answers = None, thread: Thread = None, as_json: AsJson = False) -> None:
    """Park one line between one person and the next. Two minutes.

    \b
    Example:
      reflect now
    """
    write(SHORT, date=date, answers=answers, thread=thread, as_json=as_json)


def return_to(
    number: Annotated[
        int | None, typer.Argument(metavar="[N]", help="The entry; offered if not said.", show_default=False)
    ] = None,
    minutes: Minutes = None,
    answers: Answers = None,
    as_json: AsJson = False,
) -> None:
    """Read an older entry again, and write a dated view beside it. What it said stays as it was.

    \b
    Examples:
      reflect return
      reflect return 3 --minutes 10
    """
    deck = deck_named(RETURN)
    if answers is None:
        write_in_person(Wanted(deck=deck, minutes=minutes, rereads=number), as_json=as_json)
    elif number is None:
        raise WrongUsage("Say which entry is read again: reflect return 3 --answers FILE. Nothing was kept.")
    else:
        write_from_file(Wanted(deck=deck, minutes=minutes, rereads=number), answers, as_json=as_json)


def write_from_file(wanted: Wanted, answers: str, *, as_json: bool) -> None:
    """Keep a new entry from a file of answers, in one transaction."""
    from reflect import render
    from reflect.ask import scripted
    from reflect.cli.opening import thread_named
    from reflect.models import Entry, new_id
    from reflect.sitting import as_asked_of, only, sit

    assert wanted.deck is not None
    deck = following_up(wanted.deck)
    script = scripted.read(read_answers(answers), deck)
    if wanted.minutes and script.minutes not in (None, wanted.minutes):
        sentence = f"The file says {script.minutes} minutes, the command {wanted.minutes}. Nothing was kept."
        raise WrongUsage(sentence)
    length = length_of(deck, wanted.minutes or script.minutes)
    written = wanted.date or (clock.moment_named(script.date) if script.date else clock.now())
    with open_journal() as journal:
        rereads = journal.entry(wanted.rereads).number if wanted.rereads is not None else None
        asked_now = only(as_asked_of(deck, journal.settings.role), script.answers)
        thread = thread_named(journal, wanted.thread) if wanted.thread else None
        entry = Entry(id=new_id(), deck=deck.id, minutes=length, written=written, rereads=rereads, thread=thread)
        due = told_of(journal, script.answers)
        entry = sit(asked_now, entry, script.ask, lambda unkept: unkept, journal.asked(deck.id), due=due)
        if not entry.answers:
            raise ReflectError(NOTHING)
        shared = (replace(each, share=script.share.get(each.key, each.share)) for each in entry.answers)
        entry = journal.keep(replace(entry, answers=tuple(shared)))
        settings = journal.settings
    render.show(entry, lambda kept: render.sentence(kept_said(kept)), as_json=as_json)
    if not as_json and (note := pointing_said(entry, settings)):
        render.say(note)
