"""What the screens show: frozen values, made by :mod:`app.store.queries` on a worker thread.

Times are aware UTC datetimes; sizes are bytes. Words are not here: a read model carries codes of
the message catalogue with parameters, and :class:`~app.domain.profile.Text` where a region words
it itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Literal

from app.domain.completeness import Completeness
from app.domain.diff import VersionDiff
from app.domain.enums import Status, Verb
from app.domain.finding import Finding
from app.domain.model import (
    Activity,
    Application,
    ApplicationVersion,
    Attachment,
    Claim,
    Decision,
    ModuleComment,
    Organisation,
    Proposal,
    TimelineEntry,
)
from app.domain.profile import Profile, Text
from app.domain.reasons import ReasonTemplate
from app.protocol.operations import ConflictCode
from app.store.draft import (
    ApprovalDraft,
    ComposerDraft,
    DraftKind,
    ReadingMark,
    ReviewDraft,
)

__all__ = [
    "ApprovalDraft", "ApprovalRow", "AttachmentView", "CaseView", "ComposerDraft", "ConflictModule",
    "ConflictView", "DraftKind", "EarlierRound", "GroupHead", "LocalState", "OpState", "OutboxRow",
    "OutboxView", "QueueCounts", "QueueFilter", "QueuePage", "QueuePlace", "QueueRow",
    "ReadingMark", "ReviewDraft", "SeverityCounts", "SigninSummary", "StorageView",
]  # fmt: skip


class LocalState(StrEnum):
    """The state of a case on this machine; values are the names of the UI's local badges."""

    NONE = "remote"
    PARTIAL = "partial"
    CACHED = "cached"
    READONLY = "readonly"
    DRAFT = "draft"
    QUEUED = "queued"
    SENDING = "sending"
    UNCONFIRMED = "unconfirmed"
    HELD = "held"
    CONFLICT = "conflict"
    REJECTED = "rejected"
    DONE = "done"


class OpState(StrEnum):
    """Where an operation of the outbox stands (design §3)."""

    READY = "READY"
    SENDING = "SENDING"
    UNCONFIRMED = "UNCONFIRMED"
    ACKED = "ACKED"
    CONFLICT = "CONFLICT"
    REJECTED = "REJECTED"
    HELD = "HELD"
    CANCELLED = "CANCELLED"
    ARCHIVED = "ARCHIVED"


@dataclass(frozen=True, slots=True)
class SeverityCounts:
    """How many findings of each severity a case has."""

    block: int = 0
    error: int = 0
    warn: int = 0
    ask: int = 0
    guard: int = 0

    @property
    def total(self) -> int:
        """All findings."""
        return self.block + self.error + self.warn + self.ask + self.guard

    @property
    def clean(self) -> bool:
        """预检无问题."""
        return self.total == 0

    def as_dict(self) -> dict[str, int]:
        """``{"BLOCK": 1, …}`` in the fixed order without zeros, as the severity widgets take it."""
        pairs = {
            "BLOCK": self.block,
            "ERROR": self.error,
            "WARN": self.warn,
            "ASK": self.ask,
            "GUARD": self.guard,
        }
        return {name: count for name, count in pairs.items() if count}


# --- the queue ---------------------------------------------------------------------------------

View = Literal[
    "all", "todo", "to_claim", "mine", "resubmitted", "due_today", "flagged", "clean", "waiting",
    "returned", "done",
]  # fmt: skip
"""Saved views: 待我处理, 待签收, 我已签收, 重新提交, 今天截止, 有拦截或须改, 预检无问题, 等待复核,
我的退回, 已办结; ``all`` is every case in scope."""

Sort = Literal[
    "deadline", "name", "id_tail", "target_title", "specialty", "unit_name", "version", "checks",
    "status", "local", "claim", "submitted",
]  # fmt: skip
"""Columns a queue can be ordered by; ties are broken by application id."""


@dataclass(frozen=True, slots=True)
class QueueFilter:
    """What the queue shows. Empty sets mean no restriction; sets are alternatives within one kind.

    ``levels`` are :class:`~app.domain.enums.Level` values, ``statuses``
    :class:`~app.domain.enums.Status` values, ``severities`` :class:`~app.domain.enums.Severity`
    values of which a case has at least one finding. ``text`` is what stands in the search field:
    all its words must be found.
    """

    view: View = "todo"
    text: str = ""
    levels: frozenset[str] = frozenset()
    locals: frozenset[LocalState] = frozenset()
    statuses: frozenset[str] = frozenset()
    severities: frozenset[str] = frozenset()
    sort: Sort = "deadline"
    descending: bool = False


@dataclass(frozen=True, slots=True)
class QueueRow:
    """One line of the queue.

    ``cached`` of ``files`` attachments are on this machine; ``bytes`` is the size of all.
    ``status`` and ``local`` are projected: a proposal waiting to be sent shows as PROPOSED and
    QUEUED. ``proposed_verb`` is that of the open proposal, the officer's own unsent one included.
    ``mine`` says that the reader holds the claim and its lease lives. ``wanted``: its download
    was asked for; ``pinned``: its files are never evicted.
    """

    app_id: str
    name: str
    id_tail: str
    target_title: str
    level: str
    specialty: str
    unit_name: str
    version_no: int
    resubmitted: bool
    counts: SeverityCounts
    status: str
    status_label: Text
    local: LocalState
    cached: int
    files: int
    bytes: int
    claim_user_id: str | None
    claim_name: str | None
    lease_until: datetime | None
    submitted_at: datetime | None
    deadline: datetime | None
    stage_index: int
    mine: bool
    bytes_missing: int = 0
    profile: str = ""
    proposed_verb: Verb | None = None
    type: str = ""
    wanted: bool = False
    pinned: bool = False


GroupKey = Literal["overdue", "today", "tomorrow", "week", "later", "none"]


@dataclass(frozen=True, slots=True)
class GroupHead:
    """Heads the rows of one deadline group; days are those of the server in Asia/Shanghai.

    ``deadline`` is the earliest of the group, ``cached`` how many of its cases are complete on
    this machine, ``first_index`` the position of its first row in the whole order.
    """

    key: GroupKey
    label_code: str
    deadline: datetime | None
    count: int
    bytes: int
    cached: int
    first_index: int


@dataclass(frozen=True, slots=True)
class QueuePage:
    """A window of the queue. ``groups`` is filled when the order is by deadline."""

    rows: tuple[QueueRow, ...]
    total: int
    groups: tuple[GroupHead, ...] = ()


@dataclass(frozen=True, slots=True)
class QueuePlace:
    """Where a case stands in the filtered queue; ``index`` is None when it is not in it (any more).

    ``previous`` and ``next`` then are the neighbours of the place where it would be.
    """

    previous: str | None
    next: str | None
    index: int | None
    total: int


@dataclass(frozen=True, slots=True)
class QueueCounts:
    """The figures beside views and filters, each as value → number of cases.

    Filters are counted within the view ``todo``.
    """

    views: Mapping[str, int]
    levels: Mapping[str, int]
    locals: Mapping[LocalState, int]
    statuses: Mapping[str, int]
    severities: Mapping[str, int]


# --- one case ----------------------------------------------------------------------------------


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
class OutboxRow:
    """One operation of the officer.

    ``what_code`` and ``what_params`` word the operation (``outbox.propose.RETURN`` with
    ``comments``), ``why_code`` and ``why_params`` its trouble, if any. ``undoable`` while no
    attempt to send it was made.
    """

    op_id: str
    app_id: str
    seq: int
    name: str
    kind: str
    verb: Verb | None
    what_code: str
    what_params: Mapping[str, str]
    state: OpState
    local: LocalState
    created_at: datetime
    settled_at: datetime | None = None
    attempts: int = 0
    next_try_at: datetime | None = None
    why_code: str | None = None
    why_params: Mapping[str, str] = field(default_factory=dict)
    rule_ids: tuple[str, ...] = ()
    undoable: bool = False


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
        return tuple(sorted(self.application.timeline, key=lambda line: line.at, reverse=True))

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


# --- approving ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ApprovalRow:
    """One proposal that waits for an approver.

    ``comments`` and ``overrides`` count what the proposal holds, ``override_rules`` names the
    rules to be let pass, ``round`` counts decisions incl. this one. ``own`` bars its handler
    (R159); ``same_version`` is false when the applicant changed it since; ``batch`` says that it
    may be approved with others: the region allows it for the verb, no override is asked, the
    version is the same and it is not the reader's own. ``answer`` is the reader's own unsent
    answer (``approve`` or ``send_back``).
    """

    app_id: str
    name: str
    id_tail: str
    level: str
    target_title: str
    specialty: str
    unit_name: str
    version_no: int
    counts: SeverityCounts
    proposal_op_id: str
    verb: Verb
    verb_label: Text
    overall_text: str
    reason_category: str | None
    comments: int
    overrides: int
    override_rules: tuple[str, ...]
    round: int
    handler_id: str
    handler_name: str
    proposed_at: datetime
    local: LocalState
    own: bool
    same_version: bool
    batch: bool
    answer: str | None = None


# --- sync --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class OutboxView:
    """The outbox by need: 需要你处理, 在路上 (first in, first out by case), 今天已确认."""

    need_you: tuple[OutboxRow, ...]
    under_way: tuple[OutboxRow, ...]
    confirmed_today: tuple[OutboxRow, ...]

    @property
    def waiting(self) -> int:
        """Operations not yet confirmed, those in trouble included."""
        return len(self.need_you) + len(self.under_way)


@dataclass(frozen=True, slots=True)
class ConflictModule:
    """One module in the table of a conflict.

    ``same`` tells whether its content is byte-identical in both versions; None where the present
    version is not known. ``verdict``: ``keep`` carries over, ``recheck`` goes back to 未看.
    """

    code: str
    label: Text
    comments: tuple[ModuleComment, ...]
    verified: int
    read: bool
    same: bool | None
    verdict: Literal["keep", "recheck"]


Way = Literal["rebase", "reopen", "reclaim_and_resend", "archive", "discard"]


@dataclass(frozen=True, slots=True)
class ConflictView:
    """An operation that the present state refuses, what is safe, and the ways out (domain §4.8).

    ``ways`` starts with the main one. ``held`` are later operations of the case that wait.
    ``current`` is the application now, where the server told; ``decided_by`` who was faster.
    """

    op: OutboxRow
    code: ConflictCode
    params: Mapping[str, str]
    decision: Decision | None
    base_version: int
    base: ApplicationVersion | None
    current: Application | None
    diff: VersionDiff | None
    modules: tuple[ConflictModule, ...]
    ways: tuple[Way, ...]
    held: tuple[OutboxRow, ...]

    @property
    def kept_comments(self) -> int:
        """Comments that carry over to the present version as they are."""
        return sum(len(one.comments) for one in self.modules if one.verdict == "keep")

    @property
    def recheck_comments(self) -> int:
        """Comments that must be looked at again."""
        return sum(len(one.comments) for one in self.modules if one.verdict == "recheck")


@dataclass(frozen=True, slots=True)
class StorageView:
    """What this machine holds; ``evictable`` is what can go without asking: closed, not pinned."""

    quota: int
    used: int
    pinned: int
    evictable: int
    disk_free: int
    files: int
    cases: int
    cases_cached: int
    databases: int


@dataclass(frozen=True, slots=True)
class SigninSummary:
    """What waits on this machine, told before anybody unlocked it: figures, never names.

    ``deadlines`` maps a day (Asia/Shanghai) to the open cases due on it, for two weeks ahead.
    """

    cases: int = 0
    cases_cached: int = 0
    cached_bytes: int = 0
    unsent: int = 0
    deadlines: Mapping[date, int] = field(default_factory=dict)

    def due_on(self, day: date) -> int:
        """Open cases whose deadline falls on ``day``."""
        return self.deadlines.get(day, 0)
