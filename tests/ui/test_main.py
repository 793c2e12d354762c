"""What is set up around the program before its window is shown."""

from __future__ import annotations

import gc
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from app.ui.desktop import DesktopApp, Options
from app.ui.main import build, tune_interpreter
from tests.ui.desk import wait_for


@pytest.fixture
def program(qapp: QApplication, tmp_path: Path) -> Iterator[DesktopApp]:
    """A program that is not shown; the collector is left as it was found."""
    made = build(Options(server="https://127.0.0.1:9", home=tmp_path / "home"))
    turn = sys.getswitchinterval()
    yield made
    sys.setswitchinterval(turn)
    made.shutdown()
    gc.unfreeze()
    gc.enable()


def test_nothing_is_collected_until_all_is_loaded_and_what_was_loaded_never(
    program: DesktopApp,
) -> None:
    tune_interpreter(program)
    assert not gc.isenabled()
    before = gc.get_freeze_count()
    program.loaded.emit()
    assert gc.isenabled()
    assert gc.get_freeze_count() > before


def test_drawing_waits_less_for_what_is_read_beside_it(program: DesktopApp) -> None:
    before = sys.getswitchinterval()
    tune_interpreter(program)
    assert sys.getswitchinterval() < before


def test_a_shown_window_loads_what_entering_needs_and_then_collects_again(
    program: DesktopApp,
) -> None:
    tune_interpreter(program)
    program.show()
    wait_for(gc.isenabled, 30)
    assert gc.get_freeze_count() > 0
