"""Proposals grouped by verb, as a table model. An office has hundreds at most: all are held."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal

from app.domain.enums import Verb
from app.store.readmodels import ApprovalRow
from app.ui.pages.approve import words
from app.ui.pages.approve.cells import cell, columns
from app.ui.session import Session
from app.ui.widgets.tables import GroupHead, Roles, RowInfo, cell_sentence, cell_words

_Index = QModelIndex | QPersistentModelIndex
_TONES = {"red": "red"}


class ApprovalModel(QAbstractTableModel):
    """Lines: a head for each verb, below it the proposals, newest first.

    Attributes:
        ticksChanged: the set of ticked proposals changed.
    """

    ticksChanged = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._columns = columns()
        self._rows: tuple[ApprovalRow, ...] = ()
        self._lines: list[ApprovalRow | Verb] = []
        self._closed: set[Verb] = set()
        self._ticked: set[str] = set()

    # --- content -------------------------------------------------------------------------------

    def set_rows(self, rows: Sequence[ApprovalRow]) -> None:
        """Show other proposals; ticks stay on those that are still there and waiting."""
        self.beginResetModel()
        self._rows = tuple(rows)
        self._lines = list(self._laid_out())
        self.endResetModel()
        kept = {row.app_id for row in rows if row.app_id in self._ticked and not row.answer}
        if kept != self._ticked:
            self._ticked = kept
            self.ticksChanged.emit()

    def toggle_group(self, line: int) -> None:
        """Open or close the group whose head stands on ``line``."""
        head = self._lines[line]
        if isinstance(head, Verb):
            self.beginResetModel()
            self._closed ^= {head}
            self._lines = list(self._laid_out())
            self.endResetModel()

    def group_rows(self) -> list[int]:
        """The lines of the group heads; the table asks for them."""
        return [n for n, line in enumerate(self._lines) if isinstance(line, Verb)]

    def row_at(self, line: int) -> ApprovalRow | None:
        """The proposal on a line; None on a head."""
        found = self._lines[line] if 0 <= line < len(self._lines) else None
        return found if isinstance(found, ApprovalRow) else None

    def line_of(self, app_id: str) -> int | None:
        """The line of a case; None when it is not shown."""
        for number, line in enumerate(self._lines):
            if isinstance(line, ApprovalRow) and line.app_id == app_id:
                return number
        return None

    def first_line(self) -> int | None:
        """The first line that is a proposal."""
        return next((n for n, row in enumerate(self._lines) if isinstance(row, ApprovalRow)), None)

    def rows(self) -> tuple[ApprovalRow, ...]:
        """All proposals."""
        return self._rows

    def _laid_out(self) -> Iterable[ApprovalRow | Verb]:
        for verb in words.VERB_ORDER:
            members = self._of(verb)
            if members:
                yield verb
                if verb not in self._closed:
                    yield from members

    def _of(self, verb: Verb) -> list[ApprovalRow]:
        members = [row for row in self._rows if row.verb is verb]
        return sorted(members, key=lambda row: row.proposed_at, reverse=True)

    # --- ticks ---------------------------------------------------------------------------------

    def ticked(self) -> list[ApprovalRow]:
        """The ticked proposals, in the order shown."""
        return [row for row in self._rows if row.app_id in self._ticked]

    def toggle_tick(self, line: int) -> None:
        """Tick or untick the proposal on a line."""
        row = self.row_at(line)
        if row is not None:
            self.set_ticked(self._ticked ^ {row.app_id})

    def tick_group(self, verb: Verb) -> None:
        """Tick all of a group that may be answered together; untick them if they all are."""
        wanted = {row.app_id for row in self._of(verb) if not words.obstacle(row)}
        whole = wanted <= self._ticked
        self.set_ticked(self._ticked - wanted if whole else self._ticked | wanted)

    def set_ticked(self, app_ids: Iterable[str]) -> None:
        """Tick exactly these cases."""
        self._ticked = set(app_ids)
        if self._lines:
            last = self.index(len(self._lines) - 1, len(self._columns) - 1)
            self.dataChanged.emit(self.index(0, 0), last)
        self.ticksChanged.emit()

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
        if isinstance(line, Verb):
            return self._head(line) if role == Roles.ROW else None
        return self._cell(line, index.column(), role, self._session.now())

    def _head(self, verb: Verb) -> RowInfo:
        remark = words.group_remark(verb, len(self._of(verb)))
        tone = _TONES.get(words.verb_tone(verb), "text")
        head = GroupHead(words.proposal_word(verb), remark, tone, verb not in self._closed)
        return RowInfo(group=head)

    def _cell(self, row: ApprovalRow, column: int, role: int, now: datetime) -> Any:
        ticked = row.app_id in self._ticked
        if role == Roles.ROW:
            return RowInfo(ticked=ticked, dim=row.answer is not None)
        spec = self._columns[column]
        shown = cell(row, spec.id, now, ticked)
        if role == Roles.CELL:
            return shown
        if role == Qt.ItemDataRole.DisplayRole:
            return cell_words(shown)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return cell_sentence(spec.title, shown)
        return None
