"""Many cases at once: a plan with every exclusion and its reason, then the doing. Never 不通过."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.domain.enums import Verb
from app.domain.workflow import Refusal
from app.operations.approve import approve
from app.operations.batch_plan import (
    BatchPlan,
    Excluded,
    Included,
    judge,
    judge_approval,
    planned,
)
from app.operations.changes import Changes
from app.operations.decide import propose
from app.operations.errors import OperationRefused
from app.store.errors import StoreError

if TYPE_CHECKING:
    from app.operations.workspace import Workspace

BATCH_VERBS = frozenset({Verb.PASS, Verb.RETURN})


@dataclass(frozen=True)
class BatchDone:
    """What became of a batch; ``refused`` changed between the plan and the doing."""

    changes: Changes
    refused: tuple[Excluded, ...] = ()


def plan(ws: Workspace, *, app_ids: Sequence[str], verb: Verb) -> BatchPlan:
    """Who would be proposed under ``verb``, and who not and why. Nothing is written.

    :raises OperationRefused: ``OP_VERB_NOT_BATCH``.
    """
    if verb not in BATCH_VERBS:
        raise OperationRefused("OP_VERB_NOT_BATCH")
    now = ws.clock.now()

    def one(app_id: str) -> Included | Excluded:
        try:
            case = ws.queries.case(app_id)
        except StoreError:
            return Excluded(app_id, "", "", (Refusal("batch.not_here"),))
        return judge(case, verb, ws.account, now)

    return planned(verb, (one(app_id) for app_id in dict.fromkeys(app_ids)))


def apply(ws: Workspace, plan: BatchPlan) -> BatchDone:
    """Propose every case of a plan, each in its own transaction.

    A kill leaves those done that were done. A case that changed since the plan is refused by
    itself and told.

    :raises OperationRefused: ``OP_VERB_NOT_BATCH``.
    """
    verb = plan.verb
    if verb is None or verb not in BATCH_VERBS:
        raise OperationRefused("OP_VERB_NOT_BATCH")
    return _each(plan, lambda one: propose(ws, app_id=one.app_id, verb=verb))


def plan_approvals(ws: Workspace, *, app_ids: Sequence[str]) -> BatchPlan:
    """Which proposals would be approved together, and which not and why."""
    rows = {row.app_id: row for row in ws.queries.approvals("", None)}

    def one(app_id: str) -> Included | Excluded:
        row = rows.get(app_id)
        if row is None:
            return Excluded(app_id, "", "", (Refusal("batch.not_proposed"),))
        return judge_approval(row)

    return planned(None, (one(app_id) for app_id in dict.fromkeys(app_ids)))


def apply_approvals(ws: Workspace, plan: BatchPlan) -> BatchDone:
    """Approve every proposal of a plan, each in its own transaction."""
    return _each(
        plan,
        lambda one: approve(ws, app_id=one.app_id, granted=(), proposal_op_id=one.proposal_op_id),
    )


def _each(plan: BatchPlan, do: Callable[[Included], Changes]) -> BatchDone:
    app_ids: set[str] = set()
    op_ids: list[str] = []
    refused: list[Excluded] = []
    for one in plan.included:
        try:
            changes = do(one)
        except OperationRefused as problem:
            why = (Refusal(problem.code, dict(problem.params)),)
            refused.append(Excluded(one.app_id, one.name, one.id_tail, why, problem.rule_ids))
            continue
        app_ids |= changes.app_ids
        op_ids += changes.op_ids
    params = (("n", str(len(app_ids))),)
    done = Changes(frozenset(app_ids), tuple(op_ids), "done.propose.many", params)
    return BatchDone(done, tuple(refused))
