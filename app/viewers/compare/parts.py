"""The parts of a comparison, put together: bar, list of pages, two sides, legend."""

from __future__ import annotations

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.media.client import MediaClient
from app.viewers.colors import ViewerColors
from app.viewers.compare.bar import CompareBar
from app.viewers.compare.differences import Differences
from app.viewers.compare.legend import Legend
from app.viewers.compare.linking import PaneLink
from app.viewers.compare.page_list import PageList
from app.viewers.compare.pages import PagePair
from app.viewers.compare.side import Side
from app.viewers.page_cache import PageCache

_CACHE_BYTES = 32 << 20
"""Beside the cache of the viewer that stepped aside."""
_WIDE = 1000


class CompareParts(QWidget):
    """Two sides that know nothing yet of which documents they show."""

    def __init__(self, client: MediaClient, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pairs: tuple[PagePair, ...] = ()
        self._cache = PageCache(_CACHE_BYTES)
        self.left = Side(client, self._cache, current=False)
        self.right = Side(client, self._cache, current=True)
        self.bar = CompareBar()
        self.pages = PageList()
        self.legend = Legend()
        self.link = PaneLink(self.left.view, self.right.view, self)
        self.differences = Differences(client, self.left, self.right, self.legend, self)
        self._build()

    def _build(self) -> None:
        middle = QHBoxLayout()
        middle.setSpacing(1)
        middle.addWidget(self.pages)
        middle.addWidget(self.left, 1)
        middle.addWidget(self.right, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.bar)
        column.addLayout(middle, 1)
        column.addWidget(self.legend)
        self.setAutoFillBackground(True)
        self.setFocusProxy(self.right)
        for side in (self.left, self.right):
            side.setFocusProxy(side.view)

    def _show_list(self) -> None:
        self.pages.setVisible(len(self._pairs) > 1 and self.width() >= _WIDE)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The list of pages needs room beside two pages."""
        super().resizeEvent(event)
        self._show_list()

    def _each(self, name: str) -> None:
        leader = self.right if self.right.isVisible() else self.left
        getattr(leader.view, name)()
        if not self.link.on:
            other = self.left if leader is self.right else self.right
            getattr(other.view, name)()

    def zoom_in(self) -> None:
        """One step larger."""
        self._each("zoom_in")

    def zoom_out(self) -> None:
        """One step smaller."""
        self._each("zoom_out")

    def fit_width(self) -> None:
        """As wide as the pane."""
        self._each("fit_width")

    def fit_page(self) -> None:
        """Whole pages."""
        self._each("fit_page")

    def rotate_right(self) -> None:
        """Turn both pages by 90 degrees."""
        for side in (self.left, self.right):
            side.view.rotate_right()

    def next_page(self) -> None:
        """One page on."""
        self._front().view.next_page()

    def previous_page(self) -> None:
        """One page back."""
        self._front().view.previous_page()

    def _front(self) -> Side:
        return self.right if self.right.isVisible() else self.left

    def set_colors(self, colors: ViewerColors) -> None:
        """Draw in other colours; the host calls this when its theme changes."""
        for part in (self.bar, self.pages, self.legend, self.left, self.right):
            part.set_colors(colors)
        self.differences.set_colors(colors)
        palette = self.palette()
        palette.setColor(self.backgroundRole(), colors.color("line"))
        self.setPalette(palette)
