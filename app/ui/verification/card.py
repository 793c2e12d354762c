"""A verdict as a card: what it is worth, why, and what stands in the file about it."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QVBoxLayout

from app.domain.sealing import Stamp
from app.operations.sealing.verifying import Verified
from app.protocol.messages import message
from app.seal.verify.details import SealDetail
from app.seal.verify.verdict import SealVerdict
from app.ui.i18n import language
from app.ui.verification import words
from app.ui.widgets import Button, ElideLabel, IconMark, Label, hbox, sentence


class SealVerdictCard(QFrame):
    """One seal of a file."""

    def __init__(
        self,
        one: SealVerdict,
        detail: SealDetail | None,
        now: datetime,
        stamp: Stamp | None = None,
    ) -> None:
        super().__init__()
        self.setProperty("kind", "card")
        icon, tone = words.mark_of(one.verdict)
        headline, why = one.headline(language()), one.text(language())
        self.headline = Label(headline, 14, bold=True, tone=tone)
        self.rows = words.rows(one, detail, now, stamp)
        self.setAccessibleName(sentence(headline, why, *(f"{a} {b}" for a, b in self.rows)))
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 12, 14, 12)
        column.setSpacing(6)
        column.addWidget(hbox(IconMark(icon, tone, 20), (self.headline, 1)))
        column.addWidget(Label(why, wrap=True))
        grid = QGridLayout()
        grid.setContentsMargins(0, 4, 0, 0)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(3)
        grid.setColumnStretch(1, 1)
        for number, (label, value) in enumerate(self.rows):
            grid.addWidget(Label(label, 12, tone="text3"), number, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(Label(value, 12, wrap=True), number, 1)
        column.addLayout(grid)
        self.stand_in = message("verify.stand_in", language()) if words.says_stand_in(one) else ""
        if self.stand_in:
            mark = IconMark("information-outline", "text3", 14)
            column.addWidget(hbox(mark, (Label(self.stand_in, 12, tone="text3", wrap=True), 1)))


class FileVerdicts(QFrame):
    """A file: its name, what is said of it, and a card for each seal.

    Attributes:
        looked: the file shall be looked at.
    """

    looked = Signal()

    def __init__(self, file: Verified, now: datetime) -> None:
        super().__init__()
        self.file = file
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        name = ElideLabel(file.document.name, 13, bold=True)
        look = Button(self.tr("看文件"), "link", "small")
        look.clicked.connect(self.looked)
        line = words.file_line(file)
        self.setAccessibleName(sentence(file.document.name, line))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 8)
        column.setSpacing(8)
        icon = IconMark("file-document-outline", "text2", 16)
        column.addWidget(hbox(icon, (name, 1), look))
        look.setVisible(bool(file.document.data))
        grave = file.found is None or not file.found.seals
        column.addWidget(Label(line, 12, tone="red" if grave else "text2", wrap=True))
        voided = words.voided_words(file)
        if voided:
            mark = IconMark("alert-octagon", "red", 16)
            column.addWidget(hbox(mark, (Label(voided, tone="red", wrap=True), 1)))
        self.cards = [
            SealVerdictCard(one, file.seals.get(one.field_name), now, file.stamp)
            for one in (file.found.seals if file.found else ())
        ]
        for card in self.cards:
            column.addWidget(card)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        self.looked.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.looked.emit()
        else:
            super().keyPressEvent(event)
