"""Which pictures of a page there are, and which would be better."""

from __future__ import annotations

import math

from app.media.facts import DocumentInfo, DocumentKind
from app.media.limits import MAX_RENDER_PIXELS
from app.media.look import Look
from app.media.route import Route
from app.media.source import DocumentSource
from app.viewers.canvas import PageCanvas
from app.viewers.layout import Sheets
from app.viewers.loader import Use, Want
from app.viewers.page_cache import PageCache, Picture, PictureKey
from app.viewers.sheet_painter import Stack
from app.viewers.tiles import SCAN_TILE_PX, TILE_PX, Tile, tiles_over
from app.viewers.zoom import PageFrame, Zoom

FIRST_PIXELS = 4_000_000
"""The first picture of a page is no larger: it is to come quickly."""

TILED_PIXELS = 8_000_000
"""A drawn page larger than this is a picture of this size with tiles over what is seen."""


def key_of(want: Want) -> PictureKey:
    """Where the answer to a want is kept."""
    return PictureKey(
        want.source.key, want.page, want.rotation, want.look, want.tile, want.is_native
    )


class Wishes:
    """The wants of one open document, from what the cache holds and the canvas shows.

    Attributes:
        zoom: that in which it will be shown; None once it is that of the canvas.
    """

    def __init__(
        self,
        canvas: PageCanvas,
        cache: PageCache,
        source: DocumentSource,
        info: DocumentInfo,
        turns: dict[int, int],
        look: Look,
        zoom: Zoom | None = None,
    ) -> None:
        self._canvas, self._cache = canvas, cache
        self.zoom = zoom
        self._info = info
        self._look_before = look
        self._grids: dict[int, tuple[int, ...]] = {}
        self.source, self.turns, self.look = source, turns, look
        self.sheets = Sheets(source.key, info, turns)

    def set_look(self, look: Look) -> None:
        """Another look; the pictures of the last one serve until those of this one are there."""
        self._look_before, self.look = self.look, look

    def key(self, page: int, tile: Tile | None = None, *, native: bool = False) -> PictureKey:
        """Of a picture of a page as it is turned now."""
        turn = self.turns.get(page, 0)
        return PictureKey(self.source.key, page, turn, self.look, tile, native)

    def picture(self, page: int) -> Picture | None:
        """The picture of the whole page."""
        return self._cache.get(self.key(page))

    # --- what is there -----------------------------------------------------------------------

    def keys(self, page: int) -> list[PictureKey]:
        """What is or could be painted of a page, coarse first."""
        return [self._whole_key(page), *(self.key(page, tile) for tile in self._seen_tiles(page))]

    def stack(self, page: int) -> Stack:
        """The pictures there are, coarse first."""
        found = [self._cache.get(key) for key in self.keys(page)]
        if found[0] is None:
            before = self.key(page)._replace(look=self._look_before)
            found[0] = self._cache.get(before)
        return tuple(picture for picture in found if picture is not None)

    def _whole_key(self, page: int) -> PictureKey:
        """Of the picture with pixels enough, or else of the one with the most."""
        base, native = self.key(page), self.key(page, native=True)
        there, all_there = self._cache.peek(base), self._cache.peek(native)
        if there is None or all_there is None:
            return native if there is None and all_there is not None else base
        return base if there.across >= self.width(page) - 1 else native

    def _seen_tiles(self, page: int) -> list[Tile]:
        """Tiles over what is seen: those of the scale before below those of this one."""
        frame = self.sheets.frame(page)
        seen = self._canvas.seen_of(page)
        found = []
        for grid in self._grids.get(page, ()):
            height = round(grid * frame.height / frame.width)
            found += tiles_over(seen, grid, height, self._side(page))
        return found

    def _side(self, page: int) -> int:
        return SCAN_TILE_PX if self._is_scan(page) else TILE_PX

    def _is_scan(self, page: int) -> bool:
        base = self._cache.peek(self.key(page))
        return base is not None and base.rendered.route is not Route.PDFIUM

    # --- what would be better ----------------------------------------------------------------

    def width(self, page: int) -> int:
        """Physical pixels across a page as it is shown."""
        return self._canvas.device_width(self.sheets.frame(page), self.zoom)

    def _across(self, page: int) -> float:
        """The most pixels across that a picture of the whole page has."""
        found = (self._cache.peek(self.key(page, native=native)) for native in (False, True))
        return max((one.across for one in found if one is not None), default=0.0)

    def _limited(self, frame: PageFrame, pixels: int) -> int:
        return max(1, int(math.sqrt(pixels * frame.width / frame.height)))

    def _stored_width(self, frame: PageFrame) -> float:
        """Pixels across that a picture file has; a PDF does not say."""
        return frame.width if self._info.kind is DocumentKind.IMAGE else math.inf

    def _want(self, page: int, width: float, use: Use) -> Want:
        turn = self.turns.get(page, 0)
        return Want(self.source, page, turn, max(1, int(width)), use, self.look)

    def first(self, page: int, use: Use) -> Want:
        """Any picture of a page, about as large as it is shown."""
        frame = self.sheets.frame(page)
        return self._want(page, min(self.width(page), self._limited(frame, FIRST_PIXELS)), use)

    def polish(self, page: int, use: Use) -> Want | None:
        """A picture of exactly the pixels shown, where it has as many and no such picture yet."""
        base = self._cache.peek(self.key(page))
        if base is None:
            return None
        frame, drawn, width = self.sheets.frame(page), base.rendered, self.width(page)
        limit = self._limited(frame, MAX_RENDER_PIXELS if self._is_scan(page) else TILED_PIXELS)
        if self._is_scan(page) and width > self._across(page):
            return None
        width = min(width, limit)
        if drawn.full_width == width and drawn.scale == 1.0:
            return None
        turn = self.turns.get(page, 0)
        return Want(self.source, page, turn, width, use, self.look, is_fine=True)

    def sharper(self, page: int) -> list[Want]:
        """All that is missing for the best picture of what is seen, most wanted first."""
        base = self._cache.peek(self.key(page))
        if base is None:
            return []
        polish = self.polish(page, Use.SHOW)
        wants = [polish] if polish is not None else []
        frame, width = self.sheets.frame(page), self.width(page)
        if not self._is_scan(page):
            if width > self._limited(frame, TILED_PIXELS):
                wants = self._tile_wants(page, width) + wants
        elif width > self._across(page):
            wants = self._more_of_scan(page, base, frame, width)
        return wants

    def _more_of_scan(self, page: int, base: Picture, frame: PageFrame, width: int) -> list[Want]:
        """The pixels the scan has; beyond what fits one bitmap, tiles."""
        native = self._cache.peek(self.key(page, native=True))
        limit = self._limited(frame, MAX_RENDER_PIXELS)
        stored = self._stored_width(frame)
        if native is not None:
            has_more = native.rendered.scale >= 1.0 and stored > limit * 1.01
            return self._tile_wants(page, width) if has_more and width > native.across else []
        if base.rendered.scale < 1.0 or base.across >= stored:
            return []
        turn = self.turns.get(page, 0)
        all_of_it = min(limit, stored)
        return [Want(self.source, page, turn, int(all_of_it), Use.SHOW, self.look, is_native=True)]

    def _tile_wants(self, page: int, width: int) -> list[Want]:
        grids = self._grids.get(page, ())
        if width not in grids:
            self._grids[page] = (*grids[-1:], width)
        turn = self.turns.get(page, 0)
        return [
            Want(self.source, page, turn, width, Use.SHOW, self.look, tile, is_fine=True)
            for tile in self._seen_tiles(page)
            if tile.full_width == width and self._cache.peek(self.key(page, tile)) is None
        ]
