"""One proposal as the cells of a table row."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QCoreApplication, Qt

from app.store.readmodels import ApprovalRow
from app.ui.pages.approve import words
from app.ui.pages.titles import level_word
from app.ui.widgets import formats, local_badge
from app.ui.widgets.tables import BadgeCell, Cell, CheckCell, Column, SeverityCell, TextCell


def columns() -> list[Column]:
    """The columns, in the order of the style guide."""
    return [
        Column("tick", "", 44, hideable=False),
        Column("name", QCoreApplication.translate("approve", "姓名"), 88, hideable=False),
        Column("target_title", QCoreApplication.translate("approve", "申报职称"), 150),
        Column("specialty", QCoreApplication.translate("approve", "专业"), 108),
        Column("verb", QCoreApplication.translate("approve", "经办提请"), 128),
        Column("basis", QCoreApplication.translate("approve", "理由"), 200, stretch=True),
        Column("checks", QCoreApplication.translate("approve", "预检"), 130),
        Column("handler", QCoreApplication.translate("approve", "经办人"), 88),
        Column("proposed_at", QCoreApplication.translate("approve", "提请时间"), 104),
    ]


def cell(row: ApprovalRow, column: str, now: datetime, ticked: bool) -> Cell | None:
    """What stands in ``column`` of a proposal's row."""
    match column:
        case "tick":
            return CheckCell(Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked)
        case "name":
            return TextCell(row.name, bold=True)
        case "target_title":
            return TextCell(row.target_title, tail=level_word(row.level))
        case "specialty":
            return TextCell(row.specialty)
        case "verb":
            if row.answer:
                return BadgeCell([local_badge(row.local.value)])
            return BadgeCell([words.verb_badge(row)])
        case "basis":
            text, tone = words.basis(row)
            return TextCell(text, tone=tone)
        case "checks":
            return SeverityCell(row.counts.as_dict())
        case "handler":
            return TextCell(row.handler_name or row.handler_id, tone="text2")
        case "proposed_at":
            return TextCell(when_text(row.proposed_at, now), tone="text3")
        case _:
            return None


def when_text(moment: datetime, now: datetime) -> str:
    """The clock today, otherwise the day too."""
    local = moment.astimezone(now.tzinfo)
    if local.date() == now.date():
        return formats.clock_text(local)
    return formats.table_time(moment, now)
