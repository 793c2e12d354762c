"""Putting a mutant in the place of the code that runs, without importing anything anew."""

from __future__ import annotations

import gc
import inspect
from collections import Counter
from collections.abc import Iterator
from types import CodeType, FunctionType

_Key = tuple[str, int]


class Live:
    """The functions of an imported module that exist now.

    :param module: its dotted name.
    :param source: the text that it was imported from.
    """

    def __init__(self, module: str, source: str) -> None:
        self._original = dict(_functions(_compile(source)))
        spots = {(code.co_qualname, code.co_firstlineno): key
                 for key, code in self._original.items()}  # fmt: skip
        self._found: dict[_Key, list[FunctionType]] = {}
        for one in gc.get_objects():
            if isinstance(one, FunctionType) and one.__module__ == module:
                spot = (one.__code__.co_qualname, one.__code__.co_firstlineno)
                if spot in spots:
                    self._found.setdefault(spots[spot], []).append(one)

    def become(self, source: str) -> bool:
        """Let the functions do what a changed source says.

        Returns False where the change is not in the body of a function that exists: then the
        module must be imported anew to show it.
        """
        changed = dict(_functions(_compile(source)))
        different = [key for key, code in self._original.items() if changed.get(key) != code]
        if not different or any(key not in self._found for key in different):
            return False
        for key in different:
            for function in self._found[key]:
                if len(function.__code__.co_freevars) != len(changed[key].co_freevars):
                    return False
                function.__code__ = changed[key]
        return True


def _compile(source: str) -> CodeType:
    return compile(source, "source", "exec", dont_inherit=True)


def _functions(code: CodeType) -> Iterator[tuple[_Key, CodeType]]:
    """The functions of a module and the methods of its classes, each with its name and number."""
    count: Counter[str] = Counter()
    for inner in _reached(code):
        yield (inner.co_qualname, count[inner.co_qualname]), inner
        count[inner.co_qualname] += 1


def _reached(code: CodeType) -> Iterator[CodeType]:
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            if constant.co_flags & inspect.CO_OPTIMIZED:
                yield constant
            else:  # the body of a class
                yield from _reached(constant)
