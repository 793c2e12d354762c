"""Errors as RFC 9457 problem documents (design §4)."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict, Field

MEDIA_TYPE = "application/problem+json"


class Problem(BaseModel):
    """A problem document. ``code`` is a key of the message catalogue, ``params`` fill its words."""

    model_config = ConfigDict(extra="allow", frozen=True)

    type: str = "about:blank"
    title: str = ""
    status: int
    detail: str = ""
    code: str = "SERVER_PROBLEM"
    params: dict[str, str] = Field(default_factory=dict)
    rule_ids: list[str] = Field(default_factory=list)
    errors: list[dict[str, Any]] = Field(default_factory=list)
