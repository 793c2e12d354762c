"""Which picture is shown when: cache, fresh pictures, finer ones after a rest, one ahead."""

from __future__ import annotations

import math
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal

from app.media.facts import DocumentInfo
from app.media.geometry import Clip
from app.media.limits import MAX_RENDER_PIXELS
from app.media.problems import MediaProblem
from app.media.rendered import RenderedPage
from app.media.source import DocumentSource
from app.viewers.canvas import PageCanvas
from app.viewers.loader import PageLoader, Use, Want
from app.viewers.page_area import Spot
from app.viewers.page_cache import PageCache, Picture, PictureKey
from app.viewers.zoom import PageFrame

REST_MS = 150
BUSY_MS = 200


class PageFlow(QObject):
    """Brings the pages of one document to a canvas.

    The old page stays until the new one is there. While it moves, a picture of another size
    is painted scaled; after `REST_MS` it is drawn anew for exactly these physical pixels. Where
    the whole page would pass the limit of one bitmap, only the visible part is.

    Attributes:
        shown: (page, `MediaProblem` or None): a page is on the canvas, perhaps with a notice.
        failed: (page, `MediaProblem`): the page cannot be shown.
        slow: nothing has come for `BUSY_MS`.
    """

    shown = Signal(int, object)
    failed = Signal(int, object)
    slow = Signal()

    def __init__(
        self, canvas: PageCanvas, loader: PageLoader, cache: PageCache, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._canvas, self._loader, self._cache = canvas, loader, cache
        self._source: DocumentSource | None = None
        self._info: DocumentInfo | None = None
        self._target = 0
        self._spot: Spot | None = None
        self._hopeless: set[Want] = set()
        self.turns: dict[int, int] = {}
        self._rest = self._timer(REST_MS, self.refine)
        self._busy = self._timer(BUSY_MS, self.slow.emit)
        loader.drawn.connect(self._on_drawn)
        canvas.viewMoved.connect(self._on_moved)

    def _timer(self, milliseconds: int, then: Callable[[], None]) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(milliseconds)
        timer.timeout.connect(then)
        return timer

    def wait_for(self, source: DocumentSource | None) -> None:
        """A document is being opened; whatever was on its way for the last one is dropped."""
        self._loader.keep_only(set(), Use.SHOW, Use.AHEAD)
        self._source, self._info = source, None
        self._hopeless.clear()
        self._rest.stop()
        if source is None:
            self._busy.stop()
        else:
            self._busy.start()

    def open(self, info: DocumentInfo, turns: dict[int, int]) -> None:
        """The document is open. `turns`: degrees by page."""
        self._info, self.turns = info, turns

    def stop_waiting(self) -> None:
        """Nothing will come."""
        self._busy.stop()
        self._canvas.set_busy_text("")

    def go(self, page: int, spot: Spot | None = None) -> None:
        """Show a page as soon as there is a picture of it, starting at `spot` or at its top."""
        frame = self._frame(page)
        if frame is None:
            return
        self._target, self._spot = page, spot
        picture = self._cache.get(PictureKey(frame.key, page, frame.rotation))
        if picture is not None:
            self._loader.keep_only(set(), Use.SHOW)
            self._show(frame, picture)
            return
        if not self._busy.isActive():
            self._busy.start()
        ahead = self._want(frame, Use.AHEAD)
        if self._loader.is_asked(ahead):
            self._loader.keep_only({ahead}, Use.SHOW, Use.AHEAD)
            return
        want = self._want(frame, Use.SHOW)
        self._loader.keep_only({want}, Use.SHOW, Use.AHEAD)
        self._loader.ask(want)

    def refine(self) -> None:
        """Draw what is shown for exactly the physical pixels it covers."""
        frame, picture = self._canvas.frame, self._canvas.picture
        source = self._source
        if source is None or frame is None or picture is None or not self._on_canvas(self._target):
            return  # the page that is on its way goes first, and is looked at when it is there
        whole = self._want(frame, Use.SHOW)
        if picture.rendered.full_width != whole.width_px and whole not in self._hopeless:
            self._loader.keep_only({whole}, Use.SHOW)
            self._loader.ask(whole)
        if self._canvas.device_width(frame) > whole.width_px:
            self._loader.ask(self._detail(frame, source))

    def _on_moved(self) -> None:
        if self._info is not None:
            self._rest.start()

    def _frame(self, page: int) -> PageFrame | None:
        source, info = self._source, self._info
        if source is None or info is None or not info.sizes:
            return None
        size = info.sizes[min(page, len(info.sizes) - 1)]
        return PageFrame.of(source.key, page, self.turns.get(page, 0), size, info.kind)

    def _want(self, frame: PageFrame, use: Use) -> Want:
        assert self._source is not None  # a frame comes from a document
        limit = int(math.sqrt(MAX_RENDER_PIXELS * frame.width / frame.height))
        width = min(self._canvas.device_width(frame), max(1, limit))
        return Want(self._source, frame.page, frame.rotation, width, use)

    def _detail(self, frame: PageFrame, source: DocumentSource) -> Want:
        width = self._canvas.device_width(frame)
        height = width * frame.height / frame.width
        seen = self._canvas.visible_part()
        clip = Clip(
            math.floor(seen.x() * width),
            math.floor(seen.y() * height),
            math.ceil(seen.width() * width) + 1,
            math.ceil(seen.height() * height) + 1,
        )
        return Want(source, frame.page, frame.rotation, width, Use.SHOW, clip)

    def _on_drawn(self, want: Want, got: RenderedPage | MediaProblem) -> None:
        if want.use is Use.THUMB or want.source != self._source:
            return
        is_target = want.page == self._target and want.rotation == self.turns.get(want.page, 0)
        if isinstance(got, MediaProblem):
            self._hopeless.add(want)
            if is_target and not self._on_canvas(want.page):
                self.stop_waiting()
                self.failed.emit(want.page, got)
            return
        picture = Picture(got)
        if want.clip is not None:
            if is_target and self._on_canvas(want.page):
                self._canvas.set_detail(picture)
            return
        if got.full_width != want.width_px:
            self._hopeless.add(want)  # it does not get finer by asking again
        self._cache.put(PictureKey(want.source.key, want.page, want.rotation), picture)
        frame = self._frame(want.page)
        if is_target and frame is not None:
            self._show(frame, picture)

    def _on_canvas(self, page: int) -> bool:
        frame = self._canvas.frame
        wanted = self._frame(page)
        return frame is not None and wanted is not None and frame[:3] == wanted[:3]

    def _show(self, frame: PageFrame, picture: Picture) -> None:
        drawn = picture.rendered
        height = frame.width * drawn.full_height / drawn.full_width
        if abs(height - frame.height) > 0.01 * frame.height:  # a frame unlike the first one
            frame = frame._replace(height=height)
        self.stop_waiting()
        self._canvas.show_page(frame, picture, self._spot)
        self._spot = None
        self.shown.emit(frame.page, drawn.notice)
        if drawn.full_width != self._want(frame, Use.SHOW).width_px:
            self._rest.start()
        self._look_ahead(frame.page + 1)

    def _look_ahead(self, page: int) -> None:
        frame = self._frame(page) if self._info and page < self._info.pages else None
        if frame is not None and self._cache.get(PictureKey(*frame[:3])) is None:
            want = self._want(frame, Use.AHEAD)
            if want not in self._hopeless:
                self._loader.keep_only({want}, Use.AHEAD)
                self._loader.ask(want)
