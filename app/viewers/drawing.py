"""Icons, fonts and boxes for painted widgets."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QIcon, QPainter, QPen, QPixmap
from PySide6.QtWidgets import QApplication, QWidget

from app.viewers.glyphs import glyph_icon, glyph_pixmap

_BASE_PX = 13


@lru_cache(maxsize=128)
def icon(name: str, colour: str) -> QIcon:
    """The icon `mdi6.<name>` in a colour `#RRGGBB`."""
    return glyph_icon(name, colour)


@lru_cache(maxsize=256)
def icon_pixmap(name: str, colour: str, side: int, ratio: float) -> QPixmap:
    """The icon `side` logical pixels wide, drawn at the physical size of a screen's `ratio`."""
    return glyph_pixmap(name, colour, side, ratio)


def percent() -> float:
    """How much larger than the style guide's the application's font is (1.0 = 100 %)."""
    pixels = QApplication.font().pixelSize()
    return pixels / _BASE_PX if pixels > 0 else 1.0


def sized(widget: QWidget, nominal: int, *, bold: bool = False) -> QFont:
    """The widget's font in a nominal size of the style guide (12, 13, 14, 16)."""
    font = QFont(widget.font())
    font.setPixelSize(round(nominal * percent()))
    font.setBold(bold)
    font.setFeature(QFont.Tag("tnum"), 1)
    return font


def smooth(painter: QPainter) -> None:
    """Smooth edges, text and scaled pictures."""
    painter.setRenderHints(
        QPainter.RenderHint.Antialiasing
        | QPainter.RenderHint.TextAntialiasing
        | QPainter.RenderHint.SmoothPixmapTransform
    )


def box(
    painter: QPainter,
    rect: QRectF,
    *,
    radius: float = 0.0,
    ground: QColor | None = None,
    edge: QColor | None = None,
    width: float = 1.0,
    dashed: bool = False,
) -> None:
    """A box; its border lies inside `rect`."""
    painter.setBrush(ground if ground is not None else Qt.BrushStyle.NoBrush)
    painter.setPen(Qt.PenStyle.NoPen)
    if edge is not None:
        pen = QPen(edge, width)
        if dashed:
            pen.setDashPattern([4.0, 2.5])
        painter.setPen(pen)
        half = width / 2
        rect = rect.adjusted(half, half, -half, -half)
    if radius:
        painter.drawRoundedRect(rect, radius, radius)
    else:
        painter.drawRect(rect)
