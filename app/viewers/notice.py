"""One line above the page: what to know about a document that is shown all the same."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.viewers.colors import LIGHT, ViewerColors
from app.viewers.drawing import icon_pixmap, percent, sized, smooth
from app.viewers.words import ProblemWords

_HEIGHT = 32


class NoticeBand(QWidget):
    """Soft amber with a 3-px bar: title in bold, then the reason, elided, whole as a tool tip."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._colors = LIGHT
        self._title = self._text = ""
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.hide()

    def set_notices(self, notices: list[ProblemWords]) -> None:
        """Show these, or hide."""
        self._title = self.tr("；").join(words.title for words in notices)
        self._text = _run_on(notices[0].reason, notices[0].remedy) if len(notices) == 1 else ""
        tip = "\n".join(_run_on(f"{w.title}\n{w.reason}", w.safe, w.remedy) for w in notices)
        self.setToolTip(tip)
        self.setAccessibleName(tip.replace("\n", " "))
        self.setVisible(bool(notices))
        self.update()

    def set_colors(self, colors: ViewerColors) -> None:
        """Draw in other colours."""
        self._colors = colors
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(0, round(_HEIGHT * max(1.0, percent())))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        smooth(painter)
        colors, rect = self._colors, QRectF(self.rect())
        painter.fillRect(rect, colors.color("amber_soft"))
        painter.fillRect(QRectF(0, 0, 3, rect.height()), colors.color("amber_mark"))
        glyph = icon_pixmap("alert", colors.amber, 16, self.devicePixelRatioF())
        painter.drawPixmap(QPointF(12, round((rect.height() - 16) / 2)), glyph)
        x = 36.0
        for text, bold, ink in (
            (self._title, True, colors.text),
            (self._text, False, colors.text2),
        ):
            font = sized(self, 13, bold=bold)
            metrics = QFontMetrics(font)
            room = max(0, int(rect.width() - x - 12))
            cut = metrics.elidedText(text, Qt.TextElideMode.ElideRight, room)
            painter.setFont(font)
            painter.setPen(ink)
            place = QRectF(x, 0, room, rect.height())
            painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, cut)
            x += metrics.horizontalAdvance(cut) + 12
        painter.end()


def _run_on(*sentences: str) -> str:
    """Sentences one after the other: with a space, but after a Chinese full stop."""
    text = ""
    for sentence in sentences:
        text += ("" if not text or text.endswith("。") else " ") + sentence
    return text
