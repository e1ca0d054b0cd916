"""Kill the program at random moments, fill its disk, harm its files; and count what was lost.

    python tests/faults/kill.py [kills]

It works in a folder of its own and prints figures. It leaves with 1 if an answer was lost,
a journal did not open, or a harm went unnoticed.
"""

import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path

REFLECT = [sys.executable, "-m", "reflect"]
ACTS = ("write", "sit", "edit", "import", "backup", "passphrase", "new key")


class Home:
    """A journal with a passphrase, and what it has to hold."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.secrets = [folder / "secret-0", folder / "secret-1"]
        for number, file in enumerate(self.secrets):
            file.write_text(f"kettle rickshaw monsoon {number}\n")
        self.current = 0
        self.env = {**os.environ, "REFLECT_HOME": str(folder / "home"), "TERM": "dumb"}
        assert self.run("init").returncode == 0
        self.known: dict[int, str] = {}
        self.keep("the first line")

    def run(self, *arguments: str, stdin: str = "", secret: int | None = None) -> subprocess.CompletedProcess[str]:
        file = self.secrets[self.current if secret is None else secret]
        env = {**self.env, "REFLECT_PASSPHRASE_FILE": str(file)}
        return subprocess.run(
            [*REFLECT, *arguments], env=env, input=stdin, capture_output=True, text=True, check=False, timeout=60
        )

    def keep(self, words: str) -> None:
        ran = self.run("now", "--answers", "-", "--json", stdin=json.dumps({"answers": {"park": words}}))
        self.known[json.loads(ran.stdout)["number"]] = words

    def holds(self) -> bool:
        """Tell whether the journal opens, is whole, and has everything that was acknowledged."""
        for secret in (self.current, 1 - self.current):
            ran = self.run("list", "--json", secret=secret)
            if ran.returncode == 0:
                self.current = secret
                break
        else:
            print(ran.stderr)
            return False
        doctor = self.run("doctor")
        openings = {entry["number"]: entry["opening"] for entry in json.loads(ran.stdout)}
        lost = {n: words for n, words in self.known.items() if openings.get(n) not in (words, f"{words} changed")}
        if doctor.returncode or lost:
            print(doctor.stdout, doctor.stderr, lost)
        return doctor.returncode == 0 and not lost


def kill_during(home: Home, act: str, chance: random.Random) -> bool:
    """Begin an act, kill it at a random moment, and tell whether that was before its end."""
    number = chance.choice([*home.known])
    words = f"line {chance.randrange(10**9)}"
    answers = json.dumps({"answers": {"park": words}})
    other = str(home.secrets[1 - home.current])
    line, stdin = {
        "write": (["now", "--answers", "-"], answers),
        "sit": (["now"], f"{words}\ns\ns\n"),
        "edit": (
            ["edit", str(number), "--answers", "-"],
            json.dumps({"answers": {"park": f"{home.known[number]} changed"}}),
        ),
        "import": (["import", str(home.folder / "pages.txt"), "--yes"], ""),
        "backup": (["backup"], ""),
        "passphrase": (["passphrase", "--passphrase-file", other], ""),
        "new key": (["passphrase", "--new-key", "--passphrase-file", other], ""),
    }[act]
    if act == "import":
        pages = "\n\n".join(f"2026-03-{day:02}\n{words} {day}" for day in range(1, 29))
        (home.folder / "pages.txt").write_text(pages)
    env = {**home.env, "REFLECT_PASSPHRASE_FILE": str(home.secrets[home.current])}
    process = subprocess.Popen(
        [*REFLECT, *line], env=env, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    process.stdin.write(stdin)
    process.stdin.flush()
    if act != "sit":
        process.stdin.close()
    time.sleep(chance.uniform(0.25, 1.1))
    early = process.poll() is None
    process.send_signal(signal.SIGKILL)
    process.wait()
    return early


def kills(home: Home, count: int) -> int:
    chance = random.Random(7)
    early = bad = 0
    for turn in range(count):
        act = ACTS[turn % len(ACTS)]
        early += kill_during(home, act, chance)
        if not home.holds():
            bad += 1
            print(f"after a kill during {act}: not whole")
        if turn % 10 == 9:
            home.keep(f"after {turn + 1} kills")
    print(f"kill -9: {count} times, {early} before the end of the act; {bad} times something was lost or harmed")
    return bad


def flips(home: Home) -> int:
    """Flip one bit in each of 100 places of the database and the key file: every one has to be noticed."""
    chance = random.Random(8)
    missed = called_wrong = 0
    for name in ["journal.db"] * 70 + ["journal.key"] * 30:
        file = home.folder / "home" / name
        whole = file.read_bytes()
        harmed = bytearray(whole)
        harmed[chance.randrange(len(whole))] ^= 1 << chance.randrange(8)
        file.write_bytes(harmed)
        ran = home.run("doctor")
        missed += ran.returncode == 0
        called_wrong += ran.returncode == 4
        file.write_bytes(whole)
    print(f"one bit flipped in 100 places: {100 - missed} noticed, {called_wrong} called a wrong passphrase")
    return missed + called_wrong


def full_disk(folder: Path) -> int:
    """Fill a tiny disk, and try every kind of write: a sentence, exit 1, and nothing harmed."""
    small = folder / "small"
    small.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=700k", "tmpfs", small], check=False)
    if mounted.returncode:
        print("full disk: not tried, as no small disk could be made")
        return 0
    try:
        home = Home(small)
        (small / "filler").write_bytes(b"")
        with suppress(OSError), (small / "filler").open("wb") as filler:
            while True:
                filler.write(b"x" * 4096)
                filler.flush()
        big = json.dumps({"answers": {"park": "words " * 4000}})
        bad = 0
        for line, stdin in (
            (["now", "--answers", "-"], big),
            (["edit", "1", "--answers", "-"], big),
            (["backup"], ""),
            (["passphrase", "--passphrase-file", str(home.secrets[1])], ""),
        ):
            ran = home.run(*line, stdin=stdin)
            said = ran.returncode == 1 and ran.stderr.count("\n") <= 2 and "Traceback" not in ran.stderr
            if not said:
                print(line, ran.returncode, ran.stderr[-400:])
            bad += not said
        (small / "filler").unlink()
        bad += not home.holds()
        print(f"full disk: 4 kinds of write, {bad} not said in a sentence or not harmless")
        return bad
    finally:
        subprocess.run(["umount", small], check=False)


def main(count: int) -> int:
    with tempfile.TemporaryDirectory() as folder:
        home = Home(Path(folder))
        return 1 if kills(home, count) + flips(home) + full_disk(Path(folder)) else 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 210))
