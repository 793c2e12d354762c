"""Signed strings that a caller carries for us: access tokens, refresh tokens, cursors.

The key lies in the data folder, outside the database: a copy of the database alone forges nothing.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import os
import secrets
from pathlib import Path
from typing import Any


class ForgedError(ValueError):
    """The string was not signed here, or for another purpose."""


def load_key(path: Path) -> bytes:
    """The server's signing key; made on first use, readable by the owner alone."""
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_bytes()
    with os.fdopen(handle, "wb") as file:
        key = secrets.token_bytes(32)
        file.write(key)
        file.flush()
        os.fsync(file.fileno())
    return key


class Signer:
    """Packs a JSON object and its HMAC-SHA-256 into a URL-safe string."""

    def __init__(self, key: bytes) -> None:
        self._key = key

    def mac(self, purpose: str, data: bytes) -> bytes:
        """The keyed hash of ``data`` for one purpose."""
        return hmac.digest(self._key, purpose.encode() + b"\0" + data, hashlib.sha256)

    def pack(self, purpose: str, content: dict[str, Any]) -> str:
        """A signed string; the same content gives the same string."""
        body = json.dumps(content, separators=(",", ":"), sort_keys=True).encode()
        return f"{_text(body)}.{_text(self.mac(purpose, body))}"

    def unpack(self, purpose: str, packed: str) -> dict[str, Any]:
        """The content of a string that :meth:`pack` made.

        :raises ForgedError: for anything else.
        """
        body_text, _, mac_text = packed.partition(".")
        try:
            body, mac = _bytes(body_text), _bytes(mac_text)
        except ValueError as problem:
            raise ForgedError("not a signed string") from problem
        if not hmac.compare_digest(mac, self.mac(purpose, body)):
            raise ForgedError("the signature does not fit")
        content: dict[str, Any] = json.loads(body)
        return content


def _text(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def _bytes(text: str) -> bytes:
    return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
