"""Asking: the same sitting in a terminal, in plain numbered lines, or from a file of answers."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from reflect.ask.conversation import Conversation

__all__ = ["secret", "talk"]


def talk(*, plain: bool, out: TextIO | None = None) -> Conversation:
    """Give whoever asks: with menus and colour, or plainly, in numbered lines printed to `out`."""
    if plain:
        from reflect.ask.plain import PlainConversation

        return PlainConversation(out or sys.stdout)
    from reflect.ask.terminal import TerminalConversation  # questionary: 0.15 s, only where it asks

    return TerminalConversation()


def secret(label: str) -> str:
    """Let something be typed that is not shown; at the terminal itself, whatever is piped."""
    from getpass import getpass

    return getpass(f"{label}: ")
