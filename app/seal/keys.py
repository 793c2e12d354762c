"""Where a seal's private key lives, and what a caller may ask of it.

A caller never names an algorithm: it asks a provider to describe the key, opens it with a PIN, and
hands the open key to :func:`app.seal.stamp.seal`. An SM2 provider would bring its own
:class:`app.seal.signer.LeanSigner` and change nothing here (docs/decisions/0009).
"""

from __future__ import annotations

from collections.abc import Coroutine
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol, TypeVar

from app.seal.pin_guard import PinGuard
from app.seal.signer import LeanSigner

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class KeyInfo:
    """What the certificate of a key says; nothing secret.

    Attributes:
        subject: common name of the holder, else the organisation.
        organisation: name of the office in the certificate, empty where it names none.
        serial: serial number, upper-case hexadecimal.
        fingerprint: SHA-256 of the certificate, lower-case hexadecimal.
        algorithm: ``P-256``, ``RSA-2048`` …; for showing only.
        usages: codes of :data:`app.seal.certificate.USAGE_WORDS`.
        chain: subjects from the holder's issuer up to the root, as far as the provider has them.
        stand_in: the key is no SM2 key, so 非国密 GB/T 38540 签章 has to be said.
    """

    subject: str
    organisation: str
    issuer: str
    serial: str
    fingerprint: str
    not_before: datetime
    not_after: datetime
    algorithm: str
    usages: tuple[str, ...]
    chain: tuple[str, ...]
    stand_in: bool


class OpenKey(Protocol):
    """A key whose PIN was right; usable until its context ends."""

    @property
    def info(self) -> KeyInfo:
        """The key in words."""

    @property
    def signer(self) -> LeanSigner:
        """What pyHanko signs with.

        :raises SealError: KEY_CLOSED after the context ended.
        """

    @property
    def digest(self) -> str:
        """The hash that goes with the key, as pyHanko names it."""

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        """Run one signing coroutine to its end.

        :raises SealError: the key was taken away meanwhile (TOKEN_REMOVED …).
        """


class KeyProvider(Protocol):
    """A key file or a token."""

    def describe(self) -> KeyInfo:
        """Read the certificate.

        :raises SealError: there is none, or it cannot be read without the PIN.
        """

    def guard(self) -> PinGuard:
        """The counter of wrong PINs.

        :raises SealError: the file or the token is not there.
        """

    def open(self, pin: str) -> AbstractContextManager[OpenKey]:
        """Open the key for one batch; the PIN is forgotten at once.

        :raises SealError: PIN_WRONG with the tries left, PIN_LOCKED, PIN_WAIT, TOKEN_ABSENT,
            KEY_FILE_DAMAGED …
        """
