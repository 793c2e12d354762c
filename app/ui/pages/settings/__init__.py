"""设置: display, lock, downloads, keys, and the machine's self-check."""

from __future__ import annotations

from app.lazy import lazily

_HOMES = {
    ".page": "SettingsPage",
}
__all__, __getattr__ = lazily(__name__, _HOMES)
