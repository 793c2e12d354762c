"""What a pack's verdicts rest on, as files: the registry, certificates, revocation lists."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from asn1crypto import crl
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature

from app.domain.sealing import Seal
from app.operations.sealing.evidence.papers import Scope
from app.operations.sealing.registry import known_seals
from app.seal.certificate import describe
from app.seal.keys import KeyInfo
from app.seal.verify.anchors import context
from app.seal.verify.trust import TrustContext
from app.store.seal_book import read_book, read_lists

if TYPE_CHECKING:
    from app.operations.workspace import Workspace

REGISTRY: Final = "registry.json"
TRUSTED: Final = "certificates/trusted.pem"
"""The registered certificates and the roots, in one file as OpenSSL reads it."""


@dataclass(frozen=True, slots=True)
class Known:
    """The registered seals that matter here, and all that this machine trusts."""

    seals: tuple[Seal, ...]
    trust: TrustContext


@dataclass(frozen=True, slots=True)
class Certificate:
    """A certificate of the pack: its file, what it says, and what it is there for."""

    file: str
    info: KeyInfo
    use: str


def known_of(ws: Workspace, scope: Scope) -> Known:
    """The registry's entries of the seals on these papers, of a strange seal there is none, and
    the authorities and lists that came with the last sync.
    """
    wanted = {paper.seal_id for paper in scope.papers} | {line.seal_id for line in scope.uses}
    around = (case.application.surroundings for case in scope.cases)
    told = [seal for one in around if one is not None for seal in one.seals or ()]
    found = {seal.seal_id: seal for seal in (*told, *known_seals(ws)) if seal.seal_id in wanted}
    book = read_book(ws.cache)
    trust = context(
        found.values(),
        now=ws.clock.now(),
        roots=book.roots_der() if book else (),
        time_roots=book.time_roots_der() if book else (),
        crls=read_lists(ws.cache),
    )
    return Known(tuple(found.values()), trust)


def certificates_of(
    known: Known, signatures: Sequence[EmbeddedPdfSignature]
) -> tuple[list[Certificate], dict[str, bytes]]:
    """Every certificate that plays a part, each once, and their files in PEM."""
    ders: dict[bytes, str] = {}
    for seal in known.seals:
        ders |= dict.fromkeys(_registered(seal), "registered")
    ders = dict.fromkeys(known.trust.time_roots, "time") | ders
    for der in (*known.trust.roots, *known.trust.above):
        ders.setdefault(der, "root")
    for signature in signatures:
        for one in signature.other_embedded_certs:
            ders.setdefault(one.dump(), "chain")
        ders.setdefault(signature.signer_cert.dump(), "signer")
    made: list[Certificate] = []
    files: dict[str, bytes] = {}
    for der, use in ders.items():
        loaded = x509.load_der_x509_certificate(der)
        info = describe(loaded)
        file = f"certificates/{use}-{info.fingerprint[:16]}.pem"
        made.append(Certificate(file, info, use))
        files[file] = loaded.public_bytes(Encoding.PEM)
    trusted = [files[one.file] for one in made if one.use in ("registered", "root")]
    files[TRUSTED] = b"".join(trusted)
    return made, files


def registry_file(known: Known) -> Any:
    """The registry entries as ``titledesk verify --registry`` reads them."""
    return [json.loads(seal.model_dump_json()) for seal in known.seals]


def lists_of(known: Known) -> Iterator[tuple[str, bytes]]:
    """The revocation lists, DER, named by their issuer's key."""
    for number, der in enumerate(known.trust.crls, 1):
        issuer = crl.CertificateList.load(der).issuer.sha256.hex()
        yield f"crls/{number}-{issuer[:16]}.crl", der


def arguments(
    certificates: Sequence[Certificate], lists: Mapping[str, bytes] | Sequence[str]
) -> list[str]:
    """What ``titledesk verify`` needs to come to the same verdicts, run in the pack's folder."""
    told = ["--registry", REGISTRY]
    for one in certificates:
        if one.use in ("root", "time"):
            told += ["--root" if one.use == "root" else "--time-root", one.file]
    for name in lists:
        told += ["--crl", name]
    return told


def _registered(seal: Seal) -> list[bytes]:
    return [base64.b64decode(text) for text in seal.certificates]
