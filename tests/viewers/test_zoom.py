from __future__ import annotations

import pytest

from app.media.facts import DocumentKind, PageSize
from app.viewers.zoom import MARGIN, STEPS, PageFrame, Zoom, ZoomMode, scale_for, step

A4 = PageFrame.of("k", 0, 0, PageSize(595, 842), DocumentKind.PDF)


def test_a_point_is_a_96th_of_an_inch() -> None:
    assert A4.width == pytest.approx(595 * 96 / 72)
    assert PageFrame.of("k", 0, 0, PageSize(640, 480), DocumentKind.IMAGE).width == 640


def test_turning_exchanges_the_sides() -> None:
    frame = PageFrame.of("k", 0, 90, PageSize(640, 480), DocumentKind.IMAGE)
    assert (frame.width, frame.height) == (480, 640)


def test_a_page_without_a_size_is_laid_out_as_a4() -> None:
    frame = PageFrame.of("k", 0, 0, PageSize(0, 0), DocumentKind.PDF)
    assert frame.height > frame.width > 0


def test_fit_width_leaves_room_for_the_scroll_bar() -> None:
    scale = scale_for(Zoom(ZoomMode.WIDTH), A4, 900, 600, 10)
    assert A4.width * scale == pytest.approx(900 - 10 - 2 * MARGIN)


def test_fit_width_of_a_wide_page_needs_none() -> None:
    wide = PageFrame("k", 0, 0, 1000, 100)
    assert wide.width * scale_for(Zoom(ZoomMode.WIDTH), wide, 900, 600, 10) == pytest.approx(
        900 - 2 * MARGIN
    )


def test_fit_page_shows_all_of_it() -> None:
    scale = scale_for(Zoom(ZoomMode.PAGE), A4, 900, 600, 10)
    assert A4.height * scale == pytest.approx(600 - 2 * MARGIN)


def test_a_small_picture_is_not_blown_up() -> None:
    stamp = PageFrame("k", 0, 0, 40, 50)
    assert scale_for(Zoom(ZoomMode.WIDTH), stamp, 1900, 1000, 10) == 3.0


def test_steps_go_up_and_down_and_end() -> None:
    assert step(0.86, 1) == 0.9
    assert step(0.86, -1) == 0.75
    assert step(1.0, 1) == 1.1
    assert step(STEPS[-1], 1) == STEPS[-1]
    assert step(STEPS[0], -1) == STEPS[0]
