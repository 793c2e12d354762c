"""The electronic seals of a case: those the server has taken, and those on their way to it."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

from app.domain.sealing import Stamp, StampMethod
from app.protocol.operations import OperationKind
from app.protocol.seal_use import SealUse, UseResult
from app.store.blobs import BlobMissing
from app.store.projection import TROUBLED
from app.store.readmodels import CaseView

if TYPE_CHECKING:
    from app.operations.workspace import Workspace


def electronic_stamps(ws: Workspace, case: CaseView) -> tuple[Stamp, ...]:
    """Every electronic seal of a case, the oldest first, the voided ones too.

    One that was not sent yet has no ``stamp_id``.
    """
    taken = [one for one in case.application.stamps if one.method is StampMethod.ELECTRONIC]
    known = {one.stamped_sha256 for one in taken}
    return (*taken, *(one for one in _unsent(ws, case) if one.stamped_sha256 not in known))


def standing_stamp(ws: Workspace, case: CaseView, form: str) -> Stamp | None:
    """The electronic seal that stands on a form of the version at hand."""
    return next(
        (
            stamp
            for stamp in reversed(electronic_stamps(ws, case))
            if stamp.form == form
            and not stamp.voided
            and stamp.content_sha256 == case.version.content_sha256
        ),
        None,
    )


def sealed_bytes(ws: Workspace, stamp: Stamp) -> bytes:
    """A sealed form as this machine has it: with its time stamp, else as it was sealed.

    :raises BlobMissing: it is not here.
    :raises SealedFileError: it is damaged.
    """
    for sha256 in (stamp.time_stamped_sha256, stamp.stamped_sha256):
        if sha256:
            with contextlib.suppress(BlobMissing), ws.blobs.open(sha256) as file:
                return file.readall()
    raise BlobMissing("BLOB_MISSING")


def _unsent(ws: Workspace, case: CaseView) -> list[Stamp]:
    stamp = OperationKind.STAMP.value
    if not any(op.kind == stamp and op.state not in TROUBLED for op in case.ops):
        return []
    with ws.journal.seals() as pages:
        lines = [line for line in pages.lines_of(case.app_id) if line.result is UseResult.SEALED]
    return [_stamp(line) for line in lines]


def _stamp(line: SealUse) -> Stamp:
    return Stamp(
        stamp_id="",
        seal_id=line.seal_id,
        form=line.form,
        method=StampMethod.ELECTRONIC,
        version_no=line.version_no,
        content_sha256=line.content_sha256,
        dossier_rev=line.dossier_rev,
        doc_sha256=line.doc_sha256,
        stamped_sha256=line.stamped_sha256,
        signer_id=line.user_id,
        signer_name=line.user_name,
        at=line.server_time,
    )
