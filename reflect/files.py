"""Files and folders that only their owner can read, written whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from reflect.errors import ReflectError


def private_folder(path: Path) -> Path:
    """Make `path` (0700) if it is not there, and give it back. Refuse where a file stands in its way."""
    try:
        path.mkdir(parents=True, exist_ok=True, mode=0o700)
    except (FileExistsError, NotADirectoryError):
        raise ReflectError(f"A file stands where the folder {path} would be. It was left as it is.") from None
    return path


def write_whole(path: Path, data: bytes, *, replace: bool = True) -> None:
    """Write `data` to `path` (0600): on the disk before it takes the name, so never half.

    With `replace=False` a file that is already there stays, and FileExistsError is raised.
    """
    with written_whole(path, replace=replace) as file:
        file.write(data)


@contextmanager
def written_whole(path: Path, *, replace: bool = True) -> Iterator[BinaryIO]:
    """Give a file (0600) to write to bit by bit; it takes the name `path` once all is on the disk, as `write_whole`.

    If anything is raised meanwhile, nothing of it is left.
    """
    import tempfile

    handle, name = tempfile.mkstemp(dir=private_folder(path.parent), prefix=".new-")
    beside = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        take_name(beside, path, replace=replace)
    finally:
        beside.unlink(missing_ok=True)


def take_name(beside: Path, path: Path, *, replace: bool) -> None:
    """Give the finished file `beside` the name `path`, in one step that outlives a power cut.

    With `replace=False` a file that has the name already keeps it: FileExistsError.
    """
    if replace:
        beside.replace(path)
    elif os.name == "nt":
        beside.rename(path)  # refuses an existing name on Windows, and only there
    else:
        path.hardlink_to(beside)
        beside.unlink()
    if os.name == "posix":
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


_IN_MEMORY = "reflect-"


def folder_in_memory() -> Path | None:
    """Make a private folder that lives in memory alone, and give it; None where the system has no such place.

    Of the session's own folder (/run/user/…, emptied at log-out) and /dev/shm the first that is a tmpfs.
    """
    import tempfile

    for place in _places_in_memory():
        try:
            return Path(tempfile.mkdtemp(prefix=_IN_MEMORY, dir=place))
        except OSError:
            continue
    return None


def left_in_memory() -> list[Path]:
    """Give the folders in memory that a program cut short has left there."""
    return sorted(
        path
        for place in _places_in_memory()
        for path in place.glob(f"{_IN_MEMORY}*")
        if path.stat().st_uid == os.getuid()
    )


def _places_in_memory() -> list[Path]:
    """Give the folders of this system that are a tmpfs (proc(5): the third word of a line of /proc/mounts)."""
    try:
        mounts = [line.split(" ") for line in Path("/proc/mounts").read_text(encoding="utf-8").splitlines()]
    except OSError:
        return []
    kinds = {where: kind for _, where, kind, *_ in mounts}
    named = (os.environ.get("XDG_RUNTIME_DIR"), "/dev/shm")  # noqa: S108 - a folder of our own is made in it
    return [Path(place) for place in named if place and kinds.get(place) == "tmpfs"]
