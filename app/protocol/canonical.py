"""The canonical form by which both sides name a content (design §4, RFC 8785)."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

import rfc8785

NOT_CONTENT = frozenset({"content_sha256", "submitted_at", "local_state"})
"""Fields of a version that are about it rather than in it."""


def canonical(value: Any) -> bytes:
    """The RFC 8785 bytes of a JSON value.

    :raises ValueError: where the value has no canonical form (NaN, integers beyond 2^53).
    """
    return rfc8785.dumps(value)


def sha256_hex(data: bytes) -> str:
    """Lower-case hexadecimal SHA-256."""
    return hashlib.sha256(data).hexdigest()


def content_sha256(version: Mapping[str, Any]) -> str:
    """The hash of what an applicant submitted; vectors stand in ``docs/canonical.md``.

    :param version: the version document as JSON, with or without its own hash.
    """
    return sha256_hex(canonical({k: v for k, v in version.items() if k not in NOT_CONTENT}))
