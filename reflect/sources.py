"""What the prompts are drawn from: five documents, and every idea of theirs in our own words."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One of the documents the prompts are drawn from."""

    id: str
    author: str
    title: str
    publisher: str


@dataclass(frozen=True, slots=True)
class Idea:
    """One idea of a document, in our own words; `shown` is where it is, if not in a step."""

    id: str
    label: str
    shown: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sources:
    """Everything the prompts are drawn from."""

    documents: tuple[Document, ...]
    ideas: tuple[Idea, ...]


def read(folder: Path) -> Sources:
    """Read `sources.toml` in the folder of the shipped decks."""
    data = tomllib.loads((folder / "sources.toml").read_text(encoding="utf-8"))
    return Sources(
        documents=tuple(Document(id=name, **said) for name, said in data["documents"].items()),
        ideas=tuple(Idea(**row) for row in data["ideas"]),
    )
