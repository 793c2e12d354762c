"""The words of a document's pages, read by the worker when somebody wants them."""

from __future__ import annotations

from collections import OrderedDict

from PySide6.QtCore import QObject, Qt, Signal

from app.media.client import MediaClient
from app.media.problems import MediaProblem
from app.media.requests import Priority, Ticket
from app.media.source import DocumentSource
from app.media.text import PageText
from app.viewers.letters import Letter, folded, letters_of

_KEPT = 48
"""Pages whose letters are kept with their places: some 300 KB for a full one."""


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
        self._kept: OrderedDict[int, tuple[Letter, ...]] = OrderedDict()
        self._plain: dict[int, str] = {}
        self._tickets: dict[int, Ticket] = {}
        self._answered.connect(self._take, Qt.ConnectionType.QueuedConnection)

    def open(self, source: DocumentSource | None) -> None:
        """Another document: nothing of the last one is wanted any more."""
        if source == self._source:
            return
        self.stop()
        self._source = source
        self._kept.clear()
        self._plain.clear()

    def stop(self) -> None:
        """Drop what is on its way."""
        for ticket in self._tickets.values():
            ticket.cancel()
        self._tickets.clear()

    def of(self, page: int) -> tuple[Letter, ...] | None:
        """The letters of a page, none where it has no text; None while they are not here."""
        found = self._kept.get(page)
        if found is not None:
            self._kept.move_to_end(page)
        return found

    def plain(self, page: int) -> str | None:
        """The letters of a page as they are compared, without places; None if never read."""
        return self._plain.get(page)

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
            letters = letters_of(got) if isinstance(got, PageText) else ()
            self._kept[page] = letters
            self._plain[page] = "".join(folded(letter.sign) for letter in letters)
            while len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
            self.came.emit(page)
