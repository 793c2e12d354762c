"""The registered seals as this machine knows them, with and without the server."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.domain.sealing import Seal
from app.store.seal_book import read_book

if TYPE_CHECKING:
    from app.operations.workspace import Workspace


def known_seals(ws: Workspace) -> list[Seal]:
    """All seals the server told of at the last sync, by name; EXPIRED where their term is over now.

    Those of the officer's own office, and of the offices that the cases they see went through.
    Empty where no registry came yet.
    """
    book = read_book(ws.cache)
    now = ws.clock.now()
    seals = [seal.as_of(now) for seal in book.seals] if book else []
    return sorted(seals, key=lambda seal: (seal.name, seal.seal_id))


def has_registry(ws: Workspace) -> bool:
    """Whether the server has told of its registry: then what is not in it is not registered."""
    return read_book(ws.cache) is not None
