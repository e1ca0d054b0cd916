"""Writing: a guided sitting, the two-minute one, and what is waiting."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
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
    deck_of,
    in_terminal,
    open_journal,
    read_answers,
    ways,
)
from reflect.errors import INTERRUPTED, CouldNotKeep, ReflectError, WrongUsage

if TYPE_CHECKING:
    from reflect.ask.conversation import Conversation
    from reflect.journal import Journal
    from reflect.models import Deck, Entry

USUAL_MINUTES = 10
LENGTH_SAID = {2: "Two minutes", 10: "Ten minutes", 25: "Twenty-five minutes"}
SHORT, SCENARIO, RETURN = "now", "scenario", "return"
NOTHING = "Nothing was written, so nothing was kept. Come back any time."


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
    scenario: Annotated[bool, typer.Option("--scenario", help="About a made-up scene, not about your work.")] = False,
    as_json: AsJson = False,
) -> None:
    """Sit with a deck: one question at a time, everything kept as you go.

    An unfinished sitting is offered first, then what fits today. At every question you can skip,
    ask why, go back, say it is heavy, pause, or stop.

    \b
    Examples:
      reflect write
      reflect write s2-power --minutes 10
      reflect write s2-power --scenario
      reflect write s2-power --answers answers.json
    """
    wanted = deck_named(deck) if deck else None
    if scenario:
        wanted = in_a_scene(wanted or deck_named(SCENARIO))
    if answers is None:
        write_in_person(Wanted(deck=wanted, minutes=minutes, date=date), as_json=as_json)
    elif wanted is None:
        raise WrongUsage("Answers belong to a deck. Name it: reflect write s2-power --answers FILE")
    else:
        _write_from_file(Wanted(deck=wanted, minutes=minutes, date=date), answers, as_json=as_json)


def now(date: When = None, answers: Answers = None, as_json: AsJson = False) -> None:
    """Park one line between one person and the next. Two minutes.

    \b
    Example:
      reflect now
    """
    write(SHORT, date=date, answers=answers, as_json=as_json)


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
        _write_from_file(Wanted(deck=deck, minutes=minutes, rereads=number), answers, as_json=as_json)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What the person said beforehand of the sitting they want; the rest is asked."""

    deck: Deck | None = None
    minutes: int | None = None
    date: datetime | None = None
    rereads: int | None = None


def write_in_person(wanted: Wanted, *, as_json: bool) -> None:
    """Open the journal and sit down; the first time, make the journal."""
    from reflect import config
    from reflect.vault import Vault

    if ways.no_input:
        raise ReflectError("Writing asks questions. Send the answers along: --answers FILE. Nothing was kept.")
    if wanted.deck and wanted.minutes:
        _length(wanted.deck, wanted.minutes)
    ask = asker(quiet_stdout=as_json)
    made = first_run(ask) if in_terminal() and not Vault(config.home()).exists else None
    with open_journal(made) as journal:
        sit_down(ask, journal, wanted, as_json=as_json)


def _write_from_file(wanted: Wanted, answers: str, *, as_json: bool) -> None:
    """Keep a new entry from a file of answers, in one transaction."""
    from reflect import render
    from reflect.ask import scripted
    from reflect.models import Entry, new_id
    from reflect.sitting import as_asked_of, only, sit

    deck = wanted.deck
    assert deck is not None
    script = scripted.read(read_answers(answers), deck)
    if wanted.minutes and script.minutes not in (None, wanted.minutes):
        sentence = f"The file says {script.minutes} minutes, the command {wanted.minutes}. Nothing was kept."
        raise WrongUsage(sentence)
    length = _length(deck, wanted.minutes or script.minutes)
    written = wanted.date or (clock.moment_named(script.date) if script.date else clock.now())
    with open_journal() as journal:
        rereads = journal.entry(wanted.rereads).number if wanted.rereads is not None else None
        asked_now = only(as_asked_of(deck, journal.settings.role), script.answers)
        entry = Entry(id=new_id(), deck=deck.id, minutes=length, written=written, rereads=rereads)
        entry = sit(asked_now, entry, script.ask, lambda unkept: unkept, journal.asked(deck.id))
        if not entry.answers:
            raise ReflectError(NOTHING)
        shared = (replace(each, share=script.share.get(each.key, each.share)) for each in entry.answers)
        entry = journal.keep(replace(entry, answers=tuple(shared)))
    render.show(entry, lambda kept: render.sentence(_kept(kept)), as_json=as_json)


def sit_down(ask: Conversation, journal: Journal, wanted: Wanted, *, as_json: bool) -> None:
    """Sit with a person, going on with a draft where there is one."""
    from reflect import render
    from reflect.sitting import Paused, Stopped, as_asked_of, sit

    kept: Entry | None = None

    def keep(entry: Entry) -> Entry:
        nonlocal kept
        try:
            kept = journal.keep(entry)
        except CouldNotKeep as error:
            sentence = f"{error} What you typed last was not kept; it is still on the screen above."
            raise CouldNotKeep(sentence) from error
        return kept

    journal.prepare_to_write()
    try:
        deck, entry = _begin(ask, journal, wanted)
        with journal.hold(entry.id) as free:
            if not free:
                raise ReflectError("Another window has this one open. Go on there; nothing was changed.")
            entry = _as_it_is_now(journal, entry)
            kept = entry if entry.number else None
            ask.say(deck.title)
            entry = sit(as_asked_of(deck, journal.settings.role), entry, ask, keep, journal.asked(deck.id))
            if not entry.answers:
                raise Stopped(discard=True)  # noqa: TRY301 - leaving with nothing is one way of stopping
            kept = _gate(ask, journal, deck, entry)
            ask.say(_left(kept))
    except Paused:
        ask.say(_left(kept))
    except Stopped:
        ask.say("Discarded. Nothing of it is kept." if kept and kept.answers else NOTHING)
        if kept:
            journal.discard(kept)
            kept = None
    except KeyboardInterrupt:
        ask.say(_left(kept))
        raise typer.Exit(INTERRUPTED) from None
    if kept and as_json:
        render.show(kept, lambda _: [], as_json=True)


def _begin(ask: Conversation, journal: Journal, wanted: Wanted) -> tuple[Deck, Entry]:
    """Give the deck and entry to sit with: a draft the person wants to go on with, or a new entry."""
    from reflect.models import Entry, Option, new_id

    deck, minutes = wanted.deck, wanted.minutes
    draft = journal.draft(deck.id if deck else None) if wanted.date is None and wanted.rereads is None else None
    if draft and deck_of(draft):  # a draft whose deck is gone can be read, but not gone on with
        begun = _deck_begun(draft)
        when = clock.day_said(draft.written)
        if ask.confirm(f"You began “{begun.title}” on {when}, {_so_far(draft)}. Go on with it?", default=True):
            if draft.rereads:
                _reread(ask, journal, draft.rereads)
            return begun, draft
    if deck is None:
        deck = _choose(ask, journal, minutes)
    rereads = _reread(ask, journal, wanted.rereads) if deck.rereads else None
    if minutes is None and len(deck.minutes) > 1:
        lengths = [Option(str(length), LENGTH_SAID[length]) for length in deck.minutes]
        minutes = int(_picked(ask.one("How long have you got?", lengths, str(_length(deck, None)))))
    length, written = _length(deck, minutes), wanted.date or clock.now()
    return deck, Entry(id=new_id(), deck=deck.id, minutes=length, written=written, rereads=rereads)


def _as_it_is_now(journal: Journal, entry: Entry) -> Entry:
    """Give a draft as another window may have left it since it was offered; a new entry as it is."""
    if entry.number is None:
        return entry
    now = journal.entry(entry.number)
    if now.finished:
        raise ReflectError(f"It was finished in another window meanwhile. Read it: reflect show {now.number}")
    return now


def _deck_begun(draft: Entry) -> Deck:
    """Give the deck a draft was begun with, in its made-up scene if it has one."""
    deck = deck_named(draft.deck)
    begun = {*draft.skipped, *draft.begun, *(answer.key for answer in draft.answers)}
    return in_a_scene(deck) if "card" in begun else deck


def in_a_scene(deck: Deck) -> Deck:
    """Give the deck asked about a made-up scene: its moment is one of the scenario cards."""
    from reflect import sitting

    if deck.id == SCENARIO:
        return deck
    if not deck.station or deck.step(sitting.MOMENT) is None:
        raise WrongUsage(f"{deck.id} is not about a moment. A scene goes with s1-lens, s2-power or s3-advocacy.")
    card = deck_named(SCENARIO).step("card")
    assert card is not None
    return sitting.in_a_scene(deck, card)


def _choose(ask: Conversation, journal: Journal, minutes: int | None) -> Deck:
    """Let a deck be chosen: the few that fit today first, each with the reason, then all."""
    from reflect import choosing
    from reflect.models import Option

    decks = all_decks()
    today = choosing.Circumstances(
        visits=journal.visits(),
        last_load=next(iter(journal.loads(1)), None),
        role=journal.settings.role,
        now=clock.now(),
        minutes=minutes,
    )
    fitting = choosing.suggest(decks.values(), today)
    options = [Option(each.deck.id, f"{each.deck.title} ({each.because})") for each in fitting]
    more = Option("all", "Something else: show me all of them")
    picked = _picked(ask.one("What would you like to sit with?", [*options, more]))
    if picked == more.id:
        options = [Option(each.id, f"{each.title} ({each.id})") for each in decks.values()]
        picked = _picked(ask.one("Every deck there is:", options))
    return decks[picked]


def _reread(ask: Conversation, journal: Journal, number: int | None) -> int:
    """Show an older entry, to be read beside the questions, and give its number; let it be chosen if need be."""
    from reflect import choosing, render
    from reflect.models import Option

    if number is None:
        older = choosing.worth_rereading(journal.entries(), clock.now().date())
        if not older:
            raise ReflectError("There is no older page to return to yet. Begin with any other deck: reflect write")
        pages = [
            Option(f"page-{each.number}", f"{clock.day_said(each.written)}, {each.deck}: {each.opening}")
            for each in older
        ]
        number = int(_picked(ask.one("Which page would you like to read again?", pages)).removeprefix("page-"))
    entry = journal.entry(number)
    for line, _ in render.whole_entry(deck_of(entry))(entry):
        ask.say(line)
    ask.say("")
    return number


def _picked(reply: object) -> str:
    """Give what was picked; any way of not picking leaves before anything was begun."""
    from reflect.sitting import Paused

    if not isinstance(reply, str):
        raise Paused
    return reply


def _gate(ask: Conversation, journal: Journal, deck: Deck, entry: Entry) -> Entry:
    """Ask what may go to supervision. Nothing does unless it is picked, now or later."""
    from reflect import exports
    from reflect.models import Option, Share

    assert entry.number is not None
    options = [
        Option(each.key, f"{exports.brief(each, deck.step(each.key))} ({each.key})")
        for each in entry.answers
        if not each.locked
    ]
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


def _left(kept: Entry | None) -> str:
    """Say what was kept, and how to go on or read it again."""
    if kept is None or not (kept.answers or kept.begun):
        return NOTHING
    if kept.finished:
        return _kept(kept)
    go_on = "reflect now" if kept.deck == SHORT else f"reflect write {kept.deck}"
    return f"Kept: {_so_far(kept)}. Go on where you left off: {go_on}"


def _so_far(draft: Entry) -> str:
    """Say what there is of a draft."""
    count = len(draft.answers)
    answers = f"{count} answer{'s' if count > 1 else ''}" if count else ""
    return " and ".join(filter(None, (answers, "the one you were at" if draft.begun else ""))) or "nothing answered yet"
