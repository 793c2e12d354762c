"""The window of a batch: exclusions first, then what will be done, then the doing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeAlias

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from app.operations.batch import BatchDone
from app.operations.batch_plan import BatchPlan, Excluded, Included
from app.operations.changes import Changes
from app.ui.failures import failure_text
from app.ui.pages.batch.lists import excluded_table, included_table
from app.ui.session import Session
from app.ui.theme import theme
from app.ui.widgets import Button, ElideLabel, EmptyState, Label, PaneHead, ProgressBar, hbox, vbox
from app.ui.widgets.layout import clear_layout

if TYPE_CHECKING:
    from app.operations.workspace import Workspace

_WIDTH, _HEIGHT = 820, 620
_AROUND, _LIST_HEAD, _ROW, _NOTHING, _LEAST = 176, 68, 30, 160, 320
"""Heights: title and buttons, the heads of a list, a row, the words for an empty plan."""
_SLICE = 10
"""Cases written in one transaction: few enough that progress is seen and stopping is quick."""

Plan: TypeAlias = "Callable[[Workspace], BatchPlan]"
Apply: TypeAlias = "Callable[[Workspace, BatchPlan], BatchDone]"


@dataclass(frozen=True)
class BatchWords:
    """What a batch is called.

    Attributes:
        title: the head of the window.
        action: the verb as it stands beside each case, such as 提请通过.
        doing: the button; takes ``{n}``.
        consequence: what follows, in one sentence.
    """

    title: str
    action: str
    doing: str
    consequence: str


class PlanDialog(QDialog):
    """Shows a plan and carries it out in slices.

    Attributes:
        applied: the ids of the operations written, one for each case.
    """

    applied = Signal(object)

    def __init__(
        self, parent: QWidget, session: Session, words: BatchWords, plan: Plan, apply: Apply
    ) -> None:
        super().__init__(parent)
        self.setModal(True)
        self.setWindowTitle(words.title)
        self.setAccessibleName(words.title)
        self.setMaximumHeight(min(_HEIGHT, max(420, parent.height() - 80)))
        self.resize(_WIDTH, _LEAST)
        self._session, self._words, self._apply = session, words, apply
        self.plan: BatchPlan | None = None
        self._left: list[Included] = []
        self._refused: list[Excluded] = []
        self._op_ids: list[str] = []
        self._running = self._stopping = False
        self._body = QVBoxLayout()
        self._body.setContentsMargins(0, 0, 0, 0)
        self._body.setSpacing(0)
        self._bar = ProgressBar()
        self._note = ElideLabel("", 12, tone="text3")
        self.cancel = Button(self.tr("取消"), size="large", key="Esc")
        self.do = Button(words.action, "primary", "large", key="Ctrl+Enter")
        self.cancel.clicked.connect(self.reject)
        self.do.clicked.connect(self.run)
        for button in (self.cancel, self.do):
            button.setAutoDefault(False)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self, self.run)
        self._build()
        self.do.set_blocked(self.tr("正在核对所选的申报"))
        self.cancel.setFocus(Qt.FocusReason.OtherFocusReason)
        session.query(plan, self._planned, self._failed)

    def _build(self) -> None:
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 16, 0, 16)
        outer.setSpacing(0)
        title = Label(self._words.title, 16, bold=True)
        about = Label(self._words.consequence, 13, tone="text2", wrap=True)
        outer.addWidget(vbox(title, about, margins=(24, 0, 24, 12), spacing=6))
        outer.addLayout(self._body, 1)
        self._bar.hide()
        outer.addWidget(vbox(self._bar, margins=(24, 8, 24, 0)))
        outer.addWidget(
            hbox((self._note, 1), self.cancel, self.do, margins=(24, 12, 24, 0), spacing=8)
        )

    # --- showing -------------------------------------------------------------------------------

    def _planned(self, plan: BatchPlan) -> None:
        self.plan = plan
        clear_layout(self._body)
        if plan.excluded:
            remark = self.tr("{n} 件不随批，本机不改动它们").format(n=len(plan.excluded))
            self._body.addWidget(PaneHead(self.tr("不随批"), remark, inset=24, edge="tb"))
            self._body.addWidget(_inset(excluded_table(plan.excluded, plan.verb)), 1)
        if plan.included:
            remark = self.tr("{n} 件").format(n=len(plan.included))
            self._body.addWidget(PaneHead(self.tr("随批"), remark, inset=24, edge="tb"))
            table = included_table(plan.included, plan.verb, self._words.action)
            self._body.addWidget(_inset(table), 1)
        else:
            why = self.tr("按上面的办法处理后再试，或逐件打开办理。")
            self._body.addWidget(
                EmptyState("clipboard-off-outline", self.tr("没有可随批的申报"), why)
            )
        self._body.addStretch(0)
        self.resize(self.width(), self._fitting(plan))
        count = len(plan.included)
        self.do.set_words(self._words.doing.format(n=count))
        self.do.set_blocked("" if count else self.tr("所选的申报都不能随批"))
        if count:
            self.do.setFocus(Qt.FocusReason.OtherFocusReason)

    def _fitting(self, plan: BatchPlan) -> int:
        """A height without spare room, as far as the window allows."""
        lists = [rows for rows in (plan.excluded, plan.included) if rows]
        wanted = _AROUND + sum(_LIST_HEAD + _ROW * len(rows) for rows in lists)
        wanted += 0 if plan.included else _NOTHING
        return min(self.maximumHeight(), max(_LEAST, theme.px(wanted)))

    def _failed(self, problem: Exception) -> None:
        self._running = False
        written, self._op_ids = tuple(self._op_ids), []
        if written:
            self.applied.emit(written)
        self.do.set_blocked(self.tr("没有做完，关闭后重新核对"))
        self.do.setEnabled(True)
        self.cancel.set_words(self.tr("关闭"))
        self._note.set_tone("red")
        self._note.setText(failure_text(problem))

    # --- doing ---------------------------------------------------------------------------------

    def run(self) -> None:
        """Carry the plan out, slice by slice; what was written stays when it is stopped."""
        if self.plan is None or self._running or self.do.reason:
            return
        self._running, self._stopping = True, False
        self._left = list(self.plan.included)
        self.do.setEnabled(False)
        self.cancel.set_words(self.tr("停止"))
        self._note.set_tone("text3")
        self._bar.show()
        self._next()

    def _next(self) -> None:
        plan = self.plan
        assert plan is not None
        total = len(plan.included)
        done = total - len(self._left)
        self._bar.set_fraction(done / total)
        self._note.setText(self.tr("{done} / {total} 件").format(done=done, total=total))
        if not self._left or self._stopping:
            self._finish()
            return
        now, self._left = self._left[:_SLICE], self._left[_SLICE:]
        part = replace(plan, included=tuple(now), excluded=())

        def work(ws: Workspace) -> Changes:
            outcome = self._apply(ws, part)
            self._refused += outcome.refused
            return outcome.changes

        self._session.operate(work, self._written, self._failed)

    def _written(self, changes: Changes) -> None:
        self._op_ids += changes.op_ids
        self._next()

    def _finish(self) -> None:
        self._running = False
        written, self._op_ids = tuple(self._op_ids), []
        if written:
            self.applied.emit(written)
        if not self._refused:
            self.accept()
            return
        assert self.plan is not None
        self._planned(BatchPlan(self.plan.verb, (), tuple(self._refused)))
        self._refused = []
        self._bar.hide()
        self.do.hide()
        self.cancel.set_words(self.tr("关闭"))
        self._note.setText(
            self.tr("已做 {n} 件；列出的各件在核对之后有了变化，没有做").format(n=len(written))
        )

    def reject(self) -> None:
        """Close, or stop after the slice that is being written."""
        if self._running:
            self._stopping = True
        else:
            super().reject()

    def closeEvent(self, event: QCloseEvent) -> None:
        if self._running:
            self._stopping = True
            event.ignore()
        else:
            super().closeEvent(event)


def _inset(table: QWidget) -> QWidget:
    """The first column under the title of the dialog."""
    box = vbox(table, margins=(8, 0, 8, 0))
    box.setMaximumHeight(table.maximumHeight())  # or it would stand in the middle of spare room
    return box
