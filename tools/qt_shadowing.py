"""Find attributes that hide a method of Qt, after Picard's `detect_qt_shadowing`.

`self.parent = x` in a QWidget makes `widget.parent()` call x. Python allows it, Qt does not see
it, and it shows far from where it was written. Run: `python -m tools.qt_shadowing`.
"""

from __future__ import annotations

import ast
import importlib
import inspect
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import TypeGuard

ROOT = Path(__file__).resolve().parents[1]
ROOMS = ("app/ui", "app/viewers")


@dataclass(frozen=True, slots=True)
class Shadow:
    """One attribute that hides a method: where it is set and what it hides."""

    path: Path
    line: int
    class_name: str
    attribute: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.class_name}.{self.attribute} hides Qt's method"


def modules(root: Path, rooms: tuple[str, ...] = ROOMS) -> Iterator[ModuleType]:
    """Import every module of the rooms below `root`, which must be on the import path."""
    for room in rooms:
        for path in sorted((root / room).rglob("*.py")):
            if path.name == "__main__.py":
                continue
            parts = path.relative_to(root).with_suffix("").parts
            yield importlib.import_module(".".join(parts).removesuffix(".__init__"))


def shadows(module: ModuleType) -> list[Shadow]:
    """Return what the classes defined in `module` hide."""
    path = Path(str(module.__file__))
    nodes = {
        node.name: node
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.ClassDef)
    }
    return [
        Shadow(path, line, name, attribute)
        for name, member in inspect.getmembers(module, inspect.isclass)
        if member.__module__ == module.__name__ and name in nodes
        for attribute, line in _assigned(nodes[name])
        if attribute in _qt_methods(member)
    ]


def _qt_methods(member: type) -> set[str]:
    """Return the names a class has from Qt; empty for a class that is not Qt's."""
    bases = [base for base in member.__mro__ if base.__module__.startswith("PySide6")]
    return {name for base in bases for name in vars(base) if not name.startswith("__")}


def _assigned(node: ast.ClassDef) -> Iterator[tuple[str, int]]:
    """Yield the attributes a class sets: in its body, as properties, and on `self`."""
    for statement in node.body:
        if isinstance(statement, ast.Assign | ast.AnnAssign):
            yield from ((n.id, n.lineno) for n in _targets(statement) if isinstance(n, ast.Name))
        elif isinstance(statement, ast.FunctionDef):
            if any(
                isinstance(d, ast.Name) and "property" in d.id for d in statement.decorator_list
            ):
                yield statement.name, statement.lineno
            for inner in ast.walk(statement):
                if isinstance(inner, ast.Assign | ast.AnnAssign | ast.AugAssign):
                    for target in _targets(inner):
                        if _is_on_self(target):
                            yield target.attr, target.lineno


def _targets(statement: ast.Assign | ast.AnnAssign | ast.AugAssign) -> Iterator[ast.expr]:
    found = statement.targets if isinstance(statement, ast.Assign) else [statement.target]
    for target in found:
        yield from target.elts if isinstance(target, ast.Tuple | ast.List) else [target]


def _is_on_self(target: ast.expr) -> TypeGuard[ast.Attribute]:
    return (
        isinstance(target, ast.Attribute)
        and isinstance(target.value, ast.Name)
        and target.value.id == "self"
    )


def main() -> int:
    """Print what is hidden in the checkout; return 1 if there is any."""
    sys.path.insert(0, str(ROOT))
    found = [shadow for module in modules(ROOT) for shadow in shadows(module)]
    for shadow in found:
        print(shadow)
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(main())
