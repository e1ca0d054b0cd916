"""The README says what the program does."""

import re
import tomllib
from pathlib import Path

import pytest

from reflect import errors
from reflect.cli import PARTS, program

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def drawn_layers() -> list[set[str]]:
    """Give the layers as the README draws them, top first."""
    drawing = README.split("```\ncli ")[1].split("```")[0]
    names = [re.split(r"\s{2,}", line)[0] for line in ("cli " + drawing).splitlines() if line[:1].strip()]
    return [set(name.split(" | ")) for name in names]


def test_the_drawing_of_the_layers_is_the_contract():
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"][
        "contracts"
    ]
    layers = next(contract for contract in contracts if contract["type"] == "layers")["layers"]

    assert drawn_layers() == [set(layer.split(" | ")) for layer in layers]


def test_every_module_is_in_the_drawing():
    modules = {path.stem for path in (ROOT / "reflect").iterdir() if not path.name.startswith("_")} - {"py"}

    assert set().union(*drawn_layers()) == modules


def test_every_command_it_names_is_there_and_the_other_way_round():
    registered = {command.name or command.callback.__name__ for command in program().registered_commands}
    registered |= {group.name for group in program().registered_groups}
    named = set(re.findall(r"`reflect ([a-z]+)", README))

    assert named <= registered
    assert registered - named <= {"init"}


@pytest.mark.parametrize("line", re.findall(r"`reflect ([a-z]+) [^`]*`", README))
def test_its_options_are_there(reflect, line):
    options = {
        option
        for found in re.findall(rf"`reflect {line} ([^`]*)`", README)
        for option in re.findall(r"--[a-z]+", found)
    }

    assert all(option in reflect(f"{line} --help").out for option in options)


def test_the_exit_codes_are_those_of_the_errors():
    said = re.search(r"Exit codes: ([^.]*)\.", README.replace("\n", " "))[1]
    codes = {code for name, code in vars(errors).items() if name.isupper() and isinstance(code, int)}

    assert {int(code) for code in re.findall(r"\d+", said)} == codes


def test_the_picture_loads_nothing():
    picture = (ROOT / "tests" / "pictures" / "sitting.svg").read_text(encoding="utf-8")

    assert re.findall(r'(?:https?:)?//[^"\s)]+', picture.replace("http://www.w3.org/2000/svg", "")) == []


def test_every_command_is_found_in_its_own_part():
    for commands in PARTS.values():
        for command in commands:
            part = program(command)
            registered = {each.name or each.callback.__name__ for each in part.registered_commands}
            assert command in registered | {group.name for group in part.registered_groups}
    whole = program()
    assert len(whole.registered_commands) + len(whole.registered_groups) == sum(map(len, PARTS.values()))
