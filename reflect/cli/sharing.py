"""Sharing: what leaves the journal, and only that; and the copy for oneself, which is everything."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, BinaryIO

import typer

from reflect.cli.options import AsJson, Command, Since, Until, Yes, all_decks, confirmed, open_journal, refuse_place
from reflect.errors import ReflectError, WrongUsage
from reflect.formats import BINARY, Format

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

FOR_ONESELF = (Format.JSON, Format.MD)
_WARNING = "This copy holds everything you wrote, private answers and drafts too, and it is not encrypted."


def add_to(app: typer.Typer) -> None:
    """Add these commands."""
    app.command(cls=Command)(export)


def export(
    since: Since = None,
    until: Until = None,
    to: Annotated[str, typer.Option("--to", help="Who it is for, as the page will say.", show_default=False)] = "",
    form: Annotated[Format, typer.Option("--format", help="The form of the file.")] = Format.MD,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", help="The file to write, after you have seen it.", show_default=False),
    ] = None,
    include: Annotated[
        list[str] | None,
        typer.Option(
            "--include",
            metavar="WHAT",
            help="A section, or a tick of its own, for this page alone; several with commas.",
            show_default=False,
        ),
    ] = None,
    without: Annotated[
        list[str] | None,
        typer.Option(
            "--without",
            metavar="WHAT",
            help="Leave out a section, or theme:ID; several with commas.",
            show_default=False,
        ),
    ] = None,
    portfolio: Annotated[
        str | None,
        typer.Option("--form", metavar="F", help="Fill a portfolio form instead.", show_default=False),
    ] = None,
    override: Annotated[
        str | None,
        typer.Option(
            "--override", metavar="REASON", help="Keep what points to one person, for this reason.", show_default=False
        ),
    ] = None,
    evaluation: Annotated[
        str | None,
        typer.Option(
            "--evaluation", metavar="yes|no", help="Whether the reader evaluates you; remembered.", show_default=False
        ),
    ] = None,
    settle: Annotated[bool, typer.Option("--settle", help="Ask again what is settled with the reader.")] = False,
    entry: Annotated[
        list[int] | None,
        typer.Option("--entry", metavar="N", help="For a form: only this entry.", show_default=False),
    ] = None,
    seal: Annotated[
        list[str] | None,
        typer.Option(
            "--seal",
            metavar="KEY",
            help="Seal it for this age key; the word passphrase asks for one.",
            show_default=False,
        ),
    ] = None,
    log: Annotated[bool, typer.Option("--log", help="What left so far, and to whom.")] = False,
    everything: Annotated[
        bool, typer.Option("--all", help="The copy for yourself: everything, also what is not marked.")
    ] = False,
    yes: Yes = False,
    as_json: AsJson = False,
) -> None:
    """Make one or two pages for a supervisor, of what you marked for supervision and nothing else.

    Nothing is marked until you mark it: reflect mark N KEY supervision. In a terminal you tick what goes on the page.
    Then it is checked for names, places and numbers, and shown; with --output it is written once you agree.

    --include adds to what is usually there: the sections question, since, bring, themes, power, commitments,
    carrying, excerpts, invitation
    (themes and power are then drawn from all your entries), numbers, load, stuck, theme:own-healing,
    dimension:political-voice, invite:differences, invite:your-view, invite:done-well, invite:our-work,
    own-side:N.KEY for where you stood yourself, and N.KEY for a locked answer.

    --form fills a portfolio form, of what you marked for a portfolio: plain, bacp-9, nmc, hcpc, arcp or cpd.

    With --all it is the copy for yourself instead: drafts, private answers and earlier versions, not encrypted, for
    no one else. As json, reflect import reads it back.

    \b
    Examples:
      reflect export --to V.
      reflect export --to V. --since 2026-09-01 --format pdf --output page.pdf
      reflect export --form plain
      reflect export --log
      reflect export --all --format json --output all.json
    """
    asked = {"--include": include, "--without": without, "--form": portfolio, "--override": override, "--seal": seal}
    if everything:
        _for_oneself(form, output, yes=yes, besides=[*filter(asked.get, asked), *_named(to, since, until)])
        return
    from reflect.cli import briefing, gate, portfolios
    from reflect.sitting import Paused

    with open_journal() as journal:
        if log:
            gate.show_ledger(journal, to, as_json=as_json)
            return
        if form in BINARY and output is None:
            raise WrongUsage(f"{form} cannot be shown as text. Say where it goes: --output FILE. Nothing was written.")
        wish = gate.Wish(
            to=to.strip(),
            since=since,
            until=until,
            form=form,
            output=output,
            include=_each(include),
            without=_each(without),
            override=None if override is None else override.strip(),
            evaluation=evaluation,
            seal=tuple(seal or ()),
            settle=settle,
            portfolio=portfolio,
            entries=tuple(entry or ()),
            yes=yes,
        )
        try:
            (briefing if portfolio is None else portfolios).hand_over(journal, wish)
        except Paused:
            raise ReflectError(gate.NOTHING_LEFT) from None


def _each(given: list[str] | None) -> tuple[str, ...]:
    """Give what an option names: it may be given several times, and several at a time with commas."""
    return tuple(each.strip() for text in given or () for each in text.split(",") if each.strip())


def _named(to: str, since: date | None, until: date | None) -> list[str]:
    return [name for name, value in (("--to", to), ("--since", since), ("--until", until)) if value]


def _for_oneself(form: Format, output: Path | None, *, yes: bool, besides: list[str]) -> None:
    """Write the copy for oneself, an entry at a time: it may be larger than the memory."""
    from reflect import exports, render
    from reflect.files import written_whole

    if besides:
        raise WrongUsage(
            f"--all is the whole journal, for yourself alone, so it does not go with {besides[0]}. Nothing was written."
        )
    if form not in FOR_ONESELF:
        raise WrongUsage(f"The copy for yourself is json or md, not {form}. Nothing was written.")
    with open_journal() as journal:
        records = journal.everything()
        pieces = exports.whole_json(records) if form is Format.JSON else exports.whole_markdown(records, all_decks())
        if output is None:
            render.say(_WARNING)
            _write(pieces, sys.stdout.buffer)
            return
        refuse_place(output)
        if output.exists() and not confirmed(f"Replace the file {output}?", yes=yes):
            raise ReflectError("Nothing was written.")
        try:
            with written_whole(output.absolute()) as file:
                _write(pieces, file)
        except OSError as error:
            raise ReflectError(f"{output} cannot be written: {error.strerror}. The journal is as it was.") from None
    render.say(f"Written to {output}, readable by you alone. {_WARNING}")


def _write(pieces: Iterable[str], file: BinaryIO) -> None:
    file.writelines(piece.encode() for piece in pieces)
    file.flush()
