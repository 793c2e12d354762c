"""Fonts of the style guide §3: the Chinese face first, figures of equal width."""

from __future__ import annotations

import sys

from PySide6.QtGui import QFont, QGuiApplication

_WINDOWS = ("Microsoft YaHei UI", "Segoe UI")
_OTHER = ("Noto Sans CJK SC", "WenQuanYi Micro Hei")
_MONO = ("Cascadia Mono", "Consolas", "Noto Sans Mono CJK SC")

#: With Segoe UI first, “”, … and — would come out narrow in Chinese text.
UI_FAMILIES = _WINDOWS if sys.platform == "win32" else _OTHER
MONO_FAMILIES = _MONO

TABULAR_FIGURES = QFont.Tag("tnum")


def build_font(pixels: int, *, bold: bool, mono: bool) -> QFont:
    """A font of the given height in logical pixels."""
    font = QFont()
    font.setFamilies(list(MONO_FAMILIES if mono else UI_FAMILIES))
    font.setPixelSize(pixels)
    font.setWeight(QFont.Weight.Bold if bold else QFont.Weight.Normal)
    font.setFeature(TABULAR_FIGURES, 1)
    if any(screen.devicePixelRatio() > 1 for screen in QGuiApplication.screens()):
        font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return font
