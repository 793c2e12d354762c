"""Proposals grouped by verb, as a table model. An office has hundreds at most: all are held."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import Signal

from app.domain.enums import Verb
from app.store.readmodels import ApprovalRow
from app.ui.pages.approve import words
from app.ui.pages.approve.cells import cell, columns
from app.ui.session import Session
from app.ui.widgets.tables import Cell, GroupedModel, GroupHead, RowInfo

_TONES = {"red": "red"}


class ApprovalModel(GroupedModel[Verb, ApprovalRow]):
    """Lines: a head for each verb, below it the proposals, newest first.

    Attributes:
        ticksChanged: the set of ticked proposals changed.
    """

    ticksChanged = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__(columns(), Verb)
        self._session = session
        self._rows: tuple[ApprovalRow, ...] = ()
        self._ticked: set[str] = set()

    # --- content -------------------------------------------------------------------------------

    def set_rows(self, rows: Sequence[ApprovalRow]) -> None:
        """Show other proposals; ticks stay on those that are still there and waiting."""
        self._rows = tuple(rows)
        self.lay_out()
        kept = {row.app_id for row in rows if row.app_id in self._ticked and not row.answer}
        if kept != self._ticked:
            self._ticked = kept
            self.ticksChanged.emit()

    def line_of(self, app_id: str) -> int | None:
        """The line of a case; None when it is not shown."""
        return self.line_where(lambda row: row.app_id == app_id)

    def rows(self) -> tuple[ApprovalRow, ...]:
        """All proposals."""
        return self._rows

    def _of(self, verb: Verb) -> list[ApprovalRow]:
        members = [row for row in self._rows if row.verb is verb]
        return sorted(members, key=lambda row: row.proposed_at, reverse=True)

    # --- ticks ---------------------------------------------------------------------------------

    def ticked(self) -> list[ApprovalRow]:
        """The ticked proposals, in the order shown."""
        return [row for row in self._rows if row.app_id in self._ticked]

    def toggle_tick(self, line: int) -> None:
        """Tick or untick the proposal on a line."""
        row = self.at(line)
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
        self.redraw()
        self.ticksChanged.emit()

    # --- as a table ----------------------------------------------------------------------------

    def groups(self) -> Iterable[tuple[Verb, Sequence[ApprovalRow]]]:
        return ((verb, self._of(verb)) for verb in words.VERB_ORDER)

    def head(self, group: Verb) -> GroupHead:
        remark = words.group_remark(group, len(self._of(group)))
        tone = _TONES.get(words.verb_tone(group), "text")
        return GroupHead(words.proposal_word(group), remark, tone, self.is_open(group))

    def row_info(self, row: ApprovalRow) -> RowInfo:
        return RowInfo(ticked=row.app_id in self._ticked, dim=row.answer is not None)

    def cell(self, row: ApprovalRow, column: str) -> Cell | None:
        return cell(row, column, self._session.now(), row.app_id in self._ticked)
