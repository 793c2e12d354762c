"""Packages whose parts are loaded when they are first asked for (PEP 562).

Loading the whole window takes several times as long as an empty window needs to take its first
key; the sign-in window needs a tenth of it.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any


def lazily(package: str, homes: Mapping[str, str]) -> tuple[list[str], Callable[[str], Any]]:
    """``__all__`` and ``__getattr__`` for the ``__init__`` of ``package``.

    :param homes: module, ``.part`` or ``app.elsewhere`` → the names that the package takes from it,
        separated by blanks; ``.`` stands for sub-modules themselves.
    """
    where = {name: module for module, names in homes.items() for name in names.split()}

    def get(name: str) -> Any:
        module = where.get(name)
        if module is None:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        if module == ".":
            return import_module(f".{name}", package)
        value = getattr(import_module(module, package), name)
        setattr(sys.modules[package], name, value)
        return value

    return sorted(where), get
