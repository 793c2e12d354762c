"""The officer's operations by need, as a table model."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import cast

from PySide6.QtCore import QCoreApplication

from app.store.readmodels import OutboxRow, OutboxView
from app.ui.pages.sync import words
from app.ui.pages.sync.words import Need
from app.ui.session import Session
from app.ui.widgets import formats
from app.ui.widgets.tables import BadgeCell, Cell, Column, GroupedModel, GroupHead, TextCell


def columns() -> list[Column]:
    """Who, what, state, when."""
    translate = QCoreApplication.translate
    return [
        Column("name", translate("sync", "申报人"), 96, hideable=False),
        Column("what", translate("sync", "操作"), 200, stretch=True, hideable=False),
        Column("state", translate("sync", "状态"), 120),
        Column("at", translate("sync", "时间"), 72),
    ]


class OutboxModel(GroupedModel[str, OutboxRow]):
    """Lines: a head for each need, below it its operations."""

    def __init__(self, session: Session) -> None:
        super().__init__(columns(), str)
        self._session = session
        self._view = OutboxView((), (), ())

    def set_view(self, view: OutboxView) -> None:
        """Show another state of the outbox."""
        self._view = view
        self.lay_out()

    @property
    def view(self) -> OutboxView:
        """What is shown."""
        return self._view

    def line_of(self, op_id: str) -> int | None:
        """The line of an operation."""
        return self.line_where(lambda row: row.op_id == op_id)

    def groups(self) -> Iterable[tuple[Need, Sequence[OutboxRow]]]:
        view = self._view
        yield "need_you", view.need_you
        yield "under_way", view.under_way
        yield "confirmed", view.confirmed_today

    def head(self, group: str) -> GroupHead:
        count = next(len(rows) for need, rows in self.groups() if need == group)
        tone = "red" if group == "need_you" else "text"
        title = words.group_title(cast("Need", group), count)
        return GroupHead(title, words.group_remark(cast("Need", group)), tone, self.is_open(group))

    def cell(self, row: OutboxRow, column: str) -> Cell | None:
        return cell(row, column, self._session.now())


def cell(row: OutboxRow, column: str, now: datetime) -> Cell | None:
    """What stands in ``column`` of an operation's row."""
    match column:
        case "name":
            return TextCell(row.name, bold=True)
        case "what":
            return TextCell(words.what_text(row), sub=words.why_text(row, now))
        case "state":
            return BadgeCell([words.state_badge(row.state)])
        case "at":
            moment = (row.settled_at or row.created_at).astimezone(now.tzinfo)
            same = moment.date() == now.date()
            text = formats.clock_text(moment) if same else f"{moment:%m-%d}"
            return TextCell(text, tone="text3")
        case _:
            return None
