"""Before the first question: what is gone on with, what is sat with, and what comes back from earlier."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reflect import choosing, clock, sitting
from reflect.cli.options import all_decks, deck_named, deck_of, following_up, known_thread
from reflect.cli.preparing import PREP, waiting
from reflect.cli.sitting_down import length_of, so_far
from reflect.errors import ReflectError, WrongUsage
from reflect.models import FREE_TEXT, SCENARIO, SCENE, Beat, Entry, Option, new_id

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from reflect.ask.conversation import Conversation
    from reflect.cli.sitting_down import Wanted
    from reflect.journal import Journal
    from reflect.models import Commitment, Deck

LENGTH_SAID = {2: "Two minutes", 10: "Ten minutes", 25: "Twenty-five minutes"}
GENTLE, LOCATION, INVITING = "gentle", "own-location", "s2-power"
MOST_CARRIED, LATELY = 2, 50
NEW_THREAD = "new"


@dataclass(frozen=True, slots=True, kw_only=True)
class Begun:
    """A sitting about to begin: the deck as it is asked this time, what is said first, and what comes back."""

    deck: Deck
    entry: Entry
    lead: tuple[str, ...] = ()
    due: Sequence[Commitment] = ()


def begin(ask: Conversation, journal: Journal, wanted: Wanted) -> Begun:
    """Give what to sit with: a draft the person wants to go on with, or a new entry."""
    settings = journal.settings
    thread = thread_named(journal, wanted.thread) if wanted.thread else None
    deck, entry = _draft(ask, journal, wanted, thread) or _new(ask, journal, wanted, thread)
    if deck.id == LOCATION:
        deck = sitting.setting_aside(deck, settings.set_aside)
    due = sitting.coming_back(journal.commitments(), deck_named(deck.id), entry.thread, of=entry.rereads)
    if due and entry.minutes != min(LENGTH_SAID):
        deck = following_up(deck)
    lead = [deck.title, *([f"Thread: {entry.thread}"] if entry.thread else [])]
    if deck.id == PREP:
        lead += waiting(journal)
    if entry.number is None and entry.minutes != min(LENGTH_SAID) and deck.id != PREP:
        lead += [*_from_last_time(journal, deck, entry.thread), *_invitation(journal, deck)]
    return Begun(deck=sitting.as_asked_of(deck, settings.role), entry=entry, lead=tuple(lead), due=due)


def _draft(ask: Conversation, journal: Journal, wanted: Wanted, thread: str | None) -> tuple[Deck, Entry] | None:
    """Give the newest draft and its deck, if there is one that fits and the person goes on with it."""
    if wanted.date is not None or wanted.rereads is not None:
        return None
    draft = journal.draft(wanted.deck.id if wanted.deck else None, thread)
    deck = deck_of(draft) if draft else None
    if draft is None or deck is None:  # one whose deck is gone can be read, but not gone on with
        return None
    when = clock.day_said(draft.written)
    if not ask.confirm(f"You began “{deck.title}” on {when}, {so_far(draft)}. Go on with it?", default=True):
        return None
    if draft.rereads:
        _reread(ask, journal, draft.rereads)
    return deck, draft


def _new(ask: Conversation, journal: Journal, wanted: Wanted, thread: str | None) -> tuple[Deck, Entry]:
    """Let a deck and a length be chosen, where they were not said, and give a new entry."""
    deck = _gently(ask, journal, wanted) or wanted.deck or _choose(ask, journal, wanted.minutes)
    rereads = _reread(ask, journal, wanted.rereads) if deck.rereads else None
    minutes = wanted.minutes if wanted.minutes in deck.minutes or deck is wanted.deck else None
    if minutes is None and len(deck.minutes) > 1:
        lengths = [Option(str(length), LENGTH_SAID[length]) for length in deck.minutes]
        minutes = int(_picked(ask.one("How long have you got?", lengths, str(length_of(deck, None)))))
    return deck, Entry(
        id=new_id(),
        deck=deck.id,
        minutes=length_of(deck, minutes),
        written=wanted.written,
        rereads=rereads,
        thread=thread,
    )


def _gently(ask: Conversation, journal: Journal, wanted: Wanted) -> Deck | None:
    """Offer the gentle deck first where the last two sittings landed heavily; None if it is as planned."""
    if wanted.deck is None or wanted.deck.id == GENTLE or max(wanted.deck.minutes) == min(LENGTH_SAID):
        return None  # where nothing was planned, choosing itself puts the gentle one first
    if not choosing.is_heavy(journal.loads(2)):
        return None
    gentle = deck_named(GENTLE)
    options = [
        Option(GENTLE, f"Lightly first: {gentle.title}"),
        Option("planned", f"As planned: {wanted.deck.title}"),
    ]
    picked = _picked(ask.one("The last two sat heavily. How would you like to begin?", options, GENTLE))
    return gentle if picked == GENTLE else None


def _choose(ask: Conversation, journal: Journal, minutes: int | None) -> Deck:
    """Let a deck be chosen: the few that fit today first, each with the reason, then all."""
    decks = all_decks()
    today = choosing.Circumstances(
        visits=journal.visits(),
        loads=tuple(journal.loads(2)),
        role=journal.settings.role,
        now=clock.now(),
        minutes=minutes,
    )
    fitting = choosing.suggest(decks.values(), today)
    options = [Option(each.deck.id, f"{each.deck.title} ({each.because})") for each in fitting]
    more, leave = Option("all", "Something else: show me all of them"), Option("leave", "Leave it for today")
    picked = _picked(ask.one("What would you like to sit with?", [*options, more, leave]))
    if picked == more.id:
        options = [Option(each.id, f"{each.title} ({each.id})") for each in decks.values()]
        picked = _picked(ask.one("Every deck there is:", [*options, leave]))
    if picked == leave.id:
        raise sitting.Paused
    return decks[picked]


def _reread(ask: Conversation, journal: Journal, number: int | None) -> int:
    """Show an older entry, to be read beside the questions, and give its number; let it be chosen if need be."""
    from reflect import render

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
    if not isinstance(reply, str):
        raise sitting.Paused
    return reply


def _from_last_time(journal: Journal, deck: Deck, thread: str | None) -> Iterator[str]:
    """Give what the last sitting of this deck, in this thread, had ready for the next."""
    lately = journal.entries(deck=deck.id, thread=thread, limit=LATELY)
    last = next((entry for entry in lately if entry.thread == thread), None)
    if last is None:
        return
    answers = journal.entry(last.number).answers
    beats = {step.key: step.beat for step in deck.steps}
    ready = [each for each in answers if beats.get(each.key) is Beat.CARRY and each.kind in FREE_TEXT]
    for answer in ready[:MOST_CARRIED]:
        yield f"On {clock.day_said(last.written)} you had this ready: “{' '.join(str(answer.value).split())}”"


def _invitation(journal: Journal, deck: Deck) -> Iterator[str]:
    """Invite once, for good, to a dimension that was never picked in a good many sittings."""
    if deck.id != INVITING or journal.settings.invited:
        return
    from reflect import config, decks, power

    words = power.Words.of(all_decks().values(), decks.read_lists(config.shipped()))
    found = [moment for moment in power.moments(journal.noted(), words) if moment.dimensions]
    seen = power.look(found, words, journal.settings.set_aside)
    if seen.entries < power.ENOUGH or not seen.never:
        return
    often = ", and at ".join(words.word(each.id) for each in seen.visits[:2])
    never = words.word(seen.never[0].id)
    yield f"You have often looked at {often}. One you have not picked yet: {never}. You need not; this is said once."
    journal.set("invited", True)


def thread_named(journal: Journal, label: str) -> str:
    """Give the label of a thread: a new one made of two chance words for “new”; else one there is. Raise NotFound."""
    import secrets

    from reflect import decks

    if label != NEW_THREAD:
        known_thread(journal, label)
        return label
    known = [thread.label for thread in journal.threads()]
    firsts, seconds = decks.label_words()
    while (made := f"{secrets.choice(firsts)}-{secrets.choice(seconds)}") in known:
        pass
    return made


def in_a_scene(deck: Deck) -> Deck:
    """Give the deck asked about a made-up scene: its moment is one of the scenario cards."""
    if deck.id == SCENARIO:
        return deck
    if not deck.station or deck.step(sitting.MOMENT) is None:
        raise WrongUsage(f"{deck.id} is not about a moment. A scene goes with s1-lens, s2-power or s3-advocacy.")
    card = deck_named(SCENARIO).step(SCENE)
    assert card is not None
    return sitting.in_a_scene(deck, card)
