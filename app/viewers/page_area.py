"""Where a page lies in the window: scale, scroll ranges, zoom around a point."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QWidget

from app.viewers import highlights
from app.viewers.zoom import MARGIN, PageFrame, ViewMode, Zoom, ZoomMode, clamp, scale_for, step

LINE = 48
"""Logical pixels an arrow key scrolls."""


class Spot(NamedTuple):
    """Which point of the page lies in the middle of the window's top, as fractions of the page."""

    x: float = 0.5
    y: float = 0.0


class PageArea(QAbstractScrollArea):
    """Scrolls one page and keeps its place when it is zoomed or the window is resized.

    Attributes:
        zoomChanged: the mode or the scale changed.
        viewMoved: scrolled, zoomed or resized; what is visible may want a finer picture.
    """

    zoomChanged = Signal()
    viewMoved = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._frame: PageFrame | None = None
        self._zoom = Zoom()
        self._scale = 1.0
        self._mode = ViewMode.SINGLE
        self.setFrameShape(QFrame.Shape.NoFrame)

    @property
    def frame(self) -> PageFrame | None:
        """The page on display."""
        return self._frame

    @property
    def zoom(self) -> Zoom:
        """The mode and the scale in force."""
        return Zoom(self._zoom.mode, self._scale)

    @property
    def mode(self) -> ViewMode:
        """How many pages lie in the window."""
        return self._mode

    def set_mode(self, mode: ViewMode) -> None:
        """Lay out one page, or all below each other."""
        if mode is not self._mode:
            self._mode = mode
            self._layout_page()
            self.viewport().update()
            self.zoomChanged.emit()
            self.viewMoved.emit()

    def set_frame(self, frame: PageFrame | None, spot: Spot | None = None) -> None:
        """Lay out another page, which starts at `spot` or at its top."""
        self._frame = frame
        self._layout_page()
        self._go_to(spot or Spot())
        self.zoomChanged.emit()

    def scale_of(self, frame: PageFrame) -> float:
        """The scale at which `frame` would be shown now."""
        room: QSize = self.maximumViewportSize()
        bar = self.verticalScrollBar().sizeHint().width()
        return scale_for(self._zoom, frame, room.width(), room.height(), bar)

    def device_width(self, frame: PageFrame) -> int:
        """Physical pixels across `frame` as it would be shown now."""
        return max(1, round(frame.width * self.scale_of(frame) * self._ratio()))

    def _ratio(self) -> float:
        return self.viewport().devicePixelRatioF()

    def page_rect(self) -> QRectF:
        """The page in coordinates of the viewport, in logical pixels; empty without a page."""
        if self._frame is None:
            return QRectF()
        width, height = self._frame.width * self._scale, self._frame.height * self._scale
        view = self.viewport().size()
        x = MARGIN - self.horizontalScrollBar().value()
        y = MARGIN - self.verticalScrollBar().value()
        if width + 2 * MARGIN <= view.width():
            x = round((view.width() - width) / 2)
        if height + 2 * MARGIN <= view.height():
            y = round((view.height() - height) / 2)
        return QRectF(x, y, width, height)

    def pages_visible(self) -> range:
        """The pages of which something is in the viewport."""
        frame = self._frame
        return range(frame.page, frame.page + 1) if frame is not None else range(0)

    def rect_of(self, page: int) -> QRectF:
        """A page in coordinates of the viewport; empty where it is not laid out."""
        is_there = self._frame is not None and self._frame.page == page
        return self.page_rect() if is_there else QRectF()

    def rotation_of(self, page: int) -> int:
        """Degrees by which a page is turned clockwise as shown."""
        is_there = self._frame is not None and self._frame.page == page
        return self._frame.rotation if is_there and self._frame is not None else 0

    def part_rect(self, page: int, part: tuple[float, float, float, float]) -> QRectF:
        """A part of a page (left, top, width, height as fractions of the upright page) in
        coordinates of the viewport; empty where the page is not laid out.
        """
        turned = highlights.turned_rect(part, self.rotation_of(page))
        return highlights.on_page(turned, self.rect_of(page))

    def place_at(self, point: QPointF) -> tuple[int, float, float] | None:
        """Page and place (fractions of the upright page) at a point of the viewport."""
        for page in self.pages_visible():
            rect = self.rect_of(page)
            if rect.contains(point):
                x = (point.x() - rect.x()) / rect.width()
                y = (point.y() - rect.y()) / rect.height()
                return page, *highlights.upright_point(x, y, self.rotation_of(page))
        return None

    def visible_part(self) -> QRectF:
        """What is visible, as fractions of the page."""
        page = self.page_rect()
        seen = page.intersected(QRectF(self.viewport().rect()))
        if page.isEmpty() or seen.isEmpty():
            return QRectF()
        return QRectF(
            (seen.x() - page.x()) / page.width(),
            (seen.y() - page.y()) / page.height(),
            seen.width() / page.width(),
            seen.height() / page.height(),
        )

    def spot(self) -> Spot:
        """The point of the page at the middle of the window's top edge."""
        page = self.page_rect()
        if page.isEmpty():
            return Spot()
        middle = self.viewport().width() / 2
        return Spot((middle - page.x()) / page.width(), (MARGIN - page.y()) / page.height())

    def _go_to(self, spot: Spot) -> None:
        if self._frame is not None:
            width, height = self._frame.width * self._scale, self._frame.height * self._scale
            across = MARGIN + spot.x * width - self.viewport().width() / 2
            self.horizontalScrollBar().setValue(round(across))
            self.verticalScrollBar().setValue(round(spot.y * height))

    def reveal(self, part: tuple[float, float, float, float]) -> None:
        """Scroll so that a part of the upright page lies in the middle."""
        if self._frame is None:
            return
        turned = highlights.turned_rect(part, self._frame.rotation)
        place = highlights.on_page(turned, self.page_rect())
        view = QRectF(self.viewport().rect())
        if not view.adjusted(24, 24, -24, -24).contains(place):
            move = place.center() - view.center()
            for bar, by in (
                (self.horizontalScrollBar(), move.x()),
                (self.verticalScrollBar(), move.y()),
            ):
                bar.setValue(bar.value() + round(by))

    def _layout_page(self) -> None:
        view = self.maximumViewportSize()
        width = height = 0
        if self._frame is not None:
            self._scale = self.scale_of(self._frame)
            width = round(self._frame.width * self._scale) + 2 * MARGIN
            height = round(self._frame.height * self._scale) + 2 * MARGIN
        tall = height > view.height()
        room_x = view.width() - (self.verticalScrollBar().sizeHint().width() if tall else 0)
        wide = width > room_x
        room_y = view.height() - (self.horizontalScrollBar().sizeHint().height() if wide else 0)
        for bar, content, room in (
            (self.horizontalScrollBar(), width, room_x),
            (self.verticalScrollBar(), height, room_y),
        ):
            bar.setRange(0, max(0, content - room))
            bar.setPageStep(room)
            bar.setSingleStep(LINE)
        can_drag = wide or tall
        shape = Qt.CursorShape.OpenHandCursor if can_drag else Qt.CursorShape.ArrowCursor
        self.viewport().setCursor(shape)

    def set_zoom(self, zoom: Zoom, at: QPointF | None = None) -> None:
        """Change mode or scale, keeping the point `at` of the viewport where it is."""
        before = self.page_rect()
        anchor = at or QPointF(self.viewport().rect().center())
        self._zoom = zoom
        self._layout_page()
        if not before.isEmpty():
            after = self.page_rect()
            x = (anchor.x() - before.x()) / before.width() * after.width()
            y = (anchor.y() - before.y()) / before.height() * after.height()
            self.horizontalScrollBar().setValue(round(x + MARGIN - anchor.x()))
            self.verticalScrollBar().setValue(round(y + MARGIN - anchor.y()))
        self.viewport().update()
        self.zoomChanged.emit()
        self.viewMoved.emit()

    def zoom_step(self, direction: int, at: QPointF | None = None) -> None:
        """One step in (1) or out (-1)."""
        self.set_zoom(Zoom(ZoomMode.FREE, clamp(step(self._scale, direction))), at)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.DevicePixelRatioChange:
            self.viewMoved.emit()
        return super().event(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        spot, before = self.spot(), self._scale
        self._layout_page()
        if self._scale != before:
            self._go_to(spot)
            self.zoomChanged.emit()
        self.viewMoved.emit()

    def scrollContentsBy(self, _dx: int, _dy: int) -> None:
        self.viewport().update()
        self.viewMoved.emit()
