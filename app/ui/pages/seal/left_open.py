"""A batch that waits to go on: stopped just now, or left open by an earlier run of the program."""

from __future__ import annotations

from dataclasses import dataclass

from app.operations.sealing.settle import take_up
from app.operations.sealing.waiting import SealChoice, seal_choices
from app.operations.workspace import Workspace
from app.store.seal_pages import Batch


@dataclass(frozen=True)
class OpenBatch:
    """A batch that was stopped, or that an earlier run of the program left open."""

    batch: Batch
    choices: tuple[SealChoice, ...]

    @property
    def choice(self) -> SealChoice | None:
        """Its seal as the officer may use it."""
        found = (one for one in self.choices if one.seal.seal_id == self.batch.seal_id)
        return next(found, None)


def look_for_open(ws: Workspace) -> OpenBatch | None:
    """Settle what a kill left half done, and name the batch that can go on."""
    batches = take_up(ws)
    if not batches:
        return None
    return OpenBatch(batches[0], tuple(seal_choices(ws)))
