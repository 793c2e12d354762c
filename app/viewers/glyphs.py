"""Icons drawn from the Material Design font that comes with qtawesome.

Only the files of that package are used. Its own code loads a dozen fonts and half of Qt before the
first icon, which takes longer than an empty window needs from start to key.
"""

from __future__ import annotations

import importlib.util
import json
from functools import cache
from pathlib import Path
from typing import Final

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontDatabase,
    QGuiApplication,
    QIcon,
    QIconEngine,
    QPainter,
    QPalette,
    QPixmap,
)

_FONT: Final = "materialdesignicons6-webfont-*.ttf"
_NAMES: Final = "materialdesignicons6-webfont-charmap-*.json"
_FILL: Final = 0.98
"""Material glyphs leave a margin in their em box; this fills 16 px with 16 px of drawing."""


class GlyphMissingError(LookupError):
    """The font is not there, or has no glyph of that name."""


def glyph_icon(name: str, colour: str) -> QIcon:
    """The icon ``name`` of Material Design Icons in ``#RRGGBB``; grey where it is disabled.

    :raises GlyphMissingError: there is none.
    """
    return QIcon(_GlyphEngine(_character(name), colour))


def glyph_pixmap(name: str, colour: str, side: int, ratio: float) -> QPixmap:
    """The icon ``side`` logical pixels wide, drawn at the physical size of a screen's ``ratio``.

    :raises GlyphMissingError: there is none.
    """
    physical = max(1, round(side * ratio))
    pixmap = _draw(_character(name), QColor(colour), QSize(physical, physical))
    pixmap.setDevicePixelRatio(physical / side)
    return pixmap


class _GlyphEngine(QIconEngine):
    def __init__(self, character: str, colour: str) -> None:
        super().__init__()
        self._character, self._colour = character, colour

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        colour = QColor(self._colour)
        if mode is QIcon.Mode.Disabled:
            palette = QGuiApplication.palette()
            colour = palette.color(QPalette.ColorGroup.Disabled, QPalette.ColorRole.Text)
        _paint(painter, rect, self._character, colour)

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        pixmap = QPixmap(size)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        self.paint(painter, QRect(QPoint(0, 0), size), mode, state)
        painter.end()
        return pixmap

    def clone(self) -> QIconEngine:
        return _GlyphEngine(self._character, self._colour)


def _draw(character: str, colour: QColor, size: QSize) -> QPixmap:
    pixmap = QPixmap(size)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.TextAntialiasing)
    _paint(painter, QRect(QPoint(0, 0), size), character, colour)
    painter.end()
    return pixmap


def _paint(painter: QPainter, rect: QRect, character: str, colour: QColor) -> None:
    font = QFont(_family())
    font.setPixelSize(max(1, round(rect.height() * _FILL)))
    painter.save()
    painter.setPen(colour)
    painter.setFont(font)
    painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, character)
    painter.restore()


@cache
def _file(pattern: str) -> Path:
    found = importlib.util.find_spec("qtawesome")
    folders = found.submodule_search_locations if found is not None else None
    for folder in folders or ():
        for path in sorted((Path(folder) / "fonts").glob(pattern)):
            return path
    raise GlyphMissingError(pattern)


@cache
def _family() -> str:
    """The family of the font, loaded into Qt at its first use."""
    number = QFontDatabase.addApplicationFont(str(_file(_FONT)))
    families = QFontDatabase.applicationFontFamilies(number)
    if not families:
        raise GlyphMissingError(_FONT)
    return families[0]


@cache
def _codes() -> dict[str, str]:
    codes: dict[str, str] = json.loads(_file(_NAMES).read_text("utf-8"))
    return codes


def _character(name: str) -> str:
    code = _codes().get(name)
    if code is None:
        raise GlyphMissingError(name)
    return chr(int(code, 16))
