"""What an officer does, at the level of the journal."""

from __future__ import annotations

from typing import Any, Protocol

import uuid_utils

from app.protocol.operations import Base, Operation, OperationKind
from app.store.cache import Cache
from app.store.journal import Journal
from app.sync.clock import ServerClock
from tests.server_stub.acting import COMMENT


class Desk(Protocol):
    """Whoever has a cache and a journal."""

    cache: Cache
    journal: Journal
    clock: ServerClock

    @property
    def user_id(self) -> str: ...


def act(
    desk: Desk,
    app_id: str,
    kind: OperationKind = OperationKind.PROPOSE,
    *,
    actor: str | None = None,
    device: str = "d1",
    **payload: Any,
) -> str:
    """Put an operation into the outbox; returns its id."""
    application = desk.cache.application(app_id)
    assert application is not None
    now = desk.clock.now()
    with desk.journal.transaction(actor=actor or desk.user_id, now=now) as writer:
        operation = Operation(
            op_id=str(uuid_utils.uuid7()),
            kind=kind,
            app_id=app_id,
            seq=writer.next_seq(app_id),
            actor=actor or desk.user_id,
            device_id=device,
            base=Base(
                version_no=application.version.version_no,
                content_sha256=application.version.content_sha256,
                etag=application.etag,
                profile=application.profile,
            ),
            at_local=now,
            server_time_est=now,
            payload=payload,
        )
        writer.add_op(operation, subject=application.version.person.name)
        writer.audit(kind.value, app_id, payload)
    return operation.op_id


def propose(desk: Desk, app_id: str, verb: str = "RETURN", **more: Any) -> str:
    """Propose a verb; a return has its comment."""
    comments = [COMMENT] if verb == "RETURN" else []
    return act(desk, app_id, verb=verb, module_comments=comments, **more)
