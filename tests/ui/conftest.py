"""Qt draws offscreen, in the light theme and in Chinese, unless a test says otherwise."""

from __future__ import annotations

import os
from collections.abc import Iterator

os.environ["QT_QPA_PLATFORM"] = "offscreen"

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication

from app.ui.theme import theme


@pytest.fixture(autouse=True)
def _themed(qapp: QApplication) -> Iterator[None]:
    _plain(qapp)
    yield
    _plain(qapp)


def _plain(app: QApplication) -> None:
    # Installing anew styles every living widget again: only where a test has changed something.
    if not _State.installed or (theme.mode, theme.percent, theme.dark) != ("light", 100, False):
        theme.install(app, "light", 100)
        _State.installed = True


class _State:
    installed = False


class Recorder(QObject):
    """Collects what signals say, in order."""

    def __init__(self) -> None:
        super().__init__()
        self.calls: list[tuple[object, ...]] = []

    def __call__(self, *args: object) -> None:
        self.calls.append(args)

    @property
    def last(self) -> tuple[object, ...]:
        """The latest call."""
        return self.calls[-1]
