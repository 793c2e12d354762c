"""A seat on the page for what is drawn over it: anchors, selected text, a magnifier."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from PySide6.QtGui import QMouseEvent, QPainter

if TYPE_CHECKING:
    from app.viewers.canvas import PageCanvas


class Overlay(Protocol):
    """Paints over the pages and may take the pointer.

    `paint` comes after the pages and the highlights, in logical pixels of the viewport; an
    overlay asks the canvas where a page is (`rect_of`, `part_rect`) and draws only what is in
    `pages_visible`. The pointer hooks come before the hand and the highlights and answer True
    when the event is theirs. Whoever takes a press gets every move until the release; moves
    without a button come too. A double click is a press of that event type.
    """

    def paint(self, painter: QPainter, canvas: PageCanvas) -> None:
        """Draw. The painter is given back as it came."""

    def press(self, event: QMouseEvent) -> bool:
        """A button went down."""

    def move(self, event: QMouseEvent) -> bool:
        """The pointer moved, with or without a button."""

    def release(self, event: QMouseEvent) -> bool:
        """A button went up."""


class OverlaySeat:
    """The overlays of one canvas. The one added last lies on top and is asked first."""

    def __init__(self) -> None:
        self._overlays: list[Overlay] = []
        self._holder: Overlay | None = None

    def add(self, overlay: Overlay) -> None:
        """Put an overlay on top."""
        if overlay not in self._overlays:
            self._overlays.append(overlay)

    def remove(self, overlay: Overlay) -> None:
        """Take an overlay away; one that is not there is no matter."""
        if overlay in self._overlays:
            self._overlays.remove(overlay)
        if self._holder is overlay:
            self._holder = None

    def paint(self, painter: QPainter, canvas: PageCanvas) -> None:
        """Draw all, the first added at the bottom."""
        for overlay in tuple(self._overlays):
            painter.save()
            overlay.paint(painter, canvas)
            painter.restore()

    def press(self, event: QMouseEvent) -> bool:
        """Offer a press; who takes it holds the pointer."""
        self._holder = None
        for overlay in reversed(tuple(self._overlays)):
            if overlay.press(event):
                self._holder = overlay
                return True
        return False

    def move(self, event: QMouseEvent) -> bool:
        """Offer a move to the holder, or to all."""
        if self._holder is not None:
            self._holder.move(event)
            return True
        return any(overlay.move(event) for overlay in reversed(tuple(self._overlays)))

    def release(self, event: QMouseEvent) -> bool:
        """Offer a release to the holder, or to all."""
        holder, self._holder = self._holder, None
        if holder is not None:
            holder.release(event)
            return True
        return any(overlay.release(event) for overlay in reversed(tuple(self._overlays)))
