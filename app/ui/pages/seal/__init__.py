"""用章: the seal holder's page."""

from __future__ import annotations

from app.lazy import lazily

_HOMES = {
    ".page": "SealPage",
}
__all__, __getattr__ = lazily(__name__, _HOMES)
