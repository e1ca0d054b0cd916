"""What is sealed here opens with age, and with nothing else; what is no key seals nothing."""

import contextlib
import os
import subprocess
import sys

import pyrage
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat
from hypothesis import given
from hypothesis import strategies as st

from reflect.errors import ReflectError, WrongUsage
from reflect.sealing import sealed_for, sealed_with

PAGE = "# For supervision\n\nउसने कहा\n".encode()


@pytest.fixture
def identity():
    """Give somebody's key, both halves of it."""
    return pyrage.x25519.Identity.generate()


@pytest.fixture
def age(program):
    """Give the program age."""
    return program("age")


def test_what_is_sealed_for_somebody_they_can_open(identity):
    sealed = sealed_for(PAGE, [f" {identity.to_public()}\n"])

    assert PAGE[:20] not in sealed
    assert pyrage.decrypt(sealed, [identity]) == PAGE


def test_each_of_several_can_open_it_and_nobody_else(identity):
    other, stranger = pyrage.x25519.Identity.generate(), pyrage.x25519.Identity.generate()
    sealed = sealed_for(PAGE, [str(identity.to_public()), str(other.to_public())])

    assert pyrage.decrypt(sealed, [identity]) == pyrage.decrypt(sealed, [other]) == PAGE
    with pytest.raises(pyrage.DecryptError):
        pyrage.decrypt(sealed, [stranger])


def test_age_opens_what_is_sealed_for_a_key(age, identity, tmp_path):
    (tmp_path / "key.txt").write_text(f"{identity}\n")
    command = [age, "--decrypt", "--identity", str(tmp_path / "key.txt")]
    sealed = sealed_for(PAGE, [str(identity.to_public())])

    assert subprocess.run(command, input=sealed, capture_output=True, check=True).stdout == PAGE


@pytest.fixture
def ssh(tmp_path):
    """Give the two halves of an SSH key: the secret one as a file."""
    key = Ed25519PrivateKey.generate()
    secret = key.private_bytes(Encoding.PEM, PrivateFormat.OpenSSH, NoEncryption())
    (tmp_path / "id").write_bytes(secret)
    return tmp_path / "id", key.public_key().public_bytes(Encoding.OpenSSH, PublicFormat.OpenSSH).decode() + " me@here"


def test_age_opens_what_is_sealed_for_an_ssh_key(age, ssh):
    private, public = ssh
    sealed = sealed_for(PAGE, [public])

    command = [age, "--decrypt", "--identity", str(private)]
    assert subprocess.run(command, input=sealed, capture_output=True, check=True).stdout == PAGE


@pytest.mark.skipif(sys.platform == "win32", reason="there is no pseudo-terminal to type a passphrase into")
def test_age_opens_what_is_sealed_with_a_passphrase(age, tmp_path):
    import pty

    (tmp_path / "page.age").write_bytes(sealed_with(PAGE, "six words चाय"))
    command = [age, "--decrypt", "--output", str(tmp_path / "page.md"), str(tmp_path / "page.age")]

    process, terminal = pty.fork()
    if process == 0:
        os.execv(age, command)
    os.write(terminal, "six words चाय\n".encode())
    asked = b""
    with contextlib.suppress(OSError):  # how a terminal says that nobody writes to it any more
        while piece := os.read(terminal, 1024):
            asked += piece
    assert os.waitpid(process, 0)[1] == 0, asked
    assert (tmp_path / "page.md").read_bytes() == PAGE


def test_a_passphrase_opens_it_and_another_does_not():
    sealed = sealed_with(PAGE, "kettle monsoon")

    assert pyrage.passphrase.decrypt(sealed, "kettle monsoon") == PAGE
    with pytest.raises(pyrage.DecryptError):
        pyrage.passphrase.decrypt(sealed, "kettle")


def test_two_seals_of_the_same_page_do_not_look_alike(identity):
    assert sealed_for(PAGE, [str(identity.to_public())]) != sealed_for(PAGE, [str(identity.to_public())])


@given(st.text(max_size=80) | st.sampled_from(["age1", "ssh-ed25519 AAAA", "ssh-rsa AAAA me", "AGE1QQ"]))
def test_what_is_no_key_is_named_and_refused(typed):
    with pytest.raises(WrongUsage) as refused:
        sealed_for(PAGE, [typed])

    said = str(refused.value)
    assert said.endswith("is no key that something can be sealed for. It begins with age1. Nothing was written.")
    assert said.startswith(f"“{typed.strip()[:12]}")


def test_a_secret_key_given_by_mistake_is_not_shown_again(identity):
    with pytest.raises(WrongUsage) as refused:
        sealed_for(PAGE, [str(identity)])

    assert str(refused.value).startswith("“AGE-SECRET-K…” is no key")


def test_one_wrong_key_among_good_ones_seals_nothing(identity):
    with pytest.raises(WrongUsage):
        sealed_for(PAGE, [str(identity.to_public()), "me"])


def test_nothing_is_sealed_for_nobody():
    with pytest.raises(WrongUsage, match="It takes a key"):
        sealed_for(PAGE, [])
    with pytest.raises(WrongUsage, match="An empty passphrase"):
        sealed_with(PAGE, "")


@pytest.mark.parametrize("seal", [lambda: sealed_for(PAGE, ["age1x"]), lambda: sealed_with(PAGE, "word")])
def test_the_part_that_seals_is_named_with_the_line_that_installs_it(seal, monkeypatch):
    monkeypatch.setitem(sys.modules, "pyrage", None)

    with pytest.raises(ReflectError) as refused:
        seal()

    line = "pip install 'reflect-journal[seal]'"
    assert str(refused.value) == f"Sealing needs one more part: {line}. Nothing was written."
