"""The dossier on screen: it is changed here and written within a second."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QObject, Signal

from app.domain.dossier import Dossier
from app.operations.changes import Changes
from app.operations.dossier import keep_dossier
from app.operations.workspace import Workspace
from app.store.readmodels import CaseView
from app.ui.pages.dossier.edit import Begin, Path, beginnings, settled, value_at, with_value
from app.ui.pages.unwritten import Unwritten
from app.ui.session import Session

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
        self._unwritten: Unwritten[_Kept] = Unwritten(session, self._kept, _save, self)
        self._unwritten.saved.connect(self.saved)
        self._unwritten.failed.connect(self.saveFailed)

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
        return self._unwritten.all_saved

    def _kept(self) -> tuple[str, _Kept] | None:
        return (self._case.app_id, (self._dossier, self._half)) if self._case else None

    def show(self, case: CaseView) -> None:
        """Take another case, or another state of the same one."""
        same = self._case is not None and self._case.app_id == case.app_id
        if not same:
            self.flush()
        if not (same and self._unwritten.newer):
            self._dossier = case.dossier or Dossier()
            self._half = dict(case.dossier_draft.half) if case.dossier_draft else {}
        self._case = case
        self._begin = beginnings(case.version, case.profile)
        left = self._unwritten.left_of(case.app_id)
        if left is not None:
            self._dossier, self._half = left
            self._unwritten.edited()
            self._unwritten.later()
        self.changed.emit()

    def reading(self) -> None:
        """The case is being read: what is changed from here on is newer than what will come."""
        self._unwritten.reading()

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
        self._unwritten.edited()
        self._unwritten.later()
        self.changed.emit()

    def type_value(self, path: Path, value: Any) -> None:
        """Follow a field as it is typed; the field has its own undo."""
        if self._case is not None and self.value(path) != value:
            self._put(with_value(self._dossier, path, value, self._begin))
            self._unwritten.later()
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
        self._unwritten.later(0)
        self.changed.emit()

    def _put(self, dossier: Dossier) -> None:
        subject = self._case.subject if self._case else None
        self._dossier = settled(dossier, subject.calendar if subject else None)
        self._unwritten.edited()

    # --- writing -------------------------------------------------------------------------------

    def flush(self) -> None:
        """Write what is not written yet."""
        self._unwritten.flush()


def _save(ws: Workspace, app_id: str, kept: _Kept) -> Changes:
    dossier, half = kept
    return keep_dossier(ws, app_id=app_id, dossier=dossier, half=half)


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
