"""Asking in the person's own editor, for those who wish it: the words lie in memory, never on a disk."""

from __future__ import annotations

import os
import shlex
import shutil
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from reflect.errors import ReflectError
from reflect.files import folder_in_memory, write_whole

WARNING = "The words lie in memory while you edit. The editor itself may keep copies of its own; that is not up to us."


@contextmanager
def edited(words: str) -> Iterator[str]:
    """Give `words` as the person leaves them in $VISUAL or $EDITOR; the same if they leave them as they are.

    Afterwards the file is gone, unless what it holds could not be kept or read: then it stays,
    and the error names it. Refuse, before anything is written, where there is no editor or no
    folder in memory.
    """
    command = _editor()
    folder = folder_in_memory()
    if folder is None:
        raise ReflectError(
            "This system has no folder that lives in memory alone, so an editor would put your words on the disk. "
            "Nothing was changed. Without --editor the answer is changed here."
        )
    file = folder / "answer.txt"
    leave = False
    try:
        yield _typed(command, file, words)
    except (ReflectError, UnicodeDecodeError) as error:
        leave = file.exists() and file.read_bytes() != _whole(words)
        said = "What the editor left is not UTF-8 text." if isinstance(error, UnicodeDecodeError) else str(error)
        there = f" What you typed is in {file}, in memory, until the computer is switched off." if leave else ""
        raise ReflectError(f"{said} The answer is as it was.{there}") from None
    finally:
        if not leave:
            shutil.rmtree(folder, ignore_errors=True)


def _typed(command: list[str], file: Path, words: str) -> str:
    write_whole(file, _whole(words))
    code = _run([*command, str(file)])
    typed = file.read_text(encoding="utf-8").removesuffix("\n")
    if code and typed != words:
        raise ReflectError(f"The editor left with code {code}.")
    return typed if typed.strip() else words


def _whole(words: str) -> bytes:
    return f"{words}\n".encode()


def _editor() -> list[str]:
    named = os.environ.get("VISUAL") or os.environ.get("EDITOR")
    if not named:
        raise ReflectError("No editor is set. Name one, as in EDITOR=nano. Nothing was changed.")
    return shlex.split(named)


def _run(command: list[str]) -> int:
    """Run the editor to its end. A Ctrl-C meant for it does not reach us."""
    before = signal.signal(signal.SIGINT, lambda *_: None)  # a handler is not inherited, as ignoring would be
    try:
        return subprocess.run(command, check=False).returncode  # noqa: S603 - it is the person's own editor
    except OSError as error:
        raise ReflectError(f"The editor {command[0]} could not be started: {error.strerror}.") from None
    finally:
        signal.signal(signal.SIGINT, before)
