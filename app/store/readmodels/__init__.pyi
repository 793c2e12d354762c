from app.store.draft import ApprovalDraft, ComposerDraft, DraftKind, ReadingMark, ReviewDraft
from app.store.readmodels.case import AttachmentView, CaseView, EarlierRound
from app.store.readmodels.machine import SigninSummary, StorageView
from app.store.readmodels.outbox import (
    ConflictModule,
    ConflictView,
    NewerRules,
    OutboxRow,
    OutboxView,
    RouteChange,
    Way,
)
from app.store.readmodels.queue import (
    ApprovalRow,
    GroupHead,
    GroupKey,
    QueueCounts,
    QueueFilter,
    QueuePage,
    QueuePlace,
    QueueRow,
    SealState,
    Sort,
    View,
)
from app.store.readmodels.states import LocalState, OpState, SeverityCounts

__all__ = [
    "ApprovalDraft", "ApprovalRow", "AttachmentView", "CaseView", "ComposerDraft", "ConflictModule",
    "ConflictView", "DraftKind", "EarlierRound", "GroupHead", "GroupKey", "LocalState",
    "NewerRules", "OpState", "OutboxRow", "OutboxView", "QueueCounts", "QueueFilter", "QueuePage",
    "QueuePlace", "QueueRow", "ReadingMark", "ReviewDraft", "RouteChange", "SealState",
    "SeverityCounts", "SigninSummary", "Sort", "StorageView", "View", "Way",
]  # fmt: skip
