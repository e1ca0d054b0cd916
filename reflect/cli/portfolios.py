"""Portfolio forms: filled with what was marked for one, and put through the gate like everything that leaves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reflect import config, withheld
from reflect.cli.gate import Checked, Wish, leave, nothing, rewording
from reflect.cli.options import all_decks
from reflect.clock import month_said
from reflect.errors import WrongUsage
from reflect.models import Share

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reflect.documents import Document
    from reflect.forms import Filled, Form
    from reflect.journal import Journal
    from reflect.models import Deck, Handover

NO_CREDIT = (
    "It makes no claim of credit, points or hours, and nobody has approved it. Months at most; no day of a meeting "
    "is on it."
)


def hand_over(journal: Journal, wish: Wish) -> None:
    """Fill a form of what was marked for a portfolio, and write it once the person agrees."""
    from reflect import forms, render, supervision

    assert wish.portfolio is not None
    if wish.without:
        raise WrongUsage("--without leaves out sections of a brief; a form has none. Nothing was written.")
    form = forms.find(wish.portfolio, config.home() / forms.FOLDER)
    decks = all_decks()

    def make(checked: Checked) -> tuple[Document, Handover] | None:
        filled = _filled(journal, wish, form, decks, checked)
        if not any(filled.blocks.values()):
            return None
        handover = wish.handover(
            checked, filled.items, sections=tuple(key for key in filled.blocks if filled.blocks[key])
        )
        return forms.document(filled, supervision.DISCLAIMERS), handover

    filled = _filled(journal, wish, form, decks, Checked({}))
    render.say(f"{form.title}. {form.about}")
    if not any(filled.blocks.values()):
        nothing(journal, wish, Share.PORTFOLIO)
        return
    for each in filled.empty:
        render.say(f"Empty, for you to write: {each.heading}. {each.hint}".rstrip())
    for name, words, most in filled.too_long:
        render.say(f"{name}: {words} words, and {most} fit.")
    render.say(f"{form.source} {NO_CREDIT}")
    leave(journal, wish, make, filled.typed)


def _filled(journal: Journal, wish: Wish, form: Form, decks: dict[str, Deck], checked: Checked) -> Filled:
    """Fill the form with what is marked now, with what was decided of the check put in its place."""
    from reflect import forms, supervision

    marked = journal.marked(Share.PORTFOLIO, since=wish.since, until=wish.until)
    sifted = withheld.sift(marked, Share.PORTFOLIO, wish.to, wish.include)
    entries = tuple(entry for entry in sifted.entries if entry.number not in sifted.scenes)
    given = {entry.id for entry in entries}
    shown = (withheld.shown_of(each, Share.PORTFOLIO, given, wish.to) for each in journal.commitments())
    material = supervision.Material(entries=entries, commitments=tuple(each for each in shown if each))
    material = material.reworded(rewording(checked))
    visits = tuple(_visits(journal, decks, wish)) if form.id == "cpd" else ()
    return forms.fill(form, material.entries, decks, commitments=material.commitments, visits=visits)


def _visits(journal: Journal, decks: dict[str, Deck], wish: Wish) -> Iterator[tuple[str, str]]:
    """Give the stations that were sat in this time, each with the month, the earliest first."""
    for entry in reversed(journal.entries(since=wish.since, until=wish.until)):
        deck = decks.get(entry.deck)
        if deck and deck.station:
            yield deck.title, month_said(entry.written)
