"""What offices have decided already: comments as an officer makes them out of findings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from functools import lru_cache

from app.domain.checks import FileFacts, Subject, check
from app.domain.enums import Severity, Verb
from app.domain.finding import Finding
from app.domain.model import ApplicationVersion, ModuleComment
from app.domain.profile import Profile
from app.domain.reasons import ReasonTemplate, comment_from, parse_reasons
from app.locate import resource
from server_stub.import_folder.manifest import DecisionSpec


def findings(
    version: ApplicationVersion, profile: Profile, now: datetime, files: Mapping[str, FileFacts]
) -> list[Finding]:
    """What the pre-check says of a version."""
    return check(Subject(version=version, profile=profile, now=now, files=files))


def returned(
    version: str, found: Sequence[Finding], at: datetime, handler: str, approver: str | None
) -> DecisionSpec:
    """A return with one comment for each finding, proposed a day after ``at``.

    ``version`` begins the ids of the comments. Without ``approver`` it waits for one.
    """
    return DecisionSpec(
        verb=Verb.RETURN,
        handler=handler,
        approver=approver,
        proposed_at=at + timedelta(days=1),
        approved_at=at + timedelta(days=2) if approver else None,
        overall_text="请按逐条意见修改后重新提交。",
        module_comments=[
            _comment(finding, f"{version}-c{number}")
            for number, finding in enumerate(found, start=1)
            if finding.severity is not Severity.ASK
        ],
    )


def passed(at: datetime, handler: str, approver: str | None) -> DecisionSpec:
    """Passed on, proposed a day after ``at``; without ``approver`` it waits for one."""
    return DecisionSpec(
        verb=Verb.PASS,
        handler=handler,
        approver=approver,
        proposed_at=at + timedelta(days=1),
        approved_at=at + timedelta(days=2) if approver else None,
        overall_text="材料齐全，同意上报。",
    )


def _comment(finding: Finding, comment_id: str) -> ModuleComment:
    text, hint, reason_id = comment_from(finding, _reasons())
    return ModuleComment(
        comment_id=comment_id,
        module=finding.module_code,
        entry_id=finding.entry_id,
        field=finding.field,
        reason_id=reason_id,
        text=text,
        fix_hint=hint,
        from_rule=finding.rule_id,
    )


@lru_cache(maxsize=1)
def _reasons() -> list[ReasonTemplate]:
    return parse_reasons(resource("reasons", "base.json").read_bytes())
