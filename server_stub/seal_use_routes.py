"""``/v1/seal-uses``: a device's record of seal uses and the server's, held against each other."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import ConfigDict

from app.protocol import seal_heads
from app.protocol.seal_heads import ChainHead, LogVerdict, SealUseAnswer, SealUsesHeld
from app.protocol.seal_use import walk
from server_stub import audit, seal_uses
from server_stub.context import ServerDep
from server_stub.identity import Decider, Officer
from server_stub.tables import AuditRow

router = APIRouter(tags=["seals"])
_WORDS = {
    seal_uses.FORK: "SEAL_LOG_FORK",
    seal_uses.GAP: "SEAL_LOG_GAP",
    seal_uses.FORGED: "SEAL_LOG_FORGED",
    seal_uses.ROLLED_BACK: "SEAL_LOG_ROLLED_BACK",
}


class SealUseReport(seal_heads.SealUseReport):
    """The head of a device's record, and the lines that the server lacks."""

    model_config = ConfigDict(defer_build=False)


@router.post("/v1/seal-uses")
def report(body: SealUseReport, caller: Decider, server: ServerDep) -> SealUseAnswer:
    """Take the lines of the caller's device, and tell what of it is here and where one's own log
    stands."""
    now = server.clock.now()
    with server.db.write() as session:
        trouble = seal_uses.compare(session, caller, body.head, now)
        trouble |= seal_uses.take(session, caller, body.lines, now)
        newest = audit.head(session)
        then = session.get(AuditRow, body.log.seq) if body.log.seq else None
        return SealUseAnswer(
            whole=seal_uses.whole_of(session, caller.device_id),
            newest=seal_uses.newest_of(session, caller.device_id),
            log=ChainHead(seq=newest.seq, hash=newest.hash),
            log_then=then.hash if then is not None else "",
            trouble=sorted(_WORDS[one] for one in trouble),
        )


@router.get("/v1/seal-uses")
def held(
    caller: Decider, server: ServerDep, after: Annotated[int, Query(ge=0)] = 0
) -> SealUsesHeld:
    """Number and hash of the lines of the caller's device that are here, behind a number."""
    with server.db.read() as session:
        verdict = walk(seal_uses.of_device(session, caller.device_id)) if after == 0 else None
        return SealUsesHeld(
            lines=seal_uses.heads_of(session, caller.device_id, after),
            newest=seal_uses.newest_of(session, caller.device_id),
            broken_at=verdict.broken_at if verdict is not None else None,
        )


@router.get("/v1/audit/verify")
def verify_log(caller: Officer, server: ServerDep) -> LogVerdict:
    """Walk this server's log from its first line; where it breaks first."""
    del caller
    with server.db.read() as session:
        newest = audit.head(session)
        broken = next(audit.breaks(session), None)
    return LogVerdict(lines=newest.seq, head=newest.hash, broken_at=broken)
