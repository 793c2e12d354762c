"""A key on a PKCS#11 token: a USB key, a card, SoftHSM2.

The PIN goes to the token and is not kept; the session that it opened is, until the key is closed.
Wrong PINs are counted by us as well as by the token (:mod:`app.seal.pin_guard`).
"""

from __future__ import annotations

import contextlib
import hashlib
import secrets
import threading
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import pkcs11
from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from pkcs11 import Attribute, ObjectClass, TokenFlag, exceptions
from pyhanko.sign.pkcs11 import PKCS11Signer

from app.seal.certificate import chain, describe, refuse_unsupported
from app.seal.keys import KeyInfo
from app.seal.loaded_key import LoadedKey
from app.seal.pin_guard import Attempt, PinGuard, PinLedger
from app.seal.problems import SealCode, SealError
from app.seal.signer import Certificates, LeanSigner

_WRONG: Final = (exceptions.PinIncorrect, exceptions.PinInvalid, exceptions.PinLenRange)
_ABSENT: Final = (
    exceptions.NoSuchToken, exceptions.TokenNotPresent, exceptions.TokenNotRecognised,
    exceptions.DeviceRemoved, exceptions.SlotIDInvalid, exceptions.DeviceError,
    exceptions.GeneralError,
)  # fmt: skip
_REMOVED: Final = (
    *_ABSENT, exceptions.SessionHandleInvalid, exceptions.SessionClosed,
    exceptions.ObjectHandleInvalid, exceptions.KeyHandleInvalid, exceptions.UserNotLoggedIn,
)  # fmt: skip
_CHALLENGE_BYTES: Final = 32

_sessions: Counter[str] = Counter()
"""Sessions that this program holds, by module: with one open a module cannot be started anew."""
_lock = threading.Lock()


@dataclass(frozen=True, slots=True)
class FoundToken:
    """A token that is there; ``keys`` are the labels of the certificates that a key may go with."""

    label: str
    keys: tuple[str, ...]


def list_tokens(module: Path) -> tuple[FoundToken, ...]:
    """The tokens that a driver finds now, without a PIN.

    :raises SealError: TOKEN_MODULE, TOKEN_TROUBLE.
    """
    library = _library(str(module))
    with _lock:
        if not _sessions[str(module)]:
            _attempted(library.reinitialize)  # a module may look at its slots only once
    slots, failure = _attempted(lambda: library.get_slots(token_present=True))
    if failure is not None:
        raise SealError(SealCode.TOKEN_TROUBLE, detail=type(failure).__name__)
    found: list[FoundToken] = []
    for slot in slots:
        token, failure = _attempted(slot.get_token)
        if failure is not None or not token.flags & TokenFlag.TOKEN_INITIALIZED:
            continue
        found.append(FoundToken(token.label, _key_labels(token)))
    return tuple(found)


def _key_labels(token: pkcs11.Token) -> tuple[str, ...]:
    read, failure = _attempted(lambda: _read_certificates(token))
    labels = [label for label, one in read if not _issues(one)] if failure is None else []
    return tuple(sorted(set(labels)))  # a driver gives them in any order


class Pkcs11Token:
    """A key on a token; see :class:`app.seal.keys.KeyProvider`.

    :param module: the library that the token's maker supplies.
    :param token_label: as the token names itself.
    :param key_label: of the private key and of its certificate.
    :param ledger: keeps the count of wrong PINs.
    """

    def __init__(self, module: Path, token_label: str, key_label: str, ledger: PinLedger) -> None:
        self._module = str(module)
        self._token_label = token_label
        self._key_label = key_label
        self._ledger = ledger

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self._token_label}/{self._key_label}>"

    def describe(self) -> KeyInfo:
        """See :class:`app.seal.keys.KeyProvider`; certificates are read without a PIN.

        :raises SealError: TOKEN_ABSENT, TOKEN_MODULE, KEY_NOT_FOUND, TOKEN_TROUBLE.
        """
        own, others = self._certificates()
        return describe(own, others)

    def guard(self) -> PinGuard:
        """Our counter of wrong PINs of this token."""
        return self._guard(self._token())

    def open(self, pin: str) -> LoadedKey:
        """See :class:`app.seal.keys.KeyProvider`.

        :raises SealError: TOKEN_BUSY too, while this program has the token open already: a token
            knows one login a program, and would take any PIN.
        """
        try:
            token = self._token()
            own, others = self._certificates()
            refuse_unsupported(own)
            with self._guard(token).attempt() as attempt:
                session = self._login(token, pin, attempt)
        finally:
            pin = ""  # a traceback keeps this frame
        return self._loaded(session, own, others)

    def _token(self) -> pkcs11.Token:
        library = _library(self._module)
        token, failure = _attempted(lambda: library.get_token(token_label=self._token_label))
        with _lock:
            if isinstance(failure, _ABSENT) and not _sessions[self._module]:
                _attempted(library.reinitialize)  # a module may look at its slots only once
                token, failure = _attempted(
                    lambda: library.get_token(token_label=self._token_label)
                )
        if failure is not None:
            raise _refusal(
                failure, _ABSENT, SealError(SealCode.TOKEN_ABSENT, token=self._token_label)
            )
        there: pkcs11.Token = token
        return there

    def _guard(self, token: pkcs11.Token) -> PinGuard:
        named = f"{token.label}\n{bytes(token.serial).hex()}"
        return PinGuard(self._ledger, f"p11:{hashlib.sha256(named.encode()).hexdigest()}")

    def _certificates(self) -> tuple[x509.Certificate, list[x509.Certificate]]:
        token = self._token()
        found, failure = _attempted(lambda: _read_certificates(token))
        if failure is not None:
            raise _refusal(failure, _REMOVED, SealError(SealCode.TOKEN_REMOVED))
        own = [one for label, one in found if label == self._key_label]
        if len(own) != 1:
            raise SealError(SealCode.KEY_NOT_FOUND, label=self._key_label)
        return own[0], [one for label, one in found if label != self._key_label]

    def _login(self, token: pkcs11.Token, pin: str, attempt: Attempt) -> pkcs11.Session:
        if token.flags & TokenFlag.USER_PIN_LOCKED:
            attempt.untold()
            raise SealError(SealCode.PIN_LOCKED)
        session, failure = _attempted(lambda: token.open(user_pin=pin))
        pin = ""
        if failure is None:
            attempt.right()
            opened: pkcs11.Session = session
            return opened
        if isinstance(failure, _WRONG):
            flags = self._token().flags
            if flags & TokenFlag.USER_PIN_LOCKED:
                raise SealError(SealCode.PIN_LOCKED)
            last = bool(flags & TokenFlag.USER_PIN_FINAL_TRY)
            raise SealError(SealCode.PIN_WRONG, left=min(attempt.left, 1) if last else attempt.left)
        attempt.untold()
        if isinstance(failure, exceptions.PinLocked):
            raise SealError(SealCode.PIN_LOCKED)
        if isinstance(failure, exceptions.UserAlreadyLoggedIn | exceptions.SessionCount):
            raise SealError(SealCode.TOKEN_BUSY)
        raise _refusal(failure, _REMOVED, SealError(SealCode.TOKEN_REMOVED))

    def _loaded(
        self, session: pkcs11.Session, own: x509.Certificate, others: list[x509.Certificate]
    ) -> LoadedKey:
        signer = TokenSigner(session, self._key_label, Certificates(chain(own, others)))
        with _lock:
            _sessions[self._module] += 1
        key = LoadedKey(
            describe(own, others),
            signer,
            translate=_meaning,
            release=lambda: self._release(session),
        )
        try:
            self._prove(key, session, signer, own)
        except BaseException:
            key.close()
            raise
        return key

    def _prove(
        self, key: LoadedKey, session: pkcs11.Session, signer: TokenSigner, own: x509.Certificate
    ) -> None:
        """Sign something unpredictable: the key is there and belongs to the certificate."""
        wanted = {Attribute.CLASS: ObjectClass.PRIVATE_KEY, Attribute.LABEL: self._key_label}
        keys, failure = _attempted(lambda: list(session.get_objects(wanted)))
        if failure is not None or len(keys) != 1:
            raise SealError(SealCode.KEY_NOT_FOUND, label=self._key_label)
        challenge = secrets.token_bytes(_CHALLENGE_BYTES)
        signature = key.run(signer.async_sign_raw(challenge, key.digest))
        if not _verifies(own, signature, challenge):
            raise SealError(SealCode.KEY_NOT_OF_CERT)

    def _release(self, session: pkcs11.Session) -> None:
        with contextlib.suppress(exceptions.PKCS11Error):  # a token that is gone closed it itself
            session.close()
        with _lock:
            _sessions[self._module] -= 1


class TokenSigner(LeanSigner, PKCS11Signer):
    """Lets the token sign; the key is looked up once."""

    def __init__(self, session: pkcs11.Session, key_label: str, certificates: Certificates) -> None:
        self.certificates = certificates
        super().__init__(
            session,
            signing_cert=certificates.own,
            key_label=key_label,
            use_raw_mechanism=True,  # SoftHSM2 signs with P-256 only what was hashed before
        )


def _library(module: str) -> Any:
    library, failure = _attempted(lambda: pkcs11.lib(module))
    if failure is not None:
        raise SealError(SealCode.TOKEN_MODULE, module=Path(module).name)
    return library


def _issues(certificate: x509.Certificate) -> bool:
    try:
        return certificate.extensions.get_extension_for_class(x509.BasicConstraints).value.ca
    except x509.ExtensionNotFound:
        return False


def _attempted(work: Callable[[], Any]) -> tuple[Any, Exception | None]:
    """Result or failure, so that what is raised for it has no cause with a PIN in its frames."""
    try:
        return work(), None
    except exceptions.PKCS11Error as error:
        return None, error.with_traceback(None)


def _read_certificates(token: pkcs11.Token) -> list[tuple[str, x509.Certificate]]:
    with token.open() as session:
        return [
            (one[Attribute.LABEL], x509.load_der_x509_certificate(one[Attribute.VALUE]))
            for one in list(session.get_objects({Attribute.CLASS: ObjectClass.CERTIFICATE}))
        ]


def _refusal(failure: Exception, kinds: tuple[type[Exception], ...], meant: SealError) -> SealError:
    if isinstance(failure, kinds):
        return meant
    return SealError(SealCode.TOKEN_TROUBLE, detail=type(failure).__name__)


def _meaning(failure: Exception) -> SealError | None:
    """What it means when signing fails in the middle; None where it is no matter of the token."""
    if not isinstance(failure, exceptions.PKCS11Error):
        return None
    return _refusal(failure, _REMOVED, SealError(SealCode.TOKEN_REMOVED))


def _verifies(own: x509.Certificate, signature: bytes, data: bytes) -> bool:
    public = own.public_key()
    try:
        if isinstance(public, rsa.RSAPublicKey):
            public.verify(signature, data, padding.PKCS1v15(), hashes.SHA256())
        else:
            assert isinstance(public, ec.EllipticCurvePublicKey)
            public.verify(signature, data, ec.ECDSA(hashes.SHA256()))
    except InvalidSignature:
        return False
    return True
