"""Contacts: the people the writer wants to find quickly on a heavy day."""

from __future__ import annotations

from typing import Annotated

import typer

from reflect.cli.options import AsJson, Command, Group, asker, open_journal, read_answers, ways
from reflect.errors import NotFound, ReflectError, WrongUsage

NOBODY = (
    "Nobody is saved yet. Add somebody you can call, with how to reach them: reflect contacts add. Many countries have "
    "a line that is open day and night; in India it is Tele-MANAS, 14416 (see that this is still so)."
)


def add_to(app: typer.Typer) -> None:
    """Add these commands."""
    group = typer.Typer(cls=Group, invoke_without_command=True)
    group.callback()(contacts)
    group.command(cls=Command)(add)
    group.command(cls=Command)(remove)
    app.add_typer(group, name="contacts")


def contacts(context: typer.Context, as_json: AsJson = False) -> None:
    """Show the people you saved for a heavy day. After a sitting that landed heavily they are offered.

    \b
    Examples:
      reflect contacts
      reflect contacts add
    """
    if context.invoked_subcommand is None:
        with open_journal() as journal:
            saved = journal.settings.contacts
        _show(saved, as_json=as_json)


def add(
    line: Annotated[
        str | None,
        typer.Option(
            "--from", metavar="FILE", help="A file with the line, or - for standard input.", show_default=False
        ),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Add somebody: a line in your own words, with how to reach them.

    \b
    Example:
      reflect contacts add
    """
    from reflect.kinds import tidy
    from reflect.sitting import Paused

    with open_journal() as journal:
        if line is None and ways.no_input:
            raise ReflectError("Adding asks for a line. Send it along: --from FILE. Nothing was kept.")
        try:
            typed = (
                read_answers(line)
                if line
                else asker(quiet_stdout=as_json)
                .line("Who, and how to reach them, in a line:", "", lambda _: None)
                .words
            )
        except Paused:
            typed = ""
        words = " ".join(tidy(typed).split())
        if not words:
            raise ReflectError("Nothing was typed, so nothing was kept.")
        saved = (*journal.settings.contacts, words)
        journal.set("contacts", saved)
    _show(saved, as_json=as_json)


def remove(
    number: Annotated[
        int | None, typer.Argument(metavar="[N]", help="Its number in the list.", show_default=False)
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Remove somebody from the list.

    \b
    Example:
      reflect contacts remove 2
    """
    with open_journal() as journal:
        saved = list(journal.settings.contacts)
        if number is None:
            listed = "; ".join(f"{at}. {line}" for at, line in enumerate(saved, 1)) or "nobody is saved yet"
            raise WrongUsage(f"Which one? {listed}. For the first: reflect contacts remove 1")
        if not 0 < number <= len(saved):
            raise NotFound(f"There is no contact {number}. Nothing was changed. See them: reflect contacts")
        del saved[number - 1]
        journal.set("contacts", tuple(saved))
    _show(tuple(saved), as_json=as_json)


def _show(saved: tuple[str, ...], *, as_json: bool) -> None:
    from reflect import render

    numbered = [(f"{number}. {line}", "") for number, line in enumerate(saved, 1)]
    render.show(saved, lambda _: numbered or render.sentence(NOBODY), as_json=as_json)
