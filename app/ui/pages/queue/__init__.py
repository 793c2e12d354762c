"""The queue: what is to be done, in which order, and what of it is on this machine."""

from __future__ import annotations

from app.ui.pages.queue.page import QueuePage

__all__ = ["QueuePage"]
