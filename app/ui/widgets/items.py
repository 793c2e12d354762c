"""A list model over plain values, for the lists that are painted by a delegate."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Generic, TypeVar

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRectF,
    Qt,
)
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem

T = TypeVar("T")
Index = QModelIndex | QPersistentModelIndex

ITEM = Qt.ItemDataRole.UserRole + 1


def row_rect(option: QStyleOptionViewItem) -> QRectF:
    """Where a delegate draws."""
    return QRectF(option.rect)


def is_selected(option: QStyleOptionViewItem) -> bool:
    """Whether the row is selected."""
    state: QStyle.StateFlag = option.state
    return bool(state & QStyle.StateFlag.State_Selected)


def is_hovered(option: QStyleOptionViewItem) -> bool:
    """Whether the pointer is on the row."""
    state: QStyle.StateFlag = option.state
    return bool(state & QStyle.StateFlag.State_MouseOver)


class ItemModel(QAbstractListModel, Generic[T]):
    """Values in order; each can say its words and its sentence."""

    def __init__(
        self,
        text: Callable[[T], str],
        spoken: Callable[[T], str],
        selectable: Callable[[T], bool] = lambda _: True,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._items: list[T] = []
        self._text, self._spoken, self._selectable = text, spoken, selectable

    def set_items(self, items: Sequence[T]) -> None:
        """Replace all values; same length keeps selection and scroll position."""
        if len(items) == len(self._items):
            self._items = list(items)
            if items:
                self.dataChanged.emit(self.index(0), self.index(len(items) - 1))
            return
        self.beginResetModel()
        self._items = list(items)
        self.endResetModel()

    def items(self) -> Sequence[T]:
        """All values."""
        return self._items

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._items)

    def flags(self, index: Index) -> Qt.ItemFlag:
        if index.isValid() and self._selectable(self._items[index.row()]):
            return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return Qt.ItemFlag.NoItemFlags

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        item = self._items[index.row()]
        if role == ITEM:
            return item
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return self._text(item)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self._spoken(item)
        return None
