"""What is drawn over the pages, and who gets the pointer."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QMouseEvent, QPainter

from app.viewers.canvas import PageCanvas
from app.viewers.highlights import turned_rect, upright_point
from tests.media import samples
from tests.viewers.conftest import Bench


class Stamp:
    """A green box on a part of a page; takes presses where it is told to."""

    def __init__(self, takes: bool) -> None:
        self.takes = takes
        self.seen: list[str] = []

    def paint(self, painter: QPainter, canvas: PageCanvas) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.fillRect(canvas.part_rect(0, (0.4, 0.2, 0.2, 0.1)), QColor("#00ff00"))

    def press(self, event: QMouseEvent) -> bool:
        self.seen.append("press")
        return self.takes

    def move(self, event: QMouseEvent) -> bool:
        self.seen.append("move")
        return self.takes

    def release(self, event: QMouseEvent) -> bool:
        self.seen.append("release")
        return self.takes


def drag(bench: Bench) -> None:
    port = bench.view.canvas.viewport()
    bench.bot.mousePress(port, Qt.MouseButton.LeftButton, pos=QPoint(200, 300))
    bench.bot.mouseMove(port, QPoint(200, 250))
    bench.bot.mouseRelease(port, Qt.MouseButton.LeftButton, pos=QPoint(200, 250))


def test_an_overlay_paints_and_takes_the_pointer(bench: Bench, tmp_path: Path) -> None:
    bench.open(samples.text_pdf(tmp_path / "a.pdf"))
    canvas, bar = bench.view.canvas, bench.view.canvas.verticalScrollBar()
    lower, upper = Stamp(True), Stamp(False)
    canvas.add_overlay(lower)
    canvas.add_overlay(upper)
    assert bench.colour(0.5, 0.25).name() == "#00ff00"
    drag(bench)
    assert lower.seen == ["press", "move", "release"]
    assert upper.seen[0] == "press", "the one on top is asked first"
    assert "release" not in upper.seen, "who took the press has the pointer"
    assert bar.value() == 0
    canvas.remove_overlay(lower)
    drag(bench)
    assert bar.value() == 50, "nobody took it: the hand does"
    canvas.remove_overlay(upper)
    bench.view.rotate_right()
    bench.until(lambda: canvas.rotation_of(0) == 90)


def test_places_are_those_of_the_upright_page(bench: Bench, tmp_path: Path) -> None:
    bench.open(samples.text_pdf(tmp_path / "a.pdf"))
    canvas = bench.view.canvas
    assert canvas.pages_visible() == range(1)
    for _ in range(4):
        place = canvas.part_rect(0, (0.3, 0.1, 0.02, 0.02)).center()
        found = canvas.place_at(place)
        assert found is not None
        assert found == pytest.approx((0, 0.31, 0.11), abs=0.001)
        turn = canvas.rotation_of(0)
        bench.view.rotate_right()
        bench.until(lambda turn=turn: canvas.rotation_of(0) == (turn + 90) % 360)
    assert canvas.place_at(QPointF(1, 1)) is None
    assert canvas.rect_of(7) == QRectF()


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
def test_turning_a_point_back(rotation: int) -> None:
    turned = turned_rect((0.1, 0.2, 0.0, 0.0), rotation)
    assert upright_point(turned.x(), turned.y(), rotation) == pytest.approx((0.1, 0.2))
