"""The magnifier: a lens that follows the cursor, drawn from a finer picture of its own."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPainterPath, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QWidget

from app.media.client import MediaClient
from app.media.geometry import Clip
from app.media.problems import MediaProblem
from app.media.rendered import RenderedPage
from app.media.requests import Priority, Ticket
from app.viewers.colors import LIGHT, ViewerColors
from app.viewers.drawing import box, sized, smooth
from app.viewers.focus_return import FocusReturn
from app.viewers.keys import ARROWS
from app.viewers.page_cache import Picture
from app.viewers.viewer import DocumentView

SIDE = 206
FACTORS = (2.0, 3.0, 4.0)
_STEP, _FINE_STEP = 24, 4
_ROOM = 3
"""The picture asked for is so many lenses wide: the lens moves in it without asking again."""
_NOTCH = 120


class _Tile:
    """A drawn part of a page: `picture` covers its part of a page `full` pixels wide."""

    def __init__(self, want: tuple[object, ...], picture: Picture) -> None:
        self.want, self.picture = want, picture


class Magnifier(QWidget):
    """The lens, a child of the page's viewport that takes no pointer itself.

    While it is on, the arrows move it (with Shift in small steps), + and - and the wheel change
    its strength, and Esc takes it away.

    Attributes:
        toggled: it was turned on or off.
    """

    toggled = Signal(bool)
    _drawn = Signal(object, object)

    def __init__(self, view: DocumentView, client: MediaClient) -> None:
        super().__init__(view.canvas.viewport())
        self._viewport = view.canvas.viewport()
        self._view, self._client = view, client
        self._colors = LIGHT
        self._focus = FocusReturn()
        self._factor = FACTORS[1]
        self._at = QPointF()
        self._tile: _Tile | None = None
        self._asked: tuple[object, ...] | None = None
        self._ticket: Ticket | None = None
        self._coming = QRectF()
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.resize(SIDE, SIDE)
        self.hide()
        self._drawn.connect(self._take, Qt.ConnectionType.QueuedConnection)
        view.canvas.viewMoved.connect(self._follow)
        view.canvas.pagePainted.connect(self._follow)

    @property
    def is_on(self) -> bool:
        """Whether the lens is shown."""
        return self.isVisibleTo(self._viewport)

    @property
    def factor(self) -> float:
        """How much larger than the page on display."""
        return self._factor

    @property
    def is_fine(self) -> bool:
        """Whether what the lens shows now was drawn for it."""
        return self._tile is not None and self._tile.want == self._asked and self._covers()

    def set_colors(self, colors: ViewerColors) -> None:
        """Draw in other colours."""
        self._colors = colors
        self.update()

    def toggle(self) -> None:
        """On in the middle of the page, or off."""
        self.set_on(not self.is_on)

    def set_on(self, on: bool) -> None:
        """Show the lens where the cursor is, or take it away."""
        if on == self.is_on:
            return
        canvas = self._view.canvas
        viewport = canvas.viewport()
        if on:
            cursor = QPointF(viewport.mapFromGlobal(self.cursor().pos()))
            inside = QRectF(viewport.rect()).contains(cursor) and viewport.underMouse()
            viewport.installEventFilter(self)
            canvas.installEventFilter(self)
            self.show()
            self.raise_()
            self.move_to(cursor if inside else QPointF(viewport.rect().center()))
            self._focus.take(canvas)
        else:
            viewport.removeEventFilter(self)
            canvas.removeEventFilter(self)
            self._drop()
            self.hide()
            self._focus.give_back(canvas, had=canvas.hasFocus())
        self.toggled.emit(on)

    def set_factor(self, factor: float) -> None:
        """2, 3 or 4 times."""
        self._factor = min(max(factor, FACTORS[0]), FACTORS[-1])
        self._follow()

    def move_to(self, point: QPointF) -> None:
        """Look at a point of the viewport."""
        view = QRectF(self._viewport.rect())
        self._at = QPointF(
            min(max(point.x(), view.left()), view.right()),
            min(max(point.y(), view.top()), view.bottom()),
        )
        corner = self._at - QPointF(SIDE / 2, SIDE / 2)
        self.move(corner.toPoint())
        self._follow()

    # --- pictures ----------------------------------------------------------------------------

    def _follow(self, *_what: object) -> None:
        if self.is_on:
            self._ask()
            self.update()

    def _page(self) -> int | None:
        place = self._view.canvas.place_at(self._at)
        if place is not None:
            return place[0]
        seen = self._view.canvas.pages_visible()
        return next(
            (p for p in seen if self._view.canvas.rect_of(p).intersects(self._seen())), None
        )

    def _seen(self) -> QRectF:
        """What of the viewport lies under the lens, before magnifying."""
        side = SIDE / self._factor
        return QRectF(self._at.x() - side / 2, self._at.y() - side / 2, side, side)

    def _scale(self) -> float:
        """Physical pixels of the lens for a logical one of the page on display."""
        return self._factor * self.devicePixelRatioF()

    def _in_page(self, page: int) -> QRectF:
        """What the lens shows, in pixels of the finer picture of the page."""
        rect, seen, scale = self._view.canvas.rect_of(page), self._seen(), self._scale()
        corner = (seen.topLeft() - rect.topLeft()) * scale
        return QRectF(corner.x(), corner.y(), seen.width() * scale, seen.height() * scale)

    def _want(self, page: int) -> tuple[object, ...]:
        """What makes a tile fit: document, page, turn, width and look."""
        canvas, source = self._view.canvas, self._view.source
        width = max(1, round(canvas.rect_of(page).width() * self._scale()))
        key = source.key if source is not None else ""
        return (key, page, canvas.rotation_of(page), width, self._view.look)

    def _covers(self) -> bool:
        tile, page = self._tile, self._page()
        if tile is None or page is None or tile.want != self._want(page):
            return False
        drawn = tile.picture.rendered
        whole = QRectF(0, 0, drawn.full_width, drawn.full_height)
        shown = self._in_page(page).intersected(whole).adjusted(1, 1, -1, -1)
        return QRectF(*drawn.part).contains(shown)

    def _ask(self) -> None:
        """A picture around the lens, unless one is here or on its way that will do."""
        page, source = self._page(), self._view.source
        if page is None or source is None or self._view.page_count == 0 or self._covers():
            return
        want = self._want(page)
        shown = self._in_page(page)
        if self._asked == want and self._coming.contains(shown):
            return  # on its way, or what came is all there is
        spare = (_ROOM - 1) / 2
        wide = shown.adjusted(
            -spare * shown.width(), -spare * shown.height(),
            spare * shown.width(), spare * shown.height(),
        )  # fmt: skip
        clip = wide.toAlignedRect()
        if self._ticket is not None:
            self._ticket.cancel()
        self._asked, self._coming = want, QRectF(clip)
        self._ticket = self._client.render(
            source,
            page,
            max(1, round(self._view.canvas.rect_of(page).width() * self._scale())),
            self._view.canvas.rotation_of(page),
            lambda got: self._send(want, got),
            Priority.VISIBLE,
            clip=Clip(clip.x(), clip.y(), clip.width(), clip.height()),
            fine=True,
            look=self._view.look,
        )

    def _send(self, want: tuple[object, ...], got: RenderedPage | MediaProblem) -> None:
        """On the reader thread."""
        try:
            self._drawn.emit(want, got)
        except RuntimeError:  # the viewer is gone
            if isinstance(got, RenderedPage):
                got.release()

    def _take(self, want: tuple[object, ...], got: RenderedPage | MediaProblem) -> None:
        if want != self._asked or not self.is_on:
            if isinstance(got, RenderedPage):
                got.release()
            return
        self._ticket = None
        if isinstance(got, RenderedPage):
            self._tile = _Tile(want, Picture(got))
            self.update()

    def _drop(self) -> None:
        if self._ticket is not None:
            self._ticket.cancel()
        self._ticket = self._tile = self._asked = None

    # --- painting ----------------------------------------------------------------------------

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        smooth(painter)
        lens = QRectF(self.rect()).adjusted(2, 2, -2, -2)
        shape = QPainterPath()
        shape.addRoundedRect(lens, 8, 8)
        painter.setClipPath(shape)
        painter.fillRect(lens, self._colors.color("canvas"))
        page = self._page()
        if page is not None:
            self._paint_page(painter, page)
        painter.setClipping(False)
        edge = self._colors.color("accent_text")
        box(painter, lens.adjusted(-1, -1, 1, 1), radius=8, edge=edge, width=2)
        self._paint_factor(painter, lens)
        painter.end()

    def _paint_page(self, painter: QPainter, page: int) -> None:
        rect, seen = self._view.canvas.rect_of(page), self._seen()
        painter.save()
        painter.scale(self._factor, self._factor)
        painter.translate(-seen.topLeft())
        painter.fillRect(rect, Qt.GlobalColor.white)
        rough = self._view.canvas.picture_of(page)
        if rough is not None:
            drawn = rough.rendered
            painter.drawImage(rect, rough.image, QRectF(*drawn.source_rect))
        tile = self._tile
        if tile is not None and tile.want == self._want(page):
            drawn = tile.picture.rendered
            unit = rect.width() / drawn.full_width
            part = QRectF(*drawn.part)
            place = QRectF(
                rect.x() + part.x() * unit, rect.y() + part.y() * unit,
                part.width() * unit, part.height() * unit,
            )  # fmt: skip
            painter.drawImage(place, tile.picture.image, QRectF(*drawn.source_rect))
        painter.restore()

    def _paint_factor(self, painter: QPainter, lens: QRectF) -> None:
        font = sized(self, 12)
        painter.setFont(font)
        text = f"{self._factor:g}×"
        size = painter.fontMetrics().size(0, text)
        spot = QRectF(QRect(QPoint(), size).adjusted(-6, -2, 6, 2))
        spot.moveBottomRight(lens.bottomRight() - QPointF(6, 6))
        box(painter, spot, radius=3, ground=self._colors.color("panel"))
        painter.setPen(self._colors.color("text"))
        painter.drawText(spot, Qt.AlignmentFlag.AlignCenter, text)

    # --- hands -------------------------------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QMouseEvent) and watched is self._viewport:
            if event.type() == QEvent.Type.MouseMove and not event.buttons():
                self.move_to(event.position())
        elif isinstance(event, QWheelEvent) and watched is self._viewport:
            return self._wheel(event)
        elif isinstance(event, QKeyEvent) and watched is self._view.canvas:
            return self._key(event)
        return False

    def _wheel(self, event: QWheelEvent) -> bool:
        if event.modifiers() or abs(event.angleDelta().y()) < _NOTCH:
            return False
        self._stronger(1 if event.angleDelta().y() > 0 else -1)
        return True

    def _stronger(self, by: int) -> None:
        self.set_factor(self._factor + by)

    def _key(self, event: QKeyEvent) -> bool:
        """Keys while the lens is on; a shortcut of the host on the same key waits."""
        key = Qt.Key(event.key())
        kept = Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.ShiftModifier
        if event.modifiers() & ~kept:
            return False
        known = key in ARROWS or key in (
            Qt.Key.Key_Plus, Qt.Key.Key_Equal, Qt.Key.Key_Minus, Qt.Key.Key_Escape,
        )  # fmt: skip
        if not known:
            return False
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
        elif event.type() == QEvent.Type.KeyPress:
            self._act(key, fine=bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))
        return True

    def _act(self, key: Qt.Key, *, fine: bool) -> None:
        if key in ARROWS:
            step = ARROWS[key] * (_FINE_STEP if fine else _STEP)
            self.move_to(self._at + QPointF(step))
        elif key == Qt.Key.Key_Escape:
            self.set_on(False)
        else:
            self._stronger(-1 if key == Qt.Key.Key_Minus else 1)


def _paint_part(painter: QPainter, page: QRectF, picture: Picture) -> None:
    """A picture of a page or of a part of it, where it belongs in the page's rectangle."""
    drawn = picture.rendered
    unit = page.width() / drawn.full_width
    left, top, width, height = (side * unit for side in drawn.part)
    place = QRectF(page.x() + left, page.y() + top, width, height)
    painter.drawImage(place, picture.image, QRectF(*drawn.source_rect))
