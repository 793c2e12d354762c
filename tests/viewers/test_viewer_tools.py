"""Magnifier, region, enhancement, second window, figures and the row of tools."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from app.media.look import Look
from app.viewers.full_screen import other_screen
from app.viewers.magnifier import FACTORS, SIDE
from app.viewers.toolbar import ToolRow
from app.viewers.zoom import ViewMode
from tests.media import samples
from tests.viewers.papers import paper
from tests.viewers.test_text_tools import Armed, armed

__all__ = ["armed"]
Key = Qt.Key


def test_the_lens_shows_what_lies_under_it_larger(armed: Armed, tmp_path: Path) -> None:
    armed.open(samples.text_pdf(tmp_path / "a.pdf"))
    lens, canvas = armed.tools.magnifier, armed.view.canvas
    armed.tools.run("magnifier")
    page = canvas.rect_of(0)
    edge = QPointF(page.x() + page.width() * 100 / samples.A4[0], page.y() + 40)
    lens.move_to(edge)
    armed.until(lambda: lens.is_fine)
    shot = lens.grab().toImage()
    middle = shot.height() // 2
    assert shot.pixelColor(shot.width() // 2 - 8, middle).name() == "#ff0000"
    assert shot.pixelColor(shot.width() // 2 + 8, middle).name() == "#ffffff"
    assert (QPointF(lens.geometry().center()) - edge).manhattanLength() < 3


def test_the_lens_is_sharper_than_the_page(armed: Armed, tmp_path: Path) -> None:
    armed.open(paper(tmp_path / "a.pdf"))
    armed.view.fit_page()
    armed.settle()
    lens, canvas = armed.tools.magnifier, armed.view.canvas
    lens.set_on(True)
    lens.set_factor(4)
    rect = canvas.part_rect(0, (0.15, 0.14, 0.1, 0.03))
    lens.move_to(rect.center())
    rough = {lens.grab().toImage().pixelColor(x, SIDE // 2).value() for x in range(20, SIDE - 20)}
    armed.until(lambda: lens.is_fine)
    fine = lens.grab().toImage()
    tile = lens._tile
    assert tile is not None
    assert tile.picture.rendered.full_width == round(canvas.rect_of(0).width() * 4)
    assert {fine.pixelColor(x, SIDE // 2).value() for x in range(20, SIDE - 20)} != rough


def test_the_lens_follows_the_mouse_and_the_arrows(armed: Armed, tmp_path: Path) -> None:
    armed.open(samples.text_pdf(tmp_path / "a.pdf"))
    lens, canvas = armed.tools.magnifier, armed.view.canvas
    lens.set_on(True)
    before = canvas.verticalScrollBar().value()
    QTest.mouseMove(canvas.viewport(), QPoint(300, 200))
    QTest.mouseMove(canvas.viewport(), QPoint(310, 220))
    assert lens.geometry().center() == QPoint(309, 219)
    QTest.keyClick(canvas, Key.Key_Down)
    QTest.keyClick(canvas, Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    assert lens.geometry().center() == QPoint(313, 243)
    assert canvas.verticalScrollBar().value() == before, "the page stays where it is"
    QTest.keyClick(canvas, Key.Key_Plus)
    QTest.keyClick(canvas, Key.Key_Plus)
    assert lens.factor == FACTORS[-1]
    QTest.keyClick(canvas, Key.Key_Escape)
    assert not lens.is_on
    QTest.keyClick(canvas, Key.Key_Down)
    assert canvas.verticalScrollBar().value() > before


def test_the_lens_goes_with_the_document(armed: Armed, tmp_path: Path) -> None:
    armed.open(samples.text_pdf(tmp_path / "a.pdf"))
    armed.tools.magnifier.set_on(True)
    armed.view.set_document(None)
    assert not armed.tools.magnifier.is_on


def test_a_region_fills_the_window(armed: Armed, tmp_path: Path) -> None:
    armed.open(samples.text_pdf(tmp_path / "a.pdf"))
    canvas = armed.view.canvas
    view = canvas.viewport()
    armed.tools.run("fit_region")
    wanted = (200, 150, 200, 120)
    place = canvas.place_at(QPointF(300, 210))
    assert place is not None
    QTest.mousePress(view, Qt.MouseButton.LeftButton, pos=QPoint(*wanted[:2]))
    QTest.mouseMove(view, QPoint(390, 260))
    QTest.mouseMove(view, QPoint(400, 270))
    scale = canvas.zoom.scale
    QTest.mouseRelease(view, Qt.MouseButton.LeftButton, pos=QPoint(400, 270))
    factor = min(view.width() / wanted[2], view.height() / wanted[3])
    assert canvas.zoom.scale == pytest.approx(scale * factor, rel=0.02)
    now = canvas.place_at(QPointF(view.rect().center()))
    assert now is not None
    assert now[1:] == pytest.approx(place[1:], abs=0.01)
    assert not armed.tools.region.is_on


def test_a_region_is_drawn_by_key(armed: Armed, tmp_path: Path) -> None:
    armed.open(samples.text_pdf(tmp_path / "a.pdf"))
    canvas = armed.view.canvas
    scale = canvas.zoom.scale
    armed.tools.run("fit_region")
    assert "方向键" in armed.said[-1]
    for key in (Key.Key_Down, Key.Key_Up, Key.Key_Left):
        QTest.keyClick(canvas, key)
    QTest.keyClick(canvas, Key.Key_Left, Qt.KeyboardModifier.ShiftModifier)
    assert canvas.zoom.scale == scale
    QTest.keyClick(canvas, Key.Key_Return)
    assert canvas.zoom.scale == pytest.approx(2 * scale, rel=0.15)
    assert not armed.tools.region.is_on


def test_the_keys_go_back_to_where_somebody_was_typing(armed: Armed, tmp_path: Path) -> None:
    armed.open(samples.text_pdf(tmp_path / "a.pdf"))
    field = QLineEdit(armed.view)
    field.show()
    armed.view.activateWindow()
    armed.until(armed.view.isActiveWindow)
    for name in ("magnifier", "fit_region", "find"):
        field.setFocus()
        armed.tools.run(name)
        assert not field.hasFocus()
        focus = QApplication.focusWidget()
        assert focus is not None
        QTest.keyClick(focus, Key.Key_Escape)
        assert field.hasFocus(), name


def test_a_region_is_given_up_by_escape(armed: Armed, tmp_path: Path) -> None:
    armed.open(samples.text_pdf(tmp_path / "a.pdf"))
    armed.tools.run("fit_region")
    QTest.keyClick(armed.view.canvas, Key.Key_Escape)
    assert not armed.tools.region.is_on


def test_enhancement_is_said_in_words_and_can_be_taken_back(armed: Armed, tmp_path: Path) -> None:
    armed.open(samples.scan_pdf(tmp_path / "a.pdf"))
    armed.tools.run("look_contrast")
    armed.tools.run("look_straighten")
    row = armed.view.tools
    assert row._look.isVisible()
    assert row._look.text() == "增强对比 · 拉正"
    assert "原件不变" in row._look.toolTip()
    armed.tools.run("look_plain")
    assert armed.view.look == Look()
    assert not row._look.isVisible()


def test_enhancement_changes_the_display_and_never_the_file(armed: Armed, tmp_path: Path) -> None:
    path = samples.scan_pdf(tmp_path / "a.pdf")
    before = path.read_bytes()
    armed.open(path)
    armed.settle()
    grey = armed.colour(0.5, 0.5).value()
    armed.tools.run("look_black_white")
    armed.until(lambda: armed.colour(0.5, 0.5).value() > grey)
    armed.tools.magnifier.set_on(True)
    armed.until(lambda: armed.tools.magnifier.is_fine)
    lens = armed.tools.magnifier.grab().toImage()
    assert lens.pixelColor(40, 40).value() > grey, "the lens shows it too"
    armed.tools.magnifier.set_on(False)
    armed.tools.run("look_plain")
    armed.until(lambda: armed.colour(0.5, 0.5).value() == grey)
    assert path.read_bytes() == before


def test_the_words_of_an_enhancement_give_way(armed: Armed, tmp_path: Path) -> None:
    armed.open(samples.scan_pdf(tmp_path / "a.pdf"))
    before = armed.view.tools.minimumSizeHint().width()
    for part in ("contrast", "black_white", "straighten"):
        armed.tools.run(f"look_{part}")
    assert armed.view.tools.minimumSizeHint().width() <= before + 8
    assert armed.view.tools._look.toolTip().startswith("增强对比 · 黑白 · 拉正")


def test_the_menu_of_enhancement_shows_what_is_on(armed: Armed, tmp_path: Path) -> None:
    armed.open(samples.scan_pdf(tmp_path / "a.pdf"))
    armed.tools.run("look_black_white")
    armed.tools.open_enhance_menu()
    entries = {one.text(): one for one in armed.tools._menu.actions() if one.text()}
    assert [entries[text].isChecked() for text in ("增强对比", "黑白", "拉正")] == [
        False, True, False,
    ]  # fmt: skip
    entries["恢复原样"].trigger()
    armed.tools._menu.close()
    assert not armed.view.look


def test_one_page_or_all(armed: Armed, tmp_path: Path) -> None:
    armed.open(samples.text_pdf(tmp_path / "a.pdf", pages=4))
    armed.tools.run("flow")
    assert armed.view.mode is ViewMode.CONTINUOUS
    armed.tools.run("flow")
    assert armed.view.mode is ViewMode.SINGLE


def test_the_second_window_goes_along_and_leads(armed: Armed, tmp_path: Path) -> None:
    armed.open(samples.text_pdf(tmp_path / "a.pdf", pages=4))
    armed.view.go_to_page(2)
    armed.tools.run("full_screen")
    window = armed.tools.full_screen.window
    assert window is not None
    armed.until(lambda: window.view.page_count == 4 and window.view.page == 2)
    armed.view.go_to_page(1)
    armed.until(lambda: window.view.page == 1)
    window.view.go_to_page(3)
    armed.until(lambda: armed.view.page == 3)
    armed.view.rotate_right()
    armed.until(lambda: window.view.view_state().turns.get(3) == 90)
    armed.open(samples.text_pdf(tmp_path / "b.pdf", pages=2))
    armed.until(lambda: window.view.page_count == 2)
    QTest.keyClick(window.view.canvas, Key.Key_Escape)
    assert armed.tools.full_screen.window is None


def test_a_document_left_on_a_late_page_stays_there(armed: Armed, tmp_path: Path) -> None:
    first = samples.text_pdf(tmp_path / "a.pdf", pages=4)
    armed.open(first)
    armed.view.go_to_page(3)
    armed.tools.run("full_screen")
    window = armed.tools.full_screen.window
    assert window is not None
    armed.until(lambda: window.view.page == 3)
    armed.open(samples.text_pdf(tmp_path / "b.pdf", pages=2))
    armed.until(lambda: window.view.page_count == 2)
    armed.open(first)
    armed.until(lambda: window.view.page_count == 4 and window.view.page == 3)
    armed.bot.wait(200)
    assert (armed.view.page, window.view.page) == (3, 3)


def test_the_second_window_goes_with_the_first(armed: Armed, tmp_path: Path) -> None:
    armed.open(samples.text_pdf(tmp_path / "a.pdf"))
    armed.tools.run("full_screen")
    assert armed.tools.full_screen.window is not None
    cache = armed.tools.full_screen._cache
    armed.until(lambda: cache.bytes > 0)
    armed.view.window().hide()
    assert armed.tools.full_screen.window is None
    assert cache.bytes == 0


def test_the_other_screen_is_taken_where_there_is_one(armed: Armed) -> None:
    here = armed.view.screen()
    assert other_screen(here, [here]) is here


def test_the_figures(armed: Armed, tmp_path: Path) -> None:
    armed.open(samples.text_pdf(tmp_path / "a.pdf"))
    armed.tools.run("figures")
    rows = dict(armed.tools.panel.rows())
    assert int(rows["读取进程"]) > 0
    assert int(rows["已画页数"]) >= 1
    assert rows["页面缓存"].startswith(("0", "1", "2", "3", "4", "5", "6", "7", "8", "9"))
    armed.tools.run("figures")
    assert not armed.tools.panel.isVisible()


def test_a_blocked_action_says_why(armed: Armed) -> None:
    armed.tools.run("magnifier")
    assert armed.said == ["没有打开的页面"]
    assert not armed.tools.magnifier.is_on


def test_keys_are_unique_and_bound(armed: Armed, tmp_path: Path) -> None:
    keys = [key for action in armed.tools.actions() for key in action.keys]
    assert len(keys) == len(set(keys))
    armed.tools.bind_keys(armed.view)
    bound = {one.key().toString() for one in armed.view.findChildren(QShortcut)}
    assert QKeySequence("F11").toString() in bound
    armed.open(paper(tmp_path / "a.pdf"))
    armed.view.activateWindow()
    armed.until(armed.view.isActiveWindow)
    QTest.keyClick(armed.view.canvas, Key.Key_M, Qt.KeyboardModifier.AltModifier)
    assert armed.tools.magnifier.is_on


def test_the_narrow_row_has_everything_in_a_menu(armed: Armed, tmp_path: Path) -> None:
    armed.open(samples.text_pdf(tmp_path / "a.pdf"))
    row = ToolRow(armed.view, compact=True)
    armed.bot.addWidget(row)
    armed.tools.dress(row)
    row.show()
    menu = row._menu_of_more()
    said = " ".join(one.text() for one in menu.actions())
    for words in ("放大镜", "增强", "选区放大", "单页／连续", "在文件中查找", "独立窗口"):
        assert words in said


def test_every_button_of_the_row_has_a_name_and_a_key(armed: Armed, tmp_path: Path) -> None:
    armed.open(samples.text_pdf(tmp_path / "a.pdf"))
    for button in armed.view.tools.buttons():
        assert button.accessibleName()
        assert button.toolTip()
