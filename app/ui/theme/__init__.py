"""Colours, fonts and icons of the window; `theme` is the one instance."""

from __future__ import annotations

from app.ui.theme.current import Theme, repolish, theme
from app.ui.theme.tokens import Mode

__all__ = ["Mode", "Theme", "repolish", "theme"]
