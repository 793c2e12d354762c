"""The changes that are made to the code: most are cosmic-ray's, a few are added here.

Of cosmic-ray's operators only those are taken that change what a condition means. `==` into
`is` and the like are left out: they differ in the identity of objects, which no rule is about.
Strings, and with them messages and sources, are changed by none.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Protocol

from cosmic_ray.operators.provider import OperatorProvider

Position = tuple[int, int]
Span = tuple[Position, Position]

COMPARISONS = (
    "Eq_NotEq", "NotEq_Eq", "Is_IsNot", "IsNot_Is",
    "Lt_LtE", "Lt_GtE", "LtE_Lt", "LtE_Gt", "Gt_GtE", "Gt_LtE", "GtE_Gt", "GtE_Lt",
)  # fmt: skip
ARITHMETIC = (
    "Add_Sub", "Sub_Add", "Mul_FloorDiv", "Div_Mul", "FloorDiv_Mul", "Mod_FloorDiv",
    "BitOr_BitAnd", "BitAnd_BitOr",
)  # fmt: skip
TAKEN = (
    *(f"ReplaceComparisonOperator_{name}" for name in COMPARISONS),
    *(f"ReplaceBinaryOperator_{name}" for name in ARITHMETIC),
    "ReplaceUnaryOperator_Delete_Not",
    "ReplaceUnaryOperator_Delete_USub",
    "AddNot",
    "ReplaceTrueWithFalse",
    "ReplaceFalseWithTrue",
    "ReplaceAndWithOr",
    "ReplaceOrWithAnd",
    "ReplaceBreakWithContinue",
    "ReplaceContinueWithBreak",
    "ExceptionReplacer",
    "NumberReplacer",
    "ZeroIterationForLoop",
)


class Operator(Protocol):
    """What cosmic-ray asks of an operator; `node` is a node of a parso tree."""

    def mutation_positions(self, node: Any) -> Iterator[Span]:
        """Yield the span of each change that can be made to `node`."""

    def mutate(self, node: Any, index: int) -> Any:
        """Return `node` with the change of that number made."""


class Membership:
    """`in` becomes `not in`, and the other way round."""

    def mutation_positions(self, node: Any) -> Iterator[Span]:
        """Yield the comparison words of a comparison."""
        if node.type == "comparison":
            for word in node.children[1::2]:
                if word.get_code().split() in (["in"], ["not", "in"]):
                    yield word.start_pos, word.end_pos

    def mutate(self, node: Any, index: int) -> Any:
        """Turn the `index`-th of them round."""
        words = [w for w in node.children[1::2] if w.get_code().split()[-1] == "in"]
        word = words[index]
        first = word.get_first_leaf()
        if word.type == "keyword":
            word.value = "not in"
        else:
            first.value, word.get_last_leaf().value = "in", ""
        return node


class FilterNegated:
    """The condition of a comprehension is turned round."""

    def mutation_positions(self, node: Any) -> Iterator[Span]:
        """Yield the condition of `… for … if condition`."""
        if node.type == "comp_if":
            yield node.children[1].start_pos, node.children[1].end_pos

    def mutate(self, node: Any, index: int) -> Any:  # noqa: ARG002, there is one
        """Put `not (…)` around it."""
        condition = node.children[1]
        first, last = condition.get_first_leaf(), condition.get_last_leaf()
        first.value = f"not ({first.value}"
        last.value = f"{last.value})"
        return node


class Swapped:
    """A function that is called gives way to its opposite: `any` and `all`, `min` and `max`."""

    OPPOSITE = {"any": "all", "all": "any", "min": "max", "max": "min"}  # noqa: RUF012

    def mutation_positions(self, node: Any) -> Iterator[Span]:
        """Yield the name that is called."""
        if node.type == "atom_expr" and node.children[1].get_code().startswith("("):
            name = node.children[0]
            if name.type == "name" and name.value in self.OPPOSITE:
                yield name.start_pos, name.end_pos

    def mutate(self, node: Any, index: int) -> Any:  # noqa: ARG002, there is one
        """Call the opposite."""
        node.children[0].value = self.OPPOSITE[node.children[0].value]
        return node


def operators() -> dict[str, Operator]:
    """Return all operators by name, in the order in which mutants are numbered."""
    provider = OperatorProvider()
    known: dict[str, Operator] = {name: provider[name]() for name in TAKEN}
    own: tuple[Operator, ...] = (Membership(), FilterNegated(), Swapped())
    return known | {type(one).__name__: one for one in own}
