"""Which cases of a selection a batch may take, and why it leaves the others out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from app.domain.enums import Verb
from app.domain.finding import Finding
from app.domain.gate import open_findings
from app.domain.model import Account
from app.domain.workflow import Refusal
from app.operations.guards import content_refusals, decide_refusals, warned_refusals
from app.store.readmodels import ApprovalRow, CaseView


@dataclass(frozen=True)
class Included:
    """A case that the batch takes. ``comments`` go with a return, each case's own."""

    app_id: str
    name: str
    id_tail: str
    comments: int = 0
    proposal_op_id: str = ""


@dataclass(frozen=True)
class Excluded:
    """A case that it leaves out: reasons as codes, and the rules behind them, gravest first."""

    app_id: str
    name: str
    id_tail: str
    reasons: tuple[Refusal, ...]
    rule_ids: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True)
class BatchPlan:
    """What is shown before anything is done. ``verb`` is None for a batch of approvals."""

    verb: Verb | None
    included: tuple[Included, ...] = ()
    excluded: tuple[Excluded, ...] = field(default=())


def judge(case: CaseView, verb: Verb, account: Account, now: datetime) -> Included | Excluded:
    """Whether one case may be proposed with others.

    PASS takes clean cases only: no finding open, no override asked for, no comment written.
    RETURN takes cases that have comments of their own.
    """
    person = case.version.person
    who = (case.app_id, person.name, person.id_number[-4:])
    spec = case.profile.verbs.get(verb)
    if spec is None or not spec.batch:
        return Excluded(*who, (Refusal("batch.not_offered"),))
    decision = case.draft.decision(verb)
    projected = case.application.model_copy(update={"status": case.status})
    reasons = decide_refusals(
        projected, account, case.profile, now, decision, worked_on=case.draft.has_work
    )
    if case.draft_outdated:
        reasons.append(Refusal("batch.changed"))
    if any(composer.text.strip() for composer in case.draft.composers.values()):
        reasons.append(Refusal("batch.unsaved_text"))
    left = open_findings(case.findings, decision)
    found = (*left.blocking, *left.errors, *left.unseen)
    if verb is Verb.PASS:
        reasons += _not_clean(case)
    if not reasons or found:
        subject = case.judged(now)
        reasons += content_refusals(decision, case.findings, subject)
        reasons += warned_refusals(decision, subject)
    if reasons:
        return Excluded(*who, tuple(reasons), tuple(left.rule_ids), found)
    return Included(*who, comments=len(decision.module_comments))


def _not_clean(case: CaseView) -> list[Refusal]:
    reasons = []
    if case.draft.overrides:
        reasons.append(Refusal("batch.overrides"))
    if case.draft.comments:
        count = str(len(case.draft.comments))
        reasons.append(Refusal("batch.has_comments", {"n": count}))
    return reasons


def judge_approval(row: ApprovalRow) -> Included | Excluded:
    """Whether one proposal may be approved with others."""
    who = (row.app_id, row.name, row.id_tail)
    if row.answer is not None:
        return Excluded(*who, (Refusal("ALREADY_PROPOSED"),))
    if row.own:
        return Excluded(*who, (Refusal("R159"),), ("R159",))
    if not row.same_version:
        return Excluded(*who, (Refusal("batch.changed"),))
    if row.overrides:
        return Excluded(*who, (Refusal("batch.overrides"),), row.override_rules)
    if not row.batch:
        return Excluded(*who, (Refusal("batch.single_only"),))
    return Included(*who, comments=row.comments, proposal_op_id=row.proposal_op_id)


def planned(verb: Verb | None, judged: Iterable[Included | Excluded]) -> BatchPlan:
    """The plan of judged cases, in the order of the selection."""
    every: Sequence[Included | Excluded] = list(judged)
    return BatchPlan(
        verb,
        tuple(one for one in every if isinstance(one, Included)),
        tuple(one for one in every if isinstance(one, Excluded)),
    )
