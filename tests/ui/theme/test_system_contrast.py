"""With the system's high contrast every token is one of the system's colours."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication

from app.ui.theme import current, theme
from app.ui.theme.system_contrast import system_colours
from app.ui.theme.tokens import INKS, PAIRS, contrast, tokens


@pytest.fixture
def black() -> QPalette:
    palette = QPalette()
    palette.setColor(QPalette.ColorRole.Window, QColor("#000000"))
    palette.setColor(QPalette.ColorRole.WindowText, QColor("#ffffff"))
    palette.setColor(QPalette.ColorRole.Highlight, QColor("#1aebff"))
    palette.setColor(QPalette.ColorRole.HighlightedText, QColor("#000000"))
    palette.setColor(QPalette.ColorRole.Link, QColor("#ffff00"))
    return palette


def test_every_token_has_a_colour_that_can_be_read(black: QPalette) -> None:
    colours = system_colours(black)
    assert colours.keys() == tokens().light.keys()
    for ink in INKS:
        assert contrast(colours[ink], colours["panel"]) >= 7
    for ink, ground in PAIRS:
        assert contrast(colours[ink], colours[ground]) >= 7, (ink, ground)
    assert contrast(colours["line"], colours["panel"]) >= 7


def test_the_theme_gives_way_to_the_system(
    qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(current, "wants_high_contrast", lambda _hints: True)
    theme.set_mode("dark")
    try:
        assert theme.color("panel") == qapp.palette().color(QPalette.ColorRole.Window)
        assert theme.color("line") == qapp.palette().color(QPalette.ColorRole.WindowText)
    finally:
        monkeypatch.undo()
        theme.set_mode("light")
    assert theme.color("panel").name().upper() == tokens().light["panel"]
