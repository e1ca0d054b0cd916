"""Content: the decks, and what is in one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from reflect.cli.options import AsJson, Command, Group, all_decks, deck_named

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
    from reflect import render

    if context.invoked_subcommand is not None:
        return
    decks = list(all_decks().values())
    if as_json:
        brief = [{"id": d.id, "title": d.title, "source": d.source, "steps": len(d.steps)} for d in decks]
        render.show(brief, lambda _: [], as_json=True)
    else:
        render.show(decks, render.deck_list)


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
                "prompts": [prompt.text for prompt in step.prompts],
                "options": [{"id": option.id, "label": option.label} for option in step.options],
                "rows": [{"id": row.id, "label": row.label} for row in step.rows],
                "sources": step.sources,
            }
            for step in deck.steps
        ],
    }
