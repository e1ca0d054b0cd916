"""Writing: a guided sitting, the two-minute one, and what is waiting."""

from __future__ import annotations

import sys
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from reflect import clock
from reflect.cli.care import first_run
from reflect.cli.options import (
    Answers,
    AsJson,
    Command,
    Minutes,
    When,
    all_decks,
    asker,
    deck_named,
    in_terminal,
    open_journal,
    ways,
)
from reflect.errors import INTERRUPTED, CouldNotKeep, ReflectError, WrongUsage

if TYPE_CHECKING:
    from reflect.ask.conversation import Conversation
    from reflect.journal import Journal
    from reflect.models import Deck, Entry, Summary

USUAL_MINUTES = 10


def add_to(app: typer.Typer) -> None:
    """Add these commands."""
    app.command(cls=Command)(write)
    app.command(cls=Command)(now)


def write(
    deck: Annotated[str | None, typer.Argument(help="The deck; see: reflect decks", show_default=False)] = None,
    minutes: Minutes = None,
    date: When = None,
    answers: Answers = None,
    as_json: AsJson = False,
) -> None:
    """Sit with a deck: one question at a time, everything kept as you go.

    An unfinished sitting is offered first. At every question you can skip, ask why, go back,
    say it is heavy, pause, or stop.

    \b
    Examples:
      reflect write
      reflect write s2-power --minutes 10
      reflect write s2-power --answers answers.json
    """
    if answers is not None:
        if deck is None:
            raise WrongUsage("Answers belong to a deck. Name it: reflect write s2-power --answers FILE")
        _write_from_file(deck_named(deck), answers, minutes, date, as_json=as_json)
    else:
        _write_in_person(deck_named(deck) if deck else None, minutes, date, as_json=as_json)


def now(date: When = None, answers: Answers = None, as_json: AsJson = False) -> None:
    """Park one line between two people. Two minutes.

    \b
    Example:
      reflect now
    """
    write("now", None, date, answers, as_json)


def what_is_waiting(*, as_json: bool) -> None:
    """Show what is waiting; in a terminal one key begins to write. The first time, make the journal."""
    from reflect import config, render
    from reflect.models import Option
    from reflect.sitting import Paused
    from reflect.vault import Vault

    talk = in_terminal() and sys.stdout.isatty() and not as_json
    ask = asker() if talk else None
    made = first_run(ask) if ask and not Vault(config.home()).exists else None
    with open_journal(made) as journal:
        last = journal.entries(limit=1)
        drafts = journal.entries(finished=False)
        waiting = {"entries": journal.count(), "last": last[0] if last else None, "drafts": drafts}
        if ask:
            render.show(waiting, lambda _: _waiting(len(drafts), last, drafts))
            choices = [
                Option("write", "Go on writing" if drafts else "Write"),
                Option("leave", "Leave it for today"),
            ]
            with suppress(Paused):
                if ask.one("", choices) == "write":
                    _sit_down(ask, journal, None, None, None, as_json=False)
            return
    render.show(waiting, lambda _: _waiting(len(drafts), last, drafts), as_json=as_json)


def _waiting(count: int, last: list[Summary], drafts: list[Summary]) -> list[tuple[str, str]]:
    from reflect.render import day

    lines = [(f"Last reflection: {day(last[0].written)}, {last[0].deck}. Start where you are.", "")] if last else []
    if not last and not count:
        lines.append(("Nothing written yet.", ""))
    lines += [(f"Begun and not finished: {draft.deck}, {day(draft.written)}.", "") for draft in drafts[:3]]
    lines.append(("Two minutes: reflect now. Longer: reflect write", ""))
    return lines


def _write_from_file(deck: Deck, answers: str, minutes: int | None, date: datetime | None, *, as_json: bool) -> None:
    """Keep a new entry from a file of answers, in one transaction."""
    from reflect import render
    from reflect.ask import scripted
    from reflect.models import Entry, new_id
    from reflect.sitting import as_asked_of, only, sit

    script = scripted.read(_read(answers), deck)
    if minutes and script.minutes not in (None, minutes):
        raise WrongUsage(f"The file says {script.minutes} minutes, the command {minutes}. Nothing was kept.")
    length = _length(deck, minutes or script.minutes)
    written = date or (clock.moment_named(script.date) if script.date else clock.now())
    with open_journal() as journal:
        asked_now = only(as_asked_of(deck, journal.settings.role), script.answers)
        entry = Entry(id=new_id(), deck=deck.id, minutes=length, written=written)
        entry = sit(asked_now, entry, script.ask, lambda unkept: unkept, journal.asked(deck.id))
        shared = (replace(each, share=script.share.get(each.key, each.share)) for each in entry.answers)
        entry = journal.keep(replace(entry, answers=tuple(shared)))
    render.show(entry, lambda kept: render.sentence(_kept(kept)), as_json=as_json)


def _read(answers: str) -> str:
    """Give the text of a file of answers, or of standard input."""
    try:
        data = sys.stdin.buffer.read() if answers == "-" else Path(answers).read_bytes()
        return data.decode("utf-8-sig")
    except OSError as error:
        raise WrongUsage(f"The file of answers {answers} cannot be read: {error.strerror}. Nothing was kept.") from None
    except UnicodeDecodeError:
        raise WrongUsage("The answers are not UTF-8 text. Nothing was kept.") from None


def _write_in_person(deck: Deck | None, minutes: int | None, date: datetime | None, *, as_json: bool) -> None:
    """Open the journal and sit down; the first time, make the journal."""
    from reflect import config
    from reflect.vault import Vault

    if ways.no_input:
        raise ReflectError("Writing asks questions. Send the answers along: --answers FILE. Nothing was kept.")
    if deck and minutes:
        _length(deck, minutes)
    ask = asker(quiet_stdout=as_json)
    made = first_run(ask) if in_terminal() and not Vault(config.home()).exists else None
    with open_journal(made) as journal:
        _sit_down(ask, journal, deck, minutes, date, as_json=as_json)


def _sit_down(
    ask: Conversation,
    journal: Journal,
    deck: Deck | None,
    minutes: int | None,
    date: datetime | None,
    *,
    as_json: bool,
) -> None:
    """Sit with a person, going on with a draft where there is one."""
    from reflect import render
    from reflect.sitting import Paused, Stopped, as_asked_of, sit

    kept: Entry | None = None

    def keep(entry: Entry) -> Entry:
        nonlocal kept
        kept = journal.keep(entry)
        return kept

    journal.prepare_to_write()
    try:
        deck, entry = _begin(ask, journal, deck, minutes, date)
        kept = entry if entry.number else None
        with journal.hold(entry.id) as free:
            if not free:
                raise ReflectError("Another window has this one open. Go on there; nothing was changed.")
            ask.say(deck.title)
            sit(as_asked_of(deck, journal.settings.role), entry, ask, keep, journal.asked(deck.id))
            assert kept is not None
            kept = _gate(ask, journal, kept)
            ask.say(_kept(kept))
    except CouldNotKeep as error:
        sentence = f"{error} What you typed last was not kept; it is still on the screen above."
        raise CouldNotKeep(sentence) from error
    except Paused:
        ask.say(_paused(kept))
    except Stopped:
        if kept:
            journal.discard(kept)
            kept = None
        ask.say("Discarded. Nothing of it is kept.")
    except KeyboardInterrupt:
        ask.say(_paused(kept))
        raise typer.Exit(INTERRUPTED) from None
    if kept and as_json:
        render.show(kept, lambda _: [], as_json=True)


def _begin(
    ask: Conversation, journal: Journal, deck: Deck | None, minutes: int | None, date: datetime | None
) -> tuple[Deck, Entry]:
    """Give the deck and entry to sit with: a draft the person wants to go on with, or a new entry."""
    from reflect.models import Entry, Option, new_id
    from reflect.render import day

    draft = journal.draft(deck.id if deck else None) if date is None else None
    if draft:
        begun = deck_named(draft.deck)
        answered = f"{len(draft.answers)} answered" if draft.answers else "nothing answered yet"
        if ask.confirm(f"You began “{begun.title}” on {day(draft.written)}, {answered}. Go on with it?", default=True):
            return begun, draft
    if deck is None:
        decks = all_decks()
        options = [Option(each.id, f"{each.title} ({each.id})") for each in decks.values()]
        deck = decks[_picked(ask.one("What would you like to sit with?", options))]
    if minutes is None and len(deck.minutes) > 1:
        options = [Option(f"for-{length}", f"{length} minutes") for length in deck.minutes]
        minutes = int(_picked(ask.one("How long have you got?", options, f"for-{USUAL_MINUTES}")).removeprefix("for-"))
    return deck, Entry(id=new_id(), deck=deck.id, minutes=_length(deck, minutes), written=date or clock.now())


def _picked(reply: object) -> str:
    """Give what was picked; any way of not picking leaves before anything was begun."""
    from reflect.sitting import Paused

    if not isinstance(reply, str):
        raise Paused
    return reply


def _gate(ask: Conversation, journal: Journal, entry: Entry) -> Entry:
    """Ask what may go to supervision. Nothing does unless it is picked, now or later."""
    from reflect.models import Option, Share

    assert entry.number is not None
    options = [Option(each.key, each.question) for each in entry.answers if not each.locked]
    if not options:
        return entry
    ask.say("")
    ask.say("All of this is private. Mark what may go to supervision, or just press Enter.")
    picked = ask.many(options)
    return (
        journal.mark(entry.number, list(picked), Share.SUPERVISION) if picked and isinstance(picked, tuple) else entry
    )


def _length(deck: Deck, minutes: int | None) -> int:
    """Give the length to sit for. Raise WrongUsage if the deck has no such length."""
    if minutes is None:
        return USUAL_MINUTES if USUAL_MINUTES in deck.minutes else deck.minutes[0]
    if minutes not in deck.minutes:
        raise WrongUsage(
            f"{deck.id} takes {', '.join(map(str, deck.minutes))} minutes, not {minutes}. Nothing was kept."
        )
    return minutes


def _kept(entry: Entry) -> str:
    from reflect.models import Share

    marked = sum(answer.share is not Share.PRIVATE for answer in entry.answers)
    state = (
        f"{marked} of its answers marked to be shared, the rest private" if marked else "Everything in it is private"
    )
    return f"Kept as entry {entry.number}. {state}. Read it again: reflect show {entry.number}"


def _paused(kept: Entry | None) -> str:
    if kept is None:
        return "Nothing was written, so nothing was kept. Come back any time."
    return f"Kept as it is, {len(kept.answers)} answered. Go on where you left off: reflect write {kept.deck}"
