"""The codes that the source raises or tells, found in its syntax tree.

A *carrier* is a class whose calls name a code: the errors of the rooms with all that derive from
them, notices, refusals and the server's problems. Codes that are chosen at run time stand as
constants somewhere; :func:`constants` finds all that look like one.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CARRIERS = {
    "ApiError": 1, "MediaError": 0, "Notice": 0, "OperationRefused": 0, "Refusal": 0,
    "StoreError": 0, "SyncError": 0, "Trouble": 0,
}  # fmt: skip
"""Name of a class → which argument is the code."""
_LOOKS_LIKE_ONE = re.compile(r"[A-Z][A-Z0-9]*(_[A-Z0-9]+)+")


@dataclass(frozen=True)
class Told:
    """A code at a place of the source; ``params`` is None where they are not known there."""

    code: str
    place: str
    params: frozenset[str] | None


@cache
def trees() -> dict[str, ast.Module]:
    """Every module of the program and the server, by its path."""
    files = [*(ROOT / "app").rglob("*.py"), *(ROOT / "server_stub").rglob("*.py")]
    return {
        file.relative_to(ROOT).as_posix(): ast.parse(file.read_text("utf-8"))
        for file in sorted(files)
    }


@cache
def nodes() -> dict[str, tuple[ast.AST, ...]]:
    """Everything in a module's tree, by its path: walking is what takes the time."""
    return {path: tuple(ast.walk(tree)) for path, tree in trees().items()}


@cache
def classes() -> tuple[ast.ClassDef, ...]:
    """Every class of the program and the server."""
    return tuple(
        node for inside in nodes().values() for node in inside if isinstance(node, ast.ClassDef)
    )


@cache
def carriers() -> dict[str, int]:
    """The carriers, with the classes that derive from them and leave the code to their caller."""
    known = dict(CARRIERS)
    grown = True
    while grown:
        grown = False
        for one in classes():
            base = next((_name(base) for base in one.bases if _name(base) in known), None)
            if base is not None and one.name not in known:
                known[one.name] = known[base] if _initialiser(one) is None else -1
                grown = True
    return known


@cache
def told() -> tuple[Told, ...]:
    """Every code that is named where it is raised or told."""
    return tuple(_told())


def _told() -> Iterator[Told]:
    for path, inside in nodes().items():
        for node in inside:
            if isinstance(node, ast.Call) and _name(node.func) in carriers():
                yield from _of_call(node, carriers()[_name(node.func)], path)
            elif isinstance(node, ast.Call) and any(k.arg == "code" for k in node.keywords):
                for one in _of_call(node, len(node.args), path):  # an answer that carries a code
                    yield replace(one, params=None)
            if isinstance(node, ast.ClassDef) and node.name in carriers():
                base = next((_name(b) for b in node.bases if _name(b) in carriers()), None)
                for call in ast.walk(_initialiser(node) or ast.Pass()):
                    if base is not None and _is_super(call):
                        assert isinstance(call, ast.Call)
                        yield from _of_call(call, carriers()[base], path)


@cache
def constants(folder: str) -> set[str]:
    """Texts below a folder that look like a code and are no value of an enumeration."""
    found: set[str] = set()
    for path, inside in nodes().items():
        if path.startswith(folder):
            found |= {text for text in _texts(inside) if _LOOKS_LIKE_ONE.fullmatch(text)}
    return found - _values_of_enumerations()


@cache
def _values_of_enumerations() -> frozenset[str]:
    return frozenset(
        text
        for node in classes()
        if any("Enum" in _name(b) for b in node.bases)
        for one in node.body
        for text in _texts(ast.walk(one))
    )


def _of_call(call: ast.Call, at: int, path: str) -> Iterator[Told]:
    if at < 0:
        return
    given = call.args[at] if at < len(call.args) else None
    given = given or next((k.value for k in call.keywords if k.arg == "code"), None)
    for code in _codes(given):
        yield Told(code, f"{path}:{call.lineno}", _params(call, at))


def _codes(given: ast.expr | None) -> list[str]:
    match given:
        case ast.Constant(value=str(text)):
            return [text]
        case ast.IfExp(body=body, orelse=orelse):
            return _codes(body) + _codes(orelse)
        case ast.Attribute(value=ast.Name(id="ProblemCode"), attr=name):
            return [f"{name}.title"]
    return []


def _params(call: ast.Call, at: int) -> frozenset[str] | None:
    """The names of the parameters, by keyword or in a dictionary."""
    names: set[str] = set()
    mappings = [k.value for k in call.keywords if k.arg == "params"] + call.args[at + 1 :]
    for one in mappings:
        if not isinstance(one, ast.Dict):
            return None
        if not all(isinstance(key, ast.Constant) for key in one.keys):
            return None
        names |= {str(key.value) for key in one.keys if isinstance(key, ast.Constant)}
    for keyword in call.keywords:
        if keyword.arg is None:
            return None
        names.add(keyword.arg)
    return frozenset(names)


def _initialiser(node: ast.ClassDef) -> ast.FunctionDef | None:
    return next(
        (one for one in node.body if isinstance(one, ast.FunctionDef) and one.name == "__init__"),
        None,
    )


def _is_super(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and ast.unparse(node.func) == "super().__init__"


def _name(node: ast.expr) -> str:
    """The last part of a dotted name; the usual two kinds without the weight of unparsing."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        return node.attr
    return ast.unparse(node).rpartition(".")[2]


def _texts(inside: Iterable[ast.AST]) -> Iterator[str]:
    for one in inside:
        if isinstance(one, ast.Constant) and isinstance(one.value, str):
            yield one.value
