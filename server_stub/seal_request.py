"""A request for a seal's registration (:mod:`app.protocol.seal_registration`), looked over."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from uuid import uuid4

from cryptography import x509
from pydantic import ValidationError

from app.domain.sealing import Seal
from app.protocol.seal_registration import MOST_BYTES, SealRegistration
from app.seal.picture_file import from_png
from app.seal.possession import proves
from app.seal.problems import SealError
from server_stub.seal_life import SealRefusedError


@dataclass(frozen=True)
class Terms:
    """What the registrar lays down; the term of the certificate and the asking holder without."""

    valid_from: datetime | None = None
    valid_to: datetime | None = None
    allowed_forms: list[str] = field(default_factory=list)
    holders: list[str] = field(default_factory=list)


def read(path: Path) -> SealRegistration:
    """The request in a file.

    :raises OSError: it cannot be read.
    :raises SealRefusedError: SEAL_FILE_UNREADABLE: it is no request.
    """
    if path.stat().st_size > MOST_BYTES:
        raise SealRefusedError("SEAL_FILE_UNREADABLE", file=path.name)
    try:
        return SealRegistration.model_validate_json(path.read_bytes())
    except ValidationError:
        raise SealRefusedError("SEAL_FILE_UNREADABLE", file=path.name) from None


def seal_of(request: SealRegistration, terms: Terms) -> Seal:
    """The seal that a request asks for.

    :raises SealRefusedError: whoever asks does not have the key, or the picture is another one.
    """
    try:
        certificate = x509.load_der_x509_certificate(request.certificate_der())
    except ValueError:
        raise SealRefusedError("SEAL_PROOF_WRONG", name=request.name) from None
    if not proves(certificate, request.proof_bytes(), request.statement()):
        raise SealRefusedError("SEAL_PROOF_WRONG", name=request.name)
    try:
        mask = from_png(request.picture_png(), request.size_mm).sha256
    except SealError:
        mask = ""
    if mask != request.mask_sha256:
        raise SealRefusedError("SEAL_PICTURE_WRONG", name=request.name)
    return Seal(
        seal_id=request.seal_id or f"seal-{uuid4().hex[:12]}",
        name=request.name,
        kind=request.kind,
        owner_org=request.org_id,
        valid_from=terms.valid_from or certificate.not_valid_before_utc,
        valid_to=terms.valid_to or certificate.not_valid_after_utc,
        allowed_forms=terms.allowed_forms,
        holders=terms.holders or [request.user_id],
        certificates=[request.certificate],
        mask_sha256=request.mask_sha256,
        size_mm=request.size_mm,
    )
