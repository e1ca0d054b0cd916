"""There is no way out: nothing here can reach the network, and no test may."""

import ast
import socket
from pathlib import Path

import pytest
from conftest import NoNetworkError

import reflect

NETWORK = {
    "socket",
    "ssl",
    "http",
    "urllib",
    "ftplib",
    "smtplib",
    "poplib",
    "imaplib",
    "asyncio",
    "xmlrpc",
    "webbrowser",
}
NETWORK |= {"requests", "httpx", "aiohttp", "urllib3", "websockets"}
MODULES = sorted(Path(reflect.__file__).parent.rglob("*.py"))


@pytest.mark.parametrize("module", MODULES, ids=lambda path: path.stem)
def test_no_module_of_ours_imports_anything_that_reaches_out(module):
    tree = ast.parse(module.read_text(encoding="utf-8"))
    names = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    names |= {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}

    assert not {name.split(".")[0] for name in names} & NETWORK


def test_the_guard_of_the_tests_holds():
    with pytest.raises(NoNetworkError):
        socket.create_connection(("127.0.0.1", 9))
    with socket.socket() as unconnected, pytest.raises(NoNetworkError):
        unconnected.connect(("127.0.0.1", 9))
