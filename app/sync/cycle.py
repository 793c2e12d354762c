"""One sync: who am I, files, push, pull, and what the pull asks for."""

from __future__ import annotations

from app.store.cache import Cache
from app.store.case_row import Checker
from app.store.journal import Journal
from app.store.profiles import Profiles
from app.sync.events import CasesChanged, OnEvent, SealsChanged
from app.sync.handing_in import HandingIn
from app.sync.packs import refresh_packs
from app.sync.pull import Pull, Pulled
from app.sync.push import Push
from app.sync.seal_uses import SealUses
from app.sync.seals import SealBooks
from app.sync.state import save_clock
from app.sync.tokens import Session

MAX_ROUNDS = 20
"""Pushes in one sync: each settles what stands behind it in its case, and that takes few."""


class Cycle:
    """Runs a sync from beginning to end; may be run again after any failure."""

    def __init__(
        self,
        session: Session,
        cache: Cache,
        journal: Journal,
        profiles: Profiles,
        checker: Checker,
        handing_in: HandingIn,
        push: Push,
        pull: Pull,
        emit: OnEvent,
    ) -> None:
        self._session = session
        self._cache = cache
        self._journal = journal
        self._profiles = profiles
        self._checker = checker
        self._handing_in = handing_in
        self._push = push
        self._pull = pull
        self._emit = emit
        self._seal_uses = SealUses(session, journal, emit)
        self._seal_books = SealBooks(session, cache, emit)

    async def run(self) -> Pulled:
        """Sync once; what the pulls brought together.

        :raises SyncError: what ended it.
        :raises StoreError: this machine's own trouble.
        """
        await self._packs()
        tried: set[str] = set()
        brought = Pulled()
        for _ in range(MAX_ROUNDS):
            await self._handing_in.run()
            pushed = await self._push.run(tried)
            if pushed.outdated:  # put in force since this sync began
                await self._packs()
            pulled = await self._pull.run()
            brought.changed |= pulled.changed
            brought.removed |= pulled.removed
            if pulled.offered_again:
                tried.clear()
            elif not pushed.answered:
                break
        await self._pull.earlier_versions()
        await self._seal_uses.run()
        if await self._seal_books.run():
            self._emit(SealsChanged())
        save_clock(self._journal, self._session.client.clock)
        return brought

    async def pull(self) -> None:
        """Only pull: to see what a claim has changed."""
        await self._pull.run()
        await self._pull.earlier_versions()

    async def _packs(self) -> None:
        """Fetch the rule packs that are not here, and check the cases by them."""
        me = await self._session.call(self._session.client.me)
        if await refresh_packs(self._session, self._cache, self._profiles, me):
            self._tell(self._cache.recheck(self._checker))

    def _tell(self, app_ids: set[str]) -> None:
        if app_ids:
            self._emit(CasesChanged(frozenset(app_ids)))
