"""The modules of an application: how far each was read, what was found, what was said."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from PySide6.QtCore import QCoreApplication, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QListView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from app.ui.i18n.mark import mark
from app.ui.theme import theme
from app.ui.widgets.a11y import sentence
from app.ui.widgets.items import ITEM, Index, ItemModel, is_hovered, is_selected, row_rect
from app.ui.widgets.paint import CENTRE, RIGHT, advance, fill, fill_rect, line, smooth
from app.ui.widgets.vocabulary import (
    severity_icon,
    severity_sentence,
    severity_tone,
    worst_severity,
)

Progress = Literal["none", "new", "seen", "done"]

COMPACT_WIDTH = 44
WIDE_WIDTH = 224
_MARKS: dict[Progress, tuple[str, str]] = {
    "done": ("check-circle", "green"),
    "seen": ("circle-slice-4", "text3"),
    "new": ("circle-outline", "control"),
    "none": ("minus", "disabled"),
}
_SPOKEN: dict[Progress, str] = {
    "done": mark("ModuleList", "看完"),
    "seen": mark("ModuleList", "看过"),
    "new": mark("ModuleList", "未看"),
    "none": mark("ModuleList", "不适用"),
}


@dataclass(frozen=True)
class ModuleItem:
    """One module. A placeholder is one that the source does not describe."""

    id: str
    number: str
    name: str
    progress: Progress = "new"
    counts: Mapping[str, int] = field(default_factory=dict)
    comments: int = 0
    placeholder: bool = False


def module_sentence(item: ModuleItem) -> str:
    """A module as a screen reader says it."""
    found = severity_sentence(item.counts) if worst_severity(item.counts) else ""
    comments = QCoreApplication.translate("ModuleList", "意见 {n} 条").format(n=item.comments)
    progress = QCoreApplication.translate("ModuleList", _SPOKEN[item.progress])
    return sentence(
        f"{item.number} {item.name}", progress, found, comments if item.comments else ""
    )


class _Rows(QStyledItemDelegate):
    compact = False

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        if self.compact:
            return QSize(theme.px(COMPACT_WIDTH), theme.px(30))
        return QSize(120, theme.px(32))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        item: ModuleItem = index.data(ITEM)
        painter.save()
        smooth(painter)
        rect = row_rect(option)
        current = is_selected(option)
        if current:
            fill_rect(painter, rect, "selected")
            fill(painter, rect.left(), rect.top(), 3, rect.height(), "accent_text")
        elif is_hovered(option):
            fill_rect(painter, rect, "hover")
        if self.compact:
            self._paint_compact(painter, rect, item, current=current)
        else:
            self._paint_wide(painter, rect, item, current=current)
        painter.restore()

    def _paint_compact(
        self, painter: QPainter, rect: QRectF, item: ModuleItem, *, current: bool
    ) -> None:
        ink = "accent_text" if current else "text3" if item.placeholder else "text"
        box = QRectF(rect.left() + 4, rect.top(), theme.px(22), rect.height())
        line(painter, box, item.number, theme.font(13, bold=current), ink, CENTRE)
        worst = worst_severity(item.counts)
        x, centre = rect.left() + theme.px(26), rect.center().y()
        if worst:
            theme.paint_icon(painter, severity_icon(worst), x, centre, 13, severity_tone(worst))
        elif item.progress == "done":
            theme.paint_icon(painter, "check", x, centre, 13, "green")

    def _paint_wide(
        self, painter: QPainter, rect: QRectF, item: ModuleItem, *, current: bool
    ) -> None:
        centre, top, height = rect.center().y(), rect.top(), rect.height()
        icon, tone = _MARKS[item.progress]
        if current and item.progress in ("new", "seen"):
            icon, tone = "circle-slice-4", "accent_text"
        theme.paint_icon(painter, icon, rect.left() + 10, centre, 15, tone)
        small = theme.font(12)
        number = QRectF(rect.left() + theme.px(26), top, theme.px(26), height)
        line(painter, number, item.number, small, "text3", RIGHT)
        x = rect.right() - 12
        worst = worst_severity(item.counts)
        if worst:
            total = str(sum(item.counts.values()))
            x -= advance(total, small)
            line(painter, QRectF(x, top, 40, height), total, small, "text2")
            x -= theme.px(17)
            theme.paint_icon(painter, severity_icon(worst), x, centre, 14, severity_tone(worst))
            x -= 6
        if item.comments:
            x -= theme.px(15)
            theme.paint_icon(painter, "message-text-outline", x, centre, 14, "accent_text")
            x -= 4
        left = rect.left() + theme.px(60)
        font = theme.font(13, bold=current)
        box = QRectF(left, top, x - 4 - left, height)
        line(painter, box, item.name, font, "text3" if item.placeholder else "text")


class ModuleList(QListView):
    """Modules by id; 224 wide, or a strip of 44.

    Attributes:
        chosen: the officer went to another module; carries its id.
        opened: Enter or double click; carries the id.
    """

    chosen = Signal(str)
    opened = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._quiet = False
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setProperty("ground", "subtle")
        self.setAccessibleName(self.tr("申报材料"))
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._model: ItemModel[ModuleItem] = ItemModel(
            lambda item: f"{item.number} {item.name}", module_sentence, parent=self
        )
        self.setModel(self._model)
        self._rows = _Rows(self)
        self.setItemDelegate(self._rows)
        self.activated.connect(lambda index: self.opened.emit(self._id(index)))

    def set_items(self, items: Sequence[ModuleItem]) -> None:
        """Show other modules or counts; the current one stays current. No signal."""
        current = self.current()
        self._quiet = True
        self._model.set_items(items)
        self._quiet = False
        self.set_current(current)

    def current(self) -> str:
        """The id of the current module; empty when there is none."""
        return self._id(self.currentIndex())

    def set_current(self, identifier: str) -> None:
        """Go to a module without a signal."""
        self._quiet = True
        for row, item in enumerate(self._model.items()):
            if item.id == identifier:
                self.setCurrentIndex(self._model.index(row))
        self._quiet = False

    def set_compact(self, compact: bool) -> None:
        """Show number and worst mark only."""
        self._rows.compact = compact
        self.setFixedWidth(theme.px(COMPACT_WIDTH if compact else WIDE_WIDTH))
        bar = (
            Qt.ScrollBarPolicy.ScrollBarAlwaysOff
            if compact
            else Qt.ScrollBarPolicy.ScrollBarAsNeeded
        )
        self.setVerticalScrollBarPolicy(bar)
        self.scheduleDelayedItemsLayout()

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        if not self._quiet and current.isValid():
            self.chosen.emit(self._id(current))

    def _id(self, index: Index) -> str:
        return self._model.items()[index.row()].id if index.isValid() else ""
