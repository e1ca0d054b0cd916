"""Staying unlocked: the key waits for so many minutes, for one folder, and is gone when told to."""

import secrets
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path

import keyring
import pytest
from conftest import NOON
from keyring.backend import KeyringBackend
from keyring.errors import NoKeyringError, PasswordDeleteError

from reflect import unlocked
from reflect.errors import ReflectError

KEY = bytes(range(32))
needs_kernel = pytest.mark.skipif(sys.platform != "linux", reason="The kernel's keyring is Linux's own.")


class Drawer(KeyringBackend):
    """A store of passwords in memory."""

    priority = 1

    def __init__(self):
        self.held = {}

    def set_password(self, service, name, text):
        self.held[service, name] = text

    def get_password(self, service, name):
        return self.held.get((service, name))

    def delete_password(self, service, name):
        try:
            del self.held[service, name]
        except KeyError:
            raise PasswordDeleteError from None


class Closed(Drawer):
    """A store that is not to be had."""

    def get_password(self, *_):
        raise NoKeyringError

    set_password = delete_password = get_password


@pytest.fixture
def folder(tmp_path):
    """Give a folder no other run has: what the kernel keeps outlives a test."""
    path = tmp_path / secrets.token_hex(4)
    yield path
    unlocked.forget(path)


@pytest.fixture
def store(monkeypatch):
    """Be on a system without such a kernel, with a store of passwords."""
    monkeypatch.setattr(sys, "platform", "darwin")
    before = keyring.get_keyring()
    drawer = Drawer()
    keyring.set_keyring(drawer)
    yield drawer
    keyring.set_keyring(before)


@pytest.fixture(params=[pytest.param("kernel", marks=needs_kernel), "store"])
def place(request):
    """Be at each of the places a key can wait."""
    if request.param == "store":
        request.getfixturevalue("store")


def test_a_key_that_was_never_kept_is_not_there(place, folder):
    assert unlocked.recall(folder, NOON) is None
    unlocked.forget(folder)


def test_a_key_waits_until_its_minutes_are_over(place, folder):
    unlocked.remember(folder, KEY, 15, NOON)

    assert unlocked.recall(folder, NOON + timedelta(minutes=14, seconds=59)) == KEY
    assert unlocked.recall(folder, NOON + timedelta(minutes=15)) is None
    assert unlocked.recall(folder, NOON) is None  # it was removed, not only passed over


def test_a_key_is_gone_when_told_to_and_another_stays(place, folder, tmp_path):
    other = tmp_path / secrets.token_hex(4)
    unlocked.remember(folder, KEY, 15, NOON)
    unlocked.remember(other, KEY[::-1], 15, NOON)

    unlocked.forget(folder)

    assert unlocked.recall(folder, NOON) is None
    assert unlocked.recall(other, NOON) == KEY[::-1]
    unlocked.forget(other)


def test_a_later_key_takes_the_place_of_an_earlier(place, folder):
    unlocked.remember(folder, KEY, 15, NOON)
    unlocked.remember(folder, KEY[::-1], 30, NOON)

    assert unlocked.recall(folder, NOON + timedelta(minutes=20)) == KEY[::-1]


def test_it_says_where_the_key_waits(place):
    assert unlocked.said() in (unlocked.IN_KERNEL, unlocked.IN_STORE)


@needs_kernel
def test_the_kernel_itself_ends_the_time(folder, monkeypatch):
    put = unlocked._Kernel.put
    monkeypatch.setattr(unlocked._Kernel, "put", lambda self, name, text, _: put(self, name, text, 1))
    unlocked.remember(folder, KEY, 15, NOON)
    assert unlocked.recall(folder, NOON) == KEY

    time.sleep(1.5)

    assert unlocked.recall(folder, NOON) is None


@needs_kernel
def test_another_program_of_the_same_login_finds_it(folder):
    unlocked.remember(folder, KEY, 15, NOON)
    program = "import sys; from pathlib import Path; from datetime import datetime; from reflect import unlocked; "
    program += "print(unlocked.recall(Path(sys.argv[1]), datetime.fromisoformat(sys.argv[2])).hex())"

    ran = subprocess.run(
        [sys.executable, "-c", program, str(folder), NOON.isoformat()], capture_output=True, text=True, check=True
    )

    assert ran.stdout.strip() == KEY.hex()


@needs_kernel
def test_the_name_it_waits_under_tells_nothing_of_the_folder(folder):
    unlocked.remember(folder, KEY, 15, NOON)

    names = Path("/proc/keys").read_text(encoding="utf-8")

    assert "reflect:" in names
    assert folder.name not in names


def test_nothing_is_kept_in_a_store_that_is_closed(store, folder):
    keyring.set_keyring(Closed())

    with pytest.raises(ReflectError, match="no place to keep the key"):
        unlocked.said()
    with pytest.raises(ReflectError, match="no place to keep the key"):
        unlocked.remember(folder, KEY, 15, NOON)
    assert unlocked.recall(folder, NOON) is None


def test_without_the_library_the_line_that_installs_it_is_named(monkeypatch, folder):
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setitem(sys.modules, "keyring", None)

    with pytest.raises(ReflectError, match=r"pip install 'reflect-journal\[keyring\]'"):
        unlocked.said()
    assert unlocked.recall(folder, NOON) is None


@needs_kernel
def test_a_machine_of_another_kind_says_so(monkeypatch):
    monkeypatch.setattr("platform.machine", lambda: "vax")

    with pytest.raises(ReflectError, match="no place to keep the key"):
        unlocked.said()
