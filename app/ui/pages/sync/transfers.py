"""Downloads as a whole and by case, what the disk holds, and what happened lately."""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from app.store.readmodels import StorageView
from app.sync.events import TransferStatus
from app.ui.pages.sync.log import LogLine
from app.ui.pages.sync.words import transfer_figures, trouble_text
from app.ui.widgets import (
    Button,
    ElideLabel,
    Label,
    PaneHead,
    ProgressRow,
    Timeline,
    TimelineItem,
    formats,
    hbox,
    vbox,
)
from app.ui.widgets.paint import painter_on, rounded

if TYPE_CHECKING:
    from app.operations.workspace import Workspace

_MOST_CASES = 6
_LOOK_AHEAD = 512
"""Files looked at to find the cases that come next."""
_MOST_LINES = 14
_WHOLE = 2


@dataclass(frozen=True)
class CaseDownload:
    """A case whose files are asked for and not all here. Sizes in bytes."""

    app_id: str
    name: str
    files: int
    files_here: int
    bytes: int
    bytes_here: int
    paused: bool = False


def wanted_cases(ws: Workspace) -> list[str]:
    """The cases whose files are still to come, in their order; runs on the pool."""
    return list(dict.fromkeys(file.app_id for file in ws.cache.wanted(_LOOK_AHEAD)))


def downloads(ws: Workspace, resting: Container[str]) -> list[CaseDownload]:
    """The cases that are fetched next, and those that rest; runs on the pool."""
    wanted = wanted_cases(ws)
    running = [app_id for app_id in wanted if app_id not in resting][:_MOST_CASES]
    shown = [app_id for app_id in wanted if app_id in running or app_id in resting]
    return [_download(ws, app_id, paused=app_id in resting) for app_id in shown]


def _download(ws: Workspace, app_id: str, *, paused: bool) -> CaseDownload:
    application = ws.cache.application(app_id)
    files = ws.cache.files_of(app_id)
    here = [file for file in files if file.state == _WHOLE]
    return CaseDownload(
        app_id=app_id,
        name=application.version.person.name if application else app_id,
        files=len(files),
        files_here=len(here),
        bytes=sum(file.bytes for file in files),
        bytes_here=sum(file.bytes if file in here else file.have for file in files),
        paused=paused,
    )


class QuotaBar(QWidget):
    """How much of the quota is used, and how much of that is pinned."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedHeight(10)
        self._used = self._pinned = 0.0

    def set_storage(self, storage: StorageView) -> None:
        """Show other figures."""
        quota = max(1, storage.quota)
        self._used = min(1.0, storage.used / quota)
        self._pinned = min(self._used, storage.pinned / quota)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = painter_on(self)
        width = self.width()
        rounded(painter, QRectF(0, 2, width, 6), 2, "line")
        for share, tone in ((self._used, "control"), (self._pinned, "accent_text")):
            if share > 0:
                rounded(painter, QRectF(0, 2, max(3.0, width * share), 6), 2, tone)


class TransferPane(QFrame):
    """The left pane.

    Attributes:
        pauseToggled: pause (True) or go on with all downloads.
        casePaused: the id of a case and whether it shall rest.
        cancelRequested: the id of a case that shall not be fetched any more; empty for all.
        cleanRequested: make room.
    """

    pauseToggled = Signal(bool)
    casePaused = Signal(str, bool)
    cancelRequested = Signal(str)
    cleanRequested = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "panel")
        self.setAccessibleName(self.tr("传输"))
        self._head = PaneHead(self.tr("传输"), "", height=36)
        self._whole = ProgressRow(self.tr("全部附件"))
        self._whole.paused.connect(self.pauseToggled)
        self._whole.cancelled.connect(lambda: self.cancelRequested.emit(""))
        self._cases = QVBoxLayout()
        self._cases.setSpacing(0)
        self._rows: dict[str, ProgressRow] = {}
        self._idle = Label(self.tr("没有正在下载的附件。在队列勾选申报，按 Ctrl+D 下载。"), 12,
                           tone="text3", wrap=True)  # fmt: skip
        self._quota_head = PaneHead(self.tr("本机占用"), "", height=36, edge="tb")
        self._quota = QuotaBar()
        self._used = ElideLabel("", 13, tone="text2")
        self._free = Label("", 12, tone="text3")
        self._clean = Button(self.tr("清理"))
        self._clean.clicked.connect(self.cleanRequested)
        self._timeline = Timeline()
        self._copy = Button(self.tr("复制"), "quiet", "small", tip=self.tr("复制记录，不含姓名"))
        self._lines: list[LogLine] = []
        self._build()
        self.set_transfers(TransferStatus())

    @property
    def copy_button(self) -> Button:
        """Copies the log."""
        return self._copy

    def _build(self) -> None:
        inner = QFrame()
        inner.setProperty("kind", "panel")
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._head)
        column.addWidget(self._whole)
        column.addLayout(self._cases)
        self._idle_box = vbox(self._idle, margins=(16, 12, 16, 12))
        column.addWidget(self._idle_box)
        column.addWidget(self._quota_head)
        column.addWidget(
            vbox(
                self._quota,
                hbox((self._used, 1), self._free),
                hbox(self._clean, None),
                margins=(16, 10, 16, 12),
                spacing=8,
            )
        )
        column.addWidget(PaneHead(self.tr("最近"), "", self._copy, height=36, edge="tb"))
        column.addWidget(vbox(self._timeline, margins=(16, 6, 16, 6)))
        column.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidget(inner)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scroll)

    # --- content -------------------------------------------------------------------------------

    def set_transfers(self, transfers: TransferStatus) -> None:
        """Show the downloads as a whole."""
        active = transfers.active
        self._whole.setVisible(active)
        self._idle_box.setVisible(not active)
        left = transfers.files_total - transfers.files_done
        remark = self.tr("还有 {n} 份").format(n=left) if active else ""
        if transfers.files_failed:
            remark += self.tr("，{n} 份没有下成").format(n=transfers.files_failed)
        self._head.set_remark(remark)
        if not active:
            return
        total = transfers.bytes_total
        note = self.tr("先下表单，再按队列顺序下附件；取消后，已下完的仍可离线审阅")
        if transfers.trouble is not None:
            note = trouble_text(transfers.trouble)
        fraction = transfers.bytes_done / total if total else None
        self._whole.set_progress(fraction, transfer_figures(transfers), note)
        self._whole.set_paused(transfers.paused)

    def set_cases(self, cases: Sequence[CaseDownload]) -> None:
        """Show the cases that are fetched next; rows are kept so that nothing jumps."""
        wanted = {case.app_id for case in cases}
        for app_id in set(self._rows) - wanted:
            row = self._rows.pop(app_id)
            row.hide()
            row.deleteLater()
        for place, case in enumerate(cases):
            row = self._rows.get(case.app_id) or self._new_row(case)
            self._cases.insertWidget(place, row)
            figures = self.tr("{done} / {total} 份 · {have} / {size}").format(
                done=case.files_here,
                total=case.files,
                have=formats.bytes_text(case.bytes_here),
                size=formats.bytes_text(case.bytes),
            )
            note = self.tr("已暂停，从断点续传") if case.paused else ""
            row.set_progress(case.bytes_here / case.bytes if case.bytes else None, figures, note)
            row.set_paused(case.paused)

    def set_storage(self, storage: StorageView) -> None:
        """Show what this machine holds."""
        quota = self.tr("上限 {size}，可在设置中调整").format(
            size=formats.bytes_text(storage.quota)
        )
        self._quota_head.set_remark(quota)
        self._quota.set_storage(storage)
        self._used.setText(
            self.tr("已用 {used}，其中固定不清理 {pinned}").format(
                used=formats.bytes_text(storage.used), pinned=formats.bytes_text(storage.pinned)
            )
        )
        self._free.setText(
            self.tr("可用磁盘 {size}").format(size=formats.bytes_text(storage.disk_free))
        )
        room = formats.bytes_text(storage.evictable)
        self._clean.set_words(self.tr("清理可再下载的缓存 {size}").format(size=room))
        self._clean.set_blocked("" if storage.evictable else self.tr("没有可以清理的缓存"))

    def set_log(self, lines: Sequence[LogLine], now: datetime) -> None:
        """Show what happened lately."""
        self._lines = list(lines)
        self._timeline.set_items(
            [
                TimelineItem(
                    formats.clock_text(line.at.astimezone(now.tzinfo), seconds=True),
                    line.words,
                    "bad" if line.state == "bad" else "now" if number == 0 else "",
                )
                for number, line in enumerate(self._lines[:_MOST_LINES])
            ]
        )

    def log_text(self) -> str:
        """The log for the clipboard."""
        return "\n".join(f"{line.at:%Y-%m-%d %H:%M:%S} {line.words}" for line in self._lines)

    def _new_row(self, case: CaseDownload) -> ProgressRow:
        title = self.tr("{name} · 全部附件").format(name=case.name)
        row = ProgressRow(title)
        row.paused.connect(lambda paused: self.casePaused.emit(case.app_id, paused))
        row.cancelled.connect(lambda: self.cancelRequested.emit(case.app_id))
        self._rows[case.app_id] = row
        return row
