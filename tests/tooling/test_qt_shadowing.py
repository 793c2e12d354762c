from __future__ import annotations

import importlib
import sys
from pathlib import Path
from types import ModuleType

import pytest

from tools import qt_shadowing

SAMPLE = """
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

class Card(QWidget):
    clicked = Signal()
    style: str = "plain"

    def __init__(self, parent):
        super().__init__(parent)
        self.parent, self._note = parent, ""
        self.font: str = "mono"

    @property
    def size(self):
        return 1

    def paintEvent(self, event):
        self.title = "a name Qt does not have"

class Child(Card):
    def grow(self):
        self.width = 3

class Plain:
    def __init__(self):
        self.parent = None
"""


@pytest.fixture
def sample(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    (tmp_path / "shadowing_sample.py").write_text(SAMPLE, "utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delitem(sys.modules, "shadowing_sample", raising=False)
    return importlib.import_module("shadowing_sample")


def test_hidden_methods_are_found(sample: ModuleType) -> None:
    found = {(shadow.class_name, shadow.attribute) for shadow in qt_shadowing.shadows(sample)}
    assert found == {
        ("Card", "style"),
        ("Card", "parent"),
        ("Card", "font"),
        ("Card", "size"),
        ("Child", "width"),
    }


def test_our_widgets_hide_nothing() -> None:
    found = [s for m in qt_shadowing.modules(qt_shadowing.ROOT) for s in qt_shadowing.shadows(m)]
    assert not found, "\n".join(map(str, found))
