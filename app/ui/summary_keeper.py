"""Leaves the figures of the sign-in screen while the program runs: it may be killed at any time."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer

from app.operations.workspace import Workspace
from app.ui.session import Session

EVERY_MS = 5_000
"""How long after a change the figures are written, however many follow."""


class SummaryKeeper(QObject):
    """Writes ``home.json`` after cases, downloads or operations changed."""

    def __init__(self, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(EVERY_MS)
        self._timer.timeout.connect(self._write)
        session.casesChanged.connect(self._changed)
        session.transferChanged.connect(self._changed)

    def _changed(self, _what: object) -> None:
        if not self._timer.isActive():
            self._timer.start()

    def _write(self) -> None:
        self._session.query(save_summary, self._written, self._failed)

    def _written(self, _nothing: None) -> None:
        """Nobody waits for it."""

    def _failed(self, _problem: Exception) -> None:
        """A courtesy of the sign-in screen; a full disk is told by what matters."""


def save_summary(ws: Workspace) -> None:
    """Leave the figures as they are now; runs on the pool."""
    ws.home.save_summary(ws.queries.signin_summary())
