"""Lines of text: laid out once, cut where there is no room, anew after a change of theme."""

from __future__ import annotations

from PySide6.QtGui import QFontMetricsF

from app.ui.theme import theme
from app.ui.widgets.typesetting import Typesetter


def test_a_line_that_fits_is_whole_and_laid_out_once() -> None:
    setter, font = Typesetter(), theme.font(13)
    line = setter.fitting("示例市政工程集团", font, 400)
    assert line.text.text() == "示例市政工程集团"
    assert line.natural == QFontMetricsF(font).horizontalAdvance("示例市政工程集团")
    assert setter.fitting("示例市政工程集团", font, 300) is line


def test_a_line_without_room_is_cut_to_it() -> None:
    setter, font = Typesetter(), theme.font(13)
    room = 60.0
    line = setter.fitting("示例市政工程集团有限公司", font, room)
    assert line.text.text().endswith("…")
    assert line.natural <= room + 0.01
    assert setter.width("示例市政工程集团有限公司", font) > room


def test_the_same_words_in_another_font_are_another_line() -> None:
    setter = Typesetter()
    plain, bold = theme.font(13), theme.font(13, bold=True)
    assert setter.fitting("wwww", plain, 99) is not setter.fitting("wwww", bold, 99)


def test_a_line_break_is_a_blank() -> None:
    assert Typesetter().fitting("上\n下", theme.font(13), 99).text.text() == "上 下"


def test_a_larger_font_size_sets_anew() -> None:
    setter = Typesetter()
    before = setter.width("云知秋", theme.font(13))
    theme.set_percent(130)
    assert setter.width("云知秋", theme.font(13)) > before
