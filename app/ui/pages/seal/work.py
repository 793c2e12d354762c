"""What the desk works on: which cases wait, with which seal, and what the check says of each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from PySide6.QtCore import QObject, QTimer, Signal

from app.operations.sealing.clock import clock_note
from app.operations.sealing.plan import Planned, SealPlan
from app.operations.sealing.waiting import (
    Checked,
    SealChoice,
    check_cases,
    seal_choices,
    waiting_cases,
)
from app.operations.workspace import Workspace
from app.store.moments import local_day
from app.store.seal_pages import LeftOut
from app.ui.session import Session
from app.ui.shell import Generation

_SLICE = 6
"""Cases typeset in one go: what is checked is seen soon, and a change of mind costs little."""
_REFRESH_DELAY_MS = 300
Key = tuple[str, str]


@dataclass(frozen=True)
class _Found:
    included: tuple[Planned, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    sealed: int = 0


@dataclass(frozen=True)
class _Looked:
    app_ids: list[str]
    choices: list[SealChoice]
    day: date
    clock: tuple[str, dict[str, str]] | None


@dataclass
class _Kept:
    """What is known of the cases that wait, with one seal and on one day."""

    made_on: date | None = None
    found: dict[str, _Found] = field(default_factory=dict)
    titles: dict[str, str] = field(default_factory=dict)


class SealWork(QObject):
    """Checks in slices in the background; what changes is checked again, the rest is kept.

    Attributes:
        failure: why the check could not be made; None where it could.
        held: something else is at work: what changes meanwhile is checked when asked again.
        clock: code and parameters of what is to be said of this machine's clock, if anything.
        changed: other forms can be sealed, or other seals.
        ticked: other forms are chosen.
        problem: a check could not be made; carries the exception.
    """

    changed = Signal()
    ticked = Signal()
    problem = Signal(object)

    def __init__(self, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._generation = Generation()
        self._kept = _Kept()
        self._order: list[str] = []
        self._unticked: set[Key] = set()
        self._waiting: list[str] = []
        self.choices: list[SealChoice] = []
        self.choice: SealChoice | None = None
        self.clock: tuple[str, dict[str, str]] | None = None
        self.failure: Exception | None = None
        self.held = False
        self.checking = False
        self.loaded = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_REFRESH_DELAY_MS)
        self._timer.timeout.connect(self.refresh)
        session.casesChanged.connect(self._cases_changed)
        session.sealsChanged.connect(self._seals_changed)

    # --- asking --------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Look which cases wait, and check those that were not checked yet."""
        self._timer.stop()
        self.checking, self.failure = True, None
        self._session.query(_look, self._looked, self._failed, self._generation.next())
        self.changed.emit()

    def check_again(self) -> None:
        """Check everything anew."""
        self._kept = _Kept()
        self.refresh()

    def choose(self, seal_id: str) -> None:
        """Seal with another seal."""
        found = next((one for one in self.choices if one.seal.seal_id == seal_id), None)
        if found is not None and found is not self.choice:
            self.choice = found
            self.check_again()

    def look_at_seals(self) -> None:
        """Ask again for keys and tries: a PIN was wrong, or a token was put in."""
        self._session.query(seal_choices, self._seals, self._failed)

    def _cases_changed(self, app_ids: Iterable[str]) -> None:
        if self.loaded:
            for app_id in app_ids:
                self._kept.found.pop(app_id, None)
            if not self.held:
                self._timer.start()

    def _seals_changed(self) -> None:
        """One may be out of use since: what it was good for is checked anew."""
        if self.loaded:
            self._kept = _Kept()
            if not self.held:
                self._timer.start()

    def _looked(self, found: _Looked) -> None:
        self._order, self.clock = found.app_ids, found.clock
        self._take_seals(found.choices)
        if self._kept.made_on != found.day:
            self._kept = _Kept(found.day)
        self._waiting = [one for one in self._order if one not in self._kept.found]
        self.loaded = True
        self._next()

    def _seals(self, choices: list[SealChoice]) -> None:
        self._take_seals(choices)
        self.changed.emit()

    def _take_seals(self, choices: list[SealChoice]) -> None:
        wanted = self.choice.seal.seal_id if self.choice else ""
        self.choices = choices
        found = next((one for one in choices if one.seal.seal_id == wanted), None)
        before, self.choice = self.choice, found or (choices[0] if choices else None)
        if before and self.choice and before.seal != self.choice.seal:
            self._kept = _Kept(self._kept.made_on)  # its life or its forms are others now

    def _next(self) -> None:
        choice = self.choice
        if not self._waiting or choice is None:
            self.checking = False
            self.changed.emit()
            return
        now, self._waiting = tuple(self._waiting[:_SLICE]), self._waiting[_SLICE:]
        self._check(now, choice)
        self.changed.emit()

    def _check(self, app_ids: Sequence[str], choice: SealChoice) -> None:
        self._session.query(
            lambda ws: check_cases(ws, app_ids, choice),
            lambda checked: self._checked(app_ids, checked),
            lambda problem: self._not_checked(app_ids, choice, problem),
            self._generation.next(),
        )

    def _not_checked(self, app_ids: Sequence[str], choice: SealChoice, problem: Exception) -> None:
        """One case that cannot be read keeps no other from its seal: each is tried alone."""
        if len(app_ids) > 1:
            self._waiting = [*app_ids[1:], *self._waiting]
            self._check(app_ids[:1], choice)
            return
        (app_id,) = app_ids
        kind = {"kind": type(problem).__name__}
        left = LeftOut(app_id, app_id, "", "sealing.not_checked", kind)
        self._kept.found[app_id] = _Found(left_out=(left,))
        self._next()

    def _checked(self, app_ids: Sequence[str], checked: Checked) -> None:
        plan = checked.plan
        for app_id in app_ids:
            self._kept.found[app_id] = _Found(
                tuple(one for one in plan.included if one.app_id == app_id),
                tuple(one for one in plan.left_out if one.app_id == app_id),
                checked.sealed.get(app_id, 0),
            )
        self._kept.titles |= checked.titles
        self._next()

    def _failed(self, problem: Exception) -> None:
        self.checking, self.failure = False, problem
        self.changed.emit()
        self.problem.emit(problem)

    # --- what is known -------------------------------------------------------------------------

    @property
    def progress(self) -> tuple[int, int]:
        """How many cases are checked, of how many."""
        return sum(one in self._kept.found for one in self._order), len(self._order)

    @property
    def sealed(self) -> int:
        """Forms that are sealed here and wait to be sent."""
        return sum(one.sealed for one in self._found())

    @property
    def anything(self) -> bool:
        """Whether there is a form to be listed."""
        return any(one.included or one.left_out for one in self._kept.found.values())

    def included(self) -> list[Planned]:
        """Forms that can be sealed, chosen or not."""
        return [planned for one in self._found() for planned in one.included]

    def left_out(self) -> list[LeftOut]:
        """Forms that cannot be sealed now."""
        return [left for one in self._found() for left in one.left_out]

    def title(self, app_id: str) -> str:
        """The title a case applies for."""
        return self._kept.titles.get(app_id, "")

    def _found(self) -> list[_Found]:
        return [self._kept.found[one] for one in self._order if one in self._kept.found]

    # --- choosing ------------------------------------------------------------------------------

    def is_ticked(self, one: Planned) -> bool:
        """Whether a form is chosen; all are at first."""
        return (one.app_id, one.form) not in self._unticked

    def tick(self, planned: Iterable[Planned], on: bool) -> None:
        """Choose forms, or do not seal them this time."""
        keys = {(one.app_id, one.form) for one in planned}
        self._unticked = self._unticked - keys if on else self._unticked | keys
        self.ticked.emit()

    def only(self, app_ids: Iterable[str]) -> None:
        """Choose the forms of these cases and no others."""
        wanted = set(app_ids)
        self._unticked = {
            (one.app_id, one.form) for one in self.included() if one.app_id not in wanted
        }
        self.ticked.emit()

    def plan(self) -> SealPlan | None:
        """What would be sealed now, and what is left out; None without a seal."""
        made_on = self._kept.made_on
        if self.choice is None or made_on is None:
            return None
        chosen = tuple(one for one in self.included() if self.is_ticked(one))
        return SealPlan(self.choice.seal, made_on, chosen, tuple(self.left_out()))

    def out_of_date(self) -> bool:
        """Whether the day on the forms is over: sealed now they would be other forms."""
        return self._kept.made_on != local_day(self._session.now())


def _look(ws: Workspace) -> _Looked:
    note = clock_note(ws)
    told = (note.code, dict(note.params)) if note else None
    return _Looked(waiting_cases(ws), seal_choices(ws), local_day(ws.clock.now()), told)
