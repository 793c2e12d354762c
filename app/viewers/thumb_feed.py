"""Fills the strip of small pages, after everything that is to be seen large."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QPixmap

from app.media.facts import DocumentInfo, PageSize
from app.media.problems import MediaProblem
from app.media.rendered import RenderedPage
from app.media.source import DocumentSource
from app.viewers.loader import PageLoader, Use, Want
from app.viewers.page_cache import Picture, PictureKey
from app.viewers.thumbs import THUMB_WIDTH, ThumbStrip

_A4 = 1.4142
_AT_A_TIME = 2
_IDLE_MS = 50


class ThumbFeed(QObject):
    """Asks for the pictures a `ThumbStrip` wants, topmost first, and drops those scrolled away.

    Only while nothing large is on its way, and two at a time: a page that is wanted next is
    never behind more than the small picture that is being drawn.
    """

    def __init__(self, strip: ThumbStrip, loader: PageLoader, parent: QObject) -> None:
        super().__init__(parent)
        self._strip, self._loader = strip, loader
        self._source: DocumentSource | None = None
        self._todo: list[Want] = []
        self._idle = QTimer(self)
        self._idle.setSingleShot(True)
        self._idle.setInterval(_IDLE_MS)
        self._idle.timeout.connect(self._feed)
        strip.picturesWanted.connect(self._on_wanted)
        loader.drawn.connect(self._on_drawn)

    def open(self, source: DocumentSource, info: DocumentInfo, turns: Mapping[int, int]) -> None:
        """Show the pages of a document."""
        self._source = source
        self._todo.clear()
        aspects = [_aspect(size) for size in info.sizes]
        aspects += aspects[-1:] * (info.pages - len(aspects))
        self._strip.pages.set_document(source.key, aspects, turns)

    def clear(self) -> None:
        """Show no pages."""
        self._source = None
        self._todo.clear()
        self._idle.stop()
        self._loader.keep_only(set(), Use.THUMB)
        self._strip.pages.set_document("", [], {})

    def _on_wanted(self, pages: list[int]) -> None:
        source = self._source
        if source is None:
            return
        width = round(THUMB_WIDTH * self._strip.devicePixelRatioF())
        turned = self._strip.pages.key_of
        self._todo = [
            Want(source, page, turned(page).rotation, width, Use.THUMB, is_fine=True)
            for page in pages
        ]
        self._loader.keep_only(set(self._todo), Use.THUMB)
        self._feed()

    def _feed(self) -> None:
        if not self._todo:
            return
        if self._loader.asked(Use.SHOW, Use.AHEAD):
            self._idle.start()
            return
        room = _AT_A_TIME - len(self._loader.asked(Use.THUMB))
        wants = [want for want in self._todo if not self._loader.is_asked(want)][: max(0, room)]
        for want in reversed(wants):  # of equal requests the newest goes first
            self._loader.ask(want)

    def _on_drawn(self, want: Want, got: RenderedPage | MediaProblem) -> None:
        if want.use is not Use.THUMB:
            return
        if isinstance(got, RenderedPage):
            small = QPixmap.fromImage(Picture(got).image.copy())  # off the shared memory
        else:
            small = QPixmap(1, 1)
            small.fill("white")
        if want in self._todo:
            self._todo.remove(want)
        self._strip.pages.put(PictureKey(want.source.key, want.page, want.rotation), small)
        self._feed()


def _aspect(size: PageSize) -> float:
    """Height over width, within what the strip can show."""
    if not (size.width > 0 and size.height > 0):
        return _A4
    return min(max(size.height / size.width, 0.1), 10.0)
