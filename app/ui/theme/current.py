"""The theme in force: light or dark, the font size, and everything drawn from the tokens."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QObject, QPointF, Qt, Signal
from PySide6.QtGui import QColor, QFont, QIcon, QPainter, QPalette
from PySide6.QtWidgets import QApplication, QWidget

from app.ui.theme.fonts import build_font
from app.ui.theme.icons import IconCache
from app.ui.theme.palette import build_palette
from app.ui.theme.sheet import TONES, build_sheet
from app.ui.theme.system_contrast import (
    follow_contrast,
    system_colours,
    wants_high_contrast,
)
from app.ui.theme.tokens import PERCENTS, Mode, tokens


class Theme(QObject):
    """Colours, fonts and icons by token name.

    Attributes:
        changed: the scheme or the font size changed; palette, style sheet and icons are new.
    """

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._app: QApplication | None = None
        self._mode: Mode = "system"
        self._percent = 100
        self._dark = False
        self._colours: Mapping[str, str] = tokens().light
        self._shown: tuple[Mapping[str, str], int] | None = None
        self._qcolours: dict[str, QColor] = {}
        self._fonts: dict[tuple[int, bool, bool], QFont] = {}
        self._icons = IconCache()

    # --- state ---------------------------------------------------------------------------------

    @property
    def mode(self) -> Mode:
        """The setting: light, dark, or whatever the system shows."""
        return self._mode

    @property
    def percent(self) -> int:
        """The font size in per cent: 90, 100, 115 or 130."""
        return self._percent

    @property
    def dark(self) -> bool:
        """Whether the dark scheme is shown now."""
        return self._dark

    def install(self, app: QApplication, mode: Mode = "system", percent: int = 100) -> None:
        """Take over the application's style, palette, font and style sheet, and follow the system.

        Raises:
            ValueError: ``percent`` is none of the offered sizes.
        """
        first = self._app is not app
        self._app = app
        self._check(percent)
        self._mode, self._percent = mode, percent
        if first:
            self._shown = None
            app.setStyle("Fusion")
            app.styleHints().colorSchemeChanged.connect(self._follow_system)
            follow_contrast(app.styleHints(), self._apply)
        self._apply()

    def set_mode(self, mode: Mode) -> None:
        """Change to light, dark or the system's scheme."""
        if mode != self._mode:
            self._mode = mode
            self._apply()

    def set_percent(self, percent: int) -> None:
        """Change the size of all text.

        Raises:
            ValueError: ``percent`` is none of the offered sizes.
        """
        self._check(percent)
        if percent != self._percent:
            self._percent = percent
            self._apply()

    # --- what widgets ask for ------------------------------------------------------------------

    def color(self, token: str) -> QColor:
        """The colour of a token; do not change the returned object, copy it.

        Raises:
            KeyError: there is no such token.
        """
        found = self._qcolours.get(token)
        if found is None:
            found = self._qcolours[token] = QColor(self._colours[token])
        return found

    def font(self, size: int = 13, *, bold: bool = False, mono: bool = False) -> QFont:
        """The font of a nominal size (11, 12, 13, 14, 16, 20) at the chosen percentage."""
        key = (size, bold, mono)
        found = self._fonts.get(key)
        if found is None:
            pixels = round(size * self._percent / 100)
            found = self._fonts[key] = build_font(pixels, bold=bold, mono=mono)
        return found

    def px(self, height: int) -> int:
        """A length that grows with the font size, and never shrinks below the style guide's."""
        return round(height * max(100, self._percent) / 100)

    def ink(self, tone: str) -> QColor:
        """The colour of writing in a tone: a tone's name (``accent``, ``red`` …) or a token's."""
        return self.color(TONES.get(tone, tone))

    def icon(self, name: str, tone: str = "text2") -> QIcon:
        """The icon ``mdi6.<name>`` in a tone's ink, for Qt's own widgets."""
        return self._icons.icon(name, self._colours[TONES.get(tone, tone)])

    def paint_icon(
        self,
        painter: QPainter,
        name: str,
        x: float,
        centre_y: float,
        size: int = 16,
        tone: str = "text2",
    ) -> None:
        """Draw an icon with its left edge at ``x``, on whole physical pixels.

        It is `px(size)` wide and high: icons grow with the text beside them.
        """
        ratio = painter.device().devicePixelRatio()
        pixels = self.px(size)
        pixmap = self._icons.pixmap(name, self._colours[TONES.get(tone, tone)], pixels, ratio)
        top = centre_y - pixels / 2
        origin = painter.transform().map(QPointF(x, top))
        dx = round(origin.x() * ratio) / ratio - origin.x()
        dy = round(origin.y() * ratio) / ratio - origin.y()
        painter.drawPixmap(QPointF(x + dx, top + dy), pixmap)

    # --- inside --------------------------------------------------------------------------------

    @staticmethod
    def _check(percent: int) -> None:
        if percent not in PERCENTS:
            raise ValueError(f"font size {percent} % is not one of {PERCENTS}")

    def _follow_system(self) -> None:
        if self._mode == "system":
            self._apply()

    def _system_is_dark(self) -> bool:
        return self._app is not None and self._app.styleHints().colorScheme() == Qt.ColorScheme.Dark

    def _apply(self) -> None:
        app = self._app
        if app is None:
            return
        self._dark = self._mode == "dark" or (self._mode == "system" and self._system_is_dark())
        contrast = wants_high_contrast(app.styleHints())
        if contrast:
            app.setPalette(QPalette())  # the system's
            self._colours = system_colours(app.palette())
        else:
            self._colours = tokens().scheme(self._dark)
        shown = (self._colours, self._percent)
        if shown == self._shown:
            return  # a style sheet that is set again styles every widget anew
        self._shown = shown
        self._qcolours.clear()
        self._fonts.clear()
        self._icons.clear()
        if not contrast:
            app.setPalette(build_palette(self._colours))
        app.setFont(self.font())
        app.setStyleSheet(build_sheet(self._colours, self._percent))
        self.changed.emit()


def repolish(widget: QWidget) -> None:
    """Let the style sheet see a dynamic property that changed on a shown widget."""
    style = widget.style()
    style.unpolish(widget)
    style.polish(widget)
    widget.update()


theme = Theme()
