"""What every test stands on: a home of its own, no network, cheap locks, and a clock that stands still."""

import io
import json
import os
import shlex
import socket
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
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


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Count a skipped test as a failure where nothing may be skipped."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if os.environ.get("REFLECT_TESTS_SKIP_NOTHING") and reporter and reporter.stats.get("skipped"):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
