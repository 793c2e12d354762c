"""Offering the outbox to the server (design §3, §4).

Operations of one case leave in their order; one in trouble holds those behind it, and nobody
else's. An answer that did not come leaves an operation *unconfirmed*, never failed: it is sent
again as the same bytes under the same id, and the server answers as the first time.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from datetime import UTC, datetime

from app.protocol.operations import (
    ConflictCode,
    OperationAnswer,
    OperationBatch,
    OperationResult,
    ResultStatus,
)
from app.store.journal import Journal
from app.store.outbox import OpRecord
from app.store.readmodels import OpState
from app.sync.errors import AmbiguousTimeout, ApiProblem, Garbage, ServerTrouble, SyncError
from app.sync.events import Event, Notice, OpResult, Trouble
from app.sync.tokens import Session

BATCH = 50

_AT_ONCE = datetime.max.replace(tzinfo=UTC, year=9000)


@dataclass
class Pushed:
    """What a push did: how many operations were answered, and their cases.

    ``outdated``: an answer was PROFILE_OUTDATED, so the server has a newer rule pack.
    """

    answered: int = 0
    app_ids: set[str] = field(default_factory=set)
    outdated: bool = False


class Push:
    """Sends what may leave. Only operations whose author is signed in do (design §3).

    :param retry_at: when an operation that did not get through is due again.
    :param to_come: files (sha256) that the server will get; an operation that names one waits.
    """

    def __init__(
        self,
        session: Session,
        journal: Journal,
        emit: Callable[[Event], None],
        retry_at: Callable[[SyncError | None], datetime],
        to_come: Callable[[], AbstractSet[str]] = frozenset,
    ) -> None:
        self._session = session
        self._client = session.client
        self._journal = journal
        self._emit = emit
        self._retry_at = retry_at
        self._to_come = to_come

    async def run(self, tried: set[str] | None = None) -> Pushed:
        """Send batch after batch, each operation at most once, however recently it was tried.

        :param tried: operations to leave out; those that are sent are added.
        :raises SyncError: what ended it early; the outbox is then in a state to go on from.
        """
        done = Pushed()
        tried = tried if tried is not None else set()
        while ops := self._take(tried):
            tried.update(op.op_id for op in ops)
            await self._send(ops, done)
        return done

    def _take(self, tried: AbstractSet[str]) -> list[OpRecord]:
        """The next batch. A batch of seals may be growing meanwhile: an operation and the file that
        it names are noted in one step, so the files are asked for after the operations stand."""
        files: list[bytes] | None = None

        def may_leave(op: OpRecord) -> bool:
            nonlocal files
            if op.op_id in tried or op.operation().actor != self._session.user_id:
                return False
            if files is None:
                files = [sha256.encode() for sha256 in self._to_come()]
            return not any(sha256 in op.body for sha256 in files)

        return self._journal.take_ready(BATCH, _AT_ONCE, may_leave)

    async def _send(self, ops: Sequence[OpRecord], done: Pushed) -> None:
        """One batch; halved while the server refuses it as a whole, to find what it objects to."""
        ids = [op.op_id for op in ops]
        try:
            answer = await self._session.call(self._client.send_ops, self._batch(ops))
            results = _matched(ops, answer, self._client.pipe.host)
        except ApiProblem as problem:
            if len(ops) == 1:
                self._settle(ops, [_refused(ops[0], problem)], done)
                return
            await self._send_halves(ops, done)
        except SyncError as error:
            if _may_have_landed(error):
                self._note_unconfirmed(ids, error)
            else:
                self._note_unsent(ids, error)
            raise
        except BaseException:  # stopped half-way: nobody knows
            self._note_unconfirmed(ids, None)
            raise
        else:
            if answer.log_notice is not None:
                self._emit(Notice(answer.log_notice))
            self._settle(ops, results, done)

    async def _send_halves(self, ops: Sequence[OpRecord], done: Pushed) -> None:
        half = len(ops) // 2
        try:
            await self._send(ops[:half], done)
        except BaseException as error:
            self._note_unsent(
                [op.op_id for op in ops[half:]], error if isinstance(error, SyncError) else None
            )
            raise
        await self._send(ops[half:], done)

    def _batch(self, ops: Sequence[OpRecord]) -> OperationBatch:
        head = self._journal.audit_head()
        return OperationBatch(
            device_id=self._client.device_id,
            log_seq=head.seq,
            log_head=head.hash,
            ops=[op.body.decode() for op in ops],
        )

    def _settle(
        self, ops: Sequence[OpRecord], results: Sequence[OperationResult], done: Pushed
    ) -> None:
        for op, result in zip(ops, results, strict=True):
            state = self._journal.record_result(result, self._client.clock.local())
            done.answered += 1
            done.app_ids.add(op.app_id)
            done.outdated |= result.code == ConflictCode.PROFILE_OUTDATED
            self._tell(op, state, result.code, result.params)

    def _note_unsent(self, ids: Sequence[str], error: SyncError | None) -> None:
        self._journal.mark_unsent(
            ids,
            next_try_at=self._retry_at(error),
            code=error.code if error else "INTERRUPTED",
            params=error.params if error else {},
        )

    def _note_unconfirmed(self, ids: Sequence[str], error: SyncError | None) -> None:
        self._journal.mark_unconfirmed(
            ids,
            next_try_at=self._retry_at(error),
            code=error.code if error else "INTERRUPTED",
            params=error.params if error else {},
        )

    def _tell(
        self, op: OpRecord, state: OpState | None, code: str | None, params: dict[str, str]
    ) -> None:
        trouble = Trouble(code, params) if code else None
        self._emit(OpResult(op.op_id, op.app_id, (state or op.state).value, trouble))


def _may_have_landed(error: SyncError) -> bool:
    """Whether a batch may have been carried out though no answer to it came."""
    if isinstance(error, ServerTrouble):
        # Turned away at the door. A bare 503 is also what proxies say when the server behind them
        # broke off in the middle.
        return error.status != 429 and not (error.status == 503 and error.retry_after is not None)
    return isinstance(error, (AmbiguousTimeout, Garbage))


def _matched(ops: Sequence[OpRecord], answer: OperationAnswer, host: str) -> list[OperationResult]:
    """One result for each operation, in the order sent.

    An operation the server could not read comes back without its id, in its place.

    :raises Garbage: the answer is to other operations than those sent.
    """
    if len(answer.results) != len(ops):
        raise Garbage("GARBAGE", host=host, what="results")
    matched = []
    for op, result in zip(ops, answer.results, strict=True):
        if result.op_id not in {op.op_id, ""}:
            raise Garbage("GARBAGE", host=host, what="results")
        matched.append(result.model_copy(update={"op_id": op.op_id}))
    return matched


def _refused(op: OpRecord, problem: ApiProblem) -> OperationResult:
    """The refusal of a batch that held this operation alone."""
    return OperationResult(
        op_id=op.op_id,
        status=ResultStatus.REJECTED,
        code=problem.code,
        params=problem.params,
        rule_ids=problem.problem.rule_ids,
    )
