"""Material Design icons as `QIcon` and as pixmaps of exact physical size, both cached."""

from __future__ import annotations

from collections import OrderedDict

import qtawesome
from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap

#: Material glyphs leave a margin in their em box; this fills 16 px with 16 px of drawing.
_FILL = 1.12
_PIXMAPS_KEPT = 512


class IconCache:
    """Icons by name and colour. Delegates draw hundreds a second: pixmaps are kept too."""

    def __init__(self) -> None:
        self._icons: dict[tuple[str, str], QIcon] = {}
        self._pixmaps: OrderedDict[tuple[str, str, int, float], QPixmap] = OrderedDict()

    def clear(self) -> None:
        """Forget everything; the colours have changed."""
        self._icons.clear()
        self._pixmaps.clear()

    def icon(self, name: str, colour: str) -> QIcon:
        """The icon ``mdi6.<name>`` in ``#RRGGBB``.

        Raises:
            Exception: the glyph does not exist in the font (from qtawesome).
        """
        key = (name, colour)
        if key not in self._icons:
            self._icons[key] = qtawesome.icon(f"mdi6.{name}", color=colour, scale_factor=_FILL)
        return self._icons[key]

    def pixmap(self, name: str, colour: str, size: int, ratio: float) -> QPixmap:
        """The icon drawn for ``size`` logical pixels at a device pixel ratio."""
        key = (name, colour, size, ratio)
        found = self._pixmaps.get(key)
        if found is None:
            found = self._draw(name, colour, size, ratio)
            self._pixmaps[key] = found
            if len(self._pixmaps) > _PIXMAPS_KEPT:
                self._pixmaps.popitem(last=False)
        else:
            self._pixmaps.move_to_end(key)
        return found

    def _draw(self, name: str, colour: str, size: int, ratio: float) -> QPixmap:
        physical = max(1, round(size * ratio))
        pixmap = QPixmap(QSize(physical, physical))
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        painter.setRenderHint(QPainter.RenderHint.TextAntialiasing)
        self.icon(name, colour).paint(painter, QRect(QPoint(0, 0), pixmap.size()))
        painter.end()
        pixmap.setDevicePixelRatio(physical / size)
        return pixmap
