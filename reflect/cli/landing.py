"""After the last question: what helps when it sits heavily, and what may be shared."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

from reflect import choosing, clock, kinds, withheld
from reflect.cli.sitting_down import SHORT
from reflect.models import Answer, Begun, Entry, Kind, Option, Share, new_id

if TYPE_CHECKING:
    from reflect.ask.conversation import Conversation
    from reflect.journal import Journal
    from reflect.models import Deck

STOP, LINE, CONTACTS, GO_ON = "stop", "line", "contacts", "on"
NOBODY = (
    "Nobody is saved here yet. Many countries have a line that is open day and night; in India it is Tele-MANAS, "
    "14416 (see that this is still so). This program tells nobody."
)
URGENT = {
    "now": "Don't wait for supervision. Use your service's own route today, and speak to a person. This page tells "
    "nobody.",
    "soon": "This page tells nobody. A word, a call or a note to them is yours to send.",
}
_ON_NO_PAGE = frozenset({"bring", "about", "about-2"})
"""Steps of preparing that no page shows."""
_FOR_TOMORROW = "One line for tomorrow. It waits here, private, until you take it along."


def land(ask: Conversation, journal: Journal, deck: Deck, entry: Entry) -> Entry:
    """See how it landed, then ask what may be shared; give the entry as it is kept."""
    load = next((answer.value for answer in entry.answers if answer.kind is Kind.LOAD), None)
    if isinstance(load, int) and choosing.is_heavy([load], together=1) and _stops(ask, journal, entry):
        return entry
    if urgent := URGENT.get(str(answer.value)) if (answer := entry.answer("urgent")) else None:
        ask.say(urgent)
    return _gate(ask, journal, deck, entry)


def _stops(ask: Conversation, journal: Journal, entry: Entry) -> bool:
    """Offer what may help after something heavy; tell whether the person stops right here."""
    from reflect.ask.conversation import Control
    from reflect.sitting import Paused

    contacts = journal.settings.contacts
    options = (
        Option(STOP, "Stop here, and do something with your body: water, a window, a walk to the gate"),
        Option(LINE, "One line to your supervisor, to have ready tomorrow"),
        Option(CONTACTS, "The people you saved for such a day" if contacts else "A line that is open day and night"),
        Option(GO_ON, "None of these; go on"),
    )
    ask.say("")
    try:
        picked = ask.one("That sits heavily. Any of these, or none:", options, GO_ON)
        while picked == CONTACTS:
            ask.say("\n".join(contacts) or NOBODY)
            ask.say("")
            picked = ask.one("And now?", options, GO_ON)
        ended = _line_for_tomorrow(ask, journal, entry) if picked == LINE else picked
    except Paused:
        return True
    if ended in (Control.PAUSE, Control.STOP):
        return True
    return picked == STOP


def _line_for_tomorrow(ask: Conversation, journal: Journal, entry: Entry) -> object:
    """Park a line for supervision in an entry of its own, as the two-minute deck does; give what ended the line."""
    from reflect.cli.options import deck_named
    from reflect.kinds import tidy

    deck = deck_named(SHORT)
    park, come_back = deck.step("park"), deck.step("come-back")
    if park is None or come_back is None:  # a deck of the person's own stands in its place
        return None
    parked = Entry(id=new_id(), deck=SHORT, minutes=deck.minutes[0], written=clock.now(), thread=entry.thread)

    def jot(words: str) -> None:
        journal.keep(parked.with_begun(park.key, Begun(_FOR_TOMORROW, words)))

    typed = ask.line(_FOR_TOMORROW, "", jot)
    words = tidy(typed.words).strip()
    if not words:
        return typed.control
    question = come_back.prompts[0].text
    parked = parked.with_answer(Answer(key=park.key, question=_FOR_TOMORROW, kind=park.kind, value=words))
    parked = parked.with_answer(Answer(key=come_back.key, question=question, kind=come_back.kind, value="supervision"))
    ask.say(f"Kept as entry {journal.keep(parked.ended()).number}, private.")
    return typed.control


def _gate(ask: Conversation, journal: Journal, deck: Deck, entry: Entry) -> Entry:
    """Ask what may go to supervision. Nothing does unless it is picked, now or later."""
    from reflect import saying

    assert entry.number is not None
    if deck.id in withheld.ABOUT_SUPERVISION:
        ask.say("All of this is private, and stays here.")
        return entry
    options = [
        Option(each.key, f"{saying.brief(each, deck.step(each.key))} ({each.key})")
        for each in entry.answers
        if not each.locked and each.kind is not Kind.OUTCOMES and each.key not in _ON_NO_PAGE
    ]
    if not options:
        return entry
    ask.say("")
    ask.say("All of this is private. Mark what may go to supervision; Enter alone marks nothing.")
    picked = ask.many(options)
    if not picked or not isinstance(picked, tuple):
        return entry
    entry = journal.mark(entry.number, list(picked), Share.SUPERVISION)
    _gate_commitments(ask, journal, entry)
    ask.say(
        "Marked. Nothing has left. To choose what goes on the page, see it and write it: "
        f"reflect export --to {_reader(journal)}"
    )
    return entry


def _gate_commitments(ask: Conversation, journal: Journal, entry: Entry) -> None:
    """Ask which commitments may stand on a page: those made in this entry, and those it tells of."""
    told = {number for answer in entry.answers if answer.kind is Kind.OUTCOMES for number in kinds.told(answer)}
    mine = {each.number for each in entry.commitments}
    there = [each for each in journal.commitments() if each.number in mine or str(each.number) in told]
    options = [Option(f"c{each.number}", each.text) for each in there if each.share is Share.PRIVATE]
    if options:
        ask.say("")
        ask.say("Commitments carry a mark of their own. Which may stand on a page for supervision?")
        picked = ask.many(options)
        for each in picked if isinstance(picked, tuple) else ():
            journal.mark_commitment(int(each.removeprefix("c")), Share.SUPERVISION)


def _reader(journal: Journal) -> str:
    """Give the label of who the last page was for, as it is typed; a word in its place where there was none."""
    last = next((left.to for left in reversed(journal.handovers()) if left.to), "NAME")
    return shlex.quote(last)
