"""Batches: what stays out and why, then what will be done, then doing it."""

from __future__ import annotations

from app.ui.pages.batch.approvals import ApprovalBatchDialog
from app.ui.pages.batch.proposals import BatchDialog

__all__ = ["ApprovalBatchDialog", "BatchDialog"]
