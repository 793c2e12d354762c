"""The list of views at the left of a page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QListView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from app.ui.theme import theme
from app.ui.widgets.items import ITEM, Index, ItemModel, is_hovered, is_selected, row_rect
from app.ui.widgets.paint import RIGHT, advance, fill, fill_rect, line, smooth

_INSET = 12
_HEAD = 28
_ROW = 30


@dataclass(frozen=True)
class NavItem:
    """A view with its count; without an id it is a heading."""

    id: str
    label: str
    icon: str = ""
    count: str = ""
    tone: str = "text2"


class _Rows(QStyledItemDelegate):
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        item: NavItem = index.data(ITEM)
        return QSize(120, theme.px(_ROW if item.id else _HEAD))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        item: NavItem = index.data(ITEM)
        painter.save()
        smooth(painter)
        rect = row_rect(option)
        if not item.id:
            box = rect.adjusted(_INSET, 4, -_INSET, 0)
            line(painter, box, item.label, theme.font(12), "text3")
            painter.restore()
            return
        current = is_selected(option)
        if current:
            fill_rect(painter, rect, "selected")
            fill(painter, rect.left(), rect.top(), 3, rect.height(), "accent_text")
        elif is_hovered(option):
            fill_rect(painter, rect, "hover")
        x = rect.left() + _INSET
        if item.icon:
            tone = "accent_text" if current else item.tone
            theme.paint_icon(painter, item.icon, x, rect.center().y(), 16, tone)
            x += theme.px(16) + 8
        right = rect.right() - _INSET
        quiet = "accent_text" if current else "text3"
        small = theme.font(12)
        width = advance(item.count, small)
        count = QRectF(right - width - 1, rect.top(), width + 1, rect.height())
        line(painter, count, item.count, small, quiet, RIGHT)
        box = QRectF(x, rect.top(), right - width - 8 - x, rect.height())
        ink = "accent_text" if current else "text"
        line(painter, box, item.label, theme.font(13, bold=current), ink)
        painter.restore()


class NavList(QListView):
    """Views by id, in groups under headings.

    Attributes:
        chosen: the officer went to another view; carries its id.
    """

    chosen = Signal(str)

    def __init__(self, items: Sequence[NavItem] = (), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._quiet = False
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setProperty("ground", "subtle")
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._model: ItemModel[NavItem] = ItemModel(
            lambda item: item.label,
            lambda item: f"{item.label} {item.count}".strip(),
            lambda item: bool(item.id),
            self,
        )
        self.setModel(self._model)
        self.setItemDelegate(_Rows(self))
        self.set_items(items)

    def set_items(self, items: Sequence[NavItem]) -> None:
        """Show other views or counts; the current one stays current. No signal."""
        current = self.current()
        self._quiet = True
        self._model.set_items(items)
        self._quiet = False
        self.set_current(current)
        self.updateGeometry()

    def current(self) -> str:
        """The id of the current view; empty when there is none."""
        index = self.currentIndex()
        return self._model.items()[index.row()].id if index.isValid() else ""

    def set_current(self, identifier: str) -> None:
        """Go to a view without a signal."""
        rows = {item.id: row for row, item in enumerate(self._model.items()) if item.id}
        self._quiet = True
        row = rows.get(identifier, -1)
        self.setCurrentIndex(self._model.index(row) if row >= 0 else QModelIndex())
        self._quiet = False

    def content_height(self) -> int:
        """The height of all rows."""
        return sum(theme.px(_ROW if item.id else _HEAD) for item in self._model.items())

    def sizeHint(self) -> QSize:
        return QSize(216, self.content_height())

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        if not self._quiet and current.isValid() and self.current():
            self.chosen.emit(self.current())
