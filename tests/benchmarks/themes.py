"""How often the codebook is right: on labelled texts, as it is, and cross-validated.

    python tests/benchmarks/themes.py [--per-theme]

`tests/data/themes/texts.jsonl` holds made-up reflections with the themes a careful reader gave
them: in folds A to D, and S, a sample to develop on. Writers of texts saw no patterns, and writers
of patterns only some folds: `tests/data/themes/patterns.txt` says for every pattern (by a hash of
its theme and its words) which folds its writer had read, and the level it was first given.

Cross-validated, a fold is read only with patterns whose writers had not read it, at levels
measured on the other folds. What somebody took out of the codebook after reading a fold stays
out, which flatters that fold a little.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path
from typing import Any

from reflect import codebook, themes
from reflect.codebook import MOST, Codebook, Level
from reflect.models import Standing

DATA = Path(__file__).parent.parent / "data" / "themes"
FOLDS = "ABCD"
TEXTS = [json.loads(line) for line in (DATA / "texts.jsonl").read_text(encoding="utf-8").splitlines()]
STEPS = {Level.STRONG: 0.55, Level.FAIR: 0.30, Level.WEAK: 0.17}
"""From which measured chance on a pattern is given a level; below the last it is left out."""
TO_LEVEL, TO_THEME = 4, 100
"""For how many texts the level's own chance counts against a pattern's, and the whole level's against a theme's."""


def written() -> dict[tuple[str, str], tuple[str, str]]:
    """Give for every pattern, by theme, which folds its writer had read, and the level it was first given."""
    lines = (line.split() for line in (DATA / "patterns.txt").read_text(encoding="utf-8").splitlines())
    known = {sign: (folds, level) for sign, folds, level in lines}
    return {
        (theme, pattern): known[hashlib.blake2b(f"{theme} {pattern}".encode(), digest_size=4).hexdigest()]
        for theme, levels in codebook.read().levels.items()
        for pattern, level in levels.items()
        if level is not Level.NOT
    }


class Score:
    """Right, wrong and missed, of all suggestions and of likely ones; and texts without a theme that got one."""

    def __init__(self) -> None:
        self.all = Counter[str]()
        self.likely = Counter[str]()
        self.none = Counter[bool]()
        self.per_theme: dict[str, Counter[str]] = defaultdict(Counter)

    def add(self, text: Mapping[str, Any], found: Mapping[str, Standing]) -> None:
        """Count what was found in one text."""
        gold, there = {*text["themes"]}, {*found}
        likely = {theme for theme, tier in found.items() if tier is Standing.LIKELY}
        for counts, given in ((self.all, there), (self.likely, likely)):
            counts.update({"right": len(gold & given), "wrong": len(given - gold), "missed": len(gold - given)})
        for how, themes_ in (("right", gold & there), ("wrong", there - gold), ("missed", gold - there)):
            for theme in themes_:
                self.per_theme[theme][how] += 1
        if not gold:
            self.none[bool(likely)] += 1

    def __str__(self) -> str:
        precision, recall, f1 = rates(self.all)
        shown = self.likely["right"] + self.likely["wrong"]
        return (
            f"F1 {f1:.3f} (precision {precision:.3f}, recall {recall:.3f}); "
            f"likely {rates(self.likely)[0]:.3f} right of {shown}; "
            f"texts without a theme that got a likely one: {self.none[True]} of {self.none.total()}"
        )


def rates(counts: Mapping[str, int]) -> tuple[float, float, float]:
    """Give precision, recall and F1."""
    precision = counts["right"] / max(counts["right"] + counts["wrong"], 1)
    recall = counts["right"] / max(counts["right"] + counts["missed"], 1)
    return precision, recall, 2 * precision * recall / max(precision + recall, 1e-9)


def suggested(book: Codebook, text: str) -> dict[str, Standing]:
    """Give what the codebook suggests of a text, by theme."""
    return {each.theme: each.tier for each in book.suggest({"": text})[:MOST]}


def without(fold: str, origins: Mapping[tuple[str, str], tuple[str, str]]) -> Codebook:
    """Give the codebook without the patterns whose writers had read a fold, at the levels they were first given."""
    book = codebook.read()
    levels: dict[str, dict[str, Level]] = {}
    for theme, there in book.levels.items():
        levels[theme] = {
            pattern: level if level is Level.NOT else first(origins[theme, pattern][1])
            for pattern, level in there.items()
            if level is Level.NOT or fold not in origins[theme, pattern][0]
        }
    return Codebook(book.themes, levels)


def first(given: str) -> Level:
    """Give the level nearest to the one a pattern was first given, in five steps then."""
    return {"strong": Level.STRONG, "firm": Level.FAIR, "fair": Level.FAIR}.get(given[1:], Level.WEAK)


class Measured:
    """How often patterns were right on some folds, each fold read with its own book, overlapping hits counted once."""

    def __init__(self, folds: Collection[str], books: Mapping[str, Codebook]) -> None:
        self._hits, self._right = Counter[tuple[str, ...]](), Counter[tuple[str, ...]]()
        for text in TEXTS:
            if text["fold"] in folds:
                for found in books[text["fold"]].suggest({"": text["text"]}, always=themes.themes()):
                    for hit in found.hits:
                        for group in ((hit.level,), (found.theme, hit.level), (found.theme, hit.level, hit.pattern)):
                            self._hits[group] += 1
                            self._right[group] += found.theme in text["themes"]

    def level(self, theme: str, given: Level, pattern: str) -> Level | None:
        """Give the level a pattern is worth, from the one it was given; None if it is not worth any."""
        whole = (self._right[given,] + 1) / (self._hits[given,] + 3)
        there, all_ = (counts[theme, given] for counts in (self._right, self._hits))
        of_theme = (whole * TO_THEME + there) / (TO_THEME + all_)
        there, all_ = (counts[theme, given, pattern] for counts in (self._right, self._hits))
        chance = (of_theme * TO_LEVEL + there) / (TO_LEVEL + all_)
        return given if given is Level.NOT else next((each for each, least in STEPS.items() if chance >= least), None)

    def book(self, book: Codebook) -> Codebook:
        """Give a codebook at the levels measured here."""
        levels = {
            theme: {each: to for each, given in there.items() if (to := self.level(theme, given, each))}
            for theme, there in book.levels.items()
        }
        return Codebook(book.themes, levels)


def cross_validated() -> Iterable[tuple[Mapping[str, Any], dict[str, Standing]]]:
    """Give every text of the folds with what is found in it by what its fold had no part in."""
    origins = written()
    books = {fold: without(fold, origins) for fold in FOLDS}
    for fold in FOLDS:
        book = Measured([other for other in FOLDS if other != fold], books).book(books[fold])
        yield from ((text, suggested(book, text["text"])) for text in TEXTS if text["fold"] == fold)


def show(title: str, pairs: Iterable[tuple[Mapping[str, Any], dict[str, Standing]]], *, per_theme: bool) -> None:
    """Print the score, whole and by language."""
    found = [*pairs]
    by_language: dict[str, Score] = defaultdict(Score)
    whole = Score()
    for text, suggestions in found:
        whole.add(text, suggestions)
        by_language[str(text["lang"])].add(text, suggestions)
    print(f"{title}, {len(found)} texts: {whole}")
    for language, score in sorted(by_language.items()):
        texts = sum(text["lang"] == language for text, _ in found)
        print(f"  {language:8} {texts:3} texts: F1 {rates(score.all)[2]:.3f}, likely {rates(score.likely)[0]:.3f}")
    if per_theme:
        for theme, counts in sorted(whole.per_theme.items()):
            precision, recall, f1 = rates(counts)
            of = counts["right"] + counts["missed"]
            print(f"    {theme:28} F1 {f1:.2f}  precision {precision:.2f}  recall {recall:.2f}  of {of}")


def main(per_theme: bool) -> None:
    """Score the shipped codebook on the sample it was developed on and on all folds; then cross-validated."""
    book = codebook.read()
    print(f"{sum(map(len, book.levels.values()))} patterns.")
    everything = [(text, suggested(book, text["text"])) for text in TEXTS]
    show("Developed on (S)", [pair for pair in everything if pair[0]["fold"] == "S"], per_theme=False)
    show("Developed on (A to D)", [pair for pair in everything if pair[0]["fold"] != "S"], per_theme=False)
    show("Cross-validated (A to D)", cross_validated(), per_theme=per_theme)
    origins = written()
    unseen = without("S", origins)
    levels = {theme: {each: book.levels[theme][each] for each in there} for theme, there in unseen.levels.items()}
    sample = Codebook(book.themes, levels)
    show(
        "S, by patterns whose writers had not read it",
        ((text, suggested(sample, text["text"])) for text in TEXTS if text["fold"] == "S"),
        per_theme=False,
    )


if __name__ == "__main__":
    main("--per-theme" in sys.argv)
