"""The review cockpit: modules, scans, fields, findings, comments, decision."""

from __future__ import annotations

from app.ui.pages.review.page import ReviewPage

__all__ = ["ReviewPage"]
