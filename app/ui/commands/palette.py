"""The palette, Ctrl+K: commands, views, people, ready comments, by words or pinyin."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QInputMethodEvent, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QLineEdit,
    QListView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from app.ui.commands.guard import OWNS_KEYS
from app.ui.commands.providers import PaletteItem, PaletteProvider
from app.ui.theme import theme
from app.ui.widgets.a11y import announce, sentence
from app.ui.widgets.items import ITEM, Index, ItemModel, is_selected, row_rect
from app.ui.widgets.keycap import KeyHints, keycap_width, paint_keycap
from app.ui.widgets.labels import IconMark, Label
from app.ui.widgets.layout import hbox
from app.ui.widgets.overlay import Overlay
from app.ui.widgets.paint import RIGHT, advance, fill, fill_rect, line, smooth

_ROW, _HEAD, _FIELD, _FOOT = 36, 30, 48, 36
_MAX_LIST = 480


@dataclass(frozen=True)
class _Line:
    """A heading, or an item; ``rule`` draws a hairline above."""

    title: str = ""
    item: PaletteItem | None = None
    rule: bool = False


class _Field(QLineEdit):
    """The query. While an input method composes, its keys are the input method's."""

    moved = Signal(int)
    accepted = Signal()
    direct = Signal(int)
    cancelled = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setFrame(False)
        self.setProperty("ground", "bare")
        self.setProperty(OWNS_KEYS, True)
        self._composing = False

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()  # no command runs under the palette
            return True
        return super().event(event)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        self._composing = bool(event.preeditString())
        super().inputMethodEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, control = event.key(), Qt.KeyboardModifier.ControlModifier
        steps = {
            Qt.Key.Key_Down: 1,
            Qt.Key.Key_Up: -1,
            Qt.Key.Key_PageDown: 8,
            Qt.Key.Key_PageUp: -8,
        }
        if self._composing:
            super().keyPressEvent(event)
        elif key in steps:
            self.moved.emit(steps[Qt.Key(key)])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.accepted.emit()
        elif key == Qt.Key.Key_Escape:
            self.cancelled.emit()
        elif event.modifiers() & control and Qt.Key.Key_1 <= key <= Qt.Key.Key_9:
            self.direct.emit(key - Qt.Key.Key_1)
        else:
            super().keyPressEvent(event)


class _Rows(QStyledItemDelegate):
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        row: _Line = index.data(ITEM)
        return QSize(200, theme.px(_ROW if row.item else _HEAD))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row: _Line = index.data(ITEM)
        rect = row_rect(option)
        painter.save()
        smooth(painter)
        if row.rule:
            fill(painter, rect.left(), rect.top(), rect.width(), 1, "line")
        if row.item is None:
            box = rect.adjusted(16, 6, -12, 0)
            line(painter, box, row.title, theme.font(12), "text3")
        else:
            self._paint_item(painter, rect, row.item, selected=is_selected(option))
        painter.restore()

    @staticmethod
    def _paint_item(painter: QPainter, rect: QRectF, item: PaletteItem, *, selected: bool) -> None:
        if selected:
            fill_rect(painter, rect, "selected")
        centre, top, height = rect.center().y(), rect.top(), rect.height()
        icon = "lock-outline" if item.reason else item.icon
        tone = "disabled" if item.reason else "accent_text" if selected else "text2"
        x = rect.left() + 16
        if icon:
            theme.paint_icon(painter, icon, x, centre, 16, tone)
        x += theme.px(16) + 10
        right = rect.right() - 12
        if item.key:
            right -= keycap_width(item.key)
            paint_keycap(painter, right, centre, item.key)
            right -= 10
        small = theme.font(12)
        if item.reason:
            width = min(advance(item.reason, small), rect.width() / 2)
            box = QRectF(right - width, top, width, height)
            line(painter, box, item.reason, small, "text3", RIGHT)
            right -= width + 12
        ink = "text3" if item.reason else "text"
        box = QRectF(x, top, right - x, height)
        x += line(painter, box, item.text, theme.font(14), ink) + 10
        if item.remark and x < right:
            line(painter, QRectF(x, top, right - x, height), item.remark, small, "text3")


class CommandPalette(Overlay):
    """Finds and runs.

    Attributes:
        refused: a line with a reason was chosen; carries the reason.
    """

    refused = Signal(str)

    def __init__(self, window: QWidget, providers: Sequence[PaletteProvider]) -> None:
        super().__init__(window, window.tr("命令面板"))
        self._providers = list(providers)
        self._answers: dict[int, Sequence[PaletteItem]] = {}
        self._query = 0
        self._field = _Field()
        self._field.setPlaceholderText(self.tr("命令、视图、申报人、意见库"))
        self._field.setAccessibleName(self._field.placeholderText())
        self._model: ItemModel[_Line] = ItemModel(
            lambda row: row.item.text if row.item else row.title,
            _spoken,
            lambda row: row.item is not None,
            self,
        )
        self._list = QListView()
        self._list.setFrameShape(QFrame.Shape.NoFrame)
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list.setModel(self._model)
        self._list.setItemDelegate(_Rows(self._list))
        self._list.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._build()
        self._field.textChanged.connect(self._search)
        self._field.moved.connect(self._move)
        self._field.accepted.connect(self._accept)
        self._field.direct.connect(self._run_direct)
        self._field.cancelled.connect(self.dismiss)
        self._list.clicked.connect(lambda index: self._run(self._model.items()[index.row()]))

    def _build(self) -> None:
        hints = KeyHints(
            [
                ("↑↓", self.tr("选择")),
                ("Enter", self.tr("执行")),
                ("Ctrl+1…9", self.tr("直接执行")),
                ("Esc", self.tr("关闭")),
            ]
        )
        self._pinyin = Label(self.tr("也可用拼音：tuihui、th"), 12, tone="text3")
        head = hbox(
            IconMark("magnify", "text3", 18),
            (self._field, 1),
            self._pinyin,
            margins=(16, 0, 16, 0),
            edge="b",
            height=_FIELD,
        )
        foot = hbox((hints, 1), margins=(12, 0, 12, 0), kind="subtle", edge="t", height=_FOOT)
        self.body.addWidget(head)
        self.body.addWidget(self._list, 1)
        self.body.addWidget(foot)

    def add_provider(self, provider: PaletteProvider) -> None:
        """Append a section."""
        self._providers.append(provider)

    def open_palette(self, query: str = "") -> None:
        """Show it with a query."""
        self._field.setFont(theme.font(16))
        self._field.setText(query)
        self._field.selectAll()
        self._search()
        self.open_over(self._field)

    def items(self) -> list[PaletteItem]:
        """What is found now, in order."""
        return [row.item for row in self._model.items() if row.item is not None]

    def wanted_height(self, room: int) -> int:
        rows = sum(theme.px(_ROW if row.item else _HEAD) for row in self._model.items())
        return min(_FIELD + min(rows, _MAX_LIST) + _FOOT + 8, room)

    # --- searching -----------------------------------------------------------------------------

    def _search(self) -> None:
        self._query += 1
        self._answers = {}
        query, number = self._field.text().strip(), self._query
        for place, provider in enumerate(self._providers):
            provider.search(query, partial(self._take, number, place))
        self._show()

    def _take(self, number: int, place: int, found: Sequence[PaletteItem]) -> None:
        if number == self._query:  # an answer to an older query is of no use
            self._answers[place] = found
            self._show()

    def _show(self) -> None:
        rows: list[_Line] = []
        for place, provider in enumerate(self._providers):
            found = self._answers.get(place, ())
            if found:
                rows.append(_Line(title=provider.title, rule=bool(rows)))
                rows.extend(_Line(item=item) for item in found)
        if not rows:
            rows.append(_Line(title=self.tr("没有找到")))
        self._model.set_items(rows)
        self._list.scheduleDelayedItemsLayout()
        self._select(0)
        self.place()

    # --- choosing ------------------------------------------------------------------------------

    def _select(self, place: int) -> None:
        rows = [i for i, row in enumerate(self._model.items()) if row.item is not None]
        if rows:
            index = self._model.index(rows[max(0, min(place, len(rows) - 1))])
            self._list.setCurrentIndex(index)
            self._list.scrollTo(index)
            announce(self._list, str(index.data(Qt.ItemDataRole.AccessibleTextRole)))

    def _place(self) -> int:
        current = self._list.currentIndex().row()
        before = self._model.items()[: max(0, current)]
        return sum(1 for row in before if row.item is not None)

    def _move(self, step: int) -> None:
        self._select(self._place() + step)

    def _accept(self) -> None:
        index = self._list.currentIndex()
        if index.isValid():
            self._run(self._model.items()[index.row()])

    def _run_direct(self, place: int) -> None:
        found = self.items()
        if place < len(found):
            self._run(_Line(item=found[place]))

    def _run(self, row: _Line) -> None:
        item = row.item
        if item is None:
            return
        if item.reason:
            self.refused.emit(item.reason)
            return
        self.dismiss()
        # The focus must be back in the page before its command looks for it.
        QTimer.singleShot(0, self, item.run)


def _spoken(row: _Line) -> str:
    if row.item is None:
        return row.title
    return sentence(row.item.text, row.item.remark, row.item.reason, row.item.key)
