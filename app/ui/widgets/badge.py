"""Badges: a state as shape, word and colour; one drawing for widgets and for table cells."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.ui.theme import theme
from app.ui.widgets.paint import advance, line, painter_on, rounded

BadgeTone = Literal["grey", "accent", "red", "amber", "green", "violet"]
BadgeStyle = Literal["soft", "solid", "line", "bare"]

_PADDING = 6
_ICON = 14
_ICON_GAP = 3
_RADIUS = 3
#: Tone to ink and soft ground.
_INKS: dict[BadgeTone, tuple[str, str]] = {
    "grey": ("text2", "hover"),
    "accent": ("accent_text", "accent_soft"),
    "red": ("red", "red_soft"),
    "amber": ("amber", "amber_soft"),
    "green": ("green", "green_soft"),
    "violet": ("violet", "violet_soft"),
}


@dataclass(frozen=True)
class BadgeSpec:
    """What a badge shows.

    Styles: soft (a state), solid (what must stand out), line (a fact), bare (the normal).
    """

    text: str
    tone: BadgeTone = "grey"
    style: BadgeStyle = "soft"
    icon: str = ""


def badge_height() -> int:
    """Height of every badge at the present font size."""
    return theme.px(20)


def badge_width(spec: BadgeSpec) -> int:
    """Width that a badge wants; a bare one has no padding."""
    width = advance(spec.text, theme.font(12)) + (theme.px(_ICON) + _ICON_GAP if spec.icon else 0)
    return width + (0 if spec.style == "bare" else 2 * _PADDING)


def paint_badge(
    painter: QPainter,
    x: float,
    centre_y: float,
    spec: BadgeSpec,
    *,
    on_selected: bool = False,
    room: float | None = None,
) -> int:
    """Draw a badge and return its width.

    Args:
        on_selected: the row is selected; a soft accent badge turns to its outline, since its
            ground would vanish.
        room: cut the text so that the badge is no wider.
    """
    width = badge_width(spec)
    if room is not None:
        width = min(width, max(0, int(room)))
    height = badge_height()
    rect = QRectF(x, centre_y - height / 2, width, height)
    ink, soft = _INKS[spec.tone]
    style = spec.style
    if on_selected and spec.tone == "accent" and style == "soft":
        style = "line"
    painter.save()
    if style == "solid":
        rounded(painter, rect, _RADIUS, "red_fill" if spec.tone == "red" else "accent")
        ink = "on_accent"
    elif style == "soft":
        rounded(painter, rect, _RADIUS, soft)
    elif style == "line":
        rounded(painter, rect, _RADIUS, border="line2" if spec.tone == "grey" else ink)
    left = rect.left() + (0 if style == "bare" else _PADDING)
    if spec.icon:
        theme.paint_icon(painter, spec.icon, left, centre_y, _ICON, ink)
        left += theme.px(_ICON) + _ICON_GAP
    right = rect.right() - (0 if style == "bare" else _PADDING)
    text_rect = QRectF(left, rect.top(), right - left, height)
    line(painter, text_rect, spec.text, theme.font(12), ink)
    painter.restore()
    return width


class Badge(QWidget):
    """A badge on its own."""

    def __init__(self, spec: BadgeSpec, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._spec = spec
        self.set_spec(spec)
        theme.changed.connect(self.updateGeometry)

    @property
    def spec(self) -> BadgeSpec:
        """What is shown."""
        return self._spec

    def set_spec(self, spec: BadgeSpec) -> None:
        """Show another state."""
        self._spec = spec
        self.setAccessibleName(spec.text)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(badge_width(self._spec), badge_height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = painter_on(self)
        paint_badge(painter, 0, self.height() / 2, self._spec, room=self.width())
