"""The words of levels, and how a title applied for is written with its level."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from app.ui.i18n import language, mark

_LEVELS = {
    "SENIOR_FULL": mark("levels", "正高"),
    "SENIOR_ASSOC": mark("levels", "副高"),
    "MIDDLE": mark("levels", "中级"),
    "JUNIOR_ASSISTANT": mark("levels", "初级"),
    "JUNIOR_STAFF": mark("levels", "员级"),
}


def level_word(level: str) -> str:
    """正高, 副高, 中级, 初级; empty for a level this program does not know."""
    return QCoreApplication.translate("levels", _LEVELS[level]) if level in _LEVELS else ""


def level_words() -> list[tuple[str, str]]:
    """All levels in order with their words."""
    return [(code, level_word(code)) for code in _LEVELS]


def titled(title: str, level: str) -> str:
    """高级工程师（副高）; the brackets are those of the language of the window.

    :param level: the code of the level, such as ``SENIOR_ASSOC``.
    """
    word = level_word(level)
    if not title or not word:
        return title or word
    return f"{title} ({word})" if language() == "en" else f"{title}（{word}）"
