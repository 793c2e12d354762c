"""用章记录: every use of a seal on this machine, and whether the record is whole."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from PySide6.QtCore import QCoreApplication, QModelIndex, Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from app.operations.sealing.list_export import Table
from app.operations.sealing.use_record import Use, UseRecord, read_record
from app.protocol.seal_use import UseResult
from app.ui.failures import failure_text
from app.ui.pages.seal import words
from app.ui.session import Session
from app.ui.shell import Generation, MainWindow
from app.ui.widgets import (
    BadgeSpec,
    Button,
    ComboBox,
    ElideLabel,
    EmptyState,
    IconMark,
    SearchField,
    formats,
    hbox,
)
from app.ui.widgets.layout import set_ground
from app.ui.widgets.tables import (
    BadgeCell,
    Cell,
    Column,
    RowsModel,
    TableView,
    TextCell,
    cell_words,
)

_RESULTS: Final = (UseResult.SEALED, UseResult.FAILED, UseResult.ABANDONED, UseResult.BEGUN)


class RecordTab(QWidget):
    """Reads the record when it comes to the front.

    Attributes:
        verifyRequested: Enter or a double click on a use; carries the case.
        packRequested: the evidence of the cases in the list; carries their ids.
    """

    packRequested = Signal(object)
    verifyRequested = Signal(str)

    def __init__(self, window: MainWindow, session: Session) -> None:
        super().__init__()
        self.setObjectName("seal.record")
        self._window, self._session = window, session
        self._generation = Generation()
        self._record: UseRecord | None = None
        self.search = SearchField(self.tr("姓名、编号、用章序号、校验码"))
        self.search.setFixedWidth(260)
        choices = [("", self.tr("全部结果")), *((one.value, result_word(one)) for one in _RESULTS)]
        self.results = ComboBox(choices, name=self.tr("结果"))
        self._mark = IconMark("circle-outline", "text3", 16)
        self._chain = ElideLabel("", 13, tone="text2")
        self.check = Button(self.tr("核对记录"), icon="link-variant")
        self.check.setObjectName("seal.record.check")
        self.pack = Button(self.tr("导出用章凭证…"), icon="archive-outline")
        self.pack.setObjectName("seal.record.pack")
        self.table = TableView(columns=record_columns(), row="dense", name=self.tr("用章记录"))
        self.table.setModel(RowsModel(record_columns(), []))
        self.table.keep_header(window.state, "seal.record")
        self._empty = EmptyState("history", "")
        self._stack = QStackedWidget()
        for widget in (self.table, self._empty):
            self._stack.addWidget(widget)
        bar = hbox(
            self.search, self.results, 8, self._mark, (self._chain, 1), self.check, self.pack,
            margins=(16, 0, 16, 0), spacing=8, height=44,
        )  # fmt: skip
        set_ground(bar, "subtle", "b")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(bar)
        column.addWidget(self._stack, 1)
        self.search.searched.connect(lambda _text: self._show_rows())
        self.table.opened.connect(self._open)
        self.search.left.connect(self.table.setFocus)
        self.results.currentIndexChanged.connect(lambda _index: self._show_rows())
        self.check.clicked.connect(self.refresh)
        self.pack.clicked.connect(lambda: self.packRequested.emit(self.cases()))

    # --- content -------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Read the record and follow its chain."""
        self._mark.set_icon("sync", "text3")
        self._chain.setText(self.tr("正在核对"))
        self._session.query(read_record, self._show, self._failed, self._generation.next())

    def left(self) -> None:
        """Keep no names in memory while nobody looks."""
        self._generation.cancel()

    def _show(self, record: UseRecord) -> None:
        self._record = record
        good = record.chain.intact and record.audit_whole
        self._mark.set_icon(*(("check-circle", "green") if good else ("alert-octagon", "red")))
        self._chain.setText(chain_words(record))
        self._chain.set_tone("text2" if good else "red")
        self._show_rows()
        self._window.commands.refresh()

    def _failed(self, problem: Exception) -> None:
        self._mark.set_icon("alert", "amber")
        self._chain.setText(failure_text(problem))

    def chain_text(self) -> str:
        """What is said of the chain."""
        return self._chain.plain_text()

    def uses(self) -> list[Use]:
        """The uses that the filter lets through."""
        if self._record is None:
            return []
        text, result = self.search.text().strip().lower(), self.results.chosen()
        return [
            use
            for use in self._record.uses
            if (not result or use.line.result.value == result) and _matches(use, text)
        ]

    @property
    def count(self) -> int:
        """How many uses are on record."""
        return len(self._record.uses) if self._record else 0

    def cases(self) -> list[str]:
        """The cases in the list of which a form was sealed."""
        sealed = (use.line.app_id for use in self.uses() if use.line.result is UseResult.SEALED)
        return list(dict.fromkeys(sealed))

    def rows(self) -> Table:
        """The list with its heads, whole hashes and all: for a file and for paper."""
        record, now = self._record, self._session.now()
        heads = [column.title for column in record_columns()]
        if record is None:
            return [heads]
        found: list[list[str]] = [heads]
        for use in self.uses():
            cells = [cell_words(cell) for cell in record_cells(use, record, now)]
            found.append([*cells[:-1], use.line.stamped_sha256])
        return found

    def _show_rows(self) -> None:
        uses, record = self.uses(), self._record
        self.pack.set_blocked("" if self.cases() else self.tr("没有已用章的记录"))
        if not uses or record is None:
            narrowed = record is not None and bool(record.uses)
            self._say_empty(narrowed=narrowed)
            return
        now = self._session.now()
        rows = [record_cells(use, record, now) for use in uses]
        model = RowsModel(record_columns(), rows)
        model.setParent(self.table)
        self.table.setModel(model)
        self._stack.setCurrentWidget(self.table)

    def _open(self, index: QModelIndex) -> None:
        uses = self.uses()
        if index.row() < len(uses):
            self.verifyRequested.emit(uses[index.row()].line.app_id)

    def _say_empty(self, *, narrowed: bool) -> None:
        title, why = self.tr("还没有用章记录"), self.tr("每用一次章，这里多一条，不能改也不能删。")
        if narrowed:
            title = self.tr("没有符合条件的记录")
            why = self.tr("清除查找，或选全部结果。")
        self._empty.set_state("history", title, why)
        self._stack.setCurrentWidget(self._empty)


def result_word(result: UseResult) -> str:
    """What a line tells."""
    translate = QCoreApplication.translate
    return {
        UseResult.SEALED: translate("seal", "已用章"),
        UseResult.FAILED: translate("seal", "没有盖成"),
        UseResult.ABANDONED: translate("seal", "中断，未盖"),
        UseResult.BEGUN: translate("seal", "进行中"),
    }.get(result, result.value)


def _badge(result: UseResult) -> BadgeSpec:
    looks = {
        UseResult.SEALED: ("green", "check-circle"),
        UseResult.FAILED: ("red", "close-circle"),
        UseResult.ABANDONED: ("amber", "alert"),
        UseResult.BEGUN: ("accent", "draw-pen"),
    }
    tone, icon = looks.get(result, ("grey", "help-circle"))
    style = "bare" if result is UseResult.SEALED else "soft"
    return BadgeSpec(result_word(result), tone, style, icon)  # type: ignore[arg-type]


def record_columns() -> list[Column]:
    """The columns of the record."""
    translate = QCoreApplication.translate
    return [
        Column("seq", translate("seal", "记录号"), 76, align="right"),
        Column("use", translate("seal", "用章序号"), 84, align="right", hideable=False),
        Column("at", translate("seal", "时间"), 132),
        Column("name", translate("seal", "姓名"), 120),
        Column("case", translate("seal", "编号"), 136),
        Column("form", translate("seal", "表单"), 124),
        Column("seal", translate("seal", "印章"), 120),
        Column("user", translate("seal", "用章人"), 88),
        Column("result", translate("seal", "结果"), 112),
        Column("why", translate("seal", "说明"), 140, stretch=True),
        Column("hash", translate("seal", "盖章后校验码"), 112),
    ]


def record_cells(use: Use, record: UseRecord, now: datetime) -> list[Cell]:
    """A use as cells."""
    line = use.line
    code = f"seal.{line.detail}" if line.detail.isupper() else line.detail
    detail = words.said(code, {}) if code else ""
    when = line.server_time.astimezone(now.tzinfo)
    return [
        TextCell(str(line.seq), tone="text3", align="right"),
        TextCell(words.usage_text(line.usage_no), align="right"),
        TextCell(f"{formats.date_text(when.date())} {formats.clock_text(when)}", tone="text2"),
        TextCell(use.name, bold=True),
        TextCell(line.app_id, tone="text2"),
        TextCell(words.form_name(line.form)),
        TextCell(record.seals.get(line.seal_id, line.seal_id)),
        TextCell(line.user_name, tone="text2"),
        BadgeCell([_badge(line.result)]),
        TextCell(detail, tone="text2"),
        TextCell(words.short_hash(line.stamped_sha256), tone="text2", mono=True),
    ]


def chain_words(record: UseRecord) -> str:
    """Whether the record is whole, in one sentence."""
    translate = QCoreApplication.translate
    chain = record.chain
    if chain.broken_at is not None:
        text = translate("seal", "记录从第 {n} 条起对不上，停止用章并报告管理员")
        return text.format(n=chain.broken_at)
    if not record.audit_whole:
        return translate("seal", "操作日志对不上，停止用章并报告管理员")
    if not chain.lines:
        return translate("seal", "还没有记录")
    text = translate("seal", "{n} 条记录首尾相接，末条校验码 {hash}")
    return text.format(n=chain.lines, hash=words.short_hash(chain.head))


def _matches(use: Use, text: str) -> bool:
    line = use.line
    told = (
        use.name, line.app_id, words.usage_text(line.usage_no), line.stamped_sha256,
        line.user_name, words.form_name(line.form),
    )  # fmt: skip
    return any(text in one.lower() for one in told)
