"""Millimetres as seen and points of the page, for every rotation."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.seal.geometry import POINTS_PER_MM, Box, PageSpace, Rect

A4 = Box(10, 20, 10 + 210 * POINTS_PER_MM, 20 + 297 * POINTS_PER_MM)
numbers = st.floats(0, 150, allow_nan=False)


@given(st.sampled_from([0, 90, 180, 270]), numbers, numbers, numbers, numbers)
def test_there_and_back_is_the_same_rectangle(
    rotation: int, x: float, y: float, width: float, height: float
) -> None:
    space, rect = PageSpace(A4, rotation), Rect(x, y, width, height)
    assert space.to_seen(space.to_own(rect)) == pytest.approx(rect, abs=1e-6)


@pytest.mark.parametrize(
    ("rotation", "corner"),
    [(0, (10, A4.y2)), (90, (10, 20)), (180, (A4.x2, 20)), (270, (A4.x2, A4.y2))],
)
def test_the_corner_seen_top_left(rotation: int, corner: tuple[float, float]) -> None:
    box = PageSpace(A4, rotation).to_own(Rect(0, 0, 1, 1))
    assert any((x, y) == pytest.approx(corner) for x in box[::2] for y in box[1::2])


def test_a_turned_page_is_seen_lying() -> None:
    assert PageSpace(A4, 90).size_mm == pytest.approx((297, 210))
    assert PageSpace(A4, 180).size_mm == pytest.approx((210, 297))
