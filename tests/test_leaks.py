"""What is typed is in the sealed file and nowhere else: no other file, process table, error or traceback has it."""

import base64
import json
import os
import re
import select
import signal
import subprocess
import sys
import threading
import time
from contextlib import suppress
from functools import cache
from pathlib import Path

import pytest

PASSPHRASE = "kettle rickshaw monsoon brass"
LINES = ["aubergine chandelier harmonium", "दोपहर खामोशी बरामदा", "அவள் சிரித்தாள் வாசலில்"]
PLAN = "moonlight umbrellas cardamoms"
TYPED = [*LINES, PLAN]
PATIENCE = 20
READY = "\x1b[?2004h"
TITLE = re.compile(rb"\x1b\][012];")

DECK = """
id = "watched"
title = "Watched"
source = "Ours"
about = "A text, a line and a number."

[[steps]]
key = "moment"
beat = "moment"
kind = "text"
minutes = [2]
weight = "light"
why = "To have typed a text."
prompts = ["Which small moment has stayed with you?"]

[[steps]]
key = "carry"
beat = "carry"
kind = "commitment"
minutes = [2]
weight = "light"
why = "To have typed a line."
prompts = ["What goes with you from here?"]

[[steps]]
key = "land"
beat = "land"
kind = "load"
minutes = [2]
weight = "light"
why = "To have something left to ask."
prompts = ["How heavy is it, as you close this?"]
"""

termios = pytest.importorskip("termios", reason="this system has no pseudo-terminals")
needs_proc = pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="this system has no /proc")

BREAK = "from reflect import cli, kinds\nfrom reflect.journal import tables\n"
BROKEN = {
    "a fault of our own": "tables.keep = lambda made, entry, day: entry.begun / 0\n",
    "a value no row takes": "tables.json = type('json', (), {'dumps': lambda value, **_: value})\n",
    "a value no column takes": (
        "validate = tables.EntryRow.model_validate\n"
        "def spoilt(data):\n    row = validate(data)\n    row.written = 'never'\n    return row\n"
        "tables.EntryRow.model_validate = spoilt\n"
    ),
    "a value SQL does not take": "tables._seconds_east = lambda moment: 2**70\n",
    "words that fail to be counted": "kinds.words = lambda answer: len(answer.value)\n",
}


@cache
def forms(words):
    """Give every form the words might lie in a file as: plain, UTF-16, escaped, and base64 at any place."""
    plain = words.encode()
    wide = words.encode("utf-16-le")
    found = [plain, wide, words.encode("utf-16-be"), json.dumps(words).strip('"').encode()]
    for data in (plain, wide):
        for before in range(3):
            whole = base64.b64encode(b"\0" * before + data)
            found.append(whole[-(-before * 4 // 3) : (before + len(data)) * 4 // 3])
    return found


def is_in(data, words):
    return any(form in data for form in forms(words))


def leaks(data):
    """Give the lines typed of which any word is found: a fault may show only one end of a line."""
    return [line for line in TYPED if any(is_in(data, word) for word in line.split())]


def leaks_in_files(folder):
    found = {}
    for path in sorted(folder.rglob("*")):
        with suppress(OSError):
            if path.is_file() and (there := leaks(path.read_bytes())):
                found[path.name] = there
    return found


class Watch:
    """Looks through every file again and again for as long as it is open."""

    def __init__(self, folder):
        self.folder = folder
        self.found = {}
        self.rounds = 0
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._look)

    def _look(self):
        while not self._over.wait(0.005):
            self.found |= leaks_in_files(self.folder)
            self.rounds += 1

    def __enter__(self):
        self._thread.start()
        return self

    def __exit__(self, *_):
        self._over.set()
        self._thread.join()


class Sitting:
    """The program asking, through pipes or in a pseudo-terminal, and somebody who answers."""

    def __init__(self, env, folder, *, in_terminal, code=None):
        self.in_terminal = in_terminal
        self.shown = b""
        self._looked_at = 0
        self._errors = folder / "errors"
        start = ["-c", f"{BREAK}{code}cli.main()"] if code else ["-m", "reflect"]
        command = [sys.executable, *start, "write", "watched"]
        if in_terminal:
            self._in, other_end = os.openpty()
            termios.tcsetwinsize(other_end, (24, 80))
            self._out = self._in
            env = {**env, "TERM": "xterm", "PROMPT_TOOLKIT_NO_CPR": "1"}
            self.process = subprocess.Popen(
                command, stdin=other_end, stdout=other_end, stderr=other_end, env=env, cwd=folder
            )
            os.close(other_end)
        else:
            pipe = subprocess.PIPE
            with self._errors.open("wb") as errors:
                self.process = subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=errors, env=env, cwd=folder)
            self._in, self._out = self.process.stdin.fileno(), self.process.stdout.fileno()

    def type(self, text):
        os.write(self._in, text.encode())

    def enter(self, text=""):
        self.type(text + ("\r" if self.in_terminal else "\n"))

    def pick(self, number):
        self.type(number) if self.in_terminal else self.enter(number)

    def wait_for(self, text):
        until = time.monotonic() + PATIENCE
        while (at := self.shown.find(text.encode(), self._looked_at)) < 0:
            assert select.select([self._out], [], [], until - time.monotonic())[0], self.shown.decode()
            assert self._read(), self.shown.decode()
        self._looked_at = at + len(text.encode())

    def _read(self):
        chunk = os.read(self._out, 65536)
        self.shown += chunk
        return chunk

    def end(self):
        with suppress(OSError):
            while self._read():
                pass
        return self.process.wait(PATIENCE)

    def errors(self):
        return self._errors.read_bytes()

    def close(self):
        self.process.kill()
        self.process.wait()
        if self.in_terminal:
            os.close(self._in)
        else:
            self.process.stdin.close()
            self.process.stdout.close()

    def wait_to_type(self, heading):
        self.wait_for(heading)
        self.wait_for(READY if self.in_terminal else "> ")

    def wait_to_pick(self, heading):
        self.wait_for(heading)
        self.wait_for(READY if self.in_terminal else ": ")

    def write_two_lines_and_half(self):
        self.wait_to_type("1 of 3")
        for line in LINES[:2]:
            self.enter(line)
        self.type(LINES[2])
        if self.in_terminal:
            self.wait_for(LINES[2].split()[-1])

    def end_the_text(self):
        self.enter()
        self.enter(".")
        self.wait_to_pick("2 of 3")

    def go_on_to_the_last_question(self):
        self.end_the_text()
        self.pick("1")
        self.wait_to_type("In a line: what will it be?")
        self.enter(PLAN)
        self.wait_to_pick("3 of 3")

    def finish(self):
        self.pick("1")
        self.wait_to_pick("All of this is private")
        self.enter(" " if self.in_terminal else "1")
        self.wait_to_pick("Commitments carry a mark of their own")
        self.enter()
        self.wait_for("Kept as entry 1.")
        return self.end()


@pytest.fixture
def person(tmp_path):
    for name in ("person", "temp", "here"):
        (tmp_path / name).mkdir()
    return tmp_path


@pytest.fixture
def env(person, reflect, home):
    (home / "decks").mkdir(parents=True)
    (home / "decks" / "watched.toml").write_text(DECK)
    secret = person / "secret"
    secret.write_text(PASSPHRASE)
    assert reflect(f"init --passphrase-file {secret}").code == 0
    places = {name: str(person / "temp") for name in ("TMPDIR", "TEMP", "TMP")}
    kept = {name: value for name, value in os.environ.items() if name not in ("COLUMNS", "LINES")}
    return {
        **kept,
        **places,
        "HOME": str(person / "person"),
        "REFLECT_PASSPHRASE_FILE": str(secret),
        "LC_ALL": "C.UTF-8",
    }


@pytest.fixture
def sitting(person, env):
    opened = []

    def start(**how):
        opened.append(Sitting(env, person / "here", **how))
        return opened[-1]

    yield start
    for each in opened:
        each.close()


WAYS = pytest.mark.parametrize("in_terminal", [False, True], ids=["through pipes", "in a terminal"])


CODED = {
    "utf-8": str.encode,
    "utf-16": lambda text: text.encode("utf-16"),
    "utf-16, the other way round": lambda text: text.encode("utf-16-be"),
    "base64": lambda text: base64.b64encode(text.encode()),
    "base64 of utf-16": lambda text: base64.b64encode(text.encode("utf-16")),
    "json": lambda text: json.dumps([text]).encode(),
}


@pytest.mark.parametrize("before", ["", "1", "12", "123"])
@pytest.mark.parametrize("coded", CODED)
def test_the_search_itself_finds_a_word_however_it_lies(tmp_path, coded, before):
    for line in TYPED:
        for word in line.split():
            (tmp_path / word).write_bytes(CODED[coded](f"{before}{word}."))

    assert leaks_in_files(tmp_path) == {word: [line] for line in TYPED for word in line.split()}


@WAYS
def test_no_file_holds_what_is_typed_while_it_is_typed_nor_after(sitting, person, env, in_terminal):
    with Watch(person) as watch:
        one = sitting(in_terminal=in_terminal)
        one.write_two_lines_and_half()
        assert leaks_in_files(person) == {}
        one.go_on_to_the_last_question()
        assert leaks_in_files(person) == {}
        assert one.finish() == 0
    assert watch.found == {}
    assert watch.rounds > 10

    shown = subprocess.run(
        [sys.executable, "-m", "reflect", "show", "1"], env=env, cwd=person / "here", capture_output=True, check=True
    )
    assert leaks(shown.stdout) == TYPED
    assert leaks(shown.stderr) == []
    assert leaks_in_files(person) == {}
    files = [path for path in person.rglob("*") if path.is_file()]
    assert [path.name for path in files if is_in(path.read_bytes(), PASSPHRASE)] == ["secret"]


@WAYS
def test_a_sitting_that_is_killed_leaves_no_words_about(sitting, person, in_terminal):
    one = sitting(in_terminal=in_terminal)
    one.write_two_lines_and_half()
    one.process.send_signal(signal.SIGKILL)
    one.end()

    assert leaks_in_files(person) == {}


@needs_proc
@WAYS
def test_nothing_typed_shows_in_the_process_table_or_in_an_open_file(sitting, in_terminal):
    one = sitting(in_terminal=in_terminal)
    one.write_two_lines_and_half()
    one.go_on_to_the_last_question()

    process = Path("/proc") / str(one.process.pid)
    environ = (process / "environ").read_bytes()
    assert b"REFLECT_PASSPHRASE_FILE" in environ
    for data in (environ, (process / "cmdline").read_bytes(), (process / "comm").read_bytes()):
        assert leaks(data) == []
        assert not is_in(data, PASSPHRASE)
    open_files = [path for path in (process / "fd").iterdir() if path.is_file()]
    assert open_files
    assert [leaks(path.read_bytes()) for path in open_files] == [[]] * len(open_files)


def test_the_window_title_never_changes(sitting):
    one = sitting(in_terminal=True)
    one.write_two_lines_and_half()
    one.end_the_text()
    one.pick("p")

    assert one.end() == 0
    assert b"1 of 3" in one.shown
    assert not TITLE.search(one.shown)


def test_stderr_of_a_whole_sitting_is_silent_about_it(sitting):
    one = sitting(in_terminal=False)
    one.write_two_lines_and_half()
    one.go_on_to_the_last_question()

    assert one.finish() == 0
    assert one.errors() == b""


@pytest.mark.parametrize("fault", BROKEN)
def test_a_fault_while_keeping_shows_a_traceback_without_the_words(sitting, person, fault):
    one = sitting(in_terminal=False, code=BROKEN[fault])
    with suppress(BrokenPipeError):
        one.write_two_lines_and_half()
        one.enter()
        one.enter(".")

    assert one.end() == 1
    assert b"Traceback" in one.errors()
    assert leaks(one.shown + one.errors()) == []
    assert leaks_in_files(person) == {}


def test_a_database_that_refuses_says_so_without_the_words(sitting, person):
    refusing = "CREATE TEMP TRIGGER refused BEFORE INSERT ON main.entry BEGIN SELECT RAISE(ABORT, 'no'); END"
    code = (
        "from reflect.journal import schema\nmigrate = schema.migrate\n"
        f"schema.migrate = lambda connection: (migrate(connection), connection.execute({refusing!r}))\n"
    )
    one = sitting(in_terminal=False, code=code)
    with suppress(BrokenPipeError):
        one.write_two_lines_and_half()

    assert one.end() == 1
    assert one.errors().startswith(b"The journal could not be read or written (SQLITE_CONSTRAINT")
    assert leaks(one.shown + one.errors()) == []
    assert leaks_in_files(person) == {}


def test_answers_that_are_no_json_are_refused_without_repeating_them(reflect, made):
    ran = reflect("write s2-power --answers -", stdin=json.dumps({"answers": {"moment": " ".join(TYPED)}})[:-1])

    assert (ran.code, ran.out) == (2, "")
    assert leaks(ran.err.encode()) == []
