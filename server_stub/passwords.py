"""Passwords: argon2id, and the same time spent on an account that does not exist."""

from __future__ import annotations

import os
from base64 import b64encode

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError
from argon2.low_level import ARGON2_VERSION

from server_stub.settings import PasswordCost


class Passwords:
    """Makes and checks password hashes with the server's parameters."""

    def __init__(self, cost: PasswordCost) -> None:
        self._hasher = PasswordHasher(
            time_cost=cost.time, memory_cost=cost.memory_kib, parallelism=cost.lanes
        )
        # Random where a hash belongs: it takes as long to check, and no start has to make one.
        salt, digest = (b64encode(os.urandom(size)).decode().rstrip("=") for size in (16, 32))
        costs = f"m={cost.memory_kib},t={cost.time},p={cost.lanes}"
        self._nobody = f"$argon2id$v={ARGON2_VERSION}${costs}${salt}${digest}"

    def hash(self, password: str) -> str:
        """A new hash in the PHC string format."""
        return self._hasher.hash(password)

    def verify(self, stored: str | None, password: str) -> bool:
        """Whether ``password`` fits; ``stored`` is None for an account that does not exist."""
        try:
            fits = self._hasher.verify(stored or self._nobody, password)
        except VerifyMismatchError:
            return False
        return fits and stored is not None


def is_password_hash(text: str) -> bool:
    """Whether ``text`` is an argon2id hash that this server can check."""
    try:
        PasswordHasher().check_needs_rehash(text)
    except InvalidHashError:
        return False
    return text.startswith("$argon2id$")
