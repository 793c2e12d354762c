"""Verdicts as JSON: the one shape of ``titledesk verify --json`` and of an evidence pack."""

from __future__ import annotations

from typing import Any

from app.seal.verify.verdict import FileVerdict, SealVerdict


def told_file(name: str, found: FileVerdict, language: str) -> dict[str, Any]:
    """A document with its seals; ``name`` is how the reader finds the file."""
    return {
        "file": name,
        "sha256": found.sha256,
        "form": found.form,
        "good": found.good,
        "seals": [_seal(one, language) for one in found.seals],
    }


def unread(name: str, why: str) -> dict[str, Any]:
    """A document that could not be opened at all."""
    return {"file": name, "good": False, "error": why, "seals": []}


def _seal(one: SealVerdict, language: str) -> dict[str, Any]:
    return {
        "verdict": one.verdict.value,
        "reason": one.reason,
        "message": one.text(language),
        "field": one.field_name,
        "seal_id": one.seal_id,
        "seal": one.seal_name,
        "signer": one.signer,
        "serial": one.serial,
        "sealed_at": one.sealed_at.isoformat() if one.sealed_at else None,
        "time_stamped": one.time_stamped,
        "case": one.case_id,
        "version": one.version_no,
        "usage_no": one.usage_no,
        "stand_in": one.stand_in,
    }
