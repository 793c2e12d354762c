"""One case."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from app.domain.anchored import carried, merged
from app.domain.anchors import Anchor
from app.domain.carry_over import Carried
from app.domain.checks.engine import Subject
from app.domain.completeness import Completeness
from app.domain.diff import VersionDiff
from app.domain.dossier import Dossier
from app.domain.enums import Status
from app.domain.finding import Finding
from app.domain.model import (
    Activity,
    Application,
    ApplicationVersion,
    Attachment,
    Claim,
    ModuleComment,
    Organisation,
    Proposal,
    TimelineEntry,
)
from app.domain.profile import Profile, Text
from app.domain.reasons import ReasonTemplate
from app.store.draft import ApprovalDraft, DossierDraft, ReviewDraft
from app.store.readmodels.outbox import OutboxRow
from app.store.readmodels.states import LocalState, SeverityCounts


@dataclass(frozen=True, slots=True)
class AttachmentView:
    """A file of the present version and what of it is here.

    ``state`` is NONE, PARTIAL or CACHED; ``have`` the bytes received; ``problem`` a code of the
    catalogue (``media.…`` or ``SEALED_…``) where it is here but cannot be shown.
    """

    attachment: Attachment
    state: Literal["NONE", "PARTIAL", "CACHED"]
    have: int
    pinned: bool = False
    problem: str | None = None


@dataclass(frozen=True, slots=True)
class EarlierRound:
    """A decision taken earlier on this application, with its comments."""

    proposal: Proposal
    comments: tuple[ModuleComment, ...]
    round: int


@dataclass(frozen=True, slots=True)
class CaseView:
    """All that the review screen needs of one case.

    Attributes:
        application: the server's word; ``status`` and ``local`` are projected over it.
        draft: the handler's work; an empty one for the present version where there is none.
        draft_outdated: it was written for another version than the present one.
        ops: operations of this case that are not settled, oldest first.
        attachments: attachment id → what of it is here, in the order of the version.
        earlier: decided rounds, newest first.
        previous: the version before the present one; None where there is none or it is not here.
        previous_missing: there is one, and it is not on this machine yet.
        dossier: the unit's dossier with what was filled in here; None where the region has none.
        dossier_draft: what of it is not in the outbox yet.
        subject: what the rules looked at, the dossier as it stands here included.
        carried: answers of the last return that hold for the present version too.
        sent_anchors: places on the scans that offices held against fields, those that wait to be
            sent included and those of the draft not.
    """

    app_id: str
    application: Application
    profile: Profile
    organisation: Organisation | None
    activity: Activity | None
    findings: tuple[Finding, ...]
    counts: SeverityCounts
    status: Status
    status_label: Text
    local: LocalState
    mine: bool
    cached: int
    files: int
    bytes: int
    draft: ReviewDraft
    draft_saved_at: datetime | None
    draft_outdated: bool
    approval_draft: ApprovalDraft
    ops: tuple[OutboxRow, ...]
    proposal: Proposal | None
    reasons: tuple[ReasonTemplate, ...]
    earlier: tuple[EarlierRound, ...]
    previous: ApplicationVersion | None
    previous_missing: bool
    diff: VersionDiff | None
    completeness: Mapping[str, Completeness]
    attachments: Mapping[str, AttachmentView]
    dossier: Dossier | None = None
    dossier_draft: DossierDraft | None = None
    subject: Subject | None = None
    carried: Carried = Carried()  # noqa: RUF009 - frozen
    sent_anchors: tuple[Anchor, ...] = ()

    @property
    def version(self) -> ApplicationVersion:
        """The present version."""
        return self.application.version

    @property
    def claim(self) -> Claim | None:
        """Who holds the case, as the server last said; see ``mine`` for the living lease."""
        return self.application.claim

    @property
    def timeline(self) -> tuple[TimelineEntry, ...]:
        """审核流程, newest first."""
        return newest_first(self.application.timeline)

    def judged(self, now: datetime) -> Subject:
        """What the rules of a decision look at, at a moment of the server's time."""
        if self.subject is not None:
            return replace(self.subject, now=now)
        return Subject(version=self.version, profile=self.profile, now=now, case=self.application)

    @property
    def anchors(self) -> tuple[Anchor, ...]:
        """All anchors whose file and entry the present version has, with those of the draft."""
        drawn = merged(self.sent_anchors, self.draft.anchors, self.draft.anchors_removed)
        return tuple(carried(drawn, self.version))

    @property
    def resubmitted(self) -> bool:
        """Whether the present version answers an earlier return."""
        return self.application.current_version > 1

    def findings_of(self, module_code: str) -> tuple[Finding, ...]:
        """The findings of one module, gravest first."""
        return tuple(one for one in self.findings if one.module_code == module_code)

    def comments_of(self, module_code: str) -> tuple[ModuleComment, ...]:
        """The comments of the draft in one module, in the order added."""
        return tuple(one for one in self.draft.comments if one.module == module_code)


def newest_first(lines: Sequence[TimelineEntry]) -> tuple[TimelineEntry, ...]:
    """Lines of 审核流程 from the newest on; of one moment, the one that was noted last."""
    return tuple(sorted(lines, key=lambda line: line.at)[::-1])
