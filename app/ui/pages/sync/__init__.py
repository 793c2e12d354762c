"""同步: transfers, the outbox by need, and the way out of every conflict."""

from __future__ import annotations

from app.ui.pages.sync.log import SyncLog
from app.ui.pages.sync.page import SyncPage

__all__ = ["SyncLog", "SyncPage"]
