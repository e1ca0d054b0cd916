"""Care: making the journal, where it lives, and what the person set."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from reflect import config
from reflect.cli.options import (
    AsJson,
    Command,
    Yes,
    asker,
    in_terminal,
    lock_now,
    open_journal,
    own_decks,
    passphrase_file,
    passphrase_in,
    ways,
)
from reflect.errors import REFUSED, NotFound, ReflectError, WrongUsage
from reflect.files import left_in_memory

if TYPE_CHECKING:
    from reflect.ask.conversation import Conversation

SHORT = 12
_LATEST_DAY_END = 12
_LONGEST_OPEN = 120

WELCOME = """\
reflect is a private journal about your work: one moment, where you stood, where they stood, what you would \
like ready for next time. It asks, you answer in any language or mix, and everything can be skipped.

Nothing leaves this computer unless you send it. The program has no way to reach the network.

It alerts nobody. If somebody may be in danger, use your service's own route today.

Write about people without names, ages, places or dates: “the person”, “a relative”, “last month”. A court can \
ask for what you write, so write what you learned and leave the facts to the record."""
ABOUT_LOCK = """\
A passphrase locks the journal. Four or five words that do not belong together are easy to keep and hard to \
guess. If you forget it, only a recovery code opens the journal; nobody can reset it for you. It is not shown \
while you type. Enter alone means no passphrase."""
BARE = "Without a passphrase, anyone who has the folder can read everything."
ABOUT_CODE = """\
This is your recovery code. Write it on paper now and keep it away from this computer. It opens the journal \
if the passphrase is forgotten, or the key file lost: type it where the passphrase is asked for. It is shown \
this once. Whoever has the code and the file can read everything."""


def add_to(app: typer.Typer) -> None:
    """Add these commands."""
    app.command(cls=Command)(init)
    app.command(cls=Command)(where)
    app.command("config", cls=Command)(configure)
    app.command(cls=Command)(lock)
    app.command(cls=Command)(doctor)
    app.command(cls=Command)(privacy)
    app.command(cls=Command)(erase)


def init(
    no_passphrase: Annotated[bool, typer.Option("--no-passphrase", help=f"{BARE}")] = False,
    file: Annotated[
        Path | None,
        typer.Option("--passphrase-file", help="A file that holds the passphrase.", show_default=False),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Make a journal. A journal that is there already is not touched.

    \b
    Examples:
      reflect init
      reflect init --passphrase-file secret.txt --json
    """
    from reflect import journal, render
    from reflect.vault import Vault

    file = file or passphrase_file()
    vault = Vault(config.home())
    if no_passphrase and file:
        raise WrongUsage("Either a passphrase or none: leave out --no-passphrase or the file. Nothing was made.")
    if not no_passphrase and not file:
        if not in_terminal():
            raise WrongUsage("Say how it is locked: --passphrase-file FILE or --no-passphrase. Nothing was made.")
        if vault.exists:
            journal.create(vault, None)  # refuses, before anything is asked
        first_run(asker())
        return
    code = journal.create(vault, passphrase_in(file) if file else None)
    if no_passphrase:
        render.say(BARE)
    made = {"home": str(vault.home), "recovery_code": code}
    render.show(made, lambda _: [*render.sentence(ABOUT_CODE), (code, "bold")], as_json=as_json)


def first_run(ask: Conversation) -> str | None:
    """Make the journal in a conversation, show the recovery code until it is on paper; give the passphrase."""
    from reflect import journal
    from reflect.sitting import Paused
    from reflect.vault import Vault

    vault = Vault(config.home())
    ask.say(WELCOME)
    ask.say("")
    ask.say(f"Your journal will live in {vault.home}")
    ask.say("")
    try:
        passphrase = new_passphrase(ask)
    except (Paused, EOFError):
        raise ReflectError("Nothing was made. Begin again whenever you like: reflect init") from None
    code = journal.create(vault, passphrase)
    ask.say("")
    try:
        on_paper(ask, code)
    except (Paused, KeyboardInterrupt):
        vault.remove()
        raise ReflectError("The code was not written down, so nothing was made. Begin again: reflect init") from None
    ask.say("Three things to remember: reflect now, reflect write, reflect list.")
    ask.say("Some questions have a wording of their own for your role: reflect config role nurse")
    ask.say("")
    return passphrase


def on_paper(ask: Conversation, code: str) -> None:
    """Show the recovery code until the person says that it is written down."""
    ask.say(ABOUT_CODE)
    written = False
    while not written:
        ask.say("")
        for line in _in_pairs(code):
            ask.say(line)
        ask.say("")
        written = ask.confirm("Is it on paper?", default=False)


def _in_pairs(code: str) -> list[str]:
    """Give the recovery code in lines of two groups, to copy by hand."""
    groups = code.split("-")
    return ["-".join(groups[at : at + 2]) for at in range(0, len(groups), 2)]


def new_passphrase(ask: Conversation) -> str | None:
    """Ask for a new passphrase, twice; None if the person goes without."""
    from reflect.ask import secret

    ask.say(ABOUT_LOCK)
    while True:
        first = secret("A new passphrase")
        if not first:
            ask.say(BARE)
            if ask.confirm("Go on without a passphrase?", default=False):
                return None
            continue
        ask.say(strength(first))
        if secret("The same again") == first:
            return first
        ask.say("The two were not the same. Nothing was made yet; try once more.")


def strength(passphrase: str) -> str:
    """Give a hint at how hard a passphrase is to guess. It is only a hint, and never refuses one."""
    if len(passphrase) < SHORT:
        return "That is short: somebody with the file and a computer could guess it. A longer one is better."
    if len(set(passphrase)) < SHORT // 2:
        return "That repeats itself a lot, which makes it easy to guess."
    if len(passphrase.split()) >= 4:  # noqa: PLR2004 - four words, as advised above
        return "That is long; good, if the words do not belong together."
    return "That is fairly long. Harder to guess if it is no name, date or saying."


def where(as_json: AsJson = False) -> None:
    """Show every file that reflect keeps on this computer.

    \b
    Example:
      reflect where
    """
    from reflect import render, themes
    from reflect.vault import Vault

    vault = Vault(config.home())
    known = {
        "home": vault.home,
        "journal": vault.database,
        "key": vault.key_file,
        "start": config.start_file(),
        "own decks": own_decks(),
        "own themes": config.home() / themes.FILE,
    }
    others = sorted(set(vault.home.glob("*")) - set(known.values())) if vault.home.is_dir() else []
    in_memory = {f"in memory: {path.name}": path for path in left_in_memory()}
    places = {**known, "shipped decks": config.shipped(), **{path.name: path for path in others}, **in_memory}
    render.show({name: str(path) for name, path in places.items()}, lambda _: _places(places), as_json=as_json)


def _places(places: dict[str, Path]) -> list[tuple[str, str]]:
    there = {True: "", False: " (not there)"}
    return [(f"{name}: {path}{there[path.exists()]}", "") for name, path in places.items()]


def configure(
    name: Annotated[
        str | None,
        typer.Argument(help="What to set: role, label, day-end, set-aside, plain or stay-open.", show_default=False),
    ] = None,
    value: Annotated[str | None, typer.Argument(help="What to set it to.", show_default=False)] = None,
    as_json: AsJson = False,
) -> None:
    """Show or change what you set.

    role chooses wordings, label signs an export, day-end is the hour a day ends at (4 counts a
    line written at three in the morning for the day before), plain on always asks in plain lines.
    set-aside names dimensions and themes you do not want to be asked about or hear of, none takes
    them all up again.
    stay-open 15 does not ask for the passphrase again within fifteen minutes; 0 asks each time.

    \b
    Examples:
      reflect config
      reflect config role nurse
      reflect config day-end 4
      reflect config set-aside "skin-colour age-generation"
      reflect config plain on
      reflect config stay-open 15
    """
    from reflect import render

    if name is not None and name not in (*_SETTERS, *_AT_START):
        raise WrongUsage(f"There is nothing called “{name}” to set. Known: {', '.join((*_SETTERS, *_AT_START))}.")
    if name in _AT_START and value is not None:
        _AT_START[name](value)
        return
    with open_journal() as journal:
        if name and value is not None:
            journal.set(name.replace("-", "_"), _SETTERS[name](value))
        kept = journal.settings
    settings = {
        "role": kept.role,
        "label": kept.label,
        "day-end": kept.day_end,
        "set-aside": kept.set_aside if as_json else " ".join(kept.set_aside),
        "plain": "on" if config.start().plain else "off",
        "stay-open": config.start().stay_open,
    }
    shown = {name: settings[name]} if name else settings
    render.show(shown, render.pairs, as_json=as_json)


def lock() -> None:
    """Lock the journal now, if it was let stay open (reflect config stay-open).

    \b
    Example:
      reflect lock
    """
    from reflect import render
    from reflect.vault import Vault

    lock_now()
    bare = not Vault(config.home()).asks_passphrase
    said = f"There is nothing to lock. {BARE}" if bare else "Locked. The passphrase is asked for the next time."
    render.show(said, render.sentence)


def doctor(as_json: AsJson = False) -> None:
    """Look at the journal's health: what is well, what to look at, and how to mend it.

    Leaves with 1 if something is broken; advice alone leaves with 0.

    \b
    Example:
      reflect doctor
    """
    from reflect import checkup, clock, render
    from reflect.vault import Vault

    vault = Vault(config.home())
    with open_journal() as journal:
        findings = checkup.look(vault, journal, own_decks(), clock.now())
    render.show(findings, render.finding_list, as_json=as_json)
    if any(finding.harm for finding in findings):
        raise typer.Exit(REFUSED)


PRIVACY = """\
What is protected

Everything you write is in one file, journal.db, encrypted as a whole: drafts, earlier versions and the search \
index too. With a passphrase, somebody who has your computer when it is off, or a copy of that file, cannot read \
it without the passphrase or the recovery code. A changed or damaged file is noticed. No program here reaches \
the network: there is no account, no telemetry, no AI.

What is not

Without a passphrase, anyone who has the folder can read everything. While a sitting is open, its words are on \
the screen and in the computer's memory, which a computer short of memory may put on its disk for a while. \
Whoever controls the computer, an employer or a family member with your login, can watch what you type. If you \
let the journal stay open for some minutes, whoever has your login needs no passphrase until they are over. A \
copy you made, an export you sent, a page you printed: none of them can be called back from here. What is \
deleted may still be in backups, and on some disks in blocks that nobody can reach to overwrite; encrypting the \
whole disk helps against that. The dates of the files, and that this program is here at all, can be seen.

The law

This is a learning journal, not a clinical record, and nothing here is shielded by law as far as this program \
can know. A court or an authority can demand it, and you may have duties to report what you learn of; they \
differ from place to place. Once you know of a claim or an order, delete nothing, and ask a lawyer or your \
professional body. Before that: write what you learned, about relations and not about who somebody is, without \
names, days or places. For the one thing that would be dangerous in other hands, paper you can burn, or nothing, \
is better than any program."""


def privacy() -> None:
    """Say what protects what you write, from whom, and what does not.

    \b
    Example:
      reflect privacy
    """
    from reflect import render
    from reflect.withheld import NEVER

    never = "\n".join(f"{number}. {sentence}" for number, sentence in enumerate(NEVER, 1))
    said = f"{PRIVACY}\n\nWhat never leaves by itself:\n{never}"
    render.show(said, lambda text: [(line, "") for line in text.split("\n")])


ERASE = "erase"


def erase(yes: Yes = False) -> None:
    """Remove everything reflect keeps on this computer: the journal, its key, its backups here, your decks.

    Copies elsewhere stay. So does what a disk may keep of deleted files; without the key, which
    goes too, that is unreadable.

    \b
    Example:
      reflect erase
    """
    import shutil

    from reflect import render
    from reflect.sitting import Paused

    home = config.home()
    if not home.is_dir():
        raise NotFound(f"There is nothing in {home}. Nothing was removed.")
    kept = sorted(home.rglob("*"))
    if not yes:
        if ways.no_input:
            raise ReflectError("This needs a yes. Say it beforehand with --yes. Nothing was removed.")
        ask = asker()
        ask.say(f"This removes for good, from {home}:")
        for path in kept:
            ask.say(f"  {path.relative_to(home)}")
        try:
            typed = ask.line(f"Type {ERASE} to remove it all; Enter leaves it.", "", lambda _: None).words
        except Paused:
            typed = ""
        if typed.strip() != ERASE:
            raise ReflectError("Nothing was removed.")
    lock_now()
    with suppress(IsADirectoryError, PermissionError):
        (home / "journal.key").unlink(missing_ok=True)
    shutil.rmtree(home)
    said = f"Removed: {home}, {len(kept)} files and folders. Copies elsewhere, backups and exports, are still there."
    render.show(said, render.sentence)


def _set_plain(value: str) -> None:
    from reflect import render

    if value not in ("on", "off"):
        raise WrongUsage(f"plain is on or off, not “{value}”.")
    config.keep_start(replace(config.start(), plain=value == "on"))
    render.show({"plain": value}, render.pairs)


def _set_stay_open(value: str) -> None:
    from reflect import render, unlocked
    from reflect.vault import Vault

    minutes = int(value) if value.isdigit() else -1
    if not 0 <= minutes <= _LONGEST_OPEN:
        raise WrongUsage(f"stay-open is a number of minutes from 0 to {_LONGEST_OPEN}, not “{value}”.")
    vault = Vault(config.home())
    if minutes and vault.exists and not vault.asks_passphrase:
        raise ReflectError("This journal has no passphrase, so it is always open. To set one: reflect passphrase")
    where_it_waits = unlocked.said() if minutes else ""
    lock_now()
    config.keep_start(replace(config.start(), stay_open=minutes))
    said = (
        f"From the next time on it stays open for {minutes} minutes after the passphrase, for anyone with your login. "
        f"{where_it_waits} To lock it sooner: reflect lock"
        if minutes
        else "The passphrase is asked for each time."
    )
    render.show(said, render.sentence)


def _role(value: str) -> str:
    from reflect import decks

    roles = [option.id for option in decks.read_lists(config.shipped())["role"]]
    if value and value not in roles:
        raise WrongUsage(f"“{value}” is no role here. Known: {', '.join(roles)}.")
    return value


def _day_end(value: str) -> int:
    hour = int(value) if value.isdigit() else -1
    if not 0 <= hour <= _LATEST_DAY_END:
        raise WrongUsage(f"A day ends at an hour from 0 to {_LATEST_DAY_END}, not “{value}”.")
    return hour


def _set_aside(value: str) -> tuple[str, ...]:
    from reflect import decks, themes

    dimensions = [option.id for option in decks.read_lists(config.shipped())["dimensions"]]
    known = dict.fromkeys((*dimensions, *themes.themes()))
    wanted = value.replace(",", " ").split()
    if unknown := [each for each in wanted if each not in known and wanted != ["none"]]:
        raise WrongUsage(f"There is no dimension or theme “{unknown[0]}”. Known: {', '.join(known)}.")
    return () if wanted == ["none"] else tuple(dict.fromkeys(wanted))


_SETTERS: dict[str, Callable[[str], str | int | tuple[str, ...]]] = {
    "role": _role,
    "label": str,
    "day-end": _day_end,
    "set-aside": _set_aside,
}
_AT_START: dict[str, Callable[[str], None]] = {"plain": _set_plain, "stay-open": _set_stay_open}
