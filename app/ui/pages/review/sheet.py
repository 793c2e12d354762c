"""The right pane: entry bar, fields, findings, comments, comment box."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from PySide6.QtCore import QCoreApplication, QEvent, Signal
from PySide6.QtWidgets import QFrame, QSizePolicy, QVBoxLayout, QWidget

from app.store.readmodels import CaseView
from app.ui.commands import CommandRegistry
from app.ui.i18n import language
from app.ui.pages.review.anchor_marks import FieldMark
from app.ui.pages.review.cards import CommentCards, FindingCards
from app.ui.pages.review.changes import ChangeList
from app.ui.pages.review.fields import FieldList, field_specs
from app.ui.pages.review.place import Place, entry_ids, open_findings
from app.ui.pages.scrolling import scrolling
from app.ui.theme import theme
from app.ui.widgets import Button, Composer, ElideLabel, Label, PaneHead, VLine, hbox

WIDE = 584
COMPACT = 464


class Sheet(QFrame):
    """What the applicant declared in one entry, and what is said about it.

    Attributes:
        entryStepped: −1 or +1: the entry before or after.
    """

    entryStepped = Signal(int)

    def __init__(self, commands: CommandRegistry) -> None:
        super().__init__()
        self.setProperty("kind", "panel")
        self.setProperty("edge", "l")
        self._title = ElideLabel("", 16, bold=True)
        self._which = Label("", 13, tone="text2")
        self._before = Button("", "quiet", "small", icon="chevron-left", tip=self.tr("上一条记录"))
        self._after = Button("", "quiet", "small", icon="chevron-right", tip=self.tr("下一条记录"))
        self._before.clicked.connect(lambda: self.entryStepped.emit(-1))
        self._after.clicked.connect(lambda: self.entryStepped.emit(1))
        self.done = commands.button("review.next_module")
        self._steps = hbox(self._before, self._which, self._after, VLine(20), spacing=4)
        self._bar = hbox(
            (self._title, 1), self._steps, self.done,
            margins=(16, 0, 12, 1), edge="b", height=44,
        )  # fmt: skip
        self.fields = FieldList()
        self._findings_head = PaneHead(self.tr("预检提示"), "")
        self.findings = FindingCards()
        self._changes_head = PaneHead(self.tr("与上一版比较"), "")
        self.changes = ChangeList()
        self._comments_head = PaneHead(self.tr("审核意见"), "")
        self.comments = CommentCards()
        self._nothing = Label("", 13, tone="text3", wrap=True)
        self._nothing.setContentsMargins(16, 16, 16, 16)
        self.composer = Composer()
        self.composer.set_keys(anchor="Ctrl+G", library="F4", add="Ctrl+Enter")
        self._compact = False
        self._build()
        theme.changed.connect(self._resize)

    def _resize(self) -> None:
        self.setFixedWidth(theme.px(COMPACT if self._compact else WIDE))

    def _build(self) -> None:
        column = QVBoxLayout()
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for widget in (
            self.fields, self._nothing, self._changes_head, self.changes, self._findings_head,
            self.findings, self._comments_head, self.comments,
        ):  # fmt: skip
            column.addWidget(widget)
        column.addStretch(1)
        self.area = scrolling(column)
        self.composer.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(1, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(self._bar)
        outer.addWidget(self.area, 1)
        outer.addWidget(self.composer)

    def show_place(
        self,
        case: CaseView,
        place: Place,
        *,
        author: str,
        now: datetime,
        may_act: str,
        marks: Mapping[str, FieldMark],
    ) -> None:
        """Show the entry at ``place``; ``marks`` stand beside its fields."""
        module = case.profile.module(place.module)
        if module is None:
            return
        entries = entry_ids(case, place.module)
        self._title.setText(f"{module.number} {module.label.in_(language())}")
        number = entries.index(place.entry) + 1 if place.entry in entries else 0
        self._which.setText(
            self.tr("第 {n} 条，共 {total} 条").format(n=number, total=len(entries))
        )
        self._steps.setVisible(len(entries) > 1)
        self._before.setEnabled(number > 1)
        self._after.setEnabled(number < len(entries))
        specs = field_specs(case, place, marks) if entries else []
        self.fields.show_fields(specs, place.field)
        self._nothing.setVisible(not specs)
        self._nothing.setText(
            self.tr("来源文件没有写明这一类的内容，申报人也没有填写。")
            if module.placeholder
            else self.tr("申报人没有填写这一类。")
        )
        self.findings.show_findings(case, place, may_act=may_act)
        here = len(case.findings_of(place.module))
        waiting = len(open_findings(case))
        self._findings_head.set_remark(
            self.tr("本类 {n} 条，全件待处理 {all} 条").format(n=here, all=waiting)
        )
        self._findings_head.setVisible(here > 0)
        self.changes.show_changes(case, place)
        self._changes_head.setVisible(case.diff is not None)
        self._changes_head.set_remark(self.changes.remark)
        self.comments.show_comments(case, place, author, now)
        own = len(case.comments_of(place.module))
        self._comments_head.set_remark(
            self.tr("本类 {n} 条，全件 {all} 条").format(n=own, all=len(case.draft.comments))
        )
        self.composer.setVisible(not may_act)

    def reveal(self, widget: QWidget | None) -> None:
        """Scroll so that a row or card can be seen."""
        if widget is not None:
            # What was opened just now has its height only when the layouts have been told.
            QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)
            self.area.ensureWidgetVisible(widget, 0, 12)

    def set_compact(self, compact: bool) -> None:
        """Narrower, with a box of two lines."""
        self._compact = compact
        self._resize()
        self.fields.set_compact(compact)
        self.composer.set_compact(compact)
