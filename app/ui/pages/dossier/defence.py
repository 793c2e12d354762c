"""答辩情况: shown only where the level needs a defence (R125)."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Signal

from app.ui.pages.dossier.days import weekday
from app.ui.pages.dossier.files import FileChips
from app.ui.pages.dossier.reading import DossierView
from app.ui.pages.dossier.section import Section, form_grid, put_row
from app.ui.pages.dossier.work import DossierWork
from app.ui.widgets import Label


class DefenceSection(Section):
    """When, where, before whom, and whether it was passed.

    Attributes:
        fileRequested, fileDropped, fileOpened: the record's scan shall be added, taken out,
            looked at.
    """

    fileRequested = Signal()
    fileDropped = Signal(str)
    fileOpened = Signal(str)

    def __init__(self, work: DossierWork) -> None:
        super().__init__("defence", 2, QCoreApplication.translate("dossier", "答辩情况"), work)
        bind, grid = self.bind, form_grid()
        held = bind.day(("defence", "held_on"), self.tr("答辩日期"))
        self.first = held
        self._weekday = Label("", 12, tone="text2")
        passed = bind.radios(
            ("defence", "passed"), self.tr("答辩结论"),
            [(self.tr("通过"), True), (self.tr("未通过"), False)], self,
        )  # fmt: skip
        self.record = FileChips(single=True)
        self.record.addRequested.connect(self.fileRequested)
        self.record.dropRequested.connect(self.fileDropped)
        self.record.openRequested.connect(self.fileOpened)
        self._panel = bind.names(("defence", "panel_names"), self.tr("答辩专家"))
        put_row(grid, 0, 0, self.tr("答辩日期 *"), held, self._weekday)
        put_row(grid, 0, 1, self.tr("答辩结论 *"), *passed)
        put_row(grid, 1, 0, self.tr("答辩地点"),
                bind.line(("defence", "place"), self.tr("答辩地点")))  # fmt: skip
        put_row(grid, 1, 1, self.tr("答辩专家"), self._panel)
        put_row(grid, 2, 0, self.tr("答辩题目"),
                bind.line(("defence", "topic"), self.tr("答辩题目")))  # fmt: skip
        put_row(grid, 2, 1, self.tr("答辩记录"), self.record)
        put_row(grid, 3, 0, self.tr("主要提问"),
                bind.text(("defence", "questions"), self.tr("主要提问"), rows=2))  # fmt: skip
        put_row(grid, 3, 1, self.tr("答辩评价"),
                bind.text(("defence", "evaluation"), self.tr("答辩评价"), rows=2))  # fmt: skip
        self.body.addLayout(grid)

    def follow(self, view: DossierView, locked: str) -> None:
        super().follow(view, locked)
        defence, policy = self.work.dossier.defence, view.case.profile.dossier
        level = view.case.version.declaration.level
        asked = policy is not None and level in policy.defence_levels
        self.setVisible(asked or defence is not None)
        self.set_remark("" if asked else self.tr("本级别不要求答辩"))
        day = defence.held_on if defence else None
        self._weekday.setText(weekday(day) if day else "")
        file = defence.record_file if defence else ""
        self.record.show_files([file] if file else [], self.work.dossier.files, locked)
