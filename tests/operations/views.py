"""A case as the review screen gets it, made of a domain application."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from app.domain.checks import Subject, check
from app.domain.completeness import module_completeness
from app.domain.enums import Status
from app.domain.model import Account, Application
from app.domain.profile import Profile
from app.store.case_row import count_findings
from app.store.draft import ApprovalDraft, ReviewDraft
from app.store.readmodels import CaseView, LocalState
from tests.domain.make import NOW, liuzhou
from tests.server_stub.few_rules import FORM

ME = Account.model_validate(
    {
        "user_id": "u1",
        "login": "chenyao",
        "name": "陈遥",
        "org": {"org_id": "org-unit-1", "name": "示例市政工程集团有限公司"},
        "roles": ["HANDLER"],
    }
)


def case_view(
    application: Application,
    profile: Profile | None = None,
    draft: ReviewDraft | None = None,
    status: Status | None = None,
    rules: Collection[str] = (),
) -> CaseView:
    """:param rules: rules in force besides those of the form and of the reasons of a decision."""
    profile = profile or liuzhou()
    kept = [use for use in profile.rules if use.rule in FORM | {"R150", "R157", *rules}]
    profile = profile.model_copy(update={"rules": kept})
    version = application.version
    findings = tuple(check(Subject(version=version, profile=profile, now=NOW)))
    stage = application.stage_index
    status = status or application.status
    fixed: dict[str, Any] = {
        "organisation": None,
        "activity": None,
        "local": LocalState.NONE,
        "mine": application.claim is not None,
        "cached": 0,
        "files": len(version.attachments),
        "bytes": 0,
        "draft_saved_at": None,
        "draft_outdated": False,
        "approval_draft": ApprovalDraft(),
        "ops": (),
        "proposal": application.proposal,
        "reasons": (),
        "earlier": (),
        "previous": None,
        "previous_missing": False,
        "diff": None,
        "attachments": {},
    }
    return CaseView(
        app_id=application.app_id,
        application=application,
        profile=profile,
        findings=findings,
        counts=count_findings(findings),
        status=status,
        status_label=profile.status_label(status, stage),
        draft=draft or ReviewDraft.begun_on(version),
        completeness=module_completeness(version, profile),
        **fixed,
    )
