"""Tables: what a model says about cells and rows, and the view that draws it."""

from __future__ import annotations

from app.ui.widgets.tables.cells import (
    PLAIN_ROW,
    BadgeCell,
    Cell,
    CheckCell,
    Column,
    CountdownCell,
    GroupHead,
    ProgressCell,
    Roles,
    RowInfo,
    SeverityCell,
    TextCell,
    cell_sentence,
    cell_words,
)
from app.ui.widgets.tables.delegate import CellDelegate
from app.ui.widgets.tables.grouped import GroupedModel
from app.ui.widgets.tables.header import TableHeader
from app.ui.widgets.tables.model import CellModel, RowsModel
from app.ui.widgets.tables.view import TableView

__all__ = [
    "PLAIN_ROW",
    "BadgeCell",
    "Cell",
    "CellDelegate",
    "CellModel",
    "CheckCell",
    "Column",
    "CountdownCell",
    "GroupHead",
    "GroupedModel",
    "ProgressCell",
    "Roles",
    "RowInfo",
    "RowsModel",
    "SeverityCell",
    "TableHeader",
    "TableView",
    "TextCell",
    "cell_sentence",
    "cell_words",
]
