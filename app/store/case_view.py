"""One case with all that its screen needs, put together from both databases."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Protocol

from app.domain.anchored import anchors_of, merged
from app.domain.anchors import Anchor
from app.domain.checks import FileFacts, Subject, check
from app.domain.completeness import module_completeness
from app.domain.diff import diff_versions
from app.domain.dossier import Dossier
from app.domain.enums import Status
from app.domain.model import Application, ApplicationVersion
from app.domain.profile import Profile
from app.protocol.operations import OperationKind
from app.store.cache import Cache
from app.store.cache_files import STATES, FileState
from app.store.carrying import carried_answers
from app.store.case_row import count_findings
from app.store.draft import ApprovalDraft, DossierDraft, ReviewDraft
from app.store.errors import StoreError
from app.store.journal import Journal
from app.store.outbox import OpRecord
from app.store.outbox_view import outbox_row
from app.store.profiles import Profiles
from app.store.projection import OPEN, TROUBLED
from app.store.queue import Queue
from app.store.readmodels import AttachmentView, CaseView, EarlierRound


class Checks(Protocol):
    """Knows what the rules may look at (:class:`app.store.assess.Assessor`)."""

    def subject(self, application: Application) -> Subject | None:
        """All that the rules may look at; None where the rule pack is not here."""


class CaseMissing(StoreError):  # noqa: N818 - reads as the state it names
    """The application is not on this machine, or cannot be read (``CASE_MISSING``)."""


def case_view(
    app_id: str,
    now: datetime,
    *,
    cache: Cache,
    journal: Journal,
    profiles: Profiles,
    queue: Queue,
    checks: Checks,
) -> CaseView:
    """Put a case together; its checks run anew.

    :raises CaseMissing: it is not here.
    :raises ProfileMissing: its rule pack is not here.
    """
    application = cache.application(app_id)
    rows = queue.rows([app_id], now)
    if application is None or not rows:
        raise CaseMissing("CASE_MISSING", app_id=app_id)
    row, version = rows[0], application.version
    profile = profiles.get(application.profile).for_type(application.type)
    saved = journal.review(app_id)
    draft = saved.draft if saved else ReviewDraft.begun_on(version)
    previous = _previous(application, cache)
    facts = cache.file_facts(att.sha256 for att in version.attachments)
    ops = [op for op in journal.ops_of(app_id) if op.state in OPEN]
    dossier_draft = journal.dossier(app_id)
    dossier = _dossier(application, profile, ops, dossier_draft)
    seen = application.model_copy(update={"dossier": dossier})
    sent = _sent_anchors(application, ops)
    subject = checks.subject(seen)
    if subject is not None:
        drawn = merged(sent, draft.anchors, draft.anchors_removed)
        subject = replace(subject, anchors=drawn)
    findings = tuple(check(subject)) if subject is not None else ()
    return CaseView(
        app_id=app_id,
        application=application,
        profile=profile,
        organisation=cache.organisation(application.unit_org_id),
        activity=cache.activity(version.declaration.activity_id),
        findings=findings,
        counts=count_findings(findings),
        status=Status(row.status),
        status_label=row.status_label,
        local=row.local,
        mine=row.mine,
        cached=row.cached,
        files=row.files,
        bytes=row.bytes,
        draft=draft,
        draft_saved_at=saved.saved_at if saved else None,
        draft_outdated=_outdated(draft, version),
        approval_draft=journal.approval(app_id) or ApprovalDraft(),
        ops=tuple(outbox_row(op) for op in ops),
        proposal=application.proposal,
        reasons=profiles.reasons(),
        earlier=tuple(
            EarlierRound(past, tuple(past.decision.module_comments), number)
            for number, past in reversed(list(enumerate(application.history, start=1)))
        ),
        previous=previous,
        previous_missing=previous is None and bool(application.earlier_versions),
        diff=diff_versions(previous, version) if previous else None,
        completeness=module_completeness(version, profile),
        attachments=_attachments(version, cache.files_of(app_id), facts, row.pinned),
        dossier=dossier,
        dossier_draft=dossier_draft,
        subject=subject,
        carried=carried_answers(subject, previous, findings),
        sent_anchors=tuple(sent),
    )


def _sent_anchors(application: Application, ops: Sequence[OpRecord]) -> list[Anchor]:
    """The anchors of a case: the server's, and over them what waits to be sent."""
    found = anchors_of(application)
    for op in ops:
        if op.kind == OperationKind.PROPOSE and op.state not in TROUBLED:
            decision = op.operation().decision()
            found = merged(found, decision.anchors, decision.anchors_removed)
    return found


def _dossier(
    application: Application,
    profile: Profile,
    ops: Sequence[OpRecord],
    draft: DossierDraft | None,
) -> Dossier | None:
    """The dossier as it stands here: what is typed, else what waits to be sent, else the server's.

    An empty one where the region has dossiers and nobody began this one.
    """
    if draft is not None:
        return draft.dossier
    for op in reversed(ops):
        if op.kind == OperationKind.SAVE_DOSSIER and op.state not in TROUBLED:
            return Dossier.model_validate(op.operation().payload["dossier"])
    empty = Dossier() if profile.dossier is not None else None
    return application.dossier or empty


def _outdated(draft: ReviewDraft, version: ApplicationVersion) -> bool:
    same = draft.version_no == version.version_no
    known = bool(draft.content_sha256 and version.content_sha256)
    return not same or (known and draft.content_sha256 != version.content_sha256)


def _previous(application: Application, cache: Cache) -> ApplicationVersion | None:
    """The newest version before the present one, if it is here."""
    numbers = [
        ref.version_no
        for ref in application.earlier_versions
        if ref.version_no < application.current_version
    ]
    newest = max(numbers, default=application.current_version - 1)
    return cache.version(application.app_id, newest) if newest > 0 else None


def _attachments(
    version: ApplicationVersion,
    files: Sequence[FileState],
    facts: dict[str, FileFacts],
    pinned: bool,
) -> dict[str, AttachmentView]:
    states = {file.sha256: file for file in files}
    views = {}
    for att in version.attachments:
        file = states.get(att.sha256)
        views[att.att_id] = AttachmentView(
            attachment=att,
            state=STATES[file.state] if file else "NONE",
            have=file.have if file else 0,
            pinned=pinned,
            problem=_problem(file, facts.get(att.sha256)),
        )
    return views


def _problem(file: FileState | None, facts: FileFacts | None) -> str | None:
    if file is not None and file.problem:
        return file.problem
    if facts is None:
        return None
    if facts.encrypted:
        return "PDF_ENCRYPTED"
    return "FILE_UNREADABLE" if facts.decodes is False else None
