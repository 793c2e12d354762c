"""The page itself: painting, dragging, zooming to the cursor."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QWidget

from app.viewers import highlights
from app.viewers.colors import LIGHT, ViewerColors
from app.viewers.drawing import box, sized, smooth
from app.viewers.highlights import Highlight
from app.viewers.overlay import Overlay, OverlaySeat
from app.viewers.page_area import LINE, PageArea, Spot
from app.viewers.page_cache import Picture
from app.viewers.zoom import PageFrame

_NOTCH = 120


class PageCanvas(PageArea):
    """Shows one page. What is shown changes only when there is a picture of it: no flash.

    Attributes:
        turnRequested: the wheel or an arrow wants the next (1) or previous (-1) page.
        pagePainted: (document key, page) was painted for the first time since it was set.
        highlightClicked: index into the highlights.
    """

    turnRequested = Signal(int)
    pagePainted = Signal(str, int)
    highlightClicked = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._colors = LIGHT
        self._picture: Picture | None = None
        self._detail: Picture | None = None
        self._marks: tuple[Highlight, ...] = ()
        self._seat = OverlaySeat()
        self._current = -1
        self._busy_text = ""
        self._to_announce = False
        self._drag: QPoint | None = None
        self._dragged = False
        self._wheel = 0
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
        view = self.viewport()
        view.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
        view.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        view.setAutoFillBackground(False)
        view.setMouseTracking(True)

    @property
    def picture(self) -> Picture | None:
        """The picture of the whole page on display."""
        return self._picture

    def show_page(self, frame: PageFrame, picture: Picture, spot: Spot | None = None) -> None:
        """Show `picture` of `frame`; a new page starts at `spot` or at its top."""
        is_new = self._frame is None or self._frame[:3] != frame[:3]
        self._picture, self._to_announce = picture, True
        if is_new:
            self._detail = None
            self.set_frame(frame, spot)
        self.viewport().update()

    def set_detail(self, picture: Picture | None) -> None:
        """Show a finer picture of a part over that of the page; it fits one scale only."""
        self._detail = picture
        self.viewport().update()

    def clear_page(self) -> None:
        """Show bare ground."""
        self._picture = self._detail = None
        self.set_frame(None)
        self.viewport().update()

    def set_busy_text(self, text: str) -> None:
        """Words over the page while the next one is on its way; empty for none."""
        if text != self._busy_text:
            self._busy_text = text
            self.viewport().update()

    def set_highlights(self, marks: Sequence[Highlight], current: int) -> None:
        """Marks of all pages; those of the page on display are painted."""
        self._marks, self._current = tuple(marks), current
        self.viewport().update()

    def set_colors(self, colors: ViewerColors) -> None:
        """Draw in other colours."""
        self._colors = colors
        self.viewport().update()

    def add_overlay(self, overlay: Overlay) -> None:
        """Let `overlay` draw over the pages and be asked about the pointer first."""
        self._seat.add(overlay)
        self.viewport().update()

    def remove_overlay(self, overlay: Overlay) -> None:
        """Take an overlay away."""
        self._seat.remove(overlay)
        self.viewport().update()

    # --- painting ----------------------------------------------------------------------------

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.fillRect(self.viewport().rect(), self._colors.color("canvas"))
        painted = self._frame if self._picture is not None else None
        if painted is not None and self._picture is not None:
            self._paint_page(painter, self._picture)
            smooth(painter)
            self._paint_marks(painter, painted)
            self._seat.paint(painter, self)
        if self._busy_text:
            self._paint_busy(painter)
        painter.end()
        if painted is not None and self._to_announce:
            self._to_announce = False
            self.pagePainted.emit(painted.key, painted.page)

    def _paint_page(self, painter: QPainter, picture: Picture) -> None:
        """In physical pixels, so that a picture of exactly this size is copied, not blurred."""
        ratio, page = self._ratio(), self.page_rect()
        whole = QRect(
            round(page.x() * ratio),
            round(page.y() * ratio),
            max(1, round(page.width() * ratio)),
            max(1, round(page.height() * ratio)),
        )
        painter.save()
        painter.scale(1 / ratio, 1 / ratio)
        painter.fillRect(whole.adjusted(-1, -1, 1, 1), self._colors.color("line2"))
        image = picture.image
        if image.width() == whole.width() and abs(image.height() - whole.height()) <= 1:
            painter.drawImage(whole.topLeft(), image)
        else:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(whole, image)
        if self._detail is not None:
            part = self._detail.rendered.part
            if self._detail.rendered.full_width == whole.width():
                painter.drawImage(whole.topLeft() + QPoint(part.x, part.y), self._detail.image)
        painter.restore()

    def _paint_marks(self, painter: QPainter, frame: PageFrame) -> None:
        page, view = self.page_rect(), QRectF(self.viewport().rect())
        font, ratio = sized(self, 12, bold=True), self._ratio()
        current: tuple[QRectF, Highlight] | None = None
        for index, mark in enumerate(self._marks):
            if mark.page != frame.page:
                continue
            place = highlights.on_page(highlights.turned_rect(mark.rect, frame.rotation), page)
            if index == self._current:
                current = (place, mark)
            else:
                highlights.paint_other(painter, place, mark, ratio, page)
        picture = self._picture
        if current is not None and picture is not None:
            highlights.paint_current(
                painter,
                *current,
                font,
                page.intersected(view),
                lambda place: highlights.writing(picture.image, page, place),
            )

    def _paint_busy(self, painter: QPainter) -> None:
        font = sized(self, 13)
        painter.setFont(font)
        metrics = painter.fontMetrics()
        view = self.viewport().rect()
        width, height = metrics.horizontalAdvance(self._busy_text) + 32.0, metrics.height() + 14.0
        top = 16.0 if self._picture is not None else (view.height() - height) / 2
        place = QRectF(round((view.width() - width) / 2), round(top), width, height)
        smooth(painter)
        panel, edge = self._colors.color("panel"), self._colors.color("line2")
        box(painter, place, radius=4, ground=panel, edge=edge)
        painter.setPen(self._colors.color("text2"))
        painter.drawText(place, Qt.AlignmentFlag.AlignCenter, self._busy_text)

    # --- pointer and keys --------------------------------------------------------------------

    def wheelEvent(self, event: QWheelEvent) -> None:
        delta = event.angleDelta().y()
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._wheel += delta
            while abs(self._wheel) >= _NOTCH:
                direction = 1 if self._wheel > 0 else -1
                self._wheel -= direction * _NOTCH
                self.zoom_step(direction, event.position())
        elif self._at_end(-delta) and delta:
            self._wheel += delta
            if abs(self._wheel) >= _NOTCH:
                self._wheel = 0
                self.turnRequested.emit(-1 if delta > 0 else 1)
        else:
            self._wheel = 0
            super().wheelEvent(event)
        event.accept()

    def _at_end(self, direction: int) -> bool:
        bar = self.verticalScrollBar()
        return bar.value() == (bar.maximum() if direction > 0 else bar.minimum())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows scroll; across a page that fits they turn it. Paging keys are the viewer's."""
        bars = {
            Qt.Key.Key_Up: (self.verticalScrollBar(), -1),
            Qt.Key.Key_Down: (self.verticalScrollBar(), 1),
            Qt.Key.Key_Left: (self.horizontalScrollBar(), -1),
            Qt.Key.Key_Right: (self.horizontalScrollBar(), 1),
        }
        plain = event.modifiers() in (
            Qt.KeyboardModifier.NoModifier,
            Qt.KeyboardModifier.KeypadModifier,
        )
        found = bars.get(Qt.Key(event.key())) if plain else None
        if found is None:
            event.ignore()
            return
        bar, direction = found
        if bar.maximum() > bar.minimum():
            bar.setValue(bar.value() + direction * LINE)
        else:
            self.turnRequested.emit(direction)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if self._seat.press(event):
            return
        if event.button() == Qt.MouseButton.LeftButton:
            self._drag, self._dragged = event.position().toPoint(), False

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._drag is None and self._seat.move(event):
            return
        if self._drag is None:
            return
        now = event.position().toPoint()
        move = now - self._drag
        if not self._dragged and move.manhattanLength() < 4:
            return
        if not self._dragged and self.viewport().cursor().shape() != Qt.CursorShape.ArrowCursor:
            self.viewport().setCursor(Qt.CursorShape.ClosedHandCursor)
        self._drag, self._dragged = now, True
        self.horizontalScrollBar().setValue(self.horizontalScrollBar().value() - move.x())
        self.verticalScrollBar().setValue(self.verticalScrollBar().value() - move.y())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._drag is None and self._seat.release(event):
            return
        was_click = self._drag is not None and not self._dragged
        self._drag = None
        if self.viewport().cursor().shape() == Qt.CursorShape.ClosedHandCursor:
            self.viewport().setCursor(Qt.CursorShape.OpenHandCursor)
        if was_click and self._frame is not None:
            self._click(event.position(), self._frame)

    def _click(self, at: QPointF, frame: PageFrame) -> None:
        page = self.page_rect()
        for index, mark in enumerate(self._marks):
            turned = highlights.turned_rect(mark.rect, frame.rotation)
            if mark.page == frame.page and highlights.on_page(turned, page).contains(at):
                self.highlightClicked.emit(index)
                return
