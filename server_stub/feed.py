"""``GET /v1/changes``: the ordered feed of everything in the caller's scope (design §4)."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from fastapi import APIRouter, Query, Response
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.protocol.feed import ChangeKind, ChangesPage
from server_stub import anchors, recusal, scope
from server_stub.clock import stamp
from server_stub.context import Server, ServerDep
from server_stub.db import current_rev, get_meta
from server_stub.housekeeping import sweep
from server_stub.identity import Officer, Principal
from server_stub.signing import ForgedError
from server_stub.tables import (
    ActivityRow,
    ApplicationRow,
    CalendarRow,
    FeedRow,
    OrganisationRow,
    ReasonRow,
)

router = APIRouter(tags=["feed"])
_CURSOR = "cursor"
_DOCUMENTS: dict[str, tuple[Any, Any]] = {
    ChangeKind.APPLICATION: (ApplicationRow.app_id, ApplicationRow.doc),
    ChangeKind.ORGANISATION: (OrganisationRow.org_id, OrganisationRow.doc),
    ChangeKind.ACTIVITY: (ActivityRow.activity_id, ActivityRow.doc),
    ChangeKind.REASON: (ReasonRow.reason_id, ReasonRow.doc),
    ChangeKind.CALENDAR: (CalendarRow.year, CalendarRow.doc),
}


@router.get("/v1/changes", response_model=ChangesPage)
def changes(
    caller: Officer,
    server: ServerDep,
    cursor: str = "",
    limit: int = Query(default=200, ge=1),
) -> Response:
    """The changes after ``cursor``, at most ``limit``. Documents stand in the page as they are
    stored, byte for byte; only ``office_anchors`` is put in for the caller's office."""
    sweep(server)
    with server.db.read() as session:
        newest = current_rev(session)
        place = _read_cursor(server, session, caller, cursor)
        rolled_back = place is not None and place["r"] > newest
        if not rolled_back:
            page = _page(server, session, caller, cursor, place, limit)
    if rolled_back:  # this very server handed out more than its database now knows
        server.db.start_new_epoch()
        with server.db.read() as session:
            page = _page(server, session, caller, cursor, None, limit)
    return Response(page, media_type="application/json")


def _page(
    server: Server,
    session: Session,
    caller: Principal,
    cursor: str,
    place: dict[str, Any] | None,
    limit: int,
) -> str:
    limit = min(limit, server.settings.max_page)
    start = place or {"r": 0, "h": current_rev(session)}
    rows = _rows(session, caller, start["r"], limit + 1)
    more = len(rows) > limit
    rows = rows[:limit]
    documents = _documents(session, rows, caller.org_id)
    # A first pull need not hear of what had already left before it began.
    told = [row for row in rows if not row.gone or row.rev > start["h"]]
    after = rows[-1].rev if rows else start["r"]
    epoch = get_meta(session, "epoch")
    head = {
        "cursor": server.signer.pack(
            _CURSOR,
            {"e": epoch, "u": caller.user_id, "s": _scope(caller), "r": after, "h": start["h"]},
        ),
        "more": more,
        "epoch": epoch,
        "reset": bool(cursor) and place is None,
        "server_time": stamp(server.clock.now()),
        "durable_mark": int(get_meta(session, "durable_mark", "0")),
    }
    body = ",".join(_change(row, documents) for row in told)
    return f'{{"changes":[{body}],{json.dumps(head)[1:]}'


def _rows(session: Session, caller: Principal, after: int, limit: int) -> list[FeedRow]:
    """The next rows of all audiences together. One query each: then the index gives the order,
    and a page of a hundred thousand cases costs no more than a page of ten. What somebody recused
    themselves from is told to them once more, as gone."""
    found: list[FeedRow] = []
    personal = recusal.personal_audience(caller.user_id)
    hidden = recusal.hidden_from(caller.user_id)
    for audience in (*scope.audiences(caller), personal):
        wanted = select(FeedRow).where(FeedRow.audience == audience, FeedRow.rev > after)
        if audience != personal:
            wanted = wanted.where(
                (FeedRow.kind != ChangeKind.APPLICATION.value) | FeedRow.id.not_in(hidden)
            )
        found += session.scalars(wanted.order_by(FeedRow.rev).limit(limit))
    return sorted(found, key=lambda row: row.rev)[:limit]


def _documents(session: Session, rows: list[FeedRow], org_id: str) -> dict[tuple[str, str], str]:
    found: dict[tuple[str, str], str] = {}
    for kind, (key, doc) in _DOCUMENTS.items():
        ids = [row.id for row in rows if row.kind == kind and not row.gone]
        if ids:
            for doc_id, text in session.execute(select(key, doc).where(key.in_(ids))):
                found[kind, doc_id] = text
            if kind == ChangeKind.APPLICATION:
                for app_id, own in anchors.of_office(session, org_id, ids).items():
                    found[kind, app_id] = anchors.spliced(found[kind, app_id], own)
    return found


def _change(row: FeedRow, documents: dict[tuple[str, str], str]) -> str:
    named = json.dumps({"kind": row.kind, "id": row.id, "rev": row.rev, "tombstone": row.gone})
    doc = "null" if row.gone else documents[row.kind, row.id]
    return f'{named[:-1]},"doc":{doc}}}'


def _scope(caller: Principal) -> str:
    return hashlib.sha256("\n".join(scope.audiences(caller)).encode()).hexdigest()[:16]


def _read_cursor(
    server: Server, session: Session, caller: Principal, cursor: str
) -> dict[str, Any] | None:
    try:
        place = server.signer.unpack(_CURSOR, cursor)
    except ForgedError:
        return None
    mine = (get_meta(session, "epoch"), caller.user_id, _scope(caller))
    return place if (place["e"], place["u"], place["s"]) == mine else None
