"""What every test stands on: a home of its own, no network, cheap locks, and a clock that stands still."""

import io
import itertools
import json
import os
import re
import shlex
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from html import unescape
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from reflect import cli, clock, decks, journal, vault
from reflect.models import Deck, Entry, new_id

settings.register_profile("reflect", deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
settings.load_profile("reflect")

NOON = datetime.fromisoformat("2026-11-01T12:00:00+05:30")
PASSPHRASE = "kettle rickshaw monsoon brass"


class NoNetworkError(RuntimeError):
    """Something tried to reach the network."""


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a REFLECT_HOME of this test alone, and take away whatever the developer has set."""
    for name in list(os.environ):
        if name.startswith("REFLECT_") or name in ("NO_COLOR", "FORCE_COLOR", "PYTHONIOENCODING"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("REFLECT_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("TERM", "dumb")
    monkeypatch.setattr(vault, "COST", {"iterations": 1, "lanes": 1, "memory_cost": 64})
    return tmp_path / "home"


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let nothing open a socket but the pairs that event loops talk to themselves through."""

    class Guarded(socket.socket):
        def connect(self, *_: object) -> None:
            raise NoNetworkError

        def connect_ex(self, *_: object) -> int:
            raise NoNetworkError

        def bind(self, *_: object) -> None:
            raise NoNetworkError

    def refuse(*_: object, **__: object) -> None:
        raise NoNetworkError

    monkeypatch.setattr(socket, "socket", Guarded)
    monkeypatch.setattr(socket, "create_connection", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)


@pytest.fixture(autouse=True)
def set_clock(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Let it be noon on 1 November 2026 in India, until a test sets another moment."""

    def set_to(moment: str) -> None:
        monkeypatch.setattr(clock, "now", lambda: datetime.fromisoformat(moment))

    set_to("2026-11-01T12:00:00+05:30")
    return set_to


@dataclass(frozen=True)
class Ran:
    """What a command left behind."""

    code: int
    out: str
    err: str


@pytest.fixture
def reflect(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Callable[..., Ran]:
    """Run a command line through the real `main()`, with `stdin` piped in."""

    def run(line: str, stdin: str | bytes = "") -> Ran:
        data = stdin.encode() if isinstance(stdin, str) else stdin
        monkeypatch.setattr(sys, "argv", ["reflect", *shlex.split(line)])
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data), encoding="utf-8"))
        capfd.readouterr()
        try:
            cli.main()
            code = 0
        except SystemExit as left:
            code = left.code if isinstance(left.code, int) else 0 if left.code is None else 1
        sys.stdout.flush()
        sys.stderr.flush()
        out, err = capfd.readouterr()
        return Ran(code, out, err)

    return run


@pytest.fixture
def made(reflect: Callable[..., Ran]) -> None:
    """Make a journal without a passphrase."""
    assert reflect("init --no-passphrase").code == 0


@pytest.fixture
def wrote(reflect: Callable[..., Ran], made: None) -> Callable[..., Any]:
    """Keep an entry from answers, as a file of them would, and give it as `--json` does."""

    def write(deck: str, answers: Mapping[str, Any], options: str = "", **rest: Any) -> Any:
        ran = reflect(f"write {deck} --answers - --json {options}", json.dumps({"answers": answers, **rest}))
        assert ran.code == 0, ran.err
        return json.loads(ran.out)

    return write


@pytest.fixture
def opened(home: Path) -> Iterator[journal.Journal]:
    """Give an open, empty journal."""
    there = vault.Vault(home)
    journal.create(there, None)
    with journal.Journal(there.unlock(None), home) as open_one:
        yield open_one


@pytest.fixture
def opened_again(home: Path) -> Callable[[], journal.Journal]:
    """Give what opens the journal there is, without a passphrase."""
    return lambda: journal.Journal(vault.Vault(home).unlock(None), home)


@pytest.fixture(scope="session")
def s2_power() -> Deck:
    """Give the shipped deck on power in the relationship."""
    return decks.find("s2-power")


@pytest.fixture
def entry() -> Entry:
    """Give a new entry at noon."""
    return Entry(id=new_id(), deck="s2-power", minutes=25, written=NOON)


@pytest.fixture
def program() -> Callable[[str], str]:
    """Give a program's path by its name; skip the test where it is not installed."""

    def find(name: str) -> str:
        path = shutil.which(name)
        if path is None:
            pytest.skip(f"the program {name} is not installed")
        return path

    return find


@pytest.fixture
def chromium(tmp_path: Path, program: Callable[[str], str]) -> Callable[..., str]:
    """Run headless Chromium on a page, and give what it printed."""
    path, numbers = program("chromium"), itertools.count()

    def run(page: str, *options: str) -> str:
        file = tmp_path / "page.html"
        file.write_text(page, encoding="utf-8")
        fixed = [path, "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--no-first-run"]
        command = [*fixed, f"--user-data-dir={tmp_path / f'profile-{next(numbers)}'}", *options, file.as_uri()]
        return subprocess.run(command, capture_output=True, text=True, timeout=120, check=True).stdout

    return run


@pytest.fixture
def axe(chromium: Callable[..., str]) -> Callable[[str, int], Any]:
    """Give what axe finds to mend in a page, shown so many pixels wide."""
    source = (files("axe_core_python") / "axe.min.js").read_text(encoding="utf-8")
    look = (
        "axe.run().then(found => { document.body.dataset.axe = JSON.stringify(found.violations.map(each => each.id)) })"
    )

    def run(page: str, width: int) -> Any:
        open_ = page.replace("<details>", "<details open>")
        without_policy = re.sub(r"<meta http-equiv=[^>]*>", "", open_)  # it would forbid axe itself to run
        whole = without_policy.replace("</body>", f"<script>{source}</script><script>{look}</script></body>")
        shown = chromium(whole, "--dump-dom", "--virtual-time-budget=20000", f"--window-size={width},3000")
        found = re.search(r'data-axe="([^"]*)"', shown)
        assert found is not None
        return json.loads(unescape(found[1]))

    return run


@pytest.fixture
def office(tmp_path: Path, program: Callable[[str], str]) -> Callable[[bytes], Path]:
    """Let LibreOffice print a DOCX, and give the file it made."""
    path = program("soffice")

    def run(data: bytes) -> Path:
        (tmp_path / "brief.docx").write_bytes(data)
        profile = f"-env:UserInstallation={(tmp_path / 'office').as_uri()}"
        command = [path, "--headless", profile, "--convert-to", "pdf:writer_pdf_Export", "--outdir", str(tmp_path)]
        environment = {**os.environ, "HOME": str(tmp_path)}
        command.append(str(tmp_path / "brief.docx"))
        subprocess.run(command, capture_output=True, timeout=180, check=True, env=environment)
        return tmp_path / "brief.pdf"

    return run


@pytest.fixture
def pdf_words(program: Callable[[str], str]) -> Callable[[Path], str]:
    """Give the words of a PDF as pdftotext reads them."""
    path = program("pdftotext")

    def run(file: Path) -> str:
        read = subprocess.run([path, str(file), "-"], capture_output=True, timeout=60, check=True)
        return " ".join(re.sub("[\u202a-\u202e\u2066-\u2069]", "", read.stdout.decode()).split())

    return run


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Count a skipped test as a failure where nothing may be skipped."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if os.environ.get("REFLECT_TESTS_SKIP_NOTHING") and reporter and reporter.stats.get("skipped"):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
