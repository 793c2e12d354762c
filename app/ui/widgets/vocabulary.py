"""The fixed marks of style guide §5: severities and what is on this machine."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from PySide6.QtCore import QCoreApplication

from app.ui.i18n.mark import mark
from app.ui.widgets.a11y import sentence
from app.ui.widgets.badge import BadgeSpec, BadgeStyle, BadgeTone

_CONTEXT = "marks"

#: Severity to word, icon, tone and style, gravest first.
_SEVERITY: Final[dict[str, tuple[str, str, BadgeTone, BadgeStyle]]] = {
    "BLOCK": (mark("marks", "拦截"), "alert-octagon", "red", "solid"),
    "ERROR": (mark("marks", "须改"), "close-circle", "red", "soft"),
    "WARN": (mark("marks", "提醒"), "alert", "amber", "soft"),
    "ASK": (mark("marks", "待核"), "help-circle", "accent", "soft"),
    "GUARD": (mark("marks", "约束"), "shield-account-outline", "violet", "soft"),
}
#: State on this machine to word, icon, tone and style.
_LOCAL: Final[dict[str, tuple[str, str, BadgeTone, BadgeStyle]]] = {
    "cached": (mark("marks", "已缓存"), "check-circle-outline", "grey", "bare"),
    "partial": (mark("marks", "缓存 {progress}"), "circle-slice-4", "grey", "bare"),
    "remote": (mark("marks", "未下载"), "cloud-outline", "grey", "bare"),
    "readonly": (mark("marks", "只读预审"), "eye-outline", "grey", "line"),
    "draft": (mark("marks", "草稿"), "draw-pen", "accent", "line"),
    "queued": (mark("marks", "待发送"), "tray-arrow-up", "accent", "soft"),
    "sending": (mark("marks", "发送中"), "sync", "accent", "soft"),
    "unconfirmed": (mark("marks", "未确认"), "cloud-question", "amber", "soft"),
    "held": (mark("marks", "暂挂"), "pause", "grey", "line"),
    "conflict": (mark("marks", "冲突"), "call-split", "red", "solid"),
    "rejected": (mark("marks", "被拒"), "close-circle", "red", "soft"),
    "done": (mark("marks", "已办结"), "check-circle", "green", "soft"),
}

#: The order in which severities are shown and compared.
SEVERITIES: Final = tuple(_SEVERITY)
LOCAL_STATES: Final = tuple(_LOCAL)


def severity_label(severity: str) -> str:
    """The word for a severity.

    Raises:
        KeyError: none of `SEVERITIES`.
    """
    return QCoreApplication.translate(_CONTEXT, _SEVERITY[severity][0])


def severity_icon(severity: str) -> str:
    """The glyph of a severity."""
    return _SEVERITY[severity][1]


def severity_tone(severity: str) -> BadgeTone:
    """The tone of a severity."""
    return _SEVERITY[severity][2]


def severity_badge(severity: str) -> BadgeSpec:
    """The badge of a severity."""
    _, icon, tone, style = _SEVERITY[severity]
    return BadgeSpec(severity_label(severity), tone, style, icon)


def local_badge(state: str, progress: str = "") -> BadgeSpec:
    """The badge for what this machine holds of a case; ``progress`` such as 3/7 for partial.

    Raises:
        KeyError: none of `LOCAL_STATES`.
    """
    word, icon, tone, style = _LOCAL[state]
    text = QCoreApplication.translate(_CONTEXT, word).format(progress=progress)
    return BadgeSpec(text, tone, style, icon)


def no_findings() -> str:
    """The word where a case has no finding."""
    return QCoreApplication.translate("marks", "无问题")


def worst_severity(counts: Mapping[str, int]) -> str:
    """The gravest severity that occurs; empty when there is none."""
    return next((name for name in SEVERITIES if counts.get(name)), "")


def severity_sentence(counts: Mapping[str, int]) -> str:
    """The counts as a screen reader says them: 拦截 1，须改 3."""
    parts = [f"{severity_label(name)} {counts[name]}" for name in SEVERITIES if counts.get(name)]
    return sentence(*parts) or no_findings()
