"""A sitting in a real terminal, keys and all: what is on the screen, and what is left when it is cut short."""

import json
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path

import pytest

from reflect import decks
from reflect.choosing import HEAVY_LOAD
from reflect.models import Kind, Position, plain

pytestmark = pytest.mark.skipif(not shutil.which("tmux"), reason="tmux is not installed")

PASSPHRASE = "kettle rickshaw monsoon brass"
PROGRAM = [sys.executable, "-m", "reflect"]
STARTER = """
import pathlib, signal, subprocess, sys
left = pathlib.Path(sys.argv[1])
signal.signal(signal.SIGINT, lambda *_: None)
program = subprocess.Popen(sys.argv[2:])
left.with_name("pid").write_text(str(program.pid))
left.with_name("code").write_text(str(program.wait()))
left.with_name("code").rename(left)
signal.pause()
"""
PATIENCE = 15
STEPS = sum(25 in step.minutes for step in decks.find("s2-power").steps)
HEADING = re.compile(r"^  (\d+) of (\d+)$", re.MULTILINE)
CONTROLS = re.compile(r"s\sskip|/skip")
SHOWING = ["seen spoken", "seen", "spoken", "neither"]
GATE = "All of this is private"
CONTROL_LIST = "sskip?whybbackhheavyppauseqstop"
WORD_LIST = "/skip/why/back/heavy/pause/stop"
SIZES = pytest.mark.parametrize("columns", [80, 40])
WORDS = ["She said", "वो चुप हो गई", "அமைதி", "ma'am", "the door,", "half open;", "কিছু না", "I looked away"]


class Window:
    """The program, running in a tmux window of its own."""

    def __init__(self, tmux, folder, columns, *words):
        self.columns = columns
        self._tmux = tmux
        self._left = folder / "left"
        starter = [sys.executable, "-I", "-S", "-c", STARTER, str(self._left)]
        size = ("-x", str(columns), "-y", "24")
        self._pane = tmux(
            "new-session", "-d", *size, "-P", "-F", "#{pane_id}", "--", *starter, *PROGRAM, *words
        ).strip()

    def keys(self, *names):
        self._tmux("send-keys", "-t", self._pane, *names)

    def type(self, text):
        self._tmux("send-keys", "-t", self._pane, "-l", text)

    def screen(self):
        return self._tmux("capture-pane", "-p", "-t", self._pane)

    def everything(self):
        joined = self._tmux("capture-pane", "-p", "-J", "-S", "-", "-t", self._pane)
        return "\n".join(line.rstrip() for line in joined.splitlines())

    def wait(self, ready, what):
        until = time.monotonic() + PATIENCE
        while not ready(shown := self.everything()):
            assert time.monotonic() < until, f"{what} did not come:\n{self.screen()}"
            time.sleep(0.02)
        return shown

    def wait_for(self, text):
        return self.wait(lambda shown: squeezed(text) in squeezed(shown), text)

    def wait_for_question(self, before=""):
        asked = len(places(before)) + 1
        return self.wait(lambda now: (len(places(now)) == asked and is_ready(now)) or at_gate(now), "the next question")

    def wait_for_pick(self, before):
        now_shown = below_heading(before)
        return self.wait(lambda now: below_heading(now) != now_shown and is_ready(now), "the next pick")

    def left(self):
        self.wait(lambda _: self._left.exists(), "the end")
        return int(self._left.read_text())

    def signal(self, number):
        os.kill(int(self._left.with_name("pid").read_text()), number)

    def kill(self):
        self.signal(signal.SIGKILL)
        assert self.left() == -signal.SIGKILL


class Writer:
    """Somebody who sits with a deck, and remembers every answer given."""

    def __init__(self, deck, seed, skips=0.0, heaviest=4):
        self.chance = random.Random(seed)
        self.heaviest = heaviest
        self.deck = deck
        self.skips = skips
        self.forget()

    def forget(self):
        self.answers = {}
        self.begun = {}
        self.picks = {}
        self.skipped = set()

    @property
    def has_written(self):
        return bool(self.answers or self.begun or self.picks or self.skipped)

    def words(self):
        return f"{self.chance.choice(WORDS)} {self.chance.randrange(10**6)}"

    def all_but_the_last_key(self, window, step):
        """Give an answer to the step, but for its last key; give its value and that key."""
        match step.kind:
            case Kind.CHOICE | Kind.LOAD:
                options = step.options[: self.heaviest + 1] if step.kind is Kind.LOAD else step.options
                number, option = self.chance.choice(list(enumerate(options, 1)))
                given = (int(option.id), option.id) if step.kind is Kind.LOAD else (option.id, str(number))
            case Kind.LINE | Kind.TEXT:
                given = self._words(window, step), "Enter"
            case Kind.CHOICES:
                picked = sorted(self.chance.sample(range(min(8, len(step.options))), 2))
                window.keys(*["Down"] * picked[0], "Space", *["Down"] * (picked[1] - picked[0]), "Space")
                given = [step.options[at].id for at in picked], "Enter"
            case Kind.POSITIONS:
                said, last = self._several(window, step)
                given = plain(self._places(step, said)), last
            case Kind.GRID:
                said, last = self._several(window, step)
                given = {row.id: each for row, each in zip(step.rows, said, strict=True)}, last
            case Kind.COMMITMENT:
                given = self._commitment(window, step)
        return given

    def _commitment(self, window, step):
        number, option = self.chance.choice(list(enumerate(step.options, 1)))
        if option.id == "only-seen":
            return {"scale": option.id, "text": ""}, str(number)
        before = window.everything()
        window.keys(str(number))
        window.wait_for_pick(before)
        return {"scale": option.id, "text": self._words(window, step)}, "Enter"

    def _words(self, window, step):
        words = self.words()
        window.type(words)
        if step.kind is not Kind.TEXT:
            window.wait_for(words)
            return self.gone_on(step, words)
        window.keys("Enter")
        if self.chance.random() < 0.5:
            more = self.words()
            words += f"\n{more}"
            window.type(more)
            window.keys("Enter")
        window.type(".")
        window.wait_for(f"{words}.")
        return self.gone_on(step, words)

    def gone_on(self, step, words):
        """Give words as they stand after what was begun before: on a line of their own in a text."""
        begun = self.begun.get(step.key, "")
        return begun + "\n" * bool(begun and step.kind is Kind.TEXT) + words

    def _lists(self, step):
        """Give the ids of each of the small lists a question is made of."""
        if step.kind is Kind.GRID:
            return [[option.id for option in step.options]] * len(step.rows)
        shows = step.parts.keys() == {"seen", "spoken"}
        a_subject = [SHOWING] if shows else [[each.id for each in options] for options in step.parts.values()]
        return a_subject * len(self.answers[step.of])

    def _places(self, step, said):
        each_has = len(said) // len(self.answers[step.of])
        places = {}
        for subject in self.answers[step.of]:
            picked, said = said[:each_has], said[each_has:]
            if step.parts.keys() == {"seen", "spoken"}:
                places[subject] = Position(**{part: part in picked[0].split() for part in step.parts})
            else:
                places[subject] = Position(**dict(zip(step.parts, picked, strict=True)))
        return places

    def _several(self, window, step):
        """Pick in each of the lists that is left but the last; give all picks, and the last key."""
        while len(self.picks.get(step.key, [])) < len(self._lists(step)) - 1:
            self._pick_one(window, step)
        number, picked = self._any_of(step)
        return [*self.picks.get(step.key, []), picked], str(number)

    def _any_of(self, step):
        ids = self._lists(step)[len(self.picks.get(step.key, []))]
        return self.chance.choice(list(enumerate(ids, 1)))

    def _pick_one(self, window, step):
        number, picked = self._any_of(step)
        before = window.everything()
        window.keys(str(number))
        window.wait_for_pick(before)
        self.picks.setdefault(step.key, []).append(picked)

    def half_answer(self, window, step):
        """Begin an answer and leave it open; give the words that were ended by Enter, and all of them."""
        if step.kind in (Kind.LINE, Kind.TEXT):
            ended, last = "", self.words()
            if step.kind is Kind.TEXT:
                ended = self.words()
                window.type(ended)
                window.keys("Enter")
            window.type(last)
            window.wait_for(last)
            return ended, "\n".join(filter(None, [ended, last]))
        if step.kind in (Kind.POSITIONS, Kind.GRID) and len(self.picks.get(step.key, [])) < len(self._lists(step)) - 1:
            self._pick_one(window, step)
        if step.kind is Kind.CHOICES:
            window.keys("Space")
        return "", ""

    def take_a_turn(self, window, shown):
        """Answer or skip the question that is shown; give what is shown next."""
        step = self.step(shown)
        may_skip = step.kind not in (Kind.POSITIONS, Kind.GRID, Kind.COMMITMENT) and step.key not in self.begun
        if may_skip and self.chance.random() < self.skips:
            window.keys(*(["/skip", "Enter"] if step.kind in (Kind.LINE, Kind.TEXT) else ["s"]))
            self.skipped.add(step.key)
            return window.wait_for_question(shown)
        value, last = self.all_but_the_last_key(window, step)
        window.keys(last)
        if step.kind is Kind.LOAD and value >= HEAVY_LOAD:
            window.wait(lambda now: "That sits heavily" in now, "what helps when it sits heavily")
            window.keys("4")
        shown = window.wait_for_question(shown)
        self.has_answered(step, value)
        return shown

    def has_answered(self, step, value):
        self.answers[step.key] = value
        self.begun.pop(step.key, None)
        self.picks.pop(step.key, None)

    def step(self, shown):
        return [step for step in self.deck.steps if 25 in step.minutes][place(shown)[0] - 1]


def without_size():
    """Give the environment without COLUMNS and LINES, which readline sets behind Python's back."""
    return {name: value for name, value in os.environ.items() if name not in ("COLUMNS", "LINES")}


def squeezed(text):
    return "".join(text.split())


def below_heading(shown):
    found = list(HEADING.finditer(shown))
    return shown[found[-1].start() :] if found else shown


def is_ready(shown):
    return bool(CONTROLS.search(below_heading(shown)))


def at_gate(shown):
    return "Enter goes on" in shown.partition(GATE)[2]


def places(shown):
    return [(int(number), int(of)) for number, of in HEADING.findall(shown)]


def place(shown):
    return places(shown)[-1]


def run(line):
    ran = subprocess.run([*PROGRAM, *line.split()], capture_output=True, text=True, check=True)
    return json.loads(ran.stdout)


def kept(number):
    entry = run(f"show {number} --json")
    return entry["finished"], {answer["key"]: answer["value"] for answer in entry["answers"]}


def assert_in_bounds(window, shown):
    assert all(len(line) <= window.columns for line in shown.splitlines()), shown
    numbers = [number for number, _ in places(shown)]
    assert numbers == sorted(numbers)
    assert {of for _, of in places(shown)} <= {STEPS}


@pytest.fixture
def start(monkeypatch):
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    with tempfile.TemporaryDirectory(prefix="tmux-", ignore_cleanup_errors=True) as folder:

        def tmux(*words):
            command = ["tmux", "-u", "-f", os.devnull, "-S", f"{folder}/socket", *words]
            return subprocess.run(command, check=True, capture_output=True, text=True, env=without_size()).stdout

        yield lambda columns, *words: Window(tmux, Path(tempfile.mkdtemp(dir=folder)), columns, *words)
        with suppress(subprocess.CalledProcessError):
            tmux("kill-server")


@pytest.fixture
def locked(reflect, tmp_path):
    secret = tmp_path / "secret"
    secret.write_text(f"{PASSPHRASE}\n")
    assert reflect(f"init --passphrase-file {secret}").code == 0
    return secret


@pytest.fixture
def sit_down(start, locked, monkeypatch):
    monkeypatch.setenv("REFLECT_PASSPHRASE_FILE", str(locked))
    return lambda columns=80: start(columns, "write", "s2-power", "--minutes", "25")


@SIZES
def test_a_whole_sitting_keeps_its_count_and_its_width(sit_down, s2_power, columns):
    writer, window = Writer(s2_power, f"whole {columns}"), sit_down(columns)

    shown = window.wait_for_question()
    while not at_gate(shown):
        assert_in_bounds(window, shown)
        visible = squeezed(window.screen())
        assert any(squeezed(prompt.text) in visible for prompt in writer.step(shown).prompts), window.screen()
        assert CONTROL_LIST in visible or WORD_LIST in visible
        shown = writer.take_a_turn(window, shown)
    assert_in_bounds(window, shown)
    assert GATE in window.screen()
    window.keys("Enter")
    window.wait_for("Kept as entry 1.")

    assert window.left() == 0
    assert kept(1) == (True, writer.answers)


@SIZES
def test_the_question_stays_in_sight_above_a_long_list(sit_down, s2_power, columns):
    writer, window = Writer(s2_power, "long"), sit_down(columns)
    shown = window.wait_for_question()
    while writer.step(shown).key != "dims":
        shown = writer.take_a_turn(window, shown)
    step = writer.step(shown)

    for option in step.options[1:]:
        window.keys("Down")
        window.wait(lambda _, label=option.label: f">○{squeezed(label)}" in squeezed(window.screen()), option.label)
        visible = squeezed(window.screen())
        assert any(squeezed(prompt.text) in visible for prompt in step.prompts), window.screen()
        assert f"3of{STEPS}" in visible
    assert_in_bounds(window, window.everything())


@SIZES
def test_every_key_that_is_no_answer_says_what_it_does_within_the_window(sit_down, s2_power, columns):
    window = sit_down(columns)
    arrive, moment = s2_power.steps[:2]

    shown = window.wait_for_question()
    window.keys("?")
    shown = window.wait_for_question(shown)
    assert squeezed(arrive.why) in squeezed(shown)
    window.keys("h")
    window.wait_for("A lighter question")
    window.keys("1")
    shown = window.wait_for_question(shown)
    window.keys("s")
    shown = window.wait_for_question(shown)
    window.keys("/why", "Enter")
    shown = window.wait_for_question(shown)
    assert squeezed(moment.why) in squeezed(shown)
    window.keys("/stop", "Enter")
    window.wait_for("Go on after all")

    assert_in_bounds(window, window.everything())
    window.keys("1")
    assert window.left() == 0


def test_only_going_back_lets_the_number_fall(sit_down, s2_power):
    writer, window = Writer(s2_power, "back"), sit_down()
    shown = window.wait_for_question()
    while place(shown)[0] < 6:
        shown = writer.take_a_turn(window, shown)
    numbers = [number for number, _ in places(shown)]
    assert numbers == sorted(numbers)

    window.keys("b")
    shown = window.wait_for_question(shown)

    assert [number for number, _ in places(shown)] == [*numbers, numbers[-2]]
    assert {of for _, of in places(shown)} == {STEPS}
    window.keys("p")
    assert window.left() == 0
    assert kept(1) == (False, writer.answers)


def test_going_back_changes_an_answer_and_loses_none(sit_down, s2_power):
    writer, window = Writer(s2_power, "change"), sit_down()
    shown = window.wait_for_question()
    while place(shown)[0] < 3:
        shown = writer.take_a_turn(window, shown)
    window.keys("b")
    shown = window.wait_for_question(shown)
    assert writer.step(shown).key == "moment"
    window.type("and more")
    window.keys("Enter")
    window.type(".")
    window.keys("Enter")
    window.wait_for_question(shown)
    window.kill()

    assert kept(1) == (False, {**writer.answers, "moment": f"{writer.answers['moment']}\nand more"})


def leave_after_some_questions(writer, window, how):
    """Sit for a while and leave: between two answers, within one, or with the last key still on its way."""
    shown = window.wait_for_question()
    for _ in range(writer.chance.randrange(5)):
        if not at_gate(shown):
            shown = writer.take_a_turn(window, shown)
    assert_in_bounds(window, shown)
    if at_gate(shown):
        window.keys("Enter")
        assert window.left() == 0
        return True
    step = writer.step(shown)
    is_last = len(set(place(shown))) == 1
    moment = writer.chance.choice(["between", "within", "on its way"])
    if moment == "on its way" and how == "kill" and not is_last:
        value, last = writer.all_but_the_last_key(window, step)
        window.keys(last)
        window.kill()
        _, there = kept_draft()
        assert there.get(step.key, value) == value
        if step.key in there:
            writer.has_answered(step, value)
        elif step.kind is Kind.TEXT:
            writer.begun[step.key] = value
    elif how == "kill":
        ended, _ = writer.half_answer(window, step) if moment == "within" else ("", "")
        window.kill()
        if ended:
            writer.begun[step.key] = writer.gone_on(step, ended)
    else:
        _, typed = writer.half_answer(window, step) if moment == "within" else ("", "")
        window.keys("C-c")
        assert window.left() == 130
        if typed:
            writer.begun[step.key] = writer.gone_on(step, typed)
    return False


def kept_draft():
    drafts = run("list --drafts --json")
    assert len(drafts) <= 1
    return kept(drafts[0]["number"]) if drafts else (False, {})


@pytest.mark.parametrize("how", ["kill", "ctrl-c"])
def test_twenty_times_cut_short_no_answer_is_lost(sit_down, s2_power, how):
    writer, finished = Writer(s2_power, f"cut short {how}", skips=0.1, heaviest=2), 0
    for _ in range(20):
        window = sit_down()
        if writer.has_written:
            shown = window.wait_for("Go on with it?")
            if writer.answers:
                assert re.search(rf"\s{len(writer.answers)}\sanswer", shown)
            window.keys("y")
        shown = window.wait_for_question()
        first = writer.step(shown).key
        assert first not in writer.answers.keys() | writer.skipped
        if words := writer.begun.get(first):
            assert "You had begun this one." in shown
            assert squeezed(words) in squeezed(below_heading(shown))
        if leave_after_some_questions(writer, window, how):
            finished += 1
            assert kept(finished) == (True, writer.answers)
            for commitment in run("commitments --open --json"):  # else the next sitting asks what became of it
                run(f"commitments update {commitment['number']} let-go --json")
            writer.forget()
        else:
            assert kept_draft() == (False, writer.answers)
    assert finished


def test_words_of_one_line_are_offered_again_after_ctrl_c(sit_down, s2_power):
    writer, window = Writer(s2_power, "line"), sit_down()
    shown = window.wait_for_question()
    while writer.step(shown).key != "words-ready":
        shown = writer.take_a_turn(window, shown)
    window.type("मैं सुन रही हूँ, ek minute")
    window.wait_for("ek minute")
    window.keys("C-c")
    assert window.left() == 130

    window = sit_down()
    window.wait_for("Go on with it?")
    window.keys("y")
    shown = window.wait_for_question()
    assert "ek minute" in below_heading(shown)
    window.keys("Enter")
    window.wait_for_question(shown)

    assert kept(1) == (False, {**writer.answers, "words-ready": "मैं सुन रही हूँ, ek minute"})


def test_words_added_to_an_answer_are_offered_again_after_ctrl_c(sit_down, s2_power):
    writer, window = Writer(s2_power, "added"), sit_down()
    shown = window.wait_for_question()
    while place(shown)[0] < 3:
        shown = writer.take_a_turn(window, shown)
    window.keys("b")
    window.wait_for_question(shown)
    window.type("and something more")
    window.wait_for("and something more")
    window.keys("C-c")
    assert window.left() == 130
    assert kept(1) == (False, writer.answers)

    window = sit_down()
    window.wait_for("Go on with it?")
    window.keys("y")
    shown = window.wait_for_question()

    assert place(shown) == (2, STEPS)
    assert "and something more" in below_heading(shown)


def test_ctrl_c_at_the_last_list_leaves_a_finished_entry_and_says_so(sit_down, s2_power):
    writer, window = Writer(s2_power, "gate"), sit_down()
    shown = window.wait_for_question()
    while not at_gate(shown):
        shown = writer.take_a_turn(window, shown)
    window.keys("C-c")

    assert window.left() == 130
    assert kept(1) == (True, writer.answers)
    assert "Kept as entry 1." in window.everything()
    assert "Go on where you left off" not in window.everything()


@pytest.mark.parametrize("turns", [0, 1], ids=["in a list", "in a text"])
def test_the_interrupt_signal_is_ctrl_c(sit_down, s2_power, turns):
    writer, window = Writer(s2_power, "signal"), sit_down()
    shown = window.wait_for_question()
    for _ in range(turns):
        shown = writer.take_a_turn(window, shown)
    _, words = writer.half_answer(window, writer.step(shown))
    window.signal(signal.SIGINT)

    assert window.left() == 130
    if turns:
        assert kept(1) == (False, writer.answers)
        window = sit_down()
        window.wait_for("Go on with it?")
        window.keys("y")
        assert squeezed(words) in squeezed(below_heading(window.wait_for_question()))


def test_a_typed_passphrase_opens_the_journal_and_is_never_shown(start, locked):
    locked.unlink()
    window = start(80, "write", "s2-power", "--minutes", "25")
    window.wait_for("Passphrase:")
    window.type(PASSPHRASE)
    window.keys("Enter")
    shown = window.wait_for_question()

    assert place(shown) == (1, STEPS)
    assert PASSPHRASE not in shown
    window.keys("p")
    assert window.left() == 0


def test_a_wrongly_typed_passphrase_opens_nothing(start, locked):
    locked.unlink()
    window = start(40, "write", "s2-power", "--minutes", "25")
    window.wait_for("Passphrase:")
    window.type(f"{PASSPHRASE}s")
    window.keys("Enter")

    assert window.left() == 4
    assert not HEADING.search(window.everything())


def test_ctrl_c_at_the_passphrase_just_leaves(start, locked):
    locked.unlink()
    window = start(80, "write", "s2-power")
    window.wait_for("Passphrase:")
    window.keys("C-c")

    assert window.left() == 130
    assert "Traceback" not in window.everything()
