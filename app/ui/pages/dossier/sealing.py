"""签章: which forms must be sealed, and recording that one was sealed on paper (T17)."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QVBoxLayout

from app.domain.checks.unit_seal import FORM_NAMES
from app.domain.sealing import StampMethod
from app.protocol.messages import message
from app.ui.i18n import language
from app.ui.pages.dossier.reading import DossierView
from app.ui.pages.dossier.section import Section
from app.ui.pages.dossier.work import DossierWork
from app.ui.widgets import Button, IconMark, Label, clear_layout, formats, hbox

_AFTER = frozenset({"APPROVED_AT", "SEALED"})


def form_name(form: str) -> str:
    """What a form is called."""
    names = FORM_NAMES.get(form, (form, form))
    return names[1 if language() == "en" else 0]


class SealSection(Section):
    """The stamps that stand and the one that is missing.

    Attributes:
        stampRequested: a paper seal on this form shall be recorded.
    """

    stampRequested = Signal(str)

    def __init__(self, work: DossierWork) -> None:
        super().__init__("seal", 7, QCoreApplication.translate("dossier", "签章"), work)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(4)
        self._form = ""
        self.button = Button(self.tr("登记用章（纸质）"), "default", icon="stamper")
        self.button.clicked.connect(lambda: self.stampRequested.emit(self._form))
        self.first = self.button
        self._said = Label("", 12, tone="text3", wrap=True)
        self.body.addLayout(self._rows)
        self.body.addWidget(hbox((self._said, 1), self.button, spacing=16))

    def follow(self, view: DossierView, locked: str) -> None:
        super().follow(view, locked)
        clear_layout(self._rows)
        stamps = view.case.application.stamps
        for stamp in stamps:
            paper = stamp.method is StampMethod.PAPER
            text = self.tr("{form}：{name} 于 {when} 登记，{how}").format(
                form=form_name(stamp.form), name=stamp.signer_name,
                when=formats.sentence_time(stamp.at, view.now, language()),
                how=self.tr("纸质用章") if paper else self.tr("电子签章"),
            )  # fmt: skip
            icon = ("close-circle", "red") if stamp.voided else ("check-circle", "green")
            self._rows.addWidget(hbox(IconMark(*icon, 16), (Label(text, 13), 1), height=24))
        for form in view.forms:
            text = self.tr("{form}：还没有用章").format(form=form_name(form))
            self._rows.addWidget(
                hbox(IconMark("circle-outline", "control", 16), (Label(text, 13), 1), height=24)
            )
        self._form = view.forms[0] if view.forms else ""
        approved = view.case.status.value in _AFTER
        self.button.setVisible(bool(view.forms))
        self.button.set_blocked(self._why(view, approved))
        self._said.setText(
            self.tr(
                "在打印的表上盖好实体章以后再登记。这里只记下谁、何时、在哪一版上用了章，"
                "不生成电子印章，也不替代盖章。"
            ) if view.forms else self.tr("本级没有还要用章的表。")
        )  # fmt: skip
        self.set_remark("" if approved else self.tr("负责人批准后用章"))

    def _why(self, view: DossierView, approved: bool) -> str:
        if not approved:
            return self.tr("负责人批准后才能用章")
        if not view.stamping:
            return ""
        first = view.stamping[0]
        if first.code == "NO_SCOPE":
            return self.tr("由用章人登记")
        return message(first.code, language(), **first.params)
