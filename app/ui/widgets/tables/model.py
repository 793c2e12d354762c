"""What every table model answers Qt: columns and their heads, and a cell in each of Qt's roles."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from app.ui.widgets.tables.cells import (
    PLAIN_ROW,
    Cell,
    Column,
    Roles,
    RowInfo,
    cell_sentence,
    cell_words,
)

Index = QModelIndex | QPersistentModelIndex
_SPOKEN = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole)


class CellModel(QAbstractTableModel):
    """Lines of cells below columns.

    What a table shows says :meth:`line_count`, :meth:`cell_at` and, where lines differ,
    :meth:`info_at`.
    """

    def __init__(self, columns: Sequence[Column]) -> None:
        super().__init__()
        self._columns = tuple(columns)

    @property
    def columns(self) -> tuple[Column, ...]:
        """The columns, left to right."""
        return self._columns

    @abstractmethod
    def line_count(self) -> int:
        """How many lines there are, heads of groups among them."""

    @abstractmethod
    def cell_at(self, line: int, column: int) -> Cell | None:
        """What stands there; None on a head of a group and where it is not known yet."""

    def info_at(self, _line: int) -> RowInfo | None:
        """How a line as a whole looks."""
        return PLAIN_ROW

    def redraw(self, first: int = 0, last: int = -1) -> None:
        """Draw lines again that look otherwise now; up to the end where ``last`` is left out."""
        end = self.line_count() - 1
        end = end if last < 0 else min(last, end)
        if 0 <= first <= end:
            corner = self.index(end, len(self._columns) - 1)
            self.dataChanged.emit(self.index(first, 0), corner)

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else self.line_count()

    def columnCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._columns)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self._columns[section].title
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        line, column = index.row(), index.column()
        if role == Roles.CELL:
            return self.cell_at(line, column)
        if role == Roles.ROW:
            return self.info_at(line)
        if role not in _SPOKEN:
            return None
        cell = self.cell_at(line, column)
        if cell is None:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return cell_words(cell)
        return cell_sentence(self._columns[column].title, cell)


class RowsModel(CellModel):
    """Rows of cells that do not change."""

    def __init__(self, columns: Sequence[Column], rows: Sequence[Sequence[Cell]]) -> None:
        super().__init__(columns)
        self._rows = rows

    def line_count(self) -> int:
        return len(self._rows)

    def cell_at(self, line: int, column: int) -> Cell:
        return self._rows[line][column]
