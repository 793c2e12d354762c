"""What seals are verified by on this machine, with and without the server."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.domain.sealing import Seal
from app.operations.sealing.registry import known_seals
from app.seal.verify.anchors import context
from app.seal.verify.trust import TrustContext
from app.store.seal_book import read_book, read_lists

if TYPE_CHECKING:
    from app.operations.workspace import Workspace


def trust_of(
    ws: Workspace, *, expected: tuple[str, int, str] | None = None, app_id: str = ""
) -> TrustContext:
    """The registry, the authorities and their lists as they came with the last sync.

    Where the registry does not know a seal, what stands around a case is asked: a server from
    before the registry tells of seals there alone.

    :param expected: case, version and content hash that a document has to be of.
    :param app_id: the case whose surroundings are asked too.
    """
    book = read_book(ws.cache)
    return context(
        _with_those_around(ws, app_id),
        now=ws.clock.now(),
        roots=book.roots_der() if book else (),
        time_roots=book.time_roots_der() if book else (),
        crls=read_lists(ws.cache),
        expected=expected,
    )


def _with_those_around(ws: Workspace, app_id: str) -> list[Seal]:
    found = {seal.seal_id: seal for seal in known_seals(ws)}
    case = ws.cache.application(app_id) if app_id else None
    around = case.surroundings if case else None
    for seal in (around.seals if around else None) or ():
        found.setdefault(seal.seal_id, seal)
    return list(found.values())
