"""Where a seal goes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from app.seal.geometry import Rect

MOST_STRIPS: Final = 20
"""Pages that one cross-page seal is shared out to; more pages take several, as on paper."""


@dataclass(frozen=True, slots=True)
class FieldPlace:
    """An empty signature field of the form: the seal stands in its middle at its true size,
    smaller only where the field is smaller."""

    name: str


@dataclass(frozen=True, slots=True)
class RectPlace:
    """A rectangle: page from 0, millimetres from the top left corner of the page as seen."""

    page: int
    rect_mm: tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class KeywordPlace:
    """Centred on the ``nth`` occurrence (from 0) of a text, moved right and down by millimetres.

    ``nth`` may be negative and then counts from the last.
    """

    text: str
    dx_mm: float = 0.0
    dy_mm: float = 0.0
    nth: int = 0


class Edge(StrEnum):
    """The edge that a cross-page seal runs along."""

    RIGHT = "RIGHT"
    LEFT = "LEFT"


@dataclass(frozen=True, slots=True)
class CrossPage:
    """骑缝章: the seal cut into strips along an edge of the pages.

    :param pages: which, from 0; None is all.
    :param at: where along the edge its middle is, 0 the top and 1 the bottom.
    """

    pages: tuple[int, ...] | None = None
    edge: Edge = Edge.RIGHT
    at: float = 0.5


Place = FieldPlace | RectPlace | KeywordPlace | CrossPage


@dataclass(frozen=True, slots=True)
class Found:
    """An occurrence of a text: page from 0 and its rectangle as seen."""

    page: int
    rect_mm: Rect


Search = Callable[[bytes, str], Sequence[Found]]
"""Finds a text in a PDF, in reading order; see :mod:`app.seal.keyword`."""


def around(found: Found, place: KeywordPlace, size_mm: tuple[float, float]) -> RectPlace:
    """The rectangle of a seal of that size on an occurrence."""
    width, height = size_mm
    x = found.rect_mm.x + found.rect_mm.width / 2 - width / 2 + place.dx_mm
    y = found.rect_mm.y + found.rect_mm.height / 2 - height / 2 + place.dy_mm
    return RectPlace(found.page, (x, y, width, height))
