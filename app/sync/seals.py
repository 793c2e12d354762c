"""Bringing what seals are verified by, so that it can be done without the server."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.protocol.canonical import sha256_hex
from app.store.cache import Cache
from app.store.seal_book import BOOK_KIND, LIST_KIND, parse
from app.sync.errors import ApiProblem

if TYPE_CHECKING:
    from app.sync.tokens import Session

_NOT_FOR_US = frozenset({403, 404})
"""An account that reads no cases, or a server from before the registry."""


async def refresh_seals(session: Session, cache: Cache) -> bool:
    """Fetch the registry and its lists where they have changed; true where something came.

    What cannot be read is kept all the same: a newer program may.
    """
    held = cache.document(BOOK_KIND, BOOK_KIND)
    try:
        body = await session.call(session.client.seal_book, _tag(held))
    except ApiProblem as problem:
        if problem.status in _NOT_FOR_US:
            return False
        raise
    if body is not None:
        cache.put_document(BOOK_KIND, BOOK_KIND, 0, body)
    book = parse(body or held or b"")
    if book is None:
        return body is not None
    came = body is not None
    lists = cache.documents(LIST_KIND)
    for name in book.lists:
        try:
            told = await session.client.seal_list(name, _tag(lists.get(name)))
        except ApiProblem as problem:
            if problem.status in _NOT_FOR_US:
                continue  # gone between the two questions; the next sync hears of it
            raise
        if told is not None:
            cache.put_document(LIST_KIND, name, 0, told)
            came = True
    for name in lists.keys() - set(book.lists):
        cache.forget(LIST_KIND, name)
        came = True
    return came


async def freeze_seal(session: Session, cache: Cache, seal_id: str, reason: str) -> None:
    """Have a seal frozen, then bring the registry that says so.

    :raises SyncError: the server said no, or could not be asked.
    """
    await session.call(session.client.freeze_seal, seal_id, reason)
    await refresh_seals(session, cache)


def _tag(held: bytes | None) -> str:
    """The ETag of what is here; empty for nothing."""
    return f'"{sha256_hex(held)}"' if held is not None else ""
