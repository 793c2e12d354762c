"""Two real documents from a real worker, compared on an offscreen screen."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from app.media.client import MediaClient
from app.media.source import DocumentSource
from app.viewers.compare.difference import Difference
from app.viewers.compare.modes import CompareMode
from app.viewers.compare.pages import PageFate
from app.viewers.compare.view import CompareView, Document
from tests.viewers.compare.paper import pdf_of, scanned, sheet, small_turn

WAIT_MS = 60_000


class Bench:
    """A shown comparison and the patience to wait for it."""

    def __init__(self, view: CompareView, bot: QtBot, folder: Path) -> None:
        self.view, self._bot, self._folder = view, bot, folder
        self.found: list[Difference] = []
        view.compared.connect(self.found.append)

    def until(self, holds: Callable[[], object]) -> None:
        self._bot.waitUntil(lambda: bool(holds()), timeout=WAIT_MS)

    def open(self, old: str = "old", new: str = "new") -> None:
        """Open two files and wait until their pages are paired and painted."""
        sources = [DocumentSource.of_file(self._folder / f"{one}.pdf") for one in (old, new)]
        self.view.open(Document(sources[0], "第 1 版", old), Document(sources[1], "第 2 版", new))
        self.until(lambda: self.view.pairs_known and self.painted())

    def painted(self) -> bool:
        return all(
            side.view.canvas.frame is not None and side.view.canvas.frame.page == side.view.page
            for side in (self.view.left, self.view.right)
        )

    def compared(self, act: Callable[[], object]) -> Difference:
        """Do something and wait for what the comparison then finds."""
        self.found.clear()
        act()
        self.until(lambda: self.found)
        return self.found[-1]

    def pages(self) -> tuple[int, int]:
        return self.view.left.view.page, self.view.right.view.page


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three pages; in the new file the second was changed and one came in behind it."""
    place = tmp_path_factory.mktemp("compare")
    first, last = sheet(1, word="still"), sheet(3, word="still")
    old = scanned(sheet(2, word="former"), small_turn(0.3, 4, -3), 2)
    new = scanned(sheet(2, word="latter"), small_turn(-0.4, -6, 5), 3)
    pdf_of(place / "old.pdf", [first, old, last])
    pdf_of(place / "new.pdf", [first, new, sheet(9), last])
    pdf_of(place / "other.pdf", [sheet(77)])
    return place


@pytest.fixture
def bench(client: MediaClient, qtbot: QtBot, folder: Path) -> Iterator[Bench]:
    view = CompareView(client)
    qtbot.addWidget(view)
    view.resize(1200, 700)
    with qtbot.waitExposed(view):
        view.show()
    yield Bench(view, qtbot, folder)
    view.shut_down()


def test_what_changed_is_told_by_page_and_the_next_change_is_one_step_away(bench: Bench) -> None:
    bench.open()
    fates = [pair.fate for pair in bench.view.pairs]
    assert fates == [PageFate.SAME, PageFate.CHANGED, PageFate.INSERTED, PageFate.SAME]
    assert bench.view.pages.count() == 4
    bench.until(lambda: "相同 2" in bench.view.legend.text)
    bench.view.step_change()
    assert bench.pages() == (1, 1)
    bench.view.step_change()
    assert bench.pages() == (1, 2)
    assert "没有对应的页" in bench.view.left.head.accessibleName()
    assert not bench.view.step_on(1)
    bench.view.go_pair(3)
    assert bench.pages() == (2, 3)
    assert "没有对应的页" not in bench.view.left.head.accessibleName()


def test_turning_a_page_turns_its_partner_unless_the_link_is_off(bench: Bench) -> None:
    bench.open()
    bench.view.right.view.go_to_page(3)
    assert bench.pages() == (2, 3)
    bench.view.link.set_on(False)
    bench.view.left.view.go_to_page(0)
    assert bench.pages() == (0, 3)
    bench.view.link.set_on(True)  # the pages chosen by hand stay beside each other
    bench.view.right.view.go_to_page(2)
    assert bench.pages()[1] == 2


def test_zoom_and_scroll_go_together_until_they_are_parted(bench: Bench) -> None:
    bench.open()
    left, right = bench.view.left.view.canvas, bench.view.right.view.canvas
    bench.view.zoom_in()
    bench.view.zoom_in()
    assert left.zoom.scale == pytest.approx(right.zoom.scale, rel=1e-3)
    bar, other = right.verticalScrollBar(), left.verticalScrollBar()
    assert bar.maximum() > 200
    bar.setValue(180)
    assert abs(other.value() - 180) <= 1
    other.setValue(90)
    assert abs(bar.value() - 90) <= 1
    bench.view.link.set_on(False)
    bar.setValue(150)
    assert abs(other.value() - 90) <= 1
    bench.view.link.set_on(True)  # what was laid beside each other by hand stays so
    bar.setValue(160)
    assert abs(other.value() - 100) <= 2


def test_swap_exchanges_the_documents_and_keeps_the_place(bench: Bench) -> None:
    bench.open()
    bench.view.go_pair(1)
    bench.until(bench.painted)
    old, new = bench.view.documents
    bench.view.swap()
    assert bench.view.documents == (new, old)
    bench.until(lambda: bench.view.pairs_known and bench.painted())
    assert bench.pages() == (1, 1)
    assert [pair.fate for pair in bench.view.pairs].count(PageFate.REMOVED) == 1


def test_side_by_side_boxes_stand_on_the_pages_they_belong_to(bench: Bench) -> None:
    bench.open()
    found = bench.compared(bench.view.step_change)
    assert found.aligned
    assert len(found.gone) == len(found.come) == 1
    assert "1 处只在第 1 版" in bench.view.legend.text
    assert "红：只在第 1 版" in bench.view.legend.text


def test_overlay_lets_the_new_page_through_as_the_slider_says(bench: Bench) -> None:
    bench.open()
    bench.compared(bench.view.step_change)
    bench.compared(lambda: bench.view.set_mode(CompareMode.OVERLAY))
    canvas = bench.view.left.view.canvas
    bench.view.bar.slider.setValue(0)
    old = canvas.viewport().grab().toImage()
    bench.view.bar.slider.setValue(100)
    new = canvas.viewport().grab().toImage()
    assert not bench.view.right.isVisible()
    assert old != new


def test_the_difference_is_painted_in_red_and_blue(bench: Bench) -> None:
    bench.open()
    bench.compared(bench.view.step_change)
    bench.compared(lambda: bench.view.set_mode(CompareMode.DIFFERENCE))
    canvas = bench.view.left.view.canvas
    canvas.reveal((0.33, 0.48, 0.1, 0.03))
    shot = canvas.viewport().grab().toImage()
    shot = shot.convertToFormat(QImage.Format.Format_RGB32)
    rows = np.frombuffer(bytes(shot.constBits()), np.uint8).reshape(shot.height(), -1, 4)
    blue, red = rows[..., 0].astype(int), rows[..., 2].astype(int)
    assert (red > blue + 80).any()
    assert (blue > red + 80).any()


def test_other_pages_are_refused_in_words(bench: Bench) -> None:
    bench.open("old", "other")
    bench.view.set_mode(CompareMode.OVERLAY)
    bench.until(lambda: "不同页面，未能对齐" in bench.view.legend.text)
    assert bench.view.differences.refused


def test_a_page_that_is_the_same_is_said_to_be(bench: Bench) -> None:
    bench.open()
    bench.view.set_mode(CompareMode.DIFFERENCE)
    bench.until(lambda: "这一页没有改动" in bench.view.legend.text)


def test_flipping_keeps_the_place(bench: Bench) -> None:
    bench.open()
    bench.view.set_mode(CompareMode.FLIP)
    left, right = bench.view.left, bench.view.right
    assert right.isVisible()
    assert not left.isVisible()
    bench.view.zoom_in()
    right.view.canvas.verticalScrollBar().setValue(120)
    at = right.view.canvas.verticalScrollBar().value()
    bench.view.flip()
    assert left.isVisible()
    assert not right.isVisible()
    assert abs(left.view.canvas.verticalScrollBar().value() - at) <= 1
    assert left.view.zoom.scale == pytest.approx(right.view.zoom.scale, rel=1e-3)


def test_closing_keeps_no_picture(bench: Bench) -> None:
    bench.open()
    bench.compared(bench.view.step_change)
    bench.view.close_documents()
    assert bench.view.kept_bytes == 0
    assert bench.view.left.view.source is None


def test_a_file_that_cannot_be_opened_leaves_the_other_readable(bench: Bench, folder: Path) -> None:
    broken = folder / "broken.pdf"
    broken.write_bytes(b"%PDF-1.7\nnothing")
    bench.view.open(
        Document(DocumentSource.of_file(broken), "第 1 版", "broken"),
        Document(DocumentSource.of_file(folder / "new.pdf"), "第 2 版", "new"),
    )
    bench.until(lambda: bench.view.right.view.canvas.frame is not None)
    bench.view.right.view.next_page()
    assert bench.pages()[1] == 1
