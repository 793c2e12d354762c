"""First pages of documents that will probably be opened next."""

from __future__ import annotations

from collections.abc import Sequence

from app.media.facts import DocumentInfo
from app.media.source import DocumentSource
from app.viewers.canvas import PageCanvas
from app.viewers.kept import Memory
from app.viewers.loader import PageLoader, Use, Want
from app.viewers.page_cache import PageCache
from app.viewers.state import ViewState
from app.viewers.wishes import Wishes
from app.viewers.zoom import Zoom, ZoomMode

_MOST = 4


def opening_state(memory: Memory, source: DocumentSource, zoom: Zoom) -> ViewState:
    """Where a document opens: as it was left, or at its top in the fit of the last one.

    A fit is kept for the next document, a scale is not.
    """
    fit = Zoom(ZoomMode.WIDTH if zoom.mode is ZoomMode.FREE else zoom.mode)
    return memory.states.get(source.key) or ViewState(zoom=fit)


class NextDocuments:
    """Says what to draw of them when nothing of the open document is wanted any more."""

    def __init__(
        self, canvas: PageCanvas, loader: PageLoader, cache: PageCache, memory: Memory
    ) -> None:
        self._canvas, self._loader, self._cache, self._memory = canvas, loader, cache, memory
        self._sources: list[DocumentSource] = []
        self._tried: set[DocumentSource | Want] = set()

    def set(self, sources: Sequence[DocumentSource]) -> None:
        """The most probable first."""
        self._sources = list(sources)[:_MOST]
        self._tried.clear()

    def has(self, source: DocumentSource) -> bool:
        """Whether a document is among them."""
        return source in self._sources

    def next_want(self, current: DocumentSource | None) -> Want | None:
        """The next page to draw. A document not known yet is asked about, one at a time."""
        for source in self._sources:
            if source == current:
                continue
            info = self._memory.infos.get(source.key)
            if info is not None:
                want = self._want(source, info)
                if want is not None and want not in self._tried:
                    self._tried.add(want)
                    return want
            elif source not in self._tried:
                self._tried.add(source)
                self._loader.look_into(source)
                return None
            elif self._loader.is_looking_into(source):
                return None
        return None

    def _want(self, source: DocumentSource, info: DocumentInfo) -> Want | None:
        if not info.sizes:
            return None
        state = opening_state(self._memory, source, self._canvas.zoom)
        page = min(state.page, info.pages - 1)
        wishes = Wishes(
            self._canvas, self._cache, source, info, dict(state.turns),
            self._memory.look(source), state.zoom,
        )  # fmt: skip
        if self._cache.peek(wishes.key(page)) is None:
            return wishes.first(page, Use.AHEAD)
        return wishes.polish_ahead(page)
