"""The tab 印章: the office's seals on this machine, and the wizard that brings one here."""

from __future__ import annotations

from app.lazy import lazily

_HOMES = {
    ".tab": "OwnSealsTab",
}
__all__, __getattr__ = lazily(__name__, _HOMES)
