"""Entries: listing them, reading one, and marking what may be shared."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from reflect.cli.options import (
    Answers,
    AsJson,
    Command,
    DeckId,
    EntryNumber,
    Since,
    ThreadLabel,
    Until,
    Yes,
    asker,
    confirmed,
    deck_of,
    in_terminal,
    known_deck,
    known_thread,
    open_journal,
    words_on_screen,
)
from reflect.errors import ReflectError, WrongUsage

if TYPE_CHECKING:
    from reflect.models import Entry

SHOWN = 20


def add_to(app: typer.Typer) -> None:
    """Add these commands."""
    app.command("list", cls=Command)(list_entries)
    app.command(cls=Command)(show)
    app.command(cls=Command)(search)
    app.command(cls=Command)(mark)
    app.command(cls=Command)(edit)
    app.command(cls=Command)(delete)


def list_entries(
    since: Since = None,
    until: Until = None,
    deck: DeckId = None,
    thread: ThreadLabel = None,
    theme: Annotated[
        str | None,
        typer.Option("--theme", metavar="ID", help="Only this theme, confirmed or likely.", show_default=False),
    ] = None,
    drafts: Annotated[bool, typer.Option("--drafts", help="Those begun and not finished.")] = False,
    limit: Annotated[
        int | None, typer.Option(min=1, help=f"How many at most; {SHOWN} if not said, all with --json.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """List entries, newest first.

    \b
    Examples:
      reflect list --since 2026-01-01 --theme silence
      reflect list --drafts
    """
    from reflect import render

    if theme:
        from reflect.cli.themes import theme_named

        theme = theme_named(theme).id
    most = limit or (None if as_json else SHOWN)
    with open_journal() as journal:
        known_thread(journal, thread)
        entries = journal.entries(
            since=since,
            until=until,
            deck=known_deck(deck),
            thread=thread,
            theme=theme,
            finished=not drafts,
            limit=most,
        )
        there = journal.count(finished=not drafts)
    render.show(entries, lambda found: render.entry_list(found, drafts=drafts), as_json=as_json)
    if not as_json and limit is None and len(entries) == SHOWN and there > SHOWN:
        render.say(f"The newest {SHOWN} of {there}. For more: reflect list --limit {there}")


def show(
    number: EntryNumber,
    versions: Annotated[
        bool, typer.Option("--versions", help="What its answers were before they were changed.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Show one entry, whole.

    \b
    Examples:
      reflect show 3
      reflect show 3 --versions
    """
    from reflect import render

    with open_journal() as journal:
        entry = journal.entry(number)
        earlier = journal.versions(number) if versions else []
    deck = None if as_json else deck_of(entry)
    if versions:
        render.show(earlier, lambda found: render.version_list(found, deck), as_json=as_json)
    else:
        render.show(entry, render.whole_entry(deck), as_json=as_json)


def search(
    words: Annotated[list[str], typer.Argument(help='Words, "exact phrases", beginnings*.', show_default=False)],
    since: Since = None,
    until: Until = None,
    deck: DeckId = None,
    limit: Annotated[
        int | None, typer.Option(min=1, help=f"How many at most; {SHOWN} if not said, all with --json.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Search what you wrote, in any script; the newest first.

    All the words have to be in one answer. There is no guessing at other forms of a word:
    caste* finds casteless and castes too. A phrase stands in quotation marks inside others.

    \b
    Examples:
      reflect search silence fee
      reflect search 'caste*' --since 2026-01-01
      reflect search '"she nodded"'
    """
    from reflect import render

    text = " ".join(words)
    marks = ("", "") if as_json else render.FOUND
    most = limit or (None if as_json else SHOWN)
    with open_journal() as journal:
        hits = journal.search(text, since=since, until=until, deck=known_deck(deck), limit=most, marks=marks)
    render.show(hits, lambda found: render.hit_list(found, text), as_json=as_json)
    if not as_json and limit is None and len(hits) == SHOWN:
        render.say(f"The newest {SHOWN}. For more: --limit {10 * SHOWN}")


def mark(
    number: EntryNumber,
    words: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[KEY]... LEVEL",
            help="The steps to mark, all if none is named, and the level: private, supervision, circle or portfolio.",
            show_default=False,
        ),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Mark answers as ones that may be shared, or make them private again.

    A mark only lets an answer be chosen for an export; it sends nothing. The keys of an
    entry's answers are in: reflect show N --json

    \b
    Examples:
      reflect mark 3 moment words-ready supervision
      reflect mark 3 private
    """
    from reflect import render
    from reflect.models import Share

    if not words and not in_terminal():
        raise WrongUsage(
            f"Say what may be shared: reflect mark {number} KEY supervision. The keys: reflect show {number}"
        )
    *keys, level = words or [Share.SUPERVISION.value]
    if level not in [*Share]:
        raise WrongUsage(f"“{level}” is no level. Known: {', '.join(Share)}. Nothing was marked.")
    with open_journal() as journal:
        if not words:
            keys = _ticked(journal.entry(number))
        entry = journal.mark(number, keys, Share(level))
    marked = [answer.key for answer in entry.answers if answer.share == level and (not keys or answer.key in keys)]
    locked = [answer.key for answer in entry.answers if answer.locked and level != Share.PRIVATE]
    said = f"Marked {level} in entry {number}: {', '.join(marked) or 'nothing'}."
    if locked:
        said += f" Locked, so still private: {', '.join(locked)}."
    render.show(entry, lambda _: render.sentence(said), as_json=as_json)


def _ticked(entry: Entry) -> list[str]:
    """Let the answers be ticked that may go to supervision; refuse where none was."""
    from reflect import saying
    from reflect.models import Option
    from reflect.sitting import Paused

    ask, deck = asker(), deck_of(entry)
    ask.say("Which of these answers may go to supervision?")
    there = [each for each in entry.answers if not each.locked]
    said = {each.key: saying.brief(each, deck.step(each.key) if deck else None) for each in there}
    try:
        picked = ask.many([Option(key, f"{line} ({key})") for key, line in said.items()])
    except Paused:
        picked = ()
    if not picked or not isinstance(picked, tuple):
        raise ReflectError("Nothing was marked.")
    return list(picked)


def edit(
    number: EntryNumber,
    key: Annotated[str | None, typer.Argument(help="Which answer; asked if not said.", show_default=False)] = None,
    answers: Answers = None,
    editor: Annotated[
        bool, typer.Option("--editor", help="In your own editor ($EDITOR), which may keep copies of its own.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Change an answer, and keep what it was before.

    See what it was: reflect show N --versions. With --editor the words lie in memory while your
    editor has them; a computer short of memory may put it on its disk for a while, and what the
    editor itself keeps is beyond us.

    \b
    Examples:
      reflect edit 3 moment
      reflect edit 3 moment --editor
      reflect edit 3 --answers new.json
    """
    from reflect import clock, render
    from reflect.cli.changing import from_file, in_own_editor, in_person
    from reflect.models import Share

    if editor and answers is not None:
        raise WrongUsage("Either an editor or a file of answers, not both. Nothing was changed.")
    with open_journal() as journal:
        entry = journal.entry(number)
        if editor:
            changes = in_own_editor(journal, entry, key)
        else:
            changes = in_person(journal, entry, key) if answers is None else from_file(journal, entry, answers)
            with words_on_screen():
                journal.change(number, changes, clock.now())
        entry = journal.entry(number)
    said = f"Changed in entry {number}: {', '.join(changes) or 'nothing'}."
    if changes:
        said += f" What was there before: reflect show {number} --versions"
    marked = [each.key for each in entry.answers if each.key in changes and each.share is not Share.PRIVATE]
    if marked:
        back = f"reflect mark {number} {marked[0]} private"
        said += f" Still marked to be shared: {', '.join(marked)}. To take it back: {back}"
    render.show(entry, lambda _: render.sentence(said), as_json=as_json)


def delete(number: EntryNumber, yes: Yes = False) -> None:
    """Delete an entry for good: its words, earlier versions, commitments, and what search knew of them.

    Backups made before still hold it; those beside the journal are named.

    \b
    Example:
      reflect delete 3
    """
    from reflect import backups, config, render
    from reflect.clock import day_said

    with open_journal() as journal:
        entry = journal.entry(number)
        promised = f" and {len(entry.commitments)} of your commitments" if entry.commitments else ""
        what = f"entry {number} of {day_said(entry.written)}, {entry.deck}, with {len(entry.answers)} answers{promised}"
        if not confirmed(f"Delete {what}, for good?", yes=yes):
            raise ReflectError("Nothing was deleted.")
        journal.delete(number)
    copies = [str(path) for path in backups.kept_in(config.home() / backups.FOLDER)]
    named = f" These backups do: {', '.join(copies)}" if copies else ""
    said = f"Deleted: {what}. Copies of the journal made before may still hold it.{named}"
    render.show(number, lambda _: render.sentence(said))
