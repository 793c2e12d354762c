"""What this server verifies seals by: authorities and their lists, its own and the operator's."""

from __future__ import annotations

import base64
import hashlib
import logging
from collections.abc import Callable, Iterable
from datetime import datetime
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from sqlalchemy.orm import Session

from app.domain.sealing import SealStatus
from app.protocol.seal_book import SealBook
from server_stub import seals
from server_stub.clock import Clock
from server_stub.identity import Principal
from server_stub.seal_authority import Authority
from server_stub.settings import SealFiles

LOCAL = "local"
"""The name of the list of the demo's own authority."""
_PEM = b"-----BEGIN"
log = logging.getLogger("server_stub")


class SealTrust:
    """Roots and lists. Lists that an operator replaces while the server runs are read again.

    :param authority: the demo's own; a real server has none.
    :param time_certificate: of the demo's time-stamp authority, DER; empty without one.
    :raises OSError: a file that the operator named cannot be read.
    :raises ValueError: it is no certificate or no list.
    """

    def __init__(
        self, files: SealFiles, authority: Authority | None, time_certificate: bytes
    ) -> None:
        self._authority = authority
        own = [authority.der] if authority is not None else []
        self.roots = (*own, *(certificate(path) for path in files.roots))
        own_time = [time_certificate] if time_certificate else []
        self.time_roots = (*own_time, *(certificate(path) for path in files.time_roots))
        self._neighbours = seals.Neighbours()
        self._files = [_ListFile(path) for path in files.lists]

    def lists(self, session: Session) -> dict[str, bytes]:
        """The lists of revoked certificates by name, DER."""
        found = {file.name: file.read() for file in self._files}
        if self._authority is not None:
            revoked = _revoked(session, self._authority)
            found[LOCAL] = self._authority.revocation_list(revoked)
        return found

    def book(self, session: Session, caller: Principal, clock: Clock) -> SealBook:
        """What a caller verifies by on their machine."""
        found = seals.for_caller(session, caller, self._neighbours, clock.wall())
        return SealBook(
            seals=[seal.as_of(clock.now()) for seal in found],
            roots=_base64(self.roots),
            time_roots=_base64(self.time_roots),
            lists=sorted(self.lists(session)),
        )


class _ListFile:
    """A list on the disk; where it cannot be read any more, what was read last goes on."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._stood = path.stat().st_mtime_ns
        self._data = revocation_list(path)
        issuer = x509.load_der_x509_crl(self._data).issuer.public_bytes()
        self.name = hashlib.sha256(issuer).hexdigest()[:16]

    def read(self) -> bytes:
        """The list as it stands on the disk now."""
        try:
            stands = self._path.stat().st_mtime_ns
            if stands != self._stood:
                self._data, self._stood = revocation_list(self._path), stands
        except (OSError, ValueError):
            log.warning("the list %s cannot be read; the former one goes on", self._path.name)
        return self._data


def certificate(path: Path) -> bytes:
    """A certificate from a file, PEM or DER, as DER.

    :raises OSError: it cannot be read.
    :raises ValueError: it is none.
    """
    data = path.read_bytes()
    load = x509.load_pem_x509_certificate if _is_pem(data) else x509.load_der_x509_certificate
    return load(data).public_bytes(Encoding.DER)


def revocation_list(path: Path) -> bytes:
    """A list of revoked certificates from a file, PEM or DER, as DER; errors as above."""
    data = path.read_bytes()
    load: Callable[[bytes], x509.CertificateRevocationList]
    load = x509.load_pem_x509_crl if _is_pem(data) else x509.load_der_x509_crl
    return load(data).public_bytes(Encoding.DER)


def _is_pem(data: bytes) -> bool:
    return data.lstrip().startswith(_PEM)


def _revoked(session: Session, authority: Authority) -> dict[int, datetime]:
    """Serial numbers of the authority's certificates whose seal was revoked, and since when."""
    found: dict[int, datetime] = {}
    for seal in seals.every(session):
        if seal.status is not SealStatus.REVOKED or seal.status_since is None:
            continue
        for text in seal.certificates:
            own = x509.load_der_x509_certificate(base64.b64decode(text))
            if authority.issued(own):
                found[own.serial_number] = seal.status_since
    return found


def _base64(ders: Iterable[bytes]) -> list[str]:
    return [base64.b64encode(der).decode("ascii") for der in ders]
