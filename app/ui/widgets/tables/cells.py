"""What a model says about its cells and rows; the delegate draws it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import IntEnum
from typing import Any, Literal

from PySide6.QtCore import QCoreApplication, Qt

from app.ui.i18n import language
from app.ui.widgets import formats
from app.ui.widgets.badge import BadgeSpec
from app.ui.widgets.vocabulary import severity_sentence

Align = Literal["left", "right", "centre"]
_USER = int(Qt.ItemDataRole.UserRole)


class Roles(IntEnum):
    """Roles that a model answers beside Qt's own."""

    CELL = _USER + 10
    ROW = _USER + 11


@dataclass(frozen=True, slots=True)
class TextCell:
    """Text; ``tail`` follows it in small, ``sub`` stands below it in two-line rows."""

    text: str
    sub: str = ""
    tail: str = ""
    tone: str = "text"
    bold: bool = False
    mono: bool = False
    align: Align = "left"
    icon: str = ""
    icon_tone: str = "text2"


@dataclass(frozen=True, slots=True)
class BadgeCell:
    """Badges side by side; what has no room is left out."""

    badges: Sequence[BadgeSpec]


@dataclass(frozen=True, slots=True)
class SeverityCell:
    """Findings by severity; None when the case was not checked yet."""

    counts: Mapping[str, int] | None


@dataclass(frozen=True, slots=True)
class CountdownCell:
    """The time left until an aware instant; repainted every minute."""

    deadline: datetime | None
    text: str = ""


@dataclass(frozen=True, slots=True)
class ProgressCell:
    """A bar of 0 to 1 with words."""

    fraction: float
    text: str = ""
    quiet: bool = False


@dataclass(frozen=True, slots=True)
class CheckCell:
    """A check box; a click or Space asks the page to toggle it."""

    state: Qt.CheckState = Qt.CheckState.Unchecked


Cell = TextCell | BadgeCell | SeverityCell | CountdownCell | ProgressCell | CheckCell


@dataclass(frozen=True, slots=True)
class GroupHead:
    """What a group of rows has in common."""

    title: str
    remark: str = ""
    tone: str = "text"
    open: bool = True


@dataclass(frozen=True, slots=True)
class RowInfo:
    """How a whole row looks.

    Attributes:
        group: the row is the head of a group.
        bar: tone of a 3-px bar at the left.
    """

    ticked: bool = False
    group: GroupHead | None = None
    dim: bool = False
    bar: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table; ``id`` is what its kept width is filed under."""

    id: str
    title: str
    width: int
    align: Align = "left"
    stretch: bool = False
    hideable: bool = True
    sortable: bool = False
    tip: str = field(default="")


PLAIN_ROW = RowInfo()


def as_cell(value: Any) -> Cell | None:
    """A cell from what a model returned: a cell, a plain string, or nothing."""
    if isinstance(value, str):
        return TextCell(value)
    return value if isinstance(value, Cell) else None


def cell_words(cell: Cell | None, now: datetime | None = None) -> str:
    """The words of a cell, for tool tips, copying and screen readers."""
    match cell:
        case TextCell():
            return " ".join(part for part in (cell.text, cell.tail, cell.sub) if part)
        case BadgeCell():
            return " ".join(badge.text for badge in cell.badges)
        case SeverityCell():
            return severity_sentence(cell.counts) if cell.counts is not None else ""
        case CountdownCell():
            if cell.deadline is None or now is None:
                return cell.text
            return formats.countdown(cell.deadline, now, language())
        case ProgressCell():
            return cell.text or formats.percent_text(cell.fraction)
        case CheckCell():
            if cell.state == Qt.CheckState.Checked:
                return QCoreApplication.translate("tables", "已选")
            return QCoreApplication.translate("tables", "未选")
        case _:
            return ""


def cell_sentence(header: str, cell: Cell | None, now: datetime | None = None) -> str:
    """A cell as a screen reader says it: 预检：拦截 1，须改 3."""
    words = cell_words(cell, now)
    return f"{header}：{words}" if header and words else words
