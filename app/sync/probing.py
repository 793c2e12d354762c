"""Having new files looked at, and the checks run again with what was found.

Decoding foreign bytes is the media worker's business (design §6); here only its answers are kept.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from contextlib import suppress

from app.domain.checks import FileFacts
from app.media.source import DocumentSource
from app.store.blobs import BlobStore
from app.store.cache import Cache
from app.store.case_row import Checker
from app.store.errors import StoreError
from app.sync.events import CasesChanged, OnEvent

_log = logging.getLogger(__name__)

Found = Callable[[FileFacts | None], None]
Prober = Callable[[DocumentSource, Found], object]
"""Starts to look at a file and returns; calls back from any thread, with None for nothing found."""

TOGETHER = 1.0
"""Seconds that answers are gathered for, so that a case is checked once for many files."""
PATIENCE = 120.0
"""Seconds to wait for answers at the end of a command."""
KEEP_AGAIN = 30.0
"""Seconds until answers that could not be kept are tried again."""
AT_START = 5000
"""Files that were not looked at before and are asked about at a start."""


class Probing:
    """Asks the prober about files that landed. Made and used in the loop."""

    def __init__(
        self, blobs: BlobStore, cache: Cache, checker: Checker, emit: OnEvent, prober: Prober
    ) -> None:
        self._blobs = blobs
        self._cache = cache
        self._checker = checker
        self._emit = emit
        self._prober = prober
        self._loop = asyncio.get_running_loop()
        self._facts: dict[str, FileFacts] = {}
        self._app_ids: set[str] = set()
        self._due: asyncio.TimerHandle | None = None
        self._unanswered = 0
        self._quiet = asyncio.Event()
        self._quiet.set()

    def ask_for_rest(self) -> None:
        """Have those files looked at that came while nobody looked."""
        for sha256, app_id in self._cache.unprobed(AT_START):
            self.ask(sha256, app_id)

    async def settled(self) -> None:
        """Wait until every file asked about is answered for, at most :data:`PATIENCE`."""
        with suppress(TimeoutError):
            async with asyncio.timeout(PATIENCE):
                await self._quiet.wait()

    def ask(self, sha256: str, app_id: str) -> None:
        """Have a file of a case looked at."""
        application = self._cache.application(app_id)
        attachments = application.version.attachments if application is not None else []
        known = next((att for att in attachments if att.sha256 == sha256), None)
        if known is None:
            return
        try:
            source = self._blobs.source(sha256, known.filename, known.mime)
        except StoreError as error:
            _log.warning("a file that landed cannot be read: %s", error.code)
            return
        self._unanswered += 1
        self._quiet.clear()
        self._prober(source, lambda facts: self._found(sha256, app_id, facts))

    def _found(self, sha256: str, app_id: str, facts: FileFacts | None) -> None:
        with suppress(RuntimeError):  # the loop has ended: the next start asks again
            self._loop.call_soon_threadsafe(self._keep, sha256, app_id, facts)

    def _keep(self, sha256: str, app_id: str, facts: FileFacts | None) -> None:
        self._unanswered -= 1
        if facts is not None:
            self._facts[sha256] = facts
            self._app_ids.add(app_id)
        if self._due is None:
            self._due = self._loop.call_later(TOGETHER, self._settle)

    def _settle(self) -> None:
        self._due = None
        try:
            self._cache.put_file_facts(self._facts)
            changed = self._cache.recheck(self._checker, self._app_ids)
        except StoreError as error:  # the disk is full: the answers wait here until it is not
            _log.warning("what the probes found cannot be kept: %s", error.code)
            self._due = self._loop.call_later(KEEP_AGAIN, self._settle)
            return
        self._facts, self._app_ids = {}, set()
        if changed:
            self._emit(CasesChanged(frozenset(changed)))
        if not self._unanswered:
            self._quiet.set()
