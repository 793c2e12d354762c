"""An office's own reason texts (domain §4.14), told to that office alone through the feed."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterable
from typing import Any

from fastapi import APIRouter, Response
from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy.orm import Session

from app.protocol.feed import ChangeKind
from server_stub import audit, reason_use, scope
from server_stub.clock import stamp
from server_stub.context import Server, ServerDep
from server_stub.db import next_rev
from server_stub.identity import Decider, Principal
from server_stub.problems import not_found
from server_stub.publish import publish
from server_stub.registry import OWN_REASON
from server_stub.tables import ReasonRow

router = APIRouter(prefix="/v1/reasons", tags=["library"])
Document = dict[str, Any]


class Words(BaseModel):
    """A wording; English is the Chinese one where there is none."""

    model_config = ConfigDict(extra="forbid")

    zh_CN: str = Field(min_length=1, max_length=1000)  # noqa: N815
    en: str = Field(default="", max_length=2000)


class OwnReason(BaseModel):
    """Body of ``POST`` and ``PUT``: a :class:`app.domain.reasons.ReasonTemplate` of the office."""

    model_config = ConfigDict(extra="forbid")

    module_code: str | None = Field(default=None, max_length=50)
    rule_ids: list[str] = Field(default_factory=list, max_length=20)
    text: Words
    fix_hint: Words

    def document(self, reason_id: str, org_id: str) -> Document:
        """As the feed carries it."""
        content = self.model_dump()
        for name in ("text", "fix_hint"):
            content[name]["en"] = content[name]["en"] or content[name]["zh_CN"]
        return {"reason_id": reason_id, "org_id": org_id, **content}


class ReasonUse(BaseModel):
    """How a reason has fared in the caller's office."""

    reason_id: str
    use_count: int
    first_time_right_rate: float | None


@router.get("/use")
def use(caller: Decider, server: ServerDep) -> list[ReasonUse]:
    """How often the office has used each reason, and how often the next version was right."""
    with server.db.read() as session:
        found = reason_use.of_office(session, caller.org_id)
    return [ReasonUse(**vars(each)) for each in found.values()]


@router.post("", status_code=201)
def create(body: OwnReason, caller: Decider, server: ServerDep) -> Document:
    """A new text of the caller's office."""
    with server.db.write() as session:
        reason_id = f"{OWN_REASON}{uuid.uuid4().hex}"
        document = _save(session, caller.org_id, body.document(reason_id, caller.org_id))
        _note(session, server, caller, "new_reason", reason_id)
        return document


@router.put("/{reason_id}")
def change(reason_id: str, body: OwnReason, caller: Decider, server: ServerDep) -> Document:
    """Another wording of one of the office's own texts; its numbers stay."""
    with server.db.write() as session:
        _own(session, caller, reason_id)
        document = _save(session, caller.org_id, body.document(reason_id, caller.org_id))
        _note(session, server, caller, "change_reason", reason_id)
        return document


@router.delete("/{reason_id}", status_code=204)
def delete(reason_id: str, caller: Decider, server: ServerDep) -> Response:
    """Take one of the office's own texts away. Comments that were made with it keep their words."""
    with server.db.write() as session:
        session.delete(_own(session, caller, reason_id))
        publish(session, ChangeKind.REASON, reason_id, next_rev(session), frozenset())
        _note(session, server, caller, "delete_reason", reason_id)
    return Response(status_code=204)


def recount(session: Session, org_id: str, reason_ids: Iterable[str]) -> None:
    """Tell the office the new numbers of its own texts."""
    for reason_id in sorted(reason_ids):
        row = session.get(ReasonRow, reason_id)
        document = json.loads(row.doc) if row is not None else {}
        if document.get("org_id") == org_id:
            _save(session, org_id, document)


def _save(session: Session, org_id: str, document: Document) -> Document:
    reason_id = str(document["reason_id"])
    known = reason_use.of_office(session, org_id, [reason_id]).get(reason_id)
    whole = {
        **document,
        "use_count": known.use_count if known else 0,
        "first_time_right_rate": known.first_time_right_rate if known else None,
    }
    session.merge(ReasonRow(reason_id=reason_id, doc=json.dumps(whole, ensure_ascii=False)))
    audience = {scope.audience_of(org_id)}
    publish(session, ChangeKind.REASON, reason_id, next_rev(session), audience)
    session.flush()
    return whole


def _own(session: Session, caller: Principal, reason_id: str) -> ReasonRow:
    row = session.get(ReasonRow, reason_id)
    if row is None or json.loads(row.doc).get("org_id") != caller.org_id:
        raise not_found()
    return row


def _note(session: Session, server: Server, caller: Principal, action: str, reason_id: str) -> None:
    audit.record(
        session,
        at=stamp(server.clock.now()),
        actor=caller.user_id,
        device=caller.device_id,
        action=action,
        subject=reason_id,
    )
