"""What the server hands out to verify seals by, so that a machine can do it without the server.

``GET /v1/seals`` answers with a :class:`SealBook`; the lists it names are ``GET
/v1/seals/crl/{name}``, DER, for anybody.
"""

from __future__ import annotations

import base64

from pydantic import BaseModel, ConfigDict, Field, field_validator

from app.domain.sealing import Seal


class SealBook(BaseModel):
    """The registered seals of some offices, and the authorities behind them.

    ``roots`` are certificates of authorities and ``time_roots`` of time-stamp authorities, DER in
    base64. ``lists`` names the lists of revoked certificates.
    """

    model_config = ConfigDict(extra="allow", frozen=True, hide_input_in_errors=True)

    seals: list[Seal] = Field(default_factory=list)
    roots: list[str] = Field(default_factory=list)
    time_roots: list[str] = Field(default_factory=list)
    lists: list[str] = Field(default_factory=list)

    @field_validator("roots", "time_roots")
    @classmethod
    def _base64(cls, texts: list[str]) -> list[str]:
        for text in texts:
            base64.b64decode(text, validate=True)
        return texts

    def roots_der(self) -> tuple[bytes, ...]:
        """The authorities."""
        return tuple(map(base64.b64decode, self.roots))

    def time_roots_der(self) -> tuple[bytes, ...]:
        """The time-stamp authorities."""
        return tuple(map(base64.b64decode, self.time_roots))
