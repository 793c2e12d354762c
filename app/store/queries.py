"""The questions the screens ask; every answer is a value of :mod:`app.store.readmodels`.

All of it may be called from any thread but the one that paints.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Final

from app.domain.model import Account
from app.store.approvals import approval_rows
from app.store.assess import Assessor
from app.store.blobs import BlobStore
from app.store.cache import Cache
from app.store.case_view import case_view
from app.store.journal import Journal
from app.store.moments import day_start, from_ms, local_day
from app.store.outbox_view import conflict_view, outbox_view
from app.store.overlay import Overlay
from app.store.profiles import Profiles
from app.store.projection import LOCAL_ORDER, OPEN, Phase
from app.store.queue import Queue
from app.store.readmodels import (
    ApprovalRow,
    CaseView,
    ConflictView,
    LocalState,
    OutboxView,
    QueueCounts,
    QueueFilter,
    QueuePage,
    QueuePlace,
    QueueRow,
    SigninSummary,
    StorageView,
)

DAYS_AHEAD: Final = 14
QUOTA_KEY: Final = "settings.quota_gib"
DEFAULT_QUOTA_GIB: Final = 20


def _wall_clock() -> datetime:
    return datetime.now(UTC)


class Queries:
    """Read models over the cache and the journal for one account.

    Attributes:
        checker: runs the pre-checks with what is known here; sync hands it to the cache.
    """

    def __init__(
        self,
        cache: Cache,
        journal: Journal,
        profiles: Profiles,
        account: Account,
        *,
        blobs: BlobStore | None = None,
        now: Callable[[], datetime] = _wall_clock,
        quota: Callable[[], int] | None = None,
    ) -> None:
        """:param blobs: needed by :meth:`storage` alone.

        :param now: the server's time, as well as it is known.
        :param quota: bytes that attachments may take; the kept setting where it is not given.
        """
        self.checker = Assessor(cache, profiles, now)
        self._cache = cache
        self._journal = journal
        self._profiles = profiles
        self._me = account.user_id
        self._now = now
        self._blobs = blobs
        self._quota = quota or self._kept_quota
        self._overlay = Overlay(cache, journal)
        self._queue = Queue(self._overlay, profiles, account.user_id)

    # --- the queue

    def queue(
        self, wanted: QueueFilter, offset: int, limit: int, now: datetime | None = None
    ) -> QueuePage:
        """A window of the queue."""
        return self._queue.page(wanted, offset, limit, now or self._now())

    def queue_ids(self, wanted: QueueFilter, now: datetime | None = None) -> list[str]:
        """The application ids of the whole queue, in order."""
        return self._queue.ids(wanted, now or self._now())

    def queue_counts(self, now: datetime | None = None) -> QueueCounts:
        """The figures beside views and filters."""
        return self._queue.counts(now or self._now())

    def place(self, app_id: str, wanted: QueueFilter, now: datetime | None = None) -> QueuePlace:
        """Where a case stands in the queue, and its neighbours."""
        return self._queue.place(wanted, app_id, now or self._now())

    def rows(self, app_ids: list[str], now: datetime | None = None) -> list[QueueRow]:
        """The lines of some cases, in the order asked for; those not here are left out."""
        return self._queue.rows(app_ids, now or self._now())

    # --- one case

    def case(self, app_id: str) -> CaseView:
        """A case with all that its screen needs.

        :raises CaseMissing: it is not here.
        :raises ProfileMissing: its rule pack is not here.
        """
        return case_view(
            app_id,
            self._now(),
            cache=self._cache,
            journal=self._journal,
            profiles=self._profiles,
            queue=self._queue,
            checks=self.checker,
        )

    # --- approving and sending

    def approvals(self, text: str = "", handler: str | None = None) -> list[ApprovalRow]:
        """Proposals that wait for an approver, by verb, the oldest first within one."""
        return approval_rows(
            text,
            handler,
            overlay=self._overlay,
            journal=self._journal,
            profiles=self._profiles,
            user_id=self._me,
        )

    def outbox(self) -> OutboxView:
        """The outbox by need."""
        return outbox_view(self._journal, self._now())

    def conflict(self, op_id: str) -> ConflictView:
        """What stands against an operation, and the ways out.

        :raises OpMissing: there is no such operation.
        """
        return conflict_view(op_id, self._cache, self._journal, self._profiles, self.checker)

    # --- this machine

    def storage(self) -> StorageView:
        """What this machine holds.

        :raises ValueError: made without a :class:`BlobStore`.
        """
        if self._blobs is None:
            raise ValueError("made without a blob store")
        usage = self._blobs.usage()
        gone = self._cache.evictable(self._journal.unsent_cases())
        cases, complete, _ = self._held()
        return StorageView(
            quota=self._quota(),
            used=usage.used,
            pinned=self._cache.pinned_bytes(),
            evictable=sum(file.bytes for file in gone),
            disk_free=usage.disk_free,
            files=usage.files,
            cases=cases,
            cases_cached=complete,
            databases=self._cache.size() + self._journal.size(),
        )

    def signin_summary(self) -> SigninSummary:
        """The figures to leave for the sign-in screen (:meth:`Home.save_summary`)."""
        cases, complete, cached_bytes = self._held()
        today = local_day(self._now())
        span = (day_start(today), day_start(today + timedelta(days=DAYS_AHEAD)), int(Phase.OPEN))
        with self._overlay.read() as connection:
            rows = connection.exec_driver_sql(
                "SELECT c.deadline, count(*) FROM case_row c"
                " LEFT JOIN temp.overlay o ON o.id = c.id WHERE c.deadline >= ?"
                " AND c.deadline < ? AND coalesce(o.phase, c.phase) = ? GROUP BY 1",
                span,
            ).all()
        deadlines: dict[date, int] = {}
        for deadline, count in rows:
            day = local_day(from_ms(deadline))
            deadlines[day] = deadlines.get(day, 0) + count
        return SigninSummary(
            cases=cases,
            cases_cached=complete,
            cached_bytes=cached_bytes,
            unsent=len(self._journal.ops_in(OPEN)),
            deadlines=deadlines,
        )

    def _kept_quota(self) -> int:
        return int(self._journal.setting(QUOTA_KEY, DEFAULT_QUOTA_GIB)) << 30

    def _held(self) -> tuple[int, int, int]:
        """Open cases here, those of them with all files, and the bytes of all files here."""
        cached = LOCAL_ORDER.index(LocalState.CACHED)
        with self._cache.read() as connection:
            row = connection.exec_driver_sql(
                "SELECT count(*), sum(local = ?) FROM case_row WHERE phase IN (?, ?)",
                (cached, int(Phase.OPEN), int(Phase.PROPOSED)),
            ).one()
            have = connection.exec_driver_sql(
                "SELECT coalesce(sum(bytes), 0) FROM attachment WHERE state = 2"
            ).scalar_one()
        return int(row[0]), int(row[1] or 0), int(have)
