"""Themes as the codebook's file says them: read quickly, and the same as read wholly."""

import tomllib
import zlib

from reflect import themes
from reflect.config import shipped
from reflect.decks import library, read_lists

WHOLE = tomllib.loads((shipped() / themes.FILE).read_text(encoding="utf-8"))["themes"]


def test_read_without_their_patterns_they_are_what_the_whole_file_says():
    assert [theme.id for theme in themes.themes().values()] == [row["id"] for row in WHOLE]
    for row in WHOLE:
        theme = themes.themes()[row["id"]]
        said = ("title", "word", "kind", "definition", "count_when", "not_when")
        assert [getattr(theme, name) for name in said] == [row[name] for name in said]
        assert theme.declared_by == tuple(row["declared_by"])


def test_what_declares_a_theme_can_be_picked():
    lists = read_lists(shipped())
    known = {f"{name.removesuffix('s')}:{option.id}" for name, options in lists.items() for option in options}
    steps = [step for deck in library().decks for step in deck.steps if not step.lists]
    known |= {f"{step.key}:{option.id}" for step in steps for option in step.options}

    for theme in themes.themes().values():
        assert {each for each in theme.declared_by if not each.startswith("deck:")} <= known


def test_the_edition_is_the_check_of_all_that_follows_it():
    """When patterns change, so must the first line: it is how a journal knows that its entries are to be read again."""
    first, _, rest = (shipped() / themes.FILE).read_bytes().partition(b"\n")

    assert first.startswith(f'edition = "{zlib.crc32(rest):08x}"'.encode())


def test_a_sign_tells_one_codebook_from_another_and_what_was_taught(tmp_path):
    own = tmp_path / themes.FILE
    none = themes.sign(own, {})
    own.write_text('[[themes]]\nid = "caste"\nfair = "a lane"', encoding="utf-8")

    assert none == themes.sign(None, {})
    assert themes.sign(own, {}) not in ("", none)
    assert themes.sign(own, {}) == themes.sign(own, {})
    assert themes.sign(None, {("caste", "a lane"): (0, 1)}) != none
