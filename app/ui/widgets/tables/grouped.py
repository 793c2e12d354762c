"""A table model of rows in groups: a head for each group, below it its rows where it is open."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Iterable, Sequence
from typing import Generic, TypeVar, cast

from app.ui.widgets.tables.cells import PLAIN_ROW, Cell, Column, GroupHead, RowInfo
from app.ui.widgets.tables.model import CellModel

G = TypeVar("G")
R = TypeVar("R")


class GroupedModel(CellModel, Generic[G, R]):
    """Lines that are heads (of type ``head_type``) or rows; all are held.

    What a table shows says :meth:`groups`, :meth:`head`, :meth:`cell` and, where rows differ,
    :meth:`row_info`.
    """

    def __init__(self, columns: Sequence[Column], head_type: type[G], closed: Iterable[G] = ()):
        super().__init__(columns)
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
        return PLAIN_ROW

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

    # --- what a table model answers ------------------------------------------------------------

    def line_count(self) -> int:
        return len(self._lines)

    def info_at(self, line: int) -> RowInfo:
        found = self._lines[line]
        if isinstance(found, self._head_type):
            return RowInfo(group=self.head(found))
        return self.row_info(cast("R", found))

    def cell_at(self, line: int, column: int) -> Cell | None:
        row = self.at(line)
        return None if row is None else self.cell(row, self._columns[column].id)
