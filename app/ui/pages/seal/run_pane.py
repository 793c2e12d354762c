"""A batch under way: which document, how many, pause and cancel; then what came of it."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout

from app.store.seal_pages import BatchState, ItemState
from app.ui.pages.seal import words
from app.ui.pages.seal.run import RunState, SealRun
from app.ui.widgets import Button, IconMark, Label, PaneHead, ProgressRow, hbox, vbox


class RunPane(QFrame):
    """Stands in the place of the PIN while a batch is sealed, and after it.

    Attributes:
        pauseRequested, goOnRequested, cancelRequested: of the batch under way.
        exportRequested: the list as a file.
        printRequested: the list on paper.
        packRequested: the evidence of the batch.
        againRequested: back to what waits.
    """

    pauseRequested = Signal()
    goOnRequested = Signal()
    cancelRequested = Signal()
    exportRequested = Signal()
    printRequested = Signal()
    packRequested = Signal()
    againRequested = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("seal.run")
        self.setProperty("kind", "panel")
        self.head = PaneHead(self.tr("用章"))
        self.progress = ProgressRow("")
        self.progress.setObjectName("seal.progress")
        self.pause = Button(self.tr("暂停"), "default", icon="pause")
        self.pause.setObjectName("seal.pause")
        self.stop = Button(self.tr("停止这一批"), "default", icon="stop")
        self.stop.setObjectName("seal.cancel")
        self._now = Label("", 14, bold=True, wrap=True)
        self._said = Label("", 12, tone="text2", wrap=True)
        self._mark = IconMark("check-circle", "green", 20)
        self._sum = Label("", 16, bold=True, wrap=True)
        self._lines = Label("", 13, tone="text2", wrap=True)
        self.export = Button(self.tr("导出清单…"), "default", "large", icon="export")
        self.export.setObjectName("seal.report.export")
        self.print = Button(self.tr("打印清单"), "default", "large", icon="printer-outline")
        self.pack = Button(self.tr("导出用章凭证…"), "default", "large", icon="archive-outline")
        self.pack.setObjectName("seal.report.pack")
        self.again = Button(self.tr("回到待用章"), "primary", "large")
        self.again.setObjectName("seal.again")
        self._pausing = False
        self._running = vbox(
            self.progress,
            vbox(
                self._now, self._said, hbox(self.pause, self.stop, None),
                margins=(16, 12, 16, 12), spacing=8,
            ),
            spacing=0,
        )  # fmt: skip
        self._report = vbox(
            hbox(self._mark, (self._sum, 1), spacing=10), self._lines,
            hbox(self.again, None), hbox(self.export, self.print, None), hbox(self.pack, None),
            margins=(16, 16, 16, 16), spacing=12,
        )  # fmt: skip
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 0, 0, 0)
        column.setSpacing(0)
        for widget in (self.head, self._running, self._report):
            column.addWidget(widget)
        column.addStretch(1)
        self._connect()

    def _connect(self) -> None:
        self.progress.paused.connect(self._pause_or_go_on)
        self.progress.cancelled.connect(self.cancelRequested)
        self.pause.clicked.connect(lambda: self._pause_or_go_on(not self._pausing))
        self.stop.clicked.connect(self.cancelRequested)
        self.export.clicked.connect(self.exportRequested)
        self.print.clicked.connect(self.printRequested)
        self.pack.clicked.connect(self.packRequested)
        self.again.clicked.connect(self.againRequested)

    def _pause_or_go_on(self, paused: bool) -> None:
        (self.pauseRequested if paused else self.goOnRequested).emit()

    def follow(self, run: SealRun) -> None:
        """Show where the batch is."""
        self._pausing = run.pausing
        done = run.state is RunState.DONE
        self._running.setVisible(not done)
        self._report.setVisible(done)
        self.head.set_title(self.tr("用章结果") if done else self.tr("用章"))
        if done:
            self._show_report(run)
        else:
            self._show_progress(run)

    def words(self) -> str:
        """What the report says."""
        return f"{self._sum.plain_text()}\n{self._lines.plain_text()}"

    def _show_progress(self, run: SealRun) -> None:
        batch = run.batch
        total = len(batch.items) if batch else 0
        reached = total - run.count(ItemState.PLANNED)
        failed = run.count(ItemState.FAILED)
        checking = run.state is RunState.CHECKING
        for button in (self.pause, self.stop):
            button.setVisible(not checking)
        self.pause.set_words(self.tr("继续") if self._pausing else self.tr("暂停"))
        self.pause.set_icon("play" if self._pausing else "pause")
        self.progress.set_paused(self._pausing)
        if checking:
            self.progress.set_title(self.tr("正在复验已用章的文件"))
            known = len(run.proofs)
            self.progress.set_progress(known / total if total else None, _figures(known, total), "")
            self._now.setText("")
            self._said.setText(self.tr("每一份都从本机读回来再验一遍。"))
            return
        resting = run.state is RunState.PAUSED
        self.progress.set_title(self.tr("已暂停") if resting else self.tr("正在用章"))
        stays = self.tr("停止时先盖完手上这一份，已用章的都有效")
        self.progress.set_progress(
            reached / total if total else None, _figures(reached, total), stays
        )
        self._now.setText(_now_text(run))
        said = self.tr("没有盖成 {n} 份，其余照常").format(n=failed) if failed else ""
        self._said.setText(said)

    def _show_report(self, run: SealRun) -> None:
        batch = run.batch
        if batch is None:
            return
        sealed, failed = run.count(ItemState.SEALED), run.count(ItemState.FAILED)
        left = run.count(ItemState.CANCELLED)
        bad = sum(one.item.state is ItemState.SEALED and not one.good for one in run.proofs)
        good = not failed and not bad and not run.why
        self._mark.set_icon(*(("check-circle", "green") if good else ("alert", "amber")))
        self._sum.setText(self.tr("已用章 {n} 份").format(n=sealed))
        lines = []
        if run.why:
            lines.append(self.tr("复验没有做完：{why}").format(why=run.why))
        elif bad:
            lines.append(self.tr("复验不通过 {n} 份，不要发出").format(n=bad))
        elif sealed:
            lines.append(self.tr("全部复验通过"))
        if failed:
            lines.append(self.tr("没有盖成 {n} 份，理由在清单里").format(n=failed))
        if left:
            lines.append(self.tr("没有轮到 {n} 份，仍在待用章里").format(n=left))
        if batch.left_out:
            lines.append(self.tr("排除 {n} 份").format(n=len(batch.left_out)))
        numbers = [one.usage_no for one in run.proofs if one.usage_no]
        if numbers:
            first, last = words.usage_text(min(numbers)), words.usage_text(max(numbers))
            lines.append(self.tr("用章序号 {first} 至 {last}").format(first=first, last=last))
        if batch.state is BatchState.CANCELLED:
            lines.append(self.tr("这一批中途停止"))
        if sealed:
            lines.append(self.tr("已放入待发送；服务器收到后加盖时间戳。"))
        self._lines.setText("\n".join(lines))
        self.pack.setVisible(bool(sealed))


def _figures(done: int, total: int) -> str:
    return QCoreApplication.translate("seal", "{done} / {total} 份").format(done=done, total=total)


def _now_text(run: SealRun) -> str:
    translate = QCoreApplication.translate
    if run.current is not None:
        name, form = run.current.name, words.form_name(run.current.form)
        return f"{name} · {form}"
    if run.state is RunState.PAUSED:
        return translate("seal", "口令仍有效，继续时不用再输入")
    return translate("seal", "正在打开密钥") if run.state is RunState.OPENING else ""
