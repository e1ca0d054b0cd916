"""What a journal of very many entries costs: taking it in, looking at its themes, and keeping one more.

    python tests/benchmarks/large.py [entries]

The entries are spread over ten years; their words are those of `tests/data/themes/texts.jsonl`,
and half of them have picks. Looking is compared with a bare Typer program that prints one Rich
table, run in turn with it: ratios of medians, of processor time and of wall time. Nothing fails.
"""

from __future__ import annotations

import json
import os
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from startup import BARE

from reflect.journal import Journal
from reflect.models import Answer, Entry, Kind, new_id
from reflect.vault import Vault

TEXTS = [
    json.loads(line)["text"]
    for line in (Path(__file__).parent.parent / "data" / "themes" / "texts.jsonl")
    .read_text(encoding="utf-8")
    .splitlines()
]
DIMENSIONS = ["caste", "religion", "class-money", "gender", "sexuality", "language-accent", "education"]
ROUNDS = 15
DAYS = 3652


def write(file: Path, entries: int) -> None:
    """Write so many made-up entries, as a copy of a journal for oneself has them."""
    chance = random.Random(1)
    start = datetime(2016, 11, 23, tzinfo=UTC)
    with file.open("w", encoding="utf-8") as out:
        for at in range(entries):
            answers = [answer("moment", "text", chance.choice(TEXTS))]
            if chance.random() < 1 / 2:
                dims = chance.sample(DIMENSIONS, 2)
                stands = {name: {"me": chance.choice(["closer", "further"]), "them": "further"} for name in dims}
                shown = {dims[0]: {"seen": True, "spoken": chance.random() < 1 / 2}}
                answers += [answer("dims", "choices", dims), answer("place", "positions", stands)]
                answers += [answer("seen-and-said", "positions", shown), answer("stage", "choice", "noticed")]
            written = (start + timedelta(days=DAYS * at / entries)).isoformat(timespec="seconds")
            entry = {"number": at + 1, "id": new_id(), "deck": "s2-power", "minutes": 10, "written": written}
            out.write(f"{',' if at else '['}\n{json.dumps({**entry, 'finished': True, 'answers': answers})}")
        out.write("\n]\n")


def answer(key: str, kind: str, value: object) -> dict[str, object]:
    """Give an answer as a copy has it."""
    return {"key": key, "question": "Which?", "kind": kind, "value": value, "share": "private"}


def run(command: list[str], env: dict[str, str]) -> tuple[float, float]:
    """Give the wall time and the processor time of a command, in seconds."""
    before, begun = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    subprocess.run(command, env=env, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    wall, after = time.perf_counter() - begun, resource.getrusage(resource.RUSAGE_CHILDREN)
    return wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def kept(home: Path, texts: int) -> list[float]:
    """Give how long keeping an entry of so many texts takes, with all that is worked out of it."""
    took = []
    with Journal(Vault(home).unlock(None), home) as journal:
        journal.prepare_to_write()
        time.sleep(5)  # as long as a person takes to read the first question
        for at in range(60):
            answers = tuple(
                Answer(key=f"page-{number}", question="Which?", kind=Kind.TEXT, value=TEXTS[(at + number) % len(TEXTS)])
                for number in range(texts)
            )
            entry = Entry(
                id=new_id(), deck="free", minutes=10, written=datetime.now(UTC), finished=True, answers=answers
            )
            begun = time.perf_counter()
            journal.keep(entry)
            took.append(time.perf_counter() - begun)
    return took[10:]


def main(entries: int) -> None:
    """Make the journal, and print what everything costs."""
    with tempfile.TemporaryDirectory() as folder:
        there = Path(folder)
        env = {**os.environ, "REFLECT_HOME": str(there / "home")}
        program = [sys.executable, "-m", "reflect"]
        write(there / "all.json", entries)
        subprocess.run([*program, "init", "--no-passphrase"], env=env, check=True, capture_output=True)
        wall, _ = run([*program, "import", str(there / "all.json"), "--yes"], env)
        print(f"{entries} entries taken in: {wall:.0f} s")
        (there / "bare.py").write_text(BARE)
        bare, themes = [], []
        for _ in range(ROUNDS):
            bare.append(run([sys.executable, str(there / "bare.py")], env))
            themes.append(run([*program, "themes"], env))
        for at, name in enumerate(("wall", "processor")):
            ratio = statistics.median(each[at] for each in themes) / statistics.median(each[at] for each in bare)
            print(f"themes, {name} time beside a bare Typer program with one Rich table: {ratio:.2f}")
        look = [sys.executable, "-c", PEAK, *program, "themes"]
        print(
            f"themes, peak memory: {subprocess.run(look, env=env, check=True, capture_output=True, text=True).stdout}"
        )
        for texts in (1, 3):
            took = kept(there / "home", texts)
            print(f"keeping an entry of {texts} texts of 70 words: median {statistics.median(took) * 1000:.1f} ms")


PEAK = """
import resource, subprocess, sys
subprocess.run(sys.argv[1:], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024, "MiB", end="")
"""

if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
