"""What is loaded and when, and that what is installed is whole."""

import importlib.util
import json
import os
import subprocess
import sys
import tarfile
import threading
import time
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PATIENCE = 30
SLOW = {"sqlmodel", "sqlalchemy", "pydantic", "questionary", "prompt_toolkit"}
PROBE = """
import atexit, sys
from pathlib import Path
place = Path(sys.argv.pop(1))
atexit.register(lambda: place.write_text(" ".join(sys.modules)))
"""
REFLECT = f"{PROBE}from reflect.__main__ import main\nmain()\n"
ONE_COMMAND = f"""{PROBE}
import typer
app = typer.Typer()
@app.command()
def hello(name: str = "you") -> None:
    print("hello", name)
app()
"""
HELD = """
import sys, time
from pathlib import Path
held, gate = Path(sys.argv.pop(1)), Path(sys.argv.pop(1))
class Hold:
    def find_spec(self, name, path=None, target=None):
        if name == "sqlmodel":
            held.touch()
            while not gate.exists():
                time.sleep(0.01)
sys.meta_path.insert(0, Hold())
from reflect.__main__ import main
main()
"""


def output_of(*command, **how):
    return subprocess.run([sys.executable, *command], capture_output=True, check=True, **how).stdout


def loaded_by(code, place, *words):
    """Give the outcome of a program, and the packages it had loaded when it ended."""
    ran = subprocess.run([sys.executable, "-c", code, str(place), *words], capture_output=True, text=True, check=False)
    return ran, {name.partition(".")[0] for name in place.read_text().split()}


@pytest.fixture
def written(made, reflect):
    assert reflect("now --answers -", stdin='{"answers": {"park": "One line."}}').code == 0


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("--help", "Examples:"),
        ("--version", "reflect "),
        ("", "reflect write"),
        ("list", "One line."),
        ("list --json", "One line."),
        ("list --drafts", "Nothing"),
        ("show 1", "One line."),
        ("show 1 --json", "One line."),
        ("decks", "s2-power"),
        ("decks --json", "s2-power"),
        ("decks show s2-power", "Why:"),
        ("where", "journal.db"),
        ("config", "day-end: 0"),
        ("export", ""),
        ("write --help", "--minutes"),
    ],
)
def test_what_only_reads_loads_nothing_slow(written, tmp_path, line, said):
    ran, loaded = loaded_by(REFLECT, tmp_path / "modules", *line.split())

    assert ran.returncode == 0
    assert said in ran.stdout
    assert "typer" in loaded
    assert loaded & SLOW == set()


def test_what_writes_does_load_it_so_the_probe_can_tell(written, tmp_path):
    ran, loaded = loaded_by(REFLECT, tmp_path / "modules", "mark", "1", "supervision")

    assert ran.returncode == 0
    assert loaded & SLOW == {"sqlmodel", "sqlalchemy", "pydantic"}


def test_a_typer_program_of_one_command_does_not_load_pydantic(tmp_path):
    ran, loaded = loaded_by(ONE_COMMAND, tmp_path / "modules", "--name", "there")

    assert (ran.returncode, ran.stdout, ran.stderr) == (0, "hello there\n", "")
    assert "typer" in loaded
    assert "pydantic" not in loaded


def test_the_first_question_does_not_wait_for_sqlmodel_and_the_first_answer_does(made, tmp_path):
    held, gate = tmp_path / "held", tmp_path / "gate"
    pipe = subprocess.PIPE
    command = [sys.executable, "-c", HELD, str(held), str(gate), "write", "s2-power", "--minutes", "2"]
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=subprocess.STDOUT) as sitting:
        watchdog = threading.Timer(PATIENCE, sitting.kill)
        watchdog.start()
        shown = b""
        while not shown.endswith(b"> "):
            chunk = sitting.stdout.read1()
            assert chunk, shown.decode()
            shown += chunk
        assert b"1 of " in shown
        while not held.exists():
            assert watchdog.is_alive()
            time.sleep(0.01)

        sitting.stdin.write(b"Said before anything was ready.\n.\n/pause\n")
        sitting.stdin.flush()
        assert not gate.exists()
        gate.touch()
        rest = sitting.stdout.read()
        assert sitting.wait() == 0
        watchdog.cancel()

    assert b"2 of " in rest
    entry = json.loads(output_of("-m", "reflect", "show", "1", "--json"))
    assert [answer["value"] for answer in entry["answers"]] == ["Said before anything was ready."]


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    if not importlib.util.find_spec("build"):
        pytest.skip("build is not installed")
    folder = tmp_path_factory.mktemp("dist")
    alone = ["--no-isolation"] if importlib.util.find_spec("hatchling") else []
    output_of("-m", "build", *alone, "--outdir", str(folder), str(ROOT))
    (wheel,) = folder.glob("*.whl")
    (sdist,) = folder.glob("*.tar.gz")
    return wheel, sdist


@pytest.fixture(scope="module")
def installed(built, tmp_path_factory):
    if not importlib.util.find_spec("pip"):
        pytest.skip("pip is not installed")
    target = tmp_path_factory.mktemp("installed")
    quietly = ["--no-deps", "--no-index", "--disable-pip-version-check"]
    output_of("-m", "pip", "install", *quietly, "--target", target, built[0])
    return target


def shipped():
    return {path.relative_to(ROOT).as_posix() for path in (ROOT / "prompts").rglob("*.*") if path.is_file()}


def test_the_wheel_holds_the_prompts_the_types_and_the_command(built):
    with zipfile.ZipFile(built[0]) as wheel:
        names = set(wheel.namelist())
        (points,) = (wheel.read(name).decode() for name in names if name.endswith("entry_points.txt"))

    assert len(shipped()) > 5
    assert {f"reflect/{name}" for name in shipped()} <= names
    assert "reflect/py.typed" in names
    assert "reflect = reflect.__main__:main" in points
    assert not [name for name in names if name.startswith(("tests/", "prompts/"))]


def test_the_sdist_holds_the_prompts_the_types_and_the_tests(built):
    with tarfile.open(built[1]) as sdist:
        names = {name.partition("/")[2] for name in sdist.getnames()}

    assert {*shipped(), "reflect/py.typed", "tests/conftest.py", "pyproject.toml", "README.md", "LICENSE"} <= names


def test_what_is_installed_finds_its_decks_and_keeps_a_line_from_any_folder(installed, reflect, home, tmp_path):
    empty = tmp_path / "empty"
    empty.mkdir()
    env = {**os.environ, "PYTHONPATH": str(installed), "REFLECT_HOME": str(tmp_path / "another")}

    def run(line, data=""):
        return output_of("-m", "reflect", *line.split(), cwd=empty, env=env, input=data, text=True)

    decks = json.loads(run("decks --json"))
    assert {"s2-power", "now"} <= {deck["id"] for deck in decks}
    assert decks == json.loads(reflect("decks --json").out)
    assert Path(json.loads(run("where --json"))["shipped decks"]).is_relative_to(installed)
    run("init --no-passphrase")
    run("now --answers -", '{"answers": {"park": "From the wheel."}}')
    assert [entry["opening"] for entry in json.loads(run("list --json"))] == ["From the wheel."]
    assert list(empty.iterdir()) == []
    assert not home.exists()
