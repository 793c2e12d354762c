"""What would be sealed, as a table model: what is left out first, then the forms in order."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import Enum, auto

from PySide6.QtCore import QCoreApplication

from app.operations.sealing.plan import Planned
from app.store.seal_pages import LeftOut
from app.ui.pages.seal import words
from app.ui.pages.seal.cells import columns, left_out_cell, planned_cell
from app.ui.pages.seal.work import SealWork
from app.ui.widgets.tables import Cell, GroupedModel, GroupHead, RowInfo

_FEW = 5
"""So many cases that wait for the approver stand among what is left out; more apart, closed."""


class Group(Enum):
    """What is left out; what the approver has not decided, where that is much; the rest."""

    LEFT_OUT = auto()
    NOT_APPROVED = auto()
    INCLUDED = auto()


class PlanModel(GroupedModel[Group, Planned | LeftOut]):
    """Follows :class:`SealWork`."""

    def __init__(self, work: SealWork) -> None:
        super().__init__(columns(), Group, closed=(Group.NOT_APPROVED,))
        self._work = work
        self._members: dict[Group, list[Planned] | list[LeftOut]] = {}
        self._places: dict[tuple[str, str], int] = {}

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
        if members == self._members:
            return False
        self._members = members
        self._places = {(one.app_id, one.form): n for n, one in enumerate(included, 1)}
        self.lay_out()
        return True

    def line_of(self, app_id: str, form: str = "") -> int | None:
        """The line of a form, of any of a case where none is named; None when it is not shown."""
        return self.line_where(lambda row: row.app_id == app_id and form in ("", row.form))

    def first_line(self) -> int | None:
        """The first form that can be sealed, else the first at all."""
        best = self.line_where(lambda row: isinstance(row, Planned))
        return super().first_line() if best is None else best

    def place_of(self, one: Planned) -> int:
        """Its number among the forms that can be sealed, from 1."""
        return self._places.get((one.app_id, one.form), 0)

    def between(self, first: int, last: int) -> list[Planned]:
        """The forms that can be sealed on these lines."""
        rows = (self.at(line) for line in range(first, last + 1))
        return [one for one in rows if isinstance(one, Planned)]

    # --- as a table ----------------------------------------------------------------------------

    def groups(self) -> Iterable[tuple[Group, Sequence[Planned | LeftOut]]]:
        return self._members.items()

    def row_info(self, row: Planned | LeftOut) -> RowInfo:
        return RowInfo(dim=isinstance(row, Planned) and not self._work.is_ticked(row))

    def cell(self, row: Planned | LeftOut, column: str) -> Cell | None:
        title = self._work.title(row.app_id)
        if isinstance(row, LeftOut):
            return left_out_cell(row, column, title)
        ticked = self._work.is_ticked(row)
        return planned_cell(row, column, self.place_of(row), title, ticked=ticked)

    def head(self, group: Group) -> GroupHead:
        translate = QCoreApplication.translate
        count, is_open = len(self._members.get(group, ())), self.is_open(group)
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
