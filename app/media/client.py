"""The window's side of the media worker."""

from __future__ import annotations

import threading
from collections.abc import Callable

from app.media import segments
from app.media.facts import DocumentInfo, FileFacts
from app.media.geometry import Clip
from app.media.limits import WORKER_MEMORY
from app.media.look import PLAIN, Look
from app.media.prints import PrintRun
from app.media.problems import MediaProblem
from app.media.rendered import RenderedPage
from app.media.requests import Pending, Priority, Ticket
from app.media.source import DocumentSource
from app.media.stats import MediaStats
from app.media.supervisor import HANG_LIMIT_S, Supervisor
from app.media.text import PageText
from app.media.wire import Op, Request


class MediaClient:
    """Asks one supervised worker process for facts and pages.

    All methods may be called from any thread and return at once; callbacks come on the reader
    thread, one at a time. One request is with the worker at a time, so that what a worker was
    lost at is known. It goes to the successor once more, as everything else; what costs that one
    too, or kept a worker computing for `hang_limit` seconds, gets MEDIA_CRASHED or MEDIA_HUNG and
    is not tried again until `allow_again`. With `spare`, the successor is always ready.
    """

    def __init__(
        self,
        *,
        hang_limit: float = HANG_LIMIT_S,
        memory_limit: int = WORKER_MEMORY,
        spare: bool = False,
    ) -> None:
        self._supervisor = Supervisor(hang_limit, memory_limit, spare=spare)
        self._thread = threading.Thread(
            target=self._supervisor.run, name="media-reader", daemon=True
        )

    @property
    def worker_pid(self) -> int | None:
        """Process id of the worker, for diagnostics; None while none is ready."""
        return self._supervisor.worker_pid

    def start(self) -> None:
        """Clear what dead windows left and start the worker, without waiting for it."""
        segments.clear_stale()
        self._thread.start()

    def close(self) -> None:
        """End the worker. Requests still waiting are dropped without a callback."""
        self._supervisor.stop()
        if self._thread.is_alive():
            self._thread.join()

    def describe(
        self, source: DocumentSource, callback: Callable[[DocumentInfo | MediaProblem], None]
    ) -> Ticket:
        """Kind, pages and sizes of a document."""
        request = Request(Op.DESCRIBE, source)
        return self._supervisor.submit(Pending(request, callback, Priority.VISIBLE))

    def render(
        self,
        source: DocumentSource,
        page: int,
        width_px: int,
        rotation: int,
        callback: Callable[[RenderedPage | MediaProblem], None],
        priority: Priority = Priority.VISIBLE,
        *,
        clip: Clip | None = None,
        fine: bool = False,
        look: Look | None = None,
    ) -> Ticket:
        """Draw a page `width_px` physical pixels wide after turning it by `rotation` degrees.

        `clip` asks for a part of it. The page is smaller than wished where the whole would
        pass 16 megapixels. The bitmap may have more or fewer pixels than the page where that is
        quicker, see `RenderedPage.scale`; with `fine` it has as many. `look` changes the picture.
        Whoever gets the `RenderedPage` releases it.
        """
        request = Request(
            Op.RENDER, source, page, width_px, rotation % 360, clip, fine, look or PLAIN
        )
        return self._supervisor.submit(Pending(request, callback, priority))

    def thumbnail(
        self,
        source: DocumentSource,
        page: int,
        width_px: int,
        callback: Callable[[RenderedPage | MediaProblem], None],
        rotation: int = 0,
    ) -> Ticket:
        """A small picture of a page, after everything visible and prefetched."""
        return self.render(source, page, width_px, rotation, callback, Priority.THUMBNAIL)

    def probe(
        self, source: DocumentSource, callback: Callable[[FileFacts | MediaProblem], None]
    ) -> Ticket:
        """File facts for the checks; reads the whole file, when nothing else is waiting."""
        request = Request(Op.PROBE, source)
        return self._supervisor.submit(Pending(request, callback, Priority.BACKGROUND))

    def text(
        self,
        source: DocumentSource,
        page: int,
        callback: Callable[[PageText | MediaProblem], None],
        priority: Priority = Priority.PREFETCH,
    ) -> Ticket:
        """The words of a page's text layer with their places."""
        request = Request(Op.TEXT, source, page)
        return self._supervisor.submit(Pending(request, callback, priority))

    def fingerprints(
        self,
        source: DocumentSource,
        callback: Callable[[tuple[str, ...] | MediaProblem], None],
        priority: Priority = Priority.BACKGROUND,
    ) -> Ticket:
        """One hash for each page of what it shows; equal hashes mean that nothing changed."""
        ticket = Ticket()

        def ask(page: int) -> None:
            request = Request(Op.FINGERPRINTS, source, page)
            self._supervisor.submit(Pending(request, run.take, priority, ticket))

        run = PrintRun(ask, callback)
        ask(0)
        return ticket

    def stats(self) -> MediaStats:
        """Figures about the worker."""
        return self._supervisor.stats()

    def forget(self, key: str) -> None:
        """Let the worker close the file of `key`, before it is moved or deleted."""
        self._supervisor.forget(key)

    def allow_again(self, key: str) -> None:
        """Try again what crashed or hung in the document `key`: the officer asked for it."""
        self._supervisor.allow_again(key)
