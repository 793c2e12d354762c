"""What would be sealed, as a table model: what is left out first, then the forms in order."""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum, auto
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QCoreApplication, QModelIndex, Qt
from PySide6.QtCore import QPersistentModelIndex as _Kept

from app.operations.sealing.plan import Planned
from app.store.seal_pages import LeftOut
from app.ui.pages.seal import words
from app.ui.pages.seal.cells import columns, left_out_cell, planned_cell
from app.ui.pages.seal.work import SealWork
from app.ui.widgets.tables import Cell, GroupHead, Roles, RowInfo, cell_sentence, cell_words

_Index = QModelIndex | _Kept


_FEW = 5
"""So many cases that wait for the approver stand among what is left out; more apart, closed."""


class Group(Enum):
    """What is left out; what the approver has not decided, where that is much; the rest."""

    LEFT_OUT = auto()
    NOT_APPROVED = auto()
    INCLUDED = auto()


class PlanModel(QAbstractTableModel):
    """Follows :class:`SealWork`."""

    def __init__(self, work: SealWork) -> None:
        super().__init__()
        self._work = work
        self._columns = columns()
        self._lines: list[Planned | LeftOut | Group] = []
        self._places: dict[tuple[str, str], int] = {}
        self._counts: dict[Group, int] = {}
        self._closed: set[Group] = {Group.NOT_APPROVED}

    # --- content -------------------------------------------------------------------------------

    def follow(self) -> bool:
        """Show what the work knows now; whether anything differs."""
        included, left_out = self._work.included(), self._work.left_out()
        waiting = [one for one in left_out if words.is_not_approved(one)]
        if len(waiting) > _FEW:
            left_out = [one for one in left_out if not words.is_not_approved(one)]
        else:
            waiting = []
        members: dict[Group, list[Planned] | list[LeftOut]] = {
            Group.LEFT_OUT: left_out,
            Group.NOT_APPROVED: waiting,
            Group.INCLUDED: included,
        }
        lines = list(self._laid_out(members))
        self._places = {(one.app_id, one.form): n for n, one in enumerate(included, 1)}
        counts = {group: len(rows) for group, rows in members.items()}
        if lines == self._lines and counts == self._counts:
            return False
        self.beginResetModel()
        self._lines, self._counts = lines, counts
        self.endResetModel()
        return True

    def _laid_out(
        self, members: dict[Group, list[Planned] | list[LeftOut]]
    ) -> Iterable[Planned | LeftOut | Group]:
        for group, rows in members.items():
            if rows:
                yield group
                if group not in self._closed:
                    yield from rows

    def toggle_group(self, line: int) -> None:
        """Open or close the group whose head stands on ``line``."""
        head = self._lines[line]
        if isinstance(head, Group):
            self._closed ^= {head}
            self.follow()

    def group_rows(self) -> list[int]:
        """The lines of the heads; the table asks for them."""
        return [n for n, line in enumerate(self._lines) if isinstance(line, Group)]

    def at(self, line: int) -> Planned | LeftOut | None:
        """The form on a line; None on a head."""
        found = self._lines[line] if 0 <= line < len(self._lines) else None
        return None if isinstance(found, Group) else found

    def line_of(self, app_id: str, form: str = "") -> int | None:
        """The line of a form, of any of a case where none is named; None when it is not shown."""
        for number, line in enumerate(self._lines):
            if isinstance(line, Group) or line.app_id != app_id:
                continue
            if form in ("", line.form):
                return number
        return None

    def first_line(self) -> int | None:
        """The first form that can be sealed, else the first at all."""
        rows = range(len(self._lines))
        best = (n for n in rows if isinstance(self._lines[n], Planned))
        return next(best, next((n for n in rows if self.at(n) is not None), None))

    def place_of(self, one: Planned) -> int:
        """Its number among the forms that can be sealed, from 1."""
        return self._places.get((one.app_id, one.form), 0)

    def between(self, first: int, last: int) -> list[Planned]:
        """The forms that can be sealed on these lines."""
        lines = self._lines[first : last + 1]
        return [one for one in lines if isinstance(one, Planned)]

    def ticks_changed(self) -> None:
        """Draw the ticks again."""
        if self._lines:
            last = self.index(len(self._lines) - 1, 0)
            self.dataChanged.emit(self.index(0, 0), last)

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
        if isinstance(line, Group):
            return RowInfo(group=self._head(line)) if role == Roles.ROW else None
        if role == Roles.ROW:
            return RowInfo(dim=isinstance(line, Planned) and not self._work.is_ticked(line))
        spec = self._columns[index.column()]
        shown = self._cell(line, spec.id)
        if role == Roles.CELL:
            return shown
        if role == Qt.ItemDataRole.DisplayRole:
            return cell_words(shown)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return cell_sentence(spec.title, shown)
        return None

    def _cell(self, line: Planned | LeftOut, column: str) -> Cell | None:
        title = self._work.title(line.app_id)
        if isinstance(line, LeftOut):
            return left_out_cell(line, column, title)
        ticked = self._work.is_ticked(line)
        return planned_cell(line, column, self.place_of(line), title, ticked=ticked)

    def _head(self, group: Group) -> GroupHead:
        translate = QCoreApplication.translate
        count, is_open = self._counts.get(group, 0), group not in self._closed
        if group is Group.LEFT_OUT:
            title = translate("seal", "排除 {n} 份").format(n=count)
            remark = translate("seal", "不会用章；处理后可重新加入")
            return GroupHead(title, remark, "red", is_open)
        if group is Group.NOT_APPROVED:
            title = translate("seal", "未批准 {n} 份").format(n=count)
            remark = translate("seal", "负责人批准后自动进入可用章")
            return GroupHead(title, remark, "text", is_open)
        title = translate("seal", "可用章 {n} 份").format(n=count)
        remark = translate("seal", "意见已批准 · 公示有效 · 文件校验码与送审版本一致")
        return GroupHead(title, remark, "text", is_open)
