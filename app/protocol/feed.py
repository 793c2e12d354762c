"""The ordered feed of changes and the calls around it (design §4)."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from app.domain.model import Account, Claim


class Wire(BaseModel):
    """Base of wire messages: tolerant of fields from a newer server."""

    model_config = ConfigDict(extra="allow", frozen=True, hide_input_in_errors=True)


class ChangeKind(StrEnum):
    """Kinds of documents in the feed; a client skips the kinds it does not know."""

    APPLICATION = "application"
    ORGANISATION = "organisation"
    ACTIVITY = "activity"
    REASON = "reason"
    CALENDAR = "calendar"


class Change(Wire):
    """One changed document, or its tombstone (``doc`` is None) when it left the reader's scope."""

    kind: str
    id: str
    rev: int
    doc: dict[str, Any] | None = None
    tombstone: bool = False


class ChangesPage(Wire):
    """Answer of ``GET /v1/changes``. ``cursor`` goes into the next call; opaque to the client.

    ``reset`` is true when the cursor sent was of another epoch, user or scope: what follows is the
    whole scope from its beginning, and what is not listed is gone.
    """

    changes: list[Change]
    cursor: str
    more: bool
    epoch: str
    reset: bool = False
    server_time: AwareDatetime
    durable_mark: int = 0


class TokenPair(Wire):
    """Answer of ``/v1/auth/token`` and ``/v1/auth/refresh``; ``expires_in`` in seconds."""

    access_token: str
    refresh_token: str
    expires_in: int
    user_id: str
    server_time: AwareDatetime


class Me(Wire):
    """Answer of ``GET /v1/me``; ``profiles`` maps ``id@version`` to the sha256 of its bytes."""

    account: Account
    profiles: dict[str, str]
    approvers: list[str] = Field(default_factory=list)
    server_time: AwareDatetime
    epoch: str
    wire: int
    notice: str = ""


class ClaimRequest(Wire):
    """Body of ``POST /v1/claims``."""

    app_ids: list[str]
    device_id: str


class ClaimResult(Wire):
    """What became of one wanted claim: ``claim``, or a refusal code of the catalogue."""

    app_id: str
    claim: Claim | None = None
    code: str | None = None
    params: dict[str, str] = Field(default_factory=dict)


class ClaimAnswer(Wire):
    """Answer of ``POST /v1/claims`` and of renewals."""

    results: list[ClaimResult]
    server_time: AwareDatetime
