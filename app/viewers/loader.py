"""From the reader thread of the media client to the GUI thread."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from PySide6.QtCore import QObject, Qt, Signal, SignalInstance

from app.media.client import MediaClient
from app.media.facts import DocumentInfo
from app.media.geometry import Clip
from app.media.problems import MediaProblem
from app.media.rendered import RenderedPage
from app.media.requests import Priority, Ticket
from app.media.source import DocumentSource


class Use(Enum):
    """What a drawn page is for."""

    SHOW = Priority.VISIBLE
    AHEAD = Priority.PREFETCH
    THUMB = Priority.THUMBNAIL


@dataclass(frozen=True, slots=True)
class Want:
    """A page somebody waits for, `width_px` physical pixels wide."""

    source: DocumentSource
    page: int
    rotation: int
    width_px: int
    use: Use
    clip: Clip | None = None


class PageLoader(QObject):
    """Asks a `MediaClient` and answers by signal on the thread it lives in.

    Attributes:
        described: (`DocumentSource`, `DocumentInfo` or `MediaProblem`).
        drawn: (`Want`, `RenderedPage` or `MediaProblem`).
    """

    described = Signal(object, object)
    drawn = Signal(object, object)
    _info_came = Signal(object, object)
    _page_came = Signal(object, object)

    def __init__(self, client: MediaClient, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._client = client
        self._tickets: dict[Want, Ticket] = {}
        self._asking: tuple[DocumentSource, Ticket] | None = None
        queued = Qt.ConnectionType.QueuedConnection
        self._info_came.connect(self._on_info, queued)
        self._page_came.connect(self._on_page, queued)

    def describe(self, source: DocumentSource) -> None:
        """Ask for the pages of a document; an earlier question is dropped."""
        if self._asking is not None:
            self._asking[1].cancel()
        ticket = self._client.describe(source, lambda got: self._send(self._info_came, source, got))
        self._asking = (source, ticket)

    def ask(self, want: Want) -> None:
        """Ask for a page unless it is on its way."""
        if want not in self._tickets:
            self._tickets[want] = self._client.render(
                want.source,
                want.page,
                want.width_px,
                want.rotation,
                lambda got: self._send(self._page_came, want, got),
                want.use.value,
                clip=want.clip,
            )

    def is_asked(self, want: Want) -> bool:
        """Whether a page is on its way."""
        return want in self._tickets

    def keep_only(self, keep: set[Want], *uses: Use) -> None:
        """Cancel what is on its way for `uses` and not in `keep`."""
        for want in [one for one in self._tickets if one.use in uses and one not in keep]:
            self._tickets.pop(want).cancel()

    def retry(self, source: DocumentSource) -> None:
        """Let the client try again what crashed or hung."""
        self._client.allow_again(source.key)

    def forget(self, key: str) -> None:
        """Have the worker close its file of a document."""
        self._client.forget(key)

    def stop(self) -> None:
        """Cancel everything."""
        if self._asking is not None:
            self._asking[1].cancel()
            self._asking = None
        self.keep_only(set(), *Use)

    @staticmethod
    def _send(signal: SignalInstance, what: object, got: object) -> None:
        """On the reader thread. A page for a widget that is gone is given back."""
        try:
            signal.emit(what, got)
        except RuntimeError:
            if isinstance(got, RenderedPage):
                got.release()

    def _on_info(self, source: DocumentSource, got: DocumentInfo | MediaProblem) -> None:
        if self._asking is not None and self._asking[0] == source:
            self._asking = None
            self.described.emit(source, got)

    def _on_page(self, want: Want, got: RenderedPage | MediaProblem) -> None:
        if self._tickets.pop(want, None) is not None:
            self.drawn.emit(want, got)
        elif isinstance(got, RenderedPage):
            got.release()
