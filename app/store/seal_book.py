"""What the server last told to verify seals by: the registry, authorities, lists of the revoked."""

from __future__ import annotations

import logging
from functools import lru_cache
from typing import Final

from pydantic import ValidationError

from app.protocol.seal_book import SealBook
from app.store.cache import Cache

BOOK_KIND: Final = "seal_book"
"""Kind and id of the cached document that holds the registry (:class:`SealBook`)."""
LIST_KIND: Final = "seal_list"
"""Kind of the cached documents that are lists of revoked certificates, DER, by name."""

_log = logging.getLogger(__name__)


def read_book(cache: Cache) -> SealBook | None:
    """The registry as it last came; None where none came, or it is of a newer program."""
    body = cache.document(BOOK_KIND, BOOK_KIND)
    return parse(body) if body is not None else None


def read_lists(cache: Cache) -> tuple[bytes, ...]:
    """The lists of revoked certificates, DER."""
    return tuple(cache.documents(LIST_KIND).values())


@lru_cache(maxsize=4)
def parse(body: bytes) -> SealBook | None:
    """The registry in an answer of the server."""
    try:
        return SealBook.model_validate_json(body)
    except ValidationError:
        _log.warning("the registry of seals cannot be read")
        return None
