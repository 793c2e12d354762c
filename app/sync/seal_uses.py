"""Holding this machine's record of seal uses against the server's, at every sync."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from app.protocol.seal_heads import MOST_LINES, ChainHead, SealUseAnswer, SealUseReport
from app.protocol.seal_use import SealUse
from app.store.journal import Journal
from app.sync.errors import ApiProblem
from app.sync.events import Notice, OnEvent

if TYPE_CHECKING:
    from app.sync.tokens import Session

_LOG: Final = "seal_uses.server_log"
"""The setting that keeps the server's log as it was last told."""
_NOT_FOR_US: Final = frozenset({403, 404})
_ROUNDS: Final = 100


class SealUses:
    """Tells the head, sends what the server lacks, and speaks up once where something is amiss."""

    def __init__(self, session: Session, journal: Journal, emit: OnEvent) -> None:
        self._session = session
        self._journal = journal
        self._emit = emit
        self._told: set[str] = set()

    async def run(self) -> None:
        """Exchange heads; nothing is asked where no seal was ever used here.

        :raises SyncError: what ended it; the next sync goes on.
        """
        if self._head().seq == 0:
            return
        lines: list[SealUse] = []
        at = -1
        for _ in range(_ROUNDS):
            head = self._head()  # a seal may be used while this goes on
            try:
                answer = await self._report(head, lines)
            except ApiProblem as problem:
                if problem.status in _NOT_FOR_US:
                    return
                raise
            self._look_at(answer, head)
            if answer.whole.seq > head.seq:
                return  # told: the record here is older than the server's
            if self._hash_at(answer.whole.seq) != answer.whole.hash:
                self._tell("SEAL_LOG_FORK", seq=answer.whole.seq)
                return
            if answer.whole.seq <= at:  # it did not take what was sent
                self._tell("SEAL_LOG_GAP", seq=answer.whole.seq + 1)
                return
            at = answer.whole.seq
            lines = self._after(at)
            if not lines:
                return

    async def _report(self, head: ChainHead, lines: list[SealUse]) -> SealUseAnswer:
        before = self._server_log()
        report = SealUseReport(head=head, log=before, lines=lines)
        answer = await self._session.call(self._session.client.report_seal_uses, report)
        if before.seq and answer.log_then != before.hash:
            self._tell("SERVER_LOG_CHANGED")
        if answer.log != before:
            self._journal.put_settings({_LOG: answer.log.model_dump()})
        return answer

    def _look_at(self, answer: SealUseAnswer, head: ChainHead) -> None:
        for code in answer.trouble:
            if code != "SEAL_LOG_GAP":  # what is missing is sent, or told below
                self._tell(code, seq=head.seq)

    def _tell(self, code: str, **params: object) -> None:
        if code in self._told:
            return
        self._told.add(code)
        self._emit(Notice(code, {name: str(value) for name, value in params.items()}))

    def _head(self) -> ChainHead:
        with self._journal.seals() as pages:
            seq, own = pages.head()
        return ChainHead(seq=seq, hash=own)

    def _hash_at(self, seq: int) -> str:
        with self._journal.seals() as pages:
            return pages.hash_at(seq)

    def _after(self, seq: int) -> list[SealUse]:
        with self._journal.seals() as pages:
            return pages.after(seq, MOST_LINES)

    def _server_log(self) -> ChainHead:
        kept = self._journal.setting(_LOG)
        return ChainHead.model_validate(kept) if isinstance(kept, dict) else ChainHead()
