"""The settings an officer may choose, where they are kept, and which the administrator has set."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final, Protocol

from app.operations.policy import Policy

IDLE_MINUTES: Final = (5, 10, 15, 30, 60)
"""Offered idle times before the window locks."""
DEFAULT_IDLE: Final = 15
QUOTA_GIB: Final = (5, 10, 20, 40, 80, 160)
"""Offered disk quotas for attachments, in GiB (domain §4.4: 20 by default)."""
DEFAULT_QUOTA: Final = 20

IDLE_KEY: Final = "settings.idle_minutes"
QUOTA_KEY: Final = "settings.quota_gib"
KEYMAP_KEY: Final = "settings.keymap"


class Keeper(Protocol):
    """Where the window keeps its state."""

    def get(self, key: str, default: Any) -> Any:
        """The kept value."""

    def put(self, key: str, value: Any) -> None:
        """Keep a value."""


@dataclass(frozen=True)
class Choices:
    """Reads settings: the administrator's word first, then the officer's, then the default."""

    state: Keeper
    policy: Policy

    def idle_minutes(self) -> int:
        """Minutes without a touch after which the window locks."""
        if self.policy.idle_lock_minutes is not None:
            return self.policy.idle_lock_minutes
        kept = self.state.get(IDLE_KEY, DEFAULT_IDLE)
        return kept if kept in IDLE_MINUTES else DEFAULT_IDLE

    def quota_gib(self) -> int:
        """GiB that attachments may take."""
        if self.policy.quota_gib is not None:
            return self.policy.quota_gib
        kept = self.state.get(QUOTA_KEY, DEFAULT_QUOTA)
        return kept if kept in QUOTA_GIB else DEFAULT_QUOTA

    def keymap(self) -> dict[str, tuple[str, ...]]:
        """The officer's own keys, by command."""
        kept = self.state.get(KEYMAP_KEY, {})
        return {
            command: tuple(key for key in keys if isinstance(key, str))
            for command, keys in kept.items()
            if isinstance(keys, list)
        }

    def locked(self) -> int:
        """How many settings the administrator has set."""
        values = (self.policy.server_url, self.policy.idle_lock_minutes, self.policy.quota_gib)
        return sum(value is not None for value in values) + (not self.policy.export_allowed)
