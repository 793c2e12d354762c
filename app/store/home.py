"""The home folder of one account on one server, and its lock (design §3, §5).

Below a root there is one folder for each (server, user). Neither its name nor ``home.json`` tells
the user: the folder is named by a hash, and ``home.json`` holds the server's address, that hash,
and figures for the sign-in screen.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Self

from app.store.errors import StoreError, full_disk_as_error
from app.store.readmodels import SigninSummary

if TYPE_CHECKING:
    from filelock import FileLock

_FORMAT: Final = "titledesk-home"
_VERSION: Final = 1
_NAME: Final = re.compile(r"[0-9a-f]{32}")


class HomeMissing(StoreError):  # noqa: N818 - reads as the state it names
    """There is no home for this server and user (``HOME_MISSING``)."""


class HomeNewer(StoreError):  # noqa: N818
    """A newer program wrote this home (``HOME_NEWER``); it is left alone."""


class HomeLocked(StoreError):  # noqa: N818
    """Another program works on this home; ``pid`` names its process where that is known."""

    def __init__(self, pid: int | None) -> None:
        super().__init__("HOME_LOCKED", pid=str(pid) if pid else "?")
        self.pid = pid


def default_root() -> Path:
    """Where homes are kept unless told otherwise: the local, non-roaming application folder."""
    import platformdirs

    return platformdirs.user_data_path("TitleDesk", appauthor=False, roaming=False)


def home_name(server_url: str, user: str) -> str:
    """The folder name of an account; tells nothing about it but equality."""
    text = f"titledesk home\n{server_url.strip().rstrip('/')}\n{user.strip()}"
    return hashlib.sha256(text.encode()).hexdigest()[:32]


@dataclass(frozen=True)
class HomeLock:
    """Held by the one program that works on a home; freed by the system if that is killed."""

    _file: FileLock
    _pid_path: Path

    def release(self) -> None:
        """Let another program in."""
        self._pid_path.unlink(missing_ok=True)
        self._file.release()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.release()


@dataclass(frozen=True)
class Home:
    """One account's folder.

    Attributes:
        path: the folder.
        server_url: the server it belongs to, without a slash at the end.
    """

    path: Path
    server_url: str

    @classmethod
    def open(cls, root: Path, server_url: str, user: str, *, create: bool = True) -> Home:
        """The home of ``user`` at ``server_url`` below ``root``, made where it is not there.

        A ``home.json`` that cannot be read is written anew: what it says is known here.

        :raises HomeMissing: it is not there and ``create`` is false.
        :raises HomeNewer: a newer program wrote it.
        :raises StoreFull: no room to make it.
        """
        path = root / home_name(server_url, user)
        if _read(path / "home.json") is not None:
            return cls.at(path)
        home = cls(path, server_url.strip().rstrip("/"))
        if not create and not home.keys_path.exists():
            raise HomeMissing("HOME_MISSING")
        with full_disk_as_error("home"):
            path.mkdir(parents=True, exist_ok=True)
            path.chmod(0o700)
        home._write({"created_at": datetime.now(UTC).isoformat(timespec="seconds")})
        return home

    @classmethod
    def at(cls, path: Path) -> Home:
        """The home in a folder that is known to be one.

        :raises HomeMissing: it is none, or its ``home.json`` cannot be read.
        :raises HomeNewer: a newer program wrote it.
        """
        facts = _read(path / "home.json")
        if facts is None:
            raise HomeMissing("HOME_MISSING")
        if facts.get("version", 0) > _VERSION:
            raise HomeNewer("HOME_NEWER")
        return cls(path, str(facts.get("server_url", "")))

    @property
    def journal_path(self) -> Path:
        """The officer's word."""
        return self.path / "journal.db"

    @property
    def cache_path(self) -> Path:
        """The server's word."""
        return self.path / "cache.db"

    @property
    def blobs_path(self) -> Path:
        """The folder of attachments."""
        return self.path / "blobs"

    @property
    def passing_path(self) -> Path:
        """The folder of what is looked at once and not kept."""
        return self.path / "passing"

    @property
    def keys_path(self) -> Path:
        """The wrapped master key."""
        return self.path / "keys.json"

    def lock(self) -> HomeLock:
        """Take the home for this process.

        :raises HomeLocked: another program has it.
        """
        pid_path = self.path / "lock.pid"
        from filelock import FileLock, Timeout  # loads asyncio; the sign-in window reads homes

        file = FileLock(self.path / "lock", timeout=0, thread_local=False)
        try:
            file.acquire()
        except Timeout as problem:
            raise HomeLocked(_read_pid(pid_path)) from problem
        with suppress(OSError):  # a courtesy to the next program; a full disk must not bar the way
            pid_path.write_text(str(os.getpid()), "ascii")
        return HomeLock(file, pid_path)

    @property
    def summary(self) -> SigninSummary:
        """The figures left for the sign-in screen; empty ones where there are none."""
        return _summary_from((_read(self.path / "home.json") or {}).get("summary"))

    def save_summary(self, summary: SigninSummary) -> None:
        """Leave the figures that the sign-in screen shows before anybody unlocks the home."""
        facts = _read(self.path / "home.json") or {}
        self._write({"created_at": facts.get("created_at"), "summary": _summary_json(summary)})

    def _write(self, facts: Mapping[str, Any]) -> None:
        known = {"format": _FORMAT, "version": _VERSION, "server_url": self.server_url}
        write_json(self.path / "home.json", {**known, "account": self.path.name, **facts})


def list_homes(root: Path) -> list[Home]:
    """The homes below ``root`` that this program can open, the last used first."""
    found: list[tuple[float, Home]] = []
    for path in root.iterdir() if root.is_dir() else ():
        if _NAME.fullmatch(path.name):
            try:
                found.append(((path / "home.json").stat().st_mtime, Home.at(path)))
            except (HomeMissing, HomeNewer, OSError):
                continue  # not for us; `doctor` lists folders that are not homes
    return [home for _, home in sorted(found, key=lambda pair: pair[0], reverse=True)]


def write_json(path: Path, value: object) -> None:
    """Replace a small file so that a kill leaves the old or the new one, never half of one.

    :raises StoreFull: no room; the old file stays.
    """
    fresh = path.with_name(path.name + ".new")
    with full_disk_as_error("home"):
        with fresh.open("w", encoding="utf-8") as file:
            json.dump(value, file, ensure_ascii=False, indent=1)
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(path)


def _read(path: Path) -> dict[str, Any] | None:
    try:
        facts = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        return None
    return facts if isinstance(facts, dict) and facts.get("format") == _FORMAT else None


def _read_pid(path: Path) -> int | None:
    try:
        return int(path.read_text("ascii"))
    except (OSError, ValueError):
        return None


def _summary_json(summary: SigninSummary) -> dict[str, Any]:
    return {
        "cases": summary.cases,
        "cases_cached": summary.cases_cached,
        "cached_bytes": summary.cached_bytes,
        "unsent": summary.unsent,
        "deadlines": {day.isoformat(): count for day, count in summary.deadlines.items()},
    }


def _summary_from(facts: object) -> SigninSummary:
    """Read the figures leniently: they are a courtesy, a broken one must not bar the way in."""
    if not isinstance(facts, dict):
        return SigninSummary()
    try:
        return SigninSummary(
            cases=int(facts["cases"]),
            cases_cached=int(facts["cases_cached"]),
            cached_bytes=int(facts["cached_bytes"]),
            unsent=int(facts["unsent"]),
            deadlines={date.fromisoformat(day): int(n) for day, n in facts["deadlines"].items()},
        )
    except (KeyError, TypeError, ValueError, AttributeError):
        return SigninSummary()
