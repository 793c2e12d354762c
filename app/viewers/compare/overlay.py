"""What is painted over the old page: the new one let through, or what differs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QImage, QMouseEvent, QPainter

from app.viewers import highlights
from app.viewers.colors import LIGHT, PAPER_INKS, ViewerColors
from app.viewers.drawing import box, sized, smooth

if TYPE_CHECKING:
    from app.viewers.canvas import PageCanvas
    from app.viewers.compare.difference import Box, Difference, Pixels

_ROOM = 3.0
"""Logical pixels between a change and the box around it."""
OLD_INK, NEW_INK = "red", "accent"


class _Untouched:
    """The hand stays with the canvas."""

    def press(self, event: QMouseEvent) -> bool:
        """Not ours."""
        del event
        return False

    def move(self, event: QMouseEvent) -> bool:
        """Not ours."""
        del event
        return False

    def release(self, event: QMouseEvent) -> bool:
        """Not ours."""
        del event
        return False


class LaidOver(_Untouched):
    """An overlay for the canvas that shows the old page.

    `strength` lets the new page through (0 none, 1 only it); with `set_mix` the difference hides
    both. `words`: (title, line) in place of pictures where nothing can be laid over.
    """

    def __init__(self) -> None:
        self.strength = 0.5
        self.colors = LIGHT
        self._page = -1
        self._image = QImage()
        self._opaque = False
        self._boxes: list[tuple[Box, str]] = []
        self._words = ("", "")
        self._held: Pixels | None = None

    @property
    def is_bare(self) -> bool:
        """Whether there is nothing to paint."""
        return self._image.isNull() and not self._words[0]

    @property
    def has_words(self) -> bool:
        """Whether words stand in the place of a picture."""
        return bool(self._words[0])

    def set_colors(self, colors: ViewerColors) -> None:
        """Draw the words in other colours."""
        self.colors = colors

    def clear(self) -> None:
        """Paint nothing."""
        self._image, self._held, self._boxes, self._words = QImage(), None, [], ("", "")

    def set_words(self, page: int, title: str, line: str) -> None:
        """Say why there is nothing to see."""
        self.clear()
        self._page, self._words = page, (title, line)

    def set_over(self, page: int, found: Difference) -> None:
        """Let the new page through."""
        self._show(page, found.over, opaque=False)

    def set_mix(self, page: int, found: Difference) -> None:
        """Show what differs, in boxes."""
        self._show(page, found.mix, opaque=True)
        self._boxes = [(one, OLD_INK) for one in found.gone]
        self._boxes += [(one, NEW_INK) for one in found.come_over]

    def _show(self, page: int, pixels: Pixels, *, opaque: bool) -> None:
        self.clear()
        height, width = pixels.shape[:2]
        self._page, self._opaque, self._held = page, opaque, pixels
        self._image = QImage(pixels.data, width, height, width * 4, QImage.Format.Format_RGB32)

    def paint(self, painter: QPainter, canvas: PageCanvas) -> None:
        """Draw over the page that was compared, while it is on display."""
        rect = canvas.rect_of(self._page)
        if rect.isEmpty() or self.is_bare:
            return
        if self._words[0]:
            self._paint_words(painter, canvas)
            return
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.setOpacity(1.0 if self._opaque else self.strength)
        seen = rect.intersected(QRectF(canvas.viewport().rect()))
        if seen.isEmpty():
            return
        across, down = self._image.width() / rect.width(), self._image.height() / rect.height()
        part = QRectF(
            (seen.x() - rect.x()) * across,
            (seen.y() - rect.y()) * down,
            seen.width() * across,
            seen.height() * down,
        )
        painter.drawImage(seen, self._image, part)
        painter.setOpacity(1.0)
        for place, tone in self._boxes:
            paint_change(painter, highlights.on_page(QRectF(*place), rect), tone)

    def _paint_words(self, painter: QPainter, canvas: PageCanvas) -> None:
        title, line = self._words
        view = canvas.viewport().rect()
        painter.fillRect(view, self.colors.color("canvas"))
        bold, plain = sized(canvas, 16, bold=True), sized(canvas, 13)
        top = view.height() / 2 - 40.0
        smooth(painter)
        for text, font, ink, height in (
            (title, bold, "text", 32.0),
            (line, plain, "text2", 56.0),
        ):
            painter.setFont(font)
            painter.setPen(self.colors.color(ink))
            place = QRectF(24, top, view.width() - 48.0, height)
            flags = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop
            painter.drawText(place, int(flags | Qt.TextFlag.TextWordWrap), text)
            top += height


class ChangeBoxes(_Untouched):
    """Boxes around what only this page shows."""

    def __init__(self, tone: str) -> None:
        self._tone = tone
        self._page = -1
        self._boxes: tuple[Box, ...] = ()

    def set_boxes(self, page: int, boxes: Sequence[Box]) -> None:
        """Fractions of the page as it is turned."""
        self._page, self._boxes = page, tuple(boxes)

    def paint(self, painter: QPainter, canvas: PageCanvas) -> None:
        """Draw on the page that was compared."""
        rect = canvas.rect_of(self._page)
        if not rect.isEmpty():
            for place in self._boxes:
                paint_change(painter, highlights.on_page(QRectF(*place), rect), self._tone, wash=26)


def paint_change(painter: QPainter, place: QRectF, tone: str, *, wash: int = 0) -> None:
    """A box around a change, with a little room; `wash` is the strength of its ground (0–255)."""
    edge, ground = QColor(PAPER_INKS[tone]), QColor(PAPER_INKS[tone])
    ground.setAlpha(wash)
    smooth(painter)
    room = place.adjusted(-_ROOM, -_ROOM, _ROOM, _ROOM)
    box(painter, room, radius=2, edge=edge, ground=ground if wash else None, width=1.4)
