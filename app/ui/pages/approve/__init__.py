"""复核: what waits for a second person, with the evidence, and the answer."""

from __future__ import annotations

from app.ui.pages.approve.page import ApprovePage

__all__ = ["ApprovePage"]
