"""Wheel, fingers, hand and arrows over the pages."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QNativeGestureEvent, QWheelEvent
from PySide6.QtWidgets import QGestureEvent, QPinchGesture, QWidget

from app.viewers.overlay import Overlay, OverlaySeat
from app.viewers.page_area import LINE, PageArea

_NOTCH = 120
_NOTCHES_TO_DOUBLE = 4
_CLICK_SLACK = 4


class PointerArea(PageArea):
    """Moves and zooms by hand. Overlays are asked about the pointer first.

    Attributes:
        turnRequested: the wheel or an arrow wants the next (1) or previous (-1) page.
        clicked: a click that moved nothing, in coordinates of the viewport.
    """

    turnRequested = Signal(int)
    clicked = Signal(QPointF)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._seat = OverlaySeat()
        self._drag: QPoint | None = None
        self._dragged = False
        self._wheel = 0
        self.viewport().setMouseTracking(True)
        self.viewport().grabGesture(Qt.GestureType.PinchGesture)

    def add_overlay(self, overlay: Overlay) -> None:
        """Let `overlay` draw over the pages and be asked about the pointer first."""
        self._seat.add(overlay)
        self.viewport().update()

    def remove_overlay(self, overlay: Overlay) -> None:
        """Take an overlay away."""
        self._seat.remove(overlay)
        self.viewport().update()

    # --- wheel and fingers -------------------------------------------------------------------

    def wheelEvent(self, event: QWheelEvent) -> None:
        delta, fine = event.angleDelta(), event.pixelDelta()
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom_by(2 ** (delta.y() / _NOTCH / _NOTCHES_TO_DOUBLE), event.position())
        elif not self.is_strip and delta.y() and self._at_end(-delta.y()):
            self._wheel += delta.y()
            if abs(self._wheel) >= _NOTCH:
                self._wheel = 0
                self.turnRequested.emit(-1 if delta.y() > 0 else 1)
        elif not fine.isNull():
            self._wheel = 0
            self.scroll_by(QPointF(-fine.x(), -fine.y()))
        else:
            self._wheel = 0
            super().wheelEvent(event)
        event.accept()

    def _at_end(self, direction: int) -> bool:
        bar = self.verticalScrollBar()
        return bar.value() == (bar.maximum() if direction > 0 else bar.minimum())

    def viewportEvent(self, event: QEvent) -> bool:
        if isinstance(event, QNativeGestureEvent):
            if event.gestureType() == Qt.NativeGestureType.ZoomNativeGesture:
                self.zoom_by(max(0.1, 1 + event.value()), event.position())
                return True
        elif isinstance(event, QGestureEvent):
            pinch = event.gesture(Qt.GestureType.PinchGesture)
            if isinstance(pinch, QPinchGesture):
                centre = self.viewport().mapFromGlobal(pinch.centerPoint())
                self.zoom_by(max(0.1, pinch.scaleFactor()), centre)
                event.accept(pinch)
                return True
        return super().viewportEvent(event)

    # --- keys --------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows scroll; across a page that fits they turn it. Paging keys are the viewer's."""
        bars = {
            Qt.Key.Key_Up: (self.verticalScrollBar(), -1),
            Qt.Key.Key_Down: (self.verticalScrollBar(), 1),
            Qt.Key.Key_Left: (self.horizontalScrollBar(), -1),
            Qt.Key.Key_Right: (self.horizontalScrollBar(), 1),
        }
        plain = event.modifiers() in (
            Qt.KeyboardModifier.NoModifier,
            Qt.KeyboardModifier.KeypadModifier,
        )
        found = bars.get(Qt.Key(event.key())) if plain else None
        if found is None:
            event.ignore()
            return
        bar, direction = found
        if bar.maximum() > bar.minimum():
            bar.setValue(bar.value() + direction * LINE)
        else:
            self.turnRequested.emit(direction)

    # --- hand --------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if self._seat.press(event):
            return
        if event.button() == Qt.MouseButton.LeftButton:
            self._drag, self._dragged = event.position().toPoint(), False

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._drag is None:
            self._seat.move(event)
            return
        now = event.position().toPoint()
        move = now - self._drag
        if not self._dragged and move.manhattanLength() < _CLICK_SLACK:
            return
        if not self._dragged and self.viewport().cursor().shape() != Qt.CursorShape.ArrowCursor:
            self.viewport().setCursor(Qt.CursorShape.ClosedHandCursor)
        self._drag, self._dragged = now, True
        self.scroll_by(QPointF(-move))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._drag is None:
            self._seat.release(event)
            return
        was_click, self._drag = not self._dragged, None
        if self.viewport().cursor().shape() == Qt.CursorShape.ClosedHandCursor:
            self.viewport().setCursor(Qt.CursorShape.OpenHandCursor)
        if was_click:
            self.clicked.emit(event.position())
