"""Verifying seals on screen: any files, or what was sealed on a case."""

from __future__ import annotations

from app.lazy import lazily

_HOMES = {
    ".card": "SealVerdictCard",
    ".dialog": "VerifyDialog",
}
__all__, __getattr__ = lazily(__name__, _HOMES)
