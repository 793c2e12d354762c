"""What is mutated, and which of the tests can notice.

The domain's tests are collected once; of each file those are taken that are about it, and of those
each mutant gets the ones that run its lines (see `covering`).
"""

from __future__ import annotations

import ast
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import pytest

from tools.devenv.places import ROOT, DevError

TESTS = "tests/domain"
CHECKS = "app/domain/checks"
WHOLE = (CHECKS, "app/domain/calendar.py", "app/domain/identifiers.py", "app/domain/workflow")
"""What `dev.py mutate` mutates when nothing is named."""

_TABLE = "tests/domain/checks/test_every_rule.py"
_ENGINE = ("app.domain.checks", "app.domain.checks.engine", "app.domain.checks.pack_check")
_EVERY_NTH = 5
"""How many examples of all rules there are for one that tests the engine itself."""


def files_of(names: list[str]) -> list[Path]:
    """Return the Python files that `names` (files and folders of the checkout) stand for.

    Raises:
        DevError: nothing is there, or it is not part of what this tool can test.
    """
    found: list[Path] = []
    for name in names or WHOLE:
        path = (ROOT / name).resolve()
        inside = [path] if path.suffix == ".py" else sorted(path.glob("*.py"))
        known = any(path.is_relative_to(ROOT / part) for part in WHOLE)
        if not path.exists() or not inside or not known:
            raise DevError(
                f"{name}：不在变异测试的范围内（{'、'.join(WHOLE)}）",
                f"{name}: not among what is mutated ({', '.join(WHOLE)})",
            )
        found += [one for one in inside if one not in found]
    return found


def name_of(path: Path) -> str:
    """Return the path from the root of the checkout, with `/`."""
    return path.relative_to(ROOT).as_posix()


def module_of(path: Path) -> str:
    """Return the dotted name of a file's module."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def choose(path: Path, items: list[pytest.Item]) -> list[pytest.Item]:
    """Return those of the domain's tests that are about a file.

    A file of rules: the examples of its rules (and of those that import it) and the other tests of
    rules. What all rules go through: every fifth example of all rules, and all the rest. Another
    file: the tests that import it, or another file of its package below the domain.
    """
    about_rules = name_of(path).startswith(CHECKS)
    subject = ".".join(module_of(path).split(".")[:3])
    modules = _dependants(module_of(path))
    engine = module_of(path) in _ENGINE
    from tests.domain.checks.fixture import Fixture  # only once pytest has set the tests up

    def wanted(number: int, item: pytest.Item) -> bool:
        where = name_of(item.path)
        if where == _TABLE:
            fixture = _params(item).get("fixture")
            if not isinstance(fixture, Fixture) or not about_rules:
                return False
            return number % _EVERY_NTH == 0 if engine else _rule_module(fixture.rule) in modules
        if about_rules:
            return engine or where.startswith("tests/domain/checks/")
        return _names(item.path, subject)

    return [item for number, item in enumerate(items) if wanted(number, item)]


@cache
def _names(test: Path, module: str) -> bool:
    """Whether a file of tests imports a module or something of that package."""
    return any(f"{name}.".startswith(f"{module}.") for name in _imported(test))


def _params(item: pytest.Item) -> Mapping[str, object]:
    callspec = getattr(item, "callspec", None)
    return callspec.params if callspec is not None else {}


def _rule_module(rule: str) -> str:
    from app.domain.checks.engine import registered

    return registered()[rule].body.__module__


@cache
def _dependants(module: str) -> frozenset[str]:
    """A module and those of the rules' modules that import it, however indirectly."""
    imports = {module_of(path): _imported(path) for path in (ROOT / CHECKS).glob("*.py")}
    found, new = {module}, {module}
    while new:
        new = {name for name, taken in imports.items() if taken & new} - found
        found |= new
    return frozenset(found)


def _imported(path: Path) -> set[str]:
    nodes = ast.walk(ast.parse(path.read_text("utf-8")))
    return {node.module for node in nodes if isinstance(node, ast.ImportFrom) and node.module}
