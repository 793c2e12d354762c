"""A line of text in a colour of the viewer, whatever style sheet the host has."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QWidget


class InkLabel(QLabel):
    """Paints its own text: a palette set on a label is lost when a host's sheet is polished anew.

    One that `shrinks` gives way to what stands beside it: what does not fit is cut off with dots,
    and the whole is the tool tip's to say.
    """

    def __init__(self, parent: QWidget | None = None, *, shrinks: bool = False) -> None:
        super().__init__(parent)
        self._shrinks = shrinks
        self._ink = QColor("#000000")

    @property
    def ink(self) -> QColor:
        """The colour of the text."""
        return self._ink

    def set_ink(self, ink: QColor) -> None:
        """Write in another colour."""
        self._ink = ink
        self.update()

    def minimumSizeHint(self) -> QSize:
        hint = self.sizeHint()
        return QSize(0, hint.height()) if self._shrinks else hint

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setFont(self.font())
        painter.setPen(self._ink)
        place = self.contentsRect()
        cut = painter.fontMetrics().elidedText(
            self.text(), Qt.TextElideMode.ElideRight, place.width()
        )
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine, cut)
        painter.end()
