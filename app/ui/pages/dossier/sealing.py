"""签章: which forms must be sealed, and recording that one was sealed on paper (T17)."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from app.domain.sealing import Stamp, StampMethod
from app.protocol.messages import message
from app.ui.forms.names import form_name
from app.ui.forms.stamps import stamp_words
from app.ui.i18n import language
from app.ui.pages.dossier.reading import DossierView
from app.ui.pages.dossier.section import Section
from app.ui.pages.dossier.work import DossierWork
from app.ui.widgets import Button, ElideLabel, IconMark, Label, clear_layout, hbox

__all__ = ["SealSection", "form_name"]

_AFTER = frozenset({"APPROVED_AT", "SEALED"})


class SealSection(Section):
    """The stamps that stand and the one that is missing.

    Attributes:
        stampRequested: a paper seal on this form shall be recorded.
        previewRequested: this form shall be looked at.
        verifyRequested: what was sealed on the case shall be verified.
    """

    stampRequested = Signal(str)
    previewRequested = Signal(str)
    verifyRequested = Signal()

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
        for stamp in view.stamps:
            self._rows.addWidget(self._stamp_row(stamp, view))
        for form in view.forms:
            text = self.tr("{form}：还没有用章").format(form=form_name(form))
            icon = IconMark("circle-outline", "control", 16)
            look = self._link(self.tr("预览"), partial(self.previewRequested.emit, form))
            self._rows.addWidget(hbox(icon, (Label(text, 13), 1), look, height=28))
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

    def _stamp_row(self, stamp: Stamp, view: DossierView) -> QFrame:
        """Who sealed which form when and how; an electronic seal can be looked at and verified."""
        tools: list[QWidget] = []
        if stamp.method is StampMethod.ELECTRONIC:
            form = stamp.form
            tools = [
                self._link(self.tr("看表"), partial(self.previewRequested.emit, form)),
                self._link(self.tr("验证"), self.verifyRequested.emit),
            ]
        icon = ("close-circle", "red") if stamp.voided else ("check-circle", "green")
        text = ElideLabel(stamp_words(stamp, view.now), 13, tone="red" if stamp.voided else "text")
        return hbox(IconMark(*icon, 16), (text, 1), *tools, height=28)

    def _link(self, words: str, act: Callable[[], object]) -> Button:
        button = Button(words, "link", "small")
        button.clicked.connect(act)
        return button

    def _why(self, view: DossierView, approved: bool) -> str:
        if not approved:
            return self.tr("负责人批准后才能用章")
        if not view.stamping:
            return ""
        first = view.stamping[0]
        if first.code == "NO_SCOPE":
            return self.tr("由用章人登记")
        return message(first.code, language(), **first.params)
