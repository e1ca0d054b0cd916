"""Importing: what was written elsewhere, shown before it is kept."""

from __future__ import annotations

from datetime import tzinfo
from pathlib import Path
from typing import Annotated

import typer

from reflect.cli.options import AsJson, Command, Yes, confirmed, is_plain, open_journal, ways
from reflect.clock import zone_named
from reflect.errors import ReflectError, WrongUsage


def add_to(app: typer.Typer) -> None:
    """Add these commands."""
    app.command("import", cls=Command)(import_file)


def import_file(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="The file, or a folder of Markdown.", show_default=False)
    ],
    zone: Annotated[
        tzinfo | None,
        typer.Option(
            help="For times that name no zone: how far from UTC, as +05:30; this computer's if not said.",
            parser=zone_named,
            metavar="ZONE",
            show_default=False,
        ),
    ] = None,
    bring_back: Annotated[
        bool, typer.Option("--bring-back", help="What you deleted here before comes back too.")
    ] = False,
    yes: Yes = False,
    as_json: AsJson = False,
) -> None:
    """Bring in what you wrote elsewhere, or your own copy of everything.

    It reads what reflect export --all --format json writes, jrnl (JSON or text), the JSON zip of
    Day One, Markdown files, and plain text in which a date alone on a line begins an entry.
    What it understood is shown first. Everything is kept at once, or nothing; what is there
    already stays as it is, and what you deleted here stays away unless you want it back.

    \b
    Examples:
      reflect import all.json
      reflect import jrnl.json --zone +05:30
    """
    from reflect import imports, render
    from reflect.models import plain

    with open_journal() as journal:
        source = imports.source_in(file, zone)
        found = imports.look_through(source.read(), journal.has, journal.was_deleted)
        for line, _ in render.what_was_found(source, found):
            render.say(line)
        if not found.entries:
            raise WrongUsage(f"There is no entry in {file} that can be read. Nothing was kept.")
        kept = 0
        if found.deleted and not bring_back and not yes and not ways.no_input:
            bring_back = confirmed("Bring back what you deleted?", yes=False, quiet_stdout=as_json)
        new = found.entries - found.there - (0 if bring_back else found.deleted)
        if new or found.besides:
            journal.prepare_to_write()
            if new and not confirmed(f"Keep {render.counted(new)}?", yes=yes, quiet_stdout=as_json):
                raise ReflectError("Nothing was kept.")
            records = render.watched(imports.records_in(source.read()), found.entries, quietly=is_plain())
            kept = journal.keep_all(records, above=found.highest, bring_back=bring_back)
    result = {"format": source.title, "kept": kept, **plain(found)}
    away = found.deleted and not bring_back
    said = f"Kept {render.counted(kept)}." + (" What you deleted stays deleted: --bring-back" if away else "")
    render.show(result, lambda _: render.sentence(said), as_json=as_json)
