"""From the reader thread of the media client to the GUI thread."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import Enum

from PySide6.QtCore import QObject, Qt, Signal, SignalInstance

from app.media.client import MediaClient
from app.media.facts import DocumentInfo
from app.media.look import Look
from app.media.problems import MediaProblem
from app.media.rendered import RenderedPage
from app.media.requests import Priority, Ticket
from app.media.source import DocumentSource
from app.viewers.tiles import Tile

_PLAIN = Look()


class Use(Enum):
    """What a drawn page is for."""

    SHOW = Priority.VISIBLE
    AHEAD = Priority.PREFETCH
    THUMB = Priority.THUMBNAIL


@dataclass(frozen=True, slots=True)
class Want:
    """A page or a tile of it that somebody waits for, the page `width_px` physical pixels wide.

    `is_fine`: with exactly these pixels. `is_native`: with all there are in a scan.
    """

    source: DocumentSource
    page: int
    rotation: int
    width_px: int
    use: Use
    look: Look = _PLAIN
    tile: Tile | None = None
    is_fine: bool = False
    is_native: bool = False

    @property
    def is_first(self) -> bool:
        """Whether this is to have any picture of the page at all, quickly."""
        return self.tile is None and not self.is_fine and not self.is_native


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
        self._asking: dict[DocumentSource, Ticket] = {}
        queued = Qt.ConnectionType.QueuedConnection
        self._info_came.connect(self._on_info, queued)
        self._page_came.connect(self._on_page, queued)

    def describe(self, source: DocumentSource) -> None:
        """Ask for the pages of a document; earlier questions are dropped."""
        self._stop_asking(but=source)
        self.look_into(source)

    def look_into(self, source: DocumentSource) -> None:
        """Ask for the pages of a document that may come next."""
        if source not in self._asking:
            self._asking[source] = self._client.describe(
                source, lambda got: self._send(self._info_came, source, got)
            )

    def is_looking_into(self, source: DocumentSource) -> bool:
        """Whether the pages of a document have been asked for and not come."""
        return source in self._asking

    def _stop_asking(self, but: DocumentSource | None = None) -> None:
        for source in [one for one in self._asking if one != but]:
            self._asking.pop(source).cancel()

    def ask(self, want: Want) -> None:
        """Ask for a page unless it is on its way."""
        if not self.is_asked(want):
            self._tickets[want] = self._client.render(
                want.source,
                want.page,
                want.width_px,
                want.rotation,
                lambda got: self._send(self._page_came, want, got),
                want.use.value,
                clip=want.tile.clip if want.tile is not None else None,
                fine=want.is_fine,
                look=want.look,
            )

    def is_asked(self, want: Want) -> bool:
        """Whether a page is on its way, for whatever use if it is to be seen large."""
        if want.use is Use.THUMB:
            return want in self._tickets
        return any(replace(want, use=use) in self._tickets for use in (Use.SHOW, Use.AHEAD))

    def asked(self, *uses: Use) -> list[Want]:
        """What is on its way for `uses`, the oldest first."""
        return [want for want in self._tickets if want.use in uses]

    def drop(self, wants: Iterable[Want]) -> None:
        """Cancel some of what is on its way."""
        for want in list(wants):
            self._tickets.pop(want).cancel()

    def keep_only(self, keep: set[Want], *uses: Use) -> None:
        """Cancel what is on its way for `uses` and not in `keep`."""
        self.drop([want for want in self.asked(*uses) if want not in keep])

    def retry(self, source: DocumentSource) -> None:
        """Let the client try again what crashed or hung."""
        self._client.allow_again(source.key)

    def forget(self, key: str) -> None:
        """Have the worker close its file of a document."""
        self._client.forget(key)

    def stop(self) -> None:
        """Cancel everything."""
        self._stop_asking()
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
        if self._asking.pop(source, None) is not None:
            self.described.emit(source, got)

    def _on_page(self, want: Want, got: RenderedPage | MediaProblem) -> None:
        if self._tickets.pop(want, None) is not None:
            self.drawn.emit(want, got)
        elif isinstance(got, RenderedPage):
            got.release()
