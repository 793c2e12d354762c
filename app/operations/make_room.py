"""Removing attachments that can be fetched again, at the officer's wish."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from app.operations.changes import Changes

if TYPE_CHECKING:
    from app.operations.workspace import Workspace


def make_room(ws: Workspace) -> Changes:
    """Remove every file that may go without asking: nothing pinned, nothing of unsent work,
    nothing that was sealed here.

    :return: the cases whose files are not all here any more.
    """
    with ws.journal.seals() as pages:
        sealed = pages.sealed_files()
    found = (file.sha256 for file in ws.cache.evictable(ws.journal.unsent_cases()))
    candidates = [sha256 for sha256 in found if sha256 not in sealed]
    removed = ws.blobs.evict(sys.maxsize, candidates)
    changed = ws.cache.mark_missing(removed, ws.clock.now())
    with ws.transaction() as writer:
        writer.audit("storage.make_room", "", {"files": len(removed)})
    return Changes(frozenset(changed))
