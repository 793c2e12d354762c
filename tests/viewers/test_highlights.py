from __future__ import annotations

import pytest
from PySide6.QtCore import QRectF

from app.viewers.highlights import on_page, turned_rect


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
