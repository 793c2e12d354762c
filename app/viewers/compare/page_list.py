"""The pages of both documents beside each other, with what became of each."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QFrame, QListWidget, QListWidgetItem, QWidget

from app.viewers.colors import LIGHT, ViewerColors
from app.viewers.compare.pages import PageFate, PagePair
from app.viewers.drawing import icon, percent, sized

_WIDTH, _ROW = 148, 28
_GLYPHS = {
    PageFate.SAME: ("equal", "text3"),
    PageFate.CHANGED: ("pencil-outline", "amber"),
    PageFate.INSERTED: ("plus-circle-outline", "accent_text"),
    PageFate.REMOVED: ("minus-circle-outline", "red"),
}


class PageList(QListWidget):
    """One line for each pair of pages.

    Attributes:
        pairChosen: the index of the pair the officer clicked or moved to.
    """

    pairChosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._colors = LIGHT
        self._pairs: tuple[PagePair, ...] = ()
        self._known = False
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setUniformItemSizes(True)
        self.setIconSize(QSize(16, 16))
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
        self.setFixedWidth(round(_WIDTH * max(1.0, percent())))
        self.currentRowChanged.connect(self._chosen)
        self.setAccessibleName(self.tr("各页变化"))

    def set_pairs(self, pairs: Sequence[PagePair], *, known: bool) -> None:
        """Show these; `known`: what became of them is known and not only their numbers."""
        self._pairs, self._known = tuple(pairs), known
        self.blockSignals(True)
        row = self.currentRow()
        self.clear()
        for pair in self._pairs:
            words = self.words(pair) if known else self._place(pair)
            item = QListWidgetItem(words)
            if known:
                name, ink = _GLYPHS[pair.fate]
                item.setIcon(icon(name, getattr(self._colors, ink)))
                quiet = pair.fate is PageFate.SAME
                item.setForeground(self._colors.color("text3" if quiet else "text"))
            item.setToolTip(words)
            item.setSizeHint(QSize(0, round(_ROW * max(1.0, percent()))))
            self.addItem(item)
        self.setCurrentRow(min(row, self.count() - 1))
        self.blockSignals(False)

    def show_current(self, index: int) -> None:
        """Light the pair on display."""
        self.blockSignals(True)
        self.setCurrentRow(index)
        self.blockSignals(False)

    def words(self, pair: PagePair) -> str:
        """第 3 页 已改."""
        fates = {
            PageFate.SAME: self.tr("相同"),
            PageFate.CHANGED: self.tr("有改动"),
            PageFate.INSERTED: self.tr("新增"),
            PageFate.REMOVED: self.tr("删去"),
        }
        return f"{self._place(pair)}  {fates[pair.fate]}"

    def _place(self, pair: PagePair) -> str:
        old = "—" if pair.old is None else str(pair.old + 1)
        new = "—" if pair.new is None else str(pair.new + 1)
        if old == new:
            return self.tr("第 {n} 页").format(n=new)
        return self.tr("{old} → {new} 页").format(old=old, new=new)

    def set_colors(self, colors: ViewerColors) -> None:
        """Draw in other colours."""
        self._colors = colors
        palette = self.palette()
        palette.setColor(QPalette.ColorRole.Base, colors.color("subtle"))
        palette.setColor(QPalette.ColorRole.Text, colors.color("text"))
        palette.setColor(QPalette.ColorRole.Highlight, colors.color("selected"))
        palette.setColor(QPalette.ColorRole.HighlightedText, colors.color("text"))
        self.setPalette(palette)
        self.setFont(sized(self, 12))
        self.set_pairs(self._pairs, known=self._known)

    def _chosen(self, row: int) -> None:
        if 0 <= row < len(self._pairs):
            self.pairChosen.emit(row)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.setAccessibleName(self.tr("各页变化"))
            self.set_pairs(self._pairs, known=self._known)
