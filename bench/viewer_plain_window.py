"""The window that most viewers are: it draws with PDFium on the thread that takes the keys.

Without a copy between PDFium and Qt; nothing else can be faster on that thread.
"""

from __future__ import annotations

import os
import time
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pypdfium2 as pdfium
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from bench.partner import answer
from bench.watching import rest, wait_for


def main() -> None:
    """Answer until there are no more questions."""
    application = QApplication([])
    application.setStyle("Fusion")
    answer([flips])


class _View(QWidget):
    """One page at a time."""

    def __init__(self, document: Any, width: int) -> None:
        super().__init__()
        self._document, self._width, self._page = document, width, 0
        self._image = QImage()
        self.painted_at = 0.0
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.resize(width, 1000)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        if event.key() == Qt.Key.Key_PageDown:
            self._page += 1
            page = self._document[self._page]
            drawn = page.render(scale=self._width / page.get_width(), prefer_bgrx=True)
            page.close()
            size = (drawn.width, drawn.height, drawn.stride)
            self._image = QImage(drawn.buffer, *size, QImage.Format.Format_RGB32)
            self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        painter = QPainter(self)
        painter.drawImage(0, 0, self._image)
        painter.end()
        self.painted_at = time.perf_counter()


def flips(path: str, width: int, pages: int) -> list[float]:
    """Milliseconds from the key to the page on screen."""
    document = pdfium.PdfDocument(path)
    view = _View(document, width)
    view.show()
    wait_for("the window", lambda: view.painted_at)
    times = []
    for _ in range(min(pages, len(document) - 1)):
        rest(0.03)
        view.painted_at = 0.0
        begin = time.perf_counter()
        QTest.keyClick(view, Qt.Key.Key_PageDown)
        wait_for("the page", lambda: view.painted_at)
        times.append((view.painted_at - begin) * 1000)
    view.close()
    view.deleteLater()
    document.close()
    return times
