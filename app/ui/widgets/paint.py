"""Drawing shared by the painted widgets and the table delegates."""

from __future__ import annotations

import math
from collections.abc import Iterable

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPen, QTextLayout, QTextOption
from PySide6.QtWidgets import QWidget

from app.ui.theme import theme
from app.ui.widgets.typesetting import typesetter

LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
CENTRE = Qt.AlignmentFlag.AlignCenter
LINE_HEIGHT = 1.38
_SMOOTH = (
    QPainter.RenderHint.Antialiasing
    | QPainter.RenderHint.TextAntialiasing
    | QPainter.RenderHint.SmoothPixmapTransform
)
_ANTIALIASING = QPainter.RenderHint.Antialiasing


def painter_on(widget: QWidget) -> QPainter:
    """A painter with smooth edges; keep it in a local variable to the end of the paint event."""
    painter = QPainter(widget)
    smooth(painter)
    return painter


def smooth(painter: QPainter) -> None:
    """Switch on smooth edges, text and scaled pictures."""
    painter.setRenderHints(_SMOOTH)


def fill(painter: QPainter, x: float, y: float, width: float, height: float, token: str) -> None:
    """Fill a rectangle on whole physical pixels: hairlines, bars, grounds."""
    was = painter.testRenderHint(_ANTIALIASING)
    painter.setRenderHint(_ANTIALIASING, False)
    painter.fillRect(QRectF(x, y, width, height), theme.color(token))
    painter.setRenderHint(_ANTIALIASING, was)


def fill_rect(painter: QPainter, rect: QRectF | QRect, token: str) -> None:
    """Fill a rectangle on whole physical pixels."""
    fill(painter, rect.x(), rect.y(), rect.width(), rect.height(), token)


def rounded(
    painter: QPainter,
    rect: QRectF,
    radius: float,
    ground: str = "",
    border: str = "",
    width: float = 1,
) -> None:
    """A box with round corners; the border lies inside ``rect``."""
    painter.setBrush(theme.color(ground) if ground else Qt.BrushStyle.NoBrush)
    if border:
        painter.setPen(QPen(theme.color(border), width))
        half = width / 2
        rect = rect.adjusted(half, half, -half, -half)
    else:
        painter.setPen(Qt.PenStyle.NoPen)
    painter.drawRoundedRect(rect, radius, radius)


def focus_ring(painter: QPainter, rect: QRectF, *, on_primary: bool = False) -> None:
    """The focus ring of style guide §6: 2 px, with 1 px of panel inside on a primary button."""
    if on_primary:
        rounded(painter, rect.adjusted(2, 2, -2, -2), 3, border="panel")
    rounded(painter, rect, 4, border="text" if on_primary else "accent_text", width=2)


def advance(text: str, font: QFont) -> int:
    """The width of one line of text, in logical pixels, rounded up."""
    # Advances are fractions; `QFontMetrics` would round them down and the text would be cut.
    return math.ceil(typesetter.width(text, font))


def line(
    painter: QPainter,
    rect: QRectF | QRect,
    text: str,
    font: QFont,
    tone: str,
    align: Qt.AlignmentFlag = LEFT,
) -> int:
    """Draw one line of text, cut to ``rect``; returns the drawn width."""
    if not text:
        return 0
    found = typesetter.fitting(text, font, rect.width())
    left = float(rect.x())
    if align is not LEFT:  # the usual case, and flags are slow
        left += _shift(align, rect.width() - found.natural)
    painter.setFont(font)
    painter.setPen(theme.ink(tone))
    top = rect.y() + (rect.height() - found.height) / 2
    painter.drawStaticText(QPointF(left, top), found.text)
    return found.width


def _shift(align: Qt.AlignmentFlag, spare: float) -> float:
    if align & Qt.AlignmentFlag.AlignRight:
        return spare
    return spare / 2 if align & Qt.AlignmentFlag.AlignHCenter else 0.0


_heights: dict[tuple[str, str, int], int] = {}
_KEPT_HEIGHTS = 4_000


def wrapped_height(text: str, font: QFont, width: int) -> int:
    """The height of :class:`Wrapped`; remembered, for a layout asks each row for it many times."""
    key = (text, font.key(), width)
    found = _heights.get(key)
    if found is None:
        if len(_heights) >= _KEPT_HEIGHTS:
            _heights.clear()
        found = _heights[key] = Wrapped(text, font, width).height
    return found


class Wrapped:
    """Text broken into lines that stand 138 % of the font's height apart.

    Attributes:
        height: the height of all lines, in logical pixels.
        lines: how many there are.
        line_height: the height of one, without the gap between lines.
    """

    def __init__(
        self,
        text: str,
        font: QFont,
        width: int,
        *,
        centred: bool = False,
        leading: float = LINE_HEIGHT,
    ) -> None:
        self._layout = QTextLayout(text.replace("\n", "\u2028"), font)
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        if centred:
            option.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._layout.setTextOption(option)
        natural = QFontMetricsF(font).height()
        step = round(natural * leading)
        self.lines = 0
        self._layout.beginLayout()
        while True:
            row = self._layout.createLine()
            if not row.isValid():
                break
            row.setLineWidth(max(1, width))
            row.setPosition(QPointF(0, self.lines * step))
            self.lines += 1
        self._layout.endLayout()
        self.line_height = math.ceil(natural)
        self.height = self.line_height + max(0, self.lines - 1) * step

    def draw(
        self,
        painter: QPainter,
        x: float,
        y: float,
        tone: str,
        alerts: Iterable[tuple[int, int]] = (),
    ) -> None:
        """Draw with the upper left corner at (x, y); ``alerts`` (start, length) are in red."""
        painter.setPen(theme.ink(tone))
        marked = [_coloured(start, length, "red") for start, length in alerts]
        self._layout.draw(painter, QPointF(x, y), marked)


def _coloured(start: int, length: int, tone: str) -> QTextLayout.FormatRange:
    found = QTextLayout.FormatRange()
    found.start, found.length = start, length
    found.format.setForeground(theme.ink(tone))
    return found
