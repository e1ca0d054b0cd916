"""Sealed copies of the journal, each one file, and putting one back.

A backup is a zip with the sealed database and, where a passphrase wraps it, its key file. A
bare key is left out: such a copy opens with the recovery code alone. A copy is made while
other windows go on writing, and is opened and checked before it takes its name.
"""

from __future__ import annotations

import os
import shutil
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from reflect.errors import Damaged, NotFound, ReflectError
from reflect.files import private_folder, take_name
from reflect.journal import Journal, refuse_open_windows
from reflect.models import Contents
from reflect.vault import Vault, connect

if TYPE_CHECKING:
    from sqlcipher3.dbapi2 import Connection

FOLDER = "backups"
"""Where backups go if nothing else is said: beside the journal."""
KEPT = 10
"""So many backups stay in a folder; the oldest beyond them go, once the new one has passed its check."""
_DATABASE, _KEY = "journal.db", "journal.key"
_NAME = "reflect-{:%Y-%m-%d-%H%M%S}.backup"
_PATTERN = "reflect-????-??-??-??????.backup"


def back_up(vault: Vault, journal: Journal, key: bytes, folder: Path, now: datetime) -> Path:
    """Make a checked, sealed copy of the open journal in `folder`, and give its file."""
    private_folder(folder)
    path = folder / _NAME.format(now)
    if path.exists():
        raise ReflectError(f"There is a backup of this very second already: {path}. Nothing was written.")
    with _beside(folder, ".db") as copy, _beside(folder, ".zip") as packed:
        journal.copy_to(copy, key)
        verify(Vault(folder), connect(copy, key))
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as archive:
            archive.write(copy, _DATABASE)
            if vault.key_file.exists() and vault.asks_passphrase:
                archive.write(vault.key_file, _KEY)
        _to_disk(packed)
        take_name(packed, path, replace=False)
    for old in kept_in(folder)[:-KEPT]:
        old.unlink()
    return path


def kept_in(folder: Path) -> list[Path]:
    """Give the backups in a folder, the oldest first."""
    return sorted(folder.glob(_PATTERN))


def verify(vault: Vault, connection: Connection) -> Contents:
    """Check every page of an opened copy and say what it holds. Raise Damaged if it is not whole."""
    with Journal(connection, vault.home) as copied:
        if copied.faults():
            raise Damaged("The copy did not pass its check, so it was not used. The journal was not changed.")
        return copied.contents()


@contextmanager
def unpacked(backup: Path, home: Path) -> Iterator[Vault]:
    """Lay a backup out, still sealed, in a folder of its own under `home`, as a vault to be opened."""
    if not backup.is_file():
        raise NotFound(f"There is no file {backup}. Nothing was changed.")
    folder = private_folder(home) / f".new-{os.urandom(6).hex()}"
    private_folder(folder)
    try:
        try:
            with zipfile.ZipFile(backup) as archive:
                for name in {_DATABASE, _KEY} & set(archive.namelist()):
                    with archive.open(name) as sealed, _private_file(folder / name) as laid_out:
                        shutil.copyfileobj(sealed, laid_out)
        except (zipfile.BadZipFile, EOFError) as error:
            raise Damaged(f"{backup} is not a whole backup. Nothing was changed.") from error
        vault = Vault(folder)
        if not vault.exists:
            raise Damaged(f"{backup} holds no journal. Nothing was changed.")
        yield vault
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def put_back(laid_out: Vault, vault: Vault, now: datetime) -> list[Path]:
    """Put an unpacked backup in the place of the journal, and give where the present one was kept aside.

    Cut short at any moment it leaves the old journal or the new one: the key that belongs to the
    new database waits beside the old key until the database has its name. Refuse while another
    window has a sitting open: it would write into what is put back.
    """
    refuse_open_windows(vault.home)
    stamp = _free_stamp(vault, f"before-{now:%Y-%m-%d-%H%M%S}")
    aside: list[Path] = []
    try:
        aside.extend(_kept_aside(file, vault.aside(file, stamp)) for file in _files(vault) if file.exists())
    except BaseException:
        for kept in aside:
            if kept.is_file():
                kept.unlink()
        raise
    if laid_out.key_file.exists():
        take_name(laid_out.key_file, vault.next_key_file, replace=True)
    _to_disk(laid_out.database)
    vault.rollback.unlink(missing_ok=True)  # of the old database: it would be rolled back into the new one
    take_name(laid_out.database, vault.database, replace=True)
    if vault.next_key_file.exists():
        take_name(vault.next_key_file, vault.key_file, replace=True)
    return aside


def _kept_aside(file: Path, kept: Path) -> Path:
    """Copy a file to `kept`, down to the disk; a folder that stands in its place is renamed."""
    if file.is_dir():
        return file.rename(kept)
    try:
        with file.open("rb") as there, _private_file(kept) as copy:
            shutil.copyfileobj(there, copy)
        _to_disk(kept)
    except BaseException:
        kept.unlink(missing_ok=True)
        raise
    return kept


def _free_stamp(vault: Vault, stamp: str) -> str:
    """Give a stamp under which nothing is kept aside yet."""
    numbered = (stamp, *(f"{stamp}-{number}" for number in range(2, 1000)))
    return next(each for each in numbered if not any(vault.aside(file, each).exists() for file in _files(vault)))


def _files(vault: Vault) -> tuple[Path, Path, Path]:
    return vault.database, vault.rollback, vault.key_file


@contextmanager
def _beside(folder: Path, suffix: str) -> Iterator[Path]:
    """Give a new, empty, private file in `folder` that is gone afterwards, unless it took a name."""
    path = folder / f".new-{os.urandom(6).hex()}{suffix}"
    _private_file(path).close()
    try:
        yield path
    finally:
        path.unlink(missing_ok=True)


def _private_file(path: Path) -> BinaryIO:
    """Open a new file that only its owner can read."""
    return os.fdopen(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb")


def _to_disk(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())
