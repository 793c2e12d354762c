"""Badges, severities and key caps: shape, word and colour, and words for screen readers."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from app.ui.theme import theme
from app.ui.widgets import (
    LOCAL_STATES,
    SEVERITIES,
    Badge,
    BadgeSpec,
    KeyHints,
    SeverityRow,
    badge_width,
    local_badge,
    paint_badge,
    paint_severities,
    severities_width,
    severity_badge,
    severity_sentence,
    worst_severity,
)


def drawn(spec: BadgeSpec, *, on_selected: bool = False, ground: str = "panel") -> QImage:
    image = QImage(badge_width(spec), 20, QImage.Format.Format_RGB32)
    image.fill(theme.color(ground))
    painter = QPainter(image)
    paint_badge(painter, 0, 10, spec, on_selected=on_selected)
    painter.end()
    return image


@pytest.mark.parametrize(
    ("style", "token"),
    [("soft", "red_soft"), ("solid", "red_fill"), ("line", "panel"), ("bare", "panel")],
)
def test_ground_of_each_style(style: str, token: str) -> None:
    spec = BadgeSpec("冲突", "red", style)  # type: ignore[arg-type]
    # A point in the padding, where there is neither border nor writing.
    assert drawn(spec).pixelColor(3, 10) == theme.color(token) or style == "bare"


def test_a_soft_accent_badge_turns_to_its_outline_on_a_selected_row() -> None:
    spec = BadgeSpec("审核中", "accent")
    inside, border = (3, 10), (20, 0)
    plain = drawn(spec)
    selected = drawn(spec, on_selected=True, ground="selected")
    assert plain.pixelColor(*inside) == theme.color("accent_soft")
    assert selected.pixelColor(*inside) == theme.color("selected")
    assert selected.pixelColor(*border) == theme.color("accent_text")


def test_severities_differ_in_shape_not_only_in_colour() -> None:
    specs = [severity_badge(name) for name in SEVERITIES]
    assert len({spec.icon for spec in specs}) == len(SEVERITIES)
    assert [spec.text for spec in specs] == ["拦截", "须改", "提醒", "待核", "约束"]


def test_local_states_have_each_a_word_and_an_icon() -> None:
    specs = [local_badge(state, "3/7") for state in LOCAL_STATES]
    assert len({spec.text for spec in specs}) == len(specs)
    assert all(spec.icon for spec in specs)
    assert local_badge("partial", "3/7").text == "缓存 3/7"


def test_a_badge_fits_its_words(qtbot: QtBot) -> None:
    badge = Badge(BadgeSpec("已提请复核", style="line", icon="pause"))
    qtbot.addWidget(badge)
    assert badge.accessibleName() == "已提请复核"
    before = badge.sizeHint().width()
    badge.set_spec(BadgeSpec("暂挂"))
    assert badge.sizeHint().width() < before


def test_severities_are_told_gravest_first_and_without_zeroes() -> None:
    counts = {"ASK": 1, "WARN": 0, "ERROR": 3, "BLOCK": 1}
    assert severity_sentence(counts) == "拦截 1，须改 3，待核 1"
    assert worst_severity(counts) == "BLOCK"
    assert severity_sentence({}) == "无问题"
    assert worst_severity({"WARN": 0}) == ""


def test_the_row_of_severities_is_as_wide_as_its_drawing(qtbot: QtBot) -> None:
    image = QImage(300, 20, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    for counts in ({"BLOCK": 1, "ERROR": 12, "GUARD": 3}, {}):
        assert paint_severities(painter, 0, 10, counts) == severities_width(counts)
    painter.end()
    row = SeverityRow({"ERROR": 2})
    qtbot.addWidget(row)
    assert row.accessibleName() == "须改 2"


def test_hints_give_way_from_the_right(qtbot: QtBot) -> None:
    hints = KeyHints([("F7", "下一类"), ("F8", "下一条"), ("F9", "转为意见")])
    qtbot.addWidget(hints)
    hints.resize(hints.sizeHint().width(), 20)
    assert len(hints.shown()) == 3
    hints.resize(hints.width() - 1, 20)
    assert hints.shown() == (("F7", "下一类"), ("F8", "下一条"))
    hints.resize(10, 20)
    assert hints.shown() == ()


def test_sizes_follow_the_font(qtbot: QtBot) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    badge = Badge(BadgeSpec("待签收"), parent)
    before = badge.sizeHint()
    theme.set_percent(130)
    after = badge.sizeHint()
    assert after.width() > before.width()
    assert after.height() > before.height()
