"""``POST /v1/ops``: what officers decided, each exactly once (design §4).

The effect, the operation's id, its bytes and the answer are committed together. A second arrival
of the same id gets the stored answer; a refusal is not stored, for the same operation may be sent
again when its cause is gone.
"""

from __future__ import annotations

import json
import logging
from dataclasses import replace
from datetime import datetime
from typing import Any

from fastapi import APIRouter
from pydantic import ValidationError
from sqlalchemy.orm import Session

from app.protocol.canonical import sha256_hex
from app.protocol.operations import (
    WIRE_VERSION,
    ConflictCode,
    Operation,
    OperationAnswer,
    OperationKind,
    OperationResult,
    ResultStatus,
)
from server_stub import (
    anchors,
    audit,
    bodies,
    cases,
    devicelog,
    file_facts,
    newer_packs,
    scope,
    seal_uses,
)
from server_stub.carry_out import carry_out
from server_stub.clock import stamp
from server_stub.context import Server, ServerDep
from server_stub.db import get_meta
from server_stub.housekeeping import settle
from server_stub.identity import Decider, Principal
from server_stub.judge import Verdict, conflict
from server_stub.problems import ApiError
from server_stub.tables import OpRow

router = APIRouter(tags=["operations"])
log = logging.getLogger("server_stub")


@router.post("/v1/ops")
def send_operations(
    body: bodies.OperationBatch, caller: Decider, server: ServerDep
) -> OperationAnswer:
    """Apply a batch in order. A refused operation holds the later ones of its own case only."""
    if len(body.ops) > server.settings.max_ops:
        raise ApiError(413, "TOO_LARGE", params={"limit": server.settings.max_ops})
    blocked: set[str] = set()
    file_facts.await_decisions(server, body)
    with server.db.write() as session:
        notice = devicelog.compare(session, caller.user_id, body)
        results = [_one(session, server, caller, text, blocked) for text in body.ops]
        return OperationAnswer(
            results=results,
            server_time=server.clock.now(),
            epoch=get_meta(session, "epoch"),
            durable_mark=int(get_meta(session, "durable_mark", "0")),
            log_notice=notice,
        )


def _one(
    session: Session, server: Server, caller: Principal, text: str, blocked: set[str]
) -> OperationResult:
    content = _content(text)
    operation = _parse(content)
    if isinstance(operation, OperationResult):
        blocked.add(str(content.get("app_id", "")))  # those behind it may follow from it
        return operation
    if operation.actor != caller.user_id:
        blocked.add(operation.app_id)
        return _answer(operation.op_id, conflict(ConflictCode.ACTOR_MISMATCH))
    stored = session.get(OpRow, operation.op_id)
    if stored is not None:
        return _replayed(stored, operation, text)
    if operation.app_id in blocked:
        return OperationResult(op_id=operation.op_id, status=ResultStatus.HELD, code="HELD")
    try:
        result = _apply(session, server, caller, operation, text)
    except Exception:  # a defect must hold this one case, not everybody behind it
        log.exception("operation %s", operation.op_id)
        verdict = Verdict(ResultStatus.REJECTED, "SERVER_PROBLEM")
        result = _answer(operation.op_id, verdict)
    if result.status is not ResultStatus.APPLIED:
        blocked.add(operation.app_id)
    return result


def _content(text: str) -> dict[str, Any]:
    """The JSON object of an operation; empty for what is none that can be kept and told again.

    NaN, infinities, half a character and bottomless nesting would be stored and then come back to
    nobody: the document that holds them could not be read again.
    """
    try:
        content = json.loads(text)
        json.dumps(content, ensure_ascii=False, allow_nan=False).encode()
    except (ValueError, RecursionError):
        return {}
    return content if isinstance(content, dict) else {}


def _parse(content: dict[str, Any]) -> Operation | OperationResult:
    op_id = str(content.get("op_id", ""))
    if op_id and content.get("v") != WIRE_VERSION:
        return _answer(op_id, Verdict(ResultStatus.REJECTED, "OP_VERSION"))
    try:
        return Operation.model_validate(content)
    except ValidationError as problem:
        fields = _fields(problem)
        return _answer(op_id, Verdict(ResultStatus.REJECTED, "OP_UNREADABLE", {"fields": fields}))


def _fields(problem: ValidationError) -> str:
    return ", ".join(".".join(map(str, error["loc"])) for error in problem.errors())


def _replayed(stored: OpRow, operation: Operation, text: str) -> OperationResult:
    if stored.body_sha256 != sha256_hex(text.encode()):
        return _answer(operation.op_id, Verdict(ResultStatus.REJECTED, "OP_ID_REUSED"))
    answer = OperationResult.model_validate_json(stored.result)
    return answer.model_copy(update={"status": ResultStatus.REPLAYED})


def _apply(
    session: Session, server: Server, caller: Principal, operation: Operation, text: str
) -> OperationResult:
    case = cases.load(session, operation.app_id)
    if case is None or not scope.may_read(caller, case.row):
        gone = case is not None and scope.was_readable(session, caller, case.row)
        return _answer(
            operation.op_id, conflict(ConflictCode.GONE if gone else ConflictCode.NO_SCOPE)
        )
    now = server.clock.now()
    settle(session, case, now)
    newer_packs.bring_up(session, server.packs, case)
    current = _told(session, caller, case)
    if operation.kind is OperationKind.STAMP:
        seal_uses.keep(session, caller, operation, now)
    with session.begin_nested() as attempt:
        verdict = carry_out(session, server, caller, case, operation, now)
        if verdict is not None:
            attempt.rollback()  # with a claim that was taken on the way
            return _answer(operation.op_id, _with_rules(server, operation, verdict), current)
        return _keep(session, caller, operation, text, case.application.rev, now)


def _told(session: Session, caller: Principal, case: cases.Case) -> dict[str, Any]:
    """The application as the caller's office sees it."""
    document: dict[str, Any] = case.application.model_dump(mode="json")
    own = anchors.of_office(session, caller.org_id, [case.row.app_id]).get(case.row.app_id)
    return {**document, "office_anchors": json.loads(own or "[]")}


def _with_rules(server: Server, operation: Operation, verdict: Verdict) -> Verdict:
    """The verdict; a rule pack that is out of date with the rules that are new since."""
    if verdict.code != ConflictCode.PROFILE_OUTDATED:
        return verdict
    rules = newer_packs.new_rules(server.packs, operation.base.profile, verdict.params["profile"])
    return replace(verdict, params={**verdict.params, "rules": "、".join(rules)}, rule_ids=rules)


def _keep(
    session: Session, caller: Principal, operation: Operation, text: str, rev: int, now: datetime
) -> OperationResult:
    result = OperationResult(op_id=operation.op_id, status=ResultStatus.APPLIED, rev=rev)
    body = text.encode()
    session.add(
        OpRow(
            op_id=operation.op_id,
            app_id=operation.app_id,
            actor=caller.user_id,
            device_id=operation.device_id,
            kind=operation.kind.value,
            seq=operation.seq,
            at=stamp(now),
            body_sha256=sha256_hex(body),
            body=body,
            result=result.model_dump_json(),
        )
    )
    audit.record(
        session,
        at=stamp(now),
        actor=caller.user_id,
        device=operation.device_id,
        action=operation.kind.value,
        subject=operation.app_id,
        payload=body,
    )
    return result


def _answer(
    op_id: str, verdict: Verdict, current: dict[str, object] | None = None
) -> OperationResult:
    return OperationResult(
        op_id=op_id,
        status=verdict.status,
        code=verdict.code,
        params=verdict.params,
        rule_ids=verdict.rule_ids,
        current=current,
    )
