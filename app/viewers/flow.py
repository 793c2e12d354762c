"""Which picture is shown when: cache, first pictures, exact ones after a rest, pages ahead."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal

from app.media.facts import DocumentInfo
from app.media.look import Look
from app.media.problems import MediaProblem
from app.media.rendered import RenderedPage
from app.media.source import DocumentSource
from app.viewers.canvas import PageCanvas
from app.viewers.loader import PageLoader, Use, Want
from app.viewers.next_documents import NextDocuments
from app.viewers.page_area import Spot
from app.viewers.page_cache import PageCache, Picture
from app.viewers.wishes import Wishes, key_of
from app.viewers.zoom import Zoom

REST_MS = 150
BUSY_MS = 200

_NEAR = 3
"""Pages on either side for which a request is left to come."""

_DEPTH = 2
"""Pages ahead that are with the worker at a time: the order of the rest may still change."""


class PageFlow(QObject):
    """Brings the pages of one document to a canvas.

    One old page stays until the new one is there; in a strip a page without a picture is white.
    Any picture there is serves at once, scaled; after `REST_MS` of rest it is drawn anew for
    exactly these physical pixels. When nothing is wanted of what is seen, pages ahead are drawn
    (+1, +2, −1), and after them first pages of other documents.

    Attributes:
        shown: (page, `MediaProblem` or None): a page is on the canvas, perhaps with a notice.
        failed: (page, `MediaProblem`): the page cannot be shown.
        slow: nothing has come for `BUSY_MS`.
    """

    shown = Signal(int, object)
    failed = Signal(int, object)
    slow = Signal()

    def __init__(
        self,
        canvas: PageCanvas,
        loader: PageLoader,
        cache: PageCache,
        others: NextDocuments,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._canvas, self._loader, self._cache, self._others = canvas, loader, cache, others
        self._source: DocumentSource | None = None
        self._wishes: Wishes | None = None
        self._target = 0
        self._spot: Spot | None = None
        self._waits = False
        self._tried: set[Want] = set()
        self._hopeless: set[Want] = set()
        self._faults: dict[int, MediaProblem] = {}
        self._is_resting = False
        self.words_of: Callable[[MediaProblem], str] = lambda problem: problem.code.value
        self._rest = self._timer(REST_MS, self._on_rest)
        self._busy = self._timer(BUSY_MS, self.slow.emit)
        loader.drawn.connect(self._on_drawn)
        canvas.viewMoved.connect(self._on_moved)
        canvas.pageReached.connect(self._on_reached)

    def _timer(self, milliseconds: int, then: Callable[[], None]) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(milliseconds)
        timer.timeout.connect(then)
        return timer

    # --- what to show ------------------------------------------------------------------------

    @property
    def turns(self) -> dict[int, int]:
        """Degrees by page; the caller changes it and goes to the page again."""
        return self._wishes.turns if self._wishes is not None else {}

    def wait_for(self, source: DocumentSource | None) -> None:
        """A document is being opened; whatever was on its way for the last one is dropped."""
        keep = {w for w in self._loader.asked(Use.AHEAD) if w.source == source}
        self._loader.keep_only(keep, Use.SHOW, Use.AHEAD)
        self._source, self._wishes, self._waits = source, None, False
        self._tried.clear()
        self._hopeless.clear()
        self._faults.clear()
        self._rest.stop()
        if source is None:
            self._busy.stop()
        else:
            self._busy.start()

    def open(self, info: DocumentInfo, turns: dict[int, int], look: Look, zoom: Zoom) -> None:
        """The document is open. `turns`: degrees by page; `zoom` holds from its first page on."""
        if self._source is not None:
            source, canvas, cache = self._source, self._canvas, self._cache
            self._wishes = Wishes(canvas, cache, source, info, turns, look, zoom)

    def stop_waiting(self) -> None:
        """Nothing will come."""
        self._busy.stop()
        self._canvas.set_busy_text("")

    def go(self, page: int, spot: Spot | None = None) -> None:
        """Show a page as soon as there is a picture of it, starting at `spot` or at its top."""
        wishes = self._wishes
        if wishes is None or not len(wishes.sheets):
            return
        self._target, self._spot, self._waits = page, spot, True
        self._is_resting = False
        self._tried.clear()
        problem = self._faults.get(page)
        if wishes.picture(page) is not None or self._can_be_white():
            self._show(page)
            self._canvas.viewport().repaint()  # on screen before anything else is seen to
        elif problem is not None:
            self._fail(page, problem)
        elif not self._busy.isActive():
            self._busy.start()
        self._rest.start()
        self.feed()

    def set_look(self, look: Look) -> None:
        """Look at the document in another way."""
        if self._wishes is not None and look != self._wishes.look:
            self._wishes.set_look(look)
            self._loader.keep_only(set(), Use.SHOW, Use.AHEAD)
            self.try_again()

    def try_again(self) -> None:
        """Ask again for what failed."""
        self._hopeless.clear()
        self._faults.clear()
        self._tried.clear()
        self._rest.start()
        self._show_pictures()
        self.feed()

    def refresh(self) -> None:
        """The canvas shows one page or a strip now."""
        self._show(self._target)
        self._rest.start()
        self.feed()

    def fault(self, page: int) -> MediaProblem | None:
        """Why a page cannot be shown."""
        return self._faults.get(page)

    def _can_be_white(self) -> bool:
        """A strip of this document is on the canvas already."""
        canvas, frame = self._canvas, self._canvas.frame
        return canvas.is_strip and frame is not None and self._is_ours(frame.key)

    def _is_ours(self, key: str) -> bool:
        return self._source is not None and key == self._source.key

    def _seen(self) -> list[int]:
        """Pages of this document that are on the canvas, the wanted one first."""
        frame, wishes = self._canvas.frame, self._wishes
        if frame is None or wishes is None or not self._is_ours(frame.key):
            return []
        pages = [page for page in self._canvas.pages_visible() if page < len(wishes.sheets)]
        return sorted(pages, key=lambda page: page != self._target)

    # --- what is asked for -------------------------------------------------------------------

    def feed(self) -> None:
        """Ask for what is missing, what is seen first; drop what is not wanted any more."""
        wishes = self._wishes
        if wishes is None or not len(wishes.sheets):
            if self._source is None:
                self._ask_for_others()
            return
        seen = self._seen()
        near = seen if self._target in seen else [self._target]
        self._drop_stale(wishes, near)
        first = [page for page in near if self._lacks(wishes, page)]
        for page in reversed(first):  # of equal requests the newest goes first
            self._ask_first(wishes, page)
        if self._is_resting and self._target in seen:
            wants = [w for page in seen for w in wishes.sharper(page) if w not in self._hopeless]
            for want in reversed(wants):
                if want not in self._tried:
                    self._tried.add(want)
                    self._loader.ask(want)
        if not self._loader.asked(Use.SHOW):
            self._look_ahead(wishes, near)

    def _lacks(self, wishes: Wishes, page: int) -> bool:
        return page not in self._faults and self._cache.peek(wishes.key(page)) is None

    def _ask_first(self, wishes: Wishes, page: int) -> None:
        on_way = [w for w in self._loader.asked(Use.SHOW, Use.AHEAD) if self._is_first(w, page)]
        if on_way:
            if on_way[0].use is Use.AHEAD:  # nothing else is to come before it now
                self._loader.keep_only({on_way[0]}, Use.AHEAD)
            return
        want = wishes.first(page, Use.SHOW)
        if want not in self._hopeless:
            self._loader.ask(want)

    def _is_first(self, want: Want, page: int) -> bool:
        wishes = self._wishes
        return want.is_first and wishes is not None and key_of(want) == wishes.key(page)

    def _drop_stale(self, wishes: Wishes, near: list[int]) -> None:
        """Pages too far away, and exact pictures of what is not seen like that any more."""
        low, high = min(near) - _NEAR, max(near) + _NEAR
        sharper = {want for page in near for want in wishes.sharper(page)}
        stale = []
        for want in self._loader.asked(Use.SHOW, Use.AHEAD):
            if want.source != wishes.source:
                is_stale = want.use is Use.SHOW or not self._others.has(want.source)
            elif want.is_first or want.use is Use.AHEAD:
                is_now = key_of(want)[:4] == wishes.key(want.page)[:4]
                is_stale = not (low <= want.page <= high and is_now)
            else:
                is_stale = want not in sharper
            if is_stale:
                stale.append(want)
        self._loader.drop(stale)

    def _look_ahead(self, wishes: Wishes, near: list[int]) -> None:
        """The next two pages and the one before, then those exactly, then other documents."""
        last = max(near)
        pages = [page for page in (last + 1, last + 2, min(near) - 1) if self._is_page(page)]
        wants = [wishes.first(page, Use.AHEAD) for page in pages if self._lacks(wishes, page)]
        wants = [want for want in wants if not self._is_hopeless(want)]
        if not wants and self._is_resting:
            exact = (wishes.polish_ahead(page) for page in pages)
            wants = [want for want in exact if want is not None and not self._is_hopeless(want)]
        on_way = len(self._loader.asked(Use.AHEAD))
        for want in reversed(wants[: max(0, _DEPTH - on_way)]):
            self._tried.add(want)
            self._loader.ask(want)
        if not wants and self._is_resting:
            self._ask_for_others()

    def _ask_for_others(self) -> None:
        if not self._loader.asked(Use.SHOW, Use.AHEAD):
            other = self._others.next_want(self._source)
            if other is not None:
                self._loader.ask(other)

    def _is_page(self, page: int) -> bool:
        return self._wishes is not None and 0 <= page < len(self._wishes.sheets)

    def _is_hopeless(self, want: Want) -> bool:
        return want in self._tried or want in self._hopeless

    # --- what comes --------------------------------------------------------------------------

    def _on_drawn(self, want: Want, got: RenderedPage | MediaProblem) -> None:
        if want.use is Use.THUMB:
            return
        if isinstance(got, RenderedPage):
            if got.full_width != want.width_px:
                self._hopeless.add(want)  # it does not get finer by asking again
            self._keep(want, Picture(got))
        elif want.source == self._source:
            self._on_problem(want, got)
        self.feed()

    def _keep(self, want: Want, picture: Picture) -> None:
        wishes = self._wishes
        self._cache.put(key_of(want), picture)
        if wishes is None or want.source != self._source:
            return
        drawn = picture.rendered
        if drawn.is_whole and self._is_now(want):
            aspect = drawn.full_height / drawn.full_width
            if wishes.sheets.reshape(want.page, aspect) and self._canvas.is_strip:
                self._canvas.lay_out_again()
        if want.page == self._target and self._waits and self._is_now(want):
            self._show(want.page)
            self._canvas.viewport().repaint()
        else:
            self._show_pictures()

    def _is_now(self, want: Want) -> bool:
        wishes = self._wishes
        return wishes is not None and key_of(want)[:4] == wishes.key(want.page)[:4]

    def _on_problem(self, want: Want, problem: MediaProblem) -> None:
        self._hopeless.add(want)
        if want.use is Use.AHEAD or not want.is_first or not self._is_now(want):
            return  # what is only slow is tried for the eye all the same
        self._faults[want.page] = problem
        if want.page == self._target and self._waits:
            self._fail(want.page, problem)
        else:
            self._show_pictures()

    def _fail(self, page: int, problem: MediaProblem) -> None:
        self.stop_waiting()
        if self._can_be_white():
            self._show_pictures()
        else:
            self.failed.emit(page, problem)

    # --- what is on the canvas ---------------------------------------------------------------

    def _show(self, page: int) -> None:
        wishes = self._wishes
        assert wishes is not None  # there is a picture of it
        picture = wishes.picture(page)
        if picture is not None:
            self.stop_waiting()
            self._waits = False
        self._canvas.set_sheets(wishes.sheets)
        zoom, wishes.zoom = wishes.zoom, None
        self._canvas.show_page(wishes.sheets.frame(page), picture, self._spot, zoom)
        self._spot = None
        self._show_pictures()
        self.shown.emit(page, picture.rendered.notice if picture is not None else None)

    def _show_pictures(self) -> None:
        """Give the canvas what there is of the pages on it."""
        wishes, seen = self._wishes, self._seen()
        if wishes is None or not seen:
            return
        self._cache.hold([key for page in seen for key in wishes.keys(page)])
        stacks = {page: wishes.stack(page) for page in seen}
        words = {page: self.words_of(self._faults[page]) for page in seen if page in self._faults}
        frame = self._canvas.frame
        if not self._canvas.is_strip and frame is not None and not stacks.get(frame.page):
            stacks = {frame.page: self._canvas.stack(frame.page)}  # turned: not white meanwhile
        self._canvas.set_stacks(stacks, words if self._canvas.is_strip else {})

    def _on_moved(self) -> None:
        if self._wishes is not None:
            self._is_resting = False
            self._tried.clear()
            self._rest.start()
            self._show_pictures()
            self.feed()

    def _on_reached(self, page: int) -> None:
        if self._wishes is not None and self._can_be_white():
            self._target, self._waits = page, False
            self.stop_waiting()
            picture = self._wishes.picture(page)
            self.shown.emit(page, picture.rendered.notice if picture is not None else None)

    def _on_rest(self) -> None:
        self._is_resting = True
        self.feed()
