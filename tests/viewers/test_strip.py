"""Pages below each other in a real window."""

from __future__ import annotations

from pathlib import Path

import pytest
from pypdfium2 import PdfDocument
from PySide6.QtCore import QPoint, Qt

from app.media.source import DocumentSource
from app.viewers.layout import GAP
from app.viewers.viewer import DocumentView
from app.viewers.zoom import ViewMode, ZoomMode
from tests.media import samples
from tests.viewers.conftest import Bench
from tests.viewers.wheels import pinch, wheel


@pytest.fixture
def strip(bench: Bench) -> Bench:
    bench.view.set_mode(ViewMode.CONTINUOUS)
    return bench


def pages_of(path: Path, *sizes: tuple[float, float]) -> Path:
    document = PdfDocument.new()
    for width, height in sizes:
        document.new_page(width, height)
    document.save(str(path))
    document.close()
    return path


def test_scrolling_leads_from_page_to_page(strip: Bench, tmp_path: Path) -> None:
    strip.open(samples.text_pdf(tmp_path / "a.pdf", pages=300))
    canvas, bar = strip.view.canvas, strip.view.canvas.verticalScrollBar()
    first, second = canvas.rect_of(0), canvas.rect_of(1)
    assert second.top() - first.bottom() == pytest.approx(GAP, abs=1)
    assert bar.maximum() > 250 * first.height()
    changes: list[int] = []
    strip.view.pageChanged.connect(changes.append)
    bar.setValue(round(first.height() + 20))
    assert (strip.view.page, changes) == (1, [1])
    assert strip.view.strip.currentIndex().row() == 1
    bar.setValue(bar.maximum())
    assert strip.view.page == 299
    strip.until(lambda: strip.painted[-1:] == [299])
    assert list(canvas.pages_visible())[-1] == 299


def test_every_visible_page_is_drawn(strip: Bench, tmp_path: Path) -> None:
    strip.open(samples.text_pdf(tmp_path / "a.pdf", pages=30))
    strip.view.set_scale(0.2)
    canvas = strip.view.canvas
    assert len(canvas.pages_visible()) >= 3
    strip.until(lambda: all(canvas.picture_of(page) for page in canvas.pages_visible()))
    strip.until(
        lambda: all(
            canvas.picture_of(page).rendered.full_width == round(canvas.rect_of(page).width())
            for page in canvas.pages_visible()
        )
    )
    assert set(canvas._stacks) == set(canvas.pages_visible()), "nothing else is held"


def test_paging_keys_go_to_the_top_of_pages(strip: Bench, tmp_path: Path) -> None:
    strip.open(samples.text_pdf(tmp_path / "a.pdf", pages=6))
    canvas = strip.view.canvas
    for key, page in (
        (Qt.Key.Key_PageDown, 1),
        (Qt.Key.Key_PageDown, 2),
        (Qt.Key.Key_PageUp, 1),
        (Qt.Key.Key_End, 5),
        (Qt.Key.Key_Home, 0),
    ):
        strip.bot.keyClick(canvas, key)
        assert strip.view.page == page
        assert canvas.frame.page == page, "the strip goes there at once"
        if page < 5:
            assert canvas.rect_of(page).top() == pytest.approx(12, abs=1)
    strip.until(lambda: strip.painted[-1:] == [0])


def test_the_wheel_zooms_around_the_cursor_on_any_page(strip: Bench, tmp_path: Path) -> None:
    strip.open(samples.text_pdf(tmp_path / "a.pdf", pages=5))
    canvas = strip.view.canvas
    canvas.verticalScrollBar().setValue(round(canvas.rect_of(0).height() * 0.7))
    at = QPoint(300, 500)
    before = canvas.place_at(at)
    assert before is not None
    assert before[0] == 1, "a page that is not the one being read"
    wheel(strip, at, 2, ctrl=True)
    assert canvas.place_at(at) == pytest.approx(before, abs=0.004)
    assert strip.view.zoom.mode is ZoomMode.FREE
    pinch(strip, at, 0.5)
    assert canvas.place_at(at) == pytest.approx(before, abs=0.004)


def test_a_fit_is_each_page_s_own(strip: Bench, tmp_path: Path) -> None:
    strip.open(pages_of(tmp_path / "a.pdf", (595, 842), (2480, 3508), (842, 595)))
    canvas = strip.view.canvas
    widths = {round(canvas._layout.rect(page).width()) for page in range(3)}
    assert len(widths) == 1
    strip.view.fit_page()
    room = canvas.room()
    for page in range(3):
        assert canvas._layout.rect(page).height() <= room.height()


def test_a_page_is_turned_where_it_lies(strip: Bench, tmp_path: Path) -> None:
    strip.open(samples.text_pdf(tmp_path / "a.pdf", pages=3))
    canvas = strip.view.canvas
    strip.view.go_to_page(1)
    strip.view.rotate_right()
    strip.until(lambda: strip.view.canvas.picture is not None and strip.is_red(0.95, 0.05))
    assert canvas.rotation_of(1) == 90
    assert canvas.rotation_of(2) == 0
    assert canvas.rect_of(1).width() > canvas.rect_of(1).height()


def test_wild_pages_cost_themselves_only(strip: Bench, tmp_path: Path) -> None:
    file = pages_of(
        tmp_path / "a.pdf", (600, 800), (600, 2_147_483_000), (600, 80_000), (600, 10_000), (600, 9)
    )
    strip.open(file)
    canvas = strip.view.canvas
    strip.view.go_to_page(1)
    strip.until(lambda: 1 in canvas._faults)
    assert not canvas.stack(1)
    assert strip.problems == [], "the strip stays; the page says it"
    assert canvas._faults[1]
    middle = canvas.rect_of(1).center().toPoint()
    strip.bot.mouseClick(canvas.viewport(), Qt.MouseButton.LeftButton, pos=middle)
    assert strip.problems == ["TOO_LARGE"], "a click shows its card"
    strip.bot.keyClick(strip.view._card, Qt.Key.Key_End)
    strip.until(lambda: canvas.isVisible())
    strip.view.go_to_page(3)
    strip.until(lambda: strip.painted[-1:] == [3])
    assert canvas.rect_of(3).height() > 10_000
    strip.view.set_scale(8.0)
    canvas.verticalScrollBar().setValue(canvas.verticalScrollBar().value() + 60_000)
    strip.until(lambda: len(canvas.stack(3)) > 1)


def test_changing_the_mode_keeps_the_place(bench: Bench, tmp_path: Path) -> None:
    bench.open(samples.text_pdf(tmp_path / "a.pdf", pages=9))
    view, canvas = bench.view, bench.view.canvas
    view.go_to_page(4)
    bench.until(lambda: canvas.frame.page == 4)
    canvas.verticalScrollBar().setValue(150)
    top = canvas.page_rect().top()
    states: list[ViewMode] = []
    view.stateChanged.connect(lambda: states.append(view.mode))
    view.set_mode(ViewMode.CONTINUOUS)
    assert states[-1] is ViewMode.CONTINUOUS
    assert canvas.page_rect().top() == pytest.approx(top, abs=12)
    assert view.page == 4
    view.set_mode(ViewMode.SINGLE)
    assert canvas.page_rect().top() == pytest.approx(top, abs=12)
    assert list(canvas.pages_visible()) == [4]


def test_the_old_document_stays_until_there_is_a_page(strip: Bench, tmp_path: Path) -> None:
    first = strip.open(samples.text_pdf(tmp_path / "a.pdf", pages=3))
    second = DocumentSource.of_file(samples.text_pdf(tmp_path / "b.pdf", pages=2))
    strip.view.set_document(second)
    assert strip.view.canvas.frame.key == first.key
    assert strip.is_red(0.05, 0.05)
    strip.until(lambda: strip.view.canvas.frame.key == second.key)
    assert strip.view.canvas.picture is not None


def test_a_part_fills_the_window(bench: Bench, tmp_path: Path) -> None:
    bench.open(samples.text_pdf(tmp_path / "a.pdf"))
    canvas = bench.view.canvas
    bench.view.fit_region((0.5, 0.4, 0.2, 0.05))
    place = canvas.part_rect(0, (0.5, 0.4, 0.2, 0.05))
    port = canvas.viewport().rect()
    assert max(place.width() / port.width(), place.height() / port.height()) > 0.9
    assert place.center().x() == pytest.approx(port.center().x(), abs=2)
    assert place.center().y() == pytest.approx(port.center().y(), abs=2)


def test_places_on_all_visible_pages(strip: Bench, tmp_path: Path) -> None:
    view: DocumentView = strip.view
    strip.open(samples.text_pdf(tmp_path / "a.pdf", pages=4))
    view.set_scale(0.25)
    for page in view.canvas.pages_visible():
        spot = view.canvas.part_rect(page, (0.3, 0.1, 0.02, 0.02)).center()
        if view.canvas.viewport().rect().contains(spot.toPoint()):
            assert view.canvas.place_at(spot) == pytest.approx((page, 0.31, 0.11), abs=0.01)


def test_a_part_at_the_top_of_a_page_is_on_that_page(strip: Bench, tmp_path: Path) -> None:
    strip.open(samples.text_pdf(tmp_path / "a.pdf", pages=9))
    strip.view.scroll_to(4, (0.4, 0.01, 0.1, 0.02))
    assert strip.view.page == 4
    place = strip.view.canvas.part_rect(4, (0.4, 0.01, 0.1, 0.02)).center().toPoint()
    assert strip.view.canvas.viewport().rect().contains(place)
    strip.view.canvas.verticalScrollBar().setValue(0)
    assert strip.view.page == 0


@pytest.mark.parametrize("fit", [ZoomMode.WIDTH, ZoomMode.PAGE])
def test_resizing_keeps_the_place(strip: Bench, tmp_path: Path, fit: ZoomMode) -> None:
    sizes = [(595, 842) if number % 2 else (842, 595) for number in range(20)]
    strip.open(pages_of(tmp_path / "a.pdf", *sizes))
    view, canvas = strip.view, strip.view.canvas
    view.fit_page() if fit is ZoomMode.PAGE else view.fit_width()
    view.go_to_page(12)
    before = canvas.spot()
    for size in ((700, 640), (1100, 500), (900, 640)):
        view.resize(*size)
        strip.bot.waitUntil(lambda size=size: view.width() == size[0])
        assert view.page == 12
        assert canvas.spot() == pytest.approx(before, abs=0.02)


def test_zooming_begins_at_the_scale_of_the_page_under_the_cursor(
    strip: Bench, tmp_path: Path
) -> None:
    strip.open(pages_of(tmp_path / "a.pdf", (595, 842), (1800, 2550), (595, 842)))
    canvas = strip.view.canvas
    canvas.verticalScrollBar().setValue(round(canvas.rect_of(0).height() * 0.7))
    at = QPoint(300, 500)
    assert canvas.place_at(at)[0] == 1
    before = canvas.rect_of(1).width()
    wheel(strip, at, 1, ctrl=True)
    assert canvas.rect_of(1).width() == pytest.approx(before * 2**0.25, rel=0.01)
