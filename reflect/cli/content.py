"""Content: the decks, and what is in one."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from reflect.cli.options import AsJson, Command, Group, all_decks, deck_named, own_decks
from reflect.errors import REFUSED, NotFound, ReflectError, WrongUsage

if TYPE_CHECKING:
    from reflect.models import Deck

decks_app = typer.Typer(cls=Group, invoke_without_command=True, rich_markup_mode=None)


def add_to(app: typer.Typer) -> None:
    """Add these commands."""
    app.add_typer(decks_app, name="decks")


@decks_app.callback()
def list_decks(context: typer.Context, as_json: AsJson = False) -> None:
    """List the decks you can sit with.

    \b
    Examples:
      reflect decks
      reflect decks show s2-power
    """
    from reflect import decks, render

    if context.invoked_subcommand is not None:
        return
    faces, broken = decks.faces(own_decks())
    for error in broken:
        render.say(f"A deck was left out. {error}")
    brief = [{"id": face.id, "title": face.title, "source": face.source, "steps": face.steps} for face in faces]
    render.show(brief, lambda _: render.deck_list(faces), as_json=as_json)


@decks_app.command("show", cls=Command)
def show_deck(
    deck_id: Annotated[str, typer.Argument(metavar="ID", help="The deck.", show_default=False)],
    as_json: AsJson = False,
) -> None:
    """Show a deck: every step, all its wordings, and why it is asked.

    \b
    Example:
      reflect decks show s2-power
    """
    from reflect import render

    deck = deck_named(deck_id)
    if as_json:
        render.show(_outline(deck), lambda _: [], as_json=True)
    else:
        render.show(deck, render.whole_deck)


@decks_app.command("check", cls=Command)
def check_decks(
    file: Annotated[
        Path | None, typer.Argument(help="A deck of yours; every deck if not said.", show_default=False)
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Check decks by the rules for a good prompt: what is to be mended, on which line, and how.

    \b
    Examples:
      reflect decks check
      reflect decks check mine.toml
    """
    from reflect import decks, lint, render

    if file is not None and not file.is_file():
        raise NotFound(f"There is no file {file}. Begin one: reflect decks new NAME")
    files = [file] if file else decks.files(own_decks())
    problems = [problem for each in files for problem in lint.check(each)]
    render.show(problems, lambda _: render.problem_list(problems, len(files)), as_json=as_json)
    if problems:
        raise typer.Exit(REFUSED)


@decks_app.command("new", cls=Command)
def new_deck(
    name: Annotated[str, typer.Argument(help="What it is called: small letters, digits, hyphens.", show_default=False)],
) -> None:
    """Begin a deck of your own: a small one, with a comment on every line, ready to be changed.

    \b
    Example:
      reflect decks new ward-round
    """
    from reflect import decks, render
    from reflect.files import write_whole

    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", name):
        raise WrongUsage(f"“{name}” cannot be a deck's name: use small letters, digits and hyphens, as in ward-round.")
    path = own_decks() / f"{name}.toml"
    if any(file.stem == name for file in decks.files(own_decks())):
        raise ReflectError(f"There is a deck called {name} already. Nothing was written.")
    write_whole(path, decks.starter(name).encode())
    render.show(str(path), lambda _: render.sentence(f"Begun: {path}. Change it, then: reflect decks check {path}"))


@decks_app.command("sources", cls=Command)
def show_sources(as_json: AsJson = False) -> None:
    """Show what the questions are drawn from: the documents, and each idea with the decks that take it up.

    \b
    Example:
      reflect decks sources
    """
    from reflect import config, render, sources

    drawn_from = sources.read(config.shipped())
    used: dict[str, list[str]] = {}
    for deck in all_decks().values():
        for idea in dict.fromkeys(source for step in deck.steps for source in step.sources):
            used.setdefault(idea, []).append(deck.id)
    shown = [
        {
            "id": document.id,
            "author": document.author,
            "title": document.title,
            "publisher": document.publisher,
            "ideas": [
                {"id": idea.id, "label": idea.label, "decks": used.get(idea.id, []), "shown": idea.shown}
                for idea in drawn_from.ideas
                if idea.id.startswith(document.id)
            ],
        }
        for document in drawn_from.documents
    ]
    render.show(shown, render.source_list, as_json=as_json)


def _outline(deck: Deck) -> dict[str, Any]:
    """Give a deck as the promised JSON: every wording as text, options by id and label."""
    return {
        "id": deck.id,
        "title": deck.title,
        "source": deck.source,
        "about": deck.about,
        "steps": [
            {
                "key": step.key,
                "beat": step.beat,
                "kind": step.kind,
                "minutes": step.minutes,
                "weight": step.weight,
                "why": step.why,
                "prompts": [prompt.whole for prompt in step.prompts],
                "options": [{"id": option.id, "label": option.label} for option in step.options],
                "rows": [{"id": row.id, "label": row.label} for row in step.rows],
                "sources": step.sources,
            }
            for step in deck.steps
        ],
    }
