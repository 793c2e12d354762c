"""Where pages lie, without a window."""

from __future__ import annotations

import math
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QSizeF

from app.media.facts import DocumentInfo, DocumentKind, PageSize
from app.viewers.layout import GAP, Sheets, SingleLayout, StripLayout
from app.viewers.zoom import MARGIN, Zoom, ZoomMode

ROOM = QSizeF(800, 600)
A4 = PageSize(595.0, 842.0)


def sheets(*sizes: PageSize, turns: dict[int, int] | None = None, pages: int = 0) -> Sheets:
    count = pages or len(sizes)
    info = DocumentInfo(DocumentKind.PDF, "application/pdf", 1, count, sizes)
    return Sheets("k", info, turns if turns is not None else {})


def test_pages_lie_below_each_other_with_a_gap() -> None:
    strip = StripLayout(sheets(A4, PageSize(842, 595), A4), Zoom(ZoomMode.WIDTH), ROOM)
    places = [strip.rect(page) for page in range(3)]
    assert places[0].top() == MARGIN
    for upper, lower in pairwise(places):
        assert lower.top() - upper.bottom() == pytest.approx(GAP, abs=0.5)
    for place in places:
        assert place.width() == pytest.approx(800 - 2 * MARGIN)
    assert strip.size.height() == pytest.approx(places[-1].bottom() + MARGIN, abs=0.5)


def test_one_scale_is_one_for_all_and_pages_stand_in_the_middle() -> None:
    strip = StripLayout(sheets(A4, PageSize(300, 842)), Zoom(ZoomMode.FREE, 0.5), ROOM)
    wide, narrow = strip.rect(0), strip.rect(1)
    assert wide.width() == pytest.approx(595 * 96 / 72 * 0.5)
    assert narrow.width() == pytest.approx(300 * 96 / 72 * 0.5)
    assert narrow.center().x() == pytest.approx(wide.center().x(), abs=1)


def test_a_turned_page_takes_other_room() -> None:
    turns = {0: 90}
    made = sheets(A4, A4, turns=turns)
    strip = StripLayout(made, Zoom(ZoomMode.FREE, 1.0), ROOM)
    assert strip.rect(0).width() == strip.rect(1).height()
    turns[0] = 0
    assert StripLayout(made, Zoom(ZoomMode.FREE, 1.0), ROOM).rect(0).size() == strip.rect(1).size()


@given(
    heights=st.lists(st.floats(50, 3000), min_size=1, max_size=40),
    top=st.floats(-500, 60_000),
    length=st.floats(1, 2000),
)
def test_the_pages_between_two_heights_are_those_that_reach_in(
    heights: list[float], top: float, length: float
) -> None:
    made = sheets(*(PageSize(600, height) for height in heights))
    strip = StripLayout(made, Zoom(ZoomMode.FREE, 0.5), ROOM)
    bottom = top + length
    expected = [
        page
        for page in range(len(heights))
        if strip.rect(page).bottom() > top and strip.rect(page).top() < bottom
    ]
    assert list(strip.pages(top, bottom)) == expected


@pytest.mark.parametrize(
    "size",
    [
        PageSize(612, 2_147_483_648),
        PageSize(0, 0),
        PageSize(-5, 20),
        PageSize(math.nan, 800),
        PageSize(math.inf, 800),
        PageSize(1, 5000),
    ],
)
def test_a_page_that_cannot_be_drawn_takes_a_sheet_of_a4(size: PageSize) -> None:
    strip = StripLayout(sheets(A4, size, A4), Zoom(ZoomMode.WIDTH), ROOM)
    assert strip.rect(1).size() == strip.rect(0).size()


def test_a_very_tall_page_is_as_tall_as_it_is() -> None:
    strip = StripLayout(sheets(A4, PageSize(612, 10_000), A4), Zoom(ZoomMode.WIDTH), ROOM)
    assert strip.rect(1).height() == pytest.approx(776 / 612 * 10_000)
    assert list(strip.pages(6000, 6600)) == [1]


def test_any_length_stays_within_what_a_scroll_bar_counts() -> None:
    made = sheets(PageSize(720, 72_000), pages=20_000)
    strip = StripLayout(made, Zoom(ZoomMode.FREE, 8.0), ROOM)
    assert strip.size.height() < 2**31
    assert len(strip.pages(0, strip.size.height())) == 20_000


def test_pages_beyond_those_listed_are_like_the_last_listed() -> None:
    made = sheets(A4, PageSize(400, 400), pages=9)
    assert len(made) == 9
    assert made.frame(8)[3:] == made.frame(1)[3:]


def test_a_picture_is_believed_more_than_a_size() -> None:
    made = sheets(A4, A4)
    assert not made.reshape(0, 842 / 595)
    assert made.reshape(1, 0.5)
    assert made.frame(1).height == pytest.approx(made.frame(1).width * 0.5)


def test_no_page_is_no_ground() -> None:
    assert StripLayout(sheets(), Zoom(), ROOM).size.isEmpty()
    assert list(StripLayout(sheets(), Zoom(), ROOM).pages(0, 100)) == []
    single = SingleLayout(None, 1.0)
    assert single.size.isEmpty()
    assert list(single.pages(0, 100)) == []
    assert single.rect(0).isEmpty()
