"""Having files looked into by a worker process, with the code that clients use (domain §4.13).

Foreign bytes are decoded there and nowhere else: a file that crashes or hangs its decoder costs
the worker and not the server. What was found is kept by hash; what could not be looked into stays
unknown, and rules that need it say so.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterable, Mapping

from app.domain.file_facts import FileFacts
from app.media.client import MediaClient
from app.media.facts import FileFacts as Looked
from app.media.limits import PROBE_SECONDS
from app.media.problems import MediaProblem
from app.media.source import DocumentSource
from server_stub.blobstore import BlobFolder

_log = logging.getLogger(__name__)

Keep = Callable[[Mapping[str, FileFacts]], None]


class Probing:
    """Asks one worker about files, which is started with the first of them.

    :param on: False looks at nothing and starts nothing.
    :param keep: writes what was found; called from another thread, for one file at a time.
    """

    def __init__(self, blobs: BlobFolder, keep: Keep, *, on: bool) -> None:
        self._blobs = blobs
        self._keep = keep
        self._on = on
        self._media: MediaClient | None = None
        self._asked: set[str] = set()
        self._waiting: set[str] = set()
        self._changed = threading.Condition()
        self._closed = False

    def look_at(self, hashes: Iterable[str]) -> None:
        """Have files looked into that were not asked about before. Returns at once."""
        if not self._on:
            return
        for sha256 in hashes:
            with self._changed:
                if self._closed or sha256 in self._asked:
                    continue
                self._asked.add(sha256)
                self._waiting.add(sha256)
                media = self._media = self._media or self._started()
            path = self._blobs.path(sha256)
            source = DocumentSource(sha256, path, sha256)
            media.probe(source, lambda answer, of=sha256: self._found(of, answer))  # type: ignore[misc]

    def wait_for(self, hashes: Iterable[str], seconds: float) -> bool:
        """Wait until all of these files that were asked about are answered for.

        :return: False where ``seconds`` did not suffice.
        """
        wanted = set(hashes)
        with self._changed:
            return self._changed.wait_for(
                lambda: self._closed or not self._waiting & wanted, seconds
            )

    @property
    def busy(self) -> bool:
        """Whether any file waits for its answer."""
        return bool(self._waiting)

    def close(self) -> None:
        """End the worker; what it had not told is not known."""
        with self._changed:
            self._closed = True
            media, self._media = self._media, None
            self._changed.notify_all()
        if media is not None:
            media.close()

    def _started(self) -> MediaClient:
        media = MediaClient(hang_limit=PROBE_SECONDS)
        media.start()
        return media

    def _found(self, sha256: str, answer: Looked | MediaProblem) -> None:
        try:
            if isinstance(answer, MediaProblem):
                _log.warning("%s could not be looked into: %s", sha256, answer.code)
            else:
                self._keep({sha256: answer.for_checks()})
        finally:
            with self._changed:
                self._waiting.discard(sha256)
                self._changed.notify_all()
