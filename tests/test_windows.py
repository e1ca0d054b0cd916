"""Many windows on one journal: everybody's writing is kept, and nobody goes on with what another has open."""

import json
import re
import subprocess
import sys
import threading
from contextlib import suppress

import pytest

PATIENCE = 30
PROGRAM = [sys.executable, "-m", "reflect"]
POISED = """
import io, sys
from reflect.journal import tables
from reflect.cli import main
sys.argv = ["reflect", "now", "--answers", "-"]
print("ready", file=sys.stderr, flush=True)
for sheet in sys.stdin.buffer.readlines():
    sys.stdin = io.TextIOWrapper(io.BytesIO(sheet))
    try:
        main()
    except SystemExit as left:
        if left.code:
            raise
"""
OFFER = "Go on with it?"
DECK = """
id = "three"
title = "Three lines"
source = "Ours"
about = "Three lines, one after another."
"""
STEP = """
[[steps]]
key = "{key}"
beat = "moment"
kind = "line"
minutes = [2]
weight = "light"
why = "To have a line."
prompts = ["What is the {key} line?"]
"""
KEYS = ("first", "second", "third")

pytestmark = pytest.mark.usefixtures("made")


class Poised:
    """A window that has everything loaded, and keeps line after line from the moment it is told to."""

    def __init__(self, lines):
        self.lines = lines
        pipe = subprocess.PIPE
        self._process = subprocess.Popen([sys.executable, "-c", POISED], stdin=pipe, stdout=pipe, stderr=pipe)

    def wait(self):
        assert self._process.stderr.readline().strip() == b"ready"

    def go(self):
        sheets = [json.dumps({"answers": {"park": line}}) + "\n" for line in self.lines]
        self._process.stdin.write("".join(sheets).encode())
        self._process.stdin.close()
        self._process.stdin = None

    @property
    def is_going(self):
        return self._process.poll() is None

    def end(self):
        """Give the numbers of the entries it kept, in the order of its lines."""
        out, err = self._process.communicate(timeout=PATIENCE)
        assert (self._process.returncode, err) == (0, b"")
        return [int(number) for number in re.findall(rb"Kept as entry (\d+)\.", out)]

    def close(self):
        self._process.kill()
        self._process.communicate()


class Sitting:
    """A window in which somebody sits with the three lines."""

    def __init__(self):
        pipe = subprocess.PIPE
        command = [*PROGRAM, "write", "three"]
        self.process = subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=subprocess.STDOUT)
        self.shown = ""
        self._looked_at = 0
        self._watchdog = threading.Timer(PATIENCE, self.process.kill)
        self._watchdog.start()

    def wait_for(self, text):
        while (at := self.shown.find(text, self._looked_at)) < 0:
            chunk = self.process.stdout.read1()
            assert chunk, self.shown
            self.shown += chunk.decode().replace("\r\n", "\n")
        self._looked_at = at + len(text)

    def enter(self, line):
        self.process.stdin.write(f"{line}\n".encode())
        self.process.stdin.flush()

    def answer(self, place, line):
        self.wait_for(f"{place} of 3")
        self.wait_for("> ")
        self.enter(line)

    def go_on(self):
        self.wait_for(OFFER)
        self.enter("y")

    def end(self):
        with suppress(BrokenPipeError):
            self.process.stdin.close()
        self.shown += self.process.stdout.read().decode()
        return self.process.wait()

    def close(self):
        self.process.kill()
        self.end()
        self.process.stdout.close()
        self._watchdog.cancel()


@pytest.fixture
def poised():
    opened = []

    def open_twenty(times=1):
        opened.extend(Poised([f"window {n}, line {each}" for each in range(times)]) for n in range(20))
        for window in opened:
            window.wait()
        return opened

    yield open_twenty
    for each in opened:
        each.close()


@pytest.fixture
def sit_down(home):
    (home / "decks").mkdir(exist_ok=True)
    (home / "decks" / "three.toml").write_text(DECK + "".join(STEP.format(key=key) for key in KEYS))
    opened = []

    def sit_down():
        opened.append(Sitting())
        return opened[-1]

    yield sit_down
    for each in opened:
        each.close()


def run(line):
    return json.loads(subprocess.run([*PROGRAM, *line.split()], check=True, capture_output=True).stdout)


def kept(number):
    entry = run(f"show {number} --json")
    return entry["finished"], {answer["key"]: answer["value"] for answer in entry["answers"]}


def offered_twice(sit_down):
    one = sit_down()
    one.answer(1, "begun")
    one.wait_for("2 of 3")
    one.end()
    windows = []
    for _ in range(2):
        windows.append(sit_down())
        windows[-1].wait_for(OFFER)
    return windows


def test_twenty_windows_writing_at_once_five_times_each_lose_nothing(poised):
    windows = poised(times=5)
    for window in windows:
        window.go()
    kept_as = {line: number for window in windows for line, number in zip(window.lines, window.end(), strict=True)}

    listed = run("list --json")
    assert sorted(kept_as.values()) == list(range(1, 101))
    assert {entry["opening"]: entry["number"] for entry in listed} == kept_as
    assert len({entry["id"] for entry in listed}) == 100
    assert all(entry["finished"] for entry in listed)


def test_a_sitting_goes_on_undisturbed_while_twenty_others_write(sit_down, poised):
    one = sit_down()
    one.answer(1, "said before")
    windows = poised()
    one.wait_for("2 of 3")
    for window in windows[:10]:
        window.go()
    one.wait_for("> ")
    one.enter("said meanwhile")
    for window in windows[10:]:
        window.go()
    one.answer(3, "said after")
    one.wait_for("All of this is private")
    one.wait_for("between: ")
    one.enter("1")

    numbers = [number for window in windows for number in window.end()]
    assert sorted(numbers) == list(range(2, 22))
    assert one.end() == 0
    assert kept(1) == (True, {"first": "said before", "second": "said meanwhile", "third": "said after"})
    assert {entry["opening"] for entry in run("list --json")} == {
        "said before",
        *(line for each in windows for line in each.lines),
    }


def test_a_list_taken_while_others_write_is_whole_and_only_grows(poised):
    windows = poised(times=2)
    lines = [line for window in windows for line in window.lines]
    counts = []
    for window in windows:
        window.go()
    while any(window.is_going for window in windows):
        listed = run("list --json")
        assert sorted(entry["number"] for entry in listed) == list(range(1, len(listed) + 1))
        assert {entry["opening"] for entry in listed} <= {*lines}
        counts.append(len(listed))

    numbers = [number for window in windows for number in window.end()]
    assert sorted(numbers) == list(range(1, 41))
    assert counts == sorted(counts)
    assert len(run("list --json")) == 40


def test_a_draft_open_in_another_window_is_not_offered(sit_down):
    one = sit_down()
    one.answer(1, "still open")
    one.wait_for("2 of 3")

    other = sit_down()
    other.answer(1, "another one")
    other.wait_for("2 of 3")

    assert OFFER not in other.shown
    assert kept(1) == (False, {"first": "still open"})
    assert kept(2) == (False, {"first": "another one"})


def test_the_draft_of_a_window_that_died_is_offered(sit_down, home):
    one = sit_down()
    one.answer(1, "before the end")
    one.wait_for("2 of 3")
    one.process.kill()
    one.end()

    other = sit_down()
    other.go_on()
    other.answer(2, "after the end")
    other.wait_for("3 of 3")
    other.end()

    assert kept(1) == (False, {"first": "before the end", "second": "after the end"})
    assert list(home.glob("open-*")) == []


def test_of_two_windows_that_are_offered_one_draft_the_second_is_refused(sit_down):
    quick, slow = offered_twice(sit_down)
    quick.enter("y")
    quick.wait_for("2 of 3")
    slow.enter("y")

    assert slow.end() == 1
    assert "Another window has this one open." in slow.shown
    quick.enter("gone on")
    quick.wait_for("3 of 3")
    assert kept(1) == (False, {"first": "begun", "second": "gone on"})


def test_a_window_that_accepts_late_goes_on_from_what_was_answered_meanwhile(sit_down):
    quick, slow = offered_twice(sit_down)
    quick.enter("y")
    quick.answer(2, "said in the quick one")
    quick.wait_for("3 of 3")
    quick.end()
    slow.enter("y")
    slow.wait_for(" of 3")
    assert "3 of 3" in slow.shown
    slow.wait_for("> ")
    slow.enter("said in the slow one")
    slow.wait_for("All of this is private")

    everything = {"first": "begun", "second": "said in the quick one", "third": "said in the slow one"}
    assert kept(1) == (True, everything)


def test_a_window_that_accepts_late_leaves_what_was_finished_meanwhile(sit_down):
    quick, slow = offered_twice(sit_down)
    quick.enter("y")
    quick.answer(2, "said in the quick one")
    quick.answer(3, "and finished there")
    quick.wait_for("All of this is private")
    quick.end()
    with suppress(BrokenPipeError):
        slow.enter("y")
        slow.enter("said too late")
    slow.end()

    finished = {"first": "begun", "second": "said in the quick one", "third": "and finished there"}
    assert kept(1) == (True, finished)


def test_ten_windows_making_a_journal_at_once_make_one(home):
    for path in home.iterdir():
        path.unlink()
    quiet = subprocess.DEVNULL
    made = [subprocess.Popen([*PROGRAM, "init", "--no-passphrase"], stdout=quiet, stderr=quiet) for _ in range(10)]

    assert sorted(each.wait() for each in made) == [0] + [1] * 9
    assert run("list --json") == []
