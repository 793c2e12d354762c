"""The window's frame: rail, pages, status, kept state, background work."""

from __future__ import annotations

from app.ui.shell.tasks import Generation, TaskRunner, Token

__all__ = ["Generation", "TaskRunner", "Token"]
