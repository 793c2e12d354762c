"""Which pictures of a page there are, and which would be better."""

from __future__ import annotations

import math
from dataclasses import replace

from app.media.facts import DocumentInfo, DocumentKind
from app.media.limits import MAX_RENDER_PIXELS
from app.media.look import Look
from app.media.source import DocumentSource
from app.viewers.canvas import PageCanvas
from app.viewers.layout import Sheets
from app.viewers.loader import Use, Want
from app.viewers.page_cache import PageCache, Picture, PictureKey
from app.viewers.sheet_painter import Stack
from app.viewers.tiles import TILE_PX, Tile, tiles_over
from app.viewers.zoom import PageFrame, Zoom

FIRST_PIXELS = 3_500_000
"""The first picture of a page is no larger: it is to come quickly, and several are kept."""

TILED_PIXELS = 8_000_000
"""A drawn page larger than this is a picture of this size with tiles over what is seen."""

_ENOUGH = 0.99
"""A picture with this share of the pixels that are needed across is not drawn again."""

_SHARES = 8
"""Pages that are drawn ahead exactly take no more than this part of the cache each."""


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
            found += tiles_over(seen, grid, height, TILE_PX)
        return found

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

    def _stored(self, page: int) -> float | None:
        """Pixels across a page that its file has; None where it is drawn at any size."""
        base = self._cache.peek(self.key(page))
        if base is not None and base.rendered.stored:
            return float(base.rendered.stored)
        is_picture = self._info.kind is DocumentKind.IMAGE
        return self.sheets.frame(page).width if is_picture else None

    def _want(self, page: int, width: float, use: Use) -> Want:
        turn = self.turns.get(page, 0)
        return Want(self.source, page, turn, max(1, int(width)), use, self.look)

    def first(self, page: int, use: Use) -> Want:
        """Any picture of a page, about as large as it is shown."""
        frame = self.sheets.frame(page)
        return self._want(page, min(self.width(page), self._limited(frame, FIRST_PIXELS)), use)

    def polish(self, page: int, use: Use) -> Want | None:
        """A picture of exactly the pixels shown, where the page has as many and none such is there.

        A page that is drawn may be too large for one; it gets the largest that is not tiled.
        """
        base = self._cache.peek(self.key(page))
        if base is None:
            return None
        frame, width, stored = self.sheets.frame(page), self.width(page), self._stored(page)
        if stored is None:
            width = min(width, self._limited(frame, TILED_PIXELS))
        elif width > min(stored, self._limited(frame, MAX_RENDER_PIXELS)):
            return None
        if base.rendered.full_width == width and base.rendered.scale == 1.0:
            return None
        return replace(self._want(page, width, use), is_fine=True)

    def polish_ahead(self, page: int) -> Want | None:
        """The same for a page that is not seen yet, unless it would drive others out."""
        want = self.polish(page, Use.AHEAD)
        if want is None:
            return None
        frame = self.sheets.frame(page)
        cost = 4 * want.width_px**2 * frame.height / frame.width
        return want if cost <= self._cache.max_bytes / _SHARES else None

    def sharper(self, page: int) -> list[Want]:
        """All that is missing for the best picture of what is seen, most wanted first."""
        if self._cache.peek(self.key(page)) is None:
            return []
        frame, width, stored = self.sheets.frame(page), self.width(page), self._stored(page)
        polish = self.polish(page, Use.SHOW)
        wants = [polish] if polish is not None else []
        if stored is None:
            too_large = width > self._limited(frame, TILED_PIXELS)
            return (self._tile_wants(page, width) if too_large else []) + wants
        needed = int(min(width, stored))
        if wants or self._across(page) >= needed * _ENOUGH:
            return wants
        if needed > self._limited(frame, MAX_RENDER_PIXELS):
            return self._tile_wants(page, needed)
        return [replace(self._want(page, needed, Use.SHOW), is_native=True)]

    def _tile_wants(self, page: int, width: int) -> list[Want]:
        grids = self._grids.get(page, ())
        if width not in grids:
            self._grids[page] = (*grids[-1:], width)
        want = replace(self._want(page, width, Use.SHOW), is_fine=True)
        return [
            replace(want, tile=tile)
            for tile in self._seen_tiles(page)
            if tile.full_width == width and self._cache.peek(self.key(page, tile)) is None
        ]
