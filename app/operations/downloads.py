"""Bringing attachments to this machine, with the size shown before."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

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
