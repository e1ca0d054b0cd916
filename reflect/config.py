"""Where everything lives, and the preferences needed before the journal is open."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from reflect.errors import ReflectError
from reflect.files import write_whole


def home() -> Path:
    """Give the folder that holds everything: `REFLECT_HOME`, or the system's own place for such data."""
    if named := os.environ.get("REFLECT_HOME"):
        return Path(named).expanduser().absolute()
    from platformdirs import user_data_path  # 24 ms, not needed when REFLECT_HOME is set

    return user_data_path("reflect", appauthor=False)


@cache
def shipped() -> Path:
    """Give the folder of what comes with the program: decks, pick lists, the codebook."""
    inside = Path(__file__).parent / "prompts"
    return inside if inside.is_dir() else Path(__file__).parent.parent / "prompts"


@dataclass(frozen=True, slots=True)
class Start:
    """What start-up goes by: whether to ask plainly, and for how many minutes the journal stays unlocked."""

    plain: bool = False
    stay_open: int = 0


def start_file() -> Path:
    """Give the file of what start-up goes by. Nothing written is in it."""
    return home() / "config.toml"


def start() -> Start:
    """Give what start-up goes by; what was never set has its default."""
    try:
        text = start_file().read_text(encoding="utf-8")
        import tomllib  # not needed where nothing was set

        kept = tomllib.loads(text)
    except FileNotFoundError:
        return Start()
    except (PermissionError, NotADirectoryError) as error:
        raise ReflectError(f"{home()} cannot be opened: {error.strerror}. Nothing was changed.") from error
    except (OSError, ValueError) as error:
        sentence = f"{start_file()} cannot be read. Delete that file: it holds two preferences, no writing."
        raise ReflectError(sentence) from error
    minutes = kept.get("stay_open")
    return Start(plain=kept.get("plain") is True, stay_open=minutes if type(minutes) is int and minutes > 0 else 0)


def keep_start(start: Start) -> None:
    """Keep what start-up goes by."""
    write_whole(start_file(), f"plain = {str(start.plain).lower()}\nstay_open = {start.stay_open}\n".encode())


def is_plain() -> bool:
    """Tell whether to ask in numbered lines: wished for, or the only thing this terminal can do."""
    return (
        os.environ.get("REFLECT_PLAIN", "") not in ("", "0")
        or os.environ.get("TERM") == "dumb"
        or not (sys.stdin.isatty() and sys.stdout.isatty())
        or start().plain
    )
