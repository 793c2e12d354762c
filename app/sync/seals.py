"""Bringing what seals are verified by, so that it can be done without the server."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from cryptography import x509

from app.domain.sealing import SealStatus
from app.protocol.canonical import sha256_hex
from app.store.cache import Cache
from app.store.seal_book import BOOK_KIND, LIST_KIND, parse
from app.sync.errors import ApiProblem
from app.sync.events import Notice, OnEvent

if TYPE_CHECKING:
    from app.sync.tokens import Session

_NOT_FOR_US = frozenset({403, 404})
"""An account that reads no cases, or a server from before the registry."""


class SealBooks:
    """Fetches the registry and its lists where they have changed.

    What cannot be read is kept all the same: a newer program may. What is older than what is
    here is not taken, and told once: a revoked seal stays revoked, whatever a server says later.
    """

    def __init__(self, session: Session, cache: Cache, emit: OnEvent) -> None:
        self._session = session
        self._cache = cache
        self._emit = emit
        self._told = False

    async def run(self) -> bool:
        """Whether something came.

        :raises SyncError: what ended it; the next sync goes on.
        """
        held = self._cache.document(BOOK_KIND, BOOK_KIND)
        try:
            body = await self._session.call(self._session.client.seal_book, _tag(held))
        except ApiProblem as problem:
            if problem.status in _NOT_FOR_US:
                return False
            raise
        if body is not None and held is not None and _book_went_back(held, body):
            self._tell()
            body = None
        if body is not None:
            self._cache.put_document(BOOK_KIND, BOOK_KIND, 0, body)
        book = parse(body or held or b"")
        if book is None:
            return body is not None
        lists = await self._lists(book.lists)
        return lists or body is not None

    async def freeze(self, seal_id: str, reason: str) -> None:
        """Have a seal frozen, then bring the registry that says so.

        :raises SyncError: the server said no, or could not be asked.
        """
        await self._session.call(self._session.client.freeze_seal, seal_id, reason)
        await self.run()

    async def _lists(self, names: Sequence[str]) -> bool:
        came = False
        lists = self._cache.documents(LIST_KIND)
        for name in names:
            held = lists.get(name)
            try:
                told = await self._session.client.seal_list(name, _tag(held))
            except ApiProblem as problem:
                if problem.status in _NOT_FOR_US:
                    continue  # gone between the two questions; the next sync hears of it
                raise
            if told is not None and held is not None and _list_went_back(held, told):
                self._tell()
            elif told is not None:
                self._cache.put_document(LIST_KIND, name, 0, told)
                came = True
        for name in lists.keys() - set(names):
            self._cache.forget(LIST_KIND, name)
            came = True
        return came

    def _tell(self) -> None:
        if not self._told:
            self._told = True
            self._emit(Notice("SEAL_BOOK_OLDER", {}))


def _book_went_back(held: bytes, told: bytes) -> bool:
    """Whether a seal has less of a past than it had, or is no longer revoked."""
    before, now = parse(held), parse(told)
    if before is None or now is None:
        return False
    known = {seal.seal_id: seal for seal in before.seals}
    for seal in now.seals:
        old = known.get(seal.seal_id)
        if old is None:
            continue
        revived = old.status is SealStatus.REVOKED and seal.status is not SealStatus.REVOKED
        if revived or len(seal.history) < len(old.history):
            return True
    return False


def _list_went_back(held: bytes, told: bytes) -> bool:
    """Whether a list of revoked certificates is of an earlier day than the one here."""
    try:
        before, now = x509.load_der_x509_crl(held), x509.load_der_x509_crl(told)
    except ValueError:
        return False
    return now.last_update_utc < before.last_update_utc


def _tag(held: bytes | None) -> str:
    """The ETag of what is here; empty for nothing."""
    return f'"{sha256_hex(held)}"' if held is not None else ""
