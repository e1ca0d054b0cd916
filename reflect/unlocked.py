"""Staying unlocked for a while, for those who ask for it: the data key, kept where it is gone again by itself.

On Linux it waits in the kernel's session keyring: memory that only this login's own programs
reach, emptied when the time is over. Elsewhere it waits in the system's own store of passwords,
which knows no time limit: there it is removed by the next command after the time.
"""

from __future__ import annotations

import base64
import hashlib
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import Protocol

from reflect.errors import ReflectError

IN_KERNEL = (
    "The key waits in this computer's memory, never on its disk, and is gone when the time is over or you log out."
)
IN_STORE = (
    "The key waits in this system's own store of passwords, and is removed by the next command after the time is over."
)
_NO_STORE = (
    "This system has no place to keep the key for a while. Nothing was changed. On macOS and Windows, install one: "
    "pip install 'reflect-journal[keyring]'"
)


class _Place(Protocol):
    """Somewhere a short text can wait under a name."""

    said: str

    def put(self, name: str, text: str, seconds: int) -> None: ...

    def get(self, name: str) -> str | None: ...

    def drop(self, name: str) -> None: ...


def remember(home: Path, key: bytes, minutes: int, now: datetime) -> None:
    """Keep the data key of the journal in `home` for so many minutes. Refuse where there is no place for it."""
    until = now + timedelta(minutes=minutes)
    _place().put(_name(home), f"{until.isoformat()} {base64.b64encode(key).decode()}", minutes * 60)


def recall(home: Path, now: datetime) -> bytes | None:
    """Give the data key of the journal in `home`, if it was kept and its time is not over."""
    with suppress(ReflectError):
        kept = _place().get(_name(home))
        if kept is not None:
            until, key = kept.split(" ")
            if now < datetime.fromisoformat(until):
                return base64.b64decode(key)
            forget(home)
    return None


def forget(home: Path) -> None:
    """Keep the data key no longer; that there was none is no error."""
    with suppress(ReflectError):
        _place().drop(_name(home))


def said() -> str:
    """Say where the key waits, in a sentence. Refuse where there is no place for it."""
    place = _place()
    place.get("reflect")  # a store that is there may still be closed to us
    return place.said


def _name(home: Path) -> str:
    """Give the name a key waits under: it tells one folder from another, and nothing of where they are."""
    return f"reflect:{hashlib.sha256(str(home).encode()).hexdigest()[:16]}"


def _place() -> _Place:
    if sys.platform == "linux":
        return _Kernel()
    return _Store()


_SYSCALLS = {"x86_64": (248, 250), "aarch64": (217, 219), "riscv64": (217, 219), "armv7l": (309, 311)}
"""The numbers of add_key and keyctl, by kind of machine (Linux, asm/unistd.h)."""
_SESSION_KEYRING = -3
_SEARCH, _READ, _SET_TIMEOUT, _INVALIDATE = 10, 11, 15, 21
_LONGEST = 512


class _Kernel:
    """The kernel's keyring of this login (man 7 session-keyring), asked by its system calls."""

    said = IN_KERNEL

    def __init__(self) -> None:
        import ctypes
        import platform

        if platform.machine() not in _SYSCALLS:
            raise ReflectError(_NO_STORE)
        self._add_key, self._keyctl = _SYSCALLS[platform.machine()]
        self._call = ctypes.CDLL(None, use_errno=True).syscall

    def put(self, name: str, text: str, seconds: int) -> None:
        data = text.encode()
        number = self._call(self._add_key, b"user", name.encode(), data, len(data), _SESSION_KEYRING)
        if number < 0 or self._call(self._keyctl, _SET_TIMEOUT, number, seconds) < 0:
            raise ReflectError("This system would not keep the key for a while. The passphrase is asked for each time.")

    def get(self, name: str) -> str | None:
        import ctypes

        number = self._find(name)
        if number < 0:
            return None
        held = ctypes.create_string_buffer(_LONGEST)
        length = self._call(self._keyctl, _READ, number, held, _LONGEST)
        return held.raw[:length].decode() if 0 < length <= _LONGEST else None

    def drop(self, name: str) -> None:
        number = self._find(name)
        if number >= 0:
            self._call(self._keyctl, _INVALIDATE, number)

    def _find(self, name: str) -> int:
        return int(self._call(self._keyctl, _SEARCH, _SESSION_KEYRING, b"user", name.encode(), 0))


_SERVICE = "reflect-journal"


class _Store:
    """The system's store of passwords, by the `keyring` library."""

    said = IN_STORE

    def __init__(self) -> None:
        try:
            import keyring
        except ImportError:
            raise ReflectError(_NO_STORE) from None
        self._keyring = keyring

    def put(self, name: str, text: str, seconds: int) -> None:  # noqa: ARG002 - it knows no time limit
        with self._plainly():
            self._keyring.set_password(_SERVICE, name, text)

    def get(self, name: str) -> str | None:
        with self._plainly():
            return self._keyring.get_password(_SERVICE, name)

    def drop(self, name: str) -> None:
        with self._plainly():
            self._keyring.delete_password(_SERVICE, name)

    @contextmanager
    def _plainly(self) -> Iterator[None]:
        try:
            yield
        except self._keyring.errors.KeyringError as error:
            raise ReflectError(_NO_STORE) from error
