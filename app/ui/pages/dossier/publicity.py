"""公示情况: what was shown, where, how long, and how its working days are counted."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QGridLayout

from app.domain.calendar import PeriodCount, Verdict
from app.domain.partial_date import CHINA
from app.domain.publicised import publicised_sha256
from app.domain.publicity import Publicity
from app.ui.pages.dossier.counting import CountLine, count_lines, safe_end, verdict_badge
from app.ui.pages.dossier.days import DayStrip, day_cells, weekday
from app.ui.pages.dossier.edit import publicity_of
from app.ui.pages.dossier.files import FileChips
from app.ui.pages.dossier.reading import DossierView
from app.ui.pages.dossier.section import Section, boxed, form_grid, put_row
from app.ui.pages.dossier.work import DossierWork
from app.ui.widgets import Badge, BadgeSpec, Button, ElideLabel, Label, LineEdit, formats, hbox
from app.ui.widgets.labels import HLine

_START, _END = ("publicity", "start_date"), ("publicity", "end_date")


class PublicitySection(Section):
    """The fields, the days, the counts.

    Attributes:
        fileRequested, fileDropped, fileOpened: a scan of the proof shall be added, taken out,
            looked at.
        copyRequested: take over the publicity of another case of the batch.
    """

    copyRequested = Signal()
    fileRequested = Signal()
    fileDropped = Signal(str)
    fileOpened = Signal(str)

    def __init__(self, work: DossierWork) -> None:
        super().__init__("publicity", 1, QCoreApplication.translate("dossier", "公示情况"), work)
        self._view: DossierView | None = None
        self._counted: PeriodCount | None = None
        self._lines: list[CountLine] = []
        self._again = Button("…", "default", "small", icon="refresh")
        self._again.clicked.connect(self._publicise_again)
        self.add_tool(self._again)
        self.copy = Button(self.tr("复制同批公示"), "quiet", "small", icon="content-copy")
        self.copy.clicked.connect(self.copyRequested)
        self.add_tool(self.copy)
        self._build_form()
        self._build_days()

    def _build_form(self) -> None:
        bind, grid = self.bind, form_grid()
        start, end = bind.day(_START, self.tr("公示开始")), bind.day(_END, self.tr("公示结束"))
        self.first, self.day_fields = start, (start, end)
        self._start_day, self._end_day = Label("", 12, tone="text2"), Label("", 12, tone="text2")
        self._bound = ElideLabel("", 13)
        self._bound_mark = Badge(BadgeSpec("", "grey", "line"))
        objection = bind.radios(
            ("publicity", "objection"), self.tr("有无异议"),
            [(self.tr("无异议"), False), (self.tr("有异议"), True)], self,
        )  # fmt: skip
        self.proof = FileChips()
        self.proof.addRequested.connect(self.fileRequested)
        self.proof.dropRequested.connect(self.fileDropped)
        self.proof.openRequested.connect(self.fileOpened)
        place = bind.line(("publicity", "place"), self.tr("公示地点"))
        method = bind.line(("publicity", "method"), self.tr("公示方式"), self.tr("张贴、内网"))
        result = bind.line(("publicity", "result_text"), self.tr("公示结果"))
        self._fields = {"place": place, "method": method, "result_text": result}
        put_row(grid, 0, 0, self.tr("公示开始 *"), start, self._start_day)
        put_row(grid, 1, 0, self.tr("公示结束 *"), end, self._end_day)
        put_row(grid, 2, 0, self.tr("公示地点 *"), place)
        put_row(grid, 3, 0, self.tr("公示方式 *"), method)
        grid.addWidget(Label(self.tr("公示内容"), 13, tone="text3"), 0, 2)
        grid.addWidget(hbox(self._bound_mark, (self._bound, 1)), 0, 3)
        put_row(grid, 1, 1, self.tr("有无异议 *"), *objection)
        put_row(grid, 2, 1, self.tr("公示结果 *"), result)
        put_row(grid, 3, 1, self.tr("现场照片"), self.proof)
        self.body.addLayout(grid)
        more = form_grid()
        text = bind.text(("publicity", "objection_text"), self.tr("异议内容"), rows=2)
        handled = bind.text(("publicity", "handling_result"), self.tr("处理结果"), rows=2)
        put_row(more, 0, 0, self.tr("异议内容 *"), text)
        put_row(more, 0, 1, self.tr("处理结果 *"), handled)
        self._objected = boxed(more)
        self.body.addWidget(self._objected)

    def _build_days(self) -> None:
        self._source = ElideLabel("", 12, tone="text3")
        self._verdict = Badge(BadgeSpec("", "green"))
        self.strip = DayStrip()
        self._counts = QGridLayout()
        self._counts.setHorizontalSpacing(16)
        self._counts.setVerticalSpacing(0)
        self._counts.setColumnStretch(3, 1)
        self._warning = ElideLabel("", 13)
        self._confirm = Button(self.tr("延长"), "default", "small")
        self._confirm.clicked.connect(self._extend)
        self._warned = hbox(
            Badge(BadgeSpec(self.tr("提醒"), "amber", "soft", "alert")),
            (self._warning, 1), self._confirm, height=32,
        )  # fmt: skip
        title = Label(self.tr("工作日怎么算的"), 13, bold=True)
        head = hbox(title, (self._source, 1), self._verdict, spacing=12, height=28)
        self._days = boxed(head, self.strip, self._counts, self._warned)
        self._empty = Label(
            self.tr("填了公示开始和结束，这里逐日写明哪些天算工作日、为什么。"), 12, tone="text3"
        )
        self.body.addWidget(HLine())
        self.body.addWidget(self._empty)
        self.body.addWidget(self._days)

    # --- showing -------------------------------------------------------------------------------

    @property
    def verdict(self) -> BadgeSpec:
        """What the rule in force says of the days."""
        return self._verdict.spec

    @property
    def lines(self) -> list[CountLine]:
        """The ways of counting as they are shown."""
        return self._lines

    def field(self, name: str) -> LineEdit:
        """Place, method or result, by its name in the dossier."""
        return self._fields[name]

    def follow(self, view: DossierView, locked: str) -> None:
        super().follow(view, locked)
        self._view = view
        self.copy.setVisible(not locked)
        shown = self.work.dossier.publicity
        for label, day in ((self._start_day, shown and shown.start_date),
                           (self._end_day, shown and shown.end_date)):  # fmt: skip
            label.setText(weekday(day) if day else "")
        if shown is not None and shown.end_date:
            text = self.tr("{day}，当日下班止").format(day=weekday(shown.end_date))
            self._end_day.setText(text)
        self._objected.setVisible(bool(shown and shown.objection))
        self.proof.show_files(shown.proof_files if shown else (), self.work.dossier.files, locked)
        self._show_binding(view, shown, locked)
        self._show_days(view, shown, locked)

    def _show_binding(self, view: DossierView, shown: Publicity | None, locked: str) -> None:
        version = view.case.version
        number = shown.version_no if shown else version.version_no
        self._bound_mark.set_spec(BadgeSpec(self.tr("第 {n} 版").format(n=number), "grey", "line"))
        bound = shown.publicised_sha256 if shown else publicised_sha256(version, view.case.profile)
        same = shown is None or bound == publicised_sha256(version, view.case.profile)
        text = (
            self.tr("校验码 {hash}，与送审版本一致")
            if same
            else self.tr("校验码 {hash}，与现在的第 {now} 版不一致")
        )
        self._bound.setText(
            text.format(hash=formats.hash_text(bound) if bound else "", now=version.version_no)
        )
        self._bound.set_tone("text" if same else "red")
        words = self.tr("按第 {n} 版重新公示").format(n=version.version_no)
        self._again.set_words(words)
        self._again.setVisible(not same and not locked)

    def _show_days(self, view: DossierView, shown: Publicity | None, locked: str) -> None:
        calendar = view.calendar
        start, end = (shown.start_date, shown.end_date) if shown else (None, None)
        ready = calendar is not None and start is not None and end is not None and end >= start
        self._days.setVisible(ready)
        self._empty.setVisible(not ready)
        if not ready or calendar is None or start is None or end is None:
            late = start is not None and end is not None and end < start
            self._empty.setText(
                self.tr("公示结束早于公示开始。") if late
                else self.tr("填了公示开始和结束，这里逐日写明哪些天算工作日、为什么。")
            )  # fmt: skip
            self._empty.set_tone("red" if late else "text3")
            self._counted, self._lines = None, []
            self.set_remark("")
            return
        policy = view.case.profile.calendar
        counted = self._counted = calendar.count(start, end, policy)
        today = view.now.astimezone(CHINA).date()
        self.strip.set_cells(day_cells(calendar, policy, start, end, today))
        known = [calendar.years[y] for y in range(start.year, end.year + 1) if calendar.knows(y)]
        told = [
            self.tr("{year} 年放假安排第 {n} 版").format(year=one.year, n=one.version)
            for one in known
        ]
        self._source.setText(self.tr("依据：{what}").format(what="，".join(told)) if told else "")
        self._verdict.set_spec(verdict_badge(counted))
        lines = count_lines(counted, policy)
        if lines != self._lines:
            self._lines = lines
            self._fill_counts(lines, counted.in_force.needed)
        self._show_warning(counted, locked)

    def _fill_counts(self, lines: list[CountLine], needed: int) -> None:
        while (item := self._counts.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        heads = (
            self.tr("算法"), self.tr("结果"),
            self.tr("第 {n} 个工作日").format(n=needed), self.tr("说明"),
        )  # fmt: skip
        for column, words in enumerate(heads):
            self._counts.addWidget(Label(words, 12, tone="text3"), 0, column)
            self._counts.setRowMinimumHeight(0, 24)
        for row, one in enumerate(lines, start=1):
            self._counts.setRowMinimumHeight(row, 26)
            said = "amber" if one.tone == "amber" else "text2"
            cells = (
                Label(one.name, 13, bold=one.bold),
                Label(one.total, 13, bold=one.bold, tone=one.tone),
                Label(one.reached, 13, bold=one.bold, tone="text2"),
                ElideLabel(one.said, 13, tone=said),
            )
            for column, cell in enumerate(cells):
                self._counts.addWidget(cell, row, column)

    def _show_warning(self, counted: PeriodCount, locked: str) -> None:
        later = safe_end(counted)
        asked = counted.verdict is not Verdict.OK and later is not None
        self._warned.setVisible(asked)
        if later is None:
            return
        day = f"{later:%m-%d}"
        if counted.verdict is Verdict.WARN_STRICT:
            least = min(count.total for count in counted.stricter)
            text = self.tr(
                "公示满 {n} 个工作日，从严只有 {least} 天。本级可以放行；上级若从严，延长到 {day}。"
            ).format(n=counted.in_force.total, least=least, day=day)
        elif counted.verdict is Verdict.UNCERTAIN:
            text = self.tr("放假安排发布前，结果待定；系统不自动放行。")
        else:
            text = self.tr("到 {day} 各种算法都满。").format(day=day)
        self._warning.setText(text)
        self._confirm.set_words(self.tr("延长到 {day}").format(day=day))
        self._confirm.setVisible(not locked and counted.verdict is not Verdict.UNCERTAIN)

    # --- acting --------------------------------------------------------------------------------

    def _extend(self) -> None:
        later = safe_end(self._counted) if self._counted else None
        if later is not None:
            self.work.set_value(self.tr("延长公示"), _END, later)

    def _publicise_again(self) -> None:
        """What was publicised is no longer what stands: it begins anew with this version."""
        case = self.work.case
        if case is not None:
            fresh = publicity_of(case.version, case.profile)
            self.work.set_value(self.tr("重新公示"), ("publicity",), fresh)
