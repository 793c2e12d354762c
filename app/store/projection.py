"""The officer's unsent word over the server's: pure functions (design §3).

An operation counts until the server's document lists it in ``applied_ops``; it is never dropped
because an answer was lost. Operations behind one in trouble have no effect, for the server will
not take them before that is settled.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Final

from app.domain.enums import Status, Verb
from app.domain.workflow import outcome_status
from app.protocol.operations import OperationKind
from app.store.readmodels import LocalState, OpState


class Phase(IntEnum):
    """What an office has to do with a case, coarser than its status.

    ONWARD: it was passed here and waits to be sealed and forwarded. DONE: nothing is left to do
    here, be it decided or with another office.
    """

    OPEN = 0
    PROPOSED = 1
    RETURNED = 2
    DONE = 3
    ELSEWHERE = 4
    ONWARD = 5


_PHASES: Final = {
    Status.SUBMITTED: Phase.OPEN,
    Status.CLAIMED: Phase.OPEN,
    Status.UNKNOWN: Phase.OPEN,  # must be seen, though it can only be read
    Status.PROPOSED: Phase.PROPOSED,
    Status.APPROVED_AT: Phase.ONWARD,
    Status.SEALED: Phase.ONWARD,
    Status.RETURNED: Phase.RETURNED,
    Status.DRAFT: Phase.ELSEWHERE,
    Status.LOSS_PUBLICITY: Phase.ELSEWHERE,
    Status.WITHDRAWN: Phase.ELSEWHERE,
    Status.DELETED: Phase.ELSEWHERE,
}

_OF_ONE_OFFICE: Final = frozenset({Phase.OPEN, Phase.PROPOSED, Phase.ONWARD})

WAITING: Final = frozenset({OpState.READY, OpState.SENDING, OpState.UNCONFIRMED})
"""States of operations that are on their way."""
TROUBLED: Final = frozenset({OpState.CONFLICT, OpState.REJECTED, OpState.HELD})
"""States that wait for the officer, or for an operation before them."""
OPEN: Final = WAITING | TROUBLED
"""States of operations that the server has not taken and nobody has given up."""

LOCAL_ORDER: Final = (
    LocalState.CONFLICT,
    LocalState.REJECTED,
    LocalState.HELD,
    LocalState.UNCONFIRMED,
    LocalState.SENDING,
    LocalState.QUEUED,
    LocalState.DRAFT,
    LocalState.READONLY,
    LocalState.NONE,
    LocalState.PARTIAL,
    LocalState.CACHED,
    LocalState.DONE,
)
"""Local states, those that want attention first; the databases keep the place in this order."""

_LOCAL_OF_OP: Final = {
    OpState.CONFLICT: LocalState.CONFLICT,
    OpState.REJECTED: LocalState.REJECTED,
    OpState.HELD: LocalState.HELD,
    OpState.UNCONFIRMED: LocalState.UNCONFIRMED,
    OpState.SENDING: LocalState.SENDING,
    OpState.READY: LocalState.QUEUED,
    OpState.ACKED: LocalState.DONE,
    OpState.CANCELLED: LocalState.DONE,
    OpState.ARCHIVED: LocalState.DONE,
}


LOCAL_SQL: Final = (
    "CASE WHEN readonly THEN {READONLY} WHEN phase = {phase} THEN {DONE}"
    " WHEN have_files >= files THEN {CACHED} WHEN have_files > 0 THEN {PARTIAL} ELSE {NONE} END"
).format(phase=int(Phase.DONE), **{state.name: LOCAL_ORDER.index(state) for state in LocalState})
"""The local state of a case on which nothing unsent stands, over the columns of ``case_row``."""


@dataclass(frozen=True, slots=True)
class PendingOp:
    """What projecting needs of an operation; ``verb`` is empty but for ``propose``."""

    op_id: str
    kind: str
    verb: str
    state: OpState


@dataclass(frozen=True, slots=True)
class Projected:
    """A case as the officer sees it. ``local`` is None where only the files decide.

    ``left``: an unsent operation sends it on to the next office.
    """

    status: Status
    verb: Verb | None
    local: LocalState | None
    left: bool = False


def phase_of(status: Status, *, here: bool = True) -> Phase:
    """The phase of a status; whatever comes after the office's decision is DONE.

    :param here: the case stands at the reader's office; what others have to do is DONE for it.
    """
    phase = _PHASES.get(status, Phase.DONE)
    return Phase.DONE if not here and phase in _OF_ONE_OFFICE else phase


def local_of_op(state: OpState) -> LocalState:
    """The badge of one operation."""
    return _LOCAL_OF_OP[state]


def project(
    status: Status,
    verb: Verb | None,
    ops: Sequence[PendingOp],
    *,
    applied: Container[str] = frozenset(),
    has_draft: bool = False,
) -> Projected:
    """Lay the operations of a case, oldest first, over what the server says.

    :param verb: that of the server's open proposal.
    :param applied: ids that the server's document lists.
    """
    pending = [op for op in ops if op.state in OPEN and op.op_id not in applied]
    left = False
    for op in pending:
        if op.state in TROUBLED:
            break
        status, verb = _after(op, status, verb)
        left = left or op.kind == OperationKind.FORWARD
    return Projected(status, verb, _local(pending, has_draft), left)


def _after(op: PendingOp, status: Status, verb: Verb | None) -> tuple[Status, Verb | None]:
    match op.kind:
        case OperationKind.PROPOSE:
            return Status.PROPOSED, Verb(op.verb)
        case OperationKind.RECALL | OperationKind.SEND_BACK:
            return Status.CLAIMED, None
        case OperationKind.APPROVE if verb is not None and verb.known:
            return outcome_status(verb), verb
        case OperationKind.FORWARD:
            return Status.SUBMITTED, None
    return status, verb


def _local(pending: Iterable[PendingOp], has_draft: bool) -> LocalState | None:
    found = {local_of_op(op.state) for op in pending}
    if has_draft:
        found.add(LocalState.DRAFT)
    return min(found, key=LOCAL_ORDER.index, default=None)
