"""Findings of the pre-check rules (domain §4.2, §4.13)."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from app.domain.enums import Severity


class Citation(BaseModel):
    """The sentence behind a rule.

    ``source`` is S0–S4, N# or W# as in the domain reference; ``sourced`` is false for own policy.
    """

    model_config = ConfigDict(frozen=True, defer_build=True)

    source: str
    place: str
    quote: str = ""
    sourced: bool = True


class Finding(BaseModel):
    """What a rule found at one place.

    ``params`` fill the texts ``finding.<rule>.title`` and ``finding.<rule>.fact`` of the message
    catalogue, suffixed with ``.<variant>`` where a rule has several. ``uncertain`` is said on
    screen (启发式, or that the rule could not be decided). ``file`` is the sha256 of the file that
    the finding is about, where it is about one.
    """

    model_config = ConfigDict(frozen=True, defer_build=True)

    rule_id: str
    severity: Severity
    module_code: str
    entry_id: str | None = None
    field: str | None = None
    slot: str | None = None
    file: str | None = None
    variant: str = ""
    params: dict[str, str] = Field(default_factory=dict)
    evidence: dict[str, Any] = Field(default_factory=dict)
    citation: Citation
    reason_id: str | None = None
    uncertain: bool = False
    gate: str = "PASS"

    @property
    def finding_id(self) -> str:
        """Stable name of this finding within its version: rule and place, and file where it has."""
        parts = (self.rule_id, self.module_code, self.entry_id, self.field, self.slot, self.variant)
        place = "/".join(part or "" for part in parts)
        return f"{place}/{self.file}" if self.file else place

    @property
    def message_code(self) -> str:
        """The catalogue code stem: ``finding.R071`` or ``finding.R022.ID_DATE``."""
        stem = f"finding.{self.rule_id}"
        return f"{stem}.{self.variant}" if self.variant else stem
