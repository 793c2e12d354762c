"""Drawing a rectangle on a page, by pointer or by keys."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtCore import QEvent, QObject, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter

from app.viewers.canvas import PageCanvas
from app.viewers.colors import LIGHT, PAPER_INKS, ViewerColors
from app.viewers.cursors import rest_cursor
from app.viewers.drawing import box, sized, smooth
from app.viewers.highlights import upright_point

Part = tuple[float, float, float, float]
_LEAST = 4.0
"""Logical pixels below which a drag was a slip of the hand."""
_STEP, _FINE = 8.0, 1.0
"""Logical pixels that an arrow key moves."""
_DEFAULT = (0.3, 0.06)
"""Width and height of the rectangle that keys begin with, as fractions of what is visible."""
_ARROWS = {
    Qt.Key.Key_Left: (-1.0, 0.0),
    Qt.Key.Key_Right: (1.0, 0.0),
    Qt.Key.Key_Up: (0.0, -1.0),
    Qt.Key.Key_Down: (0.0, 1.0),
}
_KEEP = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_DROP = (Qt.Key.Key_Delete, Qt.Key.Key_Backspace)


class Drawn(NamedTuple):
    """A rectangle: page from 0; left, top, width, height as fractions of the upright page."""

    page: int
    part: Part


class AnchorDraw(QObject):
    """An overlay on a canvas that lets the officer draw one rectangle.

    Pointer: drag. Keys: an arrow or Enter brings a rectangle, arrows move it, with Shift they size
    it, with Ctrl by one pixel; Enter keeps it, Esc leaves, Delete asks to take the old one away.
    While it is at work it has these keys before any shortcut.

    Attributes:
        drawn: a `Drawn` was kept; the overlay goes on showing it until `end`.
        cancelled: Esc, or the focus went elsewhere.
        removeRequested: Delete.
    """

    drawn = Signal(object)
    cancelled = Signal()
    removeRequested = Signal()

    def __init__(self, canvas: PageCanvas) -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self._colors = LIGHT
        self._words = ""
        self._old: Drawn | None = None
        self._now: Drawn | None = None
        self._from: tuple[int, float, float] | None = None
        self._active = self._kept = False
        canvas.installEventFilter(self)

    @property
    def active(self) -> bool:
        """Whether a rectangle is being drawn, or was kept and is still shown."""
        return self._active

    @property
    def now(self) -> Drawn | None:
        """The rectangle as it stands."""
        return self._now

    def set_colors(self, colors: ViewerColors) -> None:
        """Draw in other colours."""
        self._colors = colors

    def begin(self, words: str, old: Drawn | None = None) -> None:
        """Start; `words` stand over the page, Enter takes `old` again where there is one."""
        self.end()
        self._words, self._old = words, old
        self._active = True
        if self._is_seen(old):
            self._now = old
        self._canvas.add_overlay(self)
        self._canvas.viewport().setCursor(Qt.CursorShape.CrossCursor)
        self._canvas.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def end(self) -> None:
        """Stop, and show nothing any more."""
        if not self._active:
            return
        self._active = self._kept = False
        self._now = self._from = self._old = None
        self._canvas.remove_overlay(self)
        rest_cursor(self._canvas)

    def shown_rect(self) -> QRectF:
        """Where the rectangle lies in the viewport; empty where it is not seen."""
        return self._canvas.part_rect(*self._now) if self._now is not None else QRectF()

    # --- overlay -----------------------------------------------------------------------------

    def paint(self, painter: QPainter, canvas: PageCanvas) -> None:
        """The rectangle, and the words above the page."""
        smooth(painter)
        if self._now is not None and self._now.page in canvas.pages_visible():
            ink = QColor(PAPER_INKS["accent"])
            wash = QColor(ink)
            wash.setAlphaF(0.10)
            rect = canvas.part_rect(*self._now)
            box(painter, rect, ground=wash, edge=ink, width=2)
            grip = QRectF(rect.right() - 4, rect.bottom() - 4, 8, 8)
            box(painter, grip, ground=QColor("#FFFFFF"), edge=ink, width=1.5)
        if not self._kept:
            self._paint_words(painter, canvas)

    def _paint_words(self, painter: QPainter, canvas: PageCanvas) -> None:
        font = sized(canvas, 13)
        painter.setFont(font)
        metrics = painter.fontMetrics()
        room = canvas.viewport().width() - 48
        words = metrics.elidedText(self._words, Qt.TextElideMode.ElideRight, room)
        width, height = metrics.horizontalAdvance(words) + 32.0, metrics.height() + 14.0
        left = round((canvas.viewport().width() - width) / 2)
        place = QRectF(left, 12, width, height)
        edge = self._colors.color("accent_text")
        box(painter, place, radius=4, ground=self._colors.color("panel"), edge=edge)
        painter.setPen(self._colors.color("text"))
        painter.drawText(place, Qt.AlignmentFlag.AlignCenter, words)

    def press(self, event: QMouseEvent) -> bool:
        """Begin a rectangle where the left button goes down on a page."""
        if self._kept or event.button() is not Qt.MouseButton.LeftButton:
            return False
        self._from = self._canvas.place_at(event.position())
        self._refresh()
        return True  # beside a page too: nothing is dragged while drawing

    def move(self, event: QMouseEvent) -> bool:
        """Pull its corner; it ends at the edge of its page."""
        if self._kept:
            return False
        self._canvas.viewport().setCursor(Qt.CursorShape.CrossCursor)
        if self._from is not None:
            self._now = self._between(self._from, event.position())
            self._refresh()
        return True

    def release(self, event: QMouseEvent) -> bool:
        """Keep it, unless it is too small to be meant."""
        began, self._from = self._from, None
        if began is None or self._kept:
            return False
        self._now = self._between(began, event.position())
        rect = self.shown_rect()
        if rect.width() >= _LEAST and rect.height() >= _LEAST:
            self._keep()
        else:
            self._now = None
        self._refresh()
        return True

    def _between(self, began: tuple[int, float, float], end: QPointF) -> Drawn:
        page, x, y = began
        area = self._canvas.rect_of(page)
        seen_x = (end.x() - area.x()) / max(1.0, area.width())
        seen_y = (end.y() - area.y()) / max(1.0, area.height())
        seen = (min(max(seen_x, 0.0), 1.0), min(max(seen_y, 0.0), 1.0))
        to_x, to_y = upright_point(*seen, self._canvas.rotation_of(page))
        left, right = sorted((x, to_x))
        top, bottom = sorted((y, to_y))
        return Drawn(page, (left, top, right - left, bottom - top))

    # --- keys --------------------------------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is not self._canvas or not self._active or self._kept:
            return False
        if event.type() == QEvent.Type.FocusOut:
            self._leave_unless_window_did()
        elif isinstance(event, QKeyEvent) and self._is_mine(event):
            if event.type() == QEvent.Type.ShortcutOverride:
                event.accept()
                return True
            if event.type() == QEvent.Type.KeyPress:
                self._press_key(event)
                return True
        return False

    def _leave_unless_window_did(self) -> None:
        if self._canvas.isActiveWindow() and self._canvas.window().focusWidget() is not None:
            self._cancel()

    @staticmethod
    def _is_mine(event: QKeyEvent) -> bool:
        key = Qt.Key(event.key())
        if key in _ARROWS:
            allowed = Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.ControlModifier
            return not event.modifiers() & ~(allowed | Qt.KeyboardModifier.KeypadModifier)
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        return plain and (key in _KEEP or key in _DROP or key == Qt.Key.Key_Escape)

    def _press_key(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key == Qt.Key.Key_Escape:
            self._cancel()
        elif key in _DROP:
            self.removeRequested.emit()
        elif key in _KEEP:
            if self._is_seen(self._now):
                self._keep()
            else:
                self._now = self._default()
        else:
            self._by_arrow(key, event.modifiers())
        self._refresh()

    def _by_arrow(self, key: Qt.Key, modifiers: Qt.KeyboardModifier) -> None:
        if self._now is None or not self._is_seen(self._now):
            self._now = self._default()
            return
        step = _FINE if modifiers & Qt.KeyboardModifier.ControlModifier else _STEP
        across, down = (step * way for way in _ARROWS[key])
        rect = self.shown_rect()
        if modifiers & Qt.KeyboardModifier.ShiftModifier:
            width = max(_LEAST, rect.width() + across)
            rect = QRectF(rect.x(), rect.y(), width, max(_LEAST, rect.height() + down))
        else:
            rect.translate(across, down)
        self._now = self._of_rect(self._now.page, rect)
        self._canvas.reveal(self._now.part)

    def _default(self) -> Drawn | None:
        """The old rectangle where its page is seen, else one in the middle of what is seen."""
        if self._is_seen(self._old):
            return self._old
        view = QRectF(self._canvas.viewport().rect())
        pages = list(self._canvas.pages_visible())
        if not pages:
            return None
        seen = {page: self._canvas.rect_of(page).intersected(view) for page in pages}
        page = max(pages, key=lambda one: seen[one].height())
        area = seen[page]
        width, height = area.width() * _DEFAULT[0], max(16.0, area.height() * _DEFAULT[1])
        middle = area.center()
        rect = QRectF(middle.x() - width / 2, middle.y() - height / 2, width, height)
        return self._of_rect(page, rect)

    def _is_seen(self, drawn: Drawn | None) -> bool:
        return drawn is not None and drawn.page in self._canvas.pages_visible()

    def _of_rect(self, page: int, rect: QRectF) -> Drawn:
        """A rectangle of the viewport, pushed into its page."""
        area = self._canvas.rect_of(page)
        rect = QRectF(rect)
        rect.setWidth(min(rect.width(), area.width()))
        rect.setHeight(min(rect.height(), area.height()))
        rect.moveLeft(min(max(rect.left(), area.left()), area.right() - rect.width()))
        rect.moveTop(min(max(rect.top(), area.top()), area.bottom() - rect.height()))
        x, y = (rect.x() - area.x()) / area.width(), (rect.y() - area.y()) / area.height()
        began = (page, *upright_point(x, y, self._canvas.rotation_of(page)))
        return self._between(began, rect.bottomRight())

    # --- ends --------------------------------------------------------------------------------

    def _keep(self) -> None:
        self._kept = True
        self.drawn.emit(self._now)

    def _cancel(self) -> None:
        self.end()
        self.cancelled.emit()

    def _refresh(self) -> None:
        self._canvas.viewport().update()
