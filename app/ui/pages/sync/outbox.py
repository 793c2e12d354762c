"""The officer's operations by need, as a table model."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QCoreApplication,
    QModelIndex,
    QPersistentModelIndex,
    Qt,
)

from app.store.readmodels import OutboxRow, OutboxView
from app.ui.pages.sync import words
from app.ui.pages.sync.words import Need
from app.ui.session import Session
from app.ui.widgets import formats
from app.ui.widgets.tables import (
    BadgeCell,
    Cell,
    Column,
    GroupHead,
    Roles,
    RowInfo,
    TextCell,
    cell_sentence,
    cell_words,
)

_Index = QModelIndex | QPersistentModelIndex
_GROUPS: tuple[Need, ...] = ("need_you", "under_way", "confirmed")


def columns() -> list[Column]:
    """Who, what, state, when."""
    translate = QCoreApplication.translate
    return [
        Column("name", translate("sync", "申报人"), 96, hideable=False),
        Column("what", translate("sync", "操作"), 200, stretch=True, hideable=False),
        Column("state", translate("sync", "状态"), 120),
        Column("at", translate("sync", "时间"), 72),
    ]


class OutboxModel(QAbstractTableModel):
    """Lines: a head for each need, below it its operations."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._columns = columns()
        self._view = OutboxView((), (), ())
        self._lines: list[OutboxRow | Need] = []
        self._closed: set[Need] = set()

    def set_view(self, view: OutboxView) -> None:
        """Show another state of the outbox."""
        self.beginResetModel()
        self._view = view
        self._lay_out()
        self.endResetModel()

    @property
    def view(self) -> OutboxView:
        """What is shown."""
        return self._view

    def toggle_group(self, line: int) -> None:
        """Open or close a group."""
        head = self._lines[line]
        if not isinstance(head, OutboxRow):
            self.beginResetModel()
            self._closed ^= {head}
            self._lay_out()
            self.endResetModel()

    def group_rows(self) -> list[int]:
        """The lines of the heads; the table asks for them."""
        return [n for n, line in enumerate(self._lines) if not isinstance(line, OutboxRow)]

    def row_at(self, line: int) -> OutboxRow | None:
        """The operation on a line; None on a head."""
        found = self._lines[line] if 0 <= line < len(self._lines) else None
        return found if isinstance(found, OutboxRow) else None

    def line_of(self, op_id: str) -> int | None:
        """The line of an operation."""
        for number, line in enumerate(self._lines):
            if isinstance(line, OutboxRow) and line.op_id == op_id:
                return number
        return None

    def first_line(self) -> int | None:
        """The first operation: the one that needs the officer most."""
        return next((n for n, one in enumerate(self._lines) if isinstance(one, OutboxRow)), None)

    def _members(self, need: Need) -> tuple[OutboxRow, ...]:
        return {
            "need_you": self._view.need_you,
            "under_way": self._view.under_way,
            "confirmed": self._view.confirmed_today,
        }[need]

    def _lay_out(self) -> None:
        self._lines = []
        for need in _GROUPS:
            rows = self._members(need)
            if rows:
                self._lines.append(need)
                self._lines += () if need in self._closed else rows

    # --- Qt ------------------------------------------------------------------------------------

    def rowCount(self, parent: _Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._lines)

    def columnCount(self, parent: _Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._columns)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self._columns[section].title
        return None

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        line = self._lines[index.row()]
        if not isinstance(line, OutboxRow):
            return self._head(line) if role == Roles.ROW else None
        column = self._columns[index.column()]
        shown = cell(line, column.id, self._session.now())
        if role == Roles.CELL:
            return shown
        if role == Qt.ItemDataRole.DisplayRole:
            return cell_words(shown)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return cell_sentence(column.title, shown)
        return None

    def _head(self, need: Need) -> RowInfo:
        title = words.group_title(need, len(self._members(need)))
        tone = "red" if need == "need_you" else "text"
        is_open = need not in self._closed
        return RowInfo(group=GroupHead(title, words.group_remark(need), tone, is_open))


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
