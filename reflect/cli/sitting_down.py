"""Sitting down with a person: from what they wanted to what was kept."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

import typer

from reflect import clock
from reflect.cli.options import asker, in_terminal, open_journal, ways, words_on_screen
from reflect.errors import INTERRUPTED, ReflectError, WrongUsage

if TYPE_CHECKING:
    from reflect.ask.conversation import Conversation
    from reflect.cli.opening import Begun
    from reflect.journal import Journal
    from reflect.models import Deck, Entry, Settings
    from reflect.sitting import Keep

USUAL_MINUTES = 10
MOST_WORDS = 3
"""So many themes are named when an entry is kept."""
SHORT, NOTHING = "now", "Nothing was written, so nothing was kept. Come back any time."


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What the person said beforehand of the sitting they want; the rest is asked."""

    deck: Deck | None = None
    minutes: int | None = None
    date: datetime | None = None
    rereads: int | None = None
    thread: str | None = None

    @property
    def written(self) -> datetime:
        """Give when it was: as they said, else now."""
        return self.date or clock.now()


def write_in_person(wanted: Wanted, *, as_json: bool) -> None:
    """Open the journal and sit down; the first time, make the journal."""
    from reflect import config
    from reflect.cli.care import first_run
    from reflect.vault import Vault

    if ways.no_input:
        raise ReflectError("Writing asks questions. Send the answers along: --answers FILE. Nothing was kept.")
    if wanted.deck and wanted.minutes:
        length_of(wanted.deck, wanted.minutes)
    ask = asker(quiet_stdout=as_json)
    made = first_run(ask) if in_terminal() and not Vault(config.home()).exists else None
    with open_journal(made) as journal:
        sit_down(ask, journal, wanted, as_json=as_json)


def sit_down(ask: Conversation, journal: Journal, wanted: Wanted, *, as_json: bool) -> None:
    """Sit with a person, going on with a draft where there is one."""
    from reflect import render
    from reflect.cli.opening import begin
    from reflect.sitting import Paused, Stopped

    kept: Entry | None = None

    def keep(entry: Entry) -> Entry:
        nonlocal kept
        with words_on_screen():
            kept = journal.keep(entry)
        return kept

    journal.prepare_to_write()
    try:
        begun = begin(ask, journal, wanted)
        with journal.hold(begun.entry.id) as free:
            if not free:
                raise ReflectError("Another window has this one open. Go on there; nothing was changed.")
            entry = _as_it_is_now(journal, begun.entry)
            kept = entry if entry.number else None
            kept = _sit_through(ask, journal, replace(begun, entry=entry), keep)
            ask.say(left(kept))
            if note := pointing_said(kept, journal.settings):
                ask.say(note)
    except Paused:
        ask.say(left(kept))
    except Stopped:
        ask.say("Discarded. Nothing of it is kept." if kept and kept.answers else NOTHING)
        if kept:
            journal.discard(kept)
            kept = None
    except KeyboardInterrupt:
        ask.say(left(kept))
        raise typer.Exit(INTERRUPTED) from None
    if kept and as_json:
        render.show(kept, lambda _: [], as_json=True)


def _sit_through(ask: Conversation, journal: Journal, begun: Begun, keep: Keep) -> Entry:
    """Ask from the first question to the last, and see how it lands. Raise Stopped where nothing was answered."""
    from reflect.cli.landing import land
    from reflect.sitting import Stopped, sit

    for line in begun.lead:
        ask.say(line)
    entry = sit(begun.deck, begun.entry, ask, keep, journal.asked(begun.deck.id), due=begun.due)
    if not entry.answers:
        raise Stopped(discard=True)
    return land(ask, journal, begun.deck, entry)


def _as_it_is_now(journal: Journal, entry: Entry) -> Entry:
    """Give a draft as another window may have left it since it was offered; a new entry as it is."""
    if entry.number is None:
        return entry
    now = journal.entry(entry.number)
    if now.finished:
        raise ReflectError(f"It was finished in another window meanwhile. Read it: reflect show {now.number}")
    return now


def length_of(deck: Deck, minutes: int | None) -> int:
    """Give the length to sit for. Raise WrongUsage if the deck has no such length."""
    if minutes is None:
        return USUAL_MINUTES if USUAL_MINUTES in deck.minutes else deck.minutes[0]
    if minutes not in deck.minutes:
        raise WrongUsage(
            f"{deck.id} takes {', '.join(map(str, deck.minutes))} minutes, not {minutes}. Nothing was kept."
        )
    return minutes


def kept_said(entry: Entry) -> str:
    """Say that a finished entry was kept, and what may be shared of it."""
    from reflect.models import Share

    marked = sum(answer.share is not Share.PRIVATE for answer in entry.answers)
    state = (
        f"{marked} of its answers marked to be shared, the rest private" if marked else "Everything in it is private"
    )
    kept = f"Kept as entry {entry.number}. {state}. Read it again: reflect show {entry.number}"
    return "\n".join(filter(None, (kept, touched_said(entry))))


def touched_said(entry: Entry) -> str:
    """Say which themes the words of an entry make likely, in one quiet line; "" where there are none."""
    from reflect.cli.themes import known_themes
    from reflect.models import Standing

    likely = [each.theme for each in entry.suggested if each.tier is Standing.LIKELY]
    known = known_themes() if likely else {}
    words = [known[theme].word for theme in likely[:MOST_WORDS] if theme in known]
    if not words:
        return ""
    listed = "; ".join(words)
    return f"Some of your words may point to: {listed}. Yes, no or later: reflect themes review {entry.number}"


def pointing_said(entry: Entry, settings: Settings) -> str:
    """Say, once and quietly, what in a kept entry may point to somebody; "" where nothing was found."""
    from reflect import identifiers
    from reflect.cli.gate import KINDS
    from reflect.kinds import words

    if not entry.finished:
        return ""
    texts = (words(answer) for answer in entry.answers)
    found = [each for text in texts for each in identifiers.check(text, leave=settings.leave, watch=settings.watch)]
    if not found:
        return ""
    others = f", and {len(found) - 1} more" if len(found) > 1 else ""
    return (
        f"“{' '.join(found[0].text.split())}” may point to somebody: {KINDS[found[0].kind]}{others}. "
        f"Nothing was changed. To look at it: reflect check --entry {entry.number}"
    )


def left(kept: Entry | None) -> str:
    """Say what was kept, and how to go on or read it again."""
    if kept is None or not (kept.answers or kept.begun):
        return NOTHING
    if kept.finished:
        return kept_said(kept)
    go_on = f"reflect {kept.deck}" if kept.deck in (SHORT, "prep") else f"reflect write {kept.deck}"
    return f"Kept: {so_far(kept)}. Go on where you left off: {go_on}"


def so_far(draft: Entry) -> str:
    """Say what there is of a draft."""
    count = len(draft.answers)
    answers = f"{count} answer{'s' if count > 1 else ''}" if count else ""
    return " and ".join(filter(None, (answers, "the one you were at" if draft.begun else ""))) or "nothing answered yet"
