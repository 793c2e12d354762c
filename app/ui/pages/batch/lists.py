"""The two lists of a batch: what stays out, and what will be done."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication

from app.domain.enums import Verb
from app.operations.batch_plan import Excluded, Included
from app.ui.pages.batch.words import reasons_text, remedy_text, rules_text
from app.ui.widgets.tables import Cell, Column, RowsModel, TableView, TextCell

_FEWEST_ROWS = 3


def excluded_table(excluded: Sequence[Excluded], verb: Verb | None) -> TableView:
    """Name, rule, reason and remedy of each case that stays out."""
    translate = QCoreApplication.translate
    columns = [
        Column("name", translate("batch", "姓名"), 148),
        Column("rules", translate("batch", "规则"), 136),
        Column("reason", translate("batch", "原因"), 260, stretch=True),
        Column("remedy", translate("batch", "办法"), 196),
    ]
    rows = [
        (
            TextCell(out.name, tail=out.id_tail, bold=True),
            TextCell(rules_text(out), tone="text3"),
            TextCell(reasons_text(out), tone="red"),
            TextCell(remedy_text(out, verb), tone="text2"),
        )
        for out in excluded
    ]
    return _table(columns, rows, translate("batch", "不随批的申报"))


def included_table(included: Sequence[Included], verb: Verb | None, label: str) -> TableView:
    """Name and what will be done with each case that the batch takes."""
    translate = QCoreApplication.translate
    columns = [
        Column("name", translate("batch", "姓名"), 120),
        Column("what", translate("batch", "将做"), 200, stretch=True),
    ]
    own = translate("batch", "{verb}，附本件 {n} 条意见")
    rows = [
        (
            TextCell(case.name, tail=case.id_tail, bold=True),
            TextCell(
                own.format(verb=label, n=case.comments) if verb is Verb.RETURN else label,
                tone="text2",
            ),
        )
        for case in included
    ]
    return _table(columns, rows, translate("batch", "随批的申报"))


def _table(columns: list[Column], rows: Sequence[Sequence[Cell]], name: str) -> TableView:
    table = TableView(columns=columns, row="dense", name=name)
    model = RowsModel(columns, rows)
    model.setParent(table)
    table.setModel(model)
    head = table.header.minimumHeight()
    table.setMinimumHeight(head + table.row_height() * min(len(rows), _FEWEST_ROWS))
    table.setMaximumHeight(head + table.row_height() * len(rows) + 2)
    return table
