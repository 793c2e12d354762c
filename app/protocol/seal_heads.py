"""How a device and the server hold their records against each other (``/v1/seal-uses``).

Each tells the head of its own chain and what it last knew of the other's; lines that the server
lacks are sent. So neither can lose, change or swap a line without the other noticing.
"""

from __future__ import annotations

from typing import Final

from pydantic import BaseModel, ConfigDict, Field

from app.protocol.seal_use import GENESIS, SealUse

MOST_LINES: Final = 1_000
"""Lines of one call, either way."""


class Message(BaseModel):
    """Base of these messages: tolerant of fields from a newer side."""

    model_config = ConfigDict(extra="allow", frozen=True, hide_input_in_errors=True)


class ChainHead(Message):
    """Number and hash of a line; 0 and zeros before the first."""

    seq: int = Field(default=0, ge=0)
    hash: str = GENESIS


class SealUseReport(Message):
    """Body of ``POST /v1/seal-uses``.

    ``head`` is the device's newest line, ``log`` what the server last told of its own log.
    ``lines`` are those the server lacks, oldest first, at most :data:`MOST_LINES`.
    """

    head: ChainHead
    log: ChainHead = ChainHead()
    lines: list[SealUse] = Field(default_factory=list, max_length=MOST_LINES)


class SealUseAnswer(Message):
    """What the server has of the device.

    ``whole`` is the line up to which it has them all, ``newest`` the highest number it has.
    ``log`` is the head of its own log, ``log_then`` the hash its log has at the number that the
    device named; empty where it does not reach there. ``trouble`` are codes of the catalogue.
    """

    whole: ChainHead
    newest: int
    log: ChainHead
    log_then: str
    trouble: list[str] = Field(default_factory=list)


class SealUsesHeld(Message):
    """Answer of ``GET /v1/seal-uses``: the device's lines behind a number, as the server has them.

    ``broken_at`` is the first of all its lines that does not follow; None where all do.
    """

    lines: list[ChainHead]
    newest: int
    broken_at: int | None = None


class LogVerdict(Message):
    """Answer of ``GET /v1/audit/verify``: the server's own log, walked from its first line."""

    lines: int
    head: str
    broken_at: int | None = None
