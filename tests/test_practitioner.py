"""One made-up year of one practitioner, and every screen that looks back on it.

The screens are in tests/golden/year. To write them anew, after looking at what changed:

    REFLECT_WRITE_GOLDEN=1 python -m pytest tests/test_practitioner.py
"""

import contextlib
import io
import json
import os
import random
import re
import secrets
import shlex
import subprocess
import sys
import time
from collections import Counter
from contextlib import redirect_stderr, redirect_stdout
from datetime import datetime
from pathlib import Path

import pytest

from reflect import cli, clock, vault
from reflect.models import ONLY_SEEN

WRITE = bool(os.environ.get("REFLECT_WRITE_GOLDEN"))
YEAR = [
    json.loads(line)
    for line in (Path(__file__).parent / "data" / "year.jsonl").read_text(encoding="utf-8").splitlines()
]
GOLDEN = Path(__file__).parent / "golden" / "year"
END = "2026-11-01T12:00:00+05:30"
SCREENS = {
    "power.txt": "power",
    "power-caste.txt": "power --dimension caste",
    "power-thread.txt": "power --thread {a}",
    "location.txt": "location",
    "commitments.txt": "commitments",
    "commitments-open.txt": "commitments --open",
    "thread.txt": "thread",
    "reflect.txt": "",
    "list.txt": "list --limit 60",
    "themes.txt": "themes",
    "themes-quarters.txt": "themes --by quarter --since 2026-01-01",
    "themes-class-money.txt": "themes show class-money",
    "themes-review.txt": "themes review",
    "themes-compare.txt": "themes --compare --since 2026-05-01",
}
PAGES = {
    "power.html": "power --html {file}",
    "location.html": "location --html {file}",
    "themes.html": "themes --html {file}",
}


def ran(line, stdin=""):
    """Run a command line through the real `main()`, and give what it printed."""
    out, err = io.StringIO(), io.StringIO()
    with pytest.MonkeyPatch.context() as patch, redirect_stdout(out), redirect_stderr(err):
        patch.setattr(sys, "argv", ["reflect", *shlex.split(line)])
        patch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin.encode()), encoding="utf-8"))
        with pytest.raises(SystemExit) as left:
            cli.main()
    assert left.value.code in (None, 0), (line, err.getvalue())
    return out.getvalue()


class Written:
    """The year as it was kept: the home, the labels of its threads, and the numbers of what was promised."""

    def __init__(self, home):
        self.home = home
        self.labels = {}
        self.numbers = {}

    def keep(self, line):
        thread = line.get("thread")
        label = f"--thread {self.labels.get(thread, 'new')}" if thread else ""
        told = {str(self.numbers[made]): news for made, news in line.get("follow", {}).items()}
        answers = {**line["answers"], **({"follow-up": told} if told else {})}
        data = {"date": line["date"], "minutes": line["minutes"], "answers": answers, "share": line.get("share", {})}
        entry = json.loads(ran(f"write {line['deck']} {label} --answers - --json", json.dumps(data)))
        if thread:
            self.labels[thread] = entry["thread"]
        for commitment in entry["commitments"]:
            self.numbers[line["date"]] = commitment["number"]


@pytest.fixture(scope="module")
def year(tmp_path_factory):
    """Keep the whole year through `write --answers`, each entry on its day."""
    written = Written(tmp_path_factory.mktemp("year") / "home")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("REFLECT_HOME", str(written.home))
        patch.setenv("TERM", "dumb")
        patch.setattr(vault, "COST", {"iterations": 1, "lanes": 1, "memory_cost": 64})
        patch.setattr(secrets, "choice", random.Random(2026).choice)
        ran("init --no-passphrase")
        for line in YEAR:
            patch.setattr(clock, "now", lambda at=line["date"]: datetime.fromisoformat(at))
            written.keep(line)
    return written


@pytest.fixture(autouse=True)
def in_india():
    """Let local days be those of the person who wrote."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TZ", "Asia/Kolkata")
        time.tzset()
        yield
    time.tzset()


@pytest.fixture
def at_the_end(year, monkeypatch, set_clock):
    """Look back from the end of the year."""
    monkeypatch.setenv("REFLECT_HOME", str(year.home))
    set_clock(END)
    return year


@pytest.fixture
def elsewhere(at_the_end, home, monkeypatch):
    """Carry everything over into a new journal, and look from there."""
    copy = home.parent / "all.json"
    ran(f"export --all --format json --output {copy}")
    monkeypatch.setenv("REFLECT_HOME", str(home))
    ran("init --no-passphrase")
    ran(f"import {copy} --yes")
    return at_the_end


def screen(year, line, file=None):
    shown = ran(line.format(file=file, **year.labels))
    return file.read_text(encoding="utf-8") if file else shown


def golden(name, shown):
    if WRITE:
        GOLDEN.mkdir(exist_ok=True)
        (GOLDEN / name).write_text(shown, encoding="utf-8")
    return (GOLDEN / name).read_text(encoding="utf-8")


@pytest.mark.parametrize(("name", "line"), SCREENS.items())
def test_a_screen_of_the_year_is_as_it_was_when_somebody_last_looked(at_the_end, name, line):
    shown = screen(at_the_end, line)

    assert shown == golden(name, shown)


@pytest.mark.parametrize(("name", "line"), PAGES.items())
def test_a_page_of_the_year_is_as_it_was_when_somebody_last_looked(at_the_end, tmp_path, name, line):
    shown = screen(at_the_end, line, tmp_path / name)

    assert shown == golden(name, shown)


@pytest.mark.skipif(not hasattr(os, "openpty"), reason="Windows has no terminals of this kind.")
@pytest.mark.parametrize("encoding", ["utf-8", "cp1252"])
@pytest.mark.parametrize("colour", ["colour", "none"])
@pytest.mark.parametrize("columns", [80, 40])
def test_themes_look_as_they_did_in_any_terminal(at_the_end, columns, colour, encoding):
    shown = in_a_terminal("themes --until 2026-11-01", columns, colour, encoding)

    assert shown == golden(f"themes-{columns}-{colour}-{encoding}.txt", shown)
    plain = re.sub("\x1b\\[[\\d;]*m", "", shown)
    assert not re.search("\x1b\\[[34]\\d", shown)  # bold and dim say nothing that the words do not
    assert max(map(len, plain.splitlines())) <= columns
    assert ("█" in plain) == (encoding == "utf-8")


def in_a_terminal(line, columns, colour, encoding):
    """Run a command in a terminal of its own, and give what it printed there."""
    import fcntl
    import pty
    import struct
    import termios

    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    environment = {**os.environ, "TERM": "xterm-256color", "PYTHONIOENCODING": encoding, "COLUMNS": str(columns)}
    if colour == "none":
        environment["NO_COLOR"] = "1"
    with subprocess.Popen(
        [sys.executable, "-m", "reflect", *shlex.split(line)],
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        env=environment,
    ) as running:
        os.close(theirs)
        said = b""
        with contextlib.suppress(OSError):  # how a terminal says that nobody writes to it any more
            while chunk := os.read(ours, 65536):
                said += chunk
    os.close(ours)
    assert running.returncode == 0
    return said.decode(encoding).replace("\r\n", "\n")


def test_the_whole_year_is_there(at_the_end):
    entries = json.loads(ran("list --json"))

    assert [each["written"] for each in reversed(entries)] == [
        datetime.fromisoformat(line["date"]).isoformat() for line in YEAR
    ]
    assert at_the_end.labels.keys() == {line["thread"] for line in YEAR if "thread" in line}
    assert len(set(at_the_end.labels.values())) == len(at_the_end.labels)


def counted_by_hand(read):
    """Count what `read` finds in the answers of each entry that is about somebody besides the writer."""
    return Counter(found for line in YEAR if line["deck"] != "own-location" for found in read(line["answers"]))


def placed(answers):
    yield from ((place.get("me"), place.get("them")) for place in answers.get("place", {}).values())


def guessed(answers):
    yield from (each for each, place in answers.get("place", {}).items() if place.get("basis") == "inferred")


def structures(answers):
    yield from answers.get("structures", [])
    yield from (each.removeprefix("structure:") for each in answers.get("room", []) if each.startswith("structure:"))


def test_what_the_year_shows_is_what_was_written_counted_by_hand(at_the_end):
    shown = json.loads(ran("power --json"))
    places = counted_by_hand(placed)
    plain = {("closer", "further"), ("closer", "closer"), ("further", "closer"), ("further", "further")}

    pairings = {name: sum(counts.values()) for name, counts in shown["pairings"].items()}
    assert pairings == {
        "i-closer": places["closer", "further"],
        "both-closer": places["closer", "closer"],
        "they-closer": places["further", "closer"],
        "both-further": places["further", "further"],
        "unplaced": sum(count for pair, count in places.items() if pair not in plain),
    }
    assert Counter(each["dimension"] for each in shown["inferences"]) == counted_by_hand(guessed)
    assert {each["structure"]: each["entries"] for each in shown["structures"]} == counted_by_hand(structures)
    assert pairings["i-closer"] > pairings["they-closer"] > pairings["both-further"] > 0


def promised():
    """Give what the year promises, by its day, with all the news of it that the year tells."""
    made = {
        line["date"]: answer["text"]
        for line in YEAR
        for answer in line["answers"].values()
        if isinstance(answer, dict) and answer.get("scale", ONLY_SEEN) != ONLY_SEEN and answer["text"].strip()
    }
    told = {day: [] for day in made}
    for line in YEAR:
        for day, news in line.get("follow", {}).items():
            told[day].append((news["status"], news["text"]))
    return {day: (text, told[day]) for day, text in made.items()}


def kept():
    """Give what the journal has of every promise, by the moment it was made."""
    return {
        each["made"]: (each["text"], [(news["status"], news["text"]) for news in each["news"]])
        for each in json.loads(ran("commitments --json"))
    }


def by_moment(found):
    return {datetime.fromisoformat(day).isoformat(): each for day, each in found.items()}


def test_every_promise_of_the_year_is_found_in_the_end_with_what_became_of_it(at_the_end):
    expected = by_moment(promised())

    assert len(expected) > 15
    assert sum(bool(news) for _, news in expected.values()) > 10
    assert kept() == expected


def test_every_promise_is_on_the_screen_with_its_last_news(at_the_end):
    shown = " ".join(ran("commitments").split())

    for text, news in promised().values():
        assert " ".join(text.split()) in shown
        assert not news or " ".join(news[-1][1].split()) in shown


def test_what_is_open_is_what_nobody_has_said_anything_of(at_the_end):
    still_open = {each["made"] for each in json.loads(ran("commitments --open --json"))}

    assert still_open == {day for day, (_, news) in by_moment(promised()).items() if not news or news[-1][0] == "open"}


def test_carried_over_into_a_new_journal_every_promise_is_there(elsewhere):
    assert kept() == by_moment(promised())


@pytest.mark.parametrize("line", [*SCREENS.values()])
def test_carried_over_into_a_new_journal_every_screen_is_the_same(elsewhere, at_the_end, monkeypatch, line):
    there = screen(elsewhere, line)
    monkeypatch.setenv("REFLECT_HOME", str(at_the_end.home))

    assert there == screen(at_the_end, line)


@pytest.mark.parametrize(("name", "line"), PAGES.items())
def test_carried_over_into_a_new_journal_every_page_is_the_same(
    elsewhere, at_the_end, monkeypatch, tmp_path, name, line
):
    there = screen(elsewhere, line, tmp_path / "there.html")
    monkeypatch.setenv("REFLECT_HOME", str(at_the_end.home))

    assert there == screen(at_the_end, line, tmp_path / "here.html")


def test_no_label_of_a_thread_is_on_the_page_for_a_supervisor(at_the_end):
    page = ran("export")

    assert page.startswith("# For supervision")
    assert len(at_the_end.labels) == 3
    assert not [label for label in at_the_end.labels.values() if label in page]
