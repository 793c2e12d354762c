"""The record of a seal's use: one line before the key is used, one for what came of it.

Lines of one device are chained by hash, on this machine and at the server alike, so that none can
be changed, left out or put in later without its successor telling. What a line holds is what an
office is asked about years later (domain §4.10).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from app.domain.enums import OpenEnum
from app.protocol.canonical import canonical, sha256_hex

GENESIS: Final = "0" * 64
"""What the first line names as its predecessor."""


class UseResult(OpenEnum):
    """What a line tells. ABANDONED: the program ended between the two lines; nothing was kept."""

    BEGUN = "BEGUN"
    SEALED = "SEALED"
    FAILED = "FAILED"
    ABANDONED = "ABANDONED"
    UNKNOWN = "UNKNOWN"


class SealUse(BaseModel):
    """One line. ``seq`` counts the lines of a device from 1, ``usage_no`` the uses of a seal there.

    ``at`` is this machine's clock, ``server_time`` what it takes the server's to be. ``rect_mm`` is
    left, top, width and height on ``page``, counted from 0; ``cross_pages`` show a part of a
    cross-page seal. ``doc_sha256`` is the form before, ``stamped_sha256`` after, empty unless
    SEALED. ``detail`` is the code of what went wrong. ``authentication`` says how the holder
    proved to be there, never a secret.
    """

    model_config = ConfigDict(frozen=True, extra="allow", hide_input_in_errors=True)

    seq: int = Field(gt=0)
    use_id: str
    usage_no: int = Field(gt=0)
    result: UseResult
    at: AwareDatetime
    server_time: AwareDatetime
    user_id: str
    user_name: str
    device_id: str
    seal_id: str
    certificate: str
    form: str
    app_id: str
    version_no: int
    content_sha256: str
    dossier_rev: int = 0
    batch_id: str = ""
    authentication: str = ""
    doc_sha256: str
    stamped_sha256: str = ""
    field: str = ""
    page: int = 0
    rect_mm: tuple[float, float, float, float] = (0.0, 0.0, 0.0, 0.0)
    cross_pages: tuple[int, ...] = ()
    detail: str = ""
    prev_hash: str
    hash: str = ""

    def sealed_in(self) -> SealUse:
        """The line with its hash."""
        return self.model_copy(update={"hash": line_hash(self)})


def line_hash(line: SealUse) -> str:
    """SHA-256 of the canonical form of a line without its hash, 64 hexadecimal digits."""
    return sha256_hex(canonical(line.model_dump(mode="json", exclude={"hash"})))


@dataclass(frozen=True, slots=True)
class ChainVerdict:
    """Whether a chain holds; ``broken_at`` is the ``seq`` of the first line that does not."""

    lines: int
    head: str
    broken_at: int | None = None

    @property
    def intact(self) -> bool:
        """No line was changed, removed or put in."""
        return self.broken_at is None


def walk(lines: Iterable[SealUse]) -> ChainVerdict:
    """Follow a device's lines from the first."""
    count, last, seq = 0, GENESIS, 0
    broken: int | None = None
    for line in lines:
        count += 1
        fits = line.seq == seq + 1 and line.prev_hash == last and line.hash == line_hash(line)
        if not fits and broken is None:
            broken = line.seq
        last, seq = line.hash, line.seq
    return ChainVerdict(count, last, broken)
