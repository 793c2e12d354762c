"""The system's high-contrast colours in place of our tokens (style guide §11)."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette, QStyleHints

from app.ui.theme.tokens import tokens

_ROLES: dict[str, QPalette.ColorRole] = {
    "accent": QPalette.ColorRole.Highlight,
    "accent_hover": QPalette.ColorRole.Highlight,
    "accent_press": QPalette.ColorRole.Highlight,
    "red_fill": QPalette.ColorRole.Highlight,
    "on_accent": QPalette.ColorRole.HighlightedText,
    "accent_text": QPalette.ColorRole.Link,
}
_GROUNDS = frozenset(
    {"window", "panel", "subtle", "hover", "selected", "canvas", "del_bg", "add_bg", "shadow"}
)


def wants_high_contrast(hints: QStyleHints) -> bool:
    """Whether the user asked the system for high contrast; known from Qt 6.10 on."""
    ask = getattr(hints, "accessibility", None)
    if ask is None:
        return False
    preference: Qt.ContrastPreference = ask().contrastPreference()
    return preference == Qt.ContrastPreference.HighContrast


def follow_contrast(hints: QStyleHints, changed: Callable[[], None]) -> None:
    """Call ``changed`` when the user switches high contrast on or off."""
    ask = getattr(hints, "accessibility", None)
    if ask is not None:
        ask().contrastPreferenceChanged.connect(changed)


def system_colours(palette: QPalette) -> Mapping[str, str]:
    """Every token as a colour of the system's palette: grounds are one, lines are ink.

    Shapes, words and borders tell apart what our tints would.
    """
    ground = palette.color(QPalette.ColorRole.Window).name()
    ink = palette.color(QPalette.ColorRole.WindowText).name()
    colours = {}
    for token in tokens().light:
        if token in _GROUNDS or token.endswith("_soft"):
            colours[token] = ground
        elif token in _ROLES:
            colours[token] = palette.color(_ROLES[token]).name()
        else:
            colours[token] = ink
    return colours
