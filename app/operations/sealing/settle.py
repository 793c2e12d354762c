"""Putting right what a kill or a full disk left of a batch."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.protocol.seal_use import UseResult
from app.store.seal_pages import Batch, BatchState

if TYPE_CHECKING:
    from app.operations.workspace import Workspace


def settle_documents(ws: Workspace) -> int:
    """Move sealed documents from the journal to the encrypted store of files.

    :return: how many were moved.
    :raises StoreFull: there is no room; they stay safe in the journal.
    """
    with ws.journal.seals() as pages:
        waiting = pages.documents()
    for item, document in waiting:
        if not ws.blobs.has(item.stamped_sha256):
            writer = ws.blobs.writer(item.stamped_sha256, len(document))
            try:
                writer.restart()
                writer.write(document)
                writer.finish()
            except BaseException:
                writer.close()
                ws.blobs.discard(item.stamped_sha256)
                raise
            ws.blobs.commit([writer])
        with ws.transaction() as journal:
            journal.seals.drop_document(item)
    return len(waiting)


def take_up(ws: Workspace) -> list[Batch]:
    """After a start: settle what is half done and name the batches that can go on.

    A use that was begun and of which nothing came is ABANDONED: its signature, if there was one,
    was never written anywhere.
    """
    settle_documents(ws)
    with ws.journal.seals() as pages:
        lost = pages.unfinished()
        left = pages.batches(BatchState.OPEN)
    if lost:
        with ws.transaction() as writer:
            for begun in lost:
                now = {"at": ws.clock.local(), "server_time": ws.clock.now()}
                line = writer.seals.append(
                    begun.model_copy(update=now | {"result": UseResult.ABANDONED})
                )
                writer.audit("seal.end", begun.app_id, {"use": line.hash})
    return left
