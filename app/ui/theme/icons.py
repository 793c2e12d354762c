"""Material Design icons as `QIcon` and as pixmaps of exact physical size, both cached."""

from __future__ import annotations

from collections import OrderedDict
from typing import Final

from PySide6.QtGui import QIcon, QPixmap

from app.viewers.glyphs import glyph_icon, glyph_pixmap

_PIXMAPS_KEPT: Final = 512


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
            GlyphMissingError: the glyph does not exist in the font.
        """
        key = (name, colour)
        if key not in self._icons:
            self._icons[key] = glyph_icon(name, colour)
        return self._icons[key]

    def pixmap(self, name: str, colour: str, size: int, ratio: float) -> QPixmap:
        """The icon drawn for ``size`` logical pixels at a device pixel ratio."""
        key = (name, colour, size, ratio)
        found = self._pixmaps.get(key)
        if found is None:
            found = glyph_pixmap(name, colour, size, ratio)
            self._pixmaps[key] = found
            if len(self._pixmaps) > _PIXMAPS_KEPT:
                self._pixmaps.popitem(last=False)
        else:
            self._pixmaps.move_to_end(key)
        return found
