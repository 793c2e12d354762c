"""The words of a document's pages, read by the worker when somebody wants them."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, Signal

from app.media.client import MediaClient
from app.media.problems import MediaProblem
from app.media.requests import Priority, Ticket
from app.media.source import DocumentSource
from app.media.text import PageText
from app.viewers.letters import Letter, letters_of

_KEPT = 400
"""Pages whose letters are kept."""


class TextFeed(QObject):
    """Words by page of the document that is open. A page that cannot be read has none.

    Attributes:
        came: the words of a page are here.
    """

    came = Signal(int)
    _answered = Signal(object, int, object)

    def __init__(self, client: MediaClient, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._client = client
        self._source: DocumentSource | None = None
        self._kept: dict[int, tuple[Letter, ...]] = {}
        self._tickets: dict[int, Ticket] = {}
        self._answered.connect(self._take, Qt.ConnectionType.QueuedConnection)

    def open(self, source: DocumentSource | None) -> None:
        """Another document: nothing of the last one is wanted any more."""
        if source == self._source:
            return
        self.stop()
        self._source = source
        self._kept.clear()

    def stop(self) -> None:
        """Drop what is on its way."""
        for ticket in self._tickets.values():
            ticket.cancel()
        self._tickets.clear()

    def of(self, page: int) -> tuple[Letter, ...] | None:
        """The letters of a page, none where it has no text; None while they are not here."""
        return self._kept.get(page)

    def ask(self, page: int, priority: Priority = Priority.PREFETCH) -> None:
        """Read a page unless it is here or on its way."""
        source = self._source
        if source is not None and page not in self._kept and page not in self._tickets:
            self._tickets[page] = self._client.text(
                source, page, lambda got: self._send(source, page, got), priority
            )

    def _send(self, source: DocumentSource, page: int, got: PageText | MediaProblem) -> None:
        """On the reader thread."""
        try:
            self._answered.emit(source, page, got)
        except RuntimeError:
            return  # the viewer is gone

    def _take(self, source: DocumentSource, page: int, got: PageText | MediaProblem) -> None:
        if source == self._source and self._tickets.pop(page, None) is not None:
            if len(self._kept) >= _KEPT:
                del self._kept[next(iter(self._kept))]
            self._kept[page] = letters_of(got) if isinstance(got, PageText) else ()
            self.came.emit(page)
