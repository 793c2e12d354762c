"""Having a media worker look into files that came, for the checks (domain §4.13)."""

from __future__ import annotations

import threading

from app.domain.file_facts import FileFacts
from app.media.client import MediaClient
from app.media.facts import FileFacts as Looked
from app.media.limits import PROBE_SECONDS
from app.media.problems import MediaProblem
from app.media.source import DocumentSource
from app.sync.probing import Found


class FileProber:
    """Looks into files in a worker of its own, which starts with the first of them.

    The worker that draws pages is left to whoever waits for a page: a long file keeps a probe busy
    for seconds. Called from any thread.
    """

    def __init__(self) -> None:
        self._media: MediaClient | None = None
        self._lock = threading.Lock()
        self._closed = False

    def __call__(self, source: DocumentSource, found: Found) -> object:
        """Start to look; ``found`` hears the facts, or None where nothing could be found out."""
        with self._lock:
            if self._closed:
                return None
            if self._media is None:
                self._media = MediaClient(hang_limit=PROBE_SECONDS)
                self._media.start()
            media = self._media
        return media.probe(source, lambda answer: found(checked_facts(answer)))

    def close(self) -> None:
        """End the worker; who waits for an answer gets none."""
        with self._lock:
            self._closed = True
            media, self._media = self._media, None
        if media is not None:
            media.close()


def checked_facts(answer: Looked | MediaProblem) -> FileFacts | None:
    """What the checks need of an answer; None where the worker could not look."""
    return None if isinstance(answer, MediaProblem) else answer.for_checks()
