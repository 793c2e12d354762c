"""Icons out of the Material Design font: by name, in a colour, at a physical size."""

from __future__ import annotations

import sys

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QGuiApplication, QIcon, QImage, QPalette
from PySide6.QtWidgets import QApplication

from app.viewers.glyphs import GlyphMissingError, glyph_icon, glyph_pixmap


def inks(picture: QImage) -> set[str]:
    """The colours of the pixels that are fully covered."""
    seen = (
        picture.pixelColor(x, y) for x in range(picture.width()) for y in range(picture.height())
    )
    return {colour.name() for colour in seen if colour.alpha() == 255}


@pytest.mark.parametrize(("side", "ratio"), [(16, 1.0), (16, 1.5), (20, 2.0)])
def test_a_pixmap_has_the_physical_size(qapp: QApplication, side: int, ratio: float) -> None:
    pixmap = glyph_pixmap("check", "#0f7b3f", side, ratio)
    assert pixmap.size() == QSize(round(side * ratio), round(side * ratio))
    assert pixmap.devicePixelRatio() == ratio
    assert inks(pixmap.toImage()) <= {"#0f7b3f"}
    assert any(pixmap.toImage().pixelColor(x, side // 2).alpha() for x in range(pixmap.width()))


def test_two_names_are_two_pictures(qapp: QApplication) -> None:
    one, other = (
        glyph_pixmap(name, "#000000", 16, 1.0).toImage() for name in ("check", "close-circle")
    )
    assert one != other


def test_a_disabled_icon_is_as_grey_as_disabled_text(qapp: QApplication) -> None:
    icon = glyph_icon("check-bold", "#d4380d")
    size = QSize(32, 32)
    grey = QGuiApplication.palette().color(QPalette.ColorGroup.Disabled, QPalette.ColorRole.Text)
    assert inks(icon.pixmap(size).toImage()) == {"#d4380d"}
    disabled = icon.pixmap(size, QIcon.Mode.Disabled).toImage()
    assert inks(disabled) <= {QColor(grey).name()}
    assert "#d4380d" not in inks(disabled)


def test_an_unknown_name_is_an_error(qapp: QApplication) -> None:
    with pytest.raises(GlyphMissingError):
        glyph_icon("no-such-glyph", "#000000")


def test_the_package_of_the_font_is_not_loaded(qapp: QApplication) -> None:
    glyph_pixmap("check", "#000000", 16, 1.0)
    assert "qtawesome" not in sys.modules
