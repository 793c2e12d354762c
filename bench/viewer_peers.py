"""PyMuPDF and QtPdf drawing pages; runs in the environment of ``bench.peers_venv``."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from bench.partner import answer

_Draw = Callable[[int, int], object]


def main() -> None:
    """Answer until there are no more questions."""
    answer([present, measure])


def present() -> list[str]:
    """The names of those that can be loaded."""
    found = []
    for name, load in _PEERS.items():
        try:
            load()
        except ImportError:
            continue
        found.append(name)
    return found


def measure(
    peer: str, path: str, width: int, pages: int, thumbs: int, thumb_width: int
) -> dict[str, list[float]]:
    """Milliseconds: from opening to the first page, of each further page, of all thumbnails."""
    opened = _PEERS[peer]()
    begin = time.perf_counter()
    draw, close = opened(path)
    draw(0, width)
    first = (time.perf_counter() - begin) * 1000
    flips = []
    for page in range(1, pages):
        begin = time.perf_counter()
        draw(page, width)
        flips.append((time.perf_counter() - begin) * 1000)
    begin = time.perf_counter()
    for page in range(thumbs):
        draw(page, thumb_width)
    small = [(time.perf_counter() - begin) * 1000] if thumbs else []
    close()
    return {"first": [first], "flip": flips, "thumbs": small}


def _pymupdf() -> Callable[[str], tuple[_Draw, Callable[[], object]]]:
    import pymupdf  # type: ignore[import-not-found]
    from PySide6.QtGui import QImage

    def opened(path: str) -> tuple[_Draw, Callable[[], object]]:
        document = pymupdf.open(path)

        def draw(number: int, width: int) -> QImage:
            page = document[number]
            scale = width / page.rect.width
            drawn = page.get_pixmap(matrix=pymupdf.Matrix(scale, scale), alpha=False)
            kind = QImage.Format.Format_RGB888
            return QImage(drawn.samples_mv, drawn.width, drawn.height, drawn.stride, kind)

        def close() -> None:
            document.close()
            pymupdf.TOOLS.store_shrink(100)  # what it keeps must not serve the next round

        return draw, close

    return opened


def _qtpdf() -> Callable[[str], tuple[_Draw, Callable[[], object]]]:
    from PySide6.QtCore import QSize
    from PySide6.QtPdf import QPdfDocument

    def opened(path: str) -> tuple[_Draw, Callable[[], object]]:
        document = QPdfDocument()
        document.load(path)

        def draw(number: int, width: int) -> Any:
            size = document.pagePointSize(number)
            drawn = document.render(
                number, QSize(width, round(width * size.height() / size.width()))
            )
            if drawn.isNull():
                raise ValueError(f"page {number} of {path} is not drawn")
            return drawn

        return draw, document.close

    return opened


_PEERS = {"PyMuPDF": _pymupdf, "QtPdf": _qtpdf}
