"""A form on paper: its pages drawn by the media worker and painted onto the printer."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QObject, QRectF, QSizeF, Qt, Signal
from PySide6.QtGui import QPageLayout, QPainter
from PySide6.QtPrintSupport import QPrinter

from app.media.client import MediaClient
from app.media.facts import PageSize
from app.media.problems import MediaProblem
from app.media.rendered import RenderedPage
from app.media.requests import Ticket
from app.media.source import DocumentSource
from app.viewers.page_cache import Picture

_DPI: Final = 300
"""As fine as office printers make use of; A4 is 8.7 megapixels then."""
_POINTS: Final = 72


class FormPrinting(QObject):
    """Prints one document; the window stays usable meanwhile.

    Attributes:
        progressed: pages painted, pages in all.
        finished: all pages are with the printer.
        failed: the printer or a page could not be had; carries a `MediaProblem`, or None where
            it was the printer. Nothing more is printed.
    """

    progressed = Signal(int, int)
    finished = Signal()
    failed = Signal(object)
    _came = Signal(object)

    def __init__(self, client: MediaClient, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._client = client
        self._printer: QPrinter | None = None
        self._painter = QPainter()
        self._ticket: Ticket | None = None
        self._page = 0
        self._sizes: tuple[PageSize, ...] = ()
        self._came.connect(self._on_page, Qt.ConnectionType.QueuedConnection)

    @property
    def busy(self) -> bool:
        """Whether pages are still on their way."""
        return self._painter.isActive()

    def start(self, source: DocumentSource, sizes: tuple[PageSize, ...], printer: QPrinter) -> None:
        """Print every page at its own size, in the middle of the paper where that is smaller.

        :param sizes: of the pages, in points.
        """
        self._source, self._sizes, self._printer, self._page = source, sizes, printer, 0
        printer.setFullPage(True)
        self._turn(sizes[0])
        if not self._painter.begin(printer):
            self.failed.emit(None)
            return
        self._ask()

    def stop(self) -> None:
        """Ask for no more pages and let what was not sent go."""
        if self._ticket is not None:
            self._ticket.cancel()
        if self._painter.isActive():
            if self._printer is not None:
                self._printer.abort()
            self._painter.end()

    def _turn(self, size: PageSize) -> None:
        assert self._printer is not None
        wide = size.width > size.height
        orientation = QPageLayout.Orientation
        self._printer.setPageOrientation(orientation.Landscape if wide else orientation.Portrait)

    def _ask(self) -> None:
        assert self._printer is not None
        dots = min(_DPI, self._printer.resolution())
        width = round(self._sizes[self._page].width / _POINTS * dots)
        self._ticket = self._client.render(
            self._source, self._page, width, 0, self._came.emit, fine=True
        )

    def _on_page(self, got: RenderedPage | MediaProblem) -> None:
        if not self._painter.isActive():
            return  # stopped meanwhile
        if isinstance(got, MediaProblem):
            self.stop()
            self.failed.emit(got)
            return
        self._paint(Picture(got))
        self._page += 1
        self.progressed.emit(self._page, len(self._sizes))
        if self._page < len(self._sizes):
            assert self._printer is not None
            self._turn(self._sizes[self._page])
            self._printer.newPage()
            self._ask()
        else:
            self._painter.end()
            self.finished.emit()

    def _paint(self, picture: Picture) -> None:
        assert self._printer is not None
        dots = self._printer.resolution()
        paper = QRectF(self._printer.pageLayout().fullRectPixels(dots))
        size = self._sizes[self._page]
        wanted = QSizeF(size.width, size.height) * (dots / _POINTS)
        if wanted.width() > paper.width() + 1 or wanted.height() > paper.height() + 1:
            wanted.scale(paper.size(), Qt.AspectRatioMode.KeepAspectRatio)
        place = QRectF(paper.topLeft(), wanted)
        place.moveCenter(paper.center())
        seen = picture.rendered.source_rect
        part = QRectF(seen.x, seen.y, seen.width, seen.height)
        self._painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        self._painter.drawImage(place, picture.image, part)
