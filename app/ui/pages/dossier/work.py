"""The dossier on screen: it is changed here and written within a second.

What stands here is ahead of the journal by at most :data:`SAVE_DELAY_MS` of typing. A reload never
throws away what is not written yet.
"""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from app.domain.dossier import Dossier
from app.operations.changes import Changes
from app.operations.dossier import keep_dossier
from app.operations.workspace import Workspace
from app.store.readmodels import CaseView
from app.ui.pages.dossier.edit import Begin, Path, beginnings, settled, value_at, with_value
from app.ui.session import Session

SAVE_DELAY_MS = 300
_Kept = tuple[Dossier, dict[str, str]]
"""A dossier with what was typed of it and is no value yet."""


class DossierWork(QObject):
    """A case with its dossier.

    Attributes:
        changed: something on screen should follow.
        saved: the journal holds everything that was typed.
        saveFailed: it does not, and why; the text stays on screen and is tried again.
    """

    changed = Signal()
    saved = Signal()
    saveFailed = Signal(object)

    def __init__(self, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._case: CaseView | None = None
        self._dossier = Dossier()
        self._half: dict[str, str] = {}
        self._begin: Begin = {}
        self._unsaved = 0
        self._dirty = False
        self._edits = self._read_at = 0
        self._refused: dict[str, _Kept] = {}
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(SAVE_DELAY_MS)
        self._timer.timeout.connect(self.flush)

    @property
    def case(self) -> CaseView | None:
        """The case as it was read last."""
        return self._case

    @property
    def dossier(self) -> Dossier:
        """The dossier as it is on screen."""
        return self._dossier

    @property
    def all_saved(self) -> bool:
        """Whether the journal holds everything."""
        return not self._ahead and not self._refused

    @property
    def _ahead(self) -> bool:
        return self._dirty or self._unsaved > 0

    def show(self, case: CaseView) -> None:
        """Take another case, or another state of the same one."""
        same = self._case is not None and self._case.app_id == case.app_id
        if not same:
            self.flush()
        if not (same and (self._ahead or self._edits != self._read_at)):
            self._dossier = case.dossier or Dossier()
            self._half = dict(case.dossier_draft.half) if case.dossier_draft else {}
        self._case = case
        self._begin = beginnings(case.version, case.profile)
        refused = self._refused.pop(case.app_id, None)
        if refused is not None:  # the journal does not know yet what was typed here before
            self._dossier, self._half = refused
            self._dirty = True
            self._timer.start()
        self.changed.emit()

    def reading(self) -> None:
        """The case is being read: what is changed from here on is newer than what will come."""
        self._read_at = self._edits

    def leave(self) -> None:
        """Write what is not written, before another case comes."""
        self.flush()
        self._case = None

    # --- changing ------------------------------------------------------------------------------

    def value(self, path: Path) -> Any:
        """What stands at a path."""
        return value_at(self._dossier, path, self._begin)

    def half(self, place: str) -> str:
        """What was typed at a place and is no value yet, such as half a date."""
        return self._half.get(place, "")

    def type_half(self, place: str, text: str) -> None:
        """Keep what is typed and is no value yet; empty where it has become one."""
        if self._case is None or self.half(place) == text:
            return
        kept = {**self._half, place: text}
        self._half = {name: words for name, words in kept.items() if words}
        self._dirty = True
        self._edits += 1
        self._timer.start()
        self.changed.emit()

    def type_value(self, path: Path, value: Any) -> None:
        """Follow a field as it is typed; the field has its own undo."""
        if self._case is not None and self.value(path) != value:
            self._put(with_value(self._dossier, path, value, self._begin))
            self._timer.start()
            self.changed.emit()

    def set_value(self, words: str, path: Path, value: Any) -> None:
        """Change a value at once, and offer to take that change alone back."""
        case = self._case
        if case is None or self.value(path) == value:
            return
        before, app_id = self.value(path), case.app_id
        self._set(app_id, path, value)
        self._session.undo.push(
            words,
            lambda: self._set(app_id, path, before),
            lambda: self._set(app_id, path, value),
        )

    def set_values(self, words: str, values: dict[Path, Any]) -> None:
        """Change several values as one step."""
        case = self._case
        if case is None:
            return
        app_id = case.app_id
        before = {path: self.value(path) for path in values}

        def put(wanted: dict[Path, Any]) -> None:
            for path, value in wanted.items():
                self._set(app_id, path, value)

        put(values)
        self._session.undo.push(words, lambda: put(before), lambda: put(values))

    def _set(self, app_id: str, path: Path, value: Any) -> None:
        if self._case is None or self._case.app_id != app_id:
            self._session.operate(lambda ws: _set_elsewhere(ws, app_id, path, value))
            return
        self._put(with_value(self._dossier, path, value, self._begin))
        place = ".".join(path)
        self._half = {name: text for name, text in self._half.items() if not _in(name, place)}
        self._timer.start(0)
        self.changed.emit()

    def _put(self, dossier: Dossier) -> None:
        subject = self._case.subject if self._case else None
        self._dossier = settled(dossier, subject.calendar if subject else None)
        self._dirty = True
        self._edits += 1

    # --- writing -------------------------------------------------------------------------------

    def flush(self) -> None:
        """Write what is not written yet."""
        self._timer.stop()
        self._timer.setInterval(SAVE_DELAY_MS)
        for app_id, kept in list(self._refused.items()):
            self._write(app_id, kept)
        if self._case is not None and self._dirty:
            self._dirty = False
            self._write(self._case.app_id, (self._dossier, self._half))

    def _write(self, app_id: str, kept: _Kept) -> None:
        dossier, half = kept
        self._unsaved += 1
        self._refused.pop(app_id, None)

        def failed(problem: Exception) -> None:
            self._unsaved -= 1
            if self._case is not None and self._case.app_id == app_id:
                self._dirty = True
            else:  # its page is left: these words stand nowhere else
                self._refused[app_id] = kept
            self._timer.start(5 * SAVE_DELAY_MS)
            self.saveFailed.emit(problem)

        self._session.operate(
            lambda ws: keep_dossier(ws, app_id=app_id, dossier=dossier, half=half),
            lambda _changes: self._written(),
            failed,
            quiet=True,
        )

    def _written(self) -> None:
        self._unsaved -= 1
        if self.all_saved:
            self.saved.emit()


def _in(name: str, place: str) -> bool:
    """Whether something is at a place or below it."""
    return name == place or name.startswith(f"{place}.")


def _set_elsewhere(ws: Workspace, app_id: str, path: Path, value: Any) -> Changes:
    """Change the dossier of a case that left the screen."""
    case = ws.queries.case(app_id)
    begin = beginnings(case.version, case.profile)
    changed = with_value(case.dossier or Dossier(), path, value, begin)
    calendar = case.subject.calendar if case.subject else None
    return keep_dossier(ws, app_id=app_id, dossier=settled(changed, calendar))
