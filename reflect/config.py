"""Where everything lives, and the one preference needed before the journal is open."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from reflect.errors import ReflectError
from reflect.files import write_whole


def home() -> Path:
    """Give the folder that holds everything: `REFLECT_HOME`, or the system's own place for such data."""
    if named := os.environ.get("REFLECT_HOME"):
        return Path(named).expanduser().absolute()
    from platformdirs import user_data_path  # 24 ms, not needed when REFLECT_HOME is set

    return user_data_path("reflect", appauthor=False)


def start_file() -> Path:
    """Give the file of what start-up needs: whether to ask plainly. Nothing written is in it."""
    return home() / "config.toml"


def prefers_plain() -> bool:
    """Tell whether the person keeps plain, numbered questions on (`reflect config plain on`)."""
    import tomllib

    try:
        kept = tomllib.loads(start_file().read_text(encoding="utf-8"))
    except FileNotFoundError:
        return False
    except (OSError, ValueError) as error:
        sentence = f"{start_file()} cannot be read. Delete that file: it holds one preference, no writing."
        raise ReflectError(sentence) from error
    return kept.get("plain") is True


def keep_plain(plain: bool) -> None:
    """Keep the preference for plain questions."""
    write_whole(start_file(), f"plain = {str(plain).lower()}\n".encode())


def is_plain() -> bool:
    """Tell whether to ask in numbered lines: wished for, or the only thing this terminal can do."""
    return (
        os.environ.get("REFLECT_PLAIN", "") not in ("", "0")
        or os.environ.get("TERM") == "dumb"
        or not (sys.stdin.isatty() and sys.stdout.isatty())
        or prefers_plain()
    )
