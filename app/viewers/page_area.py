"""Where pages lie in the window: scale, scroll ranges, zoom around a point."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, QSize, QSizeF, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QWidget

from app.viewers import highlights
from app.viewers.layout import MAX_STRIP_PAGES, Layout, Sheets, SingleLayout, StripLayout
from app.viewers.zoom import MARGIN, PageFrame, ViewMode, Zoom, ZoomMode, clamp, scale_for, step

LINE = 48
"""Logical pixels an arrow key scrolls."""

_READING_LINE = 0.4
"""The page at this height of the window is the one that is being read."""

Part = tuple[float, float, float, float]
"""Left, top, width and height as fractions of the upright page."""


class Spot(NamedTuple):
    """Which point of the page lies in the middle of the window's top, as fractions of the page."""

    x: float = 0.5
    y: float = 0.0


class PageArea(QAbstractScrollArea):
    """Scrolls pages and keeps its place when they are zoomed or the window is resized.

    Attributes:
        zoomChanged: the mode or the scale changed.
        viewMoved: scrolled, zoomed or resized; what is visible may want a finer picture.
        pageReached: scrolling has brought another page to the reading line.
    """

    zoomChanged = Signal()
    viewMoved = Signal()
    pageReached = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._frame: PageFrame | None = None
        self._sheets: Sheets | None = None
        self._zoom = Zoom()
        self._mode = ViewMode.SINGLE
        self._layout: Layout = SingleLayout(None, 1.0)
        self._is_placing = False
        self._is_laying_out = False
        self.setFrameShape(QFrame.Shape.NoFrame)

    @property
    def frame(self) -> PageFrame | None:
        """The page on display; of several the one that is being read."""
        return self._frame

    @property
    def zoom(self) -> Zoom:
        """The mode and the scale in force."""
        return Zoom(self._zoom.mode, self._scale)

    @property
    def mode(self) -> ViewMode:
        """How many pages lie in the window."""
        return self._mode

    @property
    def _scale(self) -> float:
        return self._layout.scale(self._frame.page) if self._frame is not None else 1.0

    @property
    def is_strip(self) -> bool:
        """Whether all pages are laid out now; a very long document never is."""
        frame, sheets = self._frame, self._sheets
        return (
            self._mode is ViewMode.CONTINUOUS
            and frame is not None
            and sheets is not None
            and sheets.key == frame.key
            and len(sheets) <= MAX_STRIP_PAGES
        )

    def set_mode(self, mode: ViewMode) -> None:
        """Lay out one page, or all below each other."""
        if mode is not self._mode:
            spot = self.spot()
            self._mode = mode
            self._place(spot)
            self.zoomChanged.emit()
            self.viewMoved.emit()

    def set_sheets(self, sheets: Sheets | None) -> None:
        """The pages that can be laid out. What is shown does not change by this."""
        self._sheets = sheets

    def set_frame(
        self, frame: PageFrame | None, spot: Spot | None = None, zoom: Zoom | None = None
    ) -> None:
        """Go to another page, which starts at `spot` or at its top, perhaps in another zoom."""
        self._frame = frame
        self._zoom = zoom or self._zoom
        self._place(spot or Spot())
        self.zoomChanged.emit()

    def lay_out_again(self) -> None:
        """Pages have another shape than was believed; the place on the page is kept."""
        self._place(self.spot())
        self.viewMoved.emit()

    # --- places ------------------------------------------------------------------------------

    def scale_of(self, frame: PageFrame, zoom: Zoom | None = None) -> float:
        """The scale at which `frame` would be shown now, or in another `zoom`."""
        if zoom is None and self.is_strip and frame == self._strip_frame(frame.page):
            return self._layout.scale(frame.page)
        room = self.room()
        bar = self.verticalScrollBar().sizeHint().width()
        return scale_for(zoom or self._zoom, frame, room.width(), room.height(), bar)

    def _strip_frame(self, page: int) -> PageFrame | None:
        sheets = self._sheets
        return sheets.frame(page) if sheets is not None and page < len(sheets) else None

    def device_width(self, frame: PageFrame, zoom: Zoom | None = None) -> int:
        """Physical pixels across `frame` as it would be shown now, or in another `zoom`."""
        return max(1, round(frame.width * self.scale_of(frame, zoom) * self.ratio()))

    def room(self) -> QSize:
        """The viewport as it is without scroll bars, in logical pixels."""
        return self.contentsRect().size()

    def ratio(self) -> float:
        """Physical pixels for each logical one."""
        return self.viewport().devicePixelRatioF()

    def _origin(self) -> QPoint:
        """Where the ground begins in the viewport."""
        size, view = self._layout.size, self.viewport().size()
        x, y = -self.horizontalScrollBar().value(), -self.verticalScrollBar().value()
        if size.width() <= view.width():
            x = round((view.width() - size.width()) / 2)
        if size.height() <= view.height():
            y = round((view.height() - size.height()) / 2)
        return QPoint(x, y)

    def page_rect(self) -> QRectF:
        """The page on display in coordinates of the viewport, in logical pixels."""
        return self.rect_of(self._frame.page) if self._frame is not None else QRectF()

    def rect_of(self, page: int) -> QRectF:
        """A page in coordinates of the viewport; empty where it is not laid out."""
        place = self._layout.rect(page)
        return place if place.isEmpty() else place.translated(QPointF(self._origin()))

    def pages_visible(self) -> range:
        """The pages of which something is in the viewport."""
        top = -self._origin().y()
        return self._layout.pages(top, top + self.viewport().height())

    def rotation_of(self, page: int) -> int:
        """Degrees by which a page is turned clockwise as shown."""
        frame = self._frame
        if frame is None or frame.page != page:
            frame = self._strip_frame(page) if self.is_strip else None
        return frame.rotation if frame is not None else 0

    def part_rect(self, page: int, part: Part) -> QRectF:
        """A part of a page in coordinates of the viewport; empty where it is not laid out."""
        turned = highlights.turned_rect(part, self.rotation_of(page))
        return highlights.on_page(turned, self.rect_of(page))

    def place_at(self, point: QPointF) -> tuple[int, float, float] | None:
        """Page and place (fractions of the upright page) at a point of the viewport."""
        for page in self.pages_visible():
            rect = self.rect_of(page)
            if rect.contains(point):
                x, y = _fractions(rect, point)
                return page, *highlights.upright_point(x, y, self.rotation_of(page))
        return None

    def seen_of(self, page: int) -> QRectF:
        """What is visible of a page, as fractions of the page as it is turned."""
        place = self.rect_of(page)
        seen = place.intersected(QRectF(self.viewport().rect()))
        if place.isEmpty() or seen.isEmpty():
            return QRectF()
        x, y = _fractions(place, seen.topLeft())
        return QRectF(x, y, seen.width() / place.width(), seen.height() / place.height())

    def spot(self) -> Spot:
        """The point of the page at the middle of the window's top edge."""
        page = self.page_rect()
        if page.isEmpty():
            return Spot()
        return Spot(*_fractions(page, QPointF(self.viewport().width() / 2, MARGIN)))

    # --- moving ------------------------------------------------------------------------------

    @contextmanager
    def _placing(self) -> Iterator[None]:
        """The bars are moved by us: the page that is being read was chosen."""
        before, self._is_placing = self._is_placing, True
        try:
            yield
        finally:
            self._is_placing = before

    def _place(self, spot: Spot) -> None:
        with self._placing():
            self._lay_out()
            self._put(spot, QPointF(self.viewport().width() / 2, MARGIN))
        self.viewport().update()

    def _put(self, spot: Spot, at: QPointF) -> None:
        """Scroll so that a point of the page on display lies `at` a point of the viewport."""
        if self._frame is None:
            return
        place = self._layout.rect(self._frame.page)
        x = place.x() + spot.x * place.width() - at.x()
        y = place.y() + spot.y * place.height() - at.y()
        with self._placing():
            self.horizontalScrollBar().setValue(round(x))
            self.verticalScrollBar().setValue(round(y))

    def reveal(self, part: Part, page: int | None = None) -> None:
        """Scroll so that a part of a page (that on display) lies in the middle.

        The page that is being read stays the same, even where that part is at its very top.
        """
        if self._frame is None:
            return
        place = self.part_rect(self._frame.page if page is None else page, part)
        view = QRectF(self.viewport().rect())
        if not place.isNull() and not view.adjusted(24, 24, -24, -24).contains(place):
            with self._placing():
                self.scroll_by(place.center() - view.center())

    def scroll_by(self, move: QPointF) -> None:
        """Move what is seen by logical pixels, as far as there is something."""
        across, down = self.horizontalScrollBar(), self.verticalScrollBar()
        across.setValue(across.value() + round(move.x()))
        down.setValue(down.value() + round(move.y()))

    def _lay_out(self) -> None:
        view = self.room()
        bar_x = self.verticalScrollBar().sizeHint().width()
        if self.is_strip and self._sheets is not None:
            room = QSizeF(view.width() - bar_x, view.height())
            self._layout = StripLayout(self._sheets, self._zoom, room)
        else:
            scale = self.scale_of(self._frame) if self._frame is not None else 1.0
            self._layout = SingleLayout(self._frame, scale)
        width, height = round(self._layout.size.width()), round(self._layout.size.height())
        tall = height > view.height()
        room_x = view.width() - (bar_x if tall else 0)
        wide = width > room_x
        room_y = view.height() - (self.horizontalScrollBar().sizeHint().height() if wide else 0)
        self._show_bars(across=wide, down=tall)
        for bar, content, room_of in (
            (self.horizontalScrollBar(), width, room_x),
            (self.verticalScrollBar(), height, room_y),
        ):
            bar.setRange(0, max(0, content - room_of))
            bar.setPageStep(room_of)
            bar.setSingleStep(LINE)
        self.show_hand()

    def _show_bars(self, *, across: bool, down: bool) -> None:
        """At once: left to itself the area shows them later, and the page would jump aside."""
        on, off = Qt.ScrollBarPolicy.ScrollBarAlwaysOn, Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        self._is_laying_out = True
        self.setHorizontalScrollBarPolicy(on if across else off)
        self.setVerticalScrollBarPolicy(on if down else off)
        self._is_laying_out = False

    def show_hand(self) -> None:
        """The cursor that says whether something can be dragged."""
        bars = (self.horizontalScrollBar(), self.verticalScrollBar())
        can_drag = any(bar.maximum() > 0 for bar in bars)
        shape = Qt.CursorShape.OpenHandCursor if can_drag else Qt.CursorShape.ArrowCursor
        self.viewport().setCursor(shape)

    def set_zoom(self, zoom: Zoom, at: QPointF | None = None) -> None:
        """Change mode or scale, keeping the point `at` of the viewport where it is."""
        anchor = at or QPointF(self.viewport().rect().center())
        page = self._frame.page if self._frame is not None else 0
        found = self.place_at(anchor) if at is not None and self.is_strip else None
        held = found[0] if found is not None else page
        before = self.rect_of(held)
        self._zoom = zoom
        with self._placing():
            self._lay_out()
            if not before.isEmpty():
                x, y = _fractions(before, anchor)
                after = self._layout.rect(held)
                across = after.x() + x * after.width() - anchor.x()
                down = after.y() + y * after.height() - anchor.y()
                self.horizontalScrollBar().setValue(round(across))
                self.verticalScrollBar().setValue(round(down))
        self._read_on()
        self.viewport().update()
        self.zoomChanged.emit()
        self.viewMoved.emit()

    def zoom_step(self, direction: int, at: QPointF | None = None) -> None:
        """One step in (1) or out (-1)."""
        self.set_zoom(Zoom(ZoomMode.FREE, clamp(step(self._scale, direction))), at)

    def zoom_by(self, factor: float, at: QPointF) -> None:
        """Larger or smaller by any factor, around a point of the viewport.

        In a fit every page has its own scale: that of the page under the point is changed.
        """
        found = self.place_at(at)
        scale = self._layout.scale(found[0]) if found is not None else self._scale
        self.set_zoom(Zoom(ZoomMode.FREE, clamp(scale * factor)), at)

    def fit_part(self, page: int, part: Part) -> None:
        """Zoom so that a part of a page that is laid out fills the window."""
        self.fit_rect(self.part_rect(page, part))

    def fit_rect(self, place: QRectF) -> None:
        """Zoom so that a rectangle of the viewport fills the window."""
        found = self.place_at(place.center())
        if self._frame is None or place.isEmpty():
            return
        page = found[0] if found is not None else self._frame.page
        x, y = _fractions(self.rect_of(page), place.center())
        view = self.room()
        factor = min(view.width() / place.width(), view.height() / place.height())
        scale = clamp(self._layout.scale(page) * factor)
        self.set_zoom(Zoom(ZoomMode.FREE, scale), place.center())
        now = self.rect_of(page)
        middle = QPointF(now.x() + x * now.width(), now.y() + y * now.height())
        self.scroll_by(middle - QRectF(self.viewport().rect()).center())

    def _read_on(self) -> None:
        """Tell which page is at the reading line now."""
        if not self.is_strip or self._frame is None or self._sheets is None:
            return
        line = self.viewport().height() * _READING_LINE - self._origin().y()
        pages = self._layout.pages(line, self._layout.size.height())
        page = pages.start if pages else self._frame.page
        if page != self._frame.page:
            self._frame = self._sheets.frame(page)
            self.pageReached.emit(page)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.DevicePixelRatioChange:
            self.viewMoved.emit()
        return super().event(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._is_laying_out:
            return
        spot, before = self.spot(), self._scale
        with self._placing():
            self._lay_out()
        if self._scale != before or self.is_strip:  # pages above may have another height
            self._put(spot, QPointF(self.viewport().width() / 2, MARGIN))
        if self._scale != before:
            self.zoomChanged.emit()
        self.viewMoved.emit()

    def scrollContentsBy(self, _dx: int, _dy: int) -> None:
        if not self._is_placing:
            self._read_on()
        self.viewport().update()
        self.viewMoved.emit()


def _fractions(place: QRectF, point: QPointF) -> tuple[float, float]:
    return (point.x() - place.x()) / place.width(), (point.y() - place.y()) / place.height()
