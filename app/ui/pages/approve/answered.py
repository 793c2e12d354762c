"""今天已复核: the approver's own answers of today and where each stands."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import QCoreApplication

from app.protocol.messages import message
from app.store.readmodels import OutboxRow, OutboxView
from app.ui.i18n import language
from app.ui.pages.sync.words import state_badge
from app.ui.widgets import formats
from app.ui.widgets.tables import BadgeCell, Column, RowsModel, TextCell

_KINDS = frozenset({"approve", "send_back"})


def answers(view: OutboxView) -> list[OutboxRow]:
    """The answers of today, newest first."""
    rows = (*view.need_you, *view.under_way, *view.confirmed_today)
    mine = [row for row in rows if row.kind in _KINDS]
    return sorted(mine, key=lambda row: row.settled_at or row.created_at, reverse=True)


def columns() -> list[Column]:
    """The columns of the list."""
    translate = QCoreApplication.translate
    return [
        Column("name", translate("approve", "姓名"), 120, hideable=False),
        Column("what", translate("approve", "答复"), 260, stretch=True),
        Column("state", translate("approve", "状态"), 140),
        Column("at", translate("approve", "时间"), 120),
    ]


def answered_model(rows: Sequence[OutboxRow], now: datetime) -> RowsModel:
    """The list as a table model."""
    return RowsModel(
        columns(),
        [
            (
                TextCell(row.name, bold=True),
                TextCell(message(row.what_code, language(), **row.what_params), tone="text2"),
                BadgeCell([state_badge(row.state)]),
                TextCell(formats.table_time(row.settled_at or row.created_at, now), tone="text3"),
            )
            for row in rows
        ],
    )
