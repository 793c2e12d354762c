"""The document viewer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.media.client import MediaClient
from app.media.facts import DocumentInfo
from app.media.problems import MediaProblem
from app.media.source import DocumentSource
from app.viewers.colors import ViewerColors
from app.viewers.highlights import Highlight
from app.viewers.next_documents import opening_state
from app.viewers.page_cache import PageCache
from app.viewers.page_turner import PageTurner
from app.viewers.state import ViewState
from app.viewers.thumb_feed import ThumbFeed
from app.viewers.toolbar import ToolRow
from app.viewers.words import problem_words


class DocumentView(PageTurner):
    """Shows one document at a time. Pages count from 0 in this interface.

    Attributes:
        documentReady: the `DocumentInfo` of the document just set.
        pagePainted: (document key, page) is on the screen; for measurements.
        highlightClicked: index into the highlights.
    """

    documentReady = Signal(object)
    pagePainted = Signal(str, int)
    highlightClicked = Signal(int)

    def __init__(
        self,
        client: MediaClient,
        parent: QWidget | None = None,
        *,
        cache: PageCache | None = None,
    ) -> None:
        super().__init__(client, parent, cache=cache)
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
        self._flow.words_of = self._fault_words
        self.canvas.pagePainted.connect(self.pagePainted)
        self.canvas.highlightClicked.connect(self.highlightClicked)
        self.canvas.faultClicked.connect(self._on_fault_clicked)
        self.tools.leftRow.connect(self.setFocus)
        self._card.askAgainRequested.connect(self._ask_again)

    # --- the document ------------------------------------------------------------------------

    def set_document(self, source: DocumentSource | None, state: ViewState | None = None) -> None:
        """Open a document, at `state` or where it was left. None shows bare ground."""
        if source is not None and source == self._source and self._info is not None:
            if state is not None:
                self.restore_state(state)
            return
        self._keep_state()
        if source is not None and state is not None:
            self._memory.states.put(source.key, state)
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
            return
        known = self._memory.infos.get(source.key)
        if known is not None:
            self._on_described(source, known)
        else:
            self._loader.describe(source)
            self.stateChanged.emit()

    def close_document(self) -> None:
        """Show nothing and forget every page of the document, before its file goes away."""
        key = self._source.key if self._source else ""
        self.set_document(None)
        self._cache.drop(key)
        self._memory.infos.forget(key)
        self._loader.forget(key)

    def prefetch(self, sources: Sequence[DocumentSource]) -> None:
        """Documents that may be opened next, the most probable first.

        Their first pages are drawn when nothing of the open document is wanted any more.
        """
        self._others.set(sources)
        self._flow.feed()

    def _on_described(self, source: DocumentSource, got: DocumentInfo | MediaProblem) -> None:
        if isinstance(got, DocumentInfo):
            self._memory.infos.put(source.key, got)
        if source != self._source:
            self._flow.feed()
            return
        if isinstance(got, MediaProblem):
            self._thumbs.clear()
            self.stateChanged.emit()
            self._on_failed(0, got)
            return
        self._info = got
        state = opening_state(self._memory, source, self.canvas.zoom)
        turns = dict(state.turns)
        self._flow.open(got, turns, self.look, state.zoom)
        self._thumbs.open(source, got, turns)
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
        self.set_turns(state.turns)
        self.canvas.set_zoom(state.zoom)
        self._go(min(state.page, self._info.pages - 1), state)

    def _keep_state(self) -> None:
        source, frame = self._source, self.canvas.frame
        if source is not None and frame is not None and frame.key == source.key and self._info:
            self._memory.states.put(source.key, self.view_state())

    def _ask_again(self) -> None:
        source = self._source
        if source is not None:
            self._loader.retry(source)
            self._keep_state()
            self._memory.infos.forget(source.key)
            self._info = None
            self.show_canvas()
            self.canvas.clear_page()
            self._flow.wait_for(source)
            self._loader.describe(source)
        self.askAgainRequested.emit()

    # --- what comes --------------------------------------------------------------------------

    def _on_shown(self, page: int, notice: MediaProblem | None) -> None:
        if self._info is None:
            return
        self.show_canvas()
        self.show_notices([*self._info.notices, *([notice] if notice else [])])
        words = self.tr("第 {n} 页，共 {total} 页")
        self.canvas.setAccessibleDescription(words.format(n=page + 1, total=self._info.pages))
        self._reveal_part(page)

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

    def _fault_words(self, problem: MediaProblem) -> str:
        """In a strip, on the paper of the page: what happened and why."""
        words = problem_words(problem, self._name)
        return f"{words.title}\n{words.reason}"

    def _on_fault_clicked(self, page: int) -> None:
        problem = self._flow.fault(page)
        if problem is not None:
            self.show_problem(problem)

    # --- marks and colours -------------------------------------------------------------------

    def set_highlights(self, marks: Sequence[Highlight], current: int = -1) -> None:
        """Marks on the pages of this document; `current` is lit and labelled."""
        self.canvas.set_highlights(marks, current)

    def set_page_marks(self, tones: Mapping[int, str]) -> None:
        """Pages whose small picture carries a warning, by tone."""
        self.strip.pages.set_marks(tones)

    def set_colors(self, colors: ViewerColors) -> None:
        super().set_colors(colors)
        self.tools.set_colors(colors)

    def set_tools_visible(self, visible: bool) -> None:
        """Hide the row of tools where the host shows a compact `ToolRow` elsewhere."""
        self.tools.setVisible(visible)
