"""用章凭证: all that a stranger needs to check sealed documents, in one ZIP (design §7)."""

from __future__ import annotations

from app.operations.sealing.evidence.export import EvidenceReport, export_pack

__all__ = ["EvidenceReport", "export_pack"]
