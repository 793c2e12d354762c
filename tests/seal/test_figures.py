"""Figures of ink, held against the plain way of finding them."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from app.seal.figures import Area, area, cells, figures, seal_area

pictures = st.builds(
    lambda height, width, bits: np.array(bits[: height * width]).reshape(height, width),
    st.integers(1, 9),
    st.integers(1, 9),
    st.lists(st.booleans(), min_size=81, max_size=81),
)


def plainly(inked: np.ndarray) -> set[frozenset[tuple[int, int]]]:
    left = {(int(row), int(column)) for row, column in np.argwhere(inked)}
    found = set()
    while left:
        figure, edge = set(), [left.pop()]
        while edge:
            row, column = edge.pop()
            figure.add((row, column))
            around = {(row + y, column + x) for y in (-1, 0, 1) for x in (-1, 0, 1)} & left
            left -= around
            edge += around
        found.add(frozenset(figure))
    return found


@given(pictures)
def test_figures_are_what_touches(inked: np.ndarray) -> None:
    found = {
        frozenset((run.row, column) for run in figure for column in range(run.begin, run.end))
        for figure in figures(inked)
    }
    assert found == plainly(inked)


@given(pictures)
def test_an_area_is_the_bounds_of_its_figure(inked: np.ndarray) -> None:
    for figure in figures(inked):
        places = [(run.row, c) for run in figure for c in range(run.begin, run.end)]
        rows, columns = zip(*places, strict=True)
        assert area(figure) == (min(rows), max(rows) + 1, min(columns), max(columns) + 1)


@given(pictures, st.integers(1, 4))
def test_cells_count_every_pixel_once(inked: np.ndarray, side: int) -> None:
    assert cells(inked, side).sum() == inked.sum()


def test_the_group_with_the_wanted_shape_is_taken_before_a_larger_one() -> None:
    sheet = np.zeros((400, 400), dtype=np.bool_)
    sheet[10:40, 10:390] = True
    sheet[200:300, 200:202] = sheet[200:300, 298:300] = True  # the sides of a square,
    sheet[200:202, 200:300] = True
    sheet[240:260, 240:260] = True  # and what stands in it
    assert seal_area(sheet, 1.0, 0.1) == Area(200, 300, 200, 300)
    assert seal_area(sheet, 3.0, 0.1) == Area(10, 40, 10, 390)
    assert seal_area(np.zeros((9, 9), dtype=np.bool_), 1.0, 0.1) is None
