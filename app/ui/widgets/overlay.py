"""A sheet over the window: the palette and the key sheet. Esc or a click beside it closes it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRect, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPaintEvent
from PySide6.QtWidgets import QApplication, QFrame, QVBoxLayout, QWidget
from shiboken6 import isValid

from app.ui.widgets.layout import set_ground
from app.ui.widgets.paint import painter_on

_VEIL = QColor(0, 0, 0, 70)
_TOP = 108
_MARGIN = 24
_SHADOW = 12


class Overlay(QWidget):
    """Covers its window with a veil and shows one frame on it.

    Attributes:
        body: layout of the frame.
        closed: it went away.
    """

    closed = Signal()

    def __init__(self, window: QWidget, name: str) -> None:
        super().__init__(window)
        self.setAccessibleName(name)
        self._window = window
        self._before: QWidget | None = None
        self.frame = QFrame(self)
        set_ground(self.frame, "dialog")
        self.body = QVBoxLayout(self.frame)
        self.body.setContentsMargins(1, 1, 1, 1)
        self.body.setSpacing(0)
        window.installEventFilter(self)
        self.hide()

    def wanted_width(self, room: int) -> int:
        """The frame's width for a window as wide as ``room``."""
        return 680 if room >= 1600 else 560

    def wanted_height(self, room: int) -> int:
        """The frame's height for at most ``room``."""
        return min(self.frame.sizeHint().height(), room)

    def open_over(self, focus: QWidget) -> None:
        """Show it and give the focus to ``focus``."""
        self._before = QApplication.focusWidget()
        self.place()
        self.show()
        self.raise_()
        focus.setFocus(Qt.FocusReason.PopupFocusReason)

    def dismiss(self) -> None:
        """Take it away and give the focus back."""
        if not self.isVisible():
            return
        self.hide()
        if self._before is not None and isValid(self._before) and self._before.isVisible():
            self._before.setFocus(Qt.FocusReason.PopupFocusReason)
        self._before = None
        self.closed.emit()

    def place(self) -> None:
        """Fit into the window."""
        room = self._window.rect()
        self.setGeometry(room)
        width = min(self.wanted_width(room.width()), room.width() - 2 * _MARGIN)
        top = _TOP if room.height() >= 700 else _MARGIN * 2
        height = self.wanted_height(room.height() - top - _MARGIN)
        self.frame.setGeometry(QRect((room.width() - width) // 2, top, width, height))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self.place()
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.dismiss()
        # Whatever the frame does not use must not reach the window below.
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if not self.frame.geometry().contains(event.position().toPoint()):
            self.dismiss()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = painter_on(self)
        painter.fillRect(self.rect(), _VEIL)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(0, 0, 0, 8))
        for step in range(0, _SHADOW, 2):
            grown = self.frame.geometry().adjusted(-step, -step + 4, step, step + 4)
            painter.drawRoundedRect(grown, 8 + step, 8 + step)
