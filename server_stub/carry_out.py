"""One operation against one case: the verdict, or the effect."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

from sqlalchemy.orm import Session

from app.protocol.operations import ConflictCode, Operation, OperationKind
from server_stub import committee, deciding, dossiers, exceptions, onward, recusal, scope
from server_stub.act import Act
from server_stub.cases import Case
from server_stub.context import Server
from server_stub.identity import Principal
from server_stub.judge import Verdict, conflict, state_conflict

_CARRIED_OUT: Mapping[OperationKind, Callable[[Act], Verdict | None]] = {
    OperationKind.PROPOSE: deciding.propose,
    OperationKind.APPROVE: deciding.approve,
    OperationKind.SEND_BACK: deciding.hand_back,
    OperationKind.RECALL: deciding.hand_back,
    OperationKind.STAMP: onward.stamp,
    OperationKind.VOID_STAMP: onward.void_stamp,
    OperationKind.OVERRIDE_ROUTE: onward.override_route,
    OperationKind.FORWARD: onward.forward,
    OperationKind.VERIFY_PAYMENT: onward.verify_payment,
    OperationKind.ACCEPT: committee.accept,
    OperationKind.START_EVALUATION: committee.start_evaluation,
    OperationKind.RECORD_RESULT: committee.record_result,
    OperationKind.RESULT_PUBLICITY: committee.publicise_result,
    OperationKind.FINALISE: committee.finalise,
    OperationKind.ISSUE: committee.issue,
    OperationKind.REOPEN: exceptions.reopen,
    OperationKind.RECUSE: exceptions.recuse,
}
_FROM_ELSEWHERE = frozenset(
    {OperationKind.ISSUE, OperationKind.RECUSE, OperationKind.VERIFY_PAYMENT}
)
"""What an office may do to a case that lies at another one by now."""


def carry_out(
    session: Session,
    server: Server,
    caller: Principal,
    case: Case,
    operation: Operation,
    now: datetime,
) -> Verdict | None:
    """Apply ``operation``; returns why not, or None when the case is in its next state."""
    pack = server.packs.profile(case.application.profile)
    profile = pack.for_type(case.application.type)
    actor = caller.actor(
        is_applicant_themselves=scope.is_about_caller(caller, case.row),
        recused=recusal.declared(session, caller.user_id, case.row.app_id),
    )
    act = Act(session, server, caller, case, operation, profile, actor, now)
    if operation.kind is OperationKind.SAVE_DOSSIER and case.application.node_org == caller.org_id:
        return dossiers.save(session, caller, actor, case, operation, profile, now)
    verdict = state_conflict(operation, act.situation())
    elsewhere = case.application.node_org != caller.org_id
    if elsewhere and operation.kind not in _FROM_ELSEWHERE:
        faster = verdict is not None and verdict.code == ConflictCode.ALREADY_DECIDED
        return verdict if faster else conflict(ConflictCode.NO_SCOPE)
    return verdict or _CARRIED_OUT[operation.kind](act)
