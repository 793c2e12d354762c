"""Where seals will stand on a form, at their true size."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QCoreApplication

from app.seal.document import opened
from app.seal.geometry import Rect
from app.seal.image import SealImage
from app.seal.keyword import find_in_own_form
from app.seal.place import Place
from app.seal.resolve import layout

_CONTEXT: Final = "forms"


@dataclass(frozen=True, slots=True)
class SealMark:
    """A place for a seal.

    Attributes:
        page: from 0.
        rect_mm: left, top, right, bottom in millimetres from the page's top left corner.
        label: what stands at it; empty says nothing.
        picture: the seal, drawn in its place; None draws the place alone.
        shown: the part of the picture's width that is drawn there: begin and share, 0 to 1.
    """

    page: int
    rect_mm: tuple[float, float, float, float]
    label: str = ""
    picture: SealImage | None = None
    shown: tuple[float, float] = (0.0, 1.0)


def seal_label(size_mm: tuple[float, float]) -> str:
    """用章位置 · 直径 42 mm; of a seal that is not round its width and height."""
    width, height = size_mm
    if round(width, 1) == round(height, 1):
        words = QCoreApplication.translate(_CONTEXT, "用章位置 · 直径 {size} mm")
        return words.format(size=f"{width:g}")
    words = QCoreApplication.translate(_CONTEXT, "用章位置 · {width} × {height} mm")
    return words.format(width=f"{width:g}", height=f"{height:g}")


def seal_marks(
    pdf: bytes,
    places: Sequence[Place],
    size_mm: tuple[float, float],
    picture: SealImage | None = None,
) -> tuple[SealMark, ...]:
    """Where a seal of that size goes on a PDF; reads it, so not on the GUI thread.

    :raises SealError: it cannot be read, or a place cannot be had.
    """
    document = opened(pdf)
    made = layout(document, places, size_mm, find_in_own_form)
    marks: list[SealMark] = []
    if made.spot.rect_mm.width:
        seat = _centred(made.spot.rect_mm, size_mm)
        marks.append(SealMark(made.spot.page, seat, seal_label(size_mm), picture))
    across = QCoreApplication.translate(_CONTEXT, "骑缝章 · 共 {n} 页").format(n=len(made.strips))
    for number, strip in enumerate(made.strips):
        label = across if number == 0 else ""
        shown = strip.begin, strip.share
        marks.append(SealMark(strip.page, _corners(strip.rect_mm), label, picture, shown))
    return tuple(marks)


def _centred(seat: Rect, size_mm: tuple[float, float]) -> tuple[float, float, float, float]:
    """In the middle of its field at its true size, smaller only where the field is smaller."""
    scale = min(1.0, seat.width / size_mm[0], seat.height / size_mm[1])
    width, height = size_mm[0] * scale, size_mm[1] * scale
    x = seat.x + (seat.width - width) / 2
    y = seat.y + (seat.height - height) / 2
    return x, y, x + width, y + height


def _corners(rect: Rect) -> tuple[float, float, float, float]:
    return rect.x, rect.y, rect.x + rect.width, rect.y + rect.height
