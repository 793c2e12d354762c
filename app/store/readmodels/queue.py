"""The queue and the approver's inbox."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from app.domain.enums import Verb
from app.domain.profile import Text
from app.store.readmodels.states import LocalState, SeverityCounts

View = Literal[
    "all", "todo", "to_claim", "mine", "resubmitted", "due_today", "flagged", "clean", "waiting",
    "onward", "returned", "done",
]  # fmt: skip
"""Saved views: 待我处理, 待签收, 我已签收, 重新提交, 今天截止, 有拦截或须改, 预检无问题, 等待复核,
待上报, 我的退回, 已办结; ``all`` is every case in scope."""

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


SealState = Literal["", "waiting", "sealed", "invalid"]
"""Whether a case waits for a seal here, has it, or had one that the server did not take."""


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
    seal: SealState = ""


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
