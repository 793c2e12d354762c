"""The queue as a table model over windows of the store's answer.

Only the windows that were looked at are held. A change of filter keeps the old rows on screen until
the new ones are there, so that nothing flickers while one types.
"""

from __future__ import annotations

import time
from collections import OrderedDict

from PySide6.QtCore import Signal

from app.store.readmodels import GroupHead as DeadlineGroup
from app.store.readmodels import QueueFilter, QueuePage, QueueRow
from app.ui.i18n import language
from app.ui.pages.queue import words
from app.ui.pages.queue.cells import cell, columns
from app.ui.pages.queue.lines import Lines
from app.ui.session import Session
from app.ui.shell import Generation
from app.ui.widgets.tables import PLAIN_ROW, Cell, CellModel, GroupHead, RowInfo

WINDOW = 120
_KEPT = 24
_TICKED = RowInfo(ticked=True)
_STAMPED_S = 1.0
"""How long the minute in which cells were made is taken for the present one."""


class QueueModel(CellModel):
    """Cases by the order of a :class:`QueueFilter`, with group heads between them.

    Attributes:
        loaded: a new answer is on screen; carries the number of cases.
        ticksChanged: the set of ticked cases changed.
    """

    loaded = Signal(int)
    ticksChanged = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__(columns())
        self._session = session
        self._filter = QueueFilter()
        self._lines = Lines()
        self._closed: set[str] = set()
        self._windows: OrderedDict[int, tuple[QueueRow, ...]] = OrderedDict()
        self._asked: set[int] = set()
        self._generation = Generation()
        self._token = self._generation.next()
        self._ticked: dict[str, QueueRow] = {}
        self._cells: dict[tuple[str, int, bool], Cell] = {}
        self._cells_of = ("", "")
        self._cells_until = 0.0
        self._looked: tuple[int, QueueRow] | None = None

    # --- what to show --------------------------------------------------------------------------

    @property
    def filter(self) -> QueueFilter:
        """What is shown."""
        return self._filter

    @property
    def lines(self) -> Lines:
        """The lines on screen."""
        return self._lines

    def show(self, filter_: QueueFilter, near: int = 0) -> None:
        """Ask for another answer; the old one stays until it is there."""
        self._filter = filter_
        self.reload(near)

    def reload(self, near: int = 0) -> None:
        """Ask the same question again, from the window around position ``near``."""
        start = max(0, near // WINDOW * WINDOW)
        wanted, now = self._filter, self._session.now()
        self._token = self._generation.next()
        self._session.query(
            lambda ws: ws.queries.queue(wanted, start, WINDOW, now),
            lambda page: self._replace(page, start),
            token=self._token,
        )

    def _replace(self, page: QueuePage, start: int) -> None:
        self.beginResetModel()
        self._lines = Lines(page, self._closed)
        self._windows = OrderedDict({start: page.rows})
        self._cells.clear()
        self._looked = None
        self._asked = {start}
        self.endResetModel()
        self.loaded.emit(page.total)

    def toggle_group(self, line: int) -> None:
        """Open or close the group whose head stands on ``line``."""
        head = self._lines.head_at(line)
        if head is None:
            return
        self._closed ^= {head.key}
        self.beginResetModel()
        page = QueuePage(rows=(), total=self._lines.total, groups=self._lines.groups)
        self._lines = Lines(page, self._closed)
        self._looked = None
        self.endResetModel()
        self.loaded.emit(self._lines.total)

    # --- cases ---------------------------------------------------------------------------------

    def row_at(self, line: int) -> QueueRow | None:
        """The case on a line; None on a head, or while its window is still on the way."""
        position = self._lines.case_at(line)
        return None if position is None else self._row(position)

    def line_of(self, app_id: str) -> int | None:
        """The line of a case, if it is among the windows that are held."""
        for start, rows in self._windows.items():
            for offset, row in enumerate(rows):
                if row.app_id == app_id:
                    return self._lines.line_of(start + offset)
        return None

    def _row(self, position: int) -> QueueRow | None:
        start = position // WINDOW * WINDOW
        rows = self._windows.get(start)
        if rows is None:
            self._ask(start)
            return None
        self._windows.move_to_end(start)
        offset = position - start
        return rows[offset] if offset < len(rows) else None

    def _ask(self, start: int) -> None:
        if start in self._asked:
            return
        self._asked.add(start)
        wanted, now = self._filter, self._session.now()
        self._session.query(
            lambda ws: ws.queries.queue(wanted, start, WINDOW, now),
            lambda page: self._fill(start, page),
            token=self._token,
        )

    def _fill(self, start: int, page: QueuePage) -> None:
        self._windows[start] = page.rows
        self._cells.clear()
        self._looked = None
        while len(self._windows) > _KEPT:
            gone, _ = self._windows.popitem(last=False)
            self._asked.discard(gone)
        first = self._lines.line_of(start)
        last = self._lines.line_of(start + len(page.rows) - 1)
        if first is not None and last is not None:
            self.redraw(first, last)

    # --- ticks ---------------------------------------------------------------------------------

    def ticked(self) -> list[QueueRow]:
        """The ticked cases, in the order ticked."""
        return list(self._ticked.values())

    def toggle_tick(self, line: int) -> None:
        """Tick or untick the case on a line."""
        row = self.row_at(line)
        if row is None:
            return
        if self._ticked.pop(row.app_id, None) is None:
            self._ticked[row.app_id] = row
        self._ticks_moved()

    def set_ticked(self, rows: list[QueueRow]) -> None:
        """Tick exactly these cases."""
        self._ticked = {row.app_id: row for row in rows}
        self._ticks_moved()

    def _ticks_moved(self) -> None:
        self.redraw()
        self.ticksChanged.emit()

    # --- what a table model answers ------------------------------------------------------------

    def line_count(self) -> int:
        return self._lines.count

    def info_at(self, line: int) -> RowInfo | None:
        row = self._row_of(line)
        if row is not None:
            return _TICKED if row.app_id in self._ticked else PLAIN_ROW
        head = self._lines.head_at(line)
        return None if head is None else self._head_info(head)

    def cell_at(self, line: int, column: int) -> Cell | None:
        row = self._row_of(line)
        return None if row is None else self._cell(row, column, row.app_id in self._ticked)

    def _row_of(self, line: int) -> QueueRow | None:
        """:meth:`row_at`; a table asks for all cells of a row, one after the other."""
        if self._looked is None or self._looked[0] != line:
            row = self.row_at(line)
            if row is None:
                return None
            self._looked = (line, row)
        return self._looked[1]

    def _head_info(self, head: DeadlineGroup) -> RowInfo:
        title, tone = words.group_title(head, self._session.now())
        is_open = head.key not in self._closed
        return RowInfo(group=GroupHead(title, words.group_remark(head), tone, is_open))

    def _cell(self, row: QueueRow, column: int, ticked: bool) -> Cell:
        """A cell, made once in a minute: a table is painted far more often than it changes."""
        if time.monotonic() > self._cells_until:
            self._cells_until = time.monotonic() + _STAMPED_S
            stamp = (self._session.now().isoformat(timespec="minutes"), language())
            if stamp != self._cells_of:
                self._cells.clear()
                self._cells_of = stamp
        key = (row.app_id, column, ticked)
        made = self._cells.get(key)
        if made is None:
            now = self._session.now()
            made = self._cells[key] = cell(row, self._columns[column].id, now, ticked)
        return made
