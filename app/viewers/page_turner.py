"""Paging, zooming and turning in the viewer."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from app.media.client import MediaClient
from app.media.facts import DocumentInfo
from app.media.look import Look
from app.media.source import DocumentSource
from app.viewers.flow import PageFlow
from app.viewers.kept import Memory
from app.viewers.loader import PageLoader
from app.viewers.next_documents import NextDocuments
from app.viewers.page_area import Part
from app.viewers.page_cache import PageCache
from app.viewers.state import ViewState
from app.viewers.viewer_parts import ViewerParts
from app.viewers.zoom import ViewMode, Zoom, ZoomMode, clamp


class PageTurner(ViewerParts):
    """Moves within the document that is open. Pages count from 0.

    Attributes:
        pageChanged: another page is wanted; its picture may still be on its way.
        stateChanged: page, count, zoom, mode or look changed.
    """

    pageChanged = Signal(int)
    stateChanged = Signal()

    def __init__(
        self, client: MediaClient, parent: QWidget | None = None, *, cache: PageCache | None = None
    ) -> None:
        super().__init__(parent)
        self._source: DocumentSource | None = None
        self._info: DocumentInfo | None = None
        self._page = 0
        self._reveal: tuple[int, Part] | None = None
        self._memory = Memory()
        self._cache = cache if cache is not None else PageCache()  # an empty one is false
        if cache is None:  # the memory is to go with the widget, not when garbage is collected
            self.destroyed.connect(self._cache.clear)
        self._loader = PageLoader(client, self)
        self._others = NextDocuments(self.canvas, self._loader, self._cache, self._memory)
        self._flow = PageFlow(self.canvas, self._loader, self._cache, self._others, self)
        self.canvas.zoomChanged.connect(self.stateChanged)
        self.canvas.turnRequested.connect(lambda by: self.go_to_page(self._page + by))
        self.canvas.pageReached.connect(self._on_reached)
        self.strip.pageChosen.connect(self.go_to_page)

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

    # --- pages -------------------------------------------------------------------------------

    def go_to_page(self, page: int) -> None:
        """Show a page, from its top. A page that is not there is ignored."""
        if page != self._page and 0 <= page < self.page_count:
            self._go(page)

    def _go(self, page: int, state: ViewState | None = None) -> None:
        self._page = page
        self._flow.go(page, state.spot if state is not None and state.page == page else None)
        self._name_page(page)
        self.stateChanged.emit()

    def _name_page(self, page: int) -> None:
        self._page = page
        self.strip.set_current(page)
        self.pageChanged.emit(page)

    def _on_reached(self, page: int) -> None:
        frame = self.canvas.frame
        if self._source is not None and frame is not None and frame.key == self._source.key:
            self._name_page(page)
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

    def scroll_to(self, page: int, part: Part) -> None:
        """Bring a part of a page (left, top, width, height as fractions) into the window."""
        self._reveal = (page, part)
        if self._info is None:
            return
        if page == self._page and self._is_shown(page):
            self._reveal_part(page)
        else:
            self.go_to_page(page)

    def _is_shown(self, page: int) -> bool:
        frame = self.canvas.frame
        return (
            self._source is not None
            and frame is not None
            and (frame.key, frame.page) == (self._source.key, page)
        )

    def _reveal_part(self, page: int) -> None:
        if self._reveal is not None and self._reveal[0] == page:
            part, self._reveal = self._reveal[1], None
            self.canvas.reveal(part, page)

    # --- zoom, mode, turn and look -----------------------------------------------------------

    @property
    def zoom(self) -> Zoom:
        """Mode and scale."""
        return self.canvas.zoom

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

    def fit_region(self, part: Part) -> None:
        """A part of this page as large as the window."""
        self.canvas.fit_part(self._page, part)

    @property
    def mode(self) -> ViewMode:
        """One page or all below each other."""
        return self.canvas.mode

    def set_mode(self, mode: ViewMode) -> None:
        """Show one page, or all below each other; holds for the next documents too."""
        if mode is not self.canvas.mode:
            self.canvas.set_mode(mode)
            if self._info is not None and self._is_shown(self._page):
                self._flow.refresh()
            self.stateChanged.emit()

    def rotate_right(self) -> None:
        """Turn this page by 90 degrees; kept for this page."""
        if self._info is not None:
            turn = (self._flow.turns.get(self._page, 0) + 90) % 360
            self._flow.turns[self._page] = turn
            self.strip.pages.set_turn(self._page, turn)
            self._flow.go(self._page)
            self.stateChanged.emit()

    def set_turns(self, turns: Mapping[int, int]) -> None:
        """Turn the pages of this document as given, by page; those not named stand upright."""
        if self._info is None:
            return
        now = self._flow.turns
        changed = [p for p in {*now, *turns} if now.get(p, 0) != turns.get(p, 0)]
        now.clear()
        now.update({page: turn for page, turn in turns.items() if turn})
        for page in changed:
            self.strip.pages.set_turn(page, now.get(page, 0))
        if changed:
            self._flow.go(self._page)
            self.stateChanged.emit()

    @property
    def look(self) -> Look:
        """How the pages of this document are made easier to read."""
        return self._memory.look(self._source) if self._source is not None else Look()

    def set_look(self, look: Look) -> None:
        """Look at this document in another way, kept for it; the file is not touched."""
        if self._source is not None and look != self.look:
            self._memory.looks.put(self._source.key, look)
            self._flow.set_look(look)
            self.stateChanged.emit()

    def cache_figures(self) -> tuple[int, int]:
        """Bytes of the pictures kept, and how many there are."""
        return self._cache.bytes, len(self._cache)

    # --- keys --------------------------------------------------------------------------------

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
