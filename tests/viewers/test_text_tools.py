"""Finding, selecting and copying text, over a real worker."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.media.client import MediaClient
from app.media.source import DocumentSource
from app.viewers.highlights import Highlight
from app.viewers.text_search import find
from app.viewers.viewer import DocumentView
from app.viewers.viewer_tools import ViewerTools
from tests.media import samples
from tests.viewers.conftest import Bench, make_bench
from tests.viewers.papers import TITLE, paper

LEFT = Qt.MouseButton.LeftButton


class Armed(Bench):
    """A bench with tools."""

    def __init__(self, view: DocumentView, bot: QtBot, client: MediaClient) -> None:
        super().__init__(view, bot)
        self.tools = ViewerTools(view, client)
        self.said: list[str] = []
        self.tools.said.connect(self.said.append)
        self.tools.refused.connect(self.said.append)

    def look_for(self, words: str) -> None:
        self.tools.open_search()
        self.tools.bar.field.setText(words)
        QTest.keyClick(self.tools.bar.field, Qt.Key.Key_Return)
        self.until(lambda: self.tools.search.is_done)

    def letters(self, page: int) -> str:
        self.tools.feed.ask(page)
        self.until(lambda: self.tools.feed.of(page) is not None)
        return "".join(one.sign for one in self.tools.feed.of(page) or ())

    def spot(self, page: int, index: int, across: float = 0.5) -> QPoint:
        letters = self.tools.feed.of(page)
        assert letters is not None
        rect = self.view.canvas.part_rect(page, letters[index].rect)
        return QPoint(round(rect.x() + across * rect.width()), round(rect.center().y()))

    def select(self, page: int, first: int, last: int) -> None:
        view = self.view.canvas.viewport()
        QTest.mousePress(view, LEFT, pos=self.spot(page, first, 0.1))
        QTest.mouseMove(view, self.spot(page, last, 0.5))
        QTest.mouseMove(view, self.spot(page, last, 0.9))
        QTest.mouseRelease(view, LEFT, pos=self.spot(page, last, 0.9))


@pytest.fixture
def armed(client: MediaClient, qtbot: QtBot) -> Iterator[Armed]:
    bench = make_bench(DocumentView(client), qtbot)
    yield Armed(bench.view, qtbot, client)
    bench.view.set_document(None)


def test_every_place_is_found_and_the_first_is_gone_to(armed: Armed, tmp_path: Path) -> None:
    armed.open(paper(tmp_path / "目录.pdf", pages=5))
    armed.look_for("钢结构")
    hits = armed.tools.search.hits
    assert [hit.page for hit in hits] == [0, 2, 3, 4]
    assert armed.tools.bar.said() == "第 1 处，共 4 处"
    QTest.keyClick(armed.tools.bar.field, Qt.Key.Key_Return)
    assert armed.view.page == 2
    QTest.keyClick(armed.tools.bar.field, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    QTest.keyClick(armed.tools.bar.field, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    assert (armed.view.page, armed.tools.bar.said()) == (4, "第 4 处，共 4 处")


def test_case_and_line_ends_do_not_matter(armed: Armed, tmp_path: Path) -> None:
    armed.open(paper(tmp_path / "a.pdf"))
    armed.look_for("STEEL")
    assert len(armed.tools.search.hits) == 3
    armed.look_for("steel truss")
    (hit,) = armed.tools.search.hits
    assert len(hit.parts) == 2, "one box on either line"
    armed.look_for("没有这个词")
    assert armed.tools.bar.said() == "没有找到"


def test_a_hit_lies_on_its_letters(armed: Armed, tmp_path: Path) -> None:
    armed.open(paper(tmp_path / "a.pdf"))
    armed.letters(0)
    (hit,) = find(armed.tools.feed.of(0) or (), 0, TITLE)
    ((left, top, width, height),) = hit.parts
    assert left == pytest.approx(72 / samples.A4[0], abs=0.01)
    assert width == pytest.approx(18 * len(TITLE) / samples.A4[0], abs=0.01)
    assert top < 1 - 700 / samples.A4[1] < top + height + 0.01


def test_a_long_document_is_searched_to_its_end_and_again(armed: Armed, tmp_path: Path) -> None:
    armed.open(paper(tmp_path / "a.pdf", pages=90))
    armed.look_for("第 60 页")
    assert [hit.page for hit in armed.tools.search.hits] == [59]
    armed.look_for("第 3 页")
    assert [hit.page for hit in armed.tools.search.hits] == [2]
    assert armed.tools.search.has_text
    assert sum(armed.tools.feed.of(page) is not None for page in range(90)) <= 48


def test_a_scan_says_that_it_has_no_text(armed: Armed, tmp_path: Path) -> None:
    armed.open(samples.scan_pdf(tmp_path / "a.pdf", pages=3))
    armed.look_for("钢")
    assert armed.tools.bar.said() == "此文件没有文字层"
    armed.tools.select_page()
    assert armed.said == ["此页没有文字层"]


def test_another_document_is_searched_for_the_same_words(armed: Armed, tmp_path: Path) -> None:
    armed.open(paper(tmp_path / "a.pdf"))
    armed.look_for("钢结构")
    armed.open(paper(tmp_path / "b.pdf", pages=9))
    armed.until(lambda: armed.tools.search.is_done and len(armed.tools.search.hits) == 8)


def test_escape_closes_the_row_and_gives_the_keys_back(armed: Armed, tmp_path: Path) -> None:
    armed.open(paper(tmp_path / "a.pdf"))
    armed.view.setFocus()
    armed.look_for("钢结构")
    QTest.keyClick(armed.tools.bar.field, Qt.Key.Key_Escape)
    assert not armed.tools.bar.isVisible()
    assert armed.tools.search.hits == []
    assert armed.view.canvas.hasFocus()


def test_a_hit_is_selected_when_the_row_is_closed_and_grows_by_key(
    armed: Armed, tmp_path: Path
) -> None:
    armed.open(paper(tmp_path / "a.pdf"))
    armed.look_for("变形")
    QTest.keyClick(armed.tools.bar.field, Qt.Key.Key_Escape)
    canvas, shift = armed.view.canvas, Qt.KeyboardModifier.ShiftModifier
    assert armed.tools.selection.text() == "变形"
    QTest.keyClick(canvas, Qt.Key.Key_Right, shift)
    QTest.keyClick(canvas, Qt.Key.Key_Right, shift)
    assert armed.tools.selection.text() == "变形控制"
    QTest.keyClick(canvas, Qt.Key.Key_Left, shift)
    QTest.keyClick(canvas, Qt.Key.Key_Down, shift)
    assert armed.tools.selection.text().startswith("变形控制软土地区")
    QTest.keyClick(canvas, Qt.Key.Key_Up, shift)
    assert armed.tools.selection.text() == "变形控"


def test_hits_are_coloured_and_the_ink_stays(armed: Armed, tmp_path: Path) -> None:
    armed.open(paper(tmp_path / "a.pdf"))
    armed.look_for("目次")
    (hit,) = armed.tools.search.hits
    rect = armed.view.canvas.part_rect(0, hit.parts[0])
    shot = armed.view.canvas.viewport().grab(rect.toAlignedRect()).toImage()
    colours = {
        shot.pixelColor(x, y).name() for x in range(shot.width()) for y in range(shot.height())
    }
    assert "#ffb84d" in colours
    assert any(int(colour[1:3], 16) < 80 for colour in colours), "the letters are seen"


def test_text_is_selected_with_the_mouse_and_copied_with_its_source(
    armed: Armed, tmp_path: Path
) -> None:
    path = paper(tmp_path / "目录.pdf")
    source = DocumentSource("ab" * 32, path, "目录.pdf")
    armed.view.set_document(source)
    armed.until(lambda: bool(armed.painted))
    start = armed.letters(0).index("大跨度")
    armed.select(0, start, start + 6)
    assert armed.tools.selection.text() == "大跨度钢桁架整"
    armed.tools.copy()
    copied = "「大跨度钢桁架整」——目录.pdf 第 1 页，sha256 abababab"
    assert QGuiApplication.clipboard().text() == copied
    assert "目录.pdf" in armed.said[-1]


def test_a_double_click_takes_the_word_and_a_click_beside_gives_it_up(
    armed: Armed, tmp_path: Path
) -> None:
    armed.open(paper(tmp_path / "a.pdf"))
    armed.view.next_page()
    armed.until(lambda: armed.view.canvas.frame.page == 1)
    start = armed.letters(1).index("control")
    view = armed.view.canvas.viewport()
    QTest.mouseDClick(view, LEFT, pos=armed.spot(1, start + 2))
    assert armed.tools.selection.text() == "control"
    QTest.mouseClick(view, LEFT, pos=QPoint(view.width() // 2, view.height() - 60))
    assert armed.tools.selection.text() == ""


def test_a_mark_on_text_is_still_clicked(armed: Armed, tmp_path: Path) -> None:
    armed.open(paper(tmp_path / "a.pdf"))
    start = armed.letters(0).index("软土")
    left, top, width, height = (armed.tools.feed.of(0) or ())[start].rect
    armed.view.set_highlights([Highlight(0, (left, top, 5 * width, height))])
    clicked: list[int] = []
    armed.view.highlightClicked.connect(clicked.append)
    QTest.mouseClick(armed.view.canvas.viewport(), LEFT, pos=armed.spot(0, start + 1))
    assert clicked == [0]
    assert armed.tools.selection.text() == ""


def test_a_turned_page_is_selected_all_the_same(armed: Armed, tmp_path: Path) -> None:
    armed.open(paper(tmp_path / "a.pdf"))
    armed.view.rotate_right()
    armed.until(lambda: armed.view.canvas.frame.rotation == 90)
    armed.view.fit_page()
    start = armed.letters(0).index("软土")
    view = armed.view.canvas.viewport()
    first = armed.view.canvas.part_rect(0, armed.tools.feed.of(0)[start].rect)
    last = armed.view.canvas.part_rect(0, armed.tools.feed.of(0)[start + 3].rect)
    QTest.mousePress(view, LEFT, pos=QPoint(round(first.center().x()), round(first.top()) + 1))
    QTest.mouseMove(view, QPoint(round(last.center().x()), round(last.bottom()) - 1))
    QTest.mouseRelease(view, LEFT, pos=last.center().toPoint())
    assert armed.tools.selection.text() == "软土地区"


def test_escape_gives_the_selection_up_before_anything_else(armed: Armed, tmp_path: Path) -> None:
    armed.open(paper(tmp_path / "a.pdf"))
    armed.letters(0)
    armed.tools.select_page()
    assert TITLE in armed.tools.selection.text()
    QTest.keyClick(armed.view.canvas, Qt.Key.Key_Escape)
    assert armed.tools.selection.text() == ""
