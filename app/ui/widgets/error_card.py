"""An error in the user's words: what happened, what is safe, what to do, in this order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from app.ui.widgets.a11y import sentence
from app.ui.widgets.actions import CardAction, action_buttons
from app.ui.widgets.button import Button
from app.ui.widgets.labels import ElideLabel, IconMark, Label
from app.ui.widgets.layout import set_ground


@dataclass(frozen=True)
class ErrorSpec:
    """An error. ``code`` is for support; no personal data in any part."""

    title: str
    cause: str
    safe: str
    remedy: str
    code: str = ""
    actions: Sequence[CardAction] = field(default=())


class ErrorCard(QFrame):
    """Shows an `ErrorSpec`.

    Attributes:
        action: an action was chosen; carries its id.
        copyRequested: 复制诊断信息 was chosen.
    """

    action = Signal(str)
    copyRequested = Signal()

    def __init__(self, spec: ErrorSpec, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_ground(self, "card")
        self.spec = spec
        self.setAccessibleName(sentence(spec.title, spec.cause, spec.safe, spec.remedy))
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(IconMark("alert-circle", "red", 18))
        head.addWidget(ElideLabel(spec.title, 14, bold=True), 1)
        head.addWidget(Label(spec.code, 12, tone="text3", mono=True))
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(1, 1)
        rows = (
            (self.tr("原因"), spec.cause),
            (self.tr("安全"), spec.safe),
            (self.tr("办法"), spec.remedy),
        )
        for index, (label, words) in enumerate(row for row in rows if row[1]):
            grid.addWidget(
                Label(label, tone="text3", wrap=True), index, 0, Qt.AlignmentFlag.AlignTop
            )
            grid.addWidget(Label(words, wrap=True), index, 1)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        for button in action_buttons(spec.actions, self.action.emit):
            buttons.addWidget(button)
        copy = Button(self.tr("复制诊断信息"), "quiet")
        copy.clicked.connect(self.copyRequested)
        buttons.addWidget(copy)
        buttons.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 12, 16, 12)
        layout.setSpacing(8)
        layout.addLayout(head)
        layout.addLayout(grid)
        layout.addLayout(buttons)
