"""A changed word is marked, and nothing else is."""

from __future__ import annotations

import tracemalloc

import numpy as np
import pytest
from PIL import Image

from app.viewers.compare.align import Fit
from app.viewers.compare.difference import Box, Difference, Shot, compare
from tests.viewers.compare.paper import HEIGHT, WIDTH, scanned, sheet, shot, small_turn

AT = (300, 610)
"""Where the word stands."""
MOVE = small_turn(0.7, 9, -6, 1.01)


@pytest.fixture(scope="module")
def changed() -> tuple[Difference, Shot, Shot]:
    old = shot(scanned(sheet(11, word="hummocks"), MOVE, 1))
    new = shot(scanned(sheet(11, word="gridiron"), Fit(), 2))
    return compare(old, new), old, new


def pixels(box: Box) -> tuple[float, float, float, float]:
    x, y, width, height = box
    return x * WIDTH, y * HEIGHT, (x + width) * WIDTH, (y + height) * HEIGHT


def inside_word(box: Box, move: Fit) -> bool:
    left, top = move.at(AT[0] - 6, AT[1] - 6)
    right, low = move.at(AT[0] + 90, AT[1] + 30)
    x1, y1, x2, y2 = pixels(box)
    return left <= x1 and x2 <= right and top <= y1 and y2 <= low


def test_only_the_word_is_marked_on_either_page(changed: tuple[Difference, Shot, Shot]) -> None:
    found, _old, _new = changed
    assert found.aligned
    assert found.gone
    assert found.come
    assert all(inside_word(box, MOVE) for box in found.gone)
    assert all(inside_word(box, Fit()) for box in found.come)
    assert all(inside_word(box, MOVE) for box in found.come_over)


def test_the_marks_cover_most_of_the_word(changed: tuple[Difference, Shot, Shot]) -> None:
    boxes = [pixels(box) for box in changed[0].come]
    assert max(box[2] for box in boxes) - min(box[0] for box in boxes) > 40


def test_the_picture_is_red_and_blue_at_the_word_and_grey_elsewhere(
    changed: tuple[Difference, Shot, Shot],
) -> None:
    mix = changed[0].mix.astype(int)
    coloured = np.abs(mix[..., 0] - mix[..., 2]) > 60
    rows, columns = np.nonzero(coloured)
    x, y = MOVE.at(AT[0] + 40, AT[1] + 10)
    assert np.abs(columns - x).max() < 80
    assert np.abs(rows - y).max() < 40
    red = (mix[..., 2] > mix[..., 0] + 60).sum()
    blue = (mix[..., 0] > mix[..., 2] + 60).sum()
    assert min(red, blue) > 50


def test_the_new_page_lies_over_the_old(changed: tuple[Difference, Shot, Shot]) -> None:
    found, old, _new = changed
    before = np.frombuffer(old.pixels, np.uint8).reshape(HEIGHT, WIDTH, 4)[..., 1].astype(int)
    over = found.over[..., 1].astype(int)
    middle = np.s_[200:500, 100:800]
    ink = before[middle] < 100
    assert over[middle][ink].mean() < 90


@pytest.mark.parametrize("seed", range(3))
def test_two_scans_of_the_same_page_are_the_same(seed: int) -> None:
    old = shot(scanned(sheet(seed), small_turn(-0.6 + 0.5 * seed, 7, 4), 5, grain=9))
    found = compare(old, shot(scanned(sheet(seed), Fit(), 6, grain=9)))
    assert found.same, (found.gone, found.come)


def test_other_pages_give_no_picture() -> None:
    found = compare(shot(sheet(1)), shot(sheet(2)))
    assert not found.aligned
    assert found.mix.size == 0
    assert not found.gone
    assert not found.come


def test_a_black_page_and_a_tiny_one_do_no_harm() -> None:
    black, tiny = Image.new("L", (400, 560), 0), Image.new("L", (5, 3), 90)
    assert compare(shot(black), shot(black)).fit.likeness <= 1.0
    assert compare(shot(tiny), shot(tiny)).fit.likeness <= 1.0
    assert not compare(shot(sheet(1)), shot(tiny)).aligned


def test_memory_stays_within_bounds() -> None:
    """The largest pictures that are compared; the window must stay under its cap."""
    page = sheet(4, word="former").resize((1450, 2046))
    one, other = shot(page), shot(sheet(4, word="latter").resize((1450, 2046)))
    tracemalloc.start()
    try:
        found = compare(one, other)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert found.aligned
    assert peak < 110 << 20
