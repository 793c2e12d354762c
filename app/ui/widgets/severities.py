"""Findings counted by severity in one row: icon and number, gravest first."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.ui.theme import theme
from app.ui.widgets.badge import BadgeSpec, badge_height, badge_width, paint_badge
from app.ui.widgets.paint import advance, line, painter_on
from app.ui.widgets.vocabulary import (
    SEVERITIES,
    no_findings,
    severity_icon,
    severity_sentence,
    severity_tone,
)

_ICON = 14
_ICON_GAP = 2
_GAP = 8


def none_badge() -> BadgeSpec:
    """The mark of a case without findings."""
    return BadgeSpec(no_findings(), "grey", "bare", "check")


def severities_width(counts: Mapping[str, int]) -> int:
    """The width that `paint_severities` takes."""
    shown = [counts[name] for name in SEVERITIES if counts.get(name)]
    if not shown:
        return badge_width(none_badge())
    font = theme.font(12)
    return sum(theme.px(_ICON) + _ICON_GAP + advance(str(n), font) + _GAP for n in shown) - _GAP


def paint_severities(
    painter: QPainter, x: float, centre_y: float, counts: Mapping[str, int]
) -> float:
    """Draw the counts from ``x`` on and return where the drawing ends."""
    font = theme.font(12)
    shown = [name for name in SEVERITIES if counts.get(name)]
    if not shown:
        return x + paint_badge(painter, x, centre_y, none_badge())
    for name in shown:
        theme.paint_icon(painter, severity_icon(name), x, centre_y, _ICON, severity_tone(name))
        x += theme.px(_ICON) + _ICON_GAP
        number = str(counts[name])
        width = advance(number, font)
        line(painter, QRectF(x, centre_y - 12, width + 1, 24), number, font, "text2")
        x += width + _GAP
    return x - _GAP


class SeverityRow(QWidget):
    """The counts of one case or module."""

    def __init__(self, counts: Mapping[str, int], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._counts: Mapping[str, int] = {}
        self.set_counts(counts)
        theme.changed.connect(self.updateGeometry)

    def set_counts(self, counts: Mapping[str, int]) -> None:
        """Show other counts; severities without a finding are left out."""
        self._counts = dict(counts)
        self.setAccessibleName(severity_sentence(counts))
        self.setToolTip(severity_sentence(counts))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(severities_width(self._counts), badge_height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = painter_on(self)
        paint_severities(painter, 0, self.height() / 2, self._counts)
