"""The whole viewer over a real worker and real files."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QAbstractButton, QLineEdit

from app.media.limits import MAX_RENDER_PIXELS
from app.media.source import DocumentSource
from app.viewers.colors import DARK, LIGHT, ViewerColors
from app.viewers.highlights import Highlight
from app.viewers.state import ViewState
from app.viewers.tiles import TILE_PX, Tile, tiles_over
from app.viewers.toolbar import ToolRow
from app.viewers.zoom import MARGIN, ZoomMode
from tests.media import samples
from tests.viewers.conftest import Bench
from tests.viewers.wheels import wheel

Key = Qt.Key


def tiles_missing(bench: Bench) -> list[Tile]:
    """Those over what is seen that are not painted yet."""
    canvas = bench.view.canvas
    frame = canvas.frame
    width = canvas.device_width(frame)
    height = round(width * frame.height / frame.width)
    wanted = tiles_over(canvas.seen_of(frame.page), width, height, TILE_PX)
    there = {one.rendered.part[:2] for one in canvas.stack(frame.page)
             if one.rendered.full_width == width}  # fmt: skip
    return [tile for tile in wanted if tile.clip[:2] not in there]


def test_a_document_opens_fits_and_is_painted(bench: Bench, tmp_path: Path) -> None:
    with bench.bot.waitSignal(bench.view.documentReady) as ready:
        source = bench.open(samples.text_pdf(tmp_path / "a.pdf", pages=3))
    assert ready.args[0].pages == 3
    assert bench.view.source == source
    assert (bench.view.page, bench.view.page_count) == (0, 3)
    page, port = bench.view.canvas.page_rect(), bench.view.canvas.viewport()
    assert page.width() == pytest.approx(port.width() - 2 * MARGIN, abs=1)
    assert bench.is_red(0.05, 0.05)
    assert bench.colour(0.5, 0.3).name() == "#ffffff"
    assert "1" in bench.view.canvas.accessibleDescription()


def test_the_picture_is_exactly_as_large_as_the_screen(bench: Bench, tmp_path: Path) -> None:
    bench.open(samples.text_pdf(tmp_path / "a.pdf"))
    for change in (
        bench.view.zoom_in,
        bench.view.fit_page,
        bench.view.zoom_in,
        bench.view.zoom_out,
    ):
        change()
        bench.settle()
    bench.view.resize(700, 700)
    bench.settle()


def test_paging_by_key_and_method(bench: Bench, tmp_path: Path) -> None:
    bench.open(samples.text_pdf(tmp_path / "a.pdf", pages=4))
    view, keys = bench.view, bench.bot.keyClick
    view.setFocus()
    for key, page in (
        (Key.Key_PageDown, 1),
        (Key.Key_PageDown, 2),
        (Key.Key_PageUp, 1),
        (Key.Key_End, 3),
        (Key.Key_PageDown, 3),
        (Key.Key_Home, 0),
    ):
        keys(view.canvas, key)
        assert view.page == page
        bench.until(lambda page=page: bench.view.canvas.frame.page == page)
    changes: list[int] = []
    view.pageChanged.connect(changes.append)
    view.next_page()
    view.go_to_page(17)
    assert changes == [1]


def test_arrows_scroll_and_across_a_fitting_page_turn_it(bench: Bench, tmp_path: Path) -> None:
    bench.open(samples.text_pdf(tmp_path / "a.pdf", pages=2))
    bar = bench.view.canvas.verticalScrollBar()
    bench.bot.keyClick(bench.view.canvas, Key.Key_Down)
    assert bar.value() > 0
    bench.bot.keyClick(bench.view.canvas, Key.Key_Right)
    assert bench.view.page == 1


def test_the_old_page_stays_until_the_new_one_is_there(bench: Bench, tmp_path: Path) -> None:
    bench.open(samples.text_pdf(tmp_path / "a.pdf", pages=9))
    bench.view.go_to_page(7)
    assert bench.view.page == 7
    assert bench.view.canvas.frame.page == 0
    assert bench.is_red(0.05, 0.05), "the old page is still painted"
    bench.until(lambda: bench.view.canvas.frame.page == 7)


def test_fast_switching_shows_the_last_one_only(bench: Bench, tmp_path: Path) -> None:
    files = [samples.text_pdf(tmp_path / f"{n}.pdf", pages=n + 1) for n in range(8)]
    seen: list[str] = []
    bench.view.pagePainted.connect(lambda key, _page: seen.append(key))
    for file in files:
        bench.view.set_document(DocumentSource.of_file(file))
    last = DocumentSource.of_file(files[-1])
    bench.until(lambda: last.key in seen)
    bench.bot.wait(100)
    assert seen[-1] == last.key
    assert bench.view.page_count == 8


def test_coming_back_finds_the_place(bench: Bench, tmp_path: Path) -> None:
    first = samples.text_pdf(tmp_path / "a.pdf", pages=5)
    second = samples.text_pdf(tmp_path / "b.pdf", pages=2)
    bench.open(first)
    bench.view.go_to_page(3)
    bench.until(lambda: bench.view.canvas.frame.page == 3)
    bench.view.rotate_right()
    bench.until(lambda: bench.view.canvas.frame.rotation == 90)
    bench.view.set_scale(2.0)
    bench.view.canvas.verticalScrollBar().setValue(300)
    state = bench.view.view_state()
    bench.open(second)
    assert bench.view.page == 0
    assert bench.view.zoom.mode is ZoomMode.WIDTH, "a scale is not carried over"
    bench.open(first)
    back = bench.view.view_state()
    assert (back.page, back.zoom, dict(back.turns)) == (3, state.zoom, {3: 90})
    assert back.spot.y == pytest.approx(state.spot.y, abs=0.01)
    bench.open(second)
    bench.view.set_document(bench.view.source, ViewState(page=1))
    assert bench.view.page == 1


def test_turning_is_kept_for_its_page(bench: Bench, tmp_path: Path) -> None:
    bench.open(samples.text_pdf(tmp_path / "a.pdf", pages=2))
    upright = bench.view.canvas.frame
    bench.view.rotate_right()
    bench.until(lambda: bench.view.canvas.frame.rotation == 90)
    assert bench.view.canvas.frame.width == upright.height
    assert bench.is_red(0.95, 0.05)
    bench.view.next_page()
    bench.until(lambda: bench.view.canvas.frame.page == 1)
    assert bench.view.canvas.frame.rotation == 0
    bench.view.previous_page()
    bench.until(lambda: bench.view.canvas.frame.page == 0)
    assert bench.view.canvas.frame.rotation == 90
    for _ in range(3):
        bench.view.rotate_right()
    bench.until(lambda: bench.view.canvas.frame.rotation == 0)


def test_the_wheel_zooms_around_the_cursor(bench: Bench, tmp_path: Path) -> None:
    bench.open(samples.text_pdf(tmp_path / "a.pdf"))
    canvas = bench.view.canvas
    at = QPoint(300, 200)
    before = canvas.page_rect()
    point = ((at.x() - before.x()) / before.width(), (at.y() - before.y()) / before.height())
    wheel(bench, at, 3, ctrl=True)
    after = canvas.page_rect()
    assert after.width() > before.width() * 1.2
    assert after.x() + point[0] * after.width() == pytest.approx(at.x(), abs=1.5)
    assert after.y() + point[1] * after.height() == pytest.approx(at.y(), abs=1.5)
    assert bench.view.zoom.mode is ZoomMode.FREE


def test_the_wheel_turns_the_page_at_its_end_only(bench: Bench, tmp_path: Path) -> None:
    bench.open(samples.text_pdf(tmp_path / "a.pdf", pages=2))
    at, bar = QPoint(300, 200), bench.view.canvas.verticalScrollBar()
    wheel(bench, at, -1)
    assert bench.view.page == 0
    assert bar.value() > 0
    bar.setValue(bar.maximum())
    wheel(bench, at, -1)
    assert bench.view.page == 1


def test_a_hand_drags_the_page(bench: Bench, tmp_path: Path) -> None:
    bench.open(samples.text_pdf(tmp_path / "a.pdf"))
    port, bar = bench.view.canvas.viewport(), bench.view.canvas.verticalScrollBar()
    assert port.cursor().shape() == Qt.CursorShape.OpenHandCursor
    bench.bot.mousePress(port, Qt.MouseButton.LeftButton, pos=QPoint(200, 300))
    bench.bot.mouseMove(port, QPoint(200, 200))
    assert port.cursor().shape() == Qt.CursorShape.ClosedHandCursor
    bench.bot.mouseRelease(port, Qt.MouseButton.LeftButton, pos=QPoint(200, 200))
    assert bar.value() == 100
    assert port.cursor().shape() == Qt.CursorShape.OpenHandCursor


def test_deep_zoom_draws_the_visible_part_only(bench: Bench, tmp_path: Path) -> None:
    bench.open(samples.text_pdf(tmp_path / "a.pdf"))
    canvas = bench.view.canvas
    bench.view.set_scale(8.0)
    canvas.horizontalScrollBar().setValue(500)
    canvas.verticalScrollBar().setValue(0)
    width = canvas.device_width(canvas.frame)
    bench.until(lambda: not tiles_missing(bench))
    for picture in canvas.stack(0):
        assert picture.rendered.width * picture.rendered.height <= MAX_RENDER_PIXELS
    assert canvas.stack(0)[-1].rendered.full_width == width
    edge = 100 / samples.A4[0]  # a sharp edge, as only the fine picture has it
    assert bench.is_red(edge - 0.0005, 0.01)
    assert bench.colour(edge + 0.0005, 0.01).name() == "#ffffff"


def test_marks_are_painted_and_reached(bench: Bench, tmp_path: Path) -> None:
    bench.open(samples.text_pdf(tmp_path / "a.pdf", pages=3))
    mark = Highlight(2, (0.5, 0.9, 0.2, 0.05), "发表时间 2016-03", "red")
    bench.view.set_highlights([mark, Highlight(2, (0.2, 0.8, 0.2, 0.02), "", "green")], 0)
    bench.view.scroll_to(2, mark.rect)
    bench.until(lambda: bench.view.canvas.frame.page == 2)
    page, port = bench.view.canvas.page_rect(), bench.view.canvas.viewport().rect()
    centre = QPoint(round(page.x() + 0.6 * page.width()), round(page.y() + 0.925 * page.height()))
    assert port.contains(centre)
    wash = bench.colour(0.6, 0.93)
    assert wash.red() > wash.green(), "10 % of red over white"
    assert wash.green() > 200
    clicked: list[int] = []
    bench.view.highlightClicked.connect(clicked.append)
    bench.bot.mouseClick(bench.view.canvas.viewport(), Qt.MouseButton.LeftButton, pos=centre)
    assert clicked == [0]


def test_a_mark_set_before_the_document_is_open_is_reached(bench: Bench, tmp_path: Path) -> None:
    file = samples.text_pdf(tmp_path / "a.pdf", pages=3)
    bench.view.set_document(DocumentSource.of_file(file))
    bench.view.scroll_to(1, (0.1, 0.9, 0.1, 0.05))
    bench.until(lambda: bench.painted == [1])
    assert bench.view.canvas.verticalScrollBar().value() > 0


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("empty.pdf", "FILE_EMPTY"),
        ("missing.pdf", "FILE_MISSING"),
        ("locked.pdf", "PDF_ENCRYPTED"),
        ("wild.pdf", "TOO_LARGE"),
        ("bomb.png", "TOO_LARGE"),
        ("old.doc", "UNSUPPORTED"),
    ],
)
def test_a_problem_has_its_card(bench: Bench, tmp_path: Path, name: str, code: str) -> None:
    file = tmp_path / name
    if name == "locked.pdf":
        samples.text_pdf(file, 1, "secret")
    elif name == "wild.pdf":
        samples.wild_pdf(file, "0 0 612 2147483648")
    elif name == "bomb.png":
        samples.bomb_png(file)
    elif name != "missing.pdf":
        file.write_bytes(b"" if name == "empty.pdf" else b"unknown bytes")
    bench.open(file)
    assert bench.problems == [code]
    card = bench.view._card
    assert card.isVisible()
    assert card._code.text() == code
    assert card.accessibleName().count("，") >= 3
    assert "{" not in card.accessibleName()
    bench.open(samples.text_pdf(tmp_path / "good.pdf"))
    assert not card.isVisible()
    assert bench.view.canvas.isVisible()


def test_a_wild_page_costs_that_page_only(bench: Bench, tmp_path: Path) -> None:
    from pypdfium2 import PdfDocument

    document = PdfDocument.new()
    for height in (800, 80_000, 800):
        document.new_page(600, height)
    document.save(str(tmp_path / "a.pdf"))
    document.close()
    bench.open(tmp_path / "a.pdf")
    bench.view.next_page()
    bench.until(lambda: bench.problems == ["TOO_LARGE"])
    bench.bot.keyClick(bench.view._card, Key.Key_PageDown)
    bench.until(lambda: bench.painted[-1:] == [2])
    assert bench.view.canvas.isVisible()


def test_notices_stand_above_the_page(bench: Bench, tmp_path: Path) -> None:
    bench.open(samples.truncated_jpeg(tmp_path / "a.jpg"))
    assert bench.view._notice.isVisible()
    assert "图片不完整" in bench.view._notice.accessibleName()
    bench.open(samples.text_pdf(tmp_path / "b.jpg"))
    assert "内容与扩展名不符" in bench.view._notice.accessibleName()
    bench.open(samples.text_pdf(tmp_path / "c.pdf"))
    assert not bench.view._notice.isVisible()


def test_frames_of_different_sizes_keep_their_shape(bench: Bench, tmp_path: Path) -> None:
    from PIL import Image

    first, second = Image.new("RGB", (80, 60), "white"), Image.new("RGB", (60, 80), "red")
    first.save(tmp_path / "a.tif", save_all=True, append_images=[second])
    bench.open(tmp_path / "a.tif")
    bench.view.next_page()
    bench.until(lambda: bench.view.canvas.frame.page == 1)
    page = bench.view.canvas.page_rect()
    assert page.height() / page.width() == pytest.approx(80 / 60, rel=0.02)


def test_small_pages_come_and_choose(bench: Bench, tmp_path: Path) -> None:
    bench.open(samples.text_pdf(tmp_path / "a.pdf", pages=6))
    strip = bench.view.strip
    bench.until(lambda: not any(strip.pages.lacks(page) for page in range(4)))
    place = strip.visualRect(strip.pages.index(2)).center()
    bench.bot.mouseClick(strip.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert bench.view.page == 2
    bench.view.last_page()
    assert strip.currentIndex().row() == 5
    bench.view.set_page_marks({1: "amber"})
    bench.view.set_strip_visible(False)
    assert not strip.isVisible()


def test_the_tools_follow_and_lead(bench: Bench, tmp_path: Path) -> None:
    bench.open(samples.text_pdf(tmp_path / "a.pdf", pages=12))
    tools = bench.view.tools
    number = tools.findChild(QLineEdit)
    assert number is not None
    number.setFocus()
    number.selectAll()
    bench.bot.keyClicks(number, "9")
    bench.bot.keyClick(number, Key.Key_Return)
    assert bench.view.page == 8
    assert bench.view.canvas.hasFocus()
    number.setFocus()
    number.selectAll()
    bench.bot.keyClicks(number, "99")
    bench.view.canvas.setFocus()
    assert number.text() == "9", "what is no page goes back"
    compact = ToolRow(bench.view, compact=True)
    bench.bot.addWidget(compact)
    before = bench.view.zoom.scale
    named = {button.accessibleName(): button for button in compact.buttons()}
    bench.bot.mouseClick(named["放大"], Qt.MouseButton.LeftButton)
    assert bench.view.zoom.scale > before
    texts = {button.text() for button in tools.buttons()}
    assert f"{round(bench.view.zoom.scale * 100)}%" in texts


def test_every_control_has_a_name_and_no_input_method(bench: Bench, tmp_path: Path) -> None:
    bench.open(samples.text_pdf(tmp_path / "a.pdf"))
    view = bench.view
    for button in view.findChildren(QAbstractButton):
        assert button.accessibleName() or button.text() or not button.isVisibleTo(view)
    for part in (view.canvas, view.strip, view.tools):
        assert part.accessibleName()
    for quiet in (view.canvas, view.canvas.viewport(), view.strip):
        assert not quiet.testAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled)


def test_colours_come_from_the_tokens() -> None:
    import json

    path = Path(__file__).parents[2] / "resources" / "theme" / "tokens.json"
    tokens = json.loads(path.read_text("utf-8"))
    assert ViewerColors.of(tokens["light"]) == LIGHT
    assert ViewerColors.of(tokens["dark"]) == DARK


def test_the_ground_is_dark_and_the_paper_stays_white(bench: Bench, tmp_path: Path) -> None:
    bench.open(samples.text_pdf(tmp_path / "a.pdf"))
    bench.view.set_colors(DARK)
    shot = bench.view.canvas.viewport().grab().toImage()
    assert shot.pixelColor(2, 200).name().upper() == DARK.canvas
    assert bench.colour(0.5, 0.3).name() == "#ffffff"
