"""The bar over the table: what is ticked, and in which order the cases stand."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QHBoxLayout

from app.store.readmodels import QueueFilter, QueueRow
from app.ui.pages.queue.cells import columns
from app.ui.widgets import ElideLabel, Label, formats

_NAMES = 3


class SelectionBar(QFrame):
    """Says what the verbs above concern, so that nobody has to remember the ticks."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "panel")
        self.setFixedHeight(36)
        self._count = Label("", 13, bold=True)
        self._names = ElideLabel("", 13, tone="text2")
        self._order = Label("", 12, tone="text3")
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 0, 16, 0)
        row.addWidget(self._count)
        row.addWidget(self._names, 1)
        row.addWidget(self._order)

    def show_ticks(self, rows: list[QueueRow]) -> None:
        """Name the ticked cases and what they weigh."""
        if not rows:
            self._count.setText("")
            self._names.setText(self.tr("空格勾选，可成批签收、下载和提请"))
            return
        names = self.tr("、").join(row.name for row in rows[:_NAMES])
        if len(rows) > _NAMES:
            names = self.tr("{names} 等").format(names=names)
        size = formats.bytes_text(sum(row.bytes for row in rows))
        missing = sum(row.bytes_missing for row in rows)
        here = (
            self.tr("已缓存")
            if not missing
            else self.tr("待下载 {size}").format(size=formats.bytes_text(missing))
        )
        self._count.setText(self.tr("已选 {n} 件").format(n=len(rows)))
        detail = self.tr("{names} · 附件 {size}，{here}")
        self._names.setText(detail.format(names=names, size=size, here=here))

    def set_order(self, filter_: QueueFilter) -> None:
        """Say how the list is sorted."""
        if filter_.sort == "deadline":
            text = self.tr("按截止时间、预检结果排序")
        else:
            names = {column.id: column.title for column in columns()}
            way = self.tr("降序") if filter_.descending else self.tr("升序")
            text = self.tr("按{column}{way}").format(column=names[filter_.sort], way=way)
        self._order.setText(text)
