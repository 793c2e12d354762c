"""What the screens show: frozen values, made by :mod:`app.store.queries` on a worker thread.

Times are aware UTC datetimes; sizes are bytes. Words are not here: a read model carries codes of
the message catalogue with parameters, and :class:`~app.domain.profile.Text` where a region words
it itself.

Parts are loaded when they are first asked for; for type checkers they are in ``__init__.pyi``.
"""

from __future__ import annotations

from app.lazy import lazily

_HOMES = {
    "app.store.draft": "ApprovalDraft ComposerDraft DraftKind ReadingMark ReviewDraft",
    ".case": "AttachmentView CaseView EarlierRound",
    ".machine": "SigninSummary StorageView",
    ".outbox": "ConflictModule ConflictView NewerRules OutboxRow OutboxView RouteChange Way",
    ".queue": (
        "ApprovalRow GroupHead GroupKey QueueCounts QueueFilter QueuePage QueuePlace "
        "QueueRow SealState Sort View"
    ),
    ".states": "LocalState OpState SeverityCounts",
}
__all__, __getattr__ = lazily(__name__, _HOMES)
