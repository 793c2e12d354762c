"""Which sealed documents a pack is about, and where their bytes are on this machine."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from app.domain.sealing import Stamp, StampMethod
from app.operations.envelope import find_case
from app.operations.errors import OperationRefused
from app.protocol.seal_use import SealUse, UseResult
from app.store.blobs import BlobMissing
from app.store.readmodels import CaseView
from app.store.seal_pages import Batch, ItemState
from app.store.sealed_file import SealedFileError

if TYPE_CHECKING:
    from app.operations.workspace import Workspace

NOT_HERE: Final = "evidence.not_here"
DAMAGED: Final = "evidence.damaged"
_ODD: Final = re.compile(r"[^\w-]+")
_LONGEST: Final = 60


@dataclass(frozen=True, slots=True)
class Paper:
    """A sealed form. ``time_stamped`` is the sha256 of the file the server put a time stamp in."""

    app_id: str
    person: str
    form: str
    version_no: int
    content_sha256: str
    seal_id: str
    sealed: str
    time_stamped: str = ""
    voided: bool = False

    @property
    def name(self) -> str:
        """Of its file in the pack; the digest tells apart those of several versions.

        Form and number are a server's words: nothing of them leads out of the pack's folder, or
        means anything to the shell that the commands of the summary are typed into.
        """
        words = (self.form[:_LONGEST], self.app_id[:_LONGEST], self.sealed[:8])
        return f"{'-'.join(_ODD.sub('_', word) for word in words)}.pdf"


@dataclass(frozen=True, slots=True)
class Scope:
    """What a pack is about: the cases that are on this machine, the papers, the record's lines."""

    app_ids: tuple[str, ...]
    batch_id: str
    cases: tuple[CaseView, ...]
    papers: tuple[Paper, ...]
    uses: tuple[SealUse, ...]


def of_cases(ws: Workspace, app_ids: Sequence[str]) -> Scope:
    """Everything that was sealed on these cases, here or on another machine.

    :raises OperationRefused: ``OP_CASE_GONE``.
    """
    wanted = tuple(dict.fromkeys(app_ids))
    cases = tuple(find_case(ws, app_id) for app_id in wanted)
    with ws.journal.seals() as pages:
        uses = tuple(line for app_id in wanted for line in pages.lines_of(app_id))
    papers = [paper for case in cases for paper in _of_case(case, uses)]
    return Scope(wanted, "", cases, tuple(papers), _in_order(uses))


def of_batch(ws: Workspace, batch_id: str) -> Scope:
    """What one batch sealed; cases that have left this machine since are told as far as known.

    :raises OperationRefused: ``evidence.no_batch``.
    """
    with ws.journal.seals() as pages:
        batch = pages.batch(batch_id)
        if batch is None:
            raise OperationRefused("evidence.no_batch", batch=batch_id)
        wanted = tuple(dict.fromkeys(item.app_id for item in batch.items))
        uses = tuple(
            line
            for app_id in wanted
            for line in pages.lines_of(app_id)
            if line.batch_id == batch_id
        )
    cases = tuple(case for app_id in wanted if (case := _case_or_none(ws, app_id)) is not None)
    return Scope(wanted, batch_id, cases, _of_batch(batch, cases, uses), _in_order(uses))


def bytes_of(ws: Workspace, sha256: str) -> tuple[bytes, str]:
    """A file of the encrypted store, checked to its end, or nothing and the code of why."""
    try:
        ws.blobs.verify(sha256)
        with ws.blobs.open(sha256) as file:
            return file.readall(), ""
    except BlobMissing:
        return b"", NOT_HERE
    except SealedFileError:
        return b"", DAMAGED


def _of_case(case: CaseView, uses: Sequence[SealUse]) -> list[Paper]:
    stamps = [one for one in case.application.stamps if one.method is StampMethod.ELECTRONIC]
    # A file whose stamp was voided may have been handed in again: the newest stamp tells of it.
    papers = list({stamp.stamped_sha256: _stamped(case, stamp) for stamp in stamps}.values())
    known = {paper.sealed for paper in papers}
    for line in uses:
        mine = line.app_id == case.app_id and line.result is UseResult.SEALED
        if mine and line.stamped_sha256 not in known:
            papers.append(_used(line, case.version.person.name))
    return papers


def _of_batch(
    batch: Batch, cases: Sequence[CaseView], uses: Sequence[SealUse]
) -> tuple[Paper, ...]:
    stamps = {
        stamp.stamped_sha256: (case, stamp) for case in cases for stamp in case.application.stamps
    }
    lines = {line.stamped_sha256: line for line in uses if line.result is UseResult.SEALED}
    papers: list[Paper] = []
    for item in batch.items:
        if item.state is not ItemState.SEALED:
            continue
        if item.stamped_sha256 in stamps:
            papers.append(_stamped(*stamps[item.stamped_sha256]))
        elif item.stamped_sha256 in lines:
            papers.append(_used(lines[item.stamped_sha256], item.name))
    return tuple(papers)


def _stamped(case: CaseView, stamp: Stamp) -> Paper:
    return Paper(
        case.app_id, case.version.person.name, stamp.form, stamp.version_no, stamp.content_sha256,
        stamp.seal_id, stamp.stamped_sha256, stamp.time_stamped_sha256, stamp.voided,
    )  # fmt: skip


def _used(line: SealUse, person: str) -> Paper:
    return Paper(
        line.app_id, person, line.form, line.version_no, line.content_sha256, line.seal_id,
        line.stamped_sha256,
    )  # fmt: skip


def _case_or_none(ws: Workspace, app_id: str) -> CaseView | None:
    try:
        return find_case(ws, app_id)
    except OperationRefused:
        return None


def _in_order(uses: Sequence[SealUse]) -> tuple[SealUse, ...]:
    return tuple(sorted(uses, key=lambda line: line.seq))
