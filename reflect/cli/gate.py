"""The gate: what was typed is checked, the page shown to the last letter, and only then something leaves.

Each step says no unless the person says yes. Whatever leaves is written in the ledger with it.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from reflect import __version__, clock, withheld
from reflect.cli.options import asker, confirmed, in_terminal, refuse_place, ways
from reflect.errors import PointsToSomebody, ReflectError, WrongUsage
from reflect.formats import BINARY, Format, written
from reflect.formats.typed import safe
from reflect.models import HARD, Finding, Handover, Identifies, Option, Share, new_id

if TYPE_CHECKING:
    from reflect.ask.conversation import Conversation
    from reflect.documents import Document
    from reflect.journal import Journal
    from reflect.models import Entry
    from reflect.withheld import Item

KINDS = {
    Identifies.PERSON_NAME: "a person's name",
    Identifies.ORGANISATION: "an organisation",
    Identifies.ID_NUMBER: "a number that belongs to one person",
    Identifies.PHONE: "a telephone number",
    Identifies.EMAIL: "an e-mail address",
    Identifies.URL_HANDLE: "a web address or handle",
    Identifies.EXACT_DATE: "an exact date",
    Identifies.EXACT_AGE: "an exact age",
    Identifies.PLACE: "a place",
    Identifies.RARE_ROLE: "a role that few people have",
}
NOTHING_LEFT = "Nothing was written, and nothing has left."
NO_GUARANTEE = "The check is a help, not a guarantee: read the page once more, as somebody who knows the service would."
WEAKER = "Names are harder to find in a script without capitals. Please read it once more yourself."
_ITEM = re.compile(r"(\d{1,18})\.([\w-]+)")
_PASSPHRASE = "passphrase"  # noqa: S105 - a word to type, not a secret


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What the person said on the command line of the page they want."""

    to: str = ""
    since: date | None = None
    until: date | None = None
    form: Format = Format.MD
    output: Path | None = None
    include: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    override: str | None = None
    evaluation: str | None = None
    seal: tuple[str, ...] = ()
    settle: bool = False
    portfolio: str | None = None
    entries: tuple[int, ...] = ()
    yes: bool = False
    id: str = field(default_factory=new_id)
    at: datetime = field(default_factory=lambda: clock.now())  # noqa: PLW0108 - looked up when it is called

    @property
    def asks(self) -> bool:
        """Tell whether there is somebody who ticks and decides; else what was said beforehand counts."""
        return in_terminal() and not self.yes

    def handover(
        self, checked: Checked, items: tuple[str, ...], opened: tuple[str, ...] = (), sections: tuple[str, ...] = ()
    ) -> Handover:
        """Give the line of the ledger on a page with these items; its checksum is that of the file."""
        return Handover(
            id=self.id,
            at=self.at,
            to=self.to,
            form=self.portfolio or self.form,
            sections=sections,
            items=items,
            opened=opened,
            checksum="",
            changed=len(checked.changed),
            kept=len(checked.kept),
            reason=(self.override or "") if checked.kept else "",
            seen=self.output is None,
        )


@dataclass(frozen=True, slots=True)
class Checked:
    """What was decided of what the check found: the words to change on the page, and those kept."""

    changed: frozenset[str] = frozenset()
    kept: frozenset[str] = frozenset()


T = TypeVar("T")
Page = tuple["Document", Handover]
"""A page, and its line of the ledger."""


def asking() -> Conversation:
    """Give whoever asks; where the page goes into a pipe, the questions do not go with it."""
    return asker(quiet_stdout=not sys.stdout.isatty())


def refuse_unknown(wish: Wish, themes: Collection[str] = ()) -> None:
    """Refuse what was asked for on the command line and is not known."""
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
    left = {*supervision.SECTIONS, *(f"theme:{theme}" for theme in themes)}
    for given in wish.without:
        if given not in left:
            raise WrongUsage(f"There is no section “{given}”. Known: {_listed(supervision.SECTIONS)}. {NOTHING_LEFT}")


def _listed(names: Iterable[str]) -> str:
    return ", ".join(sorted(names))


def typed_out(journal: Journal, ticks: Iterable[str]) -> Iterator[Entry]:
    """Give the entries of answers that were named by number and key, with those answers alone.

    Raise NotFound for one there is not, and refuse one that is neither locked nor marked: a mark comes first.
    """
    from reflect.journal import answered

    for tick in ticks:
        if found := _ITEM.fullmatch(tick):
            entry = journal.entry(int(found[1]))
            answer = answered(entry, found[2])
            if answer.locked:
                yield replace(entry, answers=(answer,))
            elif answer.share is Share.PRIVATE:
                mark_it = f"reflect mark {found[1]} {found[2]} supervision"
                raise ReflectError(f"{tick} is not marked. Mark it first: {mark_it}. {NOTHING_LEFT}")


def supervisors(journal: Journal, to: str) -> tuple[str, ...]:
    """Give the labels of those who supervise the writer, as far as it is known: naming one is about supervision."""
    given = (each.giver for each in journal.feedback())
    read = (left.to for left in journal.handovers() if "question" in left.sections)
    return tuple(dict.fromkeys(label for label in (to, *given, *read) if label.strip(" .")))


def folded(label: str) -> str:
    """Give a label as it is compared: V, v and V. are one reader."""
    return " ".join(label.split()).rstrip(".").casefold()


def agreement(journal: Journal, to: str) -> Mapping[str, str]:
    """Give what was settled with a reader; nothing where nothing was."""
    return journal.settings.agreements.get(folded(to), {}) if to else {}


def say_held(items: Collection[Item], commitments: Collection[int] = ()) -> None:
    """Say what was marked and is held back, and how to let it through."""
    from reflect import render

    if items:
        which, first = ", ".join(map(str, items)), next(iter(items))
        render.say(
            f"Held back, as it is about supervision itself or names who supervises you: {which}. To let one through, "
            f"this time: --include {first}"
        )
    if commitments:
        which = ", ".join(map(str, commitments))
        render.say(f"Held back, as it names who supervises you, or was made about supervision: commitment {which}.")


def footed(document: Document, handover: Handover) -> Document:
    """Give the document with what stands at its foot: what was left out, changed and kept, and the mark of the page."""
    details = "" if handover.kept else " identifying details,"
    out = (
        f"Left out on purpose: private entries,{details} anything about supervision itself. Absence of personal "
        f"disclosure is not absence of reflection. reflect {__version__}."
    )
    counts = [f"Changed after the check: {handover.changed}."] if handover.changed else []
    if handover.kept:
        why = ", with a reason" if handover.reason else ""
        counts.append(f"Details that may point to somebody, kept on purpose{why}: {handover.kept}.")
    return replace(document, foot=(out, *filter(None, [" ".join(counts)]), *document.foot, f"Page {handover.page}."))


def nothing(journal: Journal, wish: Wish, level: Share) -> None:
    """Say that nothing is there to make a page of; refuse where a file was wanted."""
    from reflect import render

    if wish.asks and journal.marked(level, since=wish.since, until=wish.until):
        raise ReflectError(f"Nothing was ticked, so there is no page. {NOTHING_LEFT}")
    prepared = next(iter(journal.entries(deck="prep", limit=1)), None) if level is Share.SUPERVISION else None
    where = f"{prepared.number} question help" if prepared else "N KEY"
    when = " in that time" if wish.since or wish.until else ""
    said = (
        f"Nothing is marked for {level}{when}, so there is no page. Mark an answer: reflect mark {where} {level}. "
        "The keys of an entry are in: reflect show N"
    )
    if wish.output:
        raise ReflectError(said)
    render.say(said)


def named(journal: Journal, ref: str) -> str:
    """Give what the ledger knows by an id as it is typed: 12.moment, or commitment 3."""
    owner, _, key = ref.partition("/")
    if owner in ("commitment", "theme"):
        return f"{owner} {key}"
    number = journal.number_of(owner)
    return f"{number}.{key}" if number else f"{key} of an entry that is gone"


def leave(journal: Journal, wish: Wish, gather: Callable[[], T], make: Callable[[T, Checked], Page | None]) -> None:
    """Check what is said on the page, show it to the last letter, and write it after a yes; the ledger with it.

    `gather` gives what there is, as the marks are now; `make` makes a page of it, or None where nothing would be on it.
    """
    from reflect import render

    seal = _seal(wish)
    check = Check(journal, wish)
    there = gather()
    checked = _decide(check, wish, lambda so_far: _made(make(there, so_far), check, so_far)[0])
    document, handover = _made(make(there, checked), check, checked)
    data = written(document, wish.form)
    output = wish.output
    if output is not None:
        _refuse_place(output, wish)
    shown = data if wish.form not in BINARY else written(document, Format.TXT)
    piped = not sys.stdout.isatty()
    if output is None and piped:
        journal.hand_over(_checksummed(handover, data))
    if not (wish.seal and piped):  # what is to be sealed is not left in a pipe beside it
        print(shown.decode(), end="", flush=True)
    if output is None and (piped or not wish.asks or not (output := _asked_place(wish))):
        return
    if wish.form in BINARY:
        render.say(f"Those are its words, exactly as they will stand there; the layout of {wish.form} cannot be shown.")
    render.say(NO_GUARANTEE)
    if not confirmed(f"Write exactly this to {output}{_in_place_of(output)}?", yes=wish.yes, quiet_stdout=piped):
        if piped:  # into no file, but into the pipe
            journal.hand_over(_checksummed(replace(handover, seen=True), data))
        raise ReflectError("Nothing was written.")
    if written(_made(make(gather(), checked), check, checked)[0], wish.form) != data:
        raise ReflectError(_CHANGED)
    _write(journal, output, seal(data), replace(handover, seen=False))
    sealed = f"Sealed for {', '.join(wish.seal)}." if wish.seal else "Whoever has this file can read it."
    render.say(f"Written to {output}, readable by you alone. {sealed} A file once sent cannot be called back.")


def _made(made: Page | None, check: Check, checked: Checked) -> Page:
    """Give a page with what was decided of the check put in its place."""
    if made is None:
        raise ReflectError(_CHANGED)
    document, handover = made
    return safe(document).reworded(lambda text: check.changed(text, checked.changed)), handover


def _asked_place(wish: Wish) -> Path | None:
    """Ask for the name of a file; None for none."""
    from reflect import render

    typed = asking().line(
        f"To write it to a file, type its name (page.{wish.form}); Enter for none.", "", lambda _: None
    )
    if not (name := typed.words.strip()):
        render.say("Nothing was written to a file; the page is only on this screen.")
        return None
    _refuse_place(Path(name), wish)
    return Path(name)


_CHANGED = "Something on this page was changed in another window. Nothing was written; look at it again."


def _write(journal: Journal, output: Path, data: bytes, handover: Handover) -> None:
    from reflect.files import written_whole

    try:
        with written_whole(output.absolute()) as file:
            file.write(data)
            journal.hand_over(_checksummed(handover, data))
    except OSError as error:
        raise ReflectError(
            f"{output} cannot be written: {error.strerror}. The page is above. The ledger may say that it left."
        ) from None


def _checksummed(handover: Handover, data: bytes) -> Handover:
    import hashlib  # it loads OpenSSL, and most commands never hand anything over

    return replace(handover, checksum=hashlib.sha256(data).hexdigest())


def _refuse_place(output: Path, wish: Wish) -> None:
    """Refuse a place where no file may be, before anything is shown."""
    refuse_place(output)
    if ways.no_input and not wish.yes:
        raise ReflectError("This needs a yes. Say it beforehand with --yes. Nothing was written.")


def _in_place_of(output: Path) -> str:
    return ", in place of the file that is there" if output.exists() else ""


def _seal(wish: Wish) -> Callable[[bytes], bytes]:
    """Give what seals the file; the passphrase is asked for before anything is shown."""
    if not wish.seal:
        return lambda data: data
    if wish.output is None:
        raise WrongUsage("A sealed page goes into a file: --output FILE. Nothing was written.")
    from reflect import sealing

    if wish.seal != (_PASSPHRASE,):
        return partial(_sealed_for, recipients=wish.seal)
    if not in_terminal():
        raise WrongUsage("A passphrase is asked for in a terminal. Elsewhere seal it for a key: --seal age1…")
    from reflect.ask import secret

    word = secret("Passphrase for this file")
    if not word or secret("The same again") != word:
        raise ReflectError("That was not the same, or nothing. Nothing was written.")
    return lambda data: sealing.sealed_with(data, word)


def _sealed_for(data: bytes, recipients: tuple[str, ...]) -> bytes:
    from reflect import sealing

    return sealing.sealed_for(data, recipients)


class Check:
    """The identifier check with the person's own words, as one export uses it."""

    def __init__(self, journal: Journal, wish: Wish) -> None:
        settings = journal.settings
        labels = (settings.label, wish.to)  # what somebody is called on a page is for them to choose
        called = [word for label in labels if label for word in (label, *label.split())]
        self._own = {"leave": (*settings.leave, *called), "watch": settings.watch}

    def found(self, text: str) -> list[Finding]:
        """Give what in a text may point to somebody."""
        from reflect import identifiers

        return identifiers.check(text, **self._own)

    def on(self, document: Document) -> dict[str, Finding]:
        """Give what is found on a page, by its words; the graver kind where the same words were read as two."""
        found: dict[str, Finding] = {}
        for text in safe(document).said:
            for finding in self.found(text):
                if finding.text not in found or finding.kind in HARD:
                    found[finding.text] = finding
        return found

    def changed(self, text: str, words: Collection[str]) -> str:
        """Give a text with what was found put otherwise, where its words are among these."""
        from reflect import identifiers

        return identifiers.replaced(text, [each for each in self.found(text) if each.text in words]) if words else text


def _decide(check: Check, wish: Wish, page: Callable[[Checked], Document]) -> Checked:
    """Look for what may point to somebody on the page, and let the person decide, until nothing new is found.

    Raise PointsToSomebody where what points to one person by itself would stay, and nobody gave a reason.
    """
    from reflect import identifiers, render

    checked = Checked()
    texts = [*page(checked).said]
    for text in texts:
        if kinds := identifiers.together(text, check.found(text)):
            render.say(f"Together these could point to one person, though no name is there: {', '.join(kinds)}.")
    if any(map(identifiers.weaker, texts)):
        render.say(WEAKER)
    while new := {text: each for text, each in check.on(page(checked)).items() if text not in checked.kept}:
        if wish.asks:
            checked = _asked(new, checked, wish)
            continue
        for finding in new.values():
            render.say(f"{_said(finding)} Instead: “{finding.suggestion}”.")
        hard = [finding for finding in new.values() if finding.kind in HARD]
        if hard and not wish.override:
            raise _stopped(hard[0])
        checked = Checked(kept=checked.kept | new.keys())
    return checked


def _said(finding: Finding) -> str:
    return f"“{finding.text}” reads like {KINDS[finding.kind]}."


def _stopped(finding: Finding) -> PointsToSomebody:
    return PointsToSomebody(
        f"{_said(finding)} That points to one person, so no page was made. Take it out: reflect edit N KEY. "
        'Or say why it stays: --override "REASON"'
    )


def _asked(found: Mapping[str, Finding], checked: Checked, wish: Wish) -> Checked:
    """Let each finding be changed on this page, or kept."""
    ask = asking()
    many = "1 passage" if len(found) == 1 else f"{len(found)} passages"
    ask.say(f"{many} may point to somebody. The entries stay as they are; this is about the page alone.")
    for text, finding in found.items():
        hard = finding.kind in HARD
        options = [Option("change", f"Change it to “{finding.suggestion}”")] if text not in checked.changed else []
        options += [Option("keep", "Keep it as it is")] if not hard or wish.override else []
        options += [Option("stop", "Stop here, so that I can edit the entry")]
        picked = ask.one(f"{_said(finding)} ({finding.because})", options, options[0].id)
        if picked == "change":
            checked = replace(checked, changed=checked.changed | {text})
        elif picked == "keep":
            checked = replace(checked, kept=checked.kept | {text})
        elif hard:
            raise _stopped(finding)
        else:
            raise ReflectError(NOTHING_LEFT)
    return checked


def show_ledger(journal: Journal, to: str, *, as_json: bool) -> None:
    """Show what left, newest first: all of it, or what went to one reader."""
    from reflect import render

    left = journal.handovers(to or None)[::-1]
    if not left and not as_json:
        render.say(f"Nothing has gone to {to}." if to else "Nothing has left.")
        return
    render.show(left, lambda lines: render.ledger(lines, partial(named, journal)), as_json=as_json)
