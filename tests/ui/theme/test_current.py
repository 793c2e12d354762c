"""The theme follows its setting and hands out what the tokens say."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QImage, QPainter, QPalette
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from app.ui.theme import repolish, theme
from app.ui.theme.fonts import TABULAR_FIGURES, UI_FAMILIES
from app.ui.theme.tokens import tokens


def test_mode_changes_palette_colours_and_icons(qapp: QApplication, qtbot: QtBot) -> None:
    before = theme.icon("magnify", "text")
    assert theme.icon("magnify", "text") is before
    with qtbot.waitSignal(theme.changed):
        theme.set_mode("dark")
    assert theme.dark
    assert theme.color("panel").name().upper() == tokens().dark["panel"]
    assert qapp.palette().color(QPalette.ColorRole.Base).name().upper() == tokens().dark["panel"]
    assert theme.icon("magnify", "text") is not before


def test_system_mode_follows_the_colour_scheme(
    qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    theme.set_mode("system")
    hints = qapp.styleHints()
    # The offscreen platform has no colour scheme of its own: say what a desktop would.
    monkeypatch.setattr(theme, "_system_is_dark", lambda: True)
    hints.colorSchemeChanged.emit(Qt.ColorScheme.Dark)
    assert theme.dark
    monkeypatch.setattr(theme, "_system_is_dark", lambda: False)
    hints.colorSchemeChanged.emit(Qt.ColorScheme.Light)
    assert not theme.dark


def test_every_palette_role_is_set_in_all_groups(qapp: QApplication) -> None:
    known = {value.upper() for value in tokens().light.values()}
    for role in QPalette.ColorRole:
        if role in (QPalette.ColorRole.NoRole, QPalette.ColorRole.NColorRoles):
            continue
        for group in (
            QPalette.ColorGroup.Active,
            QPalette.ColorGroup.Inactive,
            QPalette.ColorGroup.Disabled,
        ):
            assert qapp.palette().color(group, role).name().upper() in known, (role, group)


def test_font_is_chinese_first_and_tabular() -> None:
    font = theme.font(13, bold=True)
    assert font.families()[0] == UI_FAMILIES[0]
    assert font.weight() == QFont.Weight.Bold
    assert font.featureValue(TABULAR_FIGURES) == 1


def test_percent_multiplies_text_and_never_shrinks_rows() -> None:
    theme.set_percent(130)
    assert theme.font(20).pixelSize() == 26
    assert theme.px(28) == 36
    theme.set_percent(90)
    assert theme.font(20).pixelSize() == 18
    assert theme.px(28) == 28


def test_unknown_percent_is_refused() -> None:
    with pytest.raises(ValueError, match="120"):
        theme.set_percent(120)


@pytest.mark.parametrize("ratio", [1.0, 1.25, 1.5, 2.0])
def test_icon_is_drawn_in_its_place_and_colour(ratio: float) -> None:
    image = QImage(round(40 * ratio), round(40 * ratio), QImage.Format.Format_ARGB32)
    image.setDevicePixelRatio(ratio)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    theme.paint_icon(painter, "check-circle", 10, 20, 16, "green")
    painter.end()
    inked = [
        (x / ratio, y / ratio)
        for x in range(image.width())
        for y in range(image.height())
        if image.pixelColor(x, y).name() == theme.color("green").name()
    ]
    assert inked
    assert min(x for x, _ in inked) >= 9
    assert max(x for x, _ in inked) <= 27
    assert min(y for _, y in inked) >= 11
    assert max(y for _, y in inked) <= 29


def test_tone_property_colours_a_label(qtbot: QtBot) -> None:
    label = QLabel("拦截")
    qtbot.addWidget(label)
    label.setProperty("tone", "red")
    label.show()
    assert label.palette().color(QPalette.ColorRole.WindowText) == theme.color("red")
    label.setProperty("tone", "green")
    repolish(label)
    assert label.palette().color(QPalette.ColorRole.WindowText) == theme.color("green")


def test_what_looks_the_same_is_not_styled_again(qapp: QApplication) -> None:
    told: list[None] = []

    def tell() -> None:
        told.append(None)

    theme.changed.connect(tell)
    try:
        theme.install(qapp, "light", 100)
        assert told == []
        theme.set_percent(115)
        theme.install(qapp, "light", 115)
        assert len(told) == 1
    finally:
        theme.changed.disconnect(tell)
