"""What sync remembers in the journal: the session, the server's clock, the officer's pauses.

The journal is encrypted and durable, and survives a cache that is thrown away.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from app.store.journal import Journal
from app.sync.clock import ServerClock

_TOKEN = "sync.refresh_token"  # noqa: S105 - the name of a setting
_OFFSET = "sync.clock_offset"
_HEARD = "sync.clock_heard"
_PAUSED = "sync.paused"
_DOWNLOADS_PAUSED = "sync.downloads_paused"
_WORTH_NOTING = 1.0
_HEARD_APART = timedelta(minutes=10)


class JournalTokens:
    """The refresh token of a home (:class:`app.sync.tokens.TokenStore`)."""

    def __init__(self, journal: Journal) -> None:
        self._journal = journal

    def load(self) -> str | None:
        """The token, if there is one."""
        token = self._journal.setting(_TOKEN)
        return token if isinstance(token, str) else None

    def save(self, refresh_token: str | None) -> None:
        """Replace or forget it; on the disk when this returns."""
        self._journal.put_settings({_TOKEN: refresh_token})


def load_clock(journal: Journal) -> ServerClock:
    """The server's clock as last seen from this machine."""
    seconds = journal.setting(_OFFSET, 0.0)
    known = isinstance(seconds, int | float)
    return ServerClock(timedelta(seconds=seconds) if known else timedelta())


def save_clock(journal: Journal, clock: ServerClock) -> None:
    """Remember the offset, where it has moved by more than a second, and when it was learnt, where
    that is ten minutes from what is remembered."""
    seconds = clock.offset.total_seconds()
    known = journal.setting(_OFFSET, 0.0)
    if not isinstance(known, int | float) or abs(seconds - known) > _WORTH_NOTING:
        journal.put_settings({_OFFSET: seconds})
    heard = load_heard(journal)
    if heard is None or abs(clock.now() - heard) > _HEARD_APART:
        journal.put_settings({_HEARD: clock.now().isoformat()})


def load_heard(journal: Journal) -> datetime | None:
    """When the server's time was last heard, by the server's clock; to some ten minutes."""
    kept = journal.setting(_HEARD)
    return datetime.fromisoformat(kept) if isinstance(kept, str) else None


class Pauses:
    """The officer's pauses; they outlive reconnecting and a restart, only the officer ends them."""

    def __init__(self, journal: Journal) -> None:
        self._journal = journal
        self._all = bool(journal.setting(_PAUSED))
        self._downloads = bool(journal.setting(_DOWNLOADS_PAUSED))

    @property
    def all(self) -> bool:
        """Nothing is exchanged with the server."""
        return self._all

    @property
    def downloads(self) -> bool:
        """No attachments are fetched."""
        return self._downloads

    def set_all(self, paused: bool) -> None:
        """Pause or go on."""
        self._all = paused
        self._journal.put_settings({_PAUSED: paused})

    def set_downloads(self, paused: bool) -> None:
        """Pause the downloads or go on."""
        self._downloads = paused
        self._journal.put_settings({_DOWNLOADS_PAUSED: paused})
