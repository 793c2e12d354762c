"""What a certificate says, in words, and whether a seal may be made with it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from types import MappingProxyType
from typing import Final

from asn1crypto import x509 as asn1
from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from app.protocol.messages import DEFAULT_LANGUAGE, message
from app.seal.keys import KeyInfo
from app.seal.problems import SealCode, SealError, SealProblem

STAND_IN: Final = "非国密 GB/T 38540 签章"
"""What a screen says wherever a seal by an RSA or P-256 key is applied or verified."""

LEAST_RSA_BITS: Final = 2048

_USAGES: Final = (
    "digital_signature", "content_commitment", "key_encipherment", "data_encipherment",
    "key_agreement", "key_cert_sign", "crl_sign",
)  # fmt: skip
_EXTENDED: Final[Mapping[x509.ObjectIdentifier, str]] = MappingProxyType({
    ExtendedKeyUsageOID.EMAIL_PROTECTION: "email_protection",
    ExtendedKeyUsageOID.CODE_SIGNING: "code_signing",
    ExtendedKeyUsageOID.TIME_STAMPING: "time_stamping",
    ExtendedKeyUsageOID.CLIENT_AUTH: "client_auth",
    ExtendedKeyUsageOID.SERVER_AUTH: "server_auth",
})  # fmt: skip
USAGE_CODES: Final = (*_USAGES, *_EXTENDED.values())
SIGNS: Final = frozenset({"digital_signature", "content_commitment"})
"""Either of these makes a certificate fit for a seal (RFC 5280 §4.2.1.3)."""


def usage_words(info: KeyInfo, language: str = DEFAULT_LANGUAGE) -> tuple[str, ...]:
    """The key usages of a certificate as a reader knows them."""
    return tuple(message(f"seal.usage.{code}", language) for code in info.usages)


def describe(certificate: x509.Certificate, others: Iterable[x509.Certificate] = ()) -> KeyInfo:
    """What ``certificate`` says; ``others`` are where its issuers are looked for."""
    algorithm = algorithm_of(certificate)
    organisation = _first(certificate.subject, NameOID.ORGANIZATION_NAME)
    return KeyInfo(
        subject=_first(certificate.subject, NameOID.COMMON_NAME) or organisation,
        organisation=organisation,
        issuer=shown_name(certificate.issuer),
        serial=f"{certificate.serial_number:X}",
        fingerprint=certificate.fingerprint(hashes.SHA256()).hex(),
        not_before=certificate.not_valid_before_utc,
        not_after=certificate.not_valid_after_utc,
        algorithm=algorithm,
        usages=_usages(certificate),
        chain=tuple(shown_name(one.subject) for one in chain(certificate, others)[1:]),
        stand_in=not algorithm.startswith("SM2"),
    )


def algorithm_of(certificate: x509.Certificate) -> str:
    """Name and size of the public key: ``P-256``, ``RSA-2048``, else what the library calls it."""
    key = certificate.public_key()
    if isinstance(key, rsa.RSAPublicKey):
        return f"RSA-{key.key_size}"
    if isinstance(key, ec.EllipticCurvePublicKey):
        return "P-256" if isinstance(key.curve, ec.SECP256R1) else key.curve.name
    return type(key).__name__.removesuffix("PublicKey").strip("_")


def refuse_unsupported(certificate: x509.Certificate) -> None:
    """Raise for a key no seal is made with.

    :raises SealError: KEY_UNSUPPORTED for anything but P-256 and RSA from 2048 bits.
    """
    key = certificate.public_key()
    fits = isinstance(key, rsa.RSAPublicKey) and key.key_size >= LEAST_RSA_BITS
    if not fits and algorithm_of(certificate) != "P-256":
        raise SealError(SealCode.KEY_UNSUPPORTED, algorithm=algorithm_of(certificate))


def chain(
    certificate: x509.Certificate, others: Iterable[x509.Certificate]
) -> tuple[x509.Certificate, ...]:
    """``certificate`` and its issuers upwards; each signature on the way is checked."""
    pool = list(dict.fromkeys(others))
    found = [certificate]
    while found[-1].subject != found[-1].issuer:
        above = next((one for one in pool if one not in found and _issued(found[-1], one)), None)
        if above is None:
            break
        found.append(above)
    return tuple(found)


def problems_of(
    info: KeyInfo, now: datetime, *, fingerprint: str | None = None
) -> list[SealProblem]:
    """Why no seal should be made with this certificate at ``now`` (aware); empty where it may.

    :param fingerprint: of the certificate that the seal is bound to, where it is registered.
    """
    found: list[SealProblem] = []
    if fingerprint is not None and info.fingerprint != fingerprint:
        found.append(SealProblem(SealCode.CERT_FOREIGN_OFFICE, {"subject": _holder(info)}))
    found += unusable(info, now)
    if not info.chain:
        found.append(SealProblem(SealCode.CERT_CHAIN_BROKEN, {"issuer": info.issuer}))
    return found


def unusable(info: KeyInfo, now: datetime) -> list[SealProblem]:
    """What by itself makes a seal worthless: a certificate out of its term, or not for signing."""
    found: list[SealProblem] = []
    if now < info.not_before:
        found.append(SealProblem(SealCode.CERT_NOT_YET, {"since": _moment(info.not_before)}))
    if now > info.not_after:
        found.append(SealProblem(SealCode.CERT_EXPIRED, {"until": _moment(info.not_after)}))
    if not SIGNS & set(info.usages):
        usages = "、".join(usage_words(info)) or "—"
        found.append(SealProblem(SealCode.CERT_NO_SIGN_USAGE, {"usages": usages}))
    return found


def to_asn1(certificates: Sequence[x509.Certificate]) -> list[asn1.Certificate]:
    """The same certificates in the form that pyHanko takes."""
    der = serialization.Encoding.DER
    return [asn1.Certificate.load(one.public_bytes(der)) for one in certificates]


def _usages(certificate: x509.Certificate) -> tuple[str, ...]:
    extensions = certificate.extensions
    codes: list[str] = []
    try:
        usage = extensions.get_extension_for_class(x509.KeyUsage).value
        codes += [code for code in _USAGES if getattr(usage, code)]
    except x509.ExtensionNotFound:
        codes += sorted(SIGNS)  # unrestricted (RFC 5280 §4.2.1.3)
    try:
        extended = extensions.get_extension_for_class(x509.ExtendedKeyUsage).value
        codes += [_EXTENDED[one] for one in extended if one in _EXTENDED]
    except x509.ExtensionNotFound:
        pass
    return tuple(codes)


def _issued(lower: x509.Certificate, upper: x509.Certificate) -> bool:
    try:
        lower.verify_directly_issued_by(upper)
    except (ValueError, TypeError, InvalidSignature):
        return False
    return True


def _first(name: x509.Name, kind: x509.ObjectIdentifier) -> str:
    return next((str(one.value) for one in name.get_attributes_for_oid(kind)), "")


def shown_name(name: x509.Name) -> str:
    """How a holder or an issuer is called: by common name, else by organisation."""
    return _first(name, NameOID.COMMON_NAME) or _first(name, NameOID.ORGANIZATION_NAME)


def _holder(info: KeyInfo) -> str:
    parts = dict.fromkeys(part for part in (info.organisation, info.subject) if part)
    return " ".join(parts)


def _moment(at: datetime) -> str:
    return f"{at.astimezone():%Y-%m-%d %H:%M}"
