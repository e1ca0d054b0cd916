"""Threads: entries about one working relationship, or one long piece of work, read together."""

from __future__ import annotations

import re
from typing import Annotated

import typer

from reflect.cli.options import AsJson, Command, EntryNumber, Group, open_journal
from reflect.errors import ReflectError, WrongUsage

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
    label: Annotated[str, typer.Argument(help="The thread; new begins one.", show_default=False)] = "new",
    as_json: AsJson = False,
) -> None:
    """Put an entry in a thread.

    \b
    Examples:
      reflect thread put 12
      reflect thread put 12 amber-kite
    """
    from reflect import render
    from reflect.cli.opening import thread_named

    with open_journal() as journal:
        journal.entry(number)
        thread = thread_named(journal, label)
        journal.put_in_thread(number, thread)
        entry = journal.entry(number)
    render.show(entry, lambda _: render.sentence(f"Entry {number} is in the thread {thread}."), as_json=as_json)


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
    said = f"Entry {number} is no longer in the thread {before}."
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
