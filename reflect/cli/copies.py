"""Copies and keys: backing up, restoring, and changing what locks the journal."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from reflect import clock, config
from reflect.cli.care import BARE, new_passphrase, on_paper
from reflect.cli.options import (
    AsJson,
    Command,
    Yes,
    asker,
    confirmed,
    in_terminal,
    lock_now,
    open_journal,
    passphrase_file,
    passphrase_for,
    passphrase_in,
)
from reflect.errors import CouldNotKeep, ReflectError, WrongUsage

if TYPE_CHECKING:
    from reflect.vault import Vault

CodeFile = Annotated[
    Path | None,
    typer.Option("--recovery-file", help="A file that holds the recovery code.", show_default=False),
]


def add_to(app: typer.Typer) -> None:
    """Add these commands."""
    app.command(cls=Command)(backup)
    app.command(cls=Command)(restore)
    app.command(cls=Command)(passphrase)


def backup(
    folder: Annotated[
        Path | None, typer.Argument(help="Where to; beside the journal if not said.", show_default=False)
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Make a sealed copy of the journal, checked before it counts.

    It opens with the same passphrase or recovery code. Keep one on another disk: a copy beside
    the journal does not outlive the computer. The newest ten in a folder stay.

    \b
    Examples:
      reflect backup
      reflect backup /media/stick/reflect
    """
    from reflect import backups, render
    from reflect.vault import Vault

    vault = Vault(config.home())
    secret = passphrase_for(vault)
    with open_journal(secret) as journal:
        try:
            path = backups.back_up(
                vault, journal, vault.key(secret), folder or vault.home / backups.FOLDER, clock.now()
            )
        except OSError as error:
            raise ReflectError(
                f"The backup could not be written: {error.strerror}. The journal is as it was."
            ) from None
        held = journal.contents()
        try:
            journal.set("last_backup", clock.now().isoformat(timespec="minutes"))
        except CouldNotKeep:  # the copy is made and sound, whatever the journal's own disk says
            render.say("The journal itself cannot be written to, so it will not remember this backup.")
    made = {"file": str(path), "entries": held.entries}
    said = f"Backed up, and checked: {held.entries} entries in {path}"
    render.show(made, lambda _: render.sentence(said), as_json=as_json)


def restore(
    file: Annotated[Path, typer.Argument(help="The backup.", show_default=False)],
    recovery_file: CodeFile = None,
    yes: Yes = False,
) -> None:
    """Put a backup in the place of the journal. What is here now is kept aside.

    It works on a new computer too. The backup opens with the passphrase it was made with, or
    with the recovery code.

    \b
    Examples:
      reflect restore /media/stick/reflect/reflect-2026-11-01-183000.backup
      reflect restore old.backup --recovery-file code.txt
    """
    from reflect import backups, render
    from reflect.vault import Vault

    vault = Vault(config.home())
    with backups.unpacked(file, vault.home) as laid_out:
        secret = passphrase_in(recovery_file) if recovery_file else _secret_of(laid_out)
        held = backups.verify(laid_out, laid_out.unlock(secret))
        render.say(f"This backup holds {held.entries} entries, from {held.first} to {held.last}.")
        if vault.exists:
            render.say(f"The journal here, last written to on {_last_change(vault.database)}, is kept aside.")
        if not laid_out.key_file.exists():
            render.say(f"It has no passphrase. {BARE}")
            laid_out.lock(laid_out.key(secret), None)
        if not confirmed("Put it in the place of the journal?", yes=yes):
            raise ReflectError("Nothing was changed.")
        lock_now()
        aside = backups.put_back(laid_out, vault, clock.now())
    kept = f" What was here before: {', '.join(map(str, aside))}" if aside else ""
    render.show(str(file), lambda _: render.sentence(f"Restored: {held.entries} entries.{kept}"))


def _last_change(database: Path) -> str:
    from datetime import UTC, datetime

    return clock.day_said(datetime.fromtimestamp(database.stat().st_mtime, UTC).astimezone())


def _secret_of(laid_out: Vault) -> str | None:
    """Give what opens an unpacked backup; one without a key file opens with the recovery code only."""
    from reflect.ask import secret
    from reflect.errors import Locked

    if laid_out.key_file.exists():
        return passphrase_for(laid_out)
    if named := passphrase_file():
        return passphrase_in(named)
    if not in_terminal():
        raise Locked("This backup opens with the recovery code: --recovery-file FILE. Nothing was changed.")
    return secret("Recovery code")


def passphrase(
    recover: Annotated[
        bool, typer.Option("--recover", help="The old one is forgotten; use the recovery code.")
    ] = False,
    new_key: Annotated[
        bool, typer.Option("--new-key", help="A new recovery code too: somebody saw the old one.")
    ] = False,
    file: Annotated[
        Path | None, typer.Option("--passphrase-file", help="A file that holds the new passphrase.", show_default=False)
    ] = None,
    no_passphrase: Annotated[bool, typer.Option("--no-passphrase", help="Go without a passphrase.")] = False,
    as_json: AsJson = False,
) -> None:
    """Change the passphrase; with --new-key the recovery code as well.

    The old passphrase, or the recovery code, is asked for first. Backups made before keep
    opening with what they were made with.

    \b
    Examples:
      reflect passphrase
      reflect passphrase --recover
      reflect passphrase --new-key
    """
    from reflect import render
    from reflect.ask import secret
    from reflect.sitting import Paused
    from reflect.vault import Vault

    if file and no_passphrase:
        raise WrongUsage("Either a passphrase or none: leave out --no-passphrase or the file. Nothing was changed.")
    if not file and not no_passphrase and not in_terminal():
        raise WrongUsage("Say what is to lock it: --passphrase-file FILE or --no-passphrase. Nothing was changed.")
    vault = Vault(config.home())
    old = secret("Recovery code") if recover and in_terminal() and not passphrase_file() else passphrase_for(vault)
    with open_journal(old) as journal:
        new = passphrase_in(file) if file else None if no_passphrase else new_passphrase(asker())
        code = journal.change_key(vault, new) if new_key else None
        if code is None:
            vault.lock(vault.key(old), new)
    lock_now()
    done = {"changed": True, "recovery_code": code}
    if code and in_terminal() and not as_json and not file:
        with suppress(Paused):  # it is changed already, and the code is shown once more below
            on_paper(asker(), code)
    render.show(done, lambda _: _changed(code, new), as_json=as_json)


def _changed(code: str | None, new: str | None) -> list[tuple[str, str]]:
    lines = [("Changed. Backups made before open with what they were made with.", "")]
    if new is None:
        lines.append((BARE, ""))
    if code:
        lines.append(("The new recovery code, shown this once; the old one opens nothing here any more:", ""))
        lines.append((code, "bold"))
    return lines
