"""Which rules no longer object since the version before."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from app.domain.checks import check
from app.domain.enums import Severity
from app.store.readmodels import CaseView

if TYPE_CHECKING:
    from app.operations.workspace import Workspace


def vanished_rules(ws: Workspace, case: CaseView) -> Mapping[str, tuple[str, ...]]:
    """Module → rules that objected to the version before there, and do not to the present one.

    Both versions are judged by the rules and by the moment of now, so that only what the applicant
    changed makes a difference. A question that only asks to look is no objection: of a former file
    that is not here nobody knows anything. Nothing where the version before or the rule pack is not
    here.
    """
    subject, previous = case.subject, case.previous
    if subject is None or previous is None:
        return {}
    older = [one for one in subject.history if one.version_no < previous.version_no]
    known = ws.cache.file_facts(att.sha256 for att in previous.attachments)
    files = {**subject.files, **known}
    before = check(replace(subject, version=previous, history=older, files=files))
    now = {(one.module_code, one.rule_id) for one in case.findings}
    gone: dict[str, list[str]] = {}
    for one in before:
        if one.severity is not Severity.ASK and (one.module_code, one.rule_id) not in now:
            gone.setdefault(one.module_code, []).append(one.rule_id)
    return {code: tuple(dict.fromkeys(rules)) for code, rules in gone.items()}
