"""A choice of several, painted from the tokens."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import (
    QComboBox,
    QListView,
    QSizePolicy,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from app.ui.theme import theme
from app.ui.theme.tokens import tokens
from app.ui.widgets.button import ButtonSize
from app.ui.widgets.own_keys import claims
from app.ui.widgets.paint import advance, focus_ring, line, painter_on, rounded

_PADDING = 10
_CHEVRON = 14
_OPEN = frozenset({Qt.Key.Key_Down, Qt.Key.Key_Up})


class _Choices(QStyledItemDelegate):
    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        size = super().sizeHint(option, index)
        return QSize(size.width(), theme.px(tokens().row["menu"]))


class ComboBox(QComboBox):
    """Choices by id.

    The wheel does not change it while it lacks the focus: scrolling a form must not edit it.
    """

    def __init__(
        self,
        choices: Sequence[tuple[str, str]] = (),
        *,
        name: str = "",
        size: ButtonSize = "normal",
        parent: QWidget | None = None,
    ) -> None:
        """Make a box of (id, label); ``name`` is what a screen reader calls it."""
        super().__init__(parent)
        self._height = tokens().control[size]
        self._reason = ""
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        view = QListView()
        view.setItemDelegate(_Choices(view))
        self.setView(view)
        self.set_choices(choices)
        self._restyle()
        theme.changed.connect(self._restyle)

    def set_choices(self, choices: Sequence[tuple[str, str]]) -> None:
        """Offer other choices; the chosen id stays when it is still among them. No signal."""
        chosen = self.chosen()
        blocked = self.blockSignals(True)
        self.clear()
        for identifier, label in choices:
            self.addItem(label, identifier)
        self.blockSignals(blocked)
        self.choose(chosen)
        self.updateGeometry()

    def chosen(self) -> str:
        """The id of the choice; empty when there is none."""
        data = self.currentData()
        return data if isinstance(data, str) else ""

    def choose(self, identifier: str) -> bool:
        """Select by id without a signal; False when it is not offered."""
        index = self.findData(identifier)
        if index < 0:
            return False
        blocked = self.blockSignals(True)
        self.setCurrentIndex(index)
        self.blockSignals(blocked)
        self.update()
        return True

    def set_locked(self, reason: str) -> None:
        """Lock the choice for a reason (shown as tool tip), or free it with an empty one."""
        self._reason = reason
        self.setToolTip(reason)
        self.setAccessibleDescription(reason)
        self.update()

    def event(self, event: QEvent) -> bool:
        # Style guide §9: a combo box keeps its own Alt+Down.
        return claims(event, _OPEN, Qt.KeyboardModifier.AltModifier) or super().event(event)

    def showPopup(self) -> None:
        if not self._reason:
            super().showPopup()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._reason:
            QWidget.keyPressEvent(self, event)
        else:
            super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.hasFocus() and not self._reason:
            super().wheelEvent(event)
        else:
            event.ignore()

    def sizeHint(self) -> QSize:
        font = theme.font(13)
        labels = [self.itemText(i) for i in range(self.count())]
        widest = max((advance(label, font) for label in labels), default=40)
        return QSize(widest + 2 * _PADDING + theme.px(_CHEVRON) + 10, theme.px(self._height))

    def minimumSizeHint(self) -> QSize:
        return QSize(min(72, self.sizeHint().width()), theme.px(self._height))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = painter_on(self)
        rect = QRectF(self.rect())
        off = bool(self._reason) or not self.isEnabled()
        rounded(painter, rect, 4, "subtle" if off else "panel", "line2")
        if self.hasFocus():
            focus_ring(painter, rect)
        right = rect.right() - 8 - theme.px(_CHEVRON)
        box = QRectF(_PADDING, 0, right - _PADDING - 4, rect.height())
        line(painter, box, self.currentText(), theme.font(13), "text2" if off else "text")
        icon = "lock-outline" if self._reason else "chevron-down"
        theme.paint_icon(painter, icon, right, rect.height() / 2, _CHEVRON, "text3")

    def _restyle(self) -> None:
        self.setFont(theme.font(13))
        self.setFixedHeight(theme.px(self._height))
