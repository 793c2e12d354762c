"""Bringing attachments to this machine, with the size shown before."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from app.operations.changes import Changes
from app.store.cache_files import Estimate

if TYPE_CHECKING:
    from app.operations.workspace import Workspace


def estimate(ws: Workspace, *, app_ids: Sequence[str]) -> Estimate:
    """What fetching all files of some cases would take."""
    return ws.cache.estimate(app_ids)


def start(ws: Workspace, *, app_ids: Sequence[str], pinned: bool = False) -> None:
    """Ask for all files of some cases, in this order; without a server they are noted.

    :param pinned: for a trip: they are never removed to make room.
    """
    if ws.sync is None:
        ws.cache.want(app_ids, pinned=pinned)
    else:
        ws.sync.download(list(app_ids), pinned=pinned)


def fetch_again(ws: Workspace, *, app_id: str, sha256: str) -> Changes:
    """Throw away a file that is damaged or missing here, and ask for it anew.

    :return: the cases that have this file.
    """
    ws.blobs.remove(sha256)
    changed = ws.cache.mark_missing([sha256], ws.clock.now())
    start(ws, app_ids=[app_id])
    return Changes(frozenset(changed))
