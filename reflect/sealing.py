"""What is handed over can be sealed with age: for somebody's own key, or with a passphrase told by another way."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from typing import Any

from reflect.errors import ReflectError, WrongUsage

_SHOWN = 12
"""How much is shown again of what is no key: too little of a secret one that was given by mistake."""


def sealed_for(data: bytes, recipients: Sequence[str]) -> bytes:
    """Give the data sealed for whoever has one of these keys: `age1…`, or `ssh-ed25519 …`.

    Raise WrongUsage for what is no such key, or for none at all; ReflectError where the part is not installed.
    """
    keys = [_key(recipient.strip()) for recipient in recipients]
    if not keys:
        raise WrongUsage("It takes a key to seal something for. Nothing was written.")
    sealed: bytes = _pyrage().encrypt(data, keys)
    return sealed


def sealed_with(data: bytes, passphrase: str) -> bytes:
    """Give the data sealed with a passphrase; it takes a second or two, and so does every guess at it.

    Raise WrongUsage for an empty one; ReflectError where the part is not installed.
    """
    if not passphrase:
        raise WrongUsage("An empty passphrase seals nothing. Nothing was written.")
    sealed: bytes = _pyrage().passphrase.encrypt(data, passphrase)
    return sealed


def _key(typed: str) -> object:
    pyrage = _pyrage()
    kind = pyrage.ssh if typed.startswith("ssh-") else pyrage.x25519
    try:
        return kind.Recipient.from_str(typed)
    except pyrage.RecipientError:
        shown = typed if len(typed) <= _SHOWN else f"{typed[:_SHOWN]}…"
        said = f"“{shown}” is no key that something can be sealed for. It begins with age1. Nothing was written."
        raise WrongUsage(said) from None


def _pyrage() -> Any:  # noqa: ANN401 - it ships no types
    try:
        return import_module("pyrage")
    except ModuleNotFoundError:
        line = "pip install 'reflect-journal[seal]'"
        raise ReflectError(f"Sealing needs one more part: {line}. Nothing was written.") from None
