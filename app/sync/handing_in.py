"""Handing in the files that dossiers name, before the operations that name them leave."""

from __future__ import annotations

import logging

from app.store import uploads
from app.store.blobs import BlobStore
from app.store.errors import StoreError
from app.store.journal import Journal
from app.sync.errors import ApiProblem
from app.sync.tokens import Session

_log = logging.getLogger(__name__)


class HandingIn:
    """Uploads what waits; a file that the server refuses stays, and its dossier will be refused."""

    def __init__(self, session: Session, journal: Journal, blobs: BlobStore) -> None:
        self._session = session
        self._client = session.client
        self._journal = journal
        self._blobs = blobs

    async def run(self) -> int:
        """Hand in every file that waits; repeatable, for the server takes the same bytes twice.

        :return: how many were handed in.
        :raises SyncError: the connection ended it early; the rest waits.
        """
        done = 0
        for sha256, file in uploads.waiting(self._journal).items():
            try:
                with self._blobs.open(sha256) as reader:
                    content = reader.readall()
                await self._session.call(self._client.put_blob, sha256, content)
            except (ApiProblem, StoreError) as problem:
                _log.warning("a file of %d bytes was not handed in: %s", file.bytes, problem.code)
                continue
            uploads.handed_in(self._journal, sha256)
            done += 1
        return done
