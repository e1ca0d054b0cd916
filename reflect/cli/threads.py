"""Threads: entries about one working relationship, or one long piece of work, read together."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Annotated

import typer

from reflect.cli.options import AsJson, Command, EntryNumber, Group, asker, open_journal, ways
from reflect.errors import ReflectError, WrongUsage

if TYPE_CHECKING:
    from reflect.journal import Journal

Label = Annotated[str, typer.Argument(help="The thread.", show_default=False)]
LONGEST = 40


def add_to(app: typer.Typer) -> None:
    """Add these commands."""
    group = typer.Typer(cls=Group, invoke_without_command=True)
    group.callback()(threads)
    group.command(cls=Command)(put)
    group.command(cls=Command)(take)
    group.command(cls=Command)(name)
    app.add_typer(group, name="thread")


def threads(context: typer.Context, as_json: AsJson = False) -> None:
    """Keep entries together that belong together: one working relationship, one long piece of work.

    A label is two words made by chance. It says nothing of anybody, and it never leaves this
    computer. Begin one with: reflect write s2-power --thread new

    \b
    Examples:
      reflect thread
      reflect list --thread amber-kite
      reflect power --thread amber-kite
    """
    if context.invoked_subcommand is not None:
        return
    from reflect import render

    with open_journal() as journal:
        found = journal.threads()
    render.show(found, render.thread_list, as_json=as_json)


def put(
    number: EntryNumber,
    label: Annotated[
        str | None, typer.Argument(help="The thread; new begins one; asked if not said.", show_default=False)
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Put an entry in a thread.

    \b
    Examples:
      reflect thread put 12 new
      reflect thread put 12 amber-kite
    """
    from reflect import render
    from reflect.cli.opening import thread_named

    with open_journal() as journal:
        before = journal.entry(number).thread
        thread = thread_named(journal, label or _picked(journal, as_json=as_json))
        journal.put_in_thread(number, thread)
        entry = journal.entry(number)
    said = f"Entry {number} is in the thread {thread}."
    if before not in (None, thread):
        said += f" It is no longer in {before}; to put it back: reflect thread put {number} {before}"
    render.show(entry, lambda _: render.sentence(said), as_json=as_json)


def _picked(journal: Journal, *, as_json: bool) -> str:
    """Let a thread be picked, or a new one."""
    from reflect.cli.opening import NEW_THREAD
    from reflect.models import Option
    from reflect.sitting import Paused

    if ways.no_input:
        raise WrongUsage("Say which thread, or new: reflect thread put 12 new. Nothing was changed.")
    options = [Option(thread.label, thread.label) for thread in journal.threads()]
    try:
        picked = asker(quiet_stdout=as_json).one("Which thread?", [*options, Option(NEW_THREAD, "A new one")])
    except Paused:
        picked = None
    if not isinstance(picked, str):
        raise ReflectError("Nothing was changed.")
    return picked


def take(number: EntryNumber, as_json: AsJson = False) -> None:
    """Take an entry out of its thread.

    \b
    Example:
      reflect thread take 12
    """
    from reflect import render

    with open_journal() as journal:
        before = journal.entry(number).thread
        if before is None:
            raise ReflectError(f"Entry {number} is in no thread. Nothing was changed.")
        journal.put_in_thread(number, None)
        entry = journal.entry(number)
    said = f"Entry {number} is no longer in the thread {before}. To put it back: reflect thread put {number} {before}"
    render.show(entry, lambda _: render.sentence(said), as_json=as_json)


def name(
    label: Label,
    new: Annotated[str, typer.Argument(help="Its new name, in letters, digits and hyphens.", show_default=False)],
) -> None:
    """Name a thread, for a longer piece of work that is yours.

    Choose a name that points to nobody: the shell remembers what is typed.

    \b
    Example:
      reflect thread name amber-kite appointment-slips
    """
    from reflect import render

    if not re.fullmatch(r"[^\W_]([\w\u0900-\u0dff\u200c\u200d-]*)", new) or len(new) > LONGEST or new == "new":
        raise WrongUsage(f"A name is one word of letters, digits and hyphens, up to {LONGEST}. Nothing was changed.")
    with open_journal() as journal:
        if new in [thread.label for thread in journal.threads()]:
            raise ReflectError(f"There is a thread called {new} already. Nothing was changed.")
        count = journal.rename_thread(label, new)
    render.show(new, lambda _: render.sentence(f"The thread {label} is now {new}: {render.counted(count)}."))
