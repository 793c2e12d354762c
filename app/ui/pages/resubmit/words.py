"""Badges and words of 重新提交."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from app.store.readmodels import CaseView
from app.ui.pages.resubmit.threads import Verdict
from app.ui.widgets import BadgeSpec


def verdict_badge(verdict: Verdict) -> BadgeSpec:
    """Shape, word and colour of how a module stands."""
    tr = QCoreApplication.translate
    match verdict:
        case Verdict.CHANGED:
            return BadgeSpec(tr("resubmit", "已改"), "green", "soft", "check-circle")
        case Verdict.PARTLY:
            return BadgeSpec(tr("resubmit", "部分已改"), "amber", "soft", "circle-half-full")
        case Verdict.LEFT:
            return BadgeSpec(tr("resubmit", "未改动"), "red", "soft", "equal")
        case Verdict.UNASKED:
            return BadgeSpec(tr("resubmit", "未要求但有改动"), "amber", "soft", "alert")
        case _:
            return BadgeSpec(tr("resubmit", "相同"), "grey", "bare", "check")


def version_words(number: int) -> str:
    """第 2 版."""
    return QCoreApplication.translate("resubmit", "第 {n} 版").format(n=number)


def why_no_comparison(case: CaseView | None) -> str:
    """Why there is nothing to compare with; empty when there is."""
    tr = QCoreApplication.translate
    if case is None:
        return tr("resubmit", "没有打开的申报")
    if case.previous is not None and case.diff is not None:
        return ""
    if case.previous_missing:
        return tr("resubmit", "上一版还没有下载到本机")
    return tr("resubmit", "这是第 1 版，没有上一版可比")
