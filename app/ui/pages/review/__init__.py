"""The review cockpit: modules, scans, fields, findings, comments, decision."""

from __future__ import annotations

from app.lazy import lazily

_HOMES = {
    ".page": "ReviewPage",
}
__all__, __getattr__ = lazily(__name__, _HOMES)
