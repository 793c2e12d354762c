"""Proposing, approving, sending back, recalling (domain §4.7 T12–T16, T22)."""

from __future__ import annotations

from app.domain.enums import Status, Verb
from app.domain.model import Application, Claim, Decision, Proposal
from app.domain.workflow import Event, live_claim
from app.protocol.operations import OperationKind, ResultStatus
from server_stub import anchors, effects, effects_onward, judge, leases, onward
from server_stub.act import Act, read
from server_stub.decision_rules import broken_rules, ungranted
from server_stub.judge import Verdict


def propose(act: Act) -> Verdict | None:
    """T12–T14, T22; a case whose lease ran out is taken again in the same step where nobody else
    has it, and nothing of that remains if a guard objects."""
    decision = read(act, Decision)
    if isinstance(decision, Verdict):
        return decision
    if not live_claim(act.application, act.now) and judge.can_claim_again(
        act.application, act.actor, act.now
    ):
        verdict = act.refused(Event.CLAIM)
        if verdict is not None:
            return verdict
        act.case.application = effects.claim(act.application, _lease(act))
    verdict = act.refused(Event.PROPOSE, decision=decision)
    if verdict is not None:
        return verdict
    verdict = anchors.refused(act, decision)
    if verdict is not None:
        return verdict
    rules = broken_rules(act.session, act.server, act.case, decision, act.profile, act.now)
    if rules:
        return Verdict(ResultStatus.REJECTED, "GUARD_FAILED", rule_ids=rules)
    act.end_claim("proposed")
    kept = anchors.keep(act, act.application, decision)
    proposal = _proposal(act, anchors.without(decision))
    proposed = effects.propose(kept, proposal, act.profile, act.activity())
    act.store(settled(act, proposed))
    return None


def approve(act: Act) -> Verdict | None:
    """T15."""
    verdict = act.refused(Event.APPROVE, gate="approve")
    if verdict is not None:
        return verdict
    assert act.application.proposal is not None
    granted = {str(finding_id) for finding_id in act.operation.payload.get("overrides") or []}
    rules = ungranted(act.application.proposal.decision, granted)
    if rules:
        return Verdict(ResultStatus.REJECTED, "GUARD_FAILED", rule_ids=rules)
    approved = effects.approve(
        act.application,
        granted=granted,
        profile=act.profile,
        activity=act.activity(),
        **act.who,
    )
    act.store(settled(act, approved))
    return None


def hand_back(act: Act) -> Verdict | None:
    """T16: back to the handler, by the approver or by themselves."""
    back = act.operation.kind is OperationKind.SEND_BACK
    verdict = act.refused(Event.SEND_BACK if back else Event.RECALL)
    if verdict is not None:
        return verdict
    granted = lease_for_handler(act, "" if back else act.operation.device_id)
    who = act.who
    del who["now"]  # the new lease says when
    act.store(
        effects.hand_back(
            act.application,
            outcome=effects.SENT_BACK if back else effects.RECALLED,
            text=str(act.operation.payload.get("text", "")),
            granted=granted,
            **who,
        )
    )
    return None


def settled(act: Act, application: Application) -> Application:
    """What a decision that was just taken leads to by itself."""
    proposal = application.proposal
    if proposal is None or proposal.outcome != effects.APPROVED:
        return application
    decision = proposal.decision
    if decision.verb is Verb.REFER_DOWN and application.status is Status.SUBMITTED:
        return effects_onward.refer_down(application, decision.return_to, act.activity(), act.now)
    return onward.concluded(act, application)


def lease_for_handler(act: Act, device_id: str) -> Claim:
    """A new lease for whoever proposed what is undone now."""
    proposal = act.application.proposal
    assert proposal is not None
    return leases.grant(
        act.session,
        act.application,
        act.profile,
        user_id=proposal.handler_id,
        user_name=proposal.handler_name,
        org_id=act.caller.org_id,
        device_id=device_id,
        now=act.now,
    )


def _lease(act: Act) -> Claim:
    return leases.grant(
        act.session,
        act.application,
        act.profile,
        user_id=act.caller.user_id,
        user_name=act.caller.name,
        org_id=act.caller.org_id,
        device_id=act.operation.device_id,
        now=act.now,
    )


def _proposal(act: Act, decision: Decision) -> Proposal:
    base = act.operation.base
    return Proposal(
        op_id=act.operation.op_id,
        decision=decision,
        version_no=base.version_no,
        content_sha256=base.content_sha256,
        stage_index=act.application.stage_index,
        handler_id=act.caller.user_id,
        handler_name=act.caller.name,
        proposed_at=act.now,
    )
