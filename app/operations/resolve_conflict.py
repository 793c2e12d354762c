"""The ways out of an operation that the server refused (domain §4.8). Nothing is ever dropped
silently: the operation stays in the journal, its content goes where the officer decides."""

from __future__ import annotations

from collections.abc import Collection
from concurrent.futures import Future
from dataclasses import replace
from typing import TYPE_CHECKING

from app.domain.carry_over import carry_over
from app.domain.checks import check
from app.domain.enums import Verb
from app.domain.model import ApplicationVersion
from app.operations import claims
from app.operations.changes import Changes
from app.operations.draft_edits import moved
from app.operations.envelope import find_case
from app.operations.errors import OperationRefused
from app.operations.undo import give_back, restored
from app.protocol.feed import ClaimAnswer
from app.protocol.operations import OperationKind
from app.store.draft import ReviewDraft
from app.store.journal_writer import JournalWriter
from app.store.outbox import OpRecord
from app.store.projection import TROUBLED
from app.store.readmodels import CaseView, OpState

if TYPE_CHECKING:
    from app.operations.workspace import Workspace

SETTLED_BY_DISCARD = "DISCARDED"


def rebase(ws: Workspace, *, op_id: str) -> Changes:
    """NEW_VERSION: move the comments to the version that is there now.

    Comments on byte-identical modules are kept as they are; modules that changed count as not
    read, so that their comments are looked at again (:func:`app.operations.draft_edits.moved`).

    :raises OperationRefused: ``OP_UNKNOWN``, ``OP_NOT_IN_TROUBLE``, ``OP_NOT_YOURS``,
        ``OP_WAY_NOT_OFFERED``, ``OP_CASE_GONE`` where the new version is not here.
    """
    known = _troubled(ws, op_id)
    operation = known.operation()
    if operation.kind is not OperationKind.PROPOSE:
        raise OperationRefused("OP_WAY_NOT_OFFERED")
    case = find_case(ws, known.app_id)
    old = ws.cache.version(known.app_id, operation.base.version_no)
    with ws.transaction() as writer:
        _give_up(writer, known, "NEW_VERSION")
        draft, recheck = moved(restored(writer, operation), old, case.version)
        draft = _still_said(draft, case, old)
        writer.save_review(known.app_id, draft)
        writer.audit("conflict.rebase", known.app_id, {"op_id": op_id, "recheck": list(recheck)})
    return _moved(known.app_id, known.subject, draft, recheck)


def rebase_draft(ws: Workspace, *, app_id: str) -> Changes:
    """The same for a draft that was not proposed yet, or that waited for a resubmission.

    :raises OperationRefused: ``OP_WAY_NOT_OFFERED`` where the draft is not outdated.
    """
    case = find_case(ws, app_id)
    if not case.draft_outdated:
        raise OperationRefused("OP_WAY_NOT_OFFERED")
    old = ws.cache.version(app_id, case.draft.version_no)
    draft, recheck = moved(case.draft, old, case.version)
    draft = _still_said(draft, case, old)
    with ws.transaction() as writer:
        writer.save_review(app_id, draft)
        writer.audit("draft.rebase", app_id, {"recheck": list(recheck)})
    return _moved(app_id, case.version.person.name, draft, recheck)


def archive(ws: Workspace, *, op_id: str) -> Changes:
    """WITHDRAWN: keep the notes with the case; they come back when it is submitted again.

    :raises OperationRefused: as :func:`rebase`.
    """
    return _back_to_draft(ws, op_id, "conflict.archive", "done.archive")


def reopen(ws: Workspace, *, op_id: str) -> Changes:
    """Take the content back into the draft, to be looked at and proposed anew.

    :raises OperationRefused: as :func:`rebase`.
    """
    return _back_to_draft(ws, op_id, "conflict.reopen", "done.reopen")


def discard(ws: Workspace, *, op_id: str) -> Changes:
    """ALREADY_DECIDED: give one's own decision up; it stays in the journal for the record.

    :raises OperationRefused: as :func:`rebase`.
    """
    known = _troubled(ws, op_id)
    with ws.transaction() as writer:
        _give_up(writer, known, SETTLED_BY_DISCARD)
        writer.audit("conflict.discard", known.app_id, {"op_id": op_id})
    return _changes(known, "done.discard")


def resend(ws: Workspace, *, op_id: str) -> Changes:
    """Offer the same bytes under the same id again, now that the cause is gone.

    :raises OperationRefused: as :func:`rebase`.
    """
    known = _troubled(ws, op_id, states={OpState.CONFLICT, OpState.REJECTED})
    with ws.transaction() as writer:
        _still_troubled(writer, known)
        writer.requeue_op(op_id)
        writer.audit("conflict.resend", known.app_id, {"op_id": op_id})
    return _changes(known, "done.resend")


def reclaim_and_resend(ws: Workspace, *, op_id: str) -> Future[Changes]:
    """LEASE_LOST: take the case again, then send the operation unchanged.

    The future ends when the server answered: with the changes, or with
    :class:`~app.operations.errors.OperationRefused` where somebody else holds the case.

    :raises OperationRefused: as :func:`rebase`, or ``OP_NEEDS_ONLINE``.
    """
    known = _troubled(ws, op_id, states={OpState.CONFLICT, OpState.REJECTED})
    outcome: Future[Changes] = Future()

    def answered(asked: Future[ClaimAnswer]) -> None:
        try:
            result = asked.result().results[0]
            if result.claim is None:
                raise OperationRefused(result.code or "LEASE_LOST", **result.params)
            outcome.set_result(resend(ws, op_id=op_id))
        except BaseException as problem:  # noqa: BLE001 - it belongs to whoever waits
            outcome.set_exception(problem)

    claims.claim(ws, app_ids=[known.app_id]).add_done_callback(answered)
    return outcome


def _still_said(draft: ReviewDraft, case: CaseView, old: ApplicationVersion | None) -> ReviewDraft:
    """The draft with the answers to findings that say in the new version what they said before.

    A finding may rest on another module than its own, which has changed.
    """
    subject = case.subject
    if subject is None or old is None or not (draft.acks or draft.overrides):
        return draft
    older = [version for version in subject.history if version.version_no < old.version_no]
    before = check(replace(subject, version=old, history=older))
    kept = carry_over(
        draft.decision(Verb.RETURN), old=old, new=case.version, before=before, now=case.findings
    )
    held = {ack.finding_id for ack in kept.acks} | {one.finding_id for one in kept.overrides}
    return draft.model_copy(
        update={
            "acks": [one for one in draft.acks if one.finding_id in held],
            "overrides": [one for one in draft.overrides if one.finding_id in held],
        }
    )


def _back_to_draft(ws: Workspace, op_id: str, action: str, words: str) -> Changes:
    known = _troubled(ws, op_id)
    with ws.transaction() as writer:
        _give_up(writer, known, known.error_code)
        give_back(writer, known.operation())
        writer.audit(action, known.app_id, {"op_id": op_id})
    return _changes(known, words)


def _troubled(ws: Workspace, op_id: str, states: Collection[OpState] = TROUBLED) -> OpRecord:
    known = ws.journal.op(op_id)
    if known is None:
        raise OperationRefused("OP_UNKNOWN")
    if known.state not in states:
        raise OperationRefused("OP_NOT_IN_TROUBLE")
    if known.operation().actor != ws.account.user_id:
        raise OperationRefused("OP_NOT_YOURS", author=known.operation().actor)
    return known


def _give_up(writer: JournalWriter, known: OpRecord, code: str | None) -> None:
    """Archive an operation and those behind it: they answer the same state.

    What was said after it is not what the server refused: that goes back into the draft, the
    newest words first.
    """
    _still_troubled(writer, known)
    for later in reversed(writer.ops_of(known.app_id)):
        if later.seq > known.seq and later.state in TROUBLED:
            give_back(writer, later.operation())
            writer.archive_op(later.op_id, code)
    writer.archive_op(known.op_id, code)


def _still_troubled(writer: JournalWriter, known: OpRecord) -> None:
    """:raises OperationRefused: ``OP_NOT_IN_TROUBLE``: a document confirmed it meanwhile."""
    if writer.op(known.op_id).state not in TROUBLED:
        raise OperationRefused("OP_NOT_IN_TROUBLE")


def _moved(app_id: str, name: str, draft: ReviewDraft, recheck: tuple[str, ...]) -> Changes:
    kept = len(draft.comments) - len(recheck)
    params = (("name", name), ("kept", str(kept)), ("recheck", str(len(recheck))))
    return Changes(frozenset({app_id}), (), "done.rebase", params)


def _changes(known: OpRecord, words: str) -> Changes:
    return Changes(frozenset({known.app_id}), (), words, (("name", known.subject),))
