"""The sealed file the journal lives in, and its key.

`journal.db` is SQLCipher, opened with a random 32-byte data key. `journal.key` beside it
holds that key wrapped by the passphrase (Argon2id, then AES-256-GCM), or bare where there
is no passphrase. The recovery code is the data key itself, written for paper: the database
and that paper are enough, whatever happens to the key file.
"""

from __future__ import annotations

import base64
import json
import os
import unicodedata
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reflect.errors import CouldNotKeep, Damaged, Locked, NotFound, ReflectError
from reflect.files import private_folder, take_name, write_whole

if TYPE_CHECKING:
    from sqlcipher3.dbapi2 import Connection

KEY_BYTES = 32
WAIT_SECONDS = 30
_CHECK_BYTES = 3
_PURPOSE = b"reflect journal key, version 1"
_PLAIN_SQLITE = b"SQLite format 3\0"
COST = {"iterations": 3, "lanes": 4, "memory_cost": 64 * 1024}
"""Argon2id: the second recommended option of RFC 9106; about a quarter of a second."""


@dataclass(frozen=True, slots=True)
class Vault:
    """The files of one journal in `home`, and how to open them."""

    home: Path

    @property
    def database(self) -> Path:
        """Give the sealed database."""
        return self.home / "journal.db"

    @property
    def key_file(self) -> Path:
        """Give the file that holds the data key, wrapped or bare."""
        return self.home / "journal.key"

    @property
    def next_key_file(self) -> Path:
        """Give the key file that takes over once the database has its new key."""
        return self.home / "journal.key.next"

    @property
    def rollback(self) -> Path:
        """Give the file by which SQLite undoes a write that was cut short; without its database it is poison."""
        return self.home / "journal.db-journal"

    def aside(self, file: Path, stamp: str) -> Path:
        """Give the name that a file of the journal is kept aside under, so that SQLite finds both its files again."""
        if file == self.rollback:
            return self.aside(self.database, stamp).with_name(f"{self.database.name}.{stamp}-journal")
        return file.with_name(f"{file.name}.{stamp}")

    @property
    def exists(self) -> bool:
        """Tell whether there is a journal here."""
        return self.database.exists()

    @property
    def asks_passphrase(self) -> bool:
        """Tell whether it takes a passphrase, or the recovery code, to open this journal."""
        return _bare(self._key_data(self.key_file)) is None

    def create(self, passphrase: str | None, fill: Callable[[Connection], object]) -> str:
        """Make a new journal, its database filled by `fill`, and give its recovery code.

        Refuse if there is one already. A crash at any point leaves a whole journal or none:
        the database is finished under another name, and takes its own last.
        """
        if self.exists:
            raise _already(self.home)
        import secrets

        key = secrets.token_bytes(KEY_BYTES)
        beside = private_folder(self.home) / f".new-{secrets.token_hex(6)}.db"
        os.close(os.open(beside, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
        try:
            connection = connect(beside, key)
            try:
                fill(connection)
            finally:
                connection.close()
            self._set_aside_orphans()
            try:
                write_whole(self.key_file, _key_file(key, passphrase), replace=False)
                take_name(beside, self.database, replace=False)
            except FileExistsError as error:
                raise _already(self.home) from error
        finally:
            beside.unlink(missing_ok=True)
        return recovery_code(key)

    def remove(self) -> None:
        """Remove the journal and its key: only for one just made, with nothing in it."""
        self.database.unlink(missing_ok=True)
        self.key_file.unlink(missing_ok=True)

    def _set_aside_orphans(self) -> None:
        """Keep what has no database, from a start cut short or a lost file, under another name.

        Another window may be just about to name its database, so it is given a moment.
        """
        orphans = (self.key_file, self.rollback)
        for _ in range(20):
            if self.exists or not any(file.exists() for file in orphans):
                return
            _pause()
        if self.exists:
            return
        import secrets

        stamp = f"old-{secrets.token_hex(3)}"
        for file in orphans:
            if file.exists():
                file.rename(self.aside(file, stamp))

    def unlock(self, passphrase: str | None) -> Connection:
        """Open the journal with its passphrase or its recovery code; neither is needed for a bare key.

        Raise NotFound without a journal, Locked for a wrong passphrase, Damaged for harmed files.
        """
        if not self.exists:
            raise no_journal(self.home)
        if key := _key_in(passphrase or ""):
            try:
                return self._opened(key)
            except WrongKey as error:
                raise Locked(
                    "That recovery code belongs to another journal, or the file is damaged. Nothing was changed."
                ) from error
        try:
            return self._opened(self._unwrap(self.key_file, passphrase))
        except (Locked, WrongKey) as error:
            if connection := self._unlock_next(passphrase):
                return connection
            if isinstance(error, Locked):
                raise
            raise Damaged(
                f"The key is right, but {self.database} cannot be read: the file is damaged or is not this "
                "journal's. Nothing was changed. Put back a copy of that file, and keep this one."
            ) from error

    def open(self, key: bytes) -> Connection:
        """Open the journal with its data key. Raise NotFound without a journal, WrongKey for another's key."""
        if not self.exists:
            raise no_journal(self.home)
        return self._opened(key)

    def _unlock_next(self, passphrase: str | None) -> Connection | None:
        """Open the journal with the key that was about to take over, if something cut a change of keys short."""
        if not self.next_key_file.exists():
            return None
        try:
            connection = self._opened(self._unwrap(self.next_key_file, passphrase))
        except (Locked, WrongKey):
            return None
        take_name(self.next_key_file, self.key_file, replace=True)
        return connection

    def _opened(self, key: bytes) -> Connection:
        connection = connect(self.database, key)
        if not connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
            connection.close()  # an emptied file opens with any key
            raise Damaged(f"{self.database} is empty. It was left as it is. Put back a copy of it.")
        return connection

    def key(self, passphrase: str | None) -> bytes:
        """Give the data key, from the passphrase, the recovery code, or the bare key file."""
        return _key_in(passphrase or "") or self._unwrap(self.key_file, passphrase)

    def lock(self, key: bytes, passphrase: str | None) -> None:
        """Write the key file anew: the same data key, wrapped by this passphrase, or bare."""
        write_whole(self.key_file, _key_file(key, passphrase))

    def change_key(self, connection: Connection, passphrase: str | None) -> str:
        """Give the database a new data key, locked by this passphrase; give the new recovery code.

        Safe at any moment: the new key file waits beside the old one while the database changes,
        which it does in one transaction, and whichever of the two fits opens it.
        """
        import secrets

        from sqlcipher3 import dbapi2 as sqlcipher

        # A small write that is taken back, because the change of keys itself cannot say why it could not write.
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        connection.execute("BEGIN IMMEDIATE")
        try:
            connection.execute(f"PRAGMA user_version = {version}")
        finally:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
        new = secrets.token_bytes(KEY_BYTES)
        write_whole(self.next_key_file, _key_file(new, passphrase))
        try:
            connection.execute(f"PRAGMA rekey = \"x'{new.hex()}'\"")
        except sqlcipher.DatabaseError as error:
            self.next_key_file.unlink()
            raise Damaged(
                f"{self.database} was not given another key: part of it is damaged. The old key still opens it. "
                "See: reflect doctor"
            ) from error
        connection.close()
        take_name(self.next_key_file, self.key_file, replace=True)
        return recovery_code(new)

    def _unwrap(self, file: Path, passphrase: str | None) -> bytes:
        data = self._key_data(file)
        bare = _bare(data)
        if bare is not None:
            return bare
        if passphrase is None:
            raise Locked(
                "The journal is locked. Run this in a terminal, or name a file that holds the passphrase "
                "in REFLECT_PASSPHRASE_FILE."
            )
        from cryptography.exceptions import InvalidTag
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        wrapping = _stretch(passphrase, _bytes(data["salt"]), {name: data[name] for name in COST})
        try:
            return AESGCM(wrapping).decrypt(_bytes(data["nonce"]), _bytes(data["sealed"]), _PURPOSE)
        except InvalidTag as error:
            raise Locked(
                "That passphrase does not open this journal. Nothing was changed. Try again; the recovery "
                "code opens it too."
            ) from error

    def _key_data(self, file: Path) -> dict[str, Any]:
        """Give what the key file says. Raise Damaged if it is gone or harmed: never “wrong passphrase”."""
        try:
            text = file.read_bytes()
        except FileNotFoundError as error:
            if not self.exists:
                raise no_journal(self.home) from error
            raise Damaged(_without_key(file, "is missing")) from error
        except OSError as error:
            raise ReflectError(f"{file} cannot be read: {error.strerror}. Nothing was changed.") from error
        try:
            data = json.loads(text)
            if data.pop("check") == _checksum(data) and data["version"] == 1:
                return dict(data)
        except (ValueError, KeyError, TypeError, AttributeError):
            pass
        raise Damaged(_without_key(file, "is damaged"))


class WrongKey(Exception):
    """The database does not open with this key."""


def connect(path: Path, key: bytes) -> Connection:
    """Open the database at `path` with the raw data key: durable, waiting for other windows, silent.

    Raise WrongKey if the key does not fit, Damaged if the file was never sealed.
    """
    from sqlcipher3 import dbapi2 as sqlcipher

    try:
        # sqlcipher3 checks the thread of every call; SQLModel's pool may close in another.
        connection = sqlcipher.connect(
            f"{path.absolute().as_uri()}?mode=rw",
            uri=True,
            timeout=WAIT_SECONDS,
            isolation_level=None,
            check_same_thread=False,
        )
    except sqlcipher.Error as error:
        raise ReflectError(f"{path} cannot be opened. Nothing was changed.") from error
    try:
        connection.execute("PRAGMA cipher_log_level = NONE")  # a wrong key would print lines of its own
        connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()  # the key is tried only now
        for pragma in (
            "journal_mode = DELETE",  # a copy of the one file holds everything, at any time
            "synchronous = EXTRA",
            "fullfsync = ON",
            "foreign_keys = ON",
            "trusted_schema = OFF",
            "secure_delete = ON",
            "temp_store = MEMORY",
        ):
            connection.execute(f"PRAGMA {pragma}")
    except sqlcipher.DatabaseError as error:
        connection.close()
        if error.sqlite_errorname != "SQLITE_NOTADB":
            raise CouldNotKeep(trouble(error)) from error
        with path.open("rb") as file:
            never_sealed = file.read(len(_PLAIN_SQLITE)) == _PLAIN_SQLITE
        if never_sealed:
            raise Damaged(f"{path} is not a sealed journal. It was left as it is.") from error
        raise WrongKey from error
    return connection


def trouble(error: Exception) -> str:
    """Say in a sentence why the database could not be read or written."""
    name = getattr(error, "sqlite_errorname", "")
    for start, sentence in _TROUBLE.items():
        if name.startswith(start):
            return sentence
    return f"The journal could not be read or written ({name or type(error).__name__}). Nothing in it was changed."


FULL = "The disk is full. What was kept before is safe. Make some room, and try again."
_TROUBLE = {
    "SQLITE_BUSY": "Another window has been writing in the journal for half a minute. Close it, and try again.",
    "SQLITE_LOCKED": "Another window is writing in the journal. Close it, and try again.",
    "SQLITE_FULL": FULL,
    "SQLITE_IOERR": "The disk would not take it. What was kept before is safe. Look at the disk, and try again.",
    "SQLITE_READONLY": "The journal's folder or file cannot be written to. Nothing was changed. See: reflect where",
    "SQLITE_CANTOPEN": "The journal's file cannot be opened. Nothing was changed. See: reflect where",
    "SQLITE_CORRUPT": "The journal's file is damaged. Put back a copy of it, and keep this one.",
    "SQLITE_NOTADB": "The journal's file is damaged. Put back a copy of it, and keep this one.",
}


def recovery_code(key: bytes) -> str:
    """Give the data key for paper: base32 with a checksum, 56 letters and digits in eight groups."""
    letters = base64.b32encode(key + _sha256(_PURPOSE + key)[:_CHECK_BYTES]).decode()
    return "-".join(letters[at : at + 7] for at in range(0, len(letters), 7))


def _key_in(text: str) -> bytes | None:
    """Give the data key if `text` is a recovery code, however it was spaced or cased."""
    letters = "".join(text.upper().replace("-", "").split())
    letters = letters.replace("0", "O").replace("1", "I").replace("8", "B")
    try:
        whole = base64.b32decode(letters)
    except ValueError:
        return None
    key, check = whole[:KEY_BYTES], whole[KEY_BYTES:]
    return key if check == _sha256(_PURPOSE + key)[:_CHECK_BYTES] else None


def no_journal(home: Path) -> NotFound:
    """Give the error for a folder without a journal."""
    return NotFound(f"There is no journal in {home} yet. Make one: reflect init")


def _already(home: Path) -> ReflectError:
    return ReflectError(f"There is a journal in {home} already. It was not touched. Write in it: reflect write")


def _without_key(path: Path, state: str) -> str:
    return (
        f"The key file {path} {state}. What you wrote is not lost: the recovery code opens the journal. "
        "Type it where the passphrase is asked for."
    )


def _key_file(key: bytes, passphrase: str | None) -> bytes:
    """Give the key file's text: the data key wrapped by `passphrase`, or bare, and a checksum over it all."""
    import secrets

    data: dict[str, Any] = {"version": 1}
    if passphrase is None:
        data |= {"kdf": "none", "key": _text(key)}
    else:
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        salt, nonce = secrets.token_bytes(16), secrets.token_bytes(12)
        sealed = AESGCM(_stretch(passphrase, salt, COST)).encrypt(nonce, key, _PURPOSE)
        data |= {
            "kdf": "argon2id",
            **COST,
            "salt": _text(salt),
            "nonce": _text(nonce),
            "sealed": _text(sealed),
        }
    return json.dumps({**data, "check": _checksum(data)}, indent=1).encode()


def _stretch(passphrase: str, salt: bytes, cost: dict[str, int]) -> bytes:
    from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

    typed = unicodedata.normalize("NFKC", passphrase).encode("utf-8", "surrogateescape")
    stretching = Argon2id(
        salt=salt,
        length=KEY_BYTES,
        iterations=cost["iterations"],
        lanes=cost["lanes"],
        memory_cost=cost["memory_cost"],
    )
    return stretching.derive(typed)


def _bare(data: dict[str, Any]) -> bytes | None:
    return _bytes(data["key"]) if data["kdf"] == "none" else None


def _sha256(data: bytes) -> bytes:
    """Give the SHA-256 of some bytes. hashlib loads OpenSSL, which takes a tenth of the time of a command."""
    for name in ("_sha2", "_sha256", "hashlib"):  # as `random` does, for the same reason
        with suppress(ImportError):
            return bytes(import_module(name).sha256(data).digest())
    raise RuntimeError("This Python has no SHA-256.")


def _checksum(data: dict[str, Any]) -> str:
    return _sha256(json.dumps(data, sort_keys=True).encode()).hex()


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode()


def _bytes(text: str) -> bytes:
    return base64.b64decode(text)


def _pause() -> None:
    import time

    time.sleep(0.1)
