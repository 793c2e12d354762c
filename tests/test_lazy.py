"""Packages that load their parts late: what type checkers read is what is there."""

from __future__ import annotations

import ast
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

PACKAGES = ("app.store.readmodels", "app.ui.shell", "app.ui.widgets")


def declared(package: str) -> dict[str, str]:
    """Name → module, of the stub file."""
    stub = Path(*package.split("."), "__init__.pyi").read_text("utf-8")
    nodes = [node for node in ast.parse(stub).body if isinstance(node, ast.ImportFrom)]
    return {alias.name: str(node.module) for node in nodes for alias in node.names}


@pytest.mark.parametrize("package", PACKAGES)
def test_each_declared_name_is_there_and_comes_from_where_it_says(package: str) -> None:
    loaded, names = import_module(package), declared(package)
    assert set(loaded.__all__) == set(names)
    for name, module in names.items():
        is_part = module == package
        part = import_module(f"{package}.{name}" if is_part else module)
        assert getattr(loaded, name) is (part if is_part else getattr(part, name))


@pytest.mark.parametrize("package", PACKAGES)
def test_an_unknown_name_is_an_attribute_error(package: str) -> None:
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = import_module(package).nothing


def test_a_package_loads_only_what_is_asked_for() -> None:
    code = (
        "import sys; from app.store.readmodels import SigninSummary; "
        "sys.exit('app.domain.model' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
