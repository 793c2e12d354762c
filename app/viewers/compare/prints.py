"""Asks for the page hashes of two documents."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, Qt, Signal

from app.media.client import MediaClient
from app.media.problems import MediaProblem
from app.media.requests import Ticket
from app.media.source import DocumentSource


class PrintsOf(QObject):
    """Answers by signal on the thread it lives in, once both documents are known.

    Attributes:
        known: (hashes of the old, hashes of the new). Nothing where one cannot be read: the
            pages stay paired by number.
    """

    known = Signal(object, object)
    _came = Signal(int, int, object)

    def __init__(self, client: MediaClient, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._client = client
        self._number = 0
        self._tickets: list[Ticket] = []
        self._got: dict[int, tuple[str, ...]] = {}
        self._came.connect(self._on_came, Qt.ConnectionType.QueuedConnection)

    @property
    def waits(self) -> bool:
        """Whether the answer is on its way."""
        return bool(self._tickets)

    def ask(self, old: DocumentSource | None, new: DocumentSource | None) -> None:
        """Ask anew; what is on its way is dropped."""
        self.stop()
        if old is None or new is None:
            return
        for side, source in enumerate((old, new)):
            answer = partial(self._send, self._number, side)
            self._tickets.append(self._client.fingerprints(source, answer))

    def stop(self) -> None:
        """Nothing that is on its way is wanted any more."""
        self._number += 1
        self._got = {}
        for ticket in self._tickets:
            ticket.cancel()
        self._tickets = []

    def _send(self, number: int, side: int, got: tuple[str, ...] | MediaProblem) -> None:
        """On the reader thread."""
        try:
            self._came.emit(number, side, got)
        except RuntimeError:  # the widget is gone
            return

    def _on_came(self, number: int, side: int, got: tuple[str, ...] | MediaProblem) -> None:
        if number != self._number:
            return
        if isinstance(got, MediaProblem):
            self.stop()
            return
        self._got[side] = got
        if len(self._got) == 2:
            self._tickets = []
            self.known.emit(self._got[0], self._got[1])
