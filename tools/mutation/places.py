"""Where in a source a change counts: not in annotations, decorators and type-checking parts."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass

Position = tuple[int, int]
_Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Spot:
    """Where a mutant stands.

    `function`: the name of the outermost function or method whose body it is in, "" where it is
    code that runs on import. `lines`: first and last line of the statement (of a compound one: of
    its head), so that tests can be chosen by the lines they run.
    """

    function: str
    lines: tuple[int, int]


class Source:
    """A source read for what may be changed in it; positions are (line, column in characters)."""

    def __init__(self, text: str) -> None:
        self._lines = text.splitlines()
        self._tree = ast.parse(text)
        self._closed = [self._span(node) for node in _metadata(self._tree)]

    def may_change(self, position: Position) -> bool:
        """Whether a change at this position changes what the code does."""
        return not any(start <= position < end for start, end in self._closed)

    def spot(self, position: Position) -> Spot:
        """Find the function and the statement of a position."""
        function, lines = "", (position[0], position[0])
        body: list[ast.stmt] = self._tree.body
        path: list[str] = []
        while found := self._statement(body, position):
            inner = list(_blocks(found))
            head_end = min((block[0].lineno - 1 for block in inner if block), default=0)
            last = max(found.lineno, head_end) if inner else found.end_lineno or found.lineno
            lines = (found.lineno, last)
            body = [one for block in inner for one in block]
            in_body = self._statement(body, position) is not None
            if isinstance(found, ast.ClassDef) and in_body:
                path.append(found.name)
            elif isinstance(found, _Function) and in_body and not function:
                function = ".".join([*path, found.name])
            elif not function and not in_body and not isinstance(found, _Function | ast.ClassDef):
                break
        return Spot(function, lines)

    def _statement(self, body: list[ast.stmt], position: Position) -> ast.stmt | None:
        for one in body:
            start, end = self._span(one)
            if start <= position < end:
                return one
        return None

    def _span(self, node: ast.expr | ast.stmt) -> tuple[Position, Position]:
        assert node.end_lineno is not None
        assert node.end_col_offset is not None
        return (
            (node.lineno, self._column(node.lineno, node.col_offset)),
            (node.end_lineno, self._column(node.end_lineno, node.end_col_offset)),
        )

    def _column(self, line: int, offset: int) -> int:
        """The column in characters: `ast` counts bytes, and the sources speak Chinese."""
        return len(self._lines[line - 1].encode()[:offset].decode())


def _blocks(node: ast.stmt) -> Iterator[list[ast.stmt]]:
    for name in ("body", "orelse", "finalbody"):
        if block := getattr(node, name, None):
            yield block
    for handler in getattr(node, "handlers", []):
        yield handler.body
    for case in getattr(node, "cases", []):
        yield case.body


def _metadata(tree: ast.Module) -> Iterator[ast.expr | ast.stmt]:
    """Annotations, decorators, `__all__`, and what runs for the type checker only."""
    for node in ast.walk(tree):
        match node:
            case ast.FunctionDef() | ast.AsyncFunctionDef():
                yield from node.decorator_list
                if node.returns:
                    yield node.returns
            case ast.ClassDef():
                yield from node.decorator_list
            case ast.arg(annotation=ast.expr() as annotation):
                yield annotation
            case ast.AnnAssign():
                yield node.annotation
            case ast.If(test=ast.Name(id="TYPE_CHECKING")):
                yield node
            case ast.Call(func=ast.Name(id="cast"), args=[kind, *_]):
                yield kind
            case ast.Assign(targets=[ast.Name()], value=value) if _is_type(value):
                yield node


def _is_type(value: ast.expr) -> bool:
    """Whether it is written as a type: `A | B` of plain names."""
    match value:
        case ast.BinOp(left=left, op=ast.BitOr(), right=right):
            return all(isinstance(one, ast.Name | ast.Constant) or _is_type(one)
                       for one in (left, right))  # fmt: skip
        case ast.Subscript(value=ast.Name(id="Callable" | "Mapping" | "dict" | "list" | "tuple")):
            return True
        case _:
            return False
