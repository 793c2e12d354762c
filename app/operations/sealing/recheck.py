"""复验: after a batch, every sealed file is read back from the store and verified."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from app.operations.envelope import find_case
from app.operations.errors import OperationRefused
from app.operations.sealing.trust import trust_of
from app.seal.verify.document import verify
from app.seal.verify.verdict import FileVerdict
from app.store.errors import StoreError
from app.store.seal_pages import Item, ItemState

if TYPE_CHECKING:
    from app.operations.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Proof:
    """A document of a batch as it stands now.

    ``usage_no`` is 0 where the key was not used. ``verdict`` is None for what was not sealed and
    for a file that is not here, which ``missing`` then says.
    """

    item: Item
    usage_no: int = 0
    verdict: FileVerdict | None = None
    missing: bool = False

    @property
    def good(self) -> bool:
        """Sealed, and every seal on it holds."""
        return self.verdict is not None and self.verdict.good


def recheck(ws: Workspace, item: Item) -> Proof:
    """Read a sealed document and verify it as that of its case and version. Blocks."""
    proof = Proof(item, _usage_no(ws, item))
    if item.state is not ItemState.SEALED:
        return proof
    try:
        case = find_case(ws, item.app_id)
        with ws.blobs.open(item.stamped_sha256) as file:
            data = file.readall()
    except (OperationRefused, StoreError, OSError):
        return replace(proof, missing=True)
    expected = (item.app_id, case.version.version_no, item.content_sha256)
    trust = trust_of(ws, expected=expected, app_id=item.app_id)
    return replace(proof, verdict=verify(data, trust))


def _usage_no(ws: Workspace, item: Item) -> int:
    if not item.use_id:
        return 0
    with ws.journal.seals() as pages:
        lines = pages.lines_of(item.app_id)
    return next((line.usage_no for line in lines if line.use_id == item.use_id), 0)
