from __future__ import annotations

import ast
import re
import sys
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tools.devenv.places import LOCK, MUTATION_LOCK, ROOT

PIN = re.compile(r"^(?P<name>[a-z0-9][a-z0-9._-]*)==(?P<version>\S+)(?: ; (?P<marker>.+?))? \\$")


def _pins(text: str) -> dict[str, str]:
    return {found["name"]: found["version"] for found in map(PIN.match, text.splitlines()) if found}


def _direct() -> list[Requirement]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    lists = [project["dependencies"], *project["optional-dependencies"].values()]
    return [Requirement(line) for requirements in lists for line in requirements]


@pytest.fixture(scope="module")
def lock() -> str:
    return LOCK.read_text("utf-8")


@pytest.fixture(scope="module")
def all_pins(lock: str) -> dict[str, str]:
    """What is pinned for everybody, and what `dev.py mutate` adds."""
    return _pins(MUTATION_LOCK.read_text("utf-8")) | _pins(lock)


def test_the_two_locks_agree(lock: str, all_pins: dict[str, str]) -> None:
    beside, pins = _pins(MUTATION_LOCK.read_text("utf-8")), _pins(lock)
    assert "cosmic-ray" in beside
    assert "cosmic-ray" not in pins
    assert not {name for name in beside if pins.get(name, beside[name]) != beside[name]}


def test_every_pin_has_hashes(lock: str) -> None:
    entries = re.split(r"\n(?=[a-z0-9])", "\n" + lock.partition("lock\n")[2])[1:]
    assert len(entries) == len(_pins(lock)) > 50
    bare = [entry.split()[0] for entry in entries if "--hash=sha256:" not in entry]
    assert not bare


@pytest.mark.parametrize("path", [LOCK, MUTATION_LOCK], ids=lambda path: path.name)
def test_no_place_is_named(path: Path) -> None:
    text = path.read_text("utf-8")
    assert not [line for line in text.splitlines() if line.startswith("-")]
    assert "://" not in text


@pytest.mark.parametrize("requirement", _direct(), ids=str)
def test_a_direct_requirement_is_pinned_within_its_bounds(
    all_pins: dict[str, str], requirement: Requirement
) -> None:
    pins = all_pins
    name = canonicalize_name(requirement.name)
    assert name in pins, "run `python3 dev.py lock`"
    assert requirement.specifier.contains(pins[name]), "run `python3 dev.py lock`"


def test_the_lock_is_for_every_system(lock: str) -> None:
    assert re.search(r"^pywin32-ctypes==.* ; sys_platform == 'win32'", lock, re.MULTILINE)
    assert re.search(r"^secretstorage==.* ; sys_platform == 'linux'", lock, re.MULTILINE)


def test_what_is_imported_is_required() -> None:
    """Every third-party import of app and server_stub names a direct requirement."""
    renamed = {
        "argon2-cffi": "argon2",
        "chinesecalendar": "chinese_calendar",
        "pillow": "pil",
        "pyside6-essentials": "pyside6",
        "python-pkcs11": "pkcs11",
        "python-stdnum": "stdnum",
    }
    required = {canonicalize_name(requirement.name) for requirement in _direct()}
    known = {renamed.get(name, name.replace("-", "_")) for name in required}
    known |= {"shiboken6", "starlette"}  # come with one of these
    known |= {"pydantic_core", "typing_extensions"}  # and these with pydantic
    found = {
        (name, path.relative_to(ROOT).as_posix())
        for room in ("app", "server_stub")
        for path in sorted((ROOT / room).rglob("*.py"))
        for name in _third_party(path)
    }
    assert not {(name, path) for name, path in found if name.lower() not in known}


def _third_party(path: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            names.add(node.module.partition(".")[0])
    return names - set(sys.stdlib_module_names) - {"app", "server_stub"}
