"""One difference in one line: label, old, new; only the changed characters carry a tint."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.ui.theme import theme
from app.ui.widgets.a11y import sentence
from app.ui.widgets.paint import advance, fill, line, painter_on

#: Pieces of a value, each changed or not; None where the value is absent.
Runs = Sequence[tuple[str, bool]] | None

_INSET, _LABEL, _GAP = 16, 104, 12
_ABSENT = "—"


@dataclass(frozen=True)
class DiffSpec:
    """A label with the former and the present value."""

    label: str
    old: Runs
    new: Runs


class DiffRow(QWidget):
    """Shows a `DiffSpec`."""

    def __init__(self, spec: DiffSpec, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._spec = spec
        self.set_spec(spec)
        theme.changed.connect(self.updateGeometry)

    def set_spec(self, spec: DiffSpec) -> None:
        """Show another difference."""
        self._spec = spec
        old, new = _words(spec.old), _words(spec.new)
        change = self.tr("原 {old}，现 {new}").format(old=old, new=new)
        self.setAccessibleName(sentence(spec.label, change))
        self.setToolTip(f"{old}\n{new}")
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(400, theme.px(30))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = painter_on(self)
        height = self.height()
        fill(painter, 0, height - 1, self.width(), 1, "line")
        label = QRectF(_INSET, 0, theme.px(_LABEL) - _GAP, height)
        line(painter, label, self._spec.label, theme.font(13), "text3")
        left = _INSET + theme.px(_LABEL)
        half = (self.width() - left - _GAP) / 2
        self._paint_side(painter, QRectF(left, 0, half - _GAP, height), self._spec.old, "del_bg")
        middle = round(left + half)
        fill(painter, middle, 6, 1, height - 12, "line2")
        right = QRectF(middle + _GAP, 0, half - _GAP, height)
        self._paint_side(painter, right, self._spec.new, "add_bg")

    def _paint_side(self, painter: QPainter, box: QRectF, runs: Runs, tint: str) -> None:
        font = theme.font(13)
        if runs is None:
            line(painter, box, _ABSENT, font, "text3")
            return
        ink = "text2" if tint == "del_bg" else "text"
        x = box.left()
        for text, changed in runs:
            width = min(advance(text, font), max(0, int(box.right() - x)))
            if width <= 0:
                break
            if changed:
                top = round(box.center().y() - theme.px(20) / 2)
                fill(painter, x - 1, top, width + 2, theme.px(20), tint)
            line(painter, QRectF(x, 0, width + 1, box.height()), text, font, ink)
            x += width


def _words(runs: Runs) -> str:
    return _ABSENT if runs is None else "".join(text for text, _ in runs)
