"""A flat button with an icon or a short text, for the row of tools."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from app.viewers.colors import LIGHT, ViewerColors
from app.viewers.drawing import box, icon_pixmap, sized, smooth

_SIDE = 28
_ICON = 18


class ToolButton(QAbstractButton):
    """Icon buttons carry their words as tool tip and accessible name; a framed one shows them.

    With a glyph and a text both are shown, and the key behind them in grey.
    """

    def __init__(
        self, glyph: str = "", parent: QWidget | None = None, *, framed: bool = False
    ) -> None:
        super().__init__(parent)
        self._glyph = glyph
        self._framed = framed
        self._key = ""
        self._colors = LIGHT
        self.setCursor(Qt.CursorShape.ArrowCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set_words(self, words: str, key: str = "") -> None:
        """Name the button; `key` is shown in the tool tip only."""
        self.setAccessibleName(words)
        self.setToolTip(f"{words}  {key}" if key else words)
        self._key = key

    def add_tip(self, words: str) -> None:
        """A second line of the tool tip."""
        self.setToolTip(f"{self.toolTip()}\n{words}")

    def set_colors(self, colors: ViewerColors) -> None:
        """Draw in other colours."""
        self._colors = colors
        self.update()

    def sizeHint(self) -> QSize:
        metrics = QFontMetrics(sized(self, 13))
        if self._glyph and self.text():
            key = QFontMetrics(sized(self, 11)).horizontalAdvance(self._key)
            words = metrics.horizontalAdvance(self.text())
            return QSize(
                _ICON + words + key + (28 if key else 20), max(_SIDE, metrics.height() + 8)
            )
        if self._glyph:
            return QSize(_SIDE, _SIDE)
        width = max(metrics.horizontalAdvance("100%"), metrics.horizontalAdvance(self.text()))
        height = max(_SIDE, metrics.height() + 8)
        return QSize(width + (24 if self._framed else 8), height)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        smooth(painter)
        colors, rect = self._colors, QRectF(self.rect())
        if self.isChecked():
            box(painter, rect.adjusted(1, 1, -1, -1), radius=4, ground=colors.color("selected"))
        elif self.isEnabled() and (self.underMouse() or self.isDown()):
            ground = "selected" if self.isDown() else "hover"
            box(painter, rect.adjusted(1, 1, -1, -1), radius=4, ground=colors.color(ground))
        if self._framed:
            box(painter, rect, radius=4, edge=colors.color("line2"))
        ink = colors.text if self.isEnabled() else colors.disabled
        if self.isChecked():
            ink = colors.accent_text
        if self._glyph and self.text():
            self._paint_words(painter, rect, ink)
        elif self._glyph:
            pixmap = icon_pixmap(self._glyph, ink, _ICON, self.devicePixelRatioF())
            side = (rect.width() - _ICON) / 2
            painter.drawPixmap(QPointF(round(side), round((rect.height() - _ICON) / 2)), pixmap)
        else:
            painter.setFont(sized(self, 13))
            painter.setPen(ink)
            painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, self.text())
        if self.hasFocus():
            box(painter, rect, radius=4, edge=colors.color("accent_text"), width=2)
        painter.end()

    def _paint_words(self, painter: QPainter, rect: QRectF, ink: str) -> None:
        pixmap = icon_pixmap(self._glyph, ink, _ICON, self.devicePixelRatioF())
        painter.drawPixmap(QPointF(6, round((rect.height() - _ICON) / 2)), pixmap)
        middle = Qt.AlignmentFlag.AlignVCenter
        words = rect.adjusted(_ICON + 12, 0, 0, 0)
        painter.setFont(sized(self, 13))
        painter.setPen(ink)
        painter.drawText(words, middle, self.text())
        painter.setFont(sized(self, 11))
        painter.setPen(self._colors.color("text3"))
        painter.drawText(
            rect.adjusted(0, 0, -6, 0), middle | Qt.AlignmentFlag.AlignRight, self._key
        )
