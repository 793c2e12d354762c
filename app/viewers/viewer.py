"""The document viewer."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping, Sequence
from typing import TypeVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from app.media.client import MediaClient
from app.media.facts import DocumentInfo
from app.media.problems import MediaProblem
from app.media.source import DocumentSource
from app.viewers.colors import ViewerColors
from app.viewers.flow import PageFlow
from app.viewers.highlights import Highlight
from app.viewers.loader import PageLoader
from app.viewers.page_cache import PageCache
from app.viewers.state import ViewState
from app.viewers.thumb_feed import ThumbFeed
from app.viewers.toolbar import ToolRow
from app.viewers.viewer_parts import ViewerParts
from app.viewers.zoom import Zoom, ZoomMode, clamp

_KEPT = 400
"""Documents whose place is remembered."""

_Kept = TypeVar("_Kept", DocumentInfo, ViewState)
Fractions = tuple[float, float, float, float]


class DocumentView(ViewerParts):
    """Shows one document at a time. Pages count from 0 in this interface.

    Attributes:
        documentReady: the `DocumentInfo` of the document just set.
        pageChanged: another page is wanted; its picture may still be on its way.
        pagePainted: (document key, page) is on the screen; for measurements.
        stateChanged: page, count or zoom changed.
        highlightClicked: index into the highlights.
    """

    documentReady = Signal(object)
    pageChanged = Signal(int)
    pagePainted = Signal(str, int)
    stateChanged = Signal()
    highlightClicked = Signal(int)

    def __init__(
        self,
        client: MediaClient,
        parent: QWidget | None = None,
        *,
        cache: PageCache | None = None,
    ) -> None:
        super().__init__(parent)
        self._source: DocumentSource | None = None
        self._info: DocumentInfo | None = None
        self._page = 0
        self._reveal: tuple[int, Fractions] | None = None
        self._infos: OrderedDict[str, DocumentInfo] = OrderedDict()
        self._states: OrderedDict[str, ViewState] = OrderedDict()
        self._cache = cache or PageCache()
        self._loader = PageLoader(client, self)
        self._flow = PageFlow(self.canvas, self._loader, self._cache, self)
        self._thumbs = ThumbFeed(self.strip, self._loader, self)
        self.tools = ToolRow(self)
        self._whole.insertWidget(0, self.tools)
        self._connect()
        self.set_colors(self._colors)
        self.retranslate()

    def _connect(self) -> None:
        self._loader.described.connect(self._on_described)
        self._flow.shown.connect(self._on_shown)
        self._flow.failed.connect(self._on_failed)
        self._flow.slow.connect(self._on_slow)
        self.canvas.zoomChanged.connect(self.stateChanged)
        self.canvas.turnRequested.connect(lambda by: self.go_to_page(self._page + by))
        self.canvas.pagePainted.connect(self.pagePainted)
        self.canvas.highlightClicked.connect(self.highlightClicked)
        self.strip.pageChosen.connect(self.go_to_page)
        self.tools.leftRow.connect(self.setFocus)
        self._card.askAgainRequested.connect(self._ask_again)

    # --- the document ------------------------------------------------------------------------

    @property
    def source(self) -> DocumentSource | None:
        """The document that was set."""
        return self._source

    @property
    def page(self) -> int:
        """The page that is wanted."""
        return self._page

    @property
    def page_count(self) -> int:
        """Pages of the document; 0 while it is not open."""
        return self._info.pages if self._info else 0

    @property
    def zoom(self) -> Zoom:
        """Mode and scale."""
        return self.canvas.zoom

    def set_document(self, source: DocumentSource | None, state: ViewState | None = None) -> None:
        """Open a document, at `state` or where it was left. None shows bare ground."""
        if source is not None and source == self._source and self._info is not None:
            if state is not None:
                self.restore_state(state)
            return
        self._keep_state()
        if source is not None and state is not None:
            self._states[source.key] = state
        self._source, self._info, self._reveal, self._page = source, None, None, 0
        self._name = source.name if source else ""
        self.show_notices([])
        self.set_highlights([])
        self._flow.wait_for(source)
        if source is None:
            self._loader.stop()
            self._thumbs.clear()
            self.show_canvas()
            self.canvas.clear_page()
            self.stateChanged.emit()
        elif source.key in self._infos:
            self._on_described(source, self._infos[source.key])
        else:
            self._loader.describe(source)
            self.stateChanged.emit()

    def close_document(self) -> None:
        """Show nothing and forget every page of the document, before its file goes away."""
        key = self._source.key if self._source else ""
        self.set_document(None)
        self._cache.drop(key)
        self._infos.pop(key, None)
        self._loader.forget(key)

    def _on_described(self, source: DocumentSource, got: DocumentInfo | MediaProblem) -> None:
        if source != self._source:
            return
        if isinstance(got, MediaProblem):
            self._thumbs.clear()
            self.stateChanged.emit()
            self._on_failed(0, got)
            return
        self._info = got
        _remember(self._infos, source.key, got)
        mode = self.canvas.zoom.mode  # a fit is kept for the next document, a scale is not
        fit = Zoom(ZoomMode.WIDTH if mode is ZoomMode.FREE else mode)
        state = self._states.get(source.key) or ViewState(zoom=fit)
        turns = dict(state.turns)
        self._flow.open(got, turns)
        self._thumbs.open(source, got, turns)
        self.canvas.set_zoom(state.zoom)
        self.documentReady.emit(got)
        page = self._reveal[0] if self._reveal else state.page
        self._go(min(max(0, page), got.pages - 1), state)

    def view_state(self) -> ViewState:
        """Page, place, zoom and turns of the document, for `restore_state` or `set_document`."""
        return ViewState(self._page, self.canvas.spot(), self.canvas.zoom, dict(self._flow.turns))

    def restore_state(self, state: ViewState) -> None:
        """Go where `view_state` was taken."""
        if self._info is None:
            return
        self._flow.turns.clear()
        self._flow.turns.update(state.turns)
        for page in range(self._info.pages):
            self.strip.pages.set_turn(page, state.turns.get(page, 0))
        self.canvas.set_zoom(state.zoom)
        self._go(min(state.page, self._info.pages - 1), state)

    def _keep_state(self) -> None:
        if self._source is not None and self._info is not None:
            _remember(self._states, self._source.key, self.view_state())

    def _ask_again(self) -> None:
        source = self._source
        if source is not None:
            self._loader.retry(source)
            self._keep_state()
            self._infos.pop(source.key, None)
            self._info = None
            self.show_canvas()
            self.canvas.clear_page()
            self._flow.wait_for(source)
            self._loader.describe(source)
        self.askAgainRequested.emit()

    # --- pages -------------------------------------------------------------------------------

    def go_to_page(self, page: int) -> None:
        """Show a page, from its top. A page that is not there is ignored."""
        if page != self._page and 0 <= page < self.page_count:
            self._go(page)

    def _go(self, page: int, state: ViewState | None = None) -> None:
        self._page = page
        self.strip.set_current(page)
        self.pageChanged.emit(page)
        self._flow.go(page, state.spot if state is not None and state.page == page else None)
        self.stateChanged.emit()

    def next_page(self) -> None:
        """One page on."""
        self.go_to_page(self._page + 1)

    def previous_page(self) -> None:
        """One page back."""
        self.go_to_page(self._page - 1)

    def first_page(self) -> None:
        """The first page."""
        self.go_to_page(0)

    def last_page(self) -> None:
        """The last page."""
        self.go_to_page(self.page_count - 1)

    def _on_shown(self, page: int, notice: MediaProblem | None) -> None:
        if self._info is None:
            return
        self.show_canvas()
        self.show_notices([*self._info.notices, *([notice] if notice else [])])
        words = self.tr("第 {n} 页，共 {total} 页")
        self.canvas.setAccessibleDescription(words.format(n=page + 1, total=self._info.pages))
        if self._reveal is not None and self._reveal[0] == page:
            self.canvas.reveal(self._reveal[1])
            self._reveal = None

    def _on_failed(self, _page: int, problem: MediaProblem) -> None:
        self._flow.stop_waiting()
        self.canvas.clear_page()
        self.show_notices([])
        self.show_problem(problem)

    def _on_slow(self) -> None:
        frame = self.canvas.frame
        if frame is not None and self._source is not None and frame.key != self._source.key:
            self.canvas.clear_page()
        self.show_canvas()
        self.canvas.set_busy_text(self.tr("正在打开…"))

    # --- zoom and turn -----------------------------------------------------------------------

    def zoom_in(self) -> None:
        """One step larger."""
        self.canvas.zoom_step(1)

    def zoom_out(self) -> None:
        """One step smaller."""
        self.canvas.zoom_step(-1)

    def set_scale(self, scale: float) -> None:
        """A fixed scale; 1.0 shows points at 96 dpi and pixels of a picture one to one."""
        self.canvas.set_zoom(Zoom(ZoomMode.FREE, clamp(scale)))

    def fit_width(self) -> None:
        """As wide as the window, now and after resizing."""
        self.canvas.set_zoom(Zoom(ZoomMode.WIDTH))

    def fit_page(self) -> None:
        """Whole page in the window, now and after resizing."""
        self.canvas.set_zoom(Zoom(ZoomMode.PAGE))

    def rotate_right(self) -> None:
        """Turn this page by 90 degrees; kept for this page."""
        if self._info is not None:
            turn = (self._flow.turns.get(self._page, 0) + 90) % 360
            self._flow.turns[self._page] = turn
            self.strip.pages.set_turn(self._page, turn)
            self._flow.go(self._page)
            self.stateChanged.emit()

    # --- marks -------------------------------------------------------------------------------

    def set_highlights(self, marks: Sequence[Highlight], current: int = -1) -> None:
        """Marks on the pages of this document; `current` is lit and labelled."""
        self.canvas.set_highlights(marks, current)

    def set_page_marks(self, tones: Mapping[int, str]) -> None:
        """Pages whose small picture carries a warning, by tone."""
        self.strip.pages.set_marks(tones)

    def scroll_to(self, page: int, part: Fractions) -> None:
        """Bring a part of a page (left, top, width, height as fractions) into the window."""
        self._reveal = (page, part)
        if self._info is None:
            return
        frame = self.canvas.frame
        if page == self._page and frame is not None and frame.page == page:
            self.canvas.reveal(part)
            self._reveal = None
        else:
            self.go_to_page(page)

    # --- looks and keys ----------------------------------------------------------------------

    def set_colors(self, colors: ViewerColors) -> None:
        super().set_colors(colors)
        self.tools.set_colors(colors)

    def set_tools_visible(self, visible: bool) -> None:
        """Hide the row of tools where the host shows a compact `ToolRow` elsewhere."""
        self.tools.setVisible(visible)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Plain paging keys. Everything else is the host's command registry."""
        acts = {
            Qt.Key.Key_PageDown: self.next_page,
            Qt.Key.Key_PageUp: self.previous_page,
            Qt.Key.Key_Home: self.first_page,
            Qt.Key.Key_End: self.last_page,
        }
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        act = acts.get(Qt.Key(event.key())) if plain else None
        if act is None:
            super().keyPressEvent(event)
        else:
            act()


def _remember(kept: OrderedDict[str, _Kept], key: str, value: _Kept) -> None:
    kept[key] = value
    kept.move_to_end(key)
    while len(kept) > _KEPT:
        kept.popitem(last=False)
