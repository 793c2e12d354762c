"""The system's keyring, reached only where it keeps secrets secret (design §5 Keys)."""

from __future__ import annotations

import base64
import binascii
from typing import Final

import keyring
from keyring.backend import KeyringBackend
from keyring.errors import KeyringError, PasswordDeleteError

from app.store.errors import StoreError

SERVICE: Final = "TitleDesk"
_FIT: Final = frozenset(
    {
        "keyring.backends.SecretService",
        "keyring.backends.libsecret",
        "keyring.backends.kwallet",
        "keyring.backends.Windows",
        "keyring.backends.macOS",
    }
)


class KeyringRefused(StoreError):  # noqa: N818 - named in the contract between the rooms
    """The keyring cannot hold a key.

    Codes: ``KEYRING_UNFIT`` (null, fail, plain text or of unknown make; param ``backend``),
    ``KEYRING_FAILED`` (locked, or it did not answer), ``KEYRING_EMPTY`` (it holds none for this
    home).
    """


def fit_backend(backend: KeyringBackend | None = None) -> KeyringBackend:
    """The keyring to use: ``backend`` or the system's; of a chain its first fit member.

    :raises KeyringRefused: ``KEYRING_UNFIT``.
    """
    chosen = backend if backend is not None else keyring.get_keyring()
    members: list[KeyringBackend] = getattr(chosen, "backends", None) or [
        chosen
    ]  # a chain has many
    for member in members:
        if type(member).__module__ in _FIT:
            return member
    kind = type(chosen)
    raise KeyringRefused("KEYRING_UNFIT", backend=f"{kind.__module__}.{kind.__qualname__}")


class Vault:
    """Keeps random 32-byte keys under names that tell nothing."""

    def __init__(self, backend: KeyringBackend | None = None) -> None:
        """:raises KeyringRefused: ``KEYRING_UNFIT``."""
        self._backend = fit_backend(backend)

    def get(self, name: str) -> bytes:
        """:raises KeyringRefused: ``KEYRING_FAILED`` or ``KEYRING_EMPTY``."""
        try:
            text = self._backend.get_password(SERVICE, name)
        except (KeyringError, OSError, RuntimeError) as problem:
            raise KeyringRefused("KEYRING_FAILED") from problem
        try:
            key = base64.b64decode(text or "", validate=True)
        except binascii.Error as problem:
            raise KeyringRefused("KEYRING_EMPTY") from problem
        if len(key) != 32:
            raise KeyringRefused("KEYRING_EMPTY")
        return key

    def put(self, name: str, key: bytes) -> None:
        """Keep a key. :raises KeyringRefused: ``KEYRING_FAILED``."""
        try:
            self._backend.set_password(SERVICE, name, base64.b64encode(key).decode("ascii"))
        except (KeyringError, OSError, RuntimeError) as problem:
            raise KeyringRefused("KEYRING_FAILED") from problem

    def remove(self, name: str) -> None:
        """Forget a key; one that is not there is no error.

        :raises KeyringRefused: ``KEYRING_FAILED``.
        """
        try:
            self._backend.delete_password(SERVICE, name)
        except PasswordDeleteError:
            return
        except (KeyringError, OSError, RuntimeError) as problem:
            raise KeyringRefused("KEYRING_FAILED") from problem
