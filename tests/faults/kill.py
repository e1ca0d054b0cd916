"""Kill the program at random moments, crowd it, harm its files, fill its disk; and count what was lost.

    python tests/faults/kill.py [kills]

It works in a folder of its own and prints figures. It leaves with 1 if anything that was
acknowledged is lost, a journal does not open, a harm goes unnoticed, or what goes wrong is not
said in a sentence.
"""

import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

REFLECT = [sys.executable, "-m", "reflect"]
ACTS = ("write", "sit", "edit", "mark", "delete", "import", "backup", "restore", "passphrase", "new key")
LIST = ("list", "--json")
PAGE = ("export",)
WINDOWS, LINES = 20, 10
MANY_DAYS = 28
MOST_LINES = 2
SMALL = "700k"


@dataclass(frozen=True, kw_only=True)
class Act:
    """A command, what is typed into it, and how often `trace` is to be seen by another before it and after.

    It has acknowledged what it does once `sign` is on its stdout, or it leaves with 0. `shown` is
    how many lines it says beside its errors; `typed` tells that somebody types, and may type again;
    `place` is the folder of the journal.
    """

    line: list[str]
    stdin: str = ""
    trace: str = ""
    before: int = 0
    after: int = 0
    seen_by: tuple[str, ...] = LIST
    sign: str = "\n"
    secret: int | None = None
    shown: int = 0
    typed: bool = False
    place: str = "home"


class Home:
    """A journal with a passphrase, and what it has to hold."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(exist_ok=True)
        self.folder = folder
        self.secrets = [folder / "secret-0", folder / "secret-1"]
        for number, file in enumerate(self.secrets):
            file.write_text(f"kettle rickshaw monsoon {number}\n")
        self.current = 0
        self.env = {**os.environ, "REFLECT_HOME": str(folder / "home"), "TERM": "dumb"}
        assert self.run("init").returncode == 0
        self.known: dict[int, str] = {}

    def run(
        self, *arguments: str, stdin: str = "", secret: int | None = None, place: str = "home"
    ) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [*REFLECT, *arguments],
            env={**self.opening(secret), "REFLECT_HOME": str(self.folder / place)},
            input=stdin,
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )

    def opening(self, secret: int | None = None) -> dict[str, str]:
        """Give the surroundings in which a command opens the journal."""
        file = self.secrets[self.current if secret is None else secret]
        return {**self.env, "REFLECT_PASSPHRASE_FILE": str(file)}

    def keep(self, words: str) -> int | None:
        """Keep an entry and give its number; what is acknowledged has to be there from now on."""
        ran = self.run("now", "--answers", "-", "--json", stdin=parked(words))
        if ran.returncode:
            print(f"not kept: {ran.stderr}")
            return None
        number = int(json.loads(ran.stdout)["number"])
        self.known[number] = words
        return number

    def holds(self) -> bool:
        """Tell whether the journal opens, is whole, and has everything that was acknowledged."""
        for secret in (self.current, 1 - self.current):
            ran = self.run(*LIST, secret=secret)
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

    def shows(self, act: Act, *, acknowledged: bool) -> bool:
        """Tell whether an act was done wholly or not at all, and was done if that was acknowledged."""
        if not act.trace:
            return True
        seen = self.run(*act.seen_by)
        times = seen.stdout.count(act.trace)
        well = seen.returncode == 0 and times in ((act.after,) if acknowledged else (act.before, act.after))
        if not well:
            print(f"{' '.join(act.line)}: seen {times} times, {'acknowledged' if acknowledged else 'cut short'}")
        return well


def parked(words: str) -> str:
    return json.dumps({"answers": {"park": words}})


def days_of(words: str) -> str:
    """Give a file of many dated pages."""
    return "\n\n".join(f"2026-03-{day:02}\n{words} {day}" for day in range(1, MANY_DAYS + 1))


def prepared(home: Home, kind: str, words: str) -> Act:
    """Give the act of this kind, with an entry kept for it where it takes one."""
    if kind == "restore":
        return restoring(home, words)
    other, pages = str(home.secrets[1 - home.current]), home.folder / "pages.txt"
    pages.write_text(days_of(words))
    number = str(home.keep(words)) if kind in ("edit", "mark", "delete") else ""
    if kind == "delete":
        del home.known[int(number)]
    changed, answers = f"{words} changed", ["--answers", "-"]
    return {
        "write": Act(line=["now", *answers], stdin=parked(words), trace=words, after=1),
        # with a date, so that no draft of an earlier one is offered
        "sit": Act(
            line=["now", "--date", "2026-03-01"],
            stdin=f"{words}\ns\n",
            trace=words,
            after=1,
            seen_by=("list", "--drafts", "--json"),
            sign="2 of",
        ),
        "edit": Act(line=["edit", number, *answers], stdin=parked(changed), trace=changed, after=1),
        "mark": Act(line=["mark", number, "supervision"], trace=words, after=1, seen_by=PAGE),
        "delete": Act(line=["delete", number, "--yes"], trace=words, before=1),
        "import": Act(line=["import", str(pages), "--yes"], trace=words, after=MANY_DAYS),
        "backup": Act(line=["backup"]),
        "passphrase": Act(line=["passphrase", "--passphrase-file", other]),
        "new key": Act(line=["passphrase", "--new-key", "--passphrase-file", other]),
    }[kind]


def restoring(home: Home, words: str) -> Act:
    """Give the putting back of a backup that has another key and passphrase than the journal, and an entry less."""
    made = home.run("backup", str(home.folder / "aside"), "--json")
    backup, secret = json.loads(made.stdout)["file"], home.current
    home.run("passphrase", "--new-key", "--passphrase-file", str(home.secrets[1 - secret]))
    home.current = 1 - secret
    number = home.keep(words)
    del home.known[number]
    return Act(line=["restore", backup, "--yes"], trace=words, before=1, secret=secret)


def kill_during(home: Home, kind: str, chance: random.Random) -> tuple[bool, bool]:
    """Begin an act and kill it at a random moment; tell whether that was before its end, and whether all is well."""
    act = prepared(home, kind, f"line {chance.randrange(10**9)}.")
    pipe = subprocess.PIPE
    process = subprocess.Popen(
        [*REFLECT, *act.line], env=home.opening(act.secret), stdin=pipe, stdout=pipe, stderr=pipe, text=True
    )
    process.stdin.write(act.stdin)
    process.stdin.flush()
    if kind != "sit":
        process.stdin.close()
        process.stdin = None
    time.sleep(chance.uniform(0.2, 0.8))
    process.send_signal(signal.SIGKILL)
    out, err = process.communicate()
    early = process.returncode == -signal.SIGKILL
    failed = not early and process.returncode != 0
    if failed:
        print(f"{kind} left with {process.returncode}: {err}")
    whole = home.holds()
    done = home.shows(act, acknowledged=process.returncode == 0 or act.sign in out)
    return early, whole and done and not failed


def kills(home: Home, count: int) -> int:
    chance = random.Random(7)
    early = bad = 0
    home.keep("the first line")
    for turn in range(count):
        kind = ACTS[turn % len(ACTS)]
        cut_short, well = kill_during(home, kind, chance)
        early += cut_short
        if not well:
            bad += 1
            print(f"after a kill during {kind}: not whole")
        if turn % 10 == 9:
            home.keep(f"after {turn + 1} kills")
    print(f"kill -9: {count} times, {early} before the end of the act; {bad} times something was lost or harmed")
    return bad


def crowd(folder: Path) -> int:
    """Let twenty windows keep ten entries each at once, a run of the program for every entry."""
    home = Home(folder / "crowd")

    def write(window: int) -> list[int | None]:
        return [home.keep(f"window {window}, line {line}") for line in range(LINES)]

    with ThreadPoolExecutor(WINDOWS) as windows:
        numbers = [number for each in windows.map(write, range(WINDOWS)) for number in each]
    there = len(json.loads(home.run(*LIST).stdout))
    count = WINDOWS * LINES
    in_order = sorted(number for number in numbers if number) == list(range(1, count + 1))
    whole = home.holds()
    as_told = "each under a number of its own" if in_order else f"not under the numbers 1 to {count}"
    print(f"{WINDOWS} at once, {LINES} entries each: {there} of {count} kept, {as_told}")
    return 0 if whole and in_order and there == count else 1


def flips(home: Home) -> int:
    """Flip one bit in each of 100 places of the database and the key file: every one has to be noticed."""
    chance = random.Random(8)
    missed = called_wrong = unsaid = 0
    for name in ["journal.db"] * 70 + ["journal.key"] * 30:
        file = home.folder / "home" / name
        whole = file.read_bytes()
        harmed = bytearray(whole)
        harmed[chance.randrange(len(whole))] ^= 1 << chance.randrange(8)
        file.write_bytes(harmed)
        ran = home.run("doctor")
        missed += ran.returncode == 0
        called_wrong += ran.returncode == 4
        unsaid += "Traceback" in ran.stderr
        file.write_bytes(whole)
    said = f"{called_wrong} called a wrong passphrase, {unsaid} not said in a sentence"
    print(f"one bit flipped in 100 places: {100 - missed} noticed, {said}")
    return missed + called_wrong + unsaid


def writes(home: Home, outside: Path) -> list[Act]:
    """Give every kind of write, for a disk that has no room left for it."""
    big = " ".join(["words"] * 4000)
    home.keep("the first line")
    home.keep("another line")
    backup = json.loads(home.run("backup", str(outside), "--json").stdout)["file"]
    home.keep("written after the backup")
    home.run("mark", "2", "supervision")
    (outside / "pages.txt").write_text(days_of(f"a page {big}"))
    page, copy, other = home.folder / "page.md", home.folder / "all.json", str(home.secrets[1])
    label = ("config", "label")
    return [
        Act(line=["init"], place="another home"),
        Act(line=["now", "--answers", "-"], stdin=parked(f"from a file {big}"), trace="from a file", after=1),
        Act(line=["now"], stdin=f"as a line {big}\ns\ns\n\n", trace="as a line", after=1, typed=True),
        Act(line=["write", "free", "-m", "2"], stdin=f"as a text {big}\n.\n", trace="as a text", after=1, typed=True),
        Act(line=["edit", "1", "--answers", "-"], stdin=parked(f"changed {big}"), trace="changed", after=1),
        Act(line=["edit", "1", "park"], stdin=f"anew {big}\n", trace="anew", after=1, typed=True),
        Act(line=["mark", "1", "supervision"], trace="the first line", after=1, seen_by=PAGE),
        Act(line=["delete", "2", "--yes"], trace="another line", before=1),
        Act(line=["import", str(outside / "pages.txt"), "--yes"], trace="a page", after=MANY_DAYS, shown=3),
        Act(line=[*label, "V., room 3"], trace="V., room 3", after=1, seen_by=label),
        Act(line=["config", "plain", "on"], trace="plain: on", after=1, seen_by=("config",)),
        Act(line=["decks", "new", "mine"], trace='"mine"', after=1, seen_by=("decks", "--json")),
        Act(line=["export", "--output", str(page), "--yes"], shown=1),
        Act(line=["export", "--all", "--format", "json", "--output", str(copy)]),
        Act(line=["backup"]),
        Act(line=["restore", backup, "--yes"], trace="written after", before=1),
        Act(line=["passphrase", "--passphrase-file", other]),
        Act(line=["passphrase", "--new-key", "--passphrase-file", other]),
    ]


def full_disk(folder: Path) -> int:
    """Fill a tiny disk, and try every kind of write: a sentence, exit 1, and nothing harmed."""
    small, outside = folder / "small", folder / "outside"
    with tiny_disk(small) as mounted:
        if not mounted:
            print("full disk: not tried, as no small disk could be made")
            return 0
        home = Home(small)
        acts = writes(home, outside)
        bad, done = 0, []
        for act in acts:
            fill(small / "filler")
            ran = home.run(*act.line, stdin=act.stdin, place=act.place)
            done.append(ran.returncode == 0)
            if not (done[-1] or is_sentence(ran, act)):
                print(f"{' '.join(act.line)} left with {ran.returncode}: {ran.stderr[-400:]}")
                bad += 1
        (small / "filler").unlink()
        bad += not home.holds()
        bad += sum(not home.shows(act, acknowledged=kept) for act, kept in zip(acts, done, strict=True))
        if left := [*small.rglob(".new-*")]:
            print(f"left lying about: {left}")
            bad += 1
        print(f"full disk: {len(acts)} kinds of write, {bad} not said in a sentence or not harmless")
        return bad


def is_sentence(ran: subprocess.CompletedProcess[str], act: Act) -> bool:
    """Tell whether a command said in a sentence that the disk is full, and to whoever typed, where the words are."""
    short = len(ran.stderr.splitlines()) <= MOST_LINES + act.shown
    why = any(said in ran.stderr for said in ("disk is full", "No space left"))
    where = not act.typed or "still on the screen" in ran.stderr
    return ran.returncode == 1 and short and why and where and "Traceback" not in ran.stderr


@contextmanager
def tiny_disk(folder: Path) -> Iterator[bool]:
    """Give whether a disk that is soon full could be put into `folder`."""
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", f"size={SMALL}", "tmpfs", folder]
    mounted = subprocess.run(command, capture_output=True, check=False).returncode == 0
    try:
        yield mounted
    finally:
        if mounted:
            subprocess.run(["umount", folder], check=False)


def fill(filler: Path) -> None:
    """Take all the room there is on a disk."""
    with suppress(OSError), filler.open("ab") as file:
        while True:
            file.write(b"x" * 4096)
            file.flush()


def main(count: int) -> int:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        home = Home(folder / "killed")
        return 1 if kills(home, count) + crowd(folder) + flips(home) + full_disk(folder) else 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 210))
