"""Family K, rounds: what an earlier return has to do with the present version."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from app.domain.checks.engine import DECIDE, PASS, Hit, Subject, rule
from app.domain.diff import same_module
from app.domain.enums import CommentSeverity, Severity, Verb
from app.domain.finding import Citation
from app.domain.model import ApplicationVersion, ModuleComment, Proposal

MODULE = "decision"
APPROVED = "APPROVED"
"""The outcome of a proposal that took effect."""


def returns(at: Subject) -> list[Proposal]:
    """The returns that took effect on earlier versions of this case, oldest first."""
    history = at.case.history if at.case else []
    return [
        one
        for one in history
        if one.outcome == APPROVED
        and one.decision.verb in {Verb.RETURN, Verb.REFER_DOWN}
        and one.version_no < at.version.version_no
    ]


@rule(
    "R156",
    gates={DECIDE: Severity.GUARD},
    mode="A",
    source=Citation(source="N5", place="一次性告知", sourced=False),
)
def told_once_all(at: Subject) -> Iterator[Hit]:
    """Nothing new is found in a module that was reviewed before and has not changed since.

    Earlier rounds are those of the same stage: another office looks for the first time.
    """
    decision, case = at.decision, at.case
    if decision is None or case is None or decision.verb is Verb.PASS:
        return
    rounds = [one for one in returns(at) if one.stage_index == case.stage_index]
    if not rounds:
        return
    told = [comment for one in rounds for comment in one.decision.module_comments]
    seen = _version(at, rounds[-1])
    for comment in decision.module_comments:
        module = at.profile.module(comment.module)
        if module is None or _told_before(comment, told):
            continue
        params = {"module": module.label.zh_CN, "module_en": module.label.en}
        if seen is None:
            yield _on(comment, "UNDECIDED", params)
        elif same_module(seen, at.version, comment.module):
            yield _on(comment, "", params | {"version": str(seen.version_no)})


@rule(
    "R160",
    gates={PASS: Severity.ERROR},
    mode="A",
    source=Citation(
        source="S3",
        place="2.7",
        quote="点击“修改”按钮，在申报信息修改页面，驳回的模块会突出显示驳回意见，根据驳回意见修改后重新提交。",
    ),
    reason="FLAGGED_UNCHANGED",
)
def flagged_was_changed(at: Subject) -> Iterator[Hit]:
    """What the last return asked to change was changed."""
    rounds = returns(at)
    if not rounds:
        return
    seen = _version(at, rounds[-1])
    flagged = [
        comment.module
        for comment in rounds[-1].decision.module_comments
        if comment.severity is CommentSeverity.MUST_FIX
    ]
    for code in dict.fromkeys(flagged):
        module = at.profile.module(code)
        if module is None:
            continue
        params = {
            "module": module.label.zh_CN,
            "module_en": module.label.en,
            "version": str(rounds[-1].version_no),
        }
        if seen is None:
            yield Hit(code, variant="UNDECIDED", params=params, uncertain=True)
        elif same_module(seen, at.version, code):
            yield Hit(code, params=params)


@rule(
    "R161",
    gates={DECIDE: Severity.WARN},
    mode="A",
    source=Citation(source="N13", place="退回次数", sourced=False),
)
def not_too_often(at: Subject) -> Iterator[Hit]:
    """A stage returns a case only so often, where the region has a limit."""
    decision, case, limit = at.decision, at.case, at.profile.returns.max_returns
    if decision is None or case is None or limit is None or decision.verb is not Verb.RETURN:
        return
    count = sum(one.stage_index == case.stage_index for one in returns(at))
    if count >= limit:
        yield Hit(MODULE, params={"count": str(count), "limit": str(limit)})


def _version(at: Subject, decided: Proposal) -> ApplicationVersion | None:
    return next((v for v in at.history if v.version_no == decided.version_no), None)


def _told_before(comment: ModuleComment, told: Sequence[ModuleComment]) -> bool:
    """The same place, the same ready comment or the same rule in the same module."""
    return any(
        (one.entry_id, one.field) == (comment.entry_id, comment.field)
        or (one.reason_id is not None and one.reason_id == comment.reason_id)
        or (one.from_rule is not None and one.from_rule == comment.from_rule)
        for one in told
        if one.module == comment.module
    )


def _on(comment: ModuleComment, variant: str, params: dict[str, str]) -> Hit:
    return Hit(
        comment.module,
        comment.entry_id,
        comment.field,
        variant=variant,
        params=params,
        evidence={"comment_id": comment.comment_id},
        uncertain=bool(variant),
    )
