"""A table model of rows in groups: a head for each group, below it its rows where it is open."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Iterable, Sequence
from typing import Any, Generic, TypeVar, cast

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from app.ui.widgets.tables.cells import (
    Cell,
    Column,
    GroupHead,
    Roles,
    RowInfo,
    cell_sentence,
    cell_words,
)

_Index = QModelIndex | QPersistentModelIndex
G = TypeVar("G")
R = TypeVar("R")


class GroupedModel(QAbstractTableModel, Generic[G, R]):
    """Lines that are heads (of type ``head_type``) or rows; all are held.

    What a table shows says :meth:`groups`, :meth:`head`, :meth:`cell` and, where rows differ,
    :meth:`row_info`.
    """

    def __init__(self, columns: Sequence[Column], head_type: type[G], closed: Iterable[G] = ()):
        super().__init__()
        self._columns = tuple(columns)
        self._head_type = head_type
        self._lines: list[G | R] = []
        self._closed: set[G] = set(closed)

    # --- what a table says of itself -----------------------------------------------------------

    @abstractmethod
    def groups(self) -> Iterable[tuple[G | None, Sequence[R]]]:
        """The groups with their rows, in order; one without rows is not shown, None has no head."""

    @abstractmethod
    def head(self, group: G) -> GroupHead:
        """How the head of a group looks; see :meth:`is_open`."""

    @abstractmethod
    def cell(self, row: R, column: str) -> Cell | None:
        """What stands in a column of a row."""

    def row_info(self, _row: R) -> RowInfo:
        """How a row as a whole looks."""
        return RowInfo()

    # --- lines ---------------------------------------------------------------------------------

    def lay_out(self) -> None:
        """Show what :meth:`groups` says now."""
        lines = list(self._laid_out())
        self.beginResetModel()
        self._lines = lines
        self.endResetModel()

    def _laid_out(self) -> Iterable[G | R]:
        for group, rows in self.groups():
            if not rows:
                continue
            if group is not None:
                yield group
            if group is None or self.is_open(group):
                yield from rows

    def is_open(self, group: G) -> bool:
        """Whether the rows of a group are shown."""
        return group not in self._closed

    def toggle_group(self, line: int) -> None:
        """Open or close the group whose head stands on ``line``."""
        head = self._lines[line]
        if isinstance(head, self._head_type):
            self._closed ^= {head}
            self.lay_out()

    def group_rows(self) -> list[int]:
        """The lines of the heads; the table asks for them."""
        return [n for n, line in enumerate(self._lines) if isinstance(line, self._head_type)]

    def at(self, line: int) -> R | None:
        """The row on a line; None on a head and beyond the last."""
        found = self._lines[line] if 0 <= line < len(self._lines) else None
        return None if found is None or isinstance(found, self._head_type) else cast("R", found)

    def line_where(self, fits: Callable[[R], bool]) -> int | None:
        """The first line whose row fits; None where none does or its group is closed."""
        for number in range(len(self._lines)):
            row = self.at(number)
            if row is not None and fits(row):
                return number
        return None

    def first_line(self) -> int | None:
        """The first line that is a row."""
        return self.line_where(lambda _row: True)

    def redraw(self, first: int = 0, last: int = -1) -> None:
        """Draw lines again whose rows look otherwise now; all of them by default."""
        end = len(self._lines) - 1 if last < 0 else min(last, len(self._lines) - 1)
        if 0 <= first <= end:
            corner = self.index(end, len(self._columns) - 1)
            self.dataChanged.emit(self.index(first, 0), corner)

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
        if isinstance(line, self._head_type):
            return RowInfo(group=self.head(line)) if role == Roles.ROW else None
        row = cast("R", line)
        if role == Roles.ROW:
            return self.row_info(row)
        column = self._columns[index.column()]
        if role == Roles.CELL:
            return self.cell(row, column.id)
        if role == Qt.ItemDataRole.DisplayRole:
            return cell_words(self.cell(row, column.id))
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return cell_sentence(column.title, self.cell(row, column.id))
        return None
