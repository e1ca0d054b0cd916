"""The gate: what was typed is checked, the page shown to the last letter, and only then something leaves.

Each step says no unless the person says yes. Whatever leaves is written in the ledger with it.
"""

from __future__ import annotations

import hashlib
import re
import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from reflect import __version__, clock
from reflect.cli.options import asker, confirmed, in_terminal
from reflect.errors import PointsToSomebody, ReflectError, WrongUsage
from reflect.formats import BINARY, Format, written
from reflect.models import HARD, Finding, Handover, Identifies, Option, Share, new_id

if TYPE_CHECKING:
    from reflect.documents import Document
    from reflect.journal import Journal

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
_COPIED = {
    "onedrive": "OneDrive",
    "google drive": "Google Drive",
    "googledrive": "Google Drive",
    "my drive": "Google Drive",
    "dropbox": "Dropbox",
    "icloud": "iCloud",
    "mobile documents": "iCloud",
    "nextcloud": "Nextcloud",
    "syncthing": "Syncthing",
}
"""Words in the name of a folder that is likely to be copied elsewhere, and what copies it."""
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
    portfolio: str | None = None
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
            changed=len(checked.instead),
            kept=checked.kept,
            reason=(self.override or "") if checked.kept else "",
            seen=self.output is None,
        )


@dataclass(frozen=True, slots=True)
class Checked:
    """What was decided of what the check found: what is put instead, and how many hard details are kept."""

    instead: Mapping[str, str]
    kept: int = 0


Make = Callable[[Checked], "tuple[Document, Handover] | None"]
"""Makes the page as the marks are now, with its line of the ledger; None where nothing would be on it."""


def footed(document: Document, handover: Handover) -> Document:
    """Give the document with what stands at its foot: what was left out, what was changed, and the mark of the page."""
    counts = [f"Changed after the check: {handover.changed}."] if handover.changed else []
    counts += [f"Kept on purpose, with a reason: {handover.kept}."] if handover.kept else []
    out = (
        "Left out on purpose: private entries, identifying details, anything about supervision itself. Absence of "
        f"personal disclosure is not absence of reflection. reflect {__version__}"
    )
    return replace(document, foot=(out, *filter(None, [" ".join(counts)]), *document.foot, f"Page {handover.page}."))


def nothing(journal: Journal, wish: Wish, level: Share) -> None:
    """Say that nothing is there to make a page of; refuse where a file was wanted."""
    from reflect import render

    if wish.asks and journal.marked(level, since=wish.since, until=wish.until):
        raise ReflectError(f"Nothing was ticked, so there is no page. {NOTHING_LEFT}")
    nothing = (
        f"Nothing is marked for {level} in that time, so there is no page. Mark an answer: "
        f"reflect mark N KEY {level}. The keys are in: reflect show N"
    )
    if wish.output:
        raise ReflectError(nothing)
    render.say(nothing)


def named(journal: Journal, ref: str) -> str:
    """Give what the ledger knows by an id as it is typed: 12.moment, or commitment 3."""
    owner, _, key = ref.partition("/")
    if owner in ("commitment", "theme"):
        return f"{owner} {key}"
    number = journal.number_of(owner)
    return f"{number}.{key}" if number else f"{key} of an entry that is gone"


def leave(journal: Journal, wish: Wish, make: Make, typed: Iterable[str]) -> None:
    """Check what was typed, show the page to the last letter, and write it after a yes; the ledger first."""
    from reflect import render

    seal = _seal(wish)
    made = make(Checked({}))
    assert made is not None
    checked = _check(journal, wish, made[0], tuple(typed))
    if checked != Checked({}):
        made = make(checked)
    if made is None:
        raise ReflectError(_CHANGED)
    document, handover = made
    data = written(document, wish.form)
    shown = data if wish.form not in BINARY else written(document, Format.TXT)
    if wish.output is None:
        if not sys.stdout.isatty():
            journal.hand_over(_checksummed(handover, data))
        _print(shown)
        if wish.asks:
            render.say("Nothing was written to a file; the page is only on this screen. To write it: --output FILE")
        return
    _refuse_place(wish.output)
    _print(shown)
    if wish.form in BINARY:
        render.say(f"Those are its words, exactly as they will stand there; the layout of {wish.form} cannot be shown.")
    render.say(NO_GUARANTEE)
    place = _in_place_of(wish.output)
    if not confirmed(f"Write exactly this to {wish.output}{place}?", yes=wish.yes):
        raise ReflectError(NOTHING_LEFT)
    again = make(checked)
    if again is None or written(again[0], wish.form) != data:
        raise ReflectError(_CHANGED)
    _write(journal, wish.output, seal(data), handover)
    sealed = f"Sealed for {', '.join(wish.seal)}." if wish.seal else "Whoever has this file can read it."
    render.say(f"Written to {wish.output}, readable by you alone. {sealed} A file once sent cannot be called back.")


_CHANGED = "Something on this page was changed in another window. Nothing was written; look at it again."


def _write(journal: Journal, output: Path, data: bytes, handover: Handover) -> None:
    from reflect.files import written_whole

    try:
        with written_whole(output.absolute()) as file:
            file.write(data)
            journal.hand_over(_checksummed(handover, data))
    except OSError as error:
        raise ReflectError(
            f"{output} cannot be written: {error.strerror}. The page is above, and the journal is as it was."
        ) from None


def _checksummed(handover: Handover, data: bytes) -> Handover:
    return replace(handover, checksum=hashlib.sha256(data).hexdigest())


def _print(data: bytes) -> None:
    print(data.decode(), end="", flush=True)


def _refuse_place(output: Path) -> None:
    """Refuse a place where no file can be; ask about a folder that is copied elsewhere."""
    from reflect import render

    if not output.absolute().parent.is_dir():
        raise ReflectError(f"There is no folder {output.parent}. Nothing was written.")
    if output.is_dir():
        raise ReflectError(f"{output} cannot be written: it is a folder. Nothing was written.")
    parts = [part.casefold() for part in output.absolute().parent.parts]
    copied = next((by for word, by in _COPIED.items() if any(word in part for part in parts)), None)
    if copied:
        render.say(f"{output.parent} looks like a folder that is copied to {copied}: others may come to have the file.")


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


def _check(journal: Journal, wish: Wish, document: Document, typed: tuple[str, ...]) -> Checked:
    """Look for what may point to somebody in what was typed, and let the person decide.

    Raise PointsToSomebody where what points to one person by itself would stay, and nobody gave a reason.
    """
    from reflect import identifiers, render

    page = "\n".join(" ".join(text.split()) for text in document.texts)
    settings = journal.settings
    found: dict[str, Finding] = {}
    for text in typed:
        for finding in identifiers.check(text, leave=settings.leave, watch=settings.watch):
            if " ".join(finding.text.split()) in page:
                found.setdefault(finding.text, finding)
    _say_together(typed, settings.leave, settings.watch)
    if any(identifiers.weaker(text) for text in typed):
        render.say(WEAKER)
    if not found:
        return Checked({})
    if wish.asks:
        return _decided(found, wish)
    for finding in found.values():
        render.say(f"{_said(finding)} Instead: “{finding.suggestion}”.")
    hard = [finding for finding in found.values() if finding.kind in HARD]
    if hard and not wish.override:
        raise _stopped(hard[0])
    return Checked({}, kept=len(hard))


def _say_together(typed: Iterable[str], leave: Iterable[str], watch: Iterable[str]) -> None:
    from reflect import identifiers, render

    for text in typed:
        found = identifiers.check(text, leave=tuple(leave), watch=tuple(watch))
        if kinds := identifiers.together(text, found):
            render.say(f"Together these could point to one person, though no name is there: {', '.join(kinds)}.")


def _said(finding: Finding) -> str:
    return f"“{finding.text}” reads like {KINDS[finding.kind]}."


def _stopped(finding: Finding) -> PointsToSomebody:
    return PointsToSomebody(
        f"{_said(finding)} That points to one person, so no page was made. Take it out: reflect edit N KEY. "
        'Or say why it stays: --override "REASON"'
    )


def _decided(found: Mapping[str, Finding], wish: Wish) -> Checked:
    """Let each finding be changed on this page, or kept."""
    ask = asker()
    ask.say(f"{len(found)} passages may point to somebody. The entries stay as they are; this is about the page alone.")
    instead: dict[str, str] = {}
    kept = 0
    for text, finding in found.items():
        hard = finding.kind in HARD
        options = [Option("change", f"Change it to “{finding.suggestion}”")]
        options += [Option("keep", "Keep it as it is")] if not hard or wish.override else []
        options += [Option("stop", "Stop here, so that I can edit the entry")]
        picked = ask.one(f"{_said(finding)} ({finding.because})", options, "change")
        if picked == "change":
            instead[text] = finding.suggestion
        elif picked == "keep":
            kept += hard
        elif hard:
            raise _stopped(finding)
        else:
            raise ReflectError(NOTHING_LEFT)
    return Checked(instead, kept)


def rewording(checked: Checked) -> Callable[[str], str]:
    """Give what puts the words decided on in the place of those found, wherever they stand as words of their own."""
    if not checked.instead:
        return lambda text: text
    longest_first = sorted(checked.instead, key=len, reverse=True)
    found = re.compile("|".join(rf"(?<!\w){re.escape(each)}(?!\w)" for each in longest_first))
    return lambda text: found.sub(lambda match: checked.instead[match[0]], text)


def show_ledger(journal: Journal, to: str, *, as_json: bool) -> None:
    """Show what left, newest first: all of it, or what went to one reader."""
    from reflect import render

    left = journal.handovers(to or None)[::-1]
    if not left and not as_json:
        render.say(f"Nothing has gone to {to}." if to else "Nothing has left.")
        return
    render.show(left, lambda lines: render.ledger(lines, partial(named, journal)), as_json=as_json)
