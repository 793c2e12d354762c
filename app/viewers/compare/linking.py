"""Keeps two pages in step: what is done to one is done to the other."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QObject, Signal

from app.viewers.compare.pages import PagePair, pair_at
from app.viewers.page_area import Spot
from app.viewers.viewer import DocumentView
from app.viewers.zoom import MARGIN, ZoomMode


class PaneLink(QObject):
    """Links the scrolling, zoom, turning and paging of two viewers.

    While the link is off each moves alone; where they then stand to each other is kept when it
    is put on again, so that two scans can be laid beside each other by hand.

    Attributes:
        changed: the link was put on or off.
        partnerMissing: the page that was turned to has none in the other document; False when
            it has one again. Which side lacks it: 0 the old, 1 the new.
    """

    changed = Signal(bool)
    partnerMissing = Signal(int, bool)

    def __init__(self, old: DocumentView, new: DocumentView, parent: QObject) -> None:
        super().__init__(parent)
        self._views = (old, new)
        self._on = True
        self._busy = False
        self._pairs: tuple[PagePair, ...] = ()
        self._by_hand: int | None = None
        self._apart = Spot(0.0, 0.0)
        for side, view in enumerate(self._views):
            view.canvas.viewMoved.connect(lambda side=side: self._moved(side))
            view.canvas.zoomChanged.connect(lambda side=side: self._zoomed(side))
            view.pageChanged.connect(lambda page, side=side: self._paged(side, page))

    @property
    def on(self) -> bool:
        """Whether the panes move together."""
        return self._on

    def set_on(self, on: bool) -> None:
        """Link or part the panes."""
        if on == self._on:
            return
        self._on = on
        if on:
            old, new = self._views
            partner = self._partner(0, old.page, tabled=True)
            self._by_hand = None if partner == new.page else new.page - old.page
            a, b = old.canvas.spot(), new.canvas.spot()
            self._apart = Spot(b.x - a.x, b.y - a.y)
        self.changed.emit(on)

    def set_pairs(self, pairs: Sequence[PagePair]) -> None:
        """Which pages belong together."""
        self._pairs = tuple(pairs)
        self._by_hand = None
        self._apart = Spot(0.0, 0.0)

    def go(self, pair: PagePair) -> None:
        """Show a pair of pages; a side that has none of it stays where it is."""
        for side, page in ((0, pair.old), (1, pair.new)):
            view = self._views[side]
            if page is not None and page != view.page:
                self._quietly(partial(view.go_to_page, page))
        self._by_hand, self._apart = None, Spot(0.0, 0.0)
        for side, page in ((0, pair.old), (1, pair.new)):
            self.partnerMissing.emit(side, page is None)

    def align(self, leader: int) -> None:
        """Bring the other pane to where `leader` (0 or 1) stands, linked or not."""
        self._follow_zoom(leader)
        self._follow_place(leader)

    def _partner(self, side: int, page: int, *, tabled: bool = False) -> int | None:
        """The page of the other document beside `page`; None where it has none."""
        other = self._views[1 - side]
        if self._by_hand is not None and not tabled:
            beside = page + (self._by_hand if side == 0 else -self._by_hand)
            return beside if 0 <= beside < other.page_count else None
        index = pair_at(self._pairs, page, new=side == 1)
        if index is None:
            return page if page < other.page_count else None
        return self._pairs[index].new if side == 0 else self._pairs[index].old

    def _paged(self, side: int, page: int) -> None:
        if self._busy or not self._on:
            return
        other = self._views[1 - side]
        if other.page_count == 0:
            return
        partner = self._partner(side, page)
        self._apart = Spot(0.0, 0.0)
        self.partnerMissing.emit(1 - side, partner is None)
        self.partnerMissing.emit(side, False)
        if partner is not None and partner != other.page:
            self._quietly(lambda: other.go_to_page(partner))

    def _moved(self, side: int) -> None:
        if self._on and not self._busy:
            self._follow_place(side)

    def _zoomed(self, side: int) -> None:
        if self._on and not self._busy:
            self._follow_zoom(side)
            self._follow_place(side)

    def _follow_zoom(self, side: int) -> None:
        leader, other = self._views[side], self._views[1 - side]
        frame, beside = leader.canvas.frame, other.canvas.frame
        zoom = leader.zoom
        if frame is None or beside is None:
            return
        if zoom.mode is ZoomMode.FREE:
            scale = zoom.scale * frame.width / beside.width  # the sheets are shown equally wide
            if abs(other.zoom.scale - scale) > 1e-3 * scale or other.zoom.mode != zoom.mode:
                self._quietly(lambda: other.set_scale(scale))
        elif other.zoom.mode is not zoom.mode:
            fit = other.fit_width if zoom.mode is ZoomMode.WIDTH else other.fit_page
            self._quietly(fit)

    def _follow_place(self, side: int) -> None:
        leader, other = self._views[side].canvas, self._views[1 - side].canvas
        if leader.frame is None or other.frame is None:
            return
        spot = leader.spot()
        sign = 1 if side == 0 else -1
        x, y = spot.x + sign * self._apart.x, spot.y + sign * self._apart.y
        page = other.rect_of(other.frame.page)
        across = page.x() + x * page.width() - other.viewport().width() / 2
        down = page.y() + y * page.height() - MARGIN

        def scroll() -> None:
            for bar, by in (
                (other.horizontalScrollBar(), across),
                (other.verticalScrollBar(), down),
            ):
                bar.setValue(bar.value() + round(by))

        self._quietly(scroll)

    def _quietly(self, act: Callable[[], object]) -> None:
        before, self._busy = self._busy, True
        try:
            act()
        finally:
            self._busy = before
