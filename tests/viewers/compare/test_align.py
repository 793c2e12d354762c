"""Two scans of one sheet are laid over each other within a pixel; other sheets are not."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from app.viewers.compare.align import Fit, fit_pages, shift_between, warped
from app.viewers.compare.difference import lay_over
from app.viewers.compare.ink import Grey, ink_of, shrunk
from tests.viewers.compare.paper import HEIGHT, WIDTH, scanned, sheet, small_turn


def ink(page: Image.Image) -> Grey:
    return ink_of(np.asarray(page))


def furthest(one: Fit, other: Fit) -> float:
    """How far apart they put any corner of the page."""
    corners = [(x, y) for x in (40, WIDTH - 40) for y in (40, HEIGHT - 40)]
    return max(math.dist(one.at(*corner), other.at(*corner)) for corner in corners)


@settings(  # each takes half a second: 5 of them, and 83 where the long tests run
    max_examples=settings().max_examples // 12, suppress_health_check=[HealthCheck.too_slow]
)
@given(
    seed=st.integers(0, 10_000),
    degrees=st.floats(-3, 3),
    dx=st.floats(-50, 50),
    dy=st.floats(-70, 70),
    scale=st.floats(0.96, 1.04),
    grain=st.floats(0, 12),
)
def test_a_known_move_is_found_within_a_pixel(
    seed: int, degrees: float, dx: float, dy: float, scale: float, grain: float
) -> None:
    page = sheet(seed, word="original")
    # Turned about the middle, as a sheet on the glass is.
    turn = small_turn(degrees, scale=scale)
    x, y = turn.at(WIDTH / 2, HEIGHT / 2)
    move = Fit(turn.scale, turn.turn, WIDTH / 2 - x + dx, HEIGHT / 2 - y + dy)
    old = ink(scanned(page, move, seed, grain))
    found = lay_over(old, ink(scanned(page, Fit(), seed + 1, grain)))
    assert found.alike
    assert furthest(found, move) < 1.0


@pytest.mark.parametrize("seed", range(4))
def test_other_sheets_are_not_alike(seed: int) -> None:
    found = lay_over(ink(scanned(sheet(seed), Fit(), 1)), ink(scanned(sheet(seed + 90), Fit(), 2)))
    assert not found.alike


def test_empty_sheets_lie_as_they_are_and_an_empty_one_is_not_like_a_full_one() -> None:
    empty = ink(Image.new("L", (WIDTH, HEIGHT), 250))
    assert lay_over(empty, empty).alike
    assert not lay_over(empty, ink(sheet(3))).alike


def test_the_shift_has_a_sign_and_a_part_of_a_pixel() -> None:
    new = shrunk(ink(sheet(5)), 4)
    old = warped(new, Fit(dx=6.5, dy=-3.25), new.shape)
    dx, dy, height = shift_between(old, new)
    assert (dx, dy) == pytest.approx((6.5, -3.25), abs=0.2)
    assert height > 7


def test_there_and_back() -> None:
    fit = Fit(1.03, 0.02, 12, -7)
    assert fit.back(*fit.at(100, 300)) == pytest.approx((100, 300))


def test_pictures_of_other_sizes_are_laid_over_too() -> None:
    page = sheet(7)
    cut = page.crop((0, 0, WIDTH - 60, HEIGHT - 90))
    found = fit_pages(shrunk(ink(page), 2), shrunk(ink(cut), 2)).enlarged(2)
    assert found.alike
    assert furthest(found, Fit()) < 1.0
