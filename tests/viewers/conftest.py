"""Viewers drawn offscreen, over one real worker."""

from __future__ import annotations

import os

os.environ["QT_QPA_PLATFORM"] = "offscreen"

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QLocale
from PySide6.QtGui import QColor
from pytestqt.qtbot import QtBot

from app.media.client import MediaClient
from app.media.source import DocumentSource
from app.viewers.viewer import DocumentView

WAIT_MS = 30_000


class Bench:
    """A shown viewer and the patience to wait for it."""

    def __init__(self, view: DocumentView, bot: QtBot) -> None:
        self.view, self.bot = view, bot
        self.painted: list[int] = []
        self.problems: list[str] = []
        view.pagePainted.connect(lambda _key, page: self.painted.append(page))
        view.problemShown.connect(self.problems.append)

    def until(self, holds: Callable[[], bool]) -> None:
        self.bot.waitUntil(holds, timeout=WAIT_MS)

    def open(self, path: Path) -> DocumentSource:
        """Open a file and wait for its page or its problem."""
        source = DocumentSource.of_file(path)
        self.painted.clear()
        self.problems.clear()
        self.view.set_document(source)
        self.until(lambda: bool(self.painted or self.problems))
        return source

    def settle(self) -> None:
        """Wait for the picture that fits the screen exactly."""

        def is_exact() -> bool:
            frame, picture = self.view.canvas.frame, self.view.canvas.picture
            if frame is None or picture is None:
                return False
            return picture.rendered.full_width == self.view.canvas.device_width(frame)

        self.until(is_exact)

    def colour(self, x: float, y: float) -> QColor:
        """What the screen shows at fractions of the page."""
        page = self.view.canvas.page_rect()
        shot = self.view.canvas.viewport().grab().toImage()
        at_x = (page.x() + x * page.width()) * shot.devicePixelRatio()
        at_y = (page.y() + y * page.height()) * shot.devicePixelRatio()
        return shot.pixelColor(round(at_x), round(at_y))

    def is_red(self, x: float, y: float) -> bool:
        colour = self.colour(x, y)
        return colour.red() > 180 and colour.green() < 80 and colour.blue() < 80


@pytest.fixture(scope="package")
def client() -> Iterator[MediaClient]:
    """One worker for all tests that do not harm it."""
    made = MediaClient()
    made.start()
    while made.worker_pid is None:
        time.sleep(0.02)
    yield made
    made.close()


@pytest.fixture(autouse=True)
def _chinese() -> Iterator[None]:
    before = QLocale()
    QLocale.setDefault(QLocale("zh_CN"))
    yield
    QLocale.setDefault(before)


def make_bench(view: DocumentView, bot: QtBot) -> Bench:
    """Show a viewer as large as on a small screen."""
    bot.addWidget(view)
    view.resize(900, 640)
    with bot.waitExposed(view):
        view.show()
    return Bench(view, bot)


@pytest.fixture
def bench(client: MediaClient, qtbot: QtBot) -> Iterator[Bench]:
    view = DocumentView(client)
    yield make_bench(view, qtbot)
    view.set_document(None)
