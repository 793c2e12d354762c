"""Drawing a rectangle that then fills the window."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter

from app.viewers.canvas import PageCanvas
from app.viewers.colors import PAPER_INKS
from app.viewers.cursors import rest_cursor
from app.viewers.drawing import box
from app.viewers.focus_return import FocusReturn
from app.viewers.keys import ARROWS
from app.viewers.zoom import Zoom, ZoomMode, clamp

_SHIFT = Qt.KeyboardModifier.ShiftModifier
_STEP = 24
_LEAST = 8.0
"""Logical pixels: a rectangle smaller than this is a click, and nothing happens."""


def fit_region(canvas: PageCanvas, region: QRectF) -> None:
    """Zoom so that `region` (in the viewport) fills the viewport, and bring it to the middle."""
    view = canvas.viewport().rect()
    factor = min(view.width() / region.width(), view.height() / region.height())
    middle = region.center()
    before = canvas.zoom.scale
    canvas.set_zoom(Zoom(ZoomMode.FREE, clamp(before * factor)), middle)
    move = middle - QPointF(view.center())
    canvas.horizontalScrollBar().setValue(canvas.horizontalScrollBar().value() + round(move.x()))
    canvas.verticalScrollBar().setValue(canvas.verticalScrollBar().value() + round(move.y()))


class RegionTool(QObject):
    """An overlay for one rectangle; Esc or the right button gives it up.

    Without a mouse the arrows move it, with Shift they change its size, and Enter takes it.

    Attributes:
        toggled: it waits for a rectangle, or does so no more.
    """

    toggled = Signal(bool)

    def __init__(self, canvas: PageCanvas, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._canvas = canvas
        self._focus = FocusReturn()
        self._from: QPointF | None = None
        self._to = QPointF()
        self.is_on = False

    def toggle(self) -> None:
        """Wait for a rectangle, or give it up."""
        self.set_on(not self.is_on)

    def set_on(self, on: bool) -> None:
        """Wait for a rectangle, or give it up."""
        if on == self.is_on:
            return
        self.is_on, self._from = on, None
        canvas = self._canvas
        if on:
            canvas.add_overlay(self)
            canvas.installEventFilter(self)
            canvas.viewport().setCursor(Qt.CursorShape.CrossCursor)
            self._focus.take(canvas)
        else:
            canvas.remove_overlay(self)
            canvas.removeEventFilter(self)
            rest_cursor(canvas)
            canvas.viewport().update()
            self._focus.give_back(canvas, had=canvas.hasFocus())
        self.toggled.emit(on)

    def _region(self) -> QRectF:
        if self._from is None:
            return QRectF()
        whole = QRectF(self._canvas.viewport().rect())
        return QRectF(self._from, self._to).normalized().intersected(whole)

    def paint(self, painter: QPainter, _canvas: PageCanvas) -> None:
        """Draw the rectangle as it is now."""
        region = self._region()
        if not region.isEmpty():
            ink = QColor(PAPER_INKS["accent"])
            ground = QColor(ink)
            ground.setAlphaF(0.10)
            box(painter, region, ground=ground, edge=ink, width=2)

    def press(self, event: QMouseEvent) -> bool:
        """The first corner."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._from = self._to = event.position()
        else:
            self.set_on(False)
        return True

    def move(self, event: QMouseEvent) -> bool:
        """The other corner."""
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._to = event.position()
            self._canvas.viewport().update()
        return True

    def release(self, event: QMouseEvent) -> bool:
        """Zoom to the rectangle, once."""
        self._to = event.position()
        self._take()
        return True

    def _take(self) -> None:
        region = self._region()
        if self.is_on and min(region.width(), region.height()) >= _LEAST:
            self.set_on(False)
            fit_region(self._canvas, region)
        else:
            self._from = None
        self._canvas.viewport().update()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Its own keys, before the page and the host hear them."""
        if not isinstance(event, QKeyEvent) or not _is_own(event):
            return False
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
        elif event.type() == QEvent.Type.KeyPress:
            self._act(Qt.Key(event.key()), bool(event.modifiers() & _SHIFT))
        return True

    def _act(self, key: Qt.Key, resize: bool) -> None:
        if key == Qt.Key.Key_Escape:
            self.set_on(False)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._take()
        else:
            self._move(ARROWS[key] * _STEP, resize=resize)

    def _move(self, by: QPoint, *, resize: bool) -> None:
        """Begin in the middle, half as large as the window; then move, or move a corner."""
        if self._from is None:
            view = QRectF(self._canvas.viewport().rect())
            quarter = QPointF(view.width() / 4, view.height() / 4)
            self._from, self._to = view.center() - quarter, view.center() + quarter
        else:
            self._to += QPointF(by)
            self._from += QPointF() if resize else QPointF(by)
        self._canvas.viewport().update()


def _is_own(event: QKeyEvent) -> bool:
    keys = (Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Enter)
    plain = not event.modifiers() & ~(_SHIFT | Qt.KeyboardModifier.KeypadModifier)
    return plain and (event.key() in keys or event.key() in ARROWS)
