"""How much the identifier check finds: on labelled sentences, by kind and by script, and what it finds that is nothing.

    python tests/benchmarks/identifiers.py [FILE.jsonl …]

Without files it reads those of `tests/data/identifiers/`. The rules were developed on all of them but `d.jsonl`, of
which nobody who wrote a rule has read a sentence: it says what to expect of other texts. A labelled stretch is found
where any finding overlaps it. A clean sentence is one without a labelled stretch.
"""

from __future__ import annotations

import json
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Any

from reflect.identifiers import check
from reflect.models import Finding

DATA = Path(__file__).parent.parent / "data" / "identifiers"
SCRIPTS = (
    ("Devanagari", "\u0900", "\u097f"),
    ("Bengali", "\u0980", "\u09ff"),
    ("Tamil", "\u0b80", "\u0bff"),
    ("Kannada", "\u0c80", "\u0cff"),
    ("Malayalam", "\u0d00", "\u0d7f"),
)


def script(text: str) -> str:
    """Give the script most of a text's letters are in."""
    letters = Counter(
        next((name for name, first, last in SCRIPTS if first <= sign <= last), "Latin")
        for sign in text
        if sign.isalpha()
    )
    return letters.most_common(1)[0][0] if letters else "Latin"


def is_found(span: dict[str, Any], findings: list[Finding]) -> bool:
    """Tell whether any finding overlaps a labelled stretch."""
    return any(finding.start < span["end"] and span["start"] < finding.end for finding in findings)


def read(path: Path) -> list[dict[str, Any]]:
    """Give the labelled sentences of a file."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def measured(rows: list[dict[str, Any]]) -> tuple[Counter[str], Counter[str], int, int]:
    """Give the stretches there are and those found, by kind and script; then false findings and clean sentences."""
    there, found = Counter[str](), Counter[str]()
    false = clean = 0
    for row in rows:
        findings = check(row["text"])
        clean += not row["spans"]
        false += 0 if row["spans"] else len(findings)
        for span in row["spans"]:
            for group in (span["kind"], script(row["text"])):
                there[group] += 1
                found[group] += is_found(span, findings)
    return there, found, false, clean


def main(paths: list[Path]) -> None:
    """Print the figures of every file."""
    check("")
    for path in paths:
        rows = read(path)
        begun = time.perf_counter()
        there, found, false, clean = measured(rows)
        took = (time.perf_counter() - begun) / max(len(rows), 1)
        print(f"{path.name}: {len(rows)} sentences, {1000 * took:.2f} ms each")
        for group, count in sorted(there.items()):
            print(f"  {group:14} {found[group]:4} of {count:4}  {found[group] / count:.3f}")
        print(f"  {'false findings':14} {false:4} in {clean:4} clean sentences  {false / max(clean, 1):.3f}")


if __name__ == "__main__":
    main([Path(name) for name in sys.argv[1:]] or sorted(DATA.glob("*.jsonl")))
