"""The operations of the journal: their order, their states and what the server said to them.

All functions run in the caller's transaction. Order within a case is first in, first out; an
operation in trouble holds only its own case (design §4).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import Connection, Row, bindparam, func, select, update

from app.protocol.operations import Operation, OperationKind, OperationResult, ResultStatus
from app.store.journal_schema import op
from app.store.moments import from_ms, to_ms
from app.store.projection import OPEN, WAITING
from app.store.readmodels import OpState

LISTED_WITHIN: Final = timedelta(seconds=60)
"""How long an applied operation waits to be listed by a document before it is asked about again."""
STRANGE_AGAIN: Final = timedelta(minutes=5)
"""How long to wait after an answer that this program does not understand."""
_OPEN: Final = sorted(OPEN)


@dataclass(frozen=True, slots=True)
class OpRecord:
    """One operation. ``body`` is what is sent; ``result`` the last answer of the server."""

    position: int
    op_id: str
    app_id: str
    seq: int
    kind: str
    verb: str
    subject: str
    comments: int
    body: bytes
    created_at: datetime
    state: OpState
    attempts: int
    next_try_at: datetime
    error_code: str | None
    error_params: Mapping[str, str]
    result: Mapping[str, Any] | None
    settled_at: datetime | None
    server_mark: int | None
    durable: bool

    def operation(self) -> Operation:
        """The envelope that ``body`` holds."""
        return Operation.model_validate_json(self.body)

    @property
    def undoable(self) -> bool:
        """Whether nothing of it can have reached the server."""
        return self.state in {OpState.READY, OpState.HELD} and self.attempts == 0


def record(row: Row[Any]) -> OpRecord:
    """A row of the table as a value."""
    return OpRecord(
        **{
            **row._mapping,
            "body": bytes(row.body),
            "created_at": from_ms(row.created_at),
            "state": OpState(row.state),
            "next_try_at": from_ms(row.next_try_at),
            "error_params": json.loads(row.error_params) if row.error_params else {},
            "result": json.loads(row.result) if row.result else None,
            "settled_at": from_ms(row.settled_at) if row.settled_at is not None else None,
        }
    )


def next_seq(connection: Connection, app_id: str) -> int:
    """The sequence number of the next operation of a case, from 1."""
    last = connection.execute(select(func.max(op.c.seq)).where(op.c.app_id == app_id)).scalar()
    return int(last or 0) + 1


def add(connection: Connection, operation: Operation, subject: str, now: datetime) -> None:
    """Put an operation into the outbox; behind one in trouble it is held."""
    verb, comments = "", 0
    if operation.kind is OperationKind.PROPOSE:
        decision = operation.decision()
        verb, comments = decision.verb.value, len(decision.module_comments)
    blocked = connection.execute(
        select(op.c.op_id).where(op.c.app_id == operation.app_id, op.c.state.in_(_TROUBLED))
    ).first()
    connection.execute(
        op.insert().values(
            op_id=operation.op_id,
            app_id=operation.app_id,
            seq=operation.seq,
            kind=operation.kind.value,
            verb=verb,
            subject=subject,
            comments=comments,
            body=operation.to_bytes(),
            created_at=to_ms(now),
            state=(OpState.HELD if blocked else OpState.READY).value,
            attempts=0,
            next_try_at=0,
            durable=False,
        )
    )


def one(connection: Connection, op_id: str) -> OpRecord | None:
    """An operation by its id."""
    row = connection.execute(select(op).where(op.c.op_id == op_id)).first()
    return record(row) if row else None


def of_case(connection: Connection, app_id: str) -> list[OpRecord]:
    """All operations of a case, oldest first."""
    rows = connection.execute(select(op).where(op.c.app_id == app_id).order_by(op.c.seq))
    return [record(row) for row in rows]


def in_states(connection: Connection, states: Collection[OpState]) -> list[OpRecord]:
    """Operations in some states, oldest first."""
    wanted = [state.value for state in states]
    rows = connection.execute(select(op).where(op.c.state.in_(wanted)).order_by(op.c.position))
    return [record(row) for row in rows]


def ready(
    connection: Connection,
    now: datetime,
    limit: int,
    accept: Callable[[OpRecord], bool] = lambda _op: True,
) -> list[OpRecord]:
    """What may be sent now, oldest first.

    An operation is offered only when all earlier ones of its case are settled or offered with it.
    One that was applied and is not listed yet is offered again after :data:`LISTED_WITHIN`.

    :param accept: what it refuses waits, and those behind it in its case.
    """
    offered: list[OpRecord] = []
    blocked: set[str] = set()
    moment = to_ms(now)
    rows = connection.execute(select(op).where(op.c.state.in_(_OPEN)).order_by(op.c.position))
    for row in rows:
        due = row.state in _SENDABLE and row.next_try_at <= moment
        asked_again = row.state == OpState.SENDING and row.result and row.next_try_at <= moment
        if row.app_id in blocked or not (due or asked_again):
            blocked.add(row.app_id)
        elif len(offered) == limit:
            break
        elif accept(found := record(row)):
            offered.append(found)
        else:
            blocked.add(row.app_id)
    return offered


def mark_sending(connection: Connection, op_ids: Iterable[str]) -> None:
    """Note that operations go out now."""
    _update(connection, op_ids, state=OpState.SENDING.value, attempts=op.c.attempts + 1)


def mark_unsent(
    connection: Connection,
    op_ids: Iterable[str],
    next_try_at: datetime,
    code: str,
    params: Mapping[str, str],
) -> None:
    """Note that nothing of the last attempt left this machine."""
    tried = op.c.attempts > 1
    _update(
        connection,
        op_ids,
        state=func.iif(tried, OpState.UNCONFIRMED.value, OpState.READY.value),
        attempts=func.max(op.c.attempts - 1, 0),
        **_trouble(next_try_at, code, params),
    )


def mark_unconfirmed(
    connection: Connection,
    op_ids: Iterable[str],
    next_try_at: datetime,
    code: str,
    params: Mapping[str, str],
) -> None:
    """Note that no answer came: whether the server has it is not known."""
    state = OpState.UNCONFIRMED.value
    _update(connection, op_ids, state=state, **_trouble(next_try_at, code, params))


def record_result(connection: Connection, result: OperationResult, now: datetime) -> OpState | None:
    """Note the server's answer; None for an operation that is not in the outbox.

    An applied operation stays until a document lists it (:func:`acknowledge`). One in trouble
    holds the later ones of its case.
    """
    known = one(connection, result.op_id)
    if known is None or known.state not in OPEN:
        return None
    values: dict[str, Any] = {
        "result": result.model_dump_json(),
        "error_code": result.code,
        "error_params": json.dumps(result.params, ensure_ascii=False),
    }
    match result.status:
        case ResultStatus.APPLIED | ResultStatus.REPLAYED:
            state = OpState.SENDING
            values |= {"error_code": None, "next_try_at": to_ms(now + LISTED_WITHIN)}
        case ResultStatus.CONFLICT:
            state = OpState.CONFLICT
        case ResultStatus.REJECTED:
            state = OpState.REJECTED
        case ResultStatus.HELD:
            state = OpState.HELD
        case _:
            state = OpState.UNCONFIRMED
            values["next_try_at"] = to_ms(now + STRANGE_AGAIN)
    _update(connection, [known.op_id], state=state.value, **values)
    if state in {OpState.CONFLICT, OpState.REJECTED}:
        later = (op.c.app_id == known.app_id) & (op.c.seq > known.seq)
        waiting = op.c.state.in_([one.value for one in WAITING])
        connection.execute(update(op).where(later, waiting).values(state=OpState.HELD.value))
    return state


def acknowledge(connection: Connection, applied: Mapping[str, int], now: datetime) -> set[str]:
    """Settle operations that the server's documents list; returns their cases.

    :param applied: operation id → revision of the document that lists it.
    """
    rows = connection.execute(select(op.c.op_id, op.c.app_id).where(op.c.state.in_(_OPEN))).all()
    cases: set[str] = set()
    for op_id, app_id in rows:
        if op_id in applied:
            _update(
                connection,
                [op_id],
                state=OpState.ACKED.value,
                server_mark=applied[op_id],
                settled_at=to_ms(now),
                error_code=None,
                error_params=None,
            )
            cases.add(app_id)
    for app_id in cases:
        release_held(connection, app_id)
    return cases


def release_held(connection: Connection, app_id: str) -> None:
    """Let the operations of a case go on unless one in trouble still stands before them."""
    for known in of_case(connection, app_id):
        if known.state in {OpState.CONFLICT, OpState.REJECTED}:
            return
        if known.state is OpState.HELD:
            back = OpState.UNCONFIRMED if known.attempts else OpState.READY
            _update(connection, [known.op_id], state=back.value, next_try_at=0)


def settle_durable(connection: Connection, durable_mark: int) -> None:
    """Note which acknowledged operations a backup of the server holds."""
    passed = (op.c.state == OpState.ACKED.value) & (op.c.server_mark <= durable_mark)
    connection.execute(update(op).where(passed).values(durable=True))


def offer_again(connection: Connection) -> set[str]:
    """After the server was restored: offer acknowledged operations that no backup held."""
    lost = (op.c.state == OpState.ACKED.value) & op.c.durable.is_(False)
    cases = set(connection.execute(select(op.c.app_id).where(lost)).scalars())
    values = {"state": OpState.UNCONFIRMED.value, "next_try_at": 0, "server_mark": None}
    connection.execute(update(op).where(lost).values(**values, settled_at=None, result=None))
    return cases


def set_state(
    connection: Connection, op_id: str, state: OpState, now: datetime, code: str | None = None
) -> None:
    """Put an operation into a state that the officer chose."""
    values: dict[str, Any] = {"state": state.value}
    if state in OPEN:
        values |= {"next_try_at": 0, "settled_at": None, "result": None, "error_params": None}
    else:
        values["settled_at"] = to_ms(now)
    _update(connection, [op_id], **values, error_code=code)


def recover(connection: Connection) -> None:
    """After a start: whether what was being sent has arrived is not known."""
    torn = op.c.state == OpState.SENDING.value
    connection.execute(update(op).where(torn).values(state=OpState.UNCONFIRMED.value))


def prune(connection: Connection, before: datetime) -> None:
    """Forget operations that were settled long ago and cannot be asked for again."""
    connection.execute(
        op.delete().where(
            op.c.settled_at < to_ms(before),
            (op.c.state == OpState.CANCELLED.value)
            | ((op.c.state == OpState.ACKED.value) & op.c.durable),
        )
    )


_SENDABLE: Final = (OpState.READY.value, OpState.UNCONFIRMED.value)
_TROUBLED: Final = sorted(OPEN - WAITING)


def _trouble(next_try_at: datetime, code: str, params: Mapping[str, str]) -> dict[str, Any]:
    return {
        "next_try_at": to_ms(next_try_at),
        "error_code": code,
        "error_params": json.dumps(dict(params), ensure_ascii=False),
    }


def _update(connection: Connection, op_ids: Iterable[str], **values: Any) -> None:
    rows = [{"wanted": op_id} for op_id in op_ids]
    if rows:
        statement = update(op).where(op.c.op_id == bindparam("wanted")).values(**values)
        connection.execute(statement, rows)
