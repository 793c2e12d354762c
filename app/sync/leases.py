"""签收 over the wire: claiming, renewing and releasing many cases (design §4)."""

from __future__ import annotations

from collections.abc import Sequence

from app.protocol.feed import ClaimAnswer, ClaimResult
from app.store.cache import Cache
from app.sync.errors import ApiProblem
from app.sync.tokens import Session

AT_ONCE = 200
"""Cases in one call; a server takes at least that many."""


class Leases:
    """Each case has its own result, as :class:`ClaimAnswer`."""

    def __init__(self, session: Session, cache: Cache) -> None:
        self._session = session
        self._client = session.client
        self._cache = cache

    async def claim(self, app_ids: Sequence[str]) -> ClaimAnswer:
        """Take cases; those one already holds are answered as they are."""
        results: list[ClaimResult] = []
        for start in range(0, len(app_ids), AT_ONCE):
            some = list(app_ids[start : start + AT_ONCE])
            answer = await self._session.call(self._client.claim, some)
            results += answer.results
        return self._answer(results)

    async def renew(self, app_ids: Sequence[str]) -> ClaimAnswer:
        """Lengthen the leases one holds; ``LEASE_LOST`` where there is none."""
        results = []
        for app_id in app_ids:
            claim_id = self._claim_of(app_id)
            if claim_id is None:
                results.append(ClaimResult(app_id=app_id, code="LEASE_LOST"))
                continue
            try:
                answer = await self._session.call(self._client.renew, claim_id)
                results += answer.results
            except ApiProblem as problem:
                results.append(_refused(app_id, problem))
        return self._answer(results)

    async def release(self, app_ids: Sequence[str]) -> ClaimAnswer:
        """Give cases back; one that is not held is given back already."""
        results = []
        for app_id in app_ids:
            claim_id = self._claim_of(app_id)
            try:
                if claim_id is not None:
                    await self._session.call(self._client.release, claim_id)
                results.append(ClaimResult(app_id=app_id))
            except ApiProblem as problem:
                results.append(_refused(app_id, problem))
        return self._answer(results)

    def _claim_of(self, app_id: str) -> str | None:
        application = self._cache.application(app_id)
        if application is None or application.claim is None:
            return None
        return application.claim.claim_id

    def _answer(self, results: list[ClaimResult]) -> ClaimAnswer:
        return ClaimAnswer(results=results, server_time=self._client.clock.now())


def _refused(app_id: str, problem: ApiProblem) -> ClaimResult:
    return ClaimResult(app_id=app_id, code=problem.code, params=problem.params)
