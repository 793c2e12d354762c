"""One way to get randomness: a generator derived from what it is for."""

from __future__ import annotations

import hashlib
import random

Part = str | int


def derive(*parts: Part) -> int:
    """A 64-bit number that depends on every part and on nothing else (not on hash seeds)."""
    text = "\x1f".join(str(part) for part in parts)
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big")


def rng(*parts: Part) -> random.Random:
    """A random generator for exactly this purpose, for example ``rng(seed, "person", 7)``."""
    return random.Random(derive(*parts))  # noqa: S311 - invented documents, not secrets
