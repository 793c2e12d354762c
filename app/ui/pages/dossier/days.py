"""The days of a publicity as cells: what counted, and why what did not (style guide §8)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from PySide6.QtCore import QCoreApplication, QRectF, QSize
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.domain.calendar import CountedDay, Why, WorkCalendar
from app.domain.profile.policies import CalendarPolicy
from app.ui.i18n import language, mark
from app.ui.theme import theme
from app.ui.widgets import sentence
from app.ui.widgets.paint import CENTRE, line, painter_on, rounded

Look = Literal["counted", "free", "after", "doubt"]

_BEHIND = 2
_MOST = 60
_HEIGHT, _GAP, _LEAST = 56, 3, 64
_WEEKDAYS = (
    mark("days", "周一"), mark("days", "周二"), mark("days", "周三"), mark("days", "周四"),
    mark("days", "周五"), mark("days", "周六"), mark("days", "周日"),
)  # fmt: skip
_INK: dict[Look, tuple[str, str, str]] = {
    "counted": ("selected", "accent_text", "accent_text"),
    "free": ("subtle", "line", "text3"),
    "after": ("panel", "line", "text2"),
    "doubt": ("amber_soft", "amber_mark", "amber"),
}


@dataclass(frozen=True)
class DayCell:
    """One day: ``note`` says what it counted as, or why it did not."""

    day: date
    look: Look
    note: str


def weekday(day: date) -> str:
    """周一 to 周日."""
    return QCoreApplication.translate("days", _WEEKDAYS[day.weekday()])


def day_cells(
    calendar: WorkCalendar, policy: CalendarPolicy, start: date, end: date, today: date
) -> list[DayCell]:
    """The days from the first to two behind the last, and to the day on which enough are full."""
    counted = calendar.count(start, end, policy).in_force
    last = min(max(end, counted.reached_on), start + timedelta(days=_MOST))
    shown = calendar.count(start, last + timedelta(days=_BEHIND), policy).in_force
    return [_cell(one, end, today) for one in shown.days]


def _cell(one: CountedDay, end: date, today: date) -> DayCell:
    tr = QCoreApplication.translate
    note = tr("days", "今天") if one.day == today else ""
    if one.day > end:
        return DayCell(one.day, "after", note or _why(one))
    if one.nth is None:
        return DayCell(one.day, "free" if one.certain else "doubt", _why(one))
    text = tr("days", "第 {n} 天").format(n=one.nth)
    return DayCell(one.day, "counted" if one.certain else "doubt", text)


def _why(one: CountedDay) -> str:
    tr = QCoreApplication.translate
    if one.why is Why.HOLIDAY and one.holiday is not None:
        name = one.holiday.in_(language())
        return name.removesuffix("节") if len(name) > 2 else name
    return {
        Why.WEEKEND: tr("days", "双休"),
        Why.MAKEUP: tr("days", "调休上班"),
        Why.MAKEUP_NOT_COUNTED: tr("days", "调休不计"),
        Why.FIRST_DAY: tr("days", "首日不计"),
    }.get(one.why, "")


class DayStrip(QWidget):
    """The cells, in as many rows as they need; read aloud as sentences."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._cells: tuple[DayCell, ...] = ()
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        theme.changed.connect(self.updateGeometry)

    @property
    def cells(self) -> Sequence[DayCell]:
        """What is shown."""
        return self._cells

    def set_cells(self, cells: Sequence[DayCell]) -> None:
        """Show other days."""
        self._cells = tuple(cells)
        told = [f"{one.day.isoformat()} {weekday(one.day)} {one.note}".strip() for one in cells]
        self.setAccessibleName(sentence(*told))
        self.setVisible(bool(cells))
        self.updateGeometry()
        self.update()

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        rows = -(-len(self._cells) // self._columns(width)) if self._cells else 0
        return rows * (theme.px(_HEIGHT) + _GAP)

    def sizeHint(self) -> QSize:
        width = max(self.width(), 8 * theme.px(_LEAST))
        return QSize(8 * theme.px(_LEAST), self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        return QSize(4 * theme.px(_LEAST), theme.px(_HEIGHT))

    def _columns(self, width: int) -> int:
        return max(1, width // (theme.px(_LEAST) + _GAP))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = painter_on(self)
        rows = -(-len(self._cells) // self._columns(self.width())) or 1
        columns = max(-(-len(self._cells) // rows), min(14, self._columns(self.width())))
        side = min((self.width() + _GAP) / columns - _GAP, theme.px(96))
        height = theme.px(_HEIGHT)
        for number, cell in enumerate(self._cells):
            row, column = divmod(number, columns)
            box = QRectF(column * (side + _GAP), row * (height + _GAP), side, height)
            ground, border, ink = _INK[cell.look]
            rounded(painter, box.adjusted(0.5, 0.5, -0.5, -0.5), 3, ground, border)
            counted = cell.look == "counted"
            plain = "text3" if cell.look == "free" else "text2"
            third = (height - 8) / 3
            texts = (
                (f"{cell.day:%m-%d}", theme.font(12, bold=counted), "text" if counted else plain),
                (weekday(cell.day), theme.font(12), plain),
                (cell.note, theme.font(12, bold=counted), ink),
            )
            for index, (text, font, tone) in enumerate(texts):
                place = QRectF(box.x() + 2, box.y() + 4 + index * third, side - 4, third)
                line(painter, place, text, font, tone, CENTRE)
