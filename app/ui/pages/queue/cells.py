"""One case as the cells of a table row."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QCoreApplication, Qt

from app.store.readmodels import QueueRow
from app.ui.i18n import language
from app.ui.pages.queue import words
from app.ui.pages.titles import level_word
from app.ui.widgets import BadgeSpec, formats, local_badge
from app.ui.widgets.tables import BadgeCell, Cell, CheckCell, Column, SeverityCell, TextCell


def columns() -> list[Column]:
    """The columns of the queue, in the order of the style guide."""

    def tr(text: str) -> str:
        return QCoreApplication.translate("queue", text)

    def width(chinese: int, english: int) -> int:
        return english if language() == "en" else chinese

    return [
        Column("tick", "", 44, hideable=False),
        Column("name", tr("姓名"), width(116, 108), hideable=False, sortable=True),
        Column("id_tail", tr("证件尾号"), width(72, 60), sortable=True),
        Column("target_title", tr("申报职称"), width(136, 164), sortable=True),
        Column("specialty", tr("专业"), 88, sortable=True),
        Column("unit_name", tr("工作单位"), 220, stretch=True, sortable=True),
        Column("version", tr("版本"), 64, sortable=True),
        Column("checks", tr("预检"), width(132, 112), sortable=True),
        Column("status", tr("状态"), width(96, 118), sortable=True),
        Column("local", tr("本机"), width(92, 134), sortable=True),
        Column("claim", tr("签收"), width(100, 104), sortable=True),
        Column("submitted", tr("提交时间"), 104, sortable=True),
    ]


def version_text(row: QueueRow) -> str:
    """第 2 版."""
    return QCoreApplication.translate("queue", "第 {n} 版").format(n=row.version_no)


def local_cell_badge(row: QueueRow) -> BadgeSpec:
    """What this machine holds of the case."""
    return local_badge(row.local.value, f"{row.cached}/{row.files}")


def _target(row: QueueRow, _now: datetime) -> Cell:
    return TextCell(row.target_title, tail=level_word(row.level))


def _version(row: QueueRow, _now: datetime) -> Cell:
    return TextCell(version_text(row), tone="violet" if row.resubmitted else "text")


def _submitted(row: QueueRow, now: datetime) -> Cell:
    when = row.submitted_at
    return TextCell(formats.table_time(when, now) if when else "", tone="text2")


_CELLS: dict[str, Callable[[QueueRow, datetime], Cell]] = {
    "name": lambda row, _now: TextCell(row.name, bold=True),
    "id_tail": lambda row, _now: TextCell(row.id_tail, tone="text2"),
    "target_title": _target,
    "specialty": lambda row, _now: TextCell(row.specialty),
    "unit_name": lambda row, _now: TextCell(row.unit_name),
    "version": _version,
    "checks": lambda row, _now: SeverityCell(row.counts.as_dict()),
    "status": lambda row, _now: BadgeCell([words.status_badge(row)]),
    "local": lambda row, _now: BadgeCell([local_cell_badge(row)]),
    "claim": lambda row, now: TextCell(words.claim_text(row, now)),
    "submitted": _submitted,
}


def cell(row: QueueRow, column: str, now: datetime, ticked: bool) -> Cell:
    """What stands in ``column`` of a case's row."""
    if column == "tick":
        return CheckCell(Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked)
    return _CELLS[column](row, now)
