"""What seals are verified by on this machine, with and without the server."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from cryptography import x509

from app.domain.sealing import Seal
from app.operations.sealing.registry import known_seals
from app.seal.verify.anchors import context
from app.seal.verify.trust import TrustContext
from app.store.seal_book import read_book, read_lists

if TYPE_CHECKING:
    from app.operations.workspace import Workspace

_log = logging.getLogger(__name__)


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
        roots=_readable(book.roots_der() if book else (), x509.load_der_x509_certificate),
        time_roots=_readable(book.time_roots_der() if book else (), x509.load_der_x509_certificate),
        crls=_readable(read_lists(ws.cache), x509.load_der_x509_crl),
        expected=expected,
    )


def _readable(ders: Iterable[bytes], load: Callable[[bytes], object]) -> list[bytes]:
    """Without what is none: one broken list of the server must not keep all from being verified."""
    found = []
    for der in ders:
        try:
            load(der)
        except ValueError:
            _log.warning("a certificate or list of the server cannot be read")
            continue
        found.append(der)
    return found


def _with_those_around(ws: Workspace, app_id: str) -> list[Seal]:
    found = {seal.seal_id: seal for seal in known_seals(ws)}
    case = ws.cache.application(app_id) if app_id else None
    around = case.surroundings if case else None
    for seal in (around.seals if around else None) or ():
        found.setdefault(seal.seal_id, seal)
    return list(found.values())
