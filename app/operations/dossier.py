"""单位意见: keeping a unit's dossier, and putting it into the outbox (domain §4.9)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from app.domain.dossier import Dossier
from app.domain.workflow import Event, Refusal, Situation, refusals
from app.operations.changes import Changes
from app.operations.envelope import find_case, put, refuse_first
from app.operations.errors import OperationRefused
from app.operations.guards import actor_of
from app.protocol.operations import Operation, OperationKind
from app.store.draft import DossierDraft, DraftKind
from app.store.journal_writer import JournalWriter
from app.store.projection import WAITING
from app.store.readmodels import CaseView

if TYPE_CHECKING:
    from app.operations.workspace import Workspace

_WITHOUT = {"rev", "saved_at", "saved_by"}
"""What only the server says of a dossier."""


def keep_dossier(
    ws: Workspace, *, app_id: str, dossier: Dossier, half: Mapping[str, str] | None = None
) -> Changes:
    """Keep the dossier as it stands on screen; never refused for the state of a case.

    One that says what was saved before needs no keeping: what was kept of it goes.

    :param half: what was typed and is no value yet, by its place; None leaves what was kept.
    """
    case = find_case(ws, app_id)
    saved, base_rev = _saved(ws, case)
    now, actor = ws.clock.now(), ws.account.user_id
    if half is None:
        half = case.dossier_draft.half if case.dossier_draft else {}
    if _same(dossier, saved) and not half:
        if case.dossier_draft is not None:
            with ws.transaction() as writer:
                writer.delete_draft(app_id, DraftKind.DOSSIER)
        return Changes(frozenset({app_id}))
    known = case.dossier_draft
    begun = known.base_rev if known else base_rev
    draft = DossierDraft(base_rev=begun, dossier=dossier, half=dict(half))
    ws.journal.save_dossier(app_id, draft, actor=actor, now=now)
    return Changes(frozenset({app_id}))


def save_dossier(ws: Workspace, *, app_id: str) -> Changes:
    """保存: put what was kept of the dossier into the outbox.

    :raises OperationRefused: ``OP_DOSSIER_UNCHANGED``; ``DOSSIER_CHANGED`` where another saved
        one since this was begun; or a guard.
    """
    case = find_case(ws, app_id)
    refuse_first(save_refusals(ws, case))
    with ws.transaction() as writer:
        operation = put_dossier(ws, writer, case)
    name = case.version.person.name
    return Changes(frozenset({app_id}), (operation.op_id,), "done.save_dossier", (("name", name),))


def keep_mine(ws: Workspace, *, app_id: str) -> Changes:
    """Go on with what stands here over the dossier that another saved since, having seen it."""
    case = find_case(ws, app_id)
    draft = case.dossier_draft
    if draft is None:
        raise OperationRefused("OP_DOSSIER_UNCHANGED")
    moved = draft.model_copy(update={"base_rev": _saved(ws, case)[1]})
    with ws.transaction() as writer:
        writer.save_dossier(app_id, moved)
        writer.audit("dossier.keep_mine", app_id, moved.model_dump(mode="json"))
    return Changes(frozenset({app_id}))


def discard_dossier(ws: Workspace, *, app_id: str) -> Changes:
    """Throw away what was not saved of a dossier; the officer was asked before."""
    case = find_case(ws, app_id)
    draft = case.dossier_draft
    with ws.transaction() as writer:
        writer.delete_draft(app_id, DraftKind.DOSSIER)
        writer.audit("dossier.discard", app_id, draft.model_dump(mode="json") if draft else None)
    return Changes(frozenset({app_id}))


def put_dossier(ws: Workspace, writer: JournalWriter, case: CaseView) -> Operation:
    """Write the kept dossier of ``case`` as an operation, within somebody's transaction.

    :func:`save_refusals` has spoken before.
    """
    draft = case.dossier_draft
    assert draft is not None
    payload = {"dossier": draft.dossier.model_dump(mode="json"), "base_rev": draft.base_rev}
    operation = put(ws, writer, case, OperationKind.SAVE_DOSSIER, payload, seen=[])
    if draft.half:  # on top of what is saved now
        left = draft.model_copy(update={"base_rev": draft.base_rev + 1})
        writer.save_dossier(case.app_id, left)
    else:
        writer.delete_draft(case.app_id, DraftKind.DOSSIER)
    return operation


def has_unsaved(ws: Workspace, case: CaseView) -> bool:
    """Whether what was kept of the dossier says something that is not saved."""
    draft = case.dossier_draft
    return draft is not None and not _same(draft.dossier, _saved(ws, case)[0])


def save_refusals(ws: Workspace, case: CaseView) -> list[Refusal]:
    """Why what was kept of the dossier cannot go into the outbox; empty where it can."""
    draft = case.dossier_draft
    if draft is None or not has_unsaved(ws, case):
        return [Refusal("OP_DOSSIER_UNCHANGED")]
    saved, rev = _saved(ws, case)
    if draft.base_rev != rev:
        return [Refusal("DOSSIER_CHANGED", {"rev": str(rev), "name": saved.saved_by})]
    return dossier_refusals(ws, case)


def dossier_refusals(ws: Workspace, case: CaseView) -> list[Refusal]:
    """Why the dossier cannot be changed now; empty where it can."""
    if case.profile.dossier is None:
        return [Refusal("OP_DOSSIER_NOT_OFFERED")]
    projected = case.application.model_copy(update={"status": case.status})
    at = Situation(projected, actor_of(ws.account), case.profile, ws.clock.now())
    return refusals(Event.SAVE_DOSSIER, at)


def _saved(ws: Workspace, case: CaseView) -> tuple[Dossier, int]:
    """The dossier that the server will have once the outbox is empty, and its ``rev``."""
    server = case.application.dossier
    dossier, rev = server or Dossier(), server.rev if server else 0
    for known in ws.journal.ops_of(case.app_id):
        if known.kind == OperationKind.SAVE_DOSSIER and known.state in WAITING:
            rev += 1
            dossier = Dossier.model_validate(known.operation().payload["dossier"])
    return dossier, rev


def _same(one: Dossier, other: Dossier) -> bool:
    return one.model_dump(exclude=_WITHOUT) == other.model_dump(exclude=_WITHOUT)
