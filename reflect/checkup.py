"""A look at the journal's health: what is well, what to look at, and how to mend it."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from reflect import codebook, decks, lint, themes
from reflect.clock import day_said
from reflect.errors import BadCodebook
from reflect.files import left_in_memory
from reflect.journal import Journal
from reflect.vault import Vault

SYNCED = ("dropbox", "onedrive", "google drive", "googledrive", "icloud", "mobile documents", "nextcloud", "pcloud")
A_MONTH = timedelta(days=31)


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that was looked at. `harm` is something broken; otherwise a `mend` is advice."""

    name: str
    said: str
    mend: str = ""
    harm: bool = False


def look(vault: Vault, journal: Journal, own_decks: Path, now: datetime) -> list[Finding]:
    """Look at everything, and give what was found, each with its mend."""
    return [
        *_pages(journal),
        *_files(vault),
        *_places(vault),
        *_lock(vault),
        *_backup(journal, now),
        *_leftovers(vault),
        *_decks(own_decks),
        *_themes(vault.home / themes.FILE),
    ]


def _pages(journal: Journal) -> Iterator[Finding]:
    if faults := journal.faults():
        mend = "Do not write more. Keep a copy of journal.db, and put back the last backup: reflect restore FILE"
        yield Finding(name="journal", said=f"The journal is damaged: {'; '.join(faults[:3])}.", mend=mend, harm=True)
    else:
        held = journal.contents()
        yield Finding(name="journal", said=f"Every page is whole; {held.entries} entries, and the index fits them.")


def _files(vault: Vault) -> Iterator[Finding]:
    if os.name != "posix":
        return
    open_to_others = [
        path
        for path in (vault.home, *vault.home.glob("*"))
        if stat.S_IMODE(path.lstat().st_mode) & (stat.S_IRWXG | stat.S_IRWXO)
    ]
    if open_to_others:
        mend = f"Close them: chmod -R go-rwx '{vault.home}'"
        said = f"Other accounts of this computer can look into {', '.join(path.name for path in open_to_others[:3])}."
        yield Finding(name="files", said=said, mend=mend)
    else:
        yield Finding(name="files", said="Only your account can read the files.")


def _places(vault: Vault) -> Iterator[Finding]:
    place = vault.home.resolve()
    if synced := next((name for name in SYNCED if name in str(place).casefold()), None):
        mend = "Two computers writing in it can lose entries. Keep the journal elsewhere, and back up into that folder."
        yield Finding(name="place", said=f"The journal lies in a folder that is synced ({synced}).", mend=mend)
    elif repository := next((folder for folder in (place, *place.parents) if (folder / ".git").exists()), None):
        mend = "Move the journal out of it: every commit would keep a copy for good."
        yield Finding(name="place", said=f"The journal lies in a git repository ({repository}).", mend=mend)
    else:
        yield Finding(name="place", said="The folder is not one we know to be synced or shared.")


def _lock(vault: Vault) -> Iterator[Finding]:
    if vault.asks_passphrase:
        yield Finding(name="lock", said="A passphrase locks it (Argon2id, 64 MiB).")
    else:
        said = "There is no passphrase: anyone who has the folder can read everything."
        yield Finding(name="lock", said=said, mend="Set one: reflect passphrase")


def _backup(journal: Journal, now: datetime) -> Iterator[Finding]:
    kept = journal.settings.last_backup
    if not kept:
        yield Finding(name="backup", said="There never was a backup.", mend="Make one: reflect backup FOLDER")
        return
    last = datetime.fromisoformat(kept)
    mend = "Make another: reflect backup FOLDER" if now - last > A_MONTH else ""
    yield Finding(name="backup", said=f"The last backup was on {day_said(last)}.", mend=mend)


def _leftovers(vault: Vault) -> Iterator[Finding]:
    if in_memory := left_in_memory():
        said = f"Words from an editor that was cut short wait in memory: {', '.join(map(str, in_memory))}."
        yield Finding(name="in memory", said=said, mend="Look whether you need them, then delete that folder.")
    left = [*vault.home.glob(".new-*"), *vault.home.glob("*.before-*"), *vault.home.glob("*.old-*")]
    if left:
        mend = "If all is well, they can be deleted by hand; what was deleted from the journal is still in them."
        said = f"Older files are kept aside: {', '.join(path.name for path in left[:3])}."
        yield Finding(name="kept aside", said=said, mend=mend)


def _themes(own: Path) -> Iterator[Finding]:
    if not own.exists():
        return
    try:
        added = codebook.read(own)
    except BadCodebook as error:
        mend = "Mend it, or put it aside; try it with: reflect themes try"
        yield Finding(name="themes", said=f"Your additions to the themes cannot be read. {error}", mend=mend)
    else:
        count = sum(map(len, added.levels.values()))
        yield Finding(name="themes", said=f"Your additions to the themes can be read; {count} patterns in all.")


def _decks(own: Path) -> Iterator[Finding]:
    problems = [problem for file in decks.files(own) for problem in lint.check(file)]
    if problems:
        first = problems[0]
        said = f"{len(problems)} things to mend in decks; the first: {first.file}, line {first.line}: {first.what}"
        yield Finding(name="decks", said=said, mend="See them all: reflect decks check")
    else:
        yield Finding(name="decks", said="Every deck can be read and keeps the rules.")
