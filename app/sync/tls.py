"""TLS through the system's certificate store, with refusals that can be put into words."""

from __future__ import annotations

import ssl

import truststore

# OpenSSL's X509_V_ERR_* and the CERT_E_* of Windows, which truststore passes through.
_CODES = {
    9: "TLS_NOT_YET_VALID",
    10: "TLS_EXPIRED",
    18: "TLS_SELF_SIGNED",
    19: "TLS_UNKNOWN_ISSUER",
    20: "TLS_UNKNOWN_ISSUER",
    21: "TLS_UNKNOWN_ISSUER",
    23: "TLS_REVOKED",
    62: "TLS_WRONG_HOST",
    64: "TLS_WRONG_HOST",
    0x800B0101: "TLS_EXPIRED",
    0x800B0109: "TLS_UNKNOWN_ISSUER",
    0x800B010A: "TLS_UNKNOWN_ISSUER",
    0x800B010C: "TLS_REVOKED",
    0x800B010F: "TLS_WRONG_HOST",
}


def system_context() -> ssl.SSLContext:
    """A client context that trusts what this machine trusts, with TLS 1.2 or newer."""
    context = truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    return context


def tls_code(error: BaseException) -> str | None:
    """The catalogue code of the TLS refusal behind ``error``, or None where TLS was not it."""
    seen: BaseException | None = error
    while seen is not None:
        if isinstance(seen, ssl.SSLCertVerificationError):
            # Windows gives the number signed.
            return _CODES.get(seen.verify_code & 0xFFFFFFFF, "TLS_NOT_TRUSTED")
        if isinstance(seen, ssl.SSLError):
            return "TLS_HANDSHAKE"
        seen = seen.__cause__ or seen.__context__
    return None
