"""设置: display, lock, downloads, keys, and the machine's self-check."""

from __future__ import annotations

from app.ui.pages.settings.page import SettingsPage

__all__ = ["SettingsPage"]
