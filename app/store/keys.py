"""The master key of a home and its two wrappings (design §5 Keys).

A random 32-byte master key is never stored bare. ``keys.json`` holds it twice: sealed with a key
that argon2id makes of the unlock password, and sealed with a random key that the system's keyring
keeps. Either copy recovers it. All other keys are derived from it by purpose.
"""

from __future__ import annotations

import base64
import json
import secrets
import unicodedata
from datetime import UTC, datetime
from typing import Any, Final

from argon2.low_level import Type, hash_secret_raw
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from keyring.backend import KeyringBackend

from app.store.errors import StoreError
from app.store.home import Home, write_json
from app.store.vault import KeyringRefused, Vault

_VERSION: Final = 1
_ARGON2: Final = {"time_cost": 3, "memory_kib": 65_536, "parallelism": 4}
_LIMITS: Final = {"time_cost": 16, "memory_kib": 1_048_576, "parallelism": 16}


class WrongPassword(StoreError):  # noqa: N818 - named in the contract between the rooms
    """The password does not open this home (``WRONG_PASSWORD``)."""


class KeysMissing(StoreError):  # noqa: N818
    """The home has no readable keys (``KEYS_MISSING``), or not in the keyring (``…_KEYRING``)."""


class KeyRing:
    """The unlocked keys of one home.

    Attributes:
        keyring_problem: why the system's keyring does not hold a copy, as a catalogue code; None
            where it does.
    """

    def __init__(self, master: bytes, keyring_problem: str | None = None) -> None:
        self._master = master
        self.keyring_problem = keyring_problem

    def derive(self, purpose: str) -> bytes:
        """The 32-byte key for one purpose: ``journal``, ``cache``, ``blobs``, ``names`` …"""
        info = b"titledesk " + purpose.encode()
        return HKDF(algorithm=SHA256(), length=32, salt=None, info=info).derive(self._master)

    def __repr__(self) -> str:
        return "KeyRing(…)"


def has_keys(home: Home) -> bool:
    """Whether the home was set up before."""
    return home.keys_path.exists()


def create(home: Home, password: str, *, backend: KeyringBackend | None = None) -> KeyRing:
    """Draw a master key and wrap it twice; the password copy is durable before this returns.

    A machine without a fit keyring is no reason to refuse: the password copy stands alone and
    ``keyring_problem`` says so.

    :param backend: the keyring to use instead of the system's.
    :raises StoreFull: nothing was set up.
    :raises FileExistsError: the home has keys already; they are never overwritten.
    """
    if has_keys(home):
        raise FileExistsError(str(home.keys_path))
    master = secrets.token_bytes(32)
    copies: dict[str, Any] = {"version": _VERSION, "password": _wrap_password(master, password)}
    write_json(home.keys_path, copies)
    return KeyRing(master, _keep_in_keyring(home, copies, master, backend))


def unlock_with_password(
    home: Home, password: str, *, backend: KeyringBackend | None = None
) -> KeyRing:
    """Open the home with its password, and restore the copy in the keyring if that was lost.

    :raises WrongPassword: it does not open.
    :raises KeysMissing: there is nothing to open.
    """
    copies = _load(home)
    master = _unwrap_password(copies.get("password"), password)
    problem = None
    try:
        Vault(backend).get(home.path.name)
    except KeyringRefused as refused:
        problem = refused.code
        if refused.code == "KEYRING_EMPTY":
            problem = _keep_in_keyring(home, copies, master, backend)
    return KeyRing(master, problem)


def unlock_with_keyring(home: Home, *, backend: KeyringBackend | None = None) -> KeyRing:
    """Open the home with the copy in the system's keyring.

    :raises KeyringRefused: there is no keyring that may hold a key.
    :raises KeysMissing: the keyring holds no fitting copy.
    """
    copies = _load(home)
    sealed = copies.get("keyring")
    if not isinstance(sealed, dict):
        raise KeysMissing("KEYS_MISSING_KEYRING")
    try:
        key = Vault(backend).get(home.path.name)
        return KeyRing(_open(sealed, key, b"keyring"))
    except (InvalidTag, KeyError, ValueError) as problem:
        raise KeysMissing("KEYS_MISSING_KEYRING") from problem
    except KeyringRefused as refused:
        if refused.code == "KEYRING_EMPTY":
            raise KeysMissing("KEYS_MISSING_KEYRING") from refused
        raise


def set_aside(home: Home) -> None:
    """Rename a key file that cannot be read, so that new keys can be made; never deleted."""
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S%fZ")
    home.keys_path.rename(home.keys_path.with_name(f"keys.set-aside-{stamp}.json"))


def change_password(home: Home, keys: KeyRing, password: str) -> None:
    """Wrap the master key with another password; the old one opens no more.

    :raises StoreFull: the old password stays valid.
    """
    copies = {**_load(home), "password": _wrap_password(keys._master, password)}
    write_json(home.keys_path, copies)


def forget_keyring(home: Home, *, backend: KeyringBackend | None = None) -> None:
    """Remove the copy in the system's keyring; only the password opens the home from now on.

    :raises KeyringRefused: there is no keyring that may hold a key.
    """
    write_json(home.keys_path, {k: v for k, v in _load(home).items() if k != "keyring"})
    Vault(backend).remove(home.path.name)


def _keep_in_keyring(
    home: Home, copies: dict[str, Any], master: bytes, backend: KeyringBackend | None
) -> str | None:
    """Wrap ``master`` by the keyring; the code of what stands in the way, if anything does."""
    key = secrets.token_bytes(32)
    try:
        Vault(backend).put(home.path.name, key)
    except KeyringRefused as refused:
        return refused.code
    write_json(home.keys_path, {**copies, "keyring": _seal(master, key, b"keyring")})
    return None


def _load(home: Home) -> dict[str, Any]:
    try:
        copies = json.loads(home.keys_path.read_text("utf-8"))
    except (OSError, ValueError) as problem:
        raise KeysMissing("KEYS_MISSING") from problem
    if not isinstance(copies, dict) or copies.get("version") != _VERSION:
        raise KeysMissing("KEYS_MISSING")
    return copies


def _wrap_password(master: bytes, password: str) -> dict[str, Any]:
    salt = secrets.token_bytes(16)
    facts: dict[str, Any] = {"kdf": "argon2id", "salt": _text(salt), **_ARGON2}
    return {**facts, **_seal(master, _stretch(password, facts), b"password")}


def _unwrap_password(sealed: object, password: str) -> bytes:
    if not isinstance(sealed, dict):
        raise KeysMissing("KEYS_MISSING")
    try:
        key = _stretch(password, sealed)
        return _open(sealed, key, b"password")
    except InvalidTag as problem:
        raise WrongPassword("WRONG_PASSWORD") from problem
    except (KeyError, ValueError, TypeError) as problem:
        raise KeysMissing("KEYS_MISSING") from problem


def _stretch(password: str, facts: dict[str, Any]) -> bytes:
    costs = {name: int(facts[name]) for name in _ARGON2}
    if any(not 0 < costs[name] <= limit for name, limit in _LIMITS.items()):
        raise ValueError("costs out of bounds")
    return hash_secret_raw(
        unicodedata.normalize("NFC", password).encode(),
        base64.b64decode(facts["salt"]),
        time_cost=costs["time_cost"],
        memory_cost=costs["memory_kib"],
        parallelism=costs["parallelism"],
        hash_len=32,
        type=Type.ID,
    )


def _seal(master: bytes, key: bytes, purpose: bytes) -> dict[str, str]:
    nonce = secrets.token_bytes(12)
    return {"nonce": _text(nonce), "sealed": _text(AESGCM(key).encrypt(nonce, master, purpose))}


def _open(sealed: dict[str, Any], key: bytes, purpose: bytes) -> bytes:
    nonce, body = base64.b64decode(sealed["nonce"]), base64.b64decode(sealed["sealed"])
    return AESGCM(key).decrypt(nonce, body, purpose)


def _text(raw: bytes) -> str:
    return base64.b64encode(raw).decode("ascii")
