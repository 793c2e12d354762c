"""Writing an operation: the envelope with what was on screen, and its audit row."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from uuid_utils.compat import uuid7

from app.domain.workflow import Refusal
from app.operations.errors import OperationRefused
from app.protocol.operations import Base, Operation, OperationKind
from app.store.case_view import CaseMissing
from app.store.journal_writer import JournalWriter
from app.store.readmodels import CaseView

if TYPE_CHECKING:
    from app.operations.workspace import Workspace


def find_case(ws: Workspace, app_id: str) -> CaseView:
    """A case as the screens show it.

    :raises OperationRefused: ``OP_CASE_GONE``.
    :raises ProfileMissing: its rule pack is not here.
    """
    try:
        return ws.queries.case(app_id)
    except CaseMissing as problem:
        raise OperationRefused("OP_CASE_GONE") from problem


def refuse_first(refusals: list[Refusal], rule_ids: tuple[str, ...] = ()) -> None:
    """:raises OperationRefused: with the first refusal, if there is one."""
    if refusals:
        first = refusals[0]
        raise OperationRefused(first.code, rule_ids=rule_ids, **first.params)


def put(
    ws: Workspace,
    writer: JournalWriter,
    case: CaseView,
    kind: OperationKind,
    payload: dict[str, Any],
    *,
    seen: list[str],
) -> Operation:
    """Write an operation into the outbox, with the audit row that belongs to it.

    The base is the application as it was on screen; from here on the bytes never change.
    """
    application = case.application
    claim = application.claim
    operation = Operation(
        op_id=str(uuid7()),
        kind=kind,
        app_id=case.app_id,
        stage_index=application.stage_index,
        seq=writer.next_seq(case.app_id),
        actor=ws.account.user_id,
        device_id=ws.device_id,
        base=Base(
            version_no=application.version.version_no,
            content_sha256=application.version.content_sha256,
            etag=application.etag,
            profile=application.profile,
        ),
        claim_id=claim.claim_id if claim and claim.user_id == ws.account.user_id else None,
        at_local=ws.clock.local(),
        server_time_est=ws.clock.now(),
        attachments_seen=seen,
        payload=payload,
    )
    writer.add_op(operation, subject=case.version.person.name)
    writer.audit(kind.value, case.app_id, operation.model_dump(mode="json"))
    return operation


def files_here(case: CaseView) -> list[str]:
    """The hashes of the files that could be looked at: those wholly on this machine."""
    here = {view.attachment.sha256 for view in case.attachments.values() if view.state == "CACHED"}
    return sorted(here)


def files_read(case: CaseView) -> list[str]:
    """The hashes of the files in modules that the handler opened."""
    read = {module for module, mark in case.draft.reading.items() if mark}
    return sorted(
        {
            view.attachment.sha256
            for view in case.attachments.values()
            if view.state == "CACHED" and view.attachment.module_code in read
        }
    )
