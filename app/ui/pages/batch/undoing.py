"""The words after a batch, and taking the whole of it back."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from app.operations import undo
from app.operations.changes import Changes
from app.ui.failures import failure_text
from app.ui.session import Session
from app.ui.shell import MainWindow

if TYPE_CHECKING:
    from app.operations.workspace import Workspace


def say_done(
    window: MainWindow, session: Session, op_ids: Sequence[str], words: str, undo_words: str
) -> None:
    """Say what was put into the outbox and offer to take it back while nothing was sent."""

    def failed(problem: Exception) -> None:
        window.toasts.show_toast(failure_text(problem), "amber")

    def take_back() -> None:
        for op_id in reversed(op_ids):
            session.operate(partial(_take_back, op_id), None, failed)

    session.undo.push(undo_words, take_back, lambda: None)
    window.toasts.show_toast(
        words,
        action=window.tr("撤销"),
        key="Ctrl+Z",
        on_action=lambda: _drop(session.undo.undo()),
    )


def _take_back(op_id: str, ws: Workspace) -> Changes:
    return undo.undo(ws, op_id=op_id)


def _drop(_result: object) -> None:
    """A toast's action has no result."""
