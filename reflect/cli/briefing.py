"""The brief: what may be on it is gathered, and ticked; then it goes through the gate."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from reflect import withheld
from reflect.cli.gate import (
    NOTHING_LEFT,
    Checked,
    Wish,
    agreement,
    asking,
    folded,
    footed,
    leave,
    named,
    nothing,
    refuse_unknown,
    say_held,
    supervisors,
    typed_out,
)
from reflect.cli.options import all_decks
from reflect.clock import month_said
from reflect.errors import ReflectError, WrongUsage
from reflect.models import OPEN, Kind, Option, Share

if TYPE_CHECKING:
    from reflect.ask.conversation import Conversation
    from reflect.cli.gate import Page
    from reflect.journal import Journal
    from reflect.models import Answer, Commitment, Entry
    from reflect.supervision import Known, Material
    from reflect.withheld import Item, Sifted

_FOUR = (
    ("keeper", "Who keeps it? For instance: only the two of us"),
    ("how-long", "For how long? For instance: until we have met"),
    ("who-else", "Who else may see it? For instance: nobody"),
)


def hand_over(journal: Journal, wish: Wish) -> None:
    """Make the brief for a supervisor, and write it once everybody who can be asked agrees."""
    from reflect import render, supervision

    known = _known()
    refuse_unknown(wish, known.themes)
    _agree(journal, wish)
    ticks = {*wish.include, *(f"-{each}" for each in wish.without)}
    there = _gathered(journal, wish, known, ticks)
    sections = _usual(there.material, wish)
    if wish.asks and (there.material.entries or there.material.commitments or there.sifted.held):
        sections, besides = _ticked(there, known, wish)
        ticks |= besides
        there = _gathered(journal, wish, known, ticks)

    def make(there: Gathered, checked: Checked) -> Page | None:
        made = supervision.brief(there.material, known, sections, ticks)
        if made is None:
            return None
        opened = tuple(item.ref for item in there.sifted.opened if item.ref in made.items)
        drawn = tuple(
            f"{key}, from all entries" if key in ticks & supervision.WIDENED else key for key in made.sections
        )
        handover = wish.handover(checked, made.items, opened, drawn)
        return footed(made.document, handover), handover

    say_held(there.sifted.held, there.held_commitments)
    first = supervision.brief(there.material, known, sections, ticks)
    if supervision.evaluated(there.material.agreement):
        render.say(
            f"It may count in an evaluation by {wish.to}, so what you bring and your own words are left out unless "
            "you ask for them: --include bring, --include excerpts"
        )
    if first is None:
        nothing(journal, wish, Share.SUPERVISION)
        return
    if first.document.words > supervision.MOST_WORDS:
        raise ReflectError(
            f"It comes to {first.document.words} words, and {supervision.MOST_WORDS} fit two pages. What is settled, "
            f"or what you call somebody, is long: --settle asks again. {NOTHING_LEFT}"
        )
    if left := [named(journal, ref) for ref in first.left]:
        more = f", and {len(left) - _MOST_LEFT} more" if len(left) > _MOST_LEFT else ""
        render.say(f"Marked, and not on this page: {', '.join(left[:_MOST_LEFT])}{more}.")
    leave(journal, wish, lambda: _gathered(journal, wish, known, ticks), make)


_MOST_LEFT = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathered:
    """What a brief can be made of, and what was marked and held back: answers, and commitments by their numbers."""

    material: Material
    sifted: Sifted
    held_commitments: tuple[int, ...]


def _known() -> Known:
    from reflect import config, decks, power, supervision
    from reflect.cli.themes import known_themes

    found = all_decks()
    words = power.Words.of(found.values(), decks.read_lists(config.shipped()))
    return supervision.Known(decks=found, themes=known_themes(), words=words)


def _gathered(journal: Journal, wish: Wish, known: Known, ticks: set[str]) -> Gathered:
    """Give what a brief can be made of, as the marks are now."""
    from reflect import power, supervision

    readers = supervisors(journal, wish.to)
    marked = journal.marked(Share.SUPERVISION, since=wish.since, until=wish.until)
    entries = {entry.id: entry for entry in typed_out(journal, ticks)} | {entry.id: entry for entry in marked}
    in_order = sorted(entries.values(), key=lambda entry: (entry.written, entry.number))
    sifted = withheld.sift(in_order, Share.SUPERVISION, readers, ticks)
    given = {(entry.number, answer.key) for entry in sifted.entries for answer in entry.answers}
    held = _held(journal, readers)
    widened = "themes" in ticks
    bearings = tuple(
        bearing
        for bearing in journal.bearing(wish.since, wish.until, None if widened else Share.SUPERVISION)
        if withheld.may_count(bearing, held, ticks) and (widened or (bearing.number, bearing.key) in given)
    )
    if "power" in ticks:
        noted = withheld.counted(journal.noted(since=wish.since, until=wish.until), held, ticks)
        moments = power.moments(noted, known.words)
    else:
        moments = supervision.moments_of(sifted.entries, sifted.scenes, known.words)
    told = {entry.id for entry in marked for each in entry.answers if _tells(each)}
    promised = [each for each in journal.commitments() if each.share is Share.SUPERVISION and _in_time(each, wish)]
    stay = [each for each in promised if withheld.is_held(each, held, readers)]
    shown = tuple(withheld.shown_of(each, told, readers) for each in promised if each not in stay)
    days = [entry.written.date() for entry in sifted.entries] + [each.day for each in bearings]
    material = supervision.Material(
        entries=sifted.entries,
        scenes=sifted.scenes,
        commitments=shown,
        bearings=bearings,
        out_of=len(journal.entries(since=wish.since, until=wish.until)) if widened else len(sifted.entries),
        moments=tuple(moments),
        loads=tuple(journal.loads(8)) if withheld.LOAD in ticks else (),
        reader=wish.to,
        writer=journal.settings.label,
        agreement=agreement(journal, wish.to),
        days=(min(days), max(days)) if days else None,
    )
    return Gathered(material=material, sifted=sifted, held_commitments=tuple(each.number for each in stay))


def _tells(answer: Answer) -> bool:
    return answer.kind is Kind.OUTCOMES and answer.share is Share.SUPERVISION


def _in_time(commitment: Commitment, wish: Wish) -> bool:
    """Tell whether a commitment was made, or told of, in the time the page is about; one that is open always is."""
    days = [told.at.date() for told in commitment.news] + ([commitment.made.date()] if commitment.made else [])
    first, last = wish.since or date.min, wish.until or date.max
    return commitment.status == OPEN or any(first <= day <= last for day in days)


def _held(journal: Journal, readers: Collection[str]) -> frozenset[int]:
    """Give the numbers of the entries that are about supervision itself, or name somebody who supervises."""
    about = {each.number for deck in withheld.ABOUT_SUPERVISION for each in journal.entries(deck=deck)}
    for reader in readers:
        words = re.findall(r"\w+", reader)
        longest = max(words, key=len, default="")
        ends = "*" if len(longest) > 1 else ""  # a name may have “ji” written on; a letter begins too many words
        naming = {hit.number for hit in journal.search(f"{longest}{ends}")} if longest else set()
        about |= {number for number in naming - about if _names(journal.entry(number), readers)}
    return frozenset(about)


def _names(entry: Entry, readers: Collection[str]) -> bool:
    return entry.deck not in withheld.BROUGHT and withheld.is_about_supervision(entry, readers)


def _usual(material: Material, wish: Wish) -> set[str]:
    """Give the sections that are on where nobody is asked: those not on request, and fewer if it is an evaluation."""
    from reflect import supervision

    usual = set(supervision.SECTIONS) - supervision.ON_REQUEST
    usual -= {"bring", "excerpts"} if supervision.evaluated(material.agreement) else set()
    named = {each for each in wish.include if each in supervision.SECTIONS}
    named |= {"invitation"} if any(each.startswith("invite:") for each in wish.include) else set()
    named |= {"carrying"} if withheld.LOAD in wish.include else set()
    return (usual | named) - set(wish.without)


def _ticked(there: Gathered, known: Known, wish: Wish) -> tuple[set[str], set[str]]:
    """Let the person tick what goes on the page: sections, and what needs a tick of its own.

    Nothing is ticked beforehand but what the command line named.
    """
    from reflect import supervision

    ask = asking()
    offered = [key for key in supervision.offered(there.material, known) if key not in wish.without]
    ask.say("What goes on this page? Nothing is ticked yet.")
    named = [key for key in offered if key in wish.include]
    picked = _many(ask, [Option(key, supervision.SECTIONS[key]) for key in offered], named)
    if not picked:
        return set(), set()
    ticks: set[str] = set()
    if "invitation" in picked:
        ask.say("Any invitation to your supervisor? At most two, or none.")
        options = [Option(f"invite:{name}", said) for name, said in supervision.INVITATIONS.items()]
        ticks |= {*_many(ask, options, most=supervision.MOST_INVITATIONS)}
    if own := _own_ticks(there, known, wish, picked):
        ask.say("These stay out unless you tick them, each time anew.")
        ticks |= {*_many(ask, own)}
    return set(picked), ticks


def _many(
    ask: Conversation, options: list[Option], chosen: Iterable[str] = (), most: int | None = None
) -> tuple[str, ...]:
    picked = ask.many(options, tuple(chosen), most) if options else ()
    return picked if isinstance(picked, tuple) else ()


def _own_ticks(there: Gathered, known: Known, wish: Wish, picked: Iterable[str]) -> list[Option]:
    """Give what needs a tick of its own, with who will read it."""
    from reflect import supervision

    reader = wish.to or "Your supervisor"
    assesses = supervision.evaluated(there.material.agreement)
    reads = f"{reader}, who assesses you, will read it" if assesses else f"{reader} will read it"
    own = [Option(f"{withheld.OWN_SIDE}:{item}", f"{_stood(there, known, item)}; {reads}") for item in there.sifted.own]
    if {"themes", "power"} & set(picked):
        own.append(Option(supervision.NUMBERS, "Numbers too, and not only words"))
    if "themes" in picked:
        own.append(
            Option("themes", f"“{supervision.SECTIONS['themes']}” drawn from everything you wrote, not only marked")
        )
        own += [
            Option(tick, f"The theme “{known.themes[theme].title}”")
            for theme, tick in withheld.OWN_THEMES.items()
            if theme in known.themes and tick.startswith("theme:")
        ]
    if "power" in picked:
        own.append(
            Option("power", f"“{supervision.SECTIONS['power']}” drawn from everything you picked, not only marked")
        )
    if "commitments" in picked:
        own.append(Option(supervision.STUCK_TICK, f"Only this sentence: “{supervision.STUCK}”"))
    if "carrying" in picked:
        own.append(Option(withheld.LOAD, "Whether it has been lighter or heavier lately"))
    return own


def _stood(there: Gathered, known: Known, item: Item) -> str:
    """Say of which place of the writer's own an answer tells: the dimensions, and the entry with its month."""
    entry = next(each for each in there.sifted.entries if each.number == item.number)
    answer = entry.answer(item.key)
    on = ", ".join(map(known.words.word, answer.table if answer else ())) or item.key
    return f"Where you stood yourself on {on} (entry {item.number}, {month_said(entry.written)})"


def _agree(journal: Journal, wish: Wish) -> None:
    """Ask, before the first page for somebody, what is settled with them; remember what is said of an evaluation."""
    before = agreement(journal, wish.to)
    agreed = dict(before)
    if wish.evaluation and not wish.to:
        raise WrongUsage("Say who it is that evaluates: --to LABEL. Nothing was written.")
    if wish.to and wish.asks and (not agreed or wish.settle):
        ask = asking()
        ask.say(
            f"Four things are good to settle with {wish.to}, and stand at the top of the page as you understand them. "
            "Enter leaves one open."
        )
        agreed = {key: ask.line(label, "", lambda _: None).words.strip() for key, label in _FOUR}
        options = [
            Option("no", "No"),
            Option("yes", "Yes; your own words then stay out unless you ask for them"),
            Option("open", "Not settled yet"),
        ]
        picked = ask.one("Does it count in any evaluation of you?", options, "open")
        agreed["evaluation"] = picked if isinstance(picked, str) else "open"
    if wish.evaluation:
        agreed["evaluation"] = wish.evaluation
    if agreed != before:
        journal.set("agreements", {**journal.settings.agreements, folded(wish.to): agreed})
