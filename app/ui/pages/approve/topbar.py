"""The bars above the approvals: tabs, search, whose proposals, and what is ticked."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout

from app.store.readmodels import ApprovalRow
from app.ui.commands import CommandRegistry
from app.ui.pages.approve import words
from app.ui.widgets import ComboBox, ElideLabel, Label, SearchField, Tab, TabStrip

WAITING = "waiting"
ANSWERED = "answered"


class ApproveTopBar(QFrame):
    """Tabs at the left; search, handler and batch at the right.

    Attributes:
        handlerChosen: the id of a handler; empty for all.
    """

    handlerChosen = Signal(str)

    def __init__(self, commands: CommandRegistry) -> None:
        super().__init__()
        self.setProperty("kind", "panel")
        self.setProperty("edge", "b")
        self.setFixedHeight(48)
        self.tabs = TabStrip(
            [Tab(WAITING, self.tr("待复核")), Tab(ANSWERED, self.tr("今天已复核"))]
        )
        self.search = SearchField(self.tr("姓名、受理号、经办人"))
        self.search.setMaximumWidth(260)
        self.search.setMinimumWidth(160)
        self.handlers = ComboBox([("", self.tr("全部经办人"))], name=self.tr("经办人"))
        self.handlers.currentIndexChanged.connect(
            lambda _index: self.handlerChosen.emit(self.handlers.chosen())
        )
        self.batch = commands.button("approve.batch", kind="primary")
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 0, 16, 1)
        row.setSpacing(8)
        row.addWidget(self.tabs)
        row.addStretch(1)
        row.addWidget(self.search, 2)
        row.addWidget(self.handlers)
        row.addWidget(self.batch)

    def set_handlers(self, handlers: Sequence[tuple[str, str]]) -> None:
        """Offer the handlers who proposed something, as (id, name)."""
        self.handlers.set_choices([("", self.tr("全部经办人")), *handlers])

    def set_counts(self, waiting: int, answered: int) -> None:
        """Show the counts beside the tabs."""
        self.tabs.set_counts({WAITING: waiting, ANSWERED: answered})


class TickBar(QFrame):
    """Says what the batch would concern, and what stays out of it."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "panel")
        self.setFixedHeight(36)
        self._count = Label("", 13, bold=True)
        self._about = ElideLabel("", 13, tone="text2")
        self._after = Label(self.tr("发送前可撤销 Ctrl+Z"), 12, tone="text3")
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 0, 16, 0)
        row.addWidget(self._count)
        row.addWidget(self._about, 1)
        row.addWidget(self._after)

    def show_ticks(self, rows: Sequence[ApprovalRow]) -> None:
        """Describe the ticked proposals."""
        out = sum(1 for row in rows if words.obstacle(row))
        self._count.setVisible(bool(rows))
        self._after.setVisible(bool(rows))
        if not rows:
            self._about.setText(self.tr("空格勾选“提请通过”，可成批批准；其余逐件批准"))
            return
        self._count.setText(self.tr("已选 {n} 件").format(n=len(rows)))
        whole = self.tr("均为没有放行申请的“提请通过”")
        rest = self.tr("其中 {n} 件不能成批，批准前会列出原因").format(n=out)
        self._about.setText(rest if out else whole)
