"""Text tabs with counts; the current one is bold over a 2-px line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import QRectF, QSize, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QTabBar, QWidget

from app.ui.theme import theme
from app.ui.widgets.paint import advance, fill, line, painter_on

_GAP = 24
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
        last = index == len(self._tabs) - 1
        width = self._width(self._tabs[index]) + (0 if last else _GAP)
        return QSize(width, theme.px(self._height))

    def minimumTabSizeHint(self, index: int) -> QSize:
        return self.tabSizeHint(index)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = painter_on(self)
        for index, tab in enumerate(self._tabs):
            rect = QRectF(self.tabRect(index))
            self._paint_tab(painter, rect, tab, current=index == self.currentIndex())

    def _paint_tab(self, painter: QPainter, rect: QRectF, tab: Tab, *, current: bool) -> None:
        x, height = rect.left(), rect.height()
        width = self._width(tab)
        if tab.icon:
            theme.paint_icon(painter, tab.icon, x, rect.center().y(), _ICON, tab.icon_tone)
            x += theme.px(_ICON) + 5
        font = theme.font(self._size, bold=current)
        label = advance(tab.label, font)
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
        width = advance(tab.label, theme.font(self._size, bold=True))
        if tab.icon:
            width += theme.px(_ICON) + 5
        return width + (_INNER + advance(str(tab.count), theme.font(12)) if tab.count != "" else 0)

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
        # QTabBar measures its tabs again only when one of them is set.
        for index in range(self.count()):
            self.setTabText(index, "")
        self.updateGeometry()
        self.update()
