"""Family K: whether a decision can stand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from app.domain.checks.engine import (
    APPROVE,
    CLAIM,
    DECIDE,
    FORWARD,
    SYNC,
    Hit,
    Subject,
    check,
    rule,
)
from app.domain.decision_facts import (
    declared_recusal,
    ground_named,
    proposed_by,
    stage_overdue,
    time_to_resubmit,
)
from app.domain.enums import Severity, Status, Verb
from app.domain.finding import Citation
from app.domain.gate import open_findings
from app.domain.model import Decision, ModuleComment
from app.domain.partial_date import CHINA
from app.domain.recommendation import bare

MODULE = "decision"
BESIDE_THE_FORM = "dossier"
"""What an office may comment on besides the modules, where units keep a dossier."""


@rule(
    "R150",
    gates={DECIDE: Severity.BLOCK},
    mode="A",
    source=Citation(
        source="S0", place="四．基层单位审核", quote="点击【不通过】，需录入说明不通过原因"
    ),
)
def has_reason(at: Subject) -> Iterator[Hit]:
    """A return has at least one comment on a module, a refusal has a reason (domain §4.8)."""
    decision = at.decision
    if decision is None:
        return
    rows = [comment for comment in decision.module_comments if comment.text.strip()]
    if decision.verb in {Verb.RETURN, Verb.REFER_DOWN} and not rows:
        yield Hit(MODULE, variant="NO_ROW")
    if decision.verb is Verb.NOT_PASSED and not rows and not decision.overall_text.strip():
        yield Hit(MODULE, variant="NO_REASON")


@rule(
    "R151",
    gates={DECIDE: Severity.WARN},
    mode="A",
    source=Citation(
        source="S3",
        place="2.6",
        quote="点击“查看审核流程”按钮，在审核流程窗口中，点击“驳回意见详情”，查看退回或不通过的原因。",
    ),
    params=("least", "phrases"),
)
def is_specific(at: Subject) -> Iterator[Hit]:
    """A comment says what is wrong, beyond phrases that fit everything.

    Parameters: ``phrases`` that say nothing, and how many characters at ``least`` are left.
    """
    params = at.params("R151")
    phrases = sorted((bare(one) for one in params["phrases"]), key=len, reverse=True)
    for comment in _comments(at):
        left = bare(comment.text)
        for phrase in phrases:
            left = left.replace(phrase, "")
        if comment.text.strip() and len(left) < params["least"]:
            told = {"text": comment.text.strip(), "least": str(params["least"])}
            yield _on(comment, params=told)


@rule(
    "R152",
    gates={DECIDE: Severity.BLOCK},
    mode="A",
    source=Citation(source="S3", place="2.6", quote="模块名称	审核意见"),
)
def points_somewhere(at: Subject) -> Iterator[Hit]:
    """Each comment is on a module of this form, and on an entry that this version has."""
    for comment in _comments(at):
        if at.profile.module(comment.module) is None:
            if comment.module != BESIDE_THE_FORM or at.profile.dossier is None:
                yield _on(comment, variant="MODULE", params={"module": comment.module})
            continue
        entries = {entry.entry_id for entry in at.version.entries(comment.module)}
        if comment.entry_id is not None and comment.entry_id not in entries:
            yield _on(comment, variant="ENTRY", params={"entry": comment.entry_id})


@rule(
    "R153",
    gates={DECIDE: Severity.BLOCK},
    mode="A",
    source=Citation(source="D", place="domain §4.7 T12", sourced=False),
)
def errors_are_overridden(at: Subject) -> Iterator[Hit]:
    """To pass in spite of an error somebody has to ask for it, and say why.

    That the approver grants it is the approval's matter.
    """
    decision = at.decision
    if decision is None or decision.verb is not Verb.PASS:
        return
    reasoned = [one for one in decision.overrides if one.reason.strip()]
    asked = decision.model_copy(update={"overrides": reasoned})
    silent = {one.finding_id for one in decision.overrides} - {one.finding_id for one in reasoned}
    for found in open_findings(check(replace(at, decision=None)), asked).errors:
        yield Hit(
            found.module_code,
            found.entry_id,
            found.field,
            found.slot,
            variant="NO_REASON" if found.finding_id in silent else "",
            params={"rule": found.rule_id},
            evidence={"finding_id": found.finding_id},
        )


@rule(
    "R154",
    gates={DECIDE: Severity.WARN},
    mode="A",
    source=Citation(
        source="S3",
        place="2.7",
        quote="主管部门退回的，会有审核截止时间提示，须在主管部门审核截止日期前及早提交，否则无法提交。",
    ),
    params=("hours",),
)
def leaves_time(at: Subject) -> Iterator[Hit]:
    """After a return the applicant has time left to come back.

    Parameters: below how many ``hours`` to warn. No time at all blocks the return.
    """
    decision, case = at.decision, at.case
    if decision is None or case is None or not _goes_to_applicant(decision):
        return
    left = time_to_resubmit(case, at.profile, at.now)
    if left is None:
        return
    minutes = int(left.total_seconds() // 60)
    until = (at.now + left).astimezone(CHINA)
    told = {
        "hours": str(minutes // 60),
        "minutes": str(minutes % 60),
        "deadline": f"{until:%Y-%m-%d %H:%M}",
    }
    if left.total_seconds() <= 0:
        yield Hit(
            MODULE, variant="OVER", params={"deadline": told["deadline"]}, severity=Severity.BLOCK
        )
    elif left.total_seconds() < at.params("R154")["hours"] * 3600:
        yield Hit(MODULE, params=told)


@rule(
    "R155",
    gates={SYNC: Severity.BLOCK},
    mode="A",
    source=Citation(
        source="S3",
        place="2.7",
        quote="评委会退回的，也会有审核截止时间提示，须在审核截止日期前及早提交，否则无法提交。",
    ),
)
def arrives_in_time(at: Subject) -> Iterator[Hit]:
    """A decision reaches the server before the stage's deadline; the server's time decides."""
    deadline = at.case.deadline_current if at.case else None
    if deadline is not None and stage_overdue(deadline, at.now):
        moment = f"{deadline.astimezone(CHINA):%Y-%m-%d %H:%M}"
        yield Hit(MODULE, params={"deadline": moment})


@rule(
    "R157",
    gates={DECIDE: Severity.BLOCK},
    mode="A",
    source=Citation(
        source="S3",
        place="2.6",
        quote="如果被退回或不通过，个人申报记录中会显示审核状态显示为“已退回”或“不通过”。",
    ),
)
def refusal_is_grounded(at: Subject) -> Iterator[Hit]:
    """A terminal refusal names its ground, and a second person confirms it."""
    decision = at.decision
    if decision is None or decision.verb is not Verb.NOT_PASSED:
        return
    if not ground_named(decision, at.profile):
        yield Hit(MODULE, variant="NO_GROUND")
    spec = at.profile.verbs.get(Verb.NOT_PASSED)
    if spec is not None and not spec.needs_approver:
        yield Hit(MODULE, variant="ONE_PERSON")


@rule(
    "R158",
    gates={CLAIM: Severity.BLOCK},
    mode="A",
    source=Citation(source="N8/N10", place="回避", sourced=False),
)
def reviewer_is_free(at: Subject) -> Iterator[Hit]:
    """Nobody reviews themselves, nor where they declared an interest."""
    if at.actor_is_applicant:
        yield Hit(MODULE, variant="SELF")
    if at.case is not None and declared_recusal(at.case, at.actor_id):
        yield Hit(MODULE, variant="RECUSED")


@rule(
    "R159",
    gates={APPROVE: Severity.BLOCK, FORWARD: Severity.BLOCK},
    mode="A",
    source=Citation(source="D", place="domain §4.5", sourced=False),
)
def two_people(at: Subject) -> Iterator[Hit]:
    """Who proposed does not approve, nor seal where the region's policy parts the two."""
    case = at.case
    proposal = case.proposal if case else None
    if case is None or proposal is None:
        return
    if case.status is Status.PROPOSED:
        if proposed_by(proposal, at.actor_id):
            yield Hit(MODULE, variant="APPROVER")
        return
    signers = {stamp.signer_id for stamp in case.stamps if not stamp.voided}
    sealed_alone = any(proposed_by(proposal, signer) for signer in signers)
    if at.profile.seal.sealer_not_handler and sealed_alone:
        yield Hit(MODULE, variant="SEALER", severity=Severity.WARN)


def _comments(at: Subject) -> list[ModuleComment]:
    return at.decision.module_comments if at.decision else []


def _on(comment: ModuleComment, variant: str = "", params: dict[str, str] | None = None) -> Hit:
    return Hit(
        comment.module,
        comment.entry_id,
        comment.field,
        variant=variant,
        params=params or {},
        evidence={"comment_id": comment.comment_id},
    )


def _goes_to_applicant(decision: Decision) -> bool:
    referred = decision.verb is Verb.REFER_DOWN and decision.return_to == "APPLICANT"
    return decision.verb is Verb.RETURN or referred
