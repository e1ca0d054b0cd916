"""`reflect lock` and `config stay-open`: asked for once in a while, only by those who wish it."""

import getpass
import json
import sys

import pytest
from conftest import PASSPHRASE

from reflect import unlocked, vault

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="The kernel's keyring is Linux's own.")


@pytest.fixture
def asked(reflect, monkeypatch, tmp_path, home):
    """Make a journal with a passphrase, and give the list of times it was asked for."""
    file = tmp_path / "secret"
    file.write_text(f"{PASSPHRASE}\n")
    assert reflect(f"init --passphrase-file {file}").code == 0
    times = []

    def type_it(_):
        times.append("asked")
        return PASSPHRASE

    monkeypatch.setattr(getpass, "getpass", type_it)
    monkeypatch.setattr("reflect.cli.options.in_terminal", lambda: True)
    yield times
    unlocked.forget(home)


def test_it_is_asked_for_each_time_unless_somebody_wishes_otherwise(reflect, asked):
    reflect("list")
    reflect("list")

    assert len(asked) == 2


def test_within_the_minutes_it_is_asked_for_once(reflect, asked, set_clock):
    ran = reflect("config stay-open 15")
    assert "for anyone with your login" in ran.out
    assert unlocked.IN_KERNEL in ran.out
    assert "reflect lock" in ran.out

    reflect("list")
    reflect("show 1")
    reflect("now --answers -", stdin='{"answers": {"park": "words"}}')
    assert len(asked) == 1

    set_clock("2026-11-01T12:15:00+05:30")
    assert len(json.loads(reflect("list --json").out)) == 1
    assert len(asked) == 2


def test_lock_closes_it_at_once(reflect, asked):
    reflect("config stay-open 15")
    reflect("list")

    assert reflect("lock").out == "Locked. The passphrase is asked for the next time.\n"

    reflect("list")
    assert len(asked) == 2


def test_setting_it_to_nothing_closes_it(reflect, asked, home):
    reflect("config stay-open 15")
    reflect("list")

    assert "asked for each time" in reflect("config stay-open 0").out

    reflect("list")
    reflect("list")
    assert len(asked) == 3


def test_a_file_that_holds_the_passphrase_leaves_nothing_open(reflect, asked, monkeypatch, tmp_path, home):
    from reflect import clock

    reflect("config stay-open 15")
    monkeypatch.setenv("REFLECT_PASSPHRASE_FILE", str(tmp_path / "secret"))
    reflect("list")

    assert unlocked.recall(home, clock.now()) is None


def test_a_journal_with_another_key_is_not_opened_with_the_old_one(reflect, asked, home):
    from reflect import clock

    reflect("config stay-open 15")
    unlocked.remember(home, bytes(32), 15, clock.now())

    assert reflect("list").code == 0
    assert len(asked) == 1
    reflect("list")
    assert len(asked) == 1


@pytest.mark.parametrize("line", ["passphrase --no-passphrase", "passphrase --new-key --no-passphrase", "erase --yes"])
def test_changing_what_locks_it_closes_it(reflect, asked, home, line):
    from reflect import clock

    reflect("config stay-open 15")
    reflect("list")
    assert unlocked.recall(home, clock.now()) is not None

    assert reflect(line).code == 0

    assert unlocked.recall(home, clock.now()) is None


def test_a_system_that_will_not_keep_it_asks_each_time(reflect, asked, monkeypatch):
    reflect("config stay-open 15")
    monkeypatch.setattr(unlocked._Kernel, "_find", lambda *_: -1)

    def refuse(*_):
        raise vault.ReflectError("This system would not keep the key for a while.")

    monkeypatch.setattr(unlocked._Kernel, "put", refuse)

    ran = reflect("list")

    assert ran.code == 0
    assert "would not keep the key" in ran.err


@pytest.mark.parametrize("minutes", ["-1", "121", "soon", "1.5"])
def test_minutes_are_a_small_number(reflect, asked, minutes):
    assert reflect(f"config stay-open -- {minutes}").code == 2


def test_without_a_passphrase_there_is_nothing_to_lock(reflect, made):
    assert "nothing to lock" in reflect("lock").out
    reflect("config stay-open 5")
    assert reflect("list").code == 0


def test_without_a_journal_there_is_nothing_to_lock(reflect):
    assert reflect("lock").code == 3
