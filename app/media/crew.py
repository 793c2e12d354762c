"""Workers: the one at work, and one that is ready to take its place."""

from __future__ import annotations

import logging

from app.media.link import WorkerLink

_log = logging.getLogger(__name__)

MOST_FAILED_STARTS = 3


class Crew:
    """Starts workers. Without `spare`, a successor is only started when it is needed.

    Used by the reader thread alone.
    """

    def __init__(self, memory_limit: int, *, spare: bool) -> None:
        self._memory_limit = memory_limit
        self._wants_spare = spare
        self._spare: WorkerLink | None = None
        self.failed = 0
        """Starts in a row that did not succeed."""

    @property
    def spare_pid(self) -> int | None:
        """Process id of the one that waits for its turn."""
        spare = self._spare
        return spare.pid if spare is not None else None

    def next(self) -> WorkerLink | None:
        """The spare or a new one, not necessarily ready; None if it could not be started."""
        link, self._spare = self._spare, None
        if link is not None and link.is_alive:
            return link
        if link is not None:
            link.end(gently=False)
        return self._started()

    @property
    def lacks_spare(self) -> bool:
        """Whether a spare is to be started when there is time for it."""
        return self._wants_spare and self._spare is None and not self.failed

    def train(self) -> None:
        """Start the spare, now that there is time for it."""
        if self.lacks_spare:
            self._spare = self._started()

    def end(self) -> None:
        """Send the spare home."""
        link, self._spare = self._spare, None
        if link is not None:
            link.end(gently=False)  # it holds nothing

    def _started(self) -> WorkerLink | None:
        try:
            return WorkerLink(self._memory_limit)
        except OSError:
            _log.exception("the media worker could not be started")
            self.failed += 1
            return None
