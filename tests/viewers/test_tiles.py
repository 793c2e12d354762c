from __future__ import annotations

from PySide6.QtCore import QRectF

from app.media.geometry import Clip
from app.viewers.tiles import Tile, tiles_over


def test_tiles_cover_what_is_seen_and_no_more() -> None:
    tiles = tiles_over(QRectF(0.2, 0.5, 0.3, 0.1), 5000, 7000, 1024)
    assert {(tile.column, tile.row) for tile in tiles} == {
        (column, row) for column in (0, 1, 2) for row in (3, 4)
    }
    assert all(tile.full_width == 5000 for tile in tiles)


def test_the_middle_comes_first() -> None:
    tiles = tiles_over(QRectF(0, 0, 1, 1), 5 * 1024, 5 * 1024, 1024)
    assert (tiles[0].column, tiles[0].row) == (2, 2)
    assert {(tile.column, tile.row) for tile in tiles[-4:]} == {(0, 0), (0, 4), (4, 0), (4, 4)}


def test_tiles_end_with_the_page() -> None:
    tiles = tiles_over(QRectF(0, 0, 1, 1), 1500, 1024, 1024)
    assert sorted(tiles) == [Tile(1500, 1024, 0, 0), Tile(1500, 1024, 1, 0)]
    assert tiles_over(QRectF(), 1500, 1024, 1024) == []


def test_a_tile_knows_its_place() -> None:
    assert Tile(9000, 1024, 2, 3).clip == Clip(2048, 3072, 1024, 1024)
