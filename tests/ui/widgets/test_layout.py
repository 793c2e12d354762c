"""Frames with their layouts."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from app.ui.widgets import arranged_once


class _Row(QWidget):
    def sizeHint(self) -> QSize:
        return QSize(100, 20)


class _Counting(QVBoxLayout):
    arranged = 0

    def setGeometry(self, rect: QRect) -> None:
        self.arranged += 1
        super().setGeometry(rect)


def test_many_rows_are_arranged_once(qtbot: QtBot) -> None:
    frame = QWidget()
    qtbot.addWidget(frame)
    layout = _Counting(frame)
    rows = [_Row() for _ in range(20)]
    for row in rows:
        layout.addWidget(row)
        row.hide()
    frame.resize(200, 600)
    frame.show()
    layout.arranged = 0
    with arranged_once(layout):
        for row in rows:
            row.show()
    assert layout.arranged == 1
    assert len({row.y() for row in rows}) == 20, "and all have their places at the end"
