"""Portfolio forms: filled with what was marked for one, and put through the gate like everything that leaves."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from reflect import config, withheld
from reflect.cli.gate import (
    NOTHING_LEFT,
    Checked,
    Wish,
    asking,
    footed,
    leave,
    nothing,
    refuse_unknown,
    say_held,
    supervisors,
    typed_out,
)
from reflect.cli.options import all_decks
from reflect.clock import day_said, month_said
from reflect.errors import ReflectError, WrongUsage
from reflect.models import Option, Share

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reflect.cli.gate import Page
    from reflect.forms import Filled, Form
    from reflect.journal import Journal
    from reflect.models import Deck
    from reflect.withheld import Sifted

NO_CREDIT = "It makes no claim of credit, points or hours, and nobody has approved it. It gives months, never a day."


def hand_over(journal: Journal, wish: Wish) -> None:
    """Fill a form of what was marked for a portfolio, and write it once the person agrees."""
    from reflect import forms, render, supervision

    assert wish.portfolio is not None
    if wish.without:
        raise WrongUsage("--without leaves out sections of a brief; a form has none. Nothing was written.")
    refuse_unknown(wish)
    form = forms.find(wish.portfolio, config.home() / forms.FOLDER)
    decks = all_decks()
    wish = _chosen(journal, wish)

    def make(there: tuple[Filled, Sifted], checked: Checked) -> Page | None:
        filled, sifted = there
        if not any(filled.blocks.values()):
            return None
        used = tuple(key for key in filled.blocks if filled.blocks[key])
        opened = tuple(item.ref for item in sifted.opened if item.ref in filled.items)
        handover = wish.handover(checked, filled.items, opened, used)
        return footed(forms.document(filled, supervision.DISCLAIMERS), handover), handover

    filled, sifted = _filled(journal, wish, form, decks)
    say_held(sifted.held)
    render.say(f"{form.title}. {form.about}")
    if not any(filled.blocks.values()):
        nothing(journal, wish, Share.PORTFOLIO)
        return
    for each in filled.empty:
        render.say(f"Empty, for you to write: {each.heading}. {each.hint}".rstrip())
    for name, words, most in filled.too_long:
        render.say(f"{name}: {words} words, and {most} fit.")
    render.say(f"{form.source} {NO_CREDIT}")
    leave(journal, wish, lambda: _filled(journal, wish, form, decks), make)


def _chosen(journal: Journal, wish: Wish) -> Wish:
    """Let the entries be chosen that go into the form, where somebody can be asked and none was named."""
    there = journal.marked(Share.PORTFOLIO, since=wish.since, until=wish.until)
    if not wish.asks or wish.entries or len(there) <= 1:
        return wish
    ask = asking()
    ask.say("Which entries go into it? Nothing is ticked yet.")
    picked = ask.many([Option(f"e{each.number}", f"{day_said(each.written)}, {each.deck}") for each in there])
    if not picked or not isinstance(picked, tuple):
        raise ReflectError(f"Nothing was ticked, so there is no page. {NOTHING_LEFT}")
    return replace(wish, entries=tuple(int(each.removeprefix("e")) for each in picked))


def _filled(journal: Journal, wish: Wish, form: Form, decks: dict[str, Deck]) -> tuple[Filled, Sifted]:
    """Fill the form with what is marked now."""
    from reflect import forms

    readers = supervisors(journal, wish.to)
    marked = journal.marked(Share.PORTFOLIO, since=wish.since, until=wish.until)
    whole = {entry.id: entry for entry in typed_out(journal, wish.include)} | {entry.id: entry for entry in marked}
    chosen = [entry for entry in whole.values() if not wish.entries or entry.number in wish.entries]
    sifted = withheld.sift(chosen, Share.PORTFOLIO, readers, wish.include)
    entries = tuple(entry for entry in sifted.entries if entry.number not in sifted.scenes)
    promised = [
        withheld.shown_of(each, (), readers)
        for each in journal.commitments()
        if each.share is Share.PORTFOLIO
        and (not wish.entries or each.entry in wish.entries)
        and not withheld.is_held(each, (), readers)
    ]
    visits = tuple(_visits(journal, decks, wish))
    return forms.fill(form, entries, decks, commitments=promised, visits=visits), sifted


def _visits(journal: Journal, decks: dict[str, Deck], wish: Wish) -> Iterator[tuple[str, str]]:
    """Give the stations that were sat in this time, each with the month, the earliest first."""
    for entry in reversed(journal.entries(since=wish.since, until=wish.until)):
        deck = decks.get(entry.deck)
        if deck and deck.station:
            yield deck.title, month_said(entry.written)
