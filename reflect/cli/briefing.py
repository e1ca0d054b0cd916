"""The brief: what may be on it is gathered, and ticked; then it goes through the gate."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from reflect import withheld
from reflect.cli.gate import NOTHING_LEFT, Checked, Wish, footed, leave, named, nothing, rewording
from reflect.cli.options import all_decks, asker
from reflect.errors import WrongUsage
from reflect.models import Option, Share

if TYPE_CHECKING:
    from reflect.ask.conversation import Conversation
    from reflect.documents import Document
    from reflect.journal import Journal
    from reflect.models import Entry, Handover
    from reflect.supervision import Known, Material
    from reflect.withheld import Sifted

_ITEM = re.compile(r"(\d{1,18})\.([\w-]+)")
_FOUR = (
    ("keeper", "Who keeps it?"),
    ("how-long", "For how long?"),
    ("who-else", "Who else may see it?"),
)


def hand_over(journal: Journal, wish: Wish) -> None:
    """Make the brief for a supervisor, and write it once everybody who can be asked agrees."""
    from reflect import render, supervision

    known = _known()
    _refuse_unknown(wish, known)
    _agree(journal, wish)
    ticks = {*wish.include, *(f"-{each}" for each in wish.without)}
    material, sifted = _gathered(journal, wish, known, ticks)
    sections = _usual(material, wish)
    if wish.asks and (material.entries or material.commitments or sifted.held):
        sections, besides = _ticked(material, sifted, known, wish)
        ticks |= besides
        material, sifted = _gathered(journal, wish, known, ticks)

    def make(checked: Checked) -> tuple[Document, Handover] | None:
        material, sifted = _gathered(journal, wish, known, ticks)
        made = supervision.brief(material.reworded(rewording(checked)), known, sections, ticks)
        if made is None:
            return None
        opened = tuple(item.ref for item in sifted.opened if item.ref in made.items)
        handover = wish.handover(checked, made.items, opened, made.sections)
        return footed(made.document, handover), handover

    _say_held(sifted, wish)
    first = supervision.brief(material, known, sections, ticks)
    if first is None:
        nothing(journal, wish, Share.SUPERVISION)
        return
    if left := [named(journal, ref) for ref in first.left]:
        render.say(f"Marked, and not on this page for want of room or a section: {', '.join(left)}.")
    leave(journal, wish, make, first.typed)


def _known() -> Known:
    from reflect import config, decks, power, supervision
    from reflect.cli.themes import known_themes

    found = all_decks()
    words = power.Words.of(found.values(), decks.read_lists(config.shipped()))
    return supervision.Known(decks=found, themes=known_themes(), words=words)


def _gathered(journal: Journal, wish: Wish, known: Known, ticks: set[str]) -> tuple[Material, Sifted]:
    """Give what a brief can be made of, as the marks are now."""
    from reflect import power, supervision

    entries = {entry.id: entry for entry in journal.marked(Share.SUPERVISION, since=wish.since, until=wish.until)}
    entries |= {entry.id: entry for entry in _typed_out(journal, ticks)}
    in_order = sorted(entries.values(), key=lambda entry: (entry.written, entry.number))
    sifted = withheld.sift(in_order, Share.SUPERVISION, wish.to, ticks)
    given = {(entry.number, answer.key) for entry in sifted.entries for answer in entry.answers}
    held = _held(journal, wish.to) if ticks & supervision.WIDENED else frozenset[int]()
    bearings = tuple(
        bearing
        for bearing in journal.bearing(wish.since, wish.until)
        if withheld.may_count(bearing, held, ticks) and ("themes" in ticks or (bearing.number, bearing.key) in given)
    )
    if "power" in ticks:
        noted = withheld.counted(journal.noted(since=wish.since, until=wish.until), held, ticks)
        moments = power.moments(noted, known.words)
    else:
        moments = supervision.moments_of(sifted.entries, sifted.scenes, known.words)
    commitments = [
        shown
        for each in journal.commitments()
        if (shown := withheld.shown_of(each, Share.SUPERVISION, {e.id for e in sifted.entries}, wish.to))
    ]
    days = [entry.written.date() for entry in sifted.entries] + [each.day for each in bearings]
    return (
        supervision.Material(
            entries=sifted.entries,
            scenes=sifted.scenes,
            commitments=tuple(commitments),
            bearings=bearings,
            out_of=len({each.number for each in bearings}) if "themes" in ticks else len(sifted.entries),
            moments=tuple(moments),
            loads=tuple(journal.loads(8)) if withheld.LOAD in ticks else (),
            reader=wish.to,
            writer=journal.settings.label,
            agreement=journal.settings.agreements.get(wish.to, {}),
            days=(min(days), max(days)) if days else None,
        ),
        sifted,
    )


def _typed_out(journal: Journal, ticks: Iterable[str]) -> Iterator[Entry]:
    """Give the entries of answers that were named by number and key. Raise NotFound for one there is not."""
    from reflect.journal import answered

    for tick in ticks:
        if found := _ITEM.fullmatch(tick.removeprefix(f"{withheld.OWN_SIDE}:")):
            entry = journal.entry(int(found[1]))
            answered(entry, found[2])
            yield entry


def _held(journal: Journal, reader: str) -> frozenset[int]:
    """Give the numbers of the entries that are about supervision itself, or name the reader."""
    about = {each.number for deck in withheld.ABOUT_SUPERVISION for each in journal.entries(deck=deck)}
    if any(sign.isalnum() for sign in reader):
        naming = {hit.number for hit in journal.search(f'"{reader}"')}
        about |= {number for number in naming if withheld.is_about_supervision(journal.entry(number), reader)}
    return frozenset(about)


def _refuse_unknown(wish: Wish, known: Known) -> None:
    from reflect import supervision

    if wish.evaluation not in (None, "yes", "no"):
        raise WrongUsage(f"--evaluation is yes or no, not “{wish.evaluation}”. Nothing was written.")
    if wish.override == "":
        raise WrongUsage('An override wants a reason, in a few words: --override "…". Nothing was written.')
    ticks = {
        *supervision.SECTIONS,
        *(supervision.NUMBERS, supervision.STUCK_TICK, withheld.LOAD),
        *withheld.OWN_THEMES.values(),
        *withheld.OWN_DIMENSIONS.values(),
        *(f"invite:{name}" for name in supervision.INVITATIONS),
    }
    for given in wish.include:
        if given not in ticks and not _ITEM.fullmatch(given.removeprefix(f"{withheld.OWN_SIDE}:")):
            raise WrongUsage(f"There is nothing “{given}” to include. Known: {_listed(ticks)}, N.KEY. {NOTHING_LEFT}")
    left = {*supervision.SECTIONS, *(f"theme:{theme}" for theme in known.themes)}
    for given in wish.without:
        if given not in left:
            raise WrongUsage(f"There is no section “{given}”. Known: {_listed(supervision.SECTIONS)}. {NOTHING_LEFT}")


def _listed(names: Iterable[str]) -> str:
    return ", ".join(sorted(names))


def _usual(material: Material, wish: Wish) -> set[str]:
    """Give the sections that are on where nobody is asked: those not on request, and fewer if it is an evaluation."""
    from reflect import supervision

    usual = set(supervision.SECTIONS) - supervision.ON_REQUEST
    usual -= {"excerpts"} if supervision.evaluated(material.agreement) else set()
    named = {each for each in wish.include if each in supervision.SECTIONS}
    named |= {"invitation"} if any(each.startswith("invite:") for each in wish.include) else set()
    named |= {"carrying"} if withheld.LOAD in wish.include else set()
    return (usual | named) - set(wish.without)


def _ticked(material: Material, sifted: Sifted, known: Known, wish: Wish) -> tuple[set[str], set[str]]:
    """Let the person tick what goes on the page: sections, and what needs a tick of its own.

    Nothing is ticked beforehand but what the command line named.
    """
    from reflect import supervision

    ask = asker()
    there = [key for key in supervision.offered(material, known) if key not in wish.without]
    ask.say("What goes on this page? Nothing is ticked yet.")
    named = [key for key in there if key in wish.include]
    picked = _many(ask, [Option(key, supervision.SECTIONS[key]) for key in there], named)
    if not picked:
        return set(), set()
    ticks: set[str] = set()
    if "invitation" in picked:
        ask.say("Any invitation to your supervisor? At most two, or none.")
        options = [Option(f"invite:{name}", said) for name, said in supervision.INVITATIONS.items()]
        ticks |= {*_many(ask, options, most=supervision.MOST_INVITATIONS)}
    if own := _own_ticks(sifted, material, wish, picked):
        ask.say("These stay out unless you tick them, each time anew.")
        ticks |= {*_many(ask, own)}
    ask.say("A locked answer, or one that is held back, goes along only if you type its number and key: 12.moment")
    typed = ask.line("Type them, or Enter for none.", "", lambda _: None).words
    ticks |= {each for each in re.split(r"[\s,;]+", typed) if _ITEM.fullmatch(each)}
    return set(picked), ticks


def _many(
    ask: Conversation, options: list[Option], chosen: Iterable[str] = (), most: int | None = None
) -> tuple[str, ...]:
    picked = ask.many(options, tuple(chosen), most) if options else ()
    return picked if isinstance(picked, tuple) else ()


def _own_ticks(sifted: Sifted, material: Material, wish: Wish, picked: Iterable[str]) -> list[Option]:
    """Give what needs a tick of its own, with who will read it."""
    from reflect import supervision

    reader = wish.to or "Your supervisor"
    reads = f"{reader} will read it"
    if supervision.evaluated(material.agreement):
        reads = f"{reader}, who assesses you, will read it"
    own = [
        Option(f"{withheld.OWN_SIDE}:{item}", f"Where you stood yourself, in {item}. {reads}.") for item in sifted.own
    ]
    if {"themes", "power"} & set(picked):
        own.append(Option(supervision.NUMBERS, "Numbers too, and not only words"))
        own += [Option("themes", "What keeps coming up: from all your entries in that time, not the marked ones alone")]
        own += [Option("power", "Power and structure: from all your entries in that time")]
        own += [Option(tick, f"The theme {theme}") for theme, tick in withheld.OWN_THEMES.items()]
    if "commitments" in picked:
        own.append(Option(supervision.STUCK_TICK, f"Only this sentence: “{supervision.STUCK}”"))
    if "carrying" in picked:
        own.append(Option(withheld.LOAD, "Whether it has been lighter or heavier lately"))
    return own


def _agree(journal: Journal, wish: Wish) -> None:
    """Ask, before the first page for somebody, what is settled with them; remember what is said of an evaluation."""
    there = journal.settings.agreements
    agreed = dict(there.get(wish.to, {}))
    before = dict(agreed)
    if wish.to and wish.asks and not agreed:
        ask = asker()
        ask.say(
            f"The first page for {wish.to}: four things are good to settle with them, and stand at the top of it. "
            "Enter leaves one open."
        )
        agreed |= {key: ask.line(label, "", lambda _: None).words.strip() for key, label in _FOUR}
        options = [
            Option("no", "No"),
            Option("yes", "Yes; the page then keeps to general words"),
            Option("open", "Not settled yet"),
        ]
        picked = ask.one("Does it count in any evaluation of you?", options, "open")
        agreed["evaluation"] = picked if isinstance(picked, str) else "open"
    if wish.to and wish.evaluation:
        agreed["evaluation"] = wish.evaluation
    if agreed != before:
        journal.set("agreements", {**there, wish.to: agreed})


def _say_held(sifted: Sifted, wish: Wish) -> None:
    from reflect import render

    if sifted.held:
        which = ", ".join(map(str, sifted.held))
        names = f" or names {wish.to}" if wish.to else ""
        render.say(
            f"Held back, as it is about supervision itself{names}: {which}. To let one through, this time: "
            f"--include {sifted.held[0]}"
        )
