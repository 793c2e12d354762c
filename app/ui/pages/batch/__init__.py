"""Batches: what stays out and why, then what will be done, then doing it."""

from __future__ import annotations

from app.lazy import lazily

_HOMES = {
    ".approvals": "ApprovalBatchDialog",
    ".proposals": "BatchDialog",
}
__all__, __getattr__ = lazily(__name__, _HOMES)
