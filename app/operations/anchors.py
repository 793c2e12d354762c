"""定位: what an officer saw where on a scan, kept with the draft until it is decided (F9)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from uuid_utils.compat import uuid7

from app.domain.anchored import belongs, mark_of
from app.domain.anchors import (
    MAX_PER_DECISION,
    Anchor,
    AnchorVerdict,
    AnchorVisibility,
    FieldPath,
    ScanPlace,
)
from app.operations import draft_edits, drafts
from app.operations.changes import Changes
from app.operations.errors import OperationRefused
from app.store.draft import ReviewDraft
from app.store.readmodels import CaseView

if TYPE_CHECKING:
    from app.operations.workspace import Workspace


def made(
    ws: Workspace,
    case: CaseView,
    *,
    path: FieldPath,
    place: ScanPlace,
    verdict: AnchorVerdict,
    visibility: AnchorVisibility = AnchorVisibility.CHAIN,
) -> Anchor:
    """An anchor of the signed-in officer on a field or slot of the case as it stands.

    :raises OperationRefused: ``OP_ANCHOR_ELSEWHERE`` for a file, page or entry that the version
        does not have, ``OP_ANCHORS_FULL``.
    """
    if not belongs(place, case.version):
        raise OperationRefused("OP_ANCHOR_ELSEWHERE")
    try:
        mark = mark_of(case.version, path)
    except LookupError as problem:
        raise OperationRefused("OP_ANCHOR_ELSEWHERE") from problem
    if len(case.draft.anchors) >= MAX_PER_DECISION:
        raise OperationRefused("OP_ANCHORS_FULL", limit=str(MAX_PER_DECISION))
    account = ws.account
    return Anchor(
        **place.model_dump(include=set(ScanPlace.model_fields)),
        anchor_id=str(uuid7()),
        field_path=str(path),
        verdict=verdict,
        by=account.user_id,
        by_name=account.name,
        org_id=account.org.org_id,
        org_name=account.org.name,
        at=ws.clock.now(),
        visibility=visibility,
        value_mark=mark,
    )


def draw(
    ws: Workspace,
    *,
    app_id: str,
    path: FieldPath,
    place: ScanPlace,
    verdict: AnchorVerdict,
    visibility: AnchorVisibility = AnchorVisibility.CHAIN,
) -> Changes:
    """Bind a place to a field; the office's older one for the field in that file goes.

    :raises OperationRefused: see :func:`made`.
    """

    def change(case: CaseView) -> ReviewDraft:
        anchor = made(ws, case, path=path, place=place, verdict=verdict, visibility=visibility)
        return draft_edits.with_anchor(case.draft, anchor)

    return drafts.edit(ws, app_id=app_id, action="anchor.draw", change=change)


def remove(ws: Workspace, *, app_id: str, anchor_id: str) -> Changes:
    """Take a place of one's own office back.

    :raises OperationRefused: ``OP_ANCHOR_UNKNOWN``.
    """

    def change(case: CaseView) -> ReviewDraft:
        own = ws.account.org.org_id
        if not any(one.anchor_id == anchor_id and one.org_id == own for one in case.anchors):
            raise OperationRefused("OP_ANCHOR_UNKNOWN")
        return draft_edits.without_anchor(case.draft, anchor_id, sent=is_sent(case, anchor_id))

    return drafts.edit(ws, app_id=app_id, action="anchor.remove", change=change)


def is_sent(case: CaseView, anchor_id: str) -> bool:
    """Whether the server has an anchor, or will have it with what waits to be sent."""
    return any(one.anchor_id == anchor_id for one in case.sent_anchors)
