"""The forms a document can take. Each is one module here, imported only when it is wanted."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from importlib import import_module

from reflect.documents import Document
from reflect.errors import ReflectError


class Format(StrEnum):
    """A form of a document; its value is the ending of the file."""

    MD = "md"
    TXT = "txt"
    HTML = "html"
    DOCX = "docx"
    PDF = "pdf"
    JSON = "json"


BINARY = frozenset({Format.DOCX, Format.PDF})
"""What cannot be shown as text, and needs a part that is installed by itself."""


def written(document: Document, form: Format) -> bytes:
    """Give the document as the bytes of a file. The same document gives the same bytes.

    Raise ReflectError, with the line that installs it, where DOCX or PDF lacks its part.
    """
    from reflect.formats.typed import safe

    try:
        made: Callable[[Document], bytes] = import_module(f"{__name__}.as_{form}").made
    except ModuleNotFoundError:
        if form not in BINARY:
            raise
        line = f"pip install 'reflect-journal[{form}]'"
        raise ReflectError(f"{form.upper()} needs one more part: {line}. Nothing was written.") from None
    return made(safe(document))
