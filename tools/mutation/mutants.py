"""The mutants of a source file: every change that the operators can make, one at a time."""

from __future__ import annotations

import marshal
from dataclasses import dataclass

from cosmic_ray.ast import ast_nodes, get_ast
from cosmic_ray.mutating import mutate_code

from tools.mutation.operators import operators
from tools.mutation.places import Source, Spot


@dataclass(frozen=True)
class Mutant:
    """One change to one file.

    `key` names it within its version of the file; `before` and `after` are the changed lines,
    `source` is the whole changed file.
    """

    key: str
    line: int
    spot: Spot
    before: str
    after: str
    source: str


def mutants_of(text: str) -> list[Mutant]:
    """Make the mutants of a source, in the order of its lines.

    None is a syntax error, and no two of them (and none and the source itself) compile to the same.
    """
    source, tree = Source(text), get_ast(text)
    nodes = list(ast_nodes(tree))
    seen = {_compiled(text)}
    found: list[Mutant] = []
    for name, operator in operators().items():
        spans = [span for node in nodes for span in operator.mutation_positions(node)]
        for occurrence, (start, _) in enumerate(spans):
            if not source.may_change(start):
                continue
            changed = mutate_code(text, operator, occurrence)
            code = _compiled(changed) if changed else None
            if changed is None or code is None or code in seen:
                continue
            seen.add(code)
            before, after = _difference(text, changed)
            key = f"{name}#{occurrence}"
            found.append(Mutant(key, start[0], source.spot(start), before, after, changed))
    return sorted(found, key=lambda one: one.line)


def _compiled(source: str) -> bytes | None:
    try:
        return marshal.dumps(compile(source, "mutant", "exec"))
    except (SyntaxError, ValueError):
        return None


def _difference(old: str, new: str) -> tuple[str, str]:
    """The lines that differ, of both, without indentation and joined by one space."""
    was, now = old.splitlines(), new.splitlines()
    start = next(i for i, (a, b) in enumerate(zip(was, now, strict=False)) if a != b)
    end = 0
    while min(len(was), len(now)) - end > start + 1 and was[-1 - end] == now[-1 - end]:
        end += 1
    return tuple(
        " ".join(line.strip() for line in lines[start : len(lines) - end]) for lines in (was, now)
    )  # type: ignore[return-value]
