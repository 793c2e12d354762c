"""审议小组: who deliberated, when, how they voted, and the form that the leader signed."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Signal

from app.domain.dossier import Deliberation
from app.ui.pages.dossier.days import weekday
from app.ui.pages.dossier.files import FileChips
from app.ui.pages.dossier.members import MemberTable
from app.ui.pages.dossier.reading import DossierView
from app.ui.pages.dossier.section import Section, form_grid, put_row
from app.ui.pages.dossier.work import DossierWork
from app.ui.widgets import Label, hbox

_PART = "deliberation"


class DeliberationSection(Section):
    """The group and its result.

    Attributes:
        fileRequested, fileDropped, fileOpened: the form's scan shall be added, taken out,
            looked at.
    """

    fileRequested = Signal()
    fileDropped = Signal(str)
    fileOpened = Signal(str)

    def __init__(self, work: DossierWork) -> None:
        super().__init__(_PART, 3, QCoreApplication.translate("dossier", "审议小组"), work)
        bind, grid = self.bind, form_grid()
        held = bind.day((_PART, "held_on"), self.tr("审议日期"))
        self.first = held
        self._weekday = Label("", 12, tone="text2")
        votes = [
            (self.tr("同意"), bind.number((_PART, "votes_for"), self.tr("同意票"))),
            (self.tr("反对"), bind.number((_PART, "votes_against"), self.tr("反对票"))),
            (self.tr("弃权"), bind.number((_PART, "votes_abstain"), self.tr("弃权票"))),
        ]
        self._votes = hbox(
            *(part for words, field in votes for part in (Label(words, 12, tone="text2"), field)),
            None,
        )
        self.scan = FileChips(single=True)
        self.scan.addRequested.connect(self.fileRequested)
        self.scan.dropRequested.connect(self.fileDropped)
        self.scan.openRequested.connect(self.fileOpened)
        self._seen = bind.tick((_PART, "leader_signed"), self.tr("已见组长签字"))
        put_row(grid, 0, 0, self.tr("审议日期 *"), held, self._weekday)
        put_row(grid, 0, 1, self.tr("组长"), bind.line((_PART, "leader"), self.tr("组长")))
        put_row(grid, 1, 0, self.tr("表决"), self._votes)
        grid.addWidget(Label(self.tr("推荐表原件"), 13, tone="text3"), 1, 2)
        grid.addWidget(hbox(self.scan, self._seen, None), 1, 3)
        put_row(grid, 2, 0, self.tr("推荐建议 *"),
                bind.text((_PART, "suggestion_text"), self.tr("推荐建议"), rows=2),
                wide=True)  # fmt: skip
        self.body.addLayout(grid)
        self.members = MemberTable(work)
        self.add_tool(self.members.add)
        self.body.addWidget(self.members)

    def follow(self, view: DossierView, locked: str) -> None:
        super().follow(view, locked)
        held = self.work.dossier.deliberation or Deliberation()
        self._weekday.setText(weekday(held.held_on) if held.held_on else "")
        self.members.show_members(held.members, locked)
        self.scan.show_files(
            [held.form_scan] if held.form_scan else [], self.work.dossier.files, locked
        )
        policy = view.case.profile.dossier
        level = view.case.version.declaration.level
        signed = policy is not None and level in policy.leader_sign_levels
        self._seen.setVisible(signed or held.leader_signed)
        parts = [self.tr("{n} 人").format(n=len(held.members))] if held.members else []
        if held.votes_for is not None:
            parts.append(self.tr("{n} 票同意").format(n=held.votes_for))
        self.set_remark("，".join(parts))
