"""Text tabs with counts; the current one is bold over a 2-px line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import QRectF, QSize, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QTabBar, QWidget

from app.ui.theme import theme
from app.ui.widgets.paint import advance, fill, line, painter_on

_GAP, _TIGHT_GAP = 24, 14
_LEAST = 60
"""What a label keeps, with the gap behind it, where there is no room."""
_ICON = 15
_INNER = 6


@dataclass(frozen=True)
class Tab:
    """One tab. ``count`` may be a number or a word such as 缺; ``alert`` turns it red."""

    id: str
    label: str
    count: int | str = ""
    icon: str = ""
    icon_tone: str = "text3"
    alert: bool = False


class TabStrip(QTabBar):
    """Tabs by id.

    Attributes:
        chosen: the officer changed the tab; carries its id.
    """

    chosen = Signal(str)

    def __init__(
        self,
        tabs: Sequence[Tab] = (),
        *,
        size: int = 13,
        height: int = 40,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._tabs: list[Tab] = []
        self._widths: list[int] = []
        self._size, self._height = size, height
        self.setDrawBase(False)
        self.setExpanding(False)
        self.setUsesScrollButtons(True)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.currentChanged.connect(self._changed)
        self.set_tabs(tabs)
        theme.changed.connect(self._relayout)

    def set_tabs(self, tabs: Sequence[Tab]) -> None:
        """Offer other tabs; the current id stays if it is among them. No signal."""
        current = self.current()
        blocked = self.blockSignals(True)
        while self.count():
            self.removeTab(0)
        self._tabs = list(tabs)
        self._widths = self._fitted()
        for tab in tabs:
            self.setTabData(self.addTab(""), tab.id)
        self.blockSignals(blocked)
        self._describe()
        self.set_current(current)

    def set_counts(self, counts: Mapping[str, int | str]) -> None:
        """Change counts by id."""
        changed = [replace(tab, count=counts.get(tab.id, tab.count)) for tab in self._tabs]
        if changed != self._tabs:
            self._tabs = changed
            self._relayout()

    def current(self) -> str:
        """The id of the current tab; empty when there is none."""
        index = self.currentIndex()
        return self._tabs[index].id if 0 <= index < len(self._tabs) else ""

    def set_current(self, identifier: str) -> None:
        """Change the tab without a signal."""
        for index, tab in enumerate(self._tabs):
            if tab.id == identifier:
                blocked = self.blockSignals(True)
                self.setCurrentIndex(index)
                self.blockSignals(blocked)

    def tabSizeHint(self, index: int) -> QSize:
        width = self._widths[index] if index < len(self._widths) else 0
        return QSize(width, theme.px(self._height))

    def sizeHint(self) -> QSize:
        return QSize(sum(self._natural()), theme.px(self._height))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._fitted() != self._widths:
            self._relayout()

    def minimumTabSizeHint(self, index: int) -> QSize:
        return self.tabSizeHint(index)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = painter_on(self)
        for index, tab in enumerate(self._tabs):
            rect = QRectF(self.tabRect(index))
            self._paint_tab(painter, rect, tab, current=index == self.currentIndex())

    def _paint_tab(self, painter: QPainter, rect: QRectF, tab: Tab, *, current: bool) -> None:
        x, height = rect.left(), rect.height()
        width = min(self._width(tab), int(rect.width()) - (_TIGHT_GAP if self._cut(tab) else 0))
        if tab.icon:
            theme.paint_icon(painter, tab.icon, x, rect.center().y(), _ICON, tab.icon_tone)
            x += theme.px(_ICON) + 5
        font = theme.font(self._size, bold=current)
        after = _INNER + advance(str(tab.count), theme.font(12)) if tab.count != "" else 0
        label = min(advance(tab.label, font), int(rect.left() + width - after - x))
        box = QRectF(x, rect.top(), label + 1, height)
        line(painter, box, tab.label, font, "text" if current else "text2")
        if tab.count != "":
            x += label + _INNER
            tone = "red" if tab.alert else "accent_text" if current else "text3"
            box = QRectF(x, rect.top(), rect.right() - x, height)
            line(painter, box, str(tab.count), theme.font(12), tone)
        if current:
            fill(painter, rect.left(), rect.bottom() - 2, width, 2, "accent_text")
            if self.hasFocus():
                fill(painter, rect.left(), rect.top() + 4, width, 1, "accent_text")

    def _width(self, tab: Tab) -> int:
        width = self._label_width(tab)
        if tab.icon:
            width += theme.px(_ICON) + 5
        return width + (_INNER + advance(str(tab.count), theme.font(12)) if tab.count != "" else 0)

    def _natural(self, gap: int = _GAP) -> list[int]:
        """The width of each tab with the gap behind it."""
        widths = [self._width(tab) + gap for tab in self._tabs]
        return [*widths[:-1], widths[-1] - gap] if widths else []

    def _fitted(self) -> list[int]:
        """As `_natural`, but in the room there is: closer together first, then the longest cut."""
        room, widths = self.width(), self._natural()
        if sum(widths) <= room or not self.isVisible():
            return widths
        widths = self._natural(_TIGHT_GAP)
        least = [self._width(tab) - self._label_width(tab) + _LEAST for tab in self._tabs]
        while sum(widths) > room:
            index = max(range(len(widths)), key=lambda i: widths[i] - least[i])
            if widths[index] <= least[index]:
                break
            widths[index] -= min(8, sum(widths) - room)
        return widths

    def _label_width(self, tab: Tab) -> int:
        return advance(tab.label, theme.font(self._size, bold=True))

    def _cut(self, tab: Tab) -> bool:
        index = self._tabs.index(tab)
        gap = 0 if index == len(self._tabs) - 1 else _TIGHT_GAP
        return self._widths[index] < self._width(tab) + gap and gap > 0

    def _changed(self, index: int) -> None:
        if 0 <= index < len(self._tabs):
            self.chosen.emit(self._tabs[index].id)

    def _describe(self) -> None:
        for index, tab in enumerate(self._tabs):
            name = f"{tab.label} {tab.count}".strip()
            self.setAccessibleTabName(index, name)
            self.setTabToolTip(index, name)

    def _relayout(self) -> None:
        self._describe()
        self._widths = self._fitted()
        # QTabBar measures its tabs again only when one of them is set.
        for index in range(self.count()):
            self.setTabText(index, "")
        self.updateGeometry()
        self.update()
