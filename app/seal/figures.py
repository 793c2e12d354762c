"""Figures of ink in a picture: which pixels belong together, and where the seal is among them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Mask = NDArray[np.bool_]


class Run(NamedTuple):
    """Places side by side in a row, from ``begin`` to before ``end``."""

    row: int
    begin: int
    end: int


Figure = list[Run]
"""Runs from the top to the bottom."""


class Area(NamedTuple):
    """Rows ``top`` to ``bottom`` and columns ``left`` to ``right``, the last ones not included."""

    top: int
    bottom: int
    left: int
    right: int

    @property
    def size(self) -> int:
        """How many pixels it has."""
        return (self.bottom - self.top) * (self.right - self.left)

    @property
    def shape(self) -> float:
        """Width by height."""
        return (self.right - self.left) / (self.bottom - self.top)

    def joined(self, other: Area) -> Area:
        """The least area that has both."""
        return Area(
            min(self.top, other.top), max(self.bottom, other.bottom),
            min(self.left, other.left), max(self.right, other.right),
        )  # fmt: skip

    def touches(self, other: Area, near: int) -> bool:
        """Whether they overlap, or lie at most ``near`` pixels from each other."""
        return (
            self.top <= other.bottom + near
            and other.top <= self.bottom + near
            and self.left <= other.right + near
            and other.left <= self.right + near
        )


def cells(solid: Mask, side: int) -> NDArray[np.int64]:
    """How many pixels are set in each square of ``side`` pixels."""
    height, width = solid.shape
    padded = np.pad(solid, ((0, -height % side), (0, -width % side)))
    squares = padded.reshape(padded.shape[0] // side, side, padded.shape[1] // side, side)
    counts: NDArray[np.int64] = squares.sum(axis=(1, 3), dtype=np.int64)
    return counts


def figures(inked: Mask) -> list[Figure]:
    """The places that are set, in figures of touching ones."""
    above: list[Run] = []
    runs: list[Run] = []
    joined = _Joined()
    for number, row in enumerate(inked):
        bounds = np.flatnonzero(np.diff(row, prepend=False, append=False)).tolist()
        here = [Run(number, *bounds[at : at + 2]) for at in range(0, len(bounds), 2)]
        joined.add(len(here))
        _join_rows(joined, above, here, len(runs))
        runs += here
        above = here
    found: dict[int, Figure] = {}
    for index, run in enumerate(runs):
        found.setdefault(joined.head(index), []).append(run)
    return list(found.values())


class _Joined:
    """Which runs belong together: each leads to another one, and in the end to a head."""

    def __init__(self) -> None:
        self._leads_to: list[int] = []

    def add(self, count: int) -> None:
        self._leads_to += range(len(self._leads_to), len(self._leads_to) + count)

    def head(self, index: int) -> int:
        while self._leads_to[index] != index:
            self._leads_to[index] = self._leads_to[self._leads_to[index]]
            index = self._leads_to[index]
        return index

    def join(self, one: int, other: int) -> None:
        self._leads_to[self.head(one)] = self.head(other)


def _join_rows(joined: _Joined, above: list[Run], here: list[Run], first: int) -> None:
    """Join what touches, corners too; ``first`` is the index of the first run ``here``."""
    upper = lower = 0
    while upper < len(above) and lower < len(here):
        one, other = above[upper], here[lower]
        if one.begin <= other.end and other.begin <= one.end:
            joined.join(first - len(above) + upper, first + lower)
        if one.end < other.end:
            upper += 1
        else:
            lower += 1


def seal_area(solid: Mask, shape: float, tolerance: float) -> Area | None:
    """Where the seal is: the largest group of figures that has its shape, else the largest at all.

    Figures whose areas overlap are one group: a ring, what stands in it, and the pieces of a worn
    ring. None where no figure is more than a dot.

    :param shape: width by height.
    """
    near = max(solid.shape) // 200
    areas = [area(one) for one in figures(solid)]
    groups = _grouped((one for one in areas if one.size > 9), near)
    alike = [one for one in groups if abs(one.shape / shape - 1) <= tolerance]
    return max(alike or groups, key=lambda one: one.size, default=None)


def area(figure: Figure) -> Area:
    """The bounds of a figure."""
    begins, ends = [run.begin for run in figure], [run.end for run in figure]
    return Area(figure[0].row, figure[-1].row + 1, min(begins), max(ends))


def _grouped(areas: Iterable[Area], near: int) -> list[Area]:
    groups: list[Area] = []
    for one in sorted(areas, key=lambda one: one.size, reverse=True):
        grown = one
        while touching := [group for group in groups if group.touches(grown, near)]:
            groups = [group for group in groups if group not in touching]
            for group in touching:
                grown = grown.joined(group)
        groups.append(grown)
    return groups
