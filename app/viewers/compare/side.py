"""One of the two documents: a line that says which it is, and its page."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.media.client import MediaClient
from app.media.facts import PageSize
from app.media.source import DocumentSource
from app.viewers.colors import LIGHT, ViewerColors
from app.viewers.compare.comparer import PageRef
from app.viewers.drawing import box, percent, sized, smooth
from app.viewers.page_cache import PageCache
from app.viewers.tool_button import ToolButton
from app.viewers.viewer import DocumentView

_HEIGHT = 32


class SideHead(QWidget):
    """Version in a frame, name and page; two buttons turn the page of this side."""

    def __init__(self, view: DocumentView) -> None:
        super().__init__()
        self._view = view
        self._colors = LIGHT
        self._badge = self._name = self._note = ""
        self.current = False
        self.back = ToolButton("chevron-left", self)
        self.forward = ToolButton("chevron-right", self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 4, 1)
        row.setSpacing(0)
        row.addStretch(1)
        row.addWidget(self.back)
        row.addWidget(self.forward)
        self.back.clicked.connect(view.previous_page)
        self.forward.clicked.connect(view.next_page)
        view.stateChanged.connect(self.refresh)
        self.setFixedHeight(round(_HEIGHT * max(1.0, percent())))

    def set_words(self, badge: str, name: str) -> None:
        """Which document it is."""
        self._badge, self._name = badge, name
        self.refresh()

    def set_note(self, note: str) -> None:
        """What to know about the page on display; empty for nothing."""
        if note != self._note:
            self._note = note
            self.refresh()

    def set_colors(self, colors: ViewerColors) -> None:
        """Draw in other colours."""
        self._colors = colors
        for button in (self.back, self.forward):
            button.set_colors(colors)
        self.update()

    def retranslate(self) -> None:
        """Words in the language of now."""
        self.back.set_words(self.tr("这一边上一页"))
        self.forward.set_words(self.tr("这一边下一页"))
        self.refresh()

    def refresh(self) -> None:
        """Show the state of the viewer."""
        view = self._view
        self.back.setEnabled(view.page > 0)
        self.forward.setEnabled(view.page + 1 < view.page_count)
        self.setToolTip(self._name)
        self.setAccessibleName(" ".join(one for one in (self._badge, self._line()) if one))
        self.update()

    def _line(self) -> str:
        count = self._view.page_count
        where = self.tr("第 {n} 页，共 {total} 页").format(n=self._view.page + 1, total=count)
        return " · ".join(one for one in (self._name, where if count else "", self._note) if one)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        colors, rect = self._colors, self.rect()
        painter.fillRect(rect, colors.color("subtle"))
        painter.fillRect(0, rect.height() - 1, rect.width(), 1, colors.color("line"))
        smooth(painter)
        x = 12.0
        if self._badge:
            font = sized(self, 12)
            width = QFontMetrics(font).horizontalAdvance(self._badge) + 12.0
            height = round(20 * max(1.0, percent()))
            place = QRectF(x, round((rect.height() - height) / 2), width, height)
            ink = "accent_text" if self.current else "text2"
            box(painter, place, radius=3, edge=colors.color(ink if self.current else "line2"))
            painter.setFont(font)
            painter.setPen(colors.color(ink))
            painter.drawText(place, Qt.AlignmentFlag.AlignCenter, self._badge)
            x += width + 8
        font = sized(self, 13)
        room = max(0, self.back.x() - x - 4)
        text = QFontMetrics(font).elidedText(self._line(), Qt.TextElideMode.ElideMiddle, int(room))
        painter.setFont(font)
        painter.setPen(colors.color("text"))
        painter.drawText(
            QRectF(x, 0, room, rect.height() - 1.0), Qt.AlignmentFlag.AlignVCenter, text
        )
        painter.end()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()


class Side(QWidget):
    """A document of the comparison."""

    def __init__(self, client: MediaClient, cache: PageCache, *, current: bool) -> None:
        super().__init__()
        self.view = DocumentView(client, cache=cache)
        self.view.set_tools_visible(False)
        self.view.set_strip_visible(False)
        self.head = SideHead(self.view)
        self.head.current = current
        self._sizes: tuple[PageSize, ...] = ()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.head)
        column.addWidget(self.view, 1)
        self.view.documentReady.connect(lambda info: setattr(self, "_sizes", info.sizes))
        self.head.retranslate()

    def open(self, source: DocumentSource | None, badge: str, name: str) -> None:
        """Show a document."""
        self._sizes = ()
        self.head.set_note("")
        self.head.set_words(badge, name)
        self.view.set_document(source)

    def ref(self) -> PageRef | None:
        """The page that is wanted, as it is turned; None while the document is not open."""
        source, page = self.view.source, self.view.page
        if source is None or not self._sizes or page >= self.view.page_count:
            return None
        rotation = self.view.canvas.rotation_of(page)
        return PageRef(source, page, rotation, self._sizes[min(page, len(self._sizes) - 1)])

    def set_colors(self, colors: ViewerColors) -> None:
        """Draw in other colours."""
        self.head.set_colors(colors)
        self.view.set_colors(colors)
