"""Kept values survive; broken ones fall back."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter, QWidget
from pytestqt.qtbot import QtBot

from app.ui.shell import MemoryStore, UiState


def test_a_value_comes_back() -> None:
    store = MemoryStore()
    UiState(store).put("review.zoom", 1.5)
    assert UiState(store).get("review.zoom", 1.0) == 1.5
    assert UiState(store).get("queue.zoom", 1.0) == 1.0


@pytest.mark.parametrize(
    "kept",
    [None, 7, "x", {}, {"version": 1}, {"version": 0, "value": 2.0}, {"version": 1, "value": "2"}],
)
def test_a_broken_value_falls_back(kept: object) -> None:
    store = MemoryStore()
    store.put("zoom", kept)
    assert UiState(store).get("zoom", 1.0) == 1.0


def test_a_checker_that_meets_an_odd_shape_refuses_it() -> None:
    store = MemoryStore()
    state = UiState(store)
    state.put("ids", [1, 2])
    assert state.get("ids", ["a"], lambda ids: all(i.isalpha() for i in ids)) == ["a"]


def test_values_of_each_breakpoint_stand_apart() -> None:
    state = UiState()
    state.put("width@", 584)
    state.set_breakpoint("compact")
    assert state.get("width@", 464) == 464
    state.set_breakpoint("wide")
    assert state.get("width@", 464) == 584


@pytest.fixture
def splitter(qtbot: QtBot) -> QSplitter:
    made = QSplitter(Qt.Orientation.Horizontal)
    qtbot.addWidget(made)
    for _ in range(3):
        made.addWidget(QWidget())
    made.setStretchFactor(1, 1)
    made.resize(1202, 300)
    made.show()
    return made


def test_a_splitter_is_kept_per_breakpoint(splitter: QSplitter, qtbot: QtBot) -> None:
    store = MemoryStore()
    state = UiState(store)
    state.bind_splitter(splitter, "review", [200, 600, 400])
    assert splitter.sizes() == [200, 600, 400]
    splitter.setSizes([300, 500, 400])
    splitter.splitterMoved.emit(300, 1)
    state.set_breakpoint("compact")
    assert splitter.sizes() == [200, 600, 400]
    state.set_breakpoint("wide")
    assert splitter.sizes() == [300, 500, 400]


@pytest.mark.parametrize("kept", [[1, 2], [0, 0, 0], ["a", "b", "c"], [-1, 600, 400], {}])
def test_broken_sizes_fall_back(splitter: QSplitter, kept: object) -> None:
    state = UiState()
    state.put("splitter.review@", kept)
    state.bind_splitter(splitter, "review", [200, 600, 400])
    assert splitter.sizes() == [200, 600, 400]
