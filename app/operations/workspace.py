"""The open home of one officer: all that operations and screens work with."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from typing import TYPE_CHECKING, Self

from pydantic import ValidationError

from app.domain.model import Account
from app.operations.changes import Changes
from app.operations.device import device_id
from app.operations.errors import OperationRefused
from app.operations.policy import Policy, load_policy
from app.protocol.feed import Me
from app.store.blobs import BlobStore
from app.store.cache import Cache
from app.store.database import Notice
from app.store.errors import StoreError
from app.store.home import Home, HomeLock
from app.store.journal import Journal
from app.store.journal_writer import JournalWriter
from app.store.keys import KeyRing
from app.store.passing import PassingFiles
from app.store.profiles import Profiles
from app.store.queries import Queries
from app.store.readmodels import CaseView
from app.sync.clock import ServerClock
from app.sync.packs import ME_KIND
from app.sync.state import load_clock

if TYPE_CHECKING:  # the engine and the rules are loaded when they are used
    import ssl

    from app.operations.verbs import VerbOffer
    from app.sync.engine import SyncEngine
    from app.sync.events import OnEvent
    from app.sync.http import Timeouts
    from app.sync.probing import Prober

__all__ = ["Changes", "Workspace"]

QUOTA_KEY = "settings.quota_gib"
"""Setting: GiB that attachments may take on the disk."""
DEFAULT_QUOTA_GIB = 20
_GIB = 1024**3
_ME = "account.me"


class Workspace:
    """One home, unlocked and held by this process. Made by :mod:`app.operations.signin`.

    Attributes:
        notices: what happened while opening that the officer must be told (a database that was
            set aside or rebuilt, a keyring that cannot hold the key).
        sync: the engine, once started; None offline from the beginning.
    """

    def __init__(
        self,
        *,
        home: Home,
        keys: KeyRing,
        lock: HomeLock,
        me: Me | None = None,
        policy: Policy | None = None,
        clock: ServerClock | None = None,
    ) -> None:
        """Open the databases of a home.

        :param lock: the home's lock; the workspace gives it back when it is closed.
        :param me: who is signed in; None takes what the home remembers.
        :raises OperationRefused: ``SIGNIN_NO_HOME`` where the home remembers nobody.
        :raises StoreError: a database cannot be opened; the lock is given back.
        """
        self.home, self.keys, self._lock = home, keys, lock
        self.policy = policy or load_policy()
        self.notices: list[Notice] = []
        self.sync: SyncEngine | None = None
        self._opened: list[Cache | Journal] = []
        try:
            self._open(me, clock)
        except BaseException:
            self._shut()
            raise

    def _open(self, me: Me | None, clock: ServerClock | None) -> None:
        used, kept = self.home.cache_path.exists(), self.home.journal_path.exists()
        self.journal, set_aside = Journal.open(self.home.journal_path, self.keys.derive("journal"))
        self._opened.append(self.journal)
        self.cache, rebuilt = Cache.open(self.home.cache_path, self.keys.derive("cache"))
        self._opened.append(self.cache)
        self.blobs = BlobStore(
            self.home.blobs_path, self.keys.derive("blobs"), self.keys.derive("names")
        )
        if used and not kept:
            set_aside = Notice("JOURNAL_MISSING")
        if kept and not used and self.journal.setting(_ME) is not None:
            rebuilt = Notice("CACHE_REBUILT")
        self.notices += [notice for notice in (set_aside, rebuilt) if notice is not None]
        if self.keys.keyring_problem:
            self.notices.append(Notice(self.keys.keyring_problem))
        if self.policy.damaged:
            self.notices.append(Notice("POLICY_DAMAGED"))
        self.me = me or self._remembered()
        self.account: Account = self.me.account
        self.passing = PassingFiles(self.home.passing_path)
        self.cache.read_for(self.account.org.org_id)
        self.device_id = device_id(self.home)
        self.clock = clock or load_clock(self.journal)
        self.profiles = Profiles(self.cache)
        self.queries = Queries(
            self.cache,
            self.journal,
            self.profiles,
            self.account,
            blobs=self.blobs,
            now=self.clock.now,
            quota=lambda: self.quota,
        )
        if me is not None:
            self.remember(me)

    def _remembered(self) -> Me:
        """Who signed in here last: of the journal, or of the cache where that was set aside."""
        for kept in (self.journal.setting(_ME), None):
            body = kept or self.cache.document(ME_KIND, ME_KIND)
            try:
                if body is not None:
                    return Me.model_validate_json(body)
            except ValidationError:
                continue
        raise OperationRefused("SIGNIN_NO_HOME")

    def remember(self, me: Me) -> None:
        """Keep who is signed in, so that the home opens without the server."""
        self.me, self.account = me, me.account
        body = me.model_dump_json()
        self.journal.put_settings({_ME: body})
        self.cache.put_document(ME_KIND, ME_KIND, 0, body.encode())

    # --- what operations need

    @contextmanager
    def transaction(self, now: datetime | None = None) -> Iterator[JournalWriter]:
        """One action of this officer in the journal; all of it or nothing."""
        moment = now or self.clock.now()
        with self.journal.transaction(actor=self.account.user_id, now=moment) as writer:
            yield writer

    def verbs(self, case: CaseView, now: datetime | None = None) -> list[VerbOffer]:
        """The verbs of a case with their consequences and what bars them."""
        from app.operations.verbs import offered

        moment = now or self.clock.now()
        approvers = self.me.approvers
        return offered(case, account=self.account, now=moment, approvers=approvers)

    @property
    def quota(self) -> int:
        """Bytes that attachments may take: the administrator's word, the officer's, the default."""
        kept = self.policy.quota_gib or self.journal.setting(QUOTA_KEY)
        sound = isinstance(kept, int) and not isinstance(kept, bool) and kept > 0
        return (kept if sound else DEFAULT_QUOTA_GIB) * _GIB

    def unsent(self) -> int:
        """Operations that the server has not confirmed."""
        return self.queries.outbox().waiting

    # --- the engine

    def start_sync(
        self,
        on_event: OnEvent,
        *,
        auto: bool = True,
        prober: Prober | None = None,
        ssl_context: ssl.SSLContext | None = None,
        timeouts: Timeouts | None = None,
        poll: float = 45.0,
    ) -> SyncEngine:
        """Begin to exchange with the server; once for each workspace."""
        from app.sync.engine import SyncEngine, SyncParts

        parts = SyncParts(
            server_url=self.home.server_url,
            user_id=self.account.user_id,
            device_id=self.device_id,
            cache=self.cache,
            journal=self.journal,
            blobs=self.blobs,
            profiles=self.profiles,
            checker=self.queries.checker,
            clock=self.clock,
            quota=lambda: self.quota,
            prober=prober,
            ssl_context=ssl_context,
            timeouts=timeouts,
            poll=poll,
        )
        self.sync = SyncEngine(parts, on_event)
        self.sync.start(auto=auto)
        return self.sync

    # --- closing

    def close(self) -> None:
        """Stop exchanging, leave the figures of the sign-in screen, give the home back."""
        if not self._opened:
            return
        engine, self.sync = self.sync, None
        try:
            if engine is not None:
                engine.stop()
            self.passing.clear()
            with suppress(StoreError):  # figures for a screen; no trouble of them bars the way out
                self.home.save_summary(self.queries.signin_summary())
        finally:
            self._shut()

    def _shut(self) -> None:
        opened, self._opened = self._opened, []
        for database in opened:
            database.close()
        self._lock.release()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
