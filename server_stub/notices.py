"""The message centre (SV21) and notices that want to be acknowledged (SV14)."""

from __future__ import annotations

import json
from typing import Any, Literal

from fastapi import APIRouter, Query, Request, Response
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.domain.enums import OrgKind, Role
from app.domain.model import Organisation
from app.protocol.canonical import sha256_hex
from app.protocol.messages import message
from server_stub import audit, recusal
from server_stub.clock import stamp
from server_stub.context import Server, ServerDep
from server_stub.identity import READERS, Announcer, Caller, Principal
from server_stub.message_centre import EVERYONE, to_office, to_person, to_user
from server_stub.problems import language_of, no_scope, not_found
from server_stub.tables import OrganisationRow, UserRow
from server_stub.tables_units import AckRow, MessageRow

router = APIRouter(prefix="/v1", tags=["messages"])


class Message(BaseModel):
    """One line. ``title`` is empty but for notices; ``code`` and ``params`` are empty for them.

    ``needs_ack``: it stays in front until it is acknowledged; ``acked_at`` says when it was.
    """

    message_id: int
    at: AwareDatetime
    code: str
    params: dict[str, str]
    app_id: str
    title: str
    text: str
    needs_ack: bool
    acked_at: AwareDatetime | None


class Messages(BaseModel):
    """Answer of ``GET /v1/messages``, newest first; ``unread`` counts all without a stamp."""

    messages: list[Message]
    unread: int
    more: bool


class NewNotice(BaseModel):
    """Body of ``POST /v1/notices``. Offices above the units may address everybody."""

    model_config = ConfigDict(extra="forbid")

    title: str = Field(min_length=1, max_length=200)
    text: str = Field(min_length=1, max_length=20_000)
    audience: Literal["office", "everyone"] = "office"
    needs_ack: bool = True


class Ack(BaseModel):
    """Who acknowledged a notice, when, and the hash of the words that they had before them."""

    user_id: str
    name: str
    at: AwareDatetime
    text_sha256: str


@router.get("/messages")
def messages(
    caller: Caller,
    server: ServerDep,
    request: Request,
    before: int | None = Query(default=None, gt=0),
    limit: int = Query(default=50, ge=1, le=200),
) -> Messages:
    """What the caller is told: about their cases, and notices. ``before``: the id to go on from."""
    language = language_of(request)
    with server.db.read() as session:
        wanted = _for(caller)
        page = wanted if before is None else wanted.where(MessageRow.message_id < before)
        rows = session.scalars(page.order_by(MessageRow.message_id.desc()).limit(limit + 1)).all()
        acked = select(AckRow.message_id).where(AckRow.user_id == caller.user_id)
        left = wanted.where(MessageRow.message_id.not_in(acked))
        return Messages(
            messages=[_view(session, caller, row, language) for row in rows[:limit]],
            unread=len(session.scalars(left.with_only_columns(MessageRow.message_id)).all()),
            more=len(rows) > limit,
        )


@router.post("/messages/{message_id}/ack")
def acknowledge(message_id: int, caller: Caller, server: ServerDep, request: Request) -> Message:
    """Say that one has read it; the first time counts. 404 for what is not for the caller."""
    language = language_of(request)
    with server.db.write() as session:
        row = session.scalars(_for(caller).where(MessageRow.message_id == message_id)).first()
        if row is None:
            raise not_found()
        if session.get(AckRow, (message_id, caller.user_id)) is None:
            shown = _words(row, language)
            session.add(
                AckRow(
                    message_id=message_id,
                    user_id=caller.user_id,
                    at=stamp(server.clock.now()),
                    text_sha256=sha256_hex(f"{row.title}\n{shown}".encode()),
                )
            )
            _note(session, server, caller, "acknowledge", message_id)
            session.flush()
        return _view(session, caller, row, language)


@router.post("/notices", status_code=201)
def publish(body: NewNotice, caller: Announcer, server: ServerDep, request: Request) -> Message:
    """Put up a notice (公告、评审需知). 403 where a unit addresses everybody."""
    with server.db.write() as session:
        office = session.get_one(OrganisationRow, caller.org_id)
        kind = Organisation.model_validate_json(office.doc).kind
        if body.audience == "everyone" and kind is OrgKind.UNIT:
            raise no_scope()
        row = MessageRow(
            audience=EVERYONE if body.audience == "everyone" else to_office(caller.org_id),
            at=stamp(server.clock.now()),
            title=body.title,
            text=body.text,
            org_id=caller.org_id,
            needs_ack=body.needs_ack,
        )
        session.add(row)
        session.flush()
        _note(session, server, caller, "publish_notice", row.message_id)
        return _view(session, caller, row, language_of(request))


@router.delete("/notices/{message_id}", status_code=204)
def withdraw(message_id: int, caller: Announcer, server: ServerDep) -> Response:
    """Take a notice of one's office down. Who had acknowledged it stays on record."""
    with server.db.write() as session:
        _own(session, caller, message_id).withdrawn = True
        _note(session, server, caller, "withdraw_notice", message_id)
    return Response(status_code=204)


@router.get("/notices/{message_id}/acks")
def acks(message_id: int, caller: Announcer, server: ServerDep) -> list[Ack]:
    """Who has acknowledged a notice of one's office, the first to do so first."""
    with server.db.read() as session:
        _own(session, caller, message_id)
        rows = session.scalars(
            select(AckRow).where(AckRow.message_id == message_id).order_by(AckRow.at)
        ).all()
        return [
            Ack.model_validate(
                {
                    "user_id": row.user_id,
                    "name": session.get_one(UserRow, row.user_id).name,
                    "at": row.at,
                    "text_sha256": row.text_sha256,
                }
            )
            for row in rows
        ]


def _for(caller: Principal) -> Any:
    """The messages for a caller; of cases that they recused themselves from, none."""
    mine = [EVERYONE, to_user(caller.user_id)]
    notices_of_office = (MessageRow.audience == to_office(caller.org_id)) & (MessageRow.code == "")
    if caller.has(READERS):
        mine.append(to_office(caller.org_id))
    if caller.has(frozenset({Role.APPLICANT})) and caller.person_id:
        mine.append(to_person(caller.person_id))
    hidden = recusal.hidden_from(caller.user_id)
    return (
        select(MessageRow)
        .where(MessageRow.audience.in_(mine) | notices_of_office)
        .where(MessageRow.withdrawn.is_(False))
        .where(MessageRow.app_id.not_in(hidden))
    )


def _view(session: Session, caller: Principal, row: MessageRow, language: str) -> Message:
    ack = session.get(AckRow, (row.message_id, caller.user_id))
    return Message.model_validate(
        {
            "message_id": row.message_id,
            "at": row.at,
            "code": row.code,
            "params": json.loads(row.params),
            "app_id": row.app_id,
            "title": row.title,
            "text": _words(row, language),
            "needs_ack": row.needs_ack,
            "acked_at": ack.at if ack else None,
        }
    )


def _words(row: MessageRow, language: str) -> str:
    return message(row.code, language, **json.loads(row.params)) if row.code else row.text


def _own(session: Session, caller: Principal, message_id: int) -> MessageRow:
    row = session.get(MessageRow, message_id)
    if row is None or row.code or row.org_id != caller.org_id:
        raise not_found()
    return row


def _note(
    session: Session, server: Server, caller: Principal, action: str, message_id: int
) -> None:
    audit.record(
        session,
        at=stamp(server.clock.now()),
        actor=caller.user_id,
        device=caller.device_id,
        action=action,
        subject=str(message_id),
    )
