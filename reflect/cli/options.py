"""What commands have in common: the options they share, opening the journal, and asking.

Modules that take time to load are imported where they are used; a test watches over it.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperCommand, TyperGroup, TyperOption

from reflect import config
from reflect.clock import day_named, moment_named
from reflect.errors import BadDeck, CouldNotKeep, Damaged, Locked, NotFound, ReflectError, WrongUsage

if TYPE_CHECKING:
    from sqlcipher3.dbapi2 import Connection

    from reflect.ask.conversation import Conversation
    from reflect.figures import Part
    from reflect.journal import Journal
    from reflect.models import Commitment, Deck, Entry, Value
    from reflect.vault import Vault


FOR_YOURSELF = "This page is for yourself. It is not encrypted: whoever has the file can read it."
FOLLOW_UP = "follow-up"


@dataclass
class Ways:
    """How the person wants to be asked, as said on this command line."""

    plain: bool = False
    no_input: bool = False


ways = Ways()


def _option(*names: str, says: str, **more: Any) -> Any:  # noqa: ANN401 - Typer's own option takes anything
    return typer.Option(*names, help=says, show_default=False, **more)


AsJson = Annotated[bool, _option("--json", says="Print JSON, for another program.")]
Since = Annotated[date | None, _option(says="From this day on.", parser=day_named, metavar="DATE")]
Until = Annotated[date | None, _option(says="Up to and with this day.", parser=day_named, metavar="DATE")]
DeckId = Annotated[str | None, _option("--deck", says="Only this deck.")]
ThreadLabel = Annotated[str | None, _option("--thread", says="Only this thread.", metavar="LABEL")]
Yes = Annotated[bool, _option("--yes", "-y", says="Go ahead without asking.")]
EntryNumber = Annotated[int, typer.Argument(metavar="N", help="The number of the entry.", show_default=False)]
Minutes = Annotated[int | None, _option("--minutes", "-m", says="How long to sit: 2, 10 or 25.")]
When = Annotated[
    datetime | None,
    _option("--date", says="When it was; today if not said.", parser=moment_named, metavar="DATE"),
]
Answers = Annotated[
    str | None,
    _option("--answers", says="A file of answers in JSON, or - for standard input.", metavar="FILE"),
]


def _everywhere() -> list[TyperOption]:
    """Give the options every command takes."""

    def told(name: str) -> Callable[[Any, Any, bool], None]:
        return lambda _context, _option, value: setattr(ways, name, value or getattr(ways, name))

    says = {
        "plain": "Ask in plain numbered lines, for a screen reader.",
        "no_input": "Never ask anything.",
    }
    return [
        TyperOption(
            param_decls=[f"--{name.replace('_', '-')}"],
            is_flag=True,
            default=False,
            show_default=False,
            expose_value=False,
            callback=told(name),
            help=sentence,
        )
        for name, sentence in says.items()
    ]


class Command(TyperCommand):
    """A command that takes --plain and --no-input besides its own options."""

    def get_params(self, ctx: Any) -> list[Any]:  # noqa: ANN401 - Typer's own context
        """Give the command's parameters, and those that every command takes."""
        *own, last = super().get_params(ctx)
        return [*own, *_everywhere(), last]


class Group(TyperGroup):
    """A group of commands that takes --plain and --no-input itself."""

    def get_params(self, ctx: Any) -> list[Any]:  # noqa: ANN401 - Typer's own context
        """Give the group's parameters, and those that every command takes."""
        *own, last = super().get_params(ctx)
        return [*own, *_everywhere(), last]


def is_plain() -> bool:
    """Tell whether to ask in plain lines."""
    return ways.plain or config.is_plain()


def in_terminal() -> bool:
    """Tell whether there is somebody at a terminal who may be asked."""
    return not ways.no_input and sys.stdin.isatty()


def asker(*, quiet_stdout: bool = False) -> Conversation:
    """Give whoever asks; with `quiet_stdout` plain questions go to stderr, as stdout is for JSON."""
    from reflect.ask import talk

    return talk(plain=is_plain(), out=sys.stderr if quiet_stdout else None)


def confirmed(question: str, *, yes: bool, quiet_stdout: bool = False) -> bool:
    """Tell whether the person agrees. Refuse where nobody can be asked and nothing was said before.

    With `quiet_stdout` a plain question goes to stderr, as stdout is for JSON.
    """
    if yes:
        return True
    if ways.no_input:
        raise ReflectError("This needs a yes. Say it beforehand with --yes. Nothing was done.")
    from reflect.sitting import Paused

    try:
        return asker(quiet_stdout=quiet_stdout).confirm(question, default=False)
    except Paused:
        return False


def passphrase_in(file: Path) -> str:
    """Give the passphrase a file holds, without one trailing line end."""
    try:
        text = file.read_bytes().decode("utf-8", "surrogateescape")
    except OSError as error:
        raise Locked(f"The passphrase file {file} cannot be read: {error.strerror}. Nothing was changed.") from None
    text = text.removesuffix("\n").removesuffix("\r")
    if not text:
        raise Locked(f"The passphrase file {file} is empty. Nothing was changed.")
    return text


def passphrase_file() -> Path | None:
    """Give the file that `REFLECT_PASSPHRASE_FILE` names, if it names one."""
    named = os.environ.get("REFLECT_PASSPHRASE_FILE")
    return Path(named) if named else None


@contextmanager
def open_journal(passphrase: str | None = None) -> Iterator[Journal]:
    """Open the journal, before anything else is asked; with `passphrase` if it was just given."""
    from reflect.journal import Journal
    from reflect.vault import Vault

    vault = Vault(config.home())
    with Journal(_unlocked(vault, passphrase), vault.home) as journal:
        yield journal


def _unlocked(vault: Vault, passphrase: str | None) -> Connection:
    """Open the vault: with the key that was kept for a while, if the person wishes that; else with the passphrase."""
    minutes = config.start().stay_open
    if not minutes or passphrase_file():
        return vault.unlock(passphrase or passphrase_for(vault))
    from reflect import clock, render, unlocked
    from reflect.vault import WrongKey

    if passphrase is None and (key := unlocked.recall(vault.home, clock.now())):
        try:
            return vault.open(key)
        except WrongKey:  # the journal was given another key since
            unlocked.forget(vault.home)
    given = passphrase or passphrase_for(vault)
    connection = vault.unlock(given)
    if given is not None:
        try:
            unlocked.remember(vault.home, vault.key(given), minutes, clock.now())
        except ReflectError as error:
            render.say(str(error))
    return connection


def lock_now() -> None:
    """Keep the journal unlocked no longer."""
    if config.start().stay_open:
        from reflect import unlocked

        unlocked.forget(config.home())


def passphrase_for(vault: Vault) -> str | None:
    """Give the passphrase from its file or from the person; None where none is needed, or nobody can say."""
    if file := passphrase_file():
        return passphrase_in(file)
    try:
        if not vault.asks_passphrase:
            return None
    except Damaged as error:
        if not in_terminal():
            raise
        from reflect.render import say

        say(str(error))
    from reflect.ask import secret

    try:
        return secret("Passphrase") if in_terminal() else None
    except EOFError:
        raise Locked("The journal stays locked. Nothing was changed.") from None


def known_thread(journal: Journal, label: str | None) -> str | None:
    """Give the label back if there is such a thread; raise NotFound, naming those there are, if not."""
    there = [thread.label for thread in journal.threads()] if label else []
    if label and label not in there:
        named = f" There are: {', '.join(there[:5])}." if there else ""
        raise NotFound(f"There is no thread “{label}”.{named} Begin one: reflect write s2-power --thread new")
    return label


@contextmanager
def words_on_screen() -> Iterator[None]:
    """Say, where words cannot be kept, that they are still to be seen."""
    try:
        yield
    except CouldNotKeep as error:
        sentence = f"{error} What you typed last was not kept; it is still on the screen above."
        raise CouldNotKeep(sentence) from error


def read_answers(answers: str) -> str:
    """Give the text of a file of answers, or of standard input."""
    try:
        return read_text(answers)
    except WrongUsage as error:
        raise WrongUsage(f"The answers cannot be taken: {error} Nothing was kept.") from None


def read_text(file: str) -> str:
    """Give the text of a file, or of standard input for -. Raise WrongUsage where it cannot be read."""
    try:
        data = sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
        return data.decode("utf-8-sig")
    except OSError as error:
        raise WrongUsage(f"{file} cannot be read: {error.strerror}.") from None
    except UnicodeDecodeError:
        raise WrongUsage(f"{'Standard input' if file == '-' else file} is not UTF-8 text.") from None


_COPIED = {
    "onedrive": "OneDrive",
    "google drive": "Google Drive",
    "googledrive": "Google Drive",
    "my drive": "Google Drive",
    "dropbox": "Dropbox",
    "icloud": "iCloud",
    "mobile documents": "iCloud",
    "cloudstorage": "a cloud",
    "nextcloud": "Nextcloud",
    "owncloud": "ownCloud",
    "pcloud": "pCloud",
    "proton drive": "Proton Drive",
    "megasync": "MEGA",
    "syncthing": "Syncthing",
}
"""Words in the name of a folder that is likely to be copied elsewhere, and what copies it."""


def refuse_place(file: Path) -> None:
    """Refuse a place where no page may be written: no folder, the journal's own, or something that is no file.

    Say so where the folder looks like one that is copied elsewhere.
    """
    from reflect import render

    whole = file.absolute().resolve()
    if not whole.parent.is_dir():
        raise ReflectError(f"There is no folder {file.parent}. Nothing was written.")
    if whole.is_relative_to(config.home().resolve()):
        raise ReflectError(f"{file} is where the journal itself lives; nothing else is written there. Choose another.")
    if whole.exists() and not whole.is_file():
        raise ReflectError(f"{file} cannot be written: it is no file. Nothing was written.")
    parts = [part.casefold() for part in whole.parent.parts]
    copied = next((by for word, by in _COPIED.items() if any(word in part for part in parts)), None)
    if copied:
        render.say(f"{file.parent} looks like a folder that is copied to {copied}: others may come to have the file.")


def write_page(file: Path, title: str, lead: Iterable[str], parts: Iterable[Part], *, yes: bool) -> None:
    """Write a page for oneself, readable by its owner alone."""
    from reflect import pages, render
    from reflect.files import write_whole

    refuse_place(file)
    if file.exists() and not confirmed(f"Replace the file {file}?", yes=yes):
        raise ReflectError("Nothing was written.")
    try:
        write_whole(file.absolute(), pages.page(title, [*lead, FOR_YOURSELF], parts).encode())
    except OSError as error:
        raise ReflectError(f"{file} cannot be written: {error.strerror}. Nothing was changed.") from None
    render.say(f"Written to {file}, readable by you alone. {FOR_YOURSELF}")


def own_decks() -> Path:
    """Give the folder of the person's own decks."""
    return config.home() / "decks"


def all_decks() -> dict[str, Deck]:
    """Give every deck by its id, saying on stderr which cannot be read and how to mend them."""
    from reflect import decks, render

    found = decks.library(own_decks())
    for error in found.broken:
        render.say(f"A deck was left out. {error}")
    return {deck.id: deck for deck in found.decks}


def deck_named(deck_id: str) -> Deck:
    """Give the deck with this id. Raise NotFound, or BadDeck where it cannot be read."""
    from reflect import decks

    return decks.find(deck_id, own_decks())


def deck_of(entry: Entry) -> Deck | None:
    """Give the deck an entry was written with; None if it is gone or cannot be read.

    It is as it was asked then: about a made-up scene, or with what became of commitments.
    """
    try:
        deck = deck_named(entry.deck)
    except (NotFound, BadDeck):
        return None
    from reflect.models import SCENARIO, SCENE

    asked = {*entry.skipped, *entry.begun, *(answer.key for answer in entry.answers)}
    added = asked - {step.key for step in deck.steps}
    if FOLLOW_UP in added:
        deck = following_up(deck)
    if SCENE in added and (card := deck_named(SCENARIO).step(SCENE)):
        from reflect import sitting

        deck = sitting.in_a_scene(deck, card)
    return deck


def following_up(deck: Deck) -> Deck:
    """Give the deck asking what became of commitments: by itself, or with the step of the deck that lends it."""
    from reflect import sitting
    from reflect.models import Kind

    asks = any(step.kind is Kind.OUTCOMES or step.key == FOLLOW_UP for step in deck.steps)
    step = None if asks else deck_named("s3-advocacy").step(FOLLOW_UP)
    return sitting.with_follow_up(deck, step) if step else deck


def told_of(journal: Journal, answers: Mapping[str, Value]) -> list[Commitment]:
    """Give the commitments that answers tell of. Raise WrongUsage for a number that is none's."""
    from reflect.models import News

    tables = [value for value in answers.values() if isinstance(value, Mapping)]
    numbers = [int(number) for table in tables for number, news in table.items() if isinstance(news, News)]
    there = {each.number: each for each in journal.commitments()} if numbers else {}
    if unknown := [number for number in numbers if number not in there]:
        known = ", ".join(map(str, there)) or "none"
        raise WrongUsage(f"There is no commitment {unknown[0]}. Known: {known}. Nothing was kept.")
    return [there[number] for number in numbers]


def known_deck(deck_id: str | None) -> str | None:
    """Give the id back if there is such a deck; raise NotFound if not."""
    return deck_named(deck_id).id if deck_id else None
