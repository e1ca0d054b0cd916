"""How long commands take, beside a bare Typer program that prints one Rich table.

    python tests/benchmarks/startup.py [rounds]

Everything is run in turn, round after round, on this machine, and only ratios are compared:
the medians of wall time. A figure over its aim is named; nothing fails.
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

BARE = """
import typer
from rich.console import Console
from rich.table import Table
app = typer.Typer()
@app.command()
def main() -> None:
    table = Table("number", "day", "words")
    table.add_row("1", "2026-11-01", "One line.")
    Console().print(table)
app()
"""
AIMS = {"--version": 1.2, "--help": 1.2, "list": 1.6, "show 1": 1.6, "decks": 1.6}
LIST_OVER_PASS = 12


def run(command: list[str], env: dict[str, str]) -> float:
    begun = time.perf_counter()
    subprocess.run(command, env=env, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return time.perf_counter() - begun


def journal(home: Path, *lock: str) -> dict[str, str]:
    """Make a journal of twenty entries, and give the environment to use it in."""
    env = {**os.environ, "REFLECT_HOME": str(home)}
    if lock:
        env["REFLECT_PASSPHRASE_FILE"] = lock[0]
    reflect = [sys.executable, "-m", "reflect"]
    made = [*reflect, "init"] if lock else [*reflect, "init", "--no-passphrase"]
    subprocess.run(made, env=env, check=True, capture_output=True)
    answers = json.dumps({"answers": {"park": "One line, as short as it comes."}}).encode()
    for _ in range(20):
        subprocess.run([*reflect, "now", "--answers", "-"], env=env, input=answers, check=True, capture_output=True)
    return env


def main(rounds: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        there = Path(folder)
        (there / "bare.py").write_text(BARE)
        (there / "secret").write_text("correct horse battery staple\n")
        bare_key = journal(there / "bare-key")
        locked = journal(there / "locked", str(there / "secret"))
        reflect = str(Path(sys.executable).with_name("reflect"))
        runs = {
            "python -c pass": ([sys.executable, "-c", "pass"], bare_key),
            "bare Typer and Rich": ([sys.executable, str(there / "bare.py")], bare_key),
            **{name: ([reflect, *name.split()], bare_key) for name in AIMS},
            "list, with a passphrase": ([reflect, "list"], locked),
        }
        times: dict[str, list[float]] = {name: [] for name in runs}
        for _ in range(rounds + 1):
            for name, (command, env) in runs.items():
                times[name].append(run(command, env))
        median = {name: statistics.median(taken[1:]) for name, taken in times.items()}  # the first one warms up
    for name, seconds in median.items():
        ratio = seconds / median["bare Typer and Rich"]
        aim = AIMS.get(name)
        verdict = "" if aim is None else f"  aim {aim}" + ("" if ratio <= aim else "  OVER")
        print(f"{name:26} {seconds * 1000:6.0f} ms  {ratio:5.2f} of the bare program{verdict}")
    over_pass = median["list"] / median["python -c pass"]
    print(f"list over python -c pass: {over_pass:.1f}, aim {LIST_OVER_PASS}")
    print(f"unlocking: {(median['list, with a passphrase'] - median['list']) * 1000:.0f} ms")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 15)
