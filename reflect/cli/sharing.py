"""Sharing: what leaves the journal, and only that."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from reflect.cli.options import Command, Since, Until, Yes, all_decks, confirmed, open_journal
from reflect.errors import ReflectError


class Format(StrEnum):
    """The forms a page can take."""

    MD = "md"


def add_to(app: typer.Typer) -> None:
    """Add these commands."""
    app.command(cls=Command)(export)


def export(
    since: Since = None,
    until: Until = None,
    to: Annotated[str, typer.Option("--to", help="Who it is for, as the page will say.", show_default=False)] = "",
    form: Annotated[Format, typer.Option("--format", help="The form of the page.")] = Format.MD,  # noqa: ARG001
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", help="The file to write, after you have seen it.", show_default=False),
    ] = None,
    yes: Yes = False,
) -> None:
    """Make a page for a supervisor, of the answers you marked for supervision and nothing else.

    It is printed; with --output it is shown first, and written once you agree. Nothing is
    marked until you mark it: reflect mark N supervision

    \b
    Examples:
      reflect export --since 2026-01-01
      reflect export --to V. --output page.md
    """
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
    if not output.absolute().parent.is_dir():
        raise ReflectError(f"There is no folder {output.parent}. Nothing was written.")
    replaces = " It replaces the file that is there." if output.exists() else ""
    render.say("Not checked for names or places: read it once more, as somebody who knows the service would.")
    if not confirmed(f"Write exactly this to {output}?{replaces}", yes=yes):
        raise ReflectError("Nothing was written.")
    try:
        write_whole(output.absolute(), page.encode())
    except OSError as error:
        raise ReflectError(f"{output} cannot be written: {error.strerror}. The page is above.") from None
    render.say(f"Written to {output}, readable by you alone. A file once sent cannot be called back.")
