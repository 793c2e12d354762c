"""The bar above the queue: tabs, search, and what can be done with the ticked cases."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QHBoxLayout

from app.store.readmodels import QueueCounts
from app.ui.commands import CommandRegistry
from app.ui.widgets import Button, KeyCap, SearchField, Tab, TabStrip


class QueueTopBar(QFrame):
    """Tabs at the left, search and verbs at the right; shorter words in narrow windows."""

    def __init__(self, commands: CommandRegistry) -> None:
        super().__init__()
        self.setProperty("kind", "panel")
        self.setProperty("edge", "b")
        self.setFixedHeight(48)
        self.views = Button(self.tr("视图"), "quiet", icon="view-list-outline")
        self.tabs = TabStrip(
            [
                Tab("todo", self.tr("待我处理")),
                Tab("to_claim", self.tr("待签收")),
                Tab("mine", self.tr("我已签收")),
                Tab("resubmitted", self.tr("重新提交")),
            ]
        )
        self.search = SearchField(self.tr("姓名、单位、受理号"))
        self.search_key = KeyCap("Ctrl+F")
        self.filters = Button(self.tr("筛选"), icon="filter-variant")
        self.batch = commands.button("queue.batch")
        self.download = commands.button("queue.download")
        self.claim = commands.button("queue.claim", kind="primary")
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 0, 16, 1)
        row.setSpacing(8)
        row.addWidget(self.views)
        row.addWidget(self.tabs)
        row.addStretch(1)
        row.addWidget(self.search, 2)
        for widget in (self.search_key, self.filters, self.batch, self.download, self.claim):
            row.addWidget(widget)
        self.search.setMaximumWidth(360)
        self.search.setMinimumWidth(176)
        self.set_compact(False)

    def set_compact(self, compact: bool) -> None:
        """Views and filters become menus where there is no room for a column."""
        self.views.setVisible(compact)
        self.filters.setVisible(compact)
        self.search_key.setVisible(not compact)
        self.search.setMaximumWidth(240 if compact else 360)

    def set_counts(self, counts: QueueCounts) -> None:
        """Show the counts beside the tabs."""
        names = ("todo", "to_claim", "mine", "resubmitted")
        self.tabs.set_counts({name: counts.views.get(name, 0) for name in names})
