"""Verdicts, gravest first, and what a file comes to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from app.protocol.form_binding import FormBinding
from app.protocol.messages import DEFAULT_LANGUAGE, message


class Verdict(StrEnum):
    """What one seal is worth. Only the last two are good."""

    UNREADABLE = "UNREADABLE"
    CHANGED = "CHANGED"
    PASTED_FROM_ELSEWHERE = "PASTED_FROM_ELSEWHERE"
    ADDED_AFTER = "ADDED_AFTER"
    PICTURE_ONLY = "PICTURE_ONLY"
    NOT_TRUSTED = "NOT_TRUSTED"
    OTHER_CASE_OR_VERSION = "OTHER_CASE_OR_VERSION"
    SEAL_REVOKED = "SEAL_REVOKED"
    SEAL_SUSPENDED = "SEAL_SUSPENDED"
    SEAL_EXPIRED = "SEAL_EXPIRED"
    AWAITING_TIMESTAMP = "AWAITING_TIMESTAMP"
    INTACT = "INTACT"

    @property
    def good(self) -> bool:
        """Whether the seal can be relied on; one without a time stamp for as long as it lasts."""
        return self in (Verdict.AWAITING_TIMESTAMP, Verdict.INTACT)


@dataclass(frozen=True, slots=True)
class SealVerdict:
    """One seal.

    ``reason`` is a code below ``verify.reason.`` with ``params``. ``sealed_at`` is the time stamp's
    where there is one, else the time the signer claims. ``stand_in``: made by a key that is no SM2
    key, which has to be said (非国密 GB/T 38540 签章).
    """

    verdict: Verdict
    reason: str
    params: Mapping[str, str] = field(default_factory=dict)
    field_name: str = ""
    page: int | None = None
    seal_id: str = ""
    seal_name: str = ""
    signer: str = ""
    serial: str = ""
    sealed_at: datetime | None = None
    time_stamped: bool = False
    case_id: str = ""
    version_no: int = 0
    usage_no: int = 0
    stand_in: bool = True

    def text(self, language: str = DEFAULT_LANGUAGE) -> str:
        """The reason in words."""
        return message(f"verify.reason.{self.reason}", language, **self.params)

    def headline(self, language: str = DEFAULT_LANGUAGE) -> str:
        """The verdict in words."""
        return message(f"verify.verdict.{self.verdict.value}", language)


@dataclass(frozen=True, slots=True)
class FileVerdict:
    """A document: its seals in the order they were put on. No seal at all is no good document.

    ``form`` and ``shows`` are what it says that it is of; empty where it says nothing.
    """

    sha256: str
    seals: tuple[SealVerdict, ...]
    form: str = ""
    shows: tuple[FormBinding, ...] = ()

    @property
    def good(self) -> bool:
        """Whether there is a seal and every one of them is good."""
        return bool(self.seals) and all(one.verdict.good for one in self.seals)

    @property
    def worst(self) -> Verdict | None:
        """The gravest verdict; None where there is no seal."""
        order = list(Verdict)
        return min((one.verdict for one in self.seals), key=order.index, default=None)
