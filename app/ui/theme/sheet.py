"""The one style sheet of the application, filled from the tokens.

Widgets carry dynamic properties (`kind`, `edge`, `tone`, `ring`) and never a sheet of their own.
What a sheet cannot draw well (badges, buttons, check boxes) is painted by the widgets themselves.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import combinations
from string import Template

_SIDES = {"t": "top", "b": "bottom", "l": "left", "r": "right"}
TONES = {
    "text": "text",
    "text2": "text2",
    "text3": "text3",
    "disabled": "disabled",
    "accent": "accent_text",
    "red": "red",
    "amber": "amber",
    "green": "green",
    "violet": "violet",
    "on_accent": "on_accent",
}
_GROUNDS = ("panel", "subtle", "window", "hover", "canvas", "selected")

_BASE = Template("""
QFrame[kind="card"] { background: $panel; border: 1px solid $line2; border-radius: 4px; }
QFrame[kind="dialog"] { background: $panel; border: 1px solid $line2; border-radius: 8px; }
QDialog, QMessageBox { background: $panel; }
QLineEdit, QPlainTextEdit, QTextEdit, QAbstractSpinBox {
    background: $panel; color: $text; border: 1px solid $line2; border-radius: 4px;
    selection-background-color: $accent; selection-color: $on_accent; }
QLineEdit { padding: 0 8px; }
QPlainTextEdit, QTextEdit { padding: 2px 4px; }
QLineEdit:focus { border: 2px solid $accent_text; padding: 0 7px; }
QPlainTextEdit:focus, QTextEdit:focus { border: 2px solid $accent_text; padding: 1px 3px; }
QLineEdit[ground="bare"] { background: transparent; border: 0; padding: 0; }
QLineEdit[ring="bad"], QPlainTextEdit[ring="bad"] { border-color: $red; }
QLineEdit:read-only, QPlainTextEdit[readOnly="true"], QLineEdit:disabled {
    background: $subtle; color: $text2; }
QHeaderView { background: $subtle; border: 0; }
QHeaderView::section { background: $subtle; color: $text3; border: 0; }
QAbstractItemView { background: $panel; border: 0; outline: 0; }
QAbstractItemView[ground="subtle"] { background: $subtle; }
QAbstractScrollArea::corner { background: transparent; border: 0; }
QScrollArea { background: transparent; border: 0; }
QScrollArea > QWidget > QWidget[kind="clear"] { background: transparent; }
QScrollBar:vertical { background: transparent; width: 10px; margin: 0; border: 0; }
QScrollBar:horizontal { background: transparent; height: 10px; margin: 0; border: 0; }
QScrollBar::handle { background: $line2; border-radius: 3px; margin: 2px; }
QScrollBar::handle:hover, QScrollBar::handle:pressed { background: $control; }
QScrollBar::handle:vertical { min-height: 32px; }
QScrollBar::handle:horizontal { min-width: 32px; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QSplitter::handle { background: $line; }
QSplitter::handle:hover { background: $accent_text; }
QMenu { background: $panel; color: $text; border: 1px solid $line2; padding: 4px 0; }
QMenu::item { padding: 5px 24px 5px 12px; min-height: 20px; }
QMenu::item:selected { background: $selected; }
QMenu::item:disabled { color: $disabled; }
QMenu::separator { height: 1px; background: $line; margin: 4px 0; }
QMenu::icon { padding-left: 8px; }
QToolTip { background: $panel; color: $text; border: 1px solid $line2; padding: 4px 8px; }
QComboBox QAbstractItemView { border: 1px solid $line2; selection-background-color: $selected;
    selection-color: $text; }
""")


def build_sheet(colours: Mapping[str, str], percent: int) -> str:
    """The style sheet for one scheme; ``percent`` scales nothing here but tool tips' text."""
    parts = [_BASE.substitute(colours)]
    parts += [
        f'QFrame[kind="{ground}"] {{ background: {colours[ground]}; }}' for ground in _GROUNDS
    ]
    for count in range(1, len(_SIDES) + 1):
        for sides in combinations(_SIDES, count):
            rules = " ".join(f"border-{_SIDES[s]}: 1px solid {colours['line']};" for s in sides)
            parts.append(f'QFrame[edge="{"".join(sides)}"] {{ {rules} }}')
    parts += [
        f'QLabel[tone="{tone}"] {{ color: {colours[token]}; }}' for tone, token in TONES.items()
    ]
    parts.append(f"QToolTip {{ font-size: {round(12 * percent / 100)}px; }}")
    return "\n".join(parts)
