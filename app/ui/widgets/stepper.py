"""Routes and processes: what is done, where it is now, what comes next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QCoreApplication, QRectF, QSize
from PySide6.QtGui import QFont, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.ui.i18n.mark import mark
from app.ui.theme import theme
from app.ui.widgets.a11y import sentence
from app.ui.widgets.paint import advance, fill, line, painter_on

StepState = Literal["done", "now", "next", "fail", "warn"]

_MARK = 16
_GAP = 4
_LINK = 12
#: State to icon, its tone, and the tone of the words.
_LOOKS: dict[StepState, tuple[str, str, str]] = {
    "done": ("check-circle", "green", "text2"),
    "now": ("record-circle-outline", "accent_text", "text"),
    "next": ("circle-outline", "control", "text3"),
    "fail": ("alert-circle", "red", "red"),
    "warn": ("alert", "amber", "amber"),
}
_SPOKEN: dict[StepState, str] = {
    "done": mark("Stepper", "已完成"),
    "now": mark("Stepper", "当前"),
    "next": mark("Stepper", "未到"),
    "fail": mark("Stepper", "退回"),
    "warn": mark("Stepper", "注意"),
}


@dataclass(frozen=True)
class Step:
    """One stage of a route."""

    label: str
    state: StepState


class Stepper(QWidget):
    """A row of steps with thin links; read aloud as one sentence."""

    def __init__(self, steps: Sequence[Step] = (), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._steps: tuple[Step, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.set_steps(steps)
        theme.changed.connect(self.updateGeometry)

    def set_steps(self, steps: Sequence[Step]) -> None:
        """Show another route."""
        self._steps = tuple(steps)
        told = (
            f"{step.label} {QCoreApplication.translate('Stepper', _SPOKEN[step.state])}"
            for step in steps
        )
        self.setAccessibleName(sentence(*told))
        self.setToolTip(self.accessibleName())
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        words = sum(theme.px(_MARK) + _GAP + advance(s.label, self._font(s)) for s in self._steps)
        links = (_LINK + 2 * _GAP) * max(0, len(self._steps) - 1)
        return QSize(words + links, theme.px(24))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = painter_on(self)
        x, centre = 0.0, self.height() / 2
        for index, step in enumerate(self._steps):
            if index:
                fill(painter, x + _GAP, int(centre), _LINK, 1, "line2")
                x += _LINK + 2 * _GAP
            icon, tone, ink = _LOOKS[step.state]
            theme.paint_icon(painter, icon, x, centre, _MARK, tone)
            x += theme.px(_MARK) + _GAP
            font = self._font(step)
            width = advance(step.label, font)
            line(painter, QRectF(x, 0, width + 1, self.height()), step.label, font, ink)
            x += width

    @staticmethod
    def _font(step: Step) -> QFont:
        return theme.font(12, bold=step.state == "now")
