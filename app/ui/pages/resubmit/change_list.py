"""The left pane: asked for, changed unasked, the same to the byte."""

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
)

from app.ui.pages.resubmit.threads import Thread, Verdict
from app.ui.pages.resubmit.words import verdict_badge
from app.ui.theme import theme
from app.ui.widgets import BadgeSpec, badge_width, paint_badge
from app.ui.widgets.a11y import sentence
from app.ui.widgets.items import ITEM, Index, ItemModel, is_hovered, is_selected, row_rect
from app.ui.widgets.paint import CENTRE, RIGHT, fill, fill_rect, line, smooth

WIDE, STRIP = 240, 44
_HEAD, _ROW = 32, 32


@dataclass(frozen=True)
class Line:
    """A heading (no thread), or a module with the badge at its right."""

    title: str
    thread: Thread | None = None
    badge: BadgeSpec | None = None


class _Rows(QStyledItemDelegate):
    compact = False

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        item: Line = index.data(ITEM)
        height = _ROW if item.thread is not None else 9 if self.compact else _HEAD
        return QSize(STRIP, theme.px(height))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        item: Line = index.data(ITEM)
        painter.save()
        smooth(painter)
        rect = row_rect(option)
        if item.thread is None:
            self._paint_head(painter, rect, item.title)
        else:
            if is_selected(option):
                fill_rect(painter, rect, "selected")
                fill(painter, rect.left(), rect.top(), 3, rect.height(), "accent_text")
            elif is_hovered(option):
                fill_rect(painter, rect, "hover")
            self._paint_row(painter, rect, item, item.thread, current=is_selected(option))
        painter.restore()

    def _paint_head(self, painter: QPainter, rect: QRectF, title: str) -> None:
        if self.compact:
            fill(painter, rect.left() + 8, rect.center().y(), rect.width() - 16, 1, "line2")
            return
        box = rect.adjusted(12, 4, -8, 0)
        line(painter, box, title, theme.font(12, bold=True), "text2")

    def _paint_row(
        self, painter: QPainter, rect: QRectF, item: Line, thread: Thread, *, current: bool
    ) -> None:
        same = thread.verdict is Verdict.SAME
        number = QRectF(rect.left() + 6, rect.top(), theme.px(22), rect.height())
        ink = "text3" if same else "text2"
        if self.compact:
            line(painter, number, thread.number, theme.font(13, bold=current), ink, CENTRE)
            badge = verdict_badge(thread.verdict)
            tone = {"grey": "text3"}.get(badge.tone, badge.tone)
            x = rect.left() + theme.px(26)
            theme.paint_icon(painter, badge.icon, x, rect.center().y(), 14, tone)
            return
        line(painter, number, thread.number, theme.font(12), "text3", RIGHT)
        right = rect.right() - 8
        if item.badge is not None:
            bare = BadgeSpec(item.badge.text, item.badge.tone, "bare", item.badge.icon)
            width = badge_width(bare)
            right -= width
            paint_badge(painter, right, rect.center().y(), bare)
        left = rect.left() + theme.px(36)
        box = QRectF(left, rect.top(), max(0.0, right - 6 - left), rect.height())
        line(painter, box, item.title, theme.font(13, bold=current), "text2" if same else "text")


class ChangeNav(QFrame):
    """All modules in groups.

    Attributes:
        chosen: the code of the module the officer chose.
    """

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "subtle")
        self.setProperty("edge", "r")
        self._list = QListView(self)
        self._list.setFrameShape(QFrame.Shape.NoFrame)
        self._list.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.setMouseTracking(True)
        self._list.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
        self._rows = _Rows(self._list)
        self._model: ItemModel[Line] = ItemModel(
            lambda item: f"{item.thread.number} {item.title}" if item.thread else item.title,
            _spoken,
            lambda item: item.thread is not None,
            self,
        )
        self._list.setItemDelegate(self._rows)
        self._list.setModel(self._model)
        self._list.selectionModel().currentChanged.connect(self._moved)
        self._list.setAccessibleName(self.tr("改动清单"))
        self.setFocusProxy(self._list)
        self._compact = False
        self.set_compact(False)
        theme.changed.connect(self._rescale)

    def show_threads(self, rows: Sequence[Thread], *, only_changes: bool) -> None:
        """Show the modules; those that are the same may be left out."""
        asked = [one for one in rows if one.comments]
        unasked = [one for one in rows if not one.comments and one.verdict is not Verdict.SAME]
        same = [one for one in rows if not one.comments and one.verdict is Verdict.SAME]
        groups = [
            (self.tr("上次要求修改 {n} 类").format(n=len(asked)), asked),
            (self.tr("未要求但有改动 {n} 类").format(n=len(unasked)), unasked),
            (self.tr("逐字节相同 {n} 类").format(n=len(same)), [] if only_changes else same),
        ]
        if not asked:
            groups[1] = (self.tr("有改动 {n} 类").format(n=len(unasked)), unasked)
        lines = []
        for title, threads in groups:
            if threads or (threads is groups[2][1] and same):
                lines.append(Line(title))
            lines += [Line(one.name, one, verdict_badge(one.verdict)) for one in threads]
        self._model.set_items(lines)

    def set_current(self, module: str) -> None:
        """Light a module, without a signal."""
        selection = self._list.selectionModel()
        blocked = selection.blockSignals(True)
        for row, item in enumerate(self._model.items()):
            if item.thread is not None and item.thread.module == module:
                self._list.setCurrentIndex(self._model.index(row))
        selection.blockSignals(blocked)
        self._list.viewport().update()

    def _rescale(self) -> None:
        self.set_compact(self._compact)

    def set_compact(self, compact: bool) -> None:
        """Numbers and marks only."""
        self._compact = self._rows.compact = compact
        self.setFixedWidth(theme.px(STRIP if compact else WIDE))
        policy = Qt.ScrollBarPolicy
        self._list.setVerticalScrollBarPolicy(
            policy.ScrollBarAlwaysOff if compact else policy.ScrollBarAsNeeded
        )
        self._list.setGeometry(0, 0, self.width() - 1, self.height())
        self._list.doItemsLayout()

    def resizeEvent(self, event: object) -> None:
        """The list fills all but the hairline."""
        del event
        self._list.setGeometry(0, 0, self.width() - 1, self.height())

    def _moved(self, now: QModelIndex, _before: QModelIndex) -> None:
        item: Line | None = now.data(ITEM)
        if item is not None and item.thread is not None:
            self.chosen.emit(item.thread.module)


def _spoken(item: Line) -> str:
    if item.thread is None:
        return item.title
    verdict = item.badge.text if item.badge is not None else ""
    return sentence(f"{item.thread.number} {item.title}", verdict)
