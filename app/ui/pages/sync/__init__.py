"""同步: transfers, the outbox by need, and the way out of every conflict."""

from __future__ import annotations

from app.lazy import lazily

_HOMES = {
    ".log": "SyncLog",
    ".page": "SyncPage",
}
__all__, __getattr__ = lazily(__name__, _HOMES)
