"""The words of an enhancement, and its switches one by one."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QCoreApplication

from app.media.look import Look

_PARTS = ("contrast", "black_white", "straighten")


def look_names() -> dict[str, str]:
    """The words of each change, in the language of now."""
    tr = QCoreApplication.translate
    return {
        "contrast": tr("Look", "增强对比"),
        "black_white": tr("Look", "黑白"),
        "straighten": tr("Look", "拉正"),
    }


def look_words(look: Look) -> str:
    """What is on, such as 增强对比 · 拉正; empty for the page as it is."""
    names = look_names()
    return " · ".join(names[part] for part in _PARTS if getattr(look, part))


def untouched_words() -> str:
    """That the file stays as it is: stands in the tool tips of all of this."""
    return QCoreApplication.translate("Look", "只改变显示，原件不变")


def toggled(look: Look, part: str) -> Look:
    """The look with one part turned on or off."""
    match part:
        case "contrast":
            return replace(look, contrast=not look.contrast)
        case "black_white":
            return replace(look, black_white=not look.black_white)
        case _:
            return replace(look, straighten=not look.straighten)
