"""What of a case stands on screen and not yet in the journal: written within a second.

What is on screen is ahead of the journal by at most :data:`SAVE_DELAY_MS` of typing. A case that is
read anew never replaces what is newer on screen, and what could not be written is tried again, also
after its case was left.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, Generic, TypeVar

from PySide6.QtCore import QObject, QTimer, Signal

from app.operations.changes import Changes
from app.operations.workspace import Workspace
from app.ui.session import Session

SAVE_DELAY_MS: Final = 300
_RETRY_MS: Final = 1_500
T = TypeVar("T")


class Unwritten(QObject, Generic[T]):
    """Writes behind what an officer changes on one case after another.

    Attributes:
        saved: the journal holds everything.
        failed: it does not, and why; what was changed stays and is tried again.
    """

    saved = Signal()
    failed = Signal(object)

    def __init__(
        self,
        session: Session,
        on_screen: Callable[[], tuple[str, T] | None],
        write: Callable[[Workspace, str, T], Changes],
        parent: QObject,
    ) -> None:
        """``on_screen`` tells the case on screen and what is to be written of it."""
        super().__init__(parent)
        self._session, self._on_screen, self._write_in = session, on_screen, write
        self._dirty = False
        self._writing = 0
        self._edits = self._read_at = 0
        self._refused: dict[str, T] = {}
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.flush)

    @property
    def all_saved(self) -> bool:
        """Whether the journal holds everything."""
        return not self._ahead and not self._refused

    @property
    def newer(self) -> bool:
        """Whether what is on screen is newer than a case that comes now."""
        return self._ahead or self._edits != self._read_at

    @property
    def _ahead(self) -> bool:
        return self._dirty or self._writing > 0

    def reading(self) -> None:
        """The case is being read: what is changed from here on is newer than what will come."""
        self._read_at = self._edits

    def edited(self) -> None:
        """What is on screen was changed; say :meth:`later` or :meth:`flush` next."""
        self._dirty = True
        self._edits += 1

    def later(self, milliseconds: int = SAVE_DELAY_MS) -> None:
        """Write when nothing was changed for a while."""
        self._timer.start(milliseconds)

    def flush(self) -> None:
        """Write what is not written yet."""
        self._timer.stop()
        for app_id, value in list(self._refused.items()):
            self.write(app_id, value)
        now = self._on_screen()
        if now is not None and self._dirty:
            self._dirty = False
            self.write(*now)

    def left_of(self, app_id: str) -> T | None:
        """What was typed on a case before and the journal did not take; it is the caller's now."""
        return self._refused.pop(app_id, None)

    def write(self, app_id: str, value: T) -> None:
        """Write something of any case."""
        self._writing += 1
        self._refused.pop(app_id, None)

        def failed(problem: Exception) -> None:
            self._writing -= 1
            now = self._on_screen()
            if now is not None and now[0] == app_id:
                self._dirty = True
            else:  # its case has left the screen: these words stand nowhere else
                self._refused[app_id] = value
            self.later(_RETRY_MS)
            self.failed.emit(problem)

        self._session.operate(
            lambda ws: self._write_in(ws, app_id, value),
            lambda _changes: self._written(),
            failed,
            quiet=True,
        )

    def _written(self) -> None:
        self._writing -= 1
        if self.all_saved:
            self.saved.emit()
