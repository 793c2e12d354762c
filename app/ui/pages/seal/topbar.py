"""The bars above the desk: tabs with what can be done with the list, and the steps of a batch."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from app.store.seal_pages import ItemState
from app.ui.commands import CommandRegistry
from app.ui.pages.seal.run import RunState, SealRun
from app.ui.pages.seal.work import SealWork
from app.ui.theme import theme
from app.ui.widgets import ElideLabel, Step, Stepper, Tab, TabStrip
from app.ui.widgets.stepper import StepState

WAITING, RECORD, OWN = "waiting", "record", "own"


class SealTopBar(QFrame):
    """Tabs at the left, buttons at the right."""

    def __init__(self, commands: CommandRegistry) -> None:
        super().__init__()
        self.setProperty("kind", "panel")
        self.setProperty("edge", "b")
        self.setFixedHeight(48)
        self.tabs = TabStrip(
            [
                Tab(WAITING, self.tr("待用章")),
                Tab(RECORD, self.tr("用章记录")),
                Tab(OWN, self.tr("印章")),
            ]
        )
        self.tabs.setObjectName("seal.tabs")
        self.tools = [
            commands.button("seal.export", icon=True),
            commands.button("seal.print", icon=True),
        ]
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 0, 16, 0)
        row.setSpacing(8)
        row.addWidget(self.tabs, 1)
        for button in self.tools:
            row.addWidget(button)

    def show_tools(self, on: bool) -> None:
        """The buttons belong to the first tab."""
        for button in self.tools:
            button.setVisible(on)


class StepBar(QFrame):
    """选择 → 检查 → 口令 → 用章 → 复验."""

    def __init__(self, *right: QWidget) -> None:
        super().__init__()
        self.setProperty("kind", "subtle")
        self.setProperty("edge", "b")
        self.steps = Stepper()
        self.steps.setObjectName("seal.steps")
        self._note = ElideLabel("", 12, tone="text2")
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 0, 12, 0)
        row.setSpacing(12)
        row.addWidget(self.steps)
        row.addWidget(self._note, 1)
        for widget in right:
            row.addWidget(widget)
        self._restyle()
        theme.changed.connect(self._restyle)

    def follow(self, work: SealWork, run: SealRun, *, resuming: bool) -> None:
        """Show how far the batch is."""
        self.steps.set_steps(_steps(work, run, resuming=resuming))
        self._note.setText(_note(work, run))

    def _restyle(self) -> None:
        self.setFixedHeight(theme.px(40))


def _steps(work: SealWork, run: SealRun, *, resuming: bool) -> list[Step]:
    tr = QCoreApplication.translate
    names = [
        tr("seal", "选择"), tr("seal", "检查"), tr("seal", "口令"), tr("seal", "用章"),
        tr("seal", "复验"),
    ]  # fmt: skip
    if run.batch is not None or resuming:
        return _of_run(names, run)
    done, total = work.progress
    left_out, included = len(work.left_out()), len(work.included())
    if work.checking or not work.loaded:
        names[1] = tr("seal", "检查 {done} / {total}").format(done=done, total=total)
        states: list[StepState] = ["done", "now", "next", "next", "next"]
    elif not included:
        states = ["now", "next", "next", "next", "next"]
    else:
        states = ["done", "done", "now", "next", "next"]
    chosen = sum(work.is_ticked(one) for one in work.included())
    if included:
        names[0] = tr("seal", "选择 {n} 份").format(n=chosen + left_out)
    if left_out and not work.checking:
        names[1] = tr("seal", "检查，排除 {n} 份").format(n=left_out)
        states[1] = "warn" if states[1] == "done" else states[1]
    return [Step(name, state) for name, state in zip(names, states, strict=True)]


def _of_run(names: list[str], run: SealRun) -> list[Step]:
    tr = QCoreApplication.translate
    at: dict[RunState, int] = {
        RunState.IDLE: 2, RunState.OPENING: 2, RunState.STOPPED: 2, RunState.RUNNING: 3,
        RunState.PAUSED: 3, RunState.CHECKING: 4, RunState.DONE: 5,
    }  # fmt: skip
    here = at[run.state]
    states: list[StepState] = [
        "done" if n < here else "now" if n == here else "next" for n in range(len(names))
    ]
    if run.state in (RunState.CHECKING, RunState.DONE):
        names[3] = tr("seal", "用章 {n} 份").format(n=run.count(ItemState.SEALED))
        if run.count(ItemState.FAILED):
            states[3] = "warn"
    bad = any(one.item.state is ItemState.SEALED and not one.good for one in run.proofs)
    if run.state is RunState.DONE and (bad or run.why):
        states[4] = "fail"
    return [Step(name, state) for name, state in zip(names, states, strict=True)]


def _note(work: SealWork, run: SealRun) -> str:
    if run.batch is None and work.sealed and not work.checking:
        words = QCoreApplication.translate("seal", "另有 {n} 份已用章，等待发送")
        return words.format(n=work.sealed)
    return ""
