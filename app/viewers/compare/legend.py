"""The line under the pages: what the colours mean and what was found, in words."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.viewers.colors import LIGHT, PAPER_INKS, ViewerColors
from app.viewers.drawing import box, percent, sized, smooth

_HEIGHT = 28
_SWATCH = 10


class Legend(QWidget):
    """Swatches with words, then a sentence; cut from the right, whole as a tool tip."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._colors = LIGHT
        self._inks: tuple[tuple[str, str], ...] = ()
        self._text = ""
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    @property
    def text(self) -> str:
        """All its words."""
        return "  ".join([*(words for _, words in self._inks), self._text]).strip()

    def show_words(self, text: str, inks: Sequence[tuple[str, str]] = ()) -> None:
        """Show a sentence behind swatches: (tone of `PAPER_INKS`, words)."""
        self._inks, self._text = tuple(inks), text
        self.setToolTip(self.text)
        self.setAccessibleName(self.text)
        self.update()

    def set_colors(self, colors: ViewerColors) -> None:
        """Draw in other colours."""
        self._colors = colors
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(0, round(_HEIGHT * max(1.0, percent())))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        colors, rect = self._colors, self.rect()
        painter.fillRect(rect, colors.color("subtle"))
        painter.fillRect(0, 0, rect.width(), 1, colors.color("line"))
        smooth(painter)
        font = sized(self, 12)
        metrics = QFontMetrics(font)
        painter.setFont(font)
        x = 12.0
        for tone, words in self._inks:
            place = QRectF(x, round((rect.height() - _SWATCH) / 2), _SWATCH, _SWATCH)
            edge = colors.color("line2")
            box(painter, place, radius=2, ground=QColor(PAPER_INKS[tone]), edge=edge)
            x = self._write(painter, x + _SWATCH + 6, words, metrics, "text2") + 16
        self._write(painter, x, self._text, metrics, "text")
        painter.end()

    def _write(
        self, painter: QPainter, x: float, text: str, metrics: QFontMetrics, ink: str
    ) -> float:
        room = max(0, int(self.width() - x - 12))
        cut = metrics.elidedText(text, Qt.TextElideMode.ElideRight, room)
        painter.setPen(self._colors.color(ink))
        place = QRectF(x, 1, room, self.height() - 1.0)
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, cut)
        return x + metrics.horizontalAdvance(cut)
