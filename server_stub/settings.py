"""What an operator may set, with the defaults the server runs with."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True)
class PasswordCost:
    """argon2id parameters (RFC 9106, second recommended option); ``memory_kib`` in KiB."""

    time: int = 3
    memory_kib: int = 65536
    lanes: int = 4


@dataclass(frozen=True)
class Throttle:
    """How many wrong passwords are taken before a pause, per account and per address."""

    account_tries: int = 5
    address_tries: int = 30
    pause_minutes: int = 15


@dataclass(frozen=True)
class SealFiles:
    """What the operator has seals verified by, PEM or DER each.

    ``roots`` are certificates of authorities, those between a root and a seal included;
    ``time_roots`` of time-stamp authorities; ``lists`` name revoked certificates (CRL).
    """

    roots: tuple[Path, ...] = ()
    time_roots: tuple[Path, ...] = ()
    lists: tuple[Path, ...] = ()


@dataclass(frozen=True)
class Settings:
    """Settings of one server. Times are in seconds, sizes in bytes.

    ``probe_files``: have files looked into by a worker process. The command line turns it on.
    """

    name: str = "TitleDesk"
    access_seconds: int = 15 * 60
    refresh_seconds: int = 30 * 24 * 3600
    refresh_grace_seconds: int = 60
    password: PasswordCost = field(default_factory=PasswordCost)
    throttle: Throttle = field(default_factory=Throttle)
    max_page: int = 500
    max_ops: int = 500
    max_claims_per_call: int = 1000
    max_blob_bytes: int = 256 * 1024 * 1024
    max_body_bytes: int = 32 * 1024 * 1024
    probe_files: bool = False
    seal_files: SealFiles = field(default_factory=SealFiles)
