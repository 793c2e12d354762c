"""Text is shown as it is, cut only where a tool tip tells the rest, and wrapped at 138 %."""

from __future__ import annotations

from PySide6.QtGui import QFontMetricsF
from pytestqt.qtbot import QtBot

from app.ui.theme import theme
from app.ui.widgets import ElideLabel, Label
from app.ui.widgets.paint import LINE_HEIGHT, Wrapped, advance

LONG = "桂山样例机械股份有限公司城东分公司第二项目部"


def test_markup_in_a_name_stays_text(qtbot: QtBot) -> None:
    for wrap in (False, True):
        label = Label("<b>云</b>&知秋", wrap=wrap)
        qtbot.addWidget(label)
        assert label.plain_text() == "<b>云</b>&知秋"
        assert label.sizeHint().width() == advance("<b>云</b>&知秋", theme.font(13))


def test_the_tip_is_there_only_where_text_is_cut(qtbot: QtBot) -> None:
    label = ElideLabel(LONG)
    qtbot.addWidget(label)
    label.show()
    label.resize(label.sizeHint())
    assert not label.is_cut()
    assert label.toolTip() == ""
    label.resize(100, 20)
    assert label.is_cut()
    assert label.toolTip() == LONG
    label.setText("短")
    assert label.toolTip() == ""


def test_a_cut_label_may_become_narrow(qtbot: QtBot) -> None:
    label = ElideLabel(LONG)
    qtbot.addWidget(label)
    assert label.minimumSizeHint().width() < 60


def test_a_wrapped_label_grows_as_it_narrows(qtbot: QtBot) -> None:
    label = Label(LONG, wrap=True)
    qtbot.addWidget(label)
    wide, narrow = label.heightForWidth(1000), label.heightForWidth(120)
    natural = QFontMetricsF(label.font()).height()
    lines = Wrapped(LONG, label.font(), 120).lines
    assert lines > 2
    assert abs(wide - natural) <= 1
    assert abs(narrow - natural * (1 + LINE_HEIGHT * (lines - 1))) <= lines


def test_line_breaks_are_kept(qtbot: QtBot) -> None:
    assert Wrapped("一\n二\n三", theme.font(13), 500).lines == 3


def test_an_advance_is_never_too_short() -> None:
    for text in ("论文 2 · 附件", "今天 18:00 截止", LONG):
        font = theme.font(13, bold=True)
        assert advance(text, font) >= QFontMetricsF(font).horizontalAdvance(text)
