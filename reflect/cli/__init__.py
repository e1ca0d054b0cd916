"""The command line. A command reads what was typed, asks the journal, and shows the result."""

from __future__ import annotations

import errno
import sys
from importlib import import_module
from typing import TYPE_CHECKING, Annotated, TextIO

import typer

from reflect import __version__
from reflect.cli.options import AsJson, Group, Ways, ways
from reflect.errors import INTERRUPTED, REFUSED, ReflectError

if TYPE_CHECKING:
    from collections.abc import Iterable

DISK_TROUBLE = (errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EACCES, errno.EPERM)
"""What a disk or folder may refuse; anything else of the kind would be a bug, and shows itself."""

CLOSED = (errno.EACCES, errno.EPERM)

PARTS = {
    "writing": ("write", "now", "return"),
    "entries": ("list", "show", "search", "mark", "edit", "delete"),
    "content": ("decks",),
    "looking": ("power", "location"),
    "themes": ("themes",),
    "promises": ("commitments",),
    "threads": ("thread",),
    "contacts": ("contacts",),
    "preparing": ("prep",),
    "sharing": ("export",),
    "checking": ("check",),
    "feedback": ("feedback",),
    "importing": ("import",),
    "copies": ("backup", "restore", "passphrase"),
    "care": ("init", "where", "config", "lock", "doctor", "privacy", "erase"),
}
"""The commands of each module. A command loads its own module only: loading all takes as long as running one."""


def program(command: str | None = None) -> typer.Typer:
    """Give the command line: with the part that holds `command` alone, if there is such a command; else whole."""
    app = typer.Typer(
        cls=Group,
        add_completion=True,
        rich_markup_mode=None,  # plain help: quicker, and a screen reader can follow it
        pretty_exceptions_enable=False,  # Typer's would show local variables, and those hold what people wrote
        context_settings={"help_option_names": ["-h", "--help"]},
        invoke_without_command=True,
    )
    codes = "0 done, 1 refused, 2 wrong usage, 3 not found, 4 locked, 5 identifying details found, 130 interrupted"
    app.callback(epilog=f"Codes on leaving: {codes}.")(start)
    own = [part for part, commands in PARTS.items() if command in commands]
    for part in own or PARTS:
        import_module(f"reflect.cli.{part}").add_to(app)
    return app


def _version(value: bool) -> None:
    if value:
        print(f"reflect {__version__}")
        raise typer.Exit


def start(
    context: typer.Context,
    as_json: AsJson = False,
    version: Annotated[  # noqa: ARG001 - its callback does it all
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Keep a private journal of your practice: guided questions on location, privilege and power.

    \b
    Examples:
      reflect now                     two minutes, one line
      reflect write s2-power -m 10    ten minutes on one moment
      reflect list                    what you have written
      reflect show 3                  one of them, whole
    """
    if context.invoked_subcommand is None:
        from reflect.cli.status import what_is_waiting

        what_is_waiting(as_json=as_json)


def main() -> None:
    """Run the command line, and leave with the exit code its help promises."""
    _open_closed()
    _speak_unicode((sys.stdout, sys.stderr))
    vars(ways).update(vars(Ways()))
    if sys.argv[1:2] == ["help"]:
        sys.argv[1:] = [*sys.argv[2:], "--help"]
    try:
        program(next(iter(sys.argv[1:]), None))()
    except ReflectError as error:
        from reflect.render import say

        say(str(error))
        sys.exit(error.exit_code)
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)
    except BrokenPipeError:
        _leave_quietly()
    except OSError as error:
        if error.errno not in DISK_TROUBLE:
            raise
        where = f"{error.filename} cannot be opened" if error.errno in CLOSED else "It could not be written"
        print(f"{where}: {error.strerror}. What was kept before is safe.", file=sys.stderr)
        sys.exit(REFUSED)


def _open_closed() -> None:
    """Put nothing in the place of streams that were closed beforehand, so that printing is no error."""
    import os

    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: PTH123, SIM115 - as long as we run


def _speak_unicode(streams: Iterable[TextIO | None]) -> None:
    """Let any script through: UTF-8 into pipes and files, and never a crash on a terminal that has less."""
    import io
    import os

    for stream in streams:
        if isinstance(stream, io.TextIOWrapper):
            if not stream.isatty() and "PYTHONIOENCODING" not in os.environ:
                stream.reconfigure(encoding="utf-8")
            stream.reconfigure(errors="replace")


def _leave_quietly() -> None:
    """Leave as a program does whose reader went away, for instance `head`."""
    import os

    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    sys.exit(1)
