from __future__ import annotations

import pytest
from PySide6.QtCore import QRect, QRectF, QSizeF
from PySide6.QtGui import QImage, QPainter

from app.viewers.highlights import label_places, on_page, turned_rect, writing


@pytest.mark.parametrize(
    ("rotation", "expected"),
    [
        (0, QRectF(0.1, 0.2, 0.3, 0.05)),
        (90, QRectF(0.75, 0.1, 0.05, 0.3)),
        (180, QRectF(0.6, 0.75, 0.3, 0.05)),
        (270, QRectF(0.2, 0.6, 0.05, 0.3)),
    ],
)
def test_a_mark_turns_with_its_page(rotation: int, expected: QRectF) -> None:
    turned = turned_rect((0.1, 0.2, 0.3, 0.05), rotation)
    assert turned.x() == pytest.approx(expected.x())
    assert turned.y() == pytest.approx(expected.y())
    assert (turned.width(), turned.height()) == (expected.width(), expected.height())


def test_fractions_become_places() -> None:
    page = QRectF(100, 50, 400, 600)
    assert on_page(QRectF(0.25, 0.5, 0.5, 0.1), page) == QRectF(200, 350, 200, 60)


def test_a_label_stands_beside_its_frame_and_within_bounds() -> None:
    bounds, size = QRectF(0, 0, 400, 300), QSizeF(120, 20)
    frame = QRectF(200, 100, 60, 30)
    places = label_places(frame, size, bounds)
    assert len(places) == 4
    for place in places:
        assert bounds.contains(place)
        assert not place.intersects(frame)
    corner = label_places(QRectF(350, 0, 50, 20), size, bounds)
    assert corner[0].top() == 20
    assert corner[0].right() == 400
    filled = label_places(bounds, size, bounds)
    assert len(filled) == 1


def test_writing_is_counted_where_it_is(qapp: object) -> None:
    image = QImage(100, 100, QImage.Format.Format_RGB32)
    image.fill("white")
    painter = QPainter(image)
    painter.fillRect(QRect(0, 0, 100, 50), "black")
    painter.end()
    page = QRectF(1000, 1000, 200, 200)
    assert writing(image, page, QRectF(1020, 1010, 100, 20)) == 1.0
    assert writing(image, page, QRectF(1020, 1150, 100, 20)) == 0.0
    assert writing(image, page, QRectF(900, 1010, 200, 20)) == 0.5
