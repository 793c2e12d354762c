"""What is asked of the worker, and when: counted on a real one."""

from __future__ import annotations

import io
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from pytestqt.qtbot import QtBot

from app.media.client import MediaClient
from app.media.limits import MAX_RENDER_PIXELS
from app.media.look import Look
from app.media.requests import Priority, Ticket
from app.media.source import DocumentSource
from app.viewers.flow import REST_MS
from app.viewers.loader import Use
from app.viewers.page_cache import CACHE_BYTES, PageCache
from app.viewers.tiles import TILE_PX
from app.viewers.viewer import DocumentView
from app.viewers.zoom import ViewMode
from bench import scan_pdf
from tests.media import samples
from tests.viewers.conftest import Bench, make_bench

USES = (Use.SHOW, Use.AHEAD)


@dataclass(frozen=True)
class Asked:
    key: str
    page: int
    width: int
    rotation: int
    clip: object
    fine: bool
    look: Look
    priority: Priority


class CountingClient(MediaClient):
    """Writes down what it is asked to draw, and draws it."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[Asked] = []
        self.tickets: list[Ticket] = []

    def render(
        self,
        source: DocumentSource,
        page: int,
        width_px: int,
        rotation: int,
        callback: Any,
        priority: Priority = Priority.VISIBLE,
        **more: Any,
    ) -> Ticket:
        ticket = super().render(source, page, width_px, rotation, callback, priority, **more)
        if priority is not Priority.THUMBNAIL:
            self.asked.append(
                Asked(source.key, page, width_px, rotation, more["clip"], more["fine"],
                      more["look"], priority)
            )  # fmt: skip
            self.tickets.append(ticket)
        return ticket

    def pages(self) -> list[int]:
        return [one.page for one in self.asked]


@pytest.fixture(scope="module")
def counting() -> Iterator[CountingClient]:
    made = CountingClient()
    made.start()
    while made.worker_pid is None:
        time.sleep(0.02)
    yield made
    made.close()


@pytest.fixture
def flow(counting: CountingClient, qtbot: QtBot) -> Iterator[Bench]:
    view = DocumentView(counting)
    made = make_bench(view, qtbot)
    view.strip.hide()
    counting.asked.clear()
    yield made
    view.set_document(None)


def scan(path: Path, pages: int, dpi: int = 100) -> Path:
    """Pages that are one JPEG each, as a scanner leaves them."""
    made = []
    for number in range(pages):
        picture = Image.new("L", (round(8.27 * dpi), round(11.69 * dpi)), 200 + number)
        file = io.BytesIO()
        picture.save(file, "JPEG", quality=70)
        made.append(scan_pdf.jpeg(file.getvalue()))
    scan_pdf.write(path, made)
    return path


def quiet(bench: Bench) -> None:
    """Wait until nothing more is wanted."""
    bench.until(lambda: not bench.view._loader.asked(*USES) and bench.view._flow._is_resting)
    bench.bot.wait(20)
    bench.until(lambda: not bench.view._loader.asked(*USES))


def test_the_next_two_and_the_one_before_are_drawn_ahead(
    flow: Bench, counting: CountingClient, tmp_path: Path
) -> None:
    flow.open(scan(tmp_path / "a.pdf", pages=20))
    quiet(flow)
    assert set(counting.pages()) == {0, 1, 2}
    flow.view.go_to_page(9)
    quiet(flow)
    first = [one.page for one in counting.asked if one.page > 2 and not one.fine]
    assert first[0] == 9
    assert set(first) == {8, 9, 10, 11}
    assert first.index(10) < first.index(8) or first.index(11) < first.index(8)


def test_a_flip_to_a_page_drawn_ahead_asks_for_no_picture_of_it(
    flow: Bench, counting: CountingClient, tmp_path: Path
) -> None:
    flow.open(samples.text_pdf(tmp_path / "a.pdf", pages=9))
    quiet(flow)
    for page in range(1, 6):
        counting.asked.clear()
        flow.painted.clear()
        flow.view.next_page()
        assert flow.view.canvas.frame.page == page, "on the canvas when the key comes back"
        quiet(flow)
        assert page not in counting.pages()
        assert flow.painted[0] == page


def test_nothing_is_asked_for_twice(flow: Bench, counting: CountingClient, tmp_path: Path) -> None:
    flow.open(scan(tmp_path / "a.pdf", pages=12))
    for page in (3, 4, 3, 5, 4, 3, 4):
        flow.view.go_to_page(page)
        flow.bot.wait(3)
    quiet(flow)
    for page in (3, 4, 5, 4, 3):
        flow.view.go_to_page(page)
        quiet(flow)
    delivered = [
        asked for asked, ticket in zip(counting.asked, counting.tickets[-len(counting.asked):],
                                       strict=True) if not ticket.cancelled
    ]  # fmt: skip
    same = [(one.page, one.width, one.fine) for one in delivered]
    assert len(same) == len(set(same))


def test_what_is_far_away_is_dropped(flow: Bench, counting: CountingClient, tmp_path: Path) -> None:
    flow.open(scan(tmp_path / "a.pdf", pages=60))
    quiet(flow)
    counting.asked.clear()
    counting.tickets.clear()
    for page in range(5, 55):
        flow.view.go_to_page(page)
    open_ones = [
        asked.page
        for asked, ticket in zip(counting.asked, counting.tickets, strict=True)
        if not ticket.cancelled
    ]
    assert all(abs(page - 54) <= 3 for page in open_ones)
    flow.until(lambda: flow.painted[-1:] == [54])


def test_the_exact_picture_follows_after_a_rest(
    flow: Bench, counting: CountingClient, tmp_path: Path
) -> None:
    flow.open(scan(tmp_path / "a.pdf", pages=1, dpi=220))
    canvas = flow.view.canvas
    quiet(flow)
    for _ in range(3):
        counting.asked.clear()
        began = time.monotonic()
        canvas.zoom_by(0.8, canvas.rect_of(0).center())
        assert canvas.picture is not None, "the present picture is scaled meanwhile"
        assert counting.asked == []
        flow.settle()
        assert time.monotonic() - began >= REST_MS / 1000 * 0.9
        assert [(one.width, one.fine) for one in counting.asked] == [
            (canvas.device_width(canvas.frame), True)
        ]
        assert canvas.picture.rendered.scale == 1.0


def test_all_pixels_of_a_scan_serve_every_larger_zoom(
    flow: Bench, counting: CountingClient, tmp_path: Path
) -> None:
    flow.open(scan(tmp_path / "a.pdf", pages=1, dpi=150))
    quiet(flow)
    flow.view.set_scale(3.0)
    quiet(flow)
    counting.asked.clear()
    for scale in (2.5, 4.0, 6.0, 8.0):
        flow.view.set_scale(scale)
        quiet(flow)
    assert counting.asked == []
    assert flow.view.canvas.picture.across == pytest.approx(1240, abs=2)


def test_a_drawn_page_is_tiled_when_it_is_large(
    flow: Bench, counting: CountingClient, tmp_path: Path
) -> None:
    flow.open(samples.text_pdf(tmp_path / "a.pdf", pages=3))
    quiet(flow)
    counting.asked.clear()
    flow.view.set_scale(8.0)
    quiet(flow)
    tiles = [one for one in counting.asked if one.clip is not None]
    assert tiles
    for tile in tiles:
        assert tile.page == 0
        assert (tile.clip.width, tile.clip.height) == (TILE_PX, TILE_PX)
    port = flow.view.canvas.viewport()
    assert len(tiles) <= (port.width() // TILE_PX + 2) * (port.height() // TILE_PX + 2)
    counting.asked.clear()
    bar = flow.view.canvas.verticalScrollBar()
    bar.setValue(bar.value() + 3 * TILE_PX)
    quiet(flow)
    assert counting.asked
    counting.asked.clear()
    bar.setValue(bar.value() - 3 * TILE_PX)
    quiet(flow)
    assert [one for one in counting.asked if one.clip is not None] == [], "they were kept"


@pytest.mark.parametrize("mode", list(ViewMode))
@pytest.mark.parametrize("kind", ["drawn", "scan", "photo"])
def test_memory_is_capped_at_any_zoom(
    flow: Bench, tmp_path: Path, mode: ViewMode, kind: str
) -> None:
    if kind == "photo":
        Image.effect_noise((6000, 4000), 30).convert("RGB").save(tmp_path / "a.jpg", quality=40)
    flow.view.set_mode(mode)
    flow.open(
        samples.text_pdf(tmp_path / "a.pdf", pages=8) if kind == "drawn"
        else scan(tmp_path / "a.pdf", pages=8, dpi=300) if kind == "scan"
        else tmp_path / "a.jpg"
    )  # fmt: skip
    cache = flow.view._cache
    most = 0
    for scale, down in ((0.1, 0), (3.0, 700), (8.0, 1900), (0.3, 1500)):
        flow.view.set_scale(scale)
        flow.view.canvas.verticalScrollBar().setValue(round(down * scale))
        quiet(flow)
        most = max(most, cache.bytes)
        shown = [one for page in flow.view.canvas._stacks.values() for one in page]
        assert all(one.cost <= 4 * MAX_RENDER_PIXELS for one in shown)
        assert sum(one.cost for one in shown) <= CACHE_BYTES
    assert 0 < most <= CACHE_BYTES


def test_a_small_cache_does_not_make_it_ask_for_ever(
    counting: CountingClient, qtbot: QtBot, tmp_path: Path
) -> None:
    view = DocumentView(counting, cache=PageCache(max_bytes=1_000_000))
    bench = make_bench(view, qtbot)
    view.strip.hide()
    counting.asked.clear()
    bench.open(samples.text_pdf(tmp_path / "a.pdf", pages=9))
    bench.bot.wait(3 * REST_MS)
    quiet(bench)
    assert len(counting.asked) < 12
    assert bench.is_red(0.05, 0.05), "what is on the screen is kept"
    view.set_document(None)


def test_the_first_pages_of_the_next_documents_are_drawn_last(
    flow: Bench, counting: CountingClient, tmp_path: Path
) -> None:
    here = samples.text_pdf(tmp_path / "a.pdf", pages=9)
    next_one = DocumentSource.of_file(samples.text_pdf(tmp_path / "b.pdf", pages=4))
    after = DocumentSource.of_file(scan(tmp_path / "c.pdf", pages=2))
    broken = DocumentSource.of_file(tmp_path / "none.pdf")
    source = DocumentSource.of_file(here)
    flow.view.set_document(source)
    flow.view.prefetch([next_one, broken, after])
    flow.until(lambda: after.key in {one.key for one in counting.asked})
    quiet(flow)
    keys = [one.key for one in counting.asked]
    last_of_ours = max(place for place, key in enumerate(keys) if key == source.key)
    assert last_of_ours < keys.index(next_one.key) < keys.index(after.key)
    assert all(one.page == 0 for one in counting.asked if one.key != source.key)
    assert flow.problems == []
    counting.asked.clear()
    flow.view.set_document(next_one)
    assert flow.view.canvas.frame.key == next_one.key, "it is there at once"
    quiet(flow)
    assert 0 not in [one.page for one in counting.asked if one.key == next_one.key]


def test_documents_are_drawn_ahead_of_an_empty_window_too(
    flow: Bench, counting: CountingClient, tmp_path: Path
) -> None:
    source = DocumentSource.of_file(scan(tmp_path / "a.pdf", pages=3))
    flow.view.prefetch([source])
    flow.until(lambda: len(flow.view._cache) == 1)
    flow.view.set_document(source)
    assert flow.view.canvas.frame.key == source.key


def test_a_look_is_asked_for_and_kept_for_its_document(
    flow: Bench, counting: CountingClient, tmp_path: Path
) -> None:
    file, other = (scan(tmp_path / f"{n}.pdf", pages=2) for n in "ab")
    flow.open(file)
    quiet(flow)
    plain = flow.view.canvas.picture
    counting.asked.clear()
    look = Look(black_white=True)
    flow.view.set_look(look)
    assert flow.view.canvas.picture is plain, "no flash"
    flow.until(lambda: flow.view.canvas.picture is not plain)
    quiet(flow)
    assert {one.look for one in counting.asked} == {look}
    flow.open(other)
    assert flow.view.look == Look()
    quiet(flow)
    flow.open(file)
    assert flow.view.look == look
    counting.asked.clear()
    quiet(flow)
    flow.view.set_look(Look())
    assert flow.view.canvas.picture.rendered.page == 0
    quiet(flow)
    assert [one for one in counting.asked if one.page == 0 and not one.fine] == []


def test_a_photo_too_large_for_one_bitmap_is_sharp_at_its_own_size(
    flow: Bench, counting: CountingClient, tmp_path: Path
) -> None:
    picture = Image.new("RGB", (6000, 4000), "white")
    picture.paste((220, 20, 20), (0, 0, 3000, 4000))
    picture.save(tmp_path / "a.jpg", quality=95, subsampling=0)
    flow.open(tmp_path / "a.jpg")
    quiet(flow)
    flow.view.set_scale(1.0)
    flow.view.canvas.horizontalScrollBar().setValue(2700)
    quiet(flow)
    assert flow.view.canvas.stack(0)[-1].rendered.full_width == 6000
    assert flow.is_red(2999 / 6000, 0.5)
    assert flow.colour(3000 / 6000, 0.5).green() > 200
    counting.asked.clear()
    flow.view.set_scale(4.0)
    quiet(flow)
    assert all(one.width == 6000 for one in counting.asked if one.clip is not None), "no more"


def test_an_enhanced_scan_is_shown_with_every_pixel_it_has(
    flow: Bench, counting: CountingClient, tmp_path: Path
) -> None:
    flow.open(scan(tmp_path / "a.pdf", pages=1, dpi=150))
    flow.view.set_look(Look(contrast=True))
    flow.view.set_scale(4.0)
    quiet(flow)
    assert flow.view.canvas.picture.across == pytest.approx(1240, abs=2)
    assert {one.look for one in counting.asked[1:]} == {Look(contrast=True)}
