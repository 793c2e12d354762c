"""Following the changes feed into the cache, and settling what the server has taken (design §3).

The two databases never commit together: cache first, then journal. A kill between the two is
mended by :meth:`Pull.catch_up`, which reads from the cache what the journal has not heard of.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from dataclasses import dataclass, field

from app.protocol.canonical import content_sha256
from app.protocol.feed import ChangeKind
from app.store.cache import Cache
from app.store.cache_feed import AppliedPage
from app.store.case_row import Checker
from app.store.journal import Journal
from app.store.projection import OPEN
from app.sync.errors import ApiProblem, Garbage
from app.sync.events import CasesChanged, Event
from app.sync.tokens import Session

_log = logging.getLogger(__name__)

PAGE = 200
"""Documents asked for at a time; each page is one transaction."""
VERSIONS_AT_ONCE = 50

_CHECKED_AGAINST = frozenset(
    {ChangeKind.ORGANISATION.value, ChangeKind.ACTIVITY.value, ChangeKind.CALENDAR.value}
)


@dataclass
class Pulled:
    """What a pull brought."""

    changed: set[str] = field(default_factory=set)
    removed: set[str] = field(default_factory=set)
    settled: set[str] = field(default_factory=set)
    whole: bool = False
    """Whether everything was pulled anew."""
    offered_again: set[str] = field(default_factory=set)


class Pull:
    """Brings the cache up to the server's word."""

    def __init__(
        self,
        session: Session,
        cache: Cache,
        journal: Journal,
        checker: Checker,
        emit: Callable[[Event], None],
    ) -> None:
        self._session = session
        self._client = session.client
        self._cache = cache
        self._journal = journal
        self._checker = checker
        self._emit = emit

    def catch_up(self) -> set[str]:
        """Settle what the cache knows to be applied and the journal does not, after a kill.

        While a whole pull is under way the cache holds documents from before it: those say
        nothing about a server that was restored meanwhile.

        :return: the cases of settled operations.
        """
        state = self._cache.feed_state()
        if state.epoch is None or not state.whole:
            return set()
        self._journal.enter_epoch(state.epoch)
        applied: dict[str, int] = {}
        for op in self._journal.ops_in(OPEN):
            application = self._cache.application(op.app_id)
            if application is not None and op.op_id in application.applied_ops:
                applied[op.op_id] = application.rev
        now = self._client.clock.local()
        return self._journal.acknowledge(applied, now, durable_mark=state.durable_mark)

    async def run(self) -> Pulled:
        """Pull page after page until the feed has no more.

        :raises SyncError: what ended it early; the next pull goes on behind the last page.
        """
        done = Pulled(settled=self.catch_up())
        fresh = done.whole = self._cache.feed_state().cursor is None
        stale: set[str] | None = None
        more = True
        while more:
            cursor = self._cache.feed_state().cursor or ""
            page = await self._session.call(self._client.changes, cursor, PAGE)
            if page.head.more and page.head.cursor == cursor:  # it would be asked for without end
                raise Garbage("GARBAGE", host=self._client.pipe.host, what="cursor")
            applied = self._cache.apply_page(page, self._checker, self._journal.unsent_cases())
            more = page.head.more
            done.offered_again |= self._journal.enter_epoch(page.head.epoch)
            done.settled |= self._journal.acknowledge(
                applied.applied_ops,
                self._client.clock.local(),
                durable_mark=page.head.durable_mark,
            )
            self._note(applied, done)
            if applied.kinds & _CHECKED_AGAINST:
                stale = set(done.changed)
        if stale is not None:  # judged before the office or the activity they are judged by came
            self._tell(self._cache.recheck(self._checker, stale if fresh else None))
        gone = self._cache.purge_gone(self._journal.unsent_cases())
        done.removed |= gone
        self._tell(gone)
        return done

    async def earlier_versions(self) -> None:
        """Fetch what resubmitted cases are compared with and judged by.

        A version that the server does not give, or whose hash is not the one announced, is left
        out until the next run; the review goes on without a comparison.
        """
        tried: set[str] = set()
        while True:
            lacking = self._cache.lacking_versions(VERSIONS_AT_ONCE + len(tried))
            fresh = {app_id: found for app_id, found in lacking.items() if app_id not in tried}
            if not fresh:
                return
            for app_id, versions in fresh.items():
                for number, announced in versions.items():
                    await self._version(app_id, number, announced)
            tried |= fresh.keys()
            self._cache.recheck(self._checker, fresh)
            self._tell(set(fresh))

    async def _version(self, app_id: str, number: int, announced: str) -> None:
        try:
            body = await self._session.call(self._client.version, app_id, number)
        except ApiProblem as problem:
            _log.warning("earlier version %s of %s: %s", number, app_id, problem.code)
            return
        if _content_hash(body) != announced:
            _log.warning("earlier version %s of %s is not the one announced", number, app_id)
            return
        self._cache.put_version(app_id, number, body)

    def _note(self, applied: AppliedPage, done: Pulled) -> None:
        done.changed |= applied.changed
        done.removed |= applied.removed
        done.whole |= applied.reset
        self._tell(applied.changed | applied.removed | applied.kept)

    def _tell(self, app_ids: set[str]) -> None:
        if app_ids:
            self._emit(CasesChanged(frozenset(app_ids)))


def _content_hash(body: bytes) -> str | None:
    try:
        return content_sha256(json.loads(body))
    except (ValueError, AttributeError, RecursionError):
        return None
