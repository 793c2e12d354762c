"""The pages themselves, with what is marked on them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from app.viewers import highlights
from app.viewers.colors import LIGHT, ViewerColors
from app.viewers.drawing import box, sized, smooth
from app.viewers.highlights import Highlight
from app.viewers.page_area import Spot
from app.viewers.page_cache import Picture
from app.viewers.pointer_area import PointerArea
from app.viewers.sheet_painter import Stack, paint_sheet, physical
from app.viewers.zoom import PageFrame, Zoom


class PageCanvas(PointerArea):
    """Shows one page or a strip of them.

    One page changes only when there is a picture of the next: no flash. In a strip a page
    without a picture is white paper.

    Attributes:
        pagePainted: (document key, page) was painted for the first time since it was set.
        highlightClicked: index into the highlights.
        faultClicked: a page that cannot be shown and says so was clicked.
    """

    pagePainted = Signal(str, int)
    highlightClicked = Signal(int)
    faultClicked = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._colors = LIGHT
        self._stacks: dict[int, Stack] = {}
        self._faults: Mapping[int, str] = {}
        self._marks: tuple[Highlight, ...] = ()
        self._current = -1
        self._busy_text = ""
        self._to_announce = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
        view = self.viewport()
        view.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
        view.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        view.setAutoFillBackground(False)
        self.clicked.connect(self._on_click)
        self.pageReached.connect(self._announce)

    @property
    def picture(self) -> Picture | None:
        """The picture of the whole page on display."""
        return self.picture_of(self._frame.page) if self._frame is not None else None

    def picture_of(self, page: int) -> Picture | None:
        """The picture of a whole page on display."""
        return next((one for one in self.stack(page) if one.rendered.is_whole), None)

    def stack(self, page: int) -> Stack:
        """The pictures painted for a page, coarse first."""
        return self._stacks.get(page, ())

    def show_page(
        self,
        frame: PageFrame,
        picture: Picture | None,
        spot: Spot | None = None,
        zoom: Zoom | None = None,
    ) -> None:
        """Go to a page, at `spot` or its top where it is another; None is white paper."""
        before = self._frame
        if before is None or before.key != frame.key or not self.is_strip:
            self._stacks = {}
        if picture is not None:
            self._stacks[frame.page] = (picture,)
        if before is None or before[:3] != frame[:3] or spot is not None or zoom is not None:
            self.set_frame(frame, spot, zoom)
        elif before != frame:
            self.set_frame(frame, self.spot())
        self._announce()
        self.viewport().update()

    def set_stacks(self, stacks: Mapping[int, Stack], faults: Mapping[int, str]) -> None:
        """What there is of the pages that are visible, and the words on those that cannot be."""
        if stacks != self._stacks or faults != self._faults:
            self._stacks, self._faults = dict(stacks), dict(faults)
            self.viewport().update()

    def clear_page(self) -> None:
        """Show bare ground."""
        self._stacks, self._faults = {}, {}
        self.set_sheets(None)
        self.set_frame(None)
        self.viewport().update()

    def set_busy_text(self, text: str) -> None:
        """Words over the page while the next one is on its way; empty for none."""
        if text != self._busy_text:
            self._busy_text = text
            self.viewport().update()

    def set_highlights(self, marks: Sequence[Highlight], current: int) -> None:
        """Marks of all pages; those of the pages on display are painted."""
        self._marks, self._current = tuple(marks), current
        self.viewport().update()

    def set_colors(self, colors: ViewerColors) -> None:
        """Draw in other colours."""
        self._colors = colors
        self.viewport().update()

    def _announce(self) -> None:
        self._to_announce = True

    # --- painting ----------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), self._colors.color("canvas"))
        pages = [page for page in self.pages_visible() if self.is_strip or page in self._stacks]
        if pages:
            self._paint_pages(painter, pages)
            smooth(painter)
            self._paint_faults(painter, pages)
            self._paint_marks(painter, pages)
            self._seat.paint(painter, self)
        if self._busy_text:
            self._paint_busy(painter)
        painter.end()
        frame = self._frame
        if self._to_announce and frame is not None and self._stacks.get(frame.page):
            self._to_announce = False
            self.pagePainted.emit(frame.key, frame.page)

    def _paint_pages(self, painter: QPainter, pages: list[int]) -> None:
        """In physical pixels, so that a picture of exactly this size is copied, not blurred."""
        ratio = self.ratio()
        exposed = physical(QRectF(self.viewport().rect()), ratio)
        edge = self._colors.color("line2")
        painter.save()
        painter.scale(1 / ratio, 1 / ratio)
        for page in pages:
            whole = physical(self.rect_of(page), ratio)
            paint_sheet(painter, whole, exposed, self.stack(page), edge)
        painter.restore()

    def _paint_faults(self, painter: QPainter, pages: list[int]) -> None:
        painter.setFont(sized(self, 13))
        painter.setPen(LIGHT.color("text2"))  # the paper is white in every scheme
        align = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
        for page in pages:
            if page in self._faults:
                place = self.rect_of(page).intersected(QRectF(self.viewport().rect()))
                painter.drawText(place.adjusted(24, 24, -24, -24), align, self._faults[page])

    def _paint_marks(self, painter: QPainter, pages: list[int]) -> None:
        view = QRectF(self.viewport().rect())
        font, ratio = sized(self, 12, bold=True), self.ratio()
        current: Highlight | None = None
        for index, mark in enumerate(self._marks):
            if mark.page not in pages:
                continue
            if index == self._current:
                current = mark
            else:
                place, page = self.part_rect(mark.page, mark.rect), self.rect_of(mark.page)
                highlights.paint_other(painter, place, mark, ratio, page)
        if current is None:
            return
        page = self.rect_of(current.page)
        shown = self.picture_of(current.page)
        highlights.paint_current(
            painter,
            self.part_rect(current.page, current.rect),
            current,
            font,
            page.intersected(view),
            lambda place: (
                highlights.writing(shown.image, page, place) if shown is not None else 0.0
            ),
        )

    def _paint_busy(self, painter: QPainter) -> None:
        font = sized(self, 13)
        painter.setFont(font)
        metrics = painter.fontMetrics()
        view = self.viewport().rect()
        width, height = metrics.horizontalAdvance(self._busy_text) + 32.0, metrics.height() + 14.0
        top = 16.0 if self._stacks else (view.height() - height) / 2
        place = QRectF(round((view.width() - width) / 2), round(top), width, height)
        smooth(painter)
        panel, edge = self._colors.color("panel"), self._colors.color("line2")
        box(painter, place, radius=4, ground=panel, edge=edge)
        painter.setPen(self._colors.color("text2"))
        painter.drawText(place, Qt.AlignmentFlag.AlignCenter, self._busy_text)

    def _on_click(self, at: QPointF) -> None:
        for index, mark in enumerate(self._marks):
            if self.part_rect(mark.page, mark.rect).contains(at):
                self.highlightClicked.emit(index)
                return
        found = self.place_at(at)
        if found is not None and found[0] in self._faults:
            self.faultClicked.emit(found[0])
