"""Sharing: what leaves the journal, and only that; and the copy for oneself, which is everything."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, BinaryIO

import typer

from reflect.cli.options import Command, Since, Until, Yes, all_decks, confirmed, open_journal
from reflect.errors import ReflectError, WrongUsage

if TYPE_CHECKING:
    from collections.abc import Iterable


class Format(StrEnum):
    """The forms a page can take."""

    MD = "md"
    JSON = "json"


def add_to(app: typer.Typer) -> None:
    """Add these commands."""
    app.command(cls=Command)(export)


def export(
    since: Since = None,
    until: Until = None,
    to: Annotated[str, typer.Option("--to", help="Who it is for, as the page will say.", show_default=False)] = "",
    form: Annotated[Format, typer.Option("--format", help="The form of the page; json with --all.")] = Format.MD,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", help="The file to write, after you have seen it.", show_default=False),
    ] = None,
    everything: Annotated[
        bool, typer.Option("--all", help="The copy for yourself: everything, also what is not marked.")
    ] = False,
    yes: Yes = False,
) -> None:
    """Make a page for a supervisor, of the answers you marked for supervision and nothing else.

    It is printed; with --output it is shown first, and written once you agree. Nothing is
    marked until you mark it: reflect mark N supervision

    With --all it is the copy for yourself instead: drafts, private answers and earlier
    versions, not encrypted, for no one else. As json, reflect import reads it back.

    \b
    Examples:
      reflect export --since 2026-01-01
      reflect export --to V. --output page.md
      reflect export --all --format json --output all.json
    """
    if everything:
        if to or since or until:
            raise WrongUsage("--all is the whole journal, for yourself alone: it goes with neither --to nor days.")
        _export_everything(form, output, yes=yes)
        return
    if form is not Format.MD:
        raise WrongUsage("A page for somebody is Markdown. JSON is for yourself: reflect export --all --format json")
    from reflect import exports, render
    from reflect.files import write_whole
    from reflect.models import Share

    with open_journal() as journal:
        page = exports.markdown(
            journal.shared(Share.SUPERVISION, since=since, until=until), all_decks(), journal.settings, to
        )
    if not page:
        nothing = (
            "Nothing is marked for supervision in that time, so there is no page. Mark an answer: "
            "reflect mark N KEY supervision. The keys are in: reflect show N"
        )
        if output:
            raise ReflectError(nothing)
        render.say(nothing)
        return
    print(page, end="")
    if output is None:
        return
    _in_a_folder(output)
    replaces = " It replaces the file that is there." if output.exists() else ""
    render.say("Not checked for names or places: read it once more, as somebody who knows the service would.")
    if not confirmed(f"Write exactly this to {output}?{replaces}", yes=yes):
        raise ReflectError("Nothing was written.")
    try:
        write_whole(output.absolute(), page.encode())
    except OSError as error:
        raise ReflectError(f"{output} cannot be written: {error.strerror}. The page is above.") from None
    render.say(f"Written to {output}, readable by you alone. A file once sent cannot be called back.")


def _in_a_folder(output: Path) -> None:
    if not output.absolute().parent.is_dir():
        raise ReflectError(f"There is no folder {output.parent}. Nothing was written.")


def _export_everything(form: Format, output: Path | None, *, yes: bool) -> None:
    """Write the copy for oneself, an entry at a time: it may be larger than the memory."""
    from reflect import exports, render
    from reflect.files import written_whole

    with open_journal() as journal:
        wholes = journal.everything()
        pieces = exports.whole_json(wholes) if form is Format.JSON else exports.whole_markdown(wholes, all_decks())
        if output is None:
            render.say(_WARNING)
            _write(pieces, sys.stdout.buffer)
            return
        _in_a_folder(output)
        if output.exists() and not confirmed(f"Replace the file {output}?", yes=yes):
            raise ReflectError("Nothing was written.")
        try:
            with written_whole(output.absolute()) as file:
                _write(pieces, file)
        except OSError as error:
            raise ReflectError(f"{output} cannot be written: {error.strerror}. The journal is as it was.") from None
    render.say(f"Written to {output}, readable by you alone. {_WARNING}")


_WARNING = "This copy holds everything you wrote, private answers and drafts too, and it is not encrypted."


def _write(pieces: Iterable[str], file: BinaryIO) -> None:
    file.writelines(piece.encode() for piece in pieces)
    file.flush()
