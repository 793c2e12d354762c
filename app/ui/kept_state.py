"""The window's state in the journal: answered from memory, written behind."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer

if TYPE_CHECKING:
    from app.store.journal import Journal
    from app.ui.shell import TaskRunner

PREFIX = "ui."
_WRITE_DELAY_MS = 500


class JournalState(QObject):
    """The store of :class:`~app.ui.shell.UiState`, encrypted with the rest of the journal."""

    def __init__(self, journal: Journal, tasks: TaskRunner, kept: Mapping[str, Any]) -> None:
        """``kept`` are all settings of the journal as they were read when it was opened."""
        super().__init__()
        self._journal, self._tasks = journal, tasks
        self._values = {
            key.removeprefix(PREFIX): value for key, value in kept.items() if key.startswith(PREFIX)
        }
        self._changed: dict[str, Any] = {}
        self._closed = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_WRITE_DELAY_MS)
        self._timer.timeout.connect(self.flush)

    def get(self, key: str) -> Any:
        """The kept value; None when there is none."""
        return self._values.get(key)

    def put(self, key: str, value: Any) -> None:
        """Keep a value; it is on the disk half a second later."""
        if self._values.get(key) == value and key in self._values:
            return
        self._values[key] = value
        self._changed[PREFIX + key] = value
        if not self._closed:
            self._timer.start()

    def kept(self) -> dict[str, Any]:
        """All values under the names that the journal has for them."""
        return {PREFIX + key: value for key, value in self._values.items()}

    def flush(self) -> None:
        """Hand what changed to the writer thread now."""
        self._timer.stop()
        changed, self._changed = self._changed, {}
        if changed:
            journal = self._journal
            self._tasks.mutation(lambda: journal.put_settings(changed), None, self._failed)

    def close(self) -> None:
        """Write what changed; what a vanishing window still says is not kept."""
        self.flush()
        self._closed = True

    def _failed(self, _problem: Exception) -> None:
        """Positions and widths are no work: a full disk is told by what matters."""
