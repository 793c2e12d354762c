"""Handing in files that dossiers and stamps name, before the operations that name them leave."""

from __future__ import annotations

import logging
from collections.abc import Set as AbstractSet

from app.store import uploads
from app.store.blobs import BlobStore
from app.store.errors import StoreError
from app.store.journal import Journal
from app.sync.errors import ApiProblem
from app.sync.tokens import Session

_log = logging.getLogger(__name__)


class HandingIn:
    """Uploads what waits; one that the server refuses stays, and what names it will be refused."""

    def __init__(self, session: Session, journal: Journal, blobs: BlobStore) -> None:
        self._session = session
        self._client = session.client
        self._journal = journal
        self._blobs = blobs
        self._refused: set[str] = set()

    async def run(self) -> int:
        """Hand in every file that waits; repeatable, for the server takes the same bytes twice.

        :return: how many were handed in.
        :raises SyncError: the connection ended it early; the rest waits.
        """
        done = 0
        self._refused.clear()
        for sha256, file in uploads.waiting(self._journal).items():
            try:
                with self._blobs.open(sha256) as reader:
                    content = reader.readall()
                await self._session.call(self._client.put_blob, sha256, content)
            except (ApiProblem, StoreError) as problem:
                _log.warning("a file of %d bytes was not handed in: %s", file.bytes, problem.code)
                if isinstance(problem, ApiProblem) or not self._is_on_its_way(sha256):
                    self._refused.add(sha256)
                continue
            uploads.handed_in(self._journal, sha256)
            done += 1
        return done

    def to_come(self) -> AbstractSet[str]:
        """Files that an operation must wait for: noted since the last run."""
        return uploads.waiting(self._journal).keys() - self._refused

    def _is_on_its_way(self, sha256: str) -> bool:
        """Whether the bytes still lie in the journal: a form that was sealed this moment."""
        with self._journal.seals() as pages:
            return any(item.stamped_sha256 == sha256 for item, _document in pages.documents())
