"""真实性核验: what was checked, and how (S2 二.2(1))."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QGridLayout

from app.ui.pages.dossier.reading import DossierView
from app.ui.pages.dossier.section import Section
from app.ui.pages.dossier.work import DossierWork
from app.ui.session import Session
from app.ui.widgets import CheckBox, Label

_PART = "verification"


class VerificationSection(Section):
    """Three checks and whether the originals were seen."""

    def __init__(self, work: DossierWork, session: Session) -> None:
        super().__init__(_PART, 6, QCoreApplication.translate("dossier", "真实性核验"), work)
        self._session = session
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(8)
        grid.setColumnStretch(1, 1)
        self._boxes: dict[str, CheckBox] = {}
        self._by: dict[str, Label] = {}
        rows = (
            ("education", self.tr("学历学位"), self.tr("学信网、认证报告、原件")),
            ("papers", self.tr("论文著作"), self.tr("检索页、期刊原件")),
            ("social_insurance", self.tr("社保缴纳"), self.tr("社保系统、缴费证明")),
        )
        for row, (name, words, hint) in enumerate(rows):
            box = CheckBox(words)
            box.clicked.connect(lambda on, name=name, words=words: self._ticked(name, words, on))
            how = self.bind.line((_PART, name, "how"), self.tr("{what}怎么核的").format(what=words),
                                 hint)  # fmt: skip
            by = Label("", 12, tone="text2")
            grid.addWidget(box, row, 0)
            grid.addWidget(how, row, 1)
            grid.addWidget(by, row, 2)
            self._boxes[name], self._by[name] = box, by
        originals = self.bind.tick((_PART, "originals_seen"), self.tr("已核对原件"))
        grid.addWidget(originals, len(rows), 0, 1, 2)
        self.first = self._boxes["education"]
        self.body.addLayout(grid)

    def follow(self, view: DossierView, locked: str) -> None:
        super().follow(view, locked)
        checks = self.work.dossier.verification
        account = self._session.workspace.account
        for name, box in self._boxes.items():
            check = getattr(checks, name)
            box.setChecked(check.done)
            box.setEnabled(not locked)
            by = self._by[name]
            by.setText(account.name if check.done and check.by == account.user_id else "")
            by.setToolTip(check.by)

    def _ticked(self, name: str, words: str, on: bool) -> None:
        by = self._session.workspace.account.user_id if on else ""
        check = getattr(self.work.dossier.verification, name)
        done = check.model_copy(update={"done": bool(on), "by": by})
        self.work.set_value(words, (_PART, name), done)
