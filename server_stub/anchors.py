"""Anchors that come with a decision: judged, kept, and told to whom they are for (domain §4.2).

Those of visibility CHAIN stand in the application document and go with the case; those of
visibility ORG stand beside it and are put into the document only for their own office. Applicants
see none of them, only the places that comments point at.
"""

from __future__ import annotations

from collections.abc import Iterable

from pydantic import TypeAdapter
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.domain.anchored import anchor_problem, merged
from app.domain.anchors import Anchor, AnchorVisibility
from app.domain.model import Application, Decision
from app.protocol.operations import ResultStatus
from server_stub.act import Act
from server_stub.judge import Verdict
from server_stub.tables_units import OfficeAnchorRow

_ANCHORS = TypeAdapter(list[Anchor])
_KNOWN = frozenset(Anchor.model_fields)


def refused(act: Act, decision: Decision) -> Verdict | None:
    """Why a decision's anchors, or the places of its comments, cannot be taken."""
    if any(not (one.verdict.known and one.visibility.known) for one in decision.anchors):
        return Verdict(ResultStatus.REJECTED, "OP_UNREADABLE", {"fields": "anchors"})
    known = [*act.application.anchors, *_office(act)]
    foreign = {one.anchor_id for one in known if one.org_id != act.caller.org_id}
    if not foreign.isdisjoint(one.anchor_id for one in decision.anchors):
        return Verdict(ResultStatus.REJECTED, "ANCHOR_TWICE")
    code = anchor_problem(decision, act.application.version, act.profile, known)
    return Verdict(ResultStatus.REJECTED, code) if code else None


def keep(act: Act, application: Application, decision: Decision) -> Application:
    """The application with the anchors of a decision; those for the own office are put beside it.

    Who drew an anchor is the server's word, and no look lies in the future.
    """
    if not (decision.anchors or decision.anchors_removed):
        return application
    own = act.caller.org_id
    fresh = [_attested(act, anchor) for anchor in decision.anchors]
    foreign = [one for one in application.anchors if one.org_id != own]
    ours = [one for one in application.anchors if one.org_id == own] + _office(act)
    ours = merged(ours, fresh, decision.anchors_removed)
    hidden = [one for one in ours if one.visibility is AnchorVisibility.ORG]
    shown = [one for one in ours if one.visibility is not AnchorVisibility.ORG]
    act.session.merge(
        OfficeAnchorRow(
            app_id=application.app_id, org_id=own, doc=_ANCHORS.dump_json(hidden).decode()
        )
    )
    return application.model_copy(update={"anchors": [*foreign, *shown]})


def without(decision: Decision) -> Decision:
    """The decision as it goes into the proposal, which later offices read: without anchors."""
    return decision.model_copy(update={"anchors": [], "anchors_removed": []})


def of_office(session: Session, org_id: str, app_ids: Iterable[str]) -> dict[str, str]:
    """What an office alone sees: application id → JSON array of its anchors; others left out."""
    rows = session.execute(
        select(OfficeAnchorRow.app_id, OfficeAnchorRow.doc).where(
            OfficeAnchorRow.org_id == org_id,
            OfficeAnchorRow.app_id.in_(list(app_ids)),
            OfficeAnchorRow.doc != "[]",
        )
    )
    return {row.app_id: row.doc for row in rows}


def spliced(document: str, own: str | None) -> str:
    """An application document with the anchors of the reader's office, otherwise byte for byte."""
    return f'{document[:-1]},"office_anchors":{own}}}' if own else document


def _office(act: Act) -> list[Anchor]:
    row = act.session.get(OfficeAnchorRow, (act.application.app_id, act.caller.org_id))
    return _ANCHORS.validate_json(row.doc) if row is not None else []


def _attested(act: Act, anchor: Anchor) -> Anchor:
    names = [node.name for node in act.application.route if node.org_id == act.caller.org_id]
    return Anchor.model_validate(
        {
            **anchor.model_dump(include=set(_KNOWN)),
            "by": act.caller.user_id,
            "by_name": act.caller.name[:200],
            "org_id": act.caller.org_id,
            "org_name": (names[0] if names else "")[:200],
            "at": min(anchor.at, act.now),
        }
    )
