"""One batch from its PIN to the report: opened, sealed one by one, closed, verified.

The open key lives here and nowhere else, and only while the batch is under way. Documents are
sealed on the writer thread, each as a task of its own: between two of them everything else is
written, and a pause, a cancel or a lock takes hold.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import Final

from PySide6.QtCore import QElapsedTimer, QObject, Signal

from app.domain.sealing import Seal
from app.operations.changes import Changes
from app.operations.errors import OperationRefused
from app.operations.sealing.apply import BatchStopped, close_batch, open_batch, seal_item
from app.operations.sealing.fitness import unfit
from app.operations.sealing.own_seals import (
    provider,
    registered_seals,
    seal_image,
    why_unusable,
)
from app.operations.sealing.plan import SealPlan
from app.operations.sealing.recheck import Proof, recheck
from app.operations.sealing.settle import take_up
from app.operations.workspace import Workspace
from app.seal.image import SealImage
from app.seal.keys import OpenKey
from app.seal.problems import SealError
from app.store.seal_pages import Batch, BatchState, Item, ItemState
from app.ui.failures import failure_text
from app.ui.i18n import language
from app.ui.session import Session
from app.ui.shell import Generation

_SLICE: Final = 4


class RunState(Enum):
    """Where a batch is. STOPPED wants the PIN again, or an end."""

    IDLE = auto()
    OPENING = auto()
    RUNNING = auto()
    PAUSED = auto()
    STOPPED = auto()
    CHECKING = auto()
    DONE = auto()


class Secret:
    """A PIN on its way to the key: taken once, then forgotten; never shown."""

    def __init__(self, pin: str) -> None:
        self._pin = pin

    def __repr__(self) -> str:
        return "<Secret>"

    def take(self) -> str:
        """The PIN; empty the second time."""
        pin, self._pin = self._pin, ""
        return pin


@dataclass(frozen=True)
class _Opened:
    seal: Seal
    key: OpenKey = field(repr=False)
    close: Callable[[], None] = field(repr=False)
    image: SealImage
    batch: Batch


class SealRun(QObject):
    """The batch under way.

    Attributes:
        changed: the state, or how far it is.
        itemChanged: a document came out sealed or failed; carries its place.
        refused: the PIN was wrong or the key cannot be had; carries the words.
        stopped: the batch cannot go on by itself; carries why.
        finished: every sealed file is verified.
    """

    changed = Signal()
    itemChanged = Signal(int)
    refused = Signal(str)
    stopped = Signal(str)
    finished = Signal()

    def __init__(self, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._generation = Generation()
        self._opened: _Opened | None = None
        self._wants_pause = self._wants_end = self._wants_drop = False
        self._clock = QElapsedTimer()
        self._sealed_now = self._spent_ms = 0
        self.state = RunState.IDLE
        self.batch: Batch | None = None
        self.current: Item | None = None
        self.proofs: list[Proof] = []
        self.why = ""

    # --- what it is at -------------------------------------------------------------------------

    @property
    def under_way(self) -> bool:
        """Whether documents are being sealed or verified, or wait for the next PIN."""
        return self.state not in (RunState.IDLE, RunState.DONE)

    @property
    def busy(self) -> bool:
        """Whether it is at work."""
        return self.state in (RunState.OPENING, RunState.RUNNING, RunState.CHECKING)

    def count(self, state: ItemState) -> int:
        """How many documents of the batch are in a state."""
        return self.batch.count(state) if self.batch else 0

    @property
    def seconds_each(self) -> float:
        """What a document took on the average; 0 while none was sealed."""
        return self._spent_ms / 1000 / self._sealed_now if self._sealed_now else 0.0

    # --- beginning -----------------------------------------------------------------------------

    def begin(self, plan: SealPlan, secret: Secret) -> None:
        """Open the key and seal what is planned; the batch is written once the PIN was right."""
        self._open(plan.seal, secret, lambda ws: open_batch(ws, plan))

    def resume(self, batch: Batch, seal: Seal, secret: Secret) -> None:
        """Open the key again and go on with a batch that was stopped or killed."""
        self._open(seal, secret, lambda _ws: batch)

    def _open(self, seal: Seal, secret: Secret, batch: Callable[[Workspace], Batch]) -> None:
        if self.busy:
            return
        self.why = ""
        self._wants_pause = self._wants_end = self._wants_drop = False
        before = self.state
        self._set(RunState.OPENING)
        ws = self._session.workspace

        def open_() -> _Opened:
            known = _still_good(ws, seal)
            with contextlib.ExitStack() as stack:
                key = stack.enter_context(provider(ws, seal.seal_id).open(secret.take()))
                image = seal_image(ws, seal.seal_id)
                for problem in unfit(known, key, image, ws.clock.now()):
                    raise SealError.of(problem)
                return _Opened(known, key, stack.pop_all().close, image, batch(ws))

        def failed(problem: Exception) -> None:
            self._set(before)
            self.refused.emit(_words(problem))

        self._session.tasks.mutation(open_, self._began, failed)

    def _began(self, opened: _Opened) -> None:
        self._opened, self.batch, self.proofs = opened, opened.batch, []
        self._sealed_now = self._spent_ms = 0
        self._set(RunState.RUNNING)
        if self._wants_drop:
            self._drop_key()
            self._set(RunState.STOPPED)
            self.stopped.emit(self.why)
        else:
            self._next()

    # --- one after another ---------------------------------------------------------------------

    def _next(self) -> None:
        opened, batch = self._opened, self.batch
        if opened is None or batch is None:
            return
        waiting = [one for one in batch.items if one.state is ItemState.PLANNED]
        if not waiting or self._wants_end:
            self._close(BatchState.CANCELLED if waiting else BatchState.DONE)
            return
        if self._wants_pause:
            self.current = None
            self._set(RunState.PAUSED)
            return
        item = waiting[0]
        self.current = item
        ws = self._session.workspace
        self._clock.start()
        self.changed.emit()
        self._session.tasks.mutation(
            lambda: seal_item(ws, batch, item, opened.seal, opened.key, opened.image),
            self._one_done,
            self._halted,
        )

    def _one_done(self, item: Item) -> None:
        batch = self.batch
        assert batch is not None
        self._sealed_now += 1
        self._spent_ms += self._clock.elapsed()
        items = (*batch.items[: item.place], item, *batch.items[item.place + 1 :])
        self.batch = Batch(
            batch.batch_id, batch.created_at, batch.seal_id, batch.state, items, batch.left_out
        )
        self.itemChanged.emit(item.place)
        self.changed.emit()
        if self._opened is None:
            self._set(RunState.STOPPED)
            self.stopped.emit(self.why)
        else:
            self._next()

    def _halted(self, problem: Exception) -> None:
        """The key or the disk is gone: what was not reached stays planned."""
        self._drop_key()
        self.why = _words(problem)
        batch = self.batch
        assert batch is not None
        batch_id = batch.batch_id

        def look() -> Batch | None:
            ws = self._session.workspace
            left = {one.batch_id: one for one in take_up(ws)}
            return left.get(batch_id)

        self._session.tasks.mutation(look, self._looked, lambda _problem: self._looked(None))

    def _looked(self, batch: Batch | None) -> None:
        self.batch = batch or self.batch
        self.current = None
        self._set(RunState.STOPPED)
        self.stopped.emit(self.why)

    # --- pause and end -------------------------------------------------------------------------

    def pause(self) -> None:
        """Rest after the document at hand; the key stays open."""
        if self.state is RunState.RUNNING:
            self._wants_pause = True
            self.changed.emit()

    @property
    def pausing(self) -> bool:
        """Whether it rests or soon will."""
        return self._wants_pause or self.state is RunState.PAUSED

    def go_on(self) -> None:
        """Seal on after a pause."""
        self._wants_pause = False
        if self.state is RunState.PAUSED:
            self._set(RunState.RUNNING)
            self._next()

    def cancel(self) -> None:
        """End the batch after the document at hand; what was not reached is not sealed."""
        self._wants_end = True
        if self.state is RunState.PAUSED:
            self._next()
        elif self.state is RunState.STOPPED:
            self._close(BatchState.CANCELLED)

    def end(self, batch: Batch) -> None:
        """End a batch that an earlier run of the program left open."""
        self.batch = batch
        self._close(BatchState.CANCELLED)

    def drop(self, why: str) -> None:
        """Forget the key: the window is locked or left, or nobody is there.

        The document at hand is finished; the rest waits for the PIN.
        """
        self._wants_drop = self.state is RunState.OPENING
        if self._opened is None:
            self.why = why if self._wants_drop else self.why
            return
        self.why = why
        self._drop_key()
        if self.state is RunState.PAUSED:
            self._set(RunState.STOPPED)
            self.stopped.emit(why)

    def forget(self) -> None:
        """After the report: ready for another batch."""
        if not self.under_way:
            self._generation.cancel()
            self.batch, self.proofs, self.current, self.why = None, [], None, ""
            self._set(RunState.IDLE)

    def _drop_key(self) -> None:
        opened, self._opened = self._opened, None
        if opened is not None:
            self._session.tasks.mutation(opened.close)  # behind the document at hand

    # --- closing and verifying -----------------------------------------------------------------

    def _close(self, state: BatchState) -> None:
        self._drop_key()
        self.current = None
        batch = self.batch
        assert batch is not None
        batch_id = batch.batch_id
        self._set(RunState.CHECKING)
        closed: list[Batch] = []

        def close(ws: Workspace) -> Changes:
            closed.append(close_batch(ws, batch_id, state))
            ids = [one.app_id for one in closed[0].items if one.state is ItemState.SEALED]
            newest = (ws.journal.ops_of(app_id)[-1].op_id for app_id in ids[-1:])
            return Changes(frozenset(ids), tuple(newest))

        def done(_changes: Changes) -> None:
            self.batch, self.proofs = closed[0], []
            self._verify(list(closed[0].items))

        self._session.operate(close, done, self._not_closed)

    def _not_closed(self, problem: Exception) -> None:
        self.why = _words(problem)
        self._set(RunState.STOPPED)
        self.stopped.emit(self.why)

    def _verify(self, left: Sequence[Item]) -> None:
        if not left:
            self._set(RunState.DONE)
            self.finished.emit()
            return
        now, rest = left[:_SLICE], left[_SLICE:]

        def work(ws: Workspace) -> list[Proof]:
            return [recheck(ws, item) for item in now]

        def done(found: list[Proof]) -> None:
            self.proofs += found
            self.changed.emit()
            self._verify(rest)

        self._session.query(work, done, self._unverified, self._generation.next())

    def _unverified(self, problem: Exception) -> None:
        """The seals are on; only their verification has to be done again."""
        self.why = _words(problem)
        self._set(RunState.DONE)
        self.finished.emit()

    def _set(self, state: RunState) -> None:
        self.state = state
        self.changed.emit()


def _still_good(ws: Workspace, seal: Seal) -> Seal:
    """The seal as the registry has it now, not as it was when the list was made."""
    known = next((one for one in registered_seals(ws) if one.seal_id == seal.seal_id), None)
    if known is None:
        raise OperationRefused("sealing.status.REVOKED")
    why = why_unusable(ws, known, ws.clock.now())
    if why:
        raise OperationRefused(why)
    return known


def _words(problem: Exception) -> str:
    if isinstance(problem, BatchStopped):
        problem = problem.problem
    if isinstance(problem, SealError):
        return problem.problem.text(language())
    return failure_text(problem)
