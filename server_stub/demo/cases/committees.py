"""Liuzhou's committees of the engineering series, as its rule pack names them (S2, R001, R002).

Building trades have committees of their own at the middle and the junior level.
"""

from __future__ import annotations

from app.domain.enums import Level

_GENERAL = {
    Level.SENIOR_FULL: "正高级工程师评委会",
    Level.SENIOR_ASSOC: "工程系列柳州市副高级评委会",
    Level.MIDDLE: "工程系列柳州市中级评委会",
    Level.JUNIOR_ASSISTANT: "工程系列柳州市初级评委会",
}
_BUILDING = {
    Level.MIDDLE: "柳州市建设工程系列中级职称评委会",
    Level.JUNIOR_ASSISTANT: "柳州市建设工程系列初级职称评委会",
}
_BUILDING_TRADES = frozenset({"市政工程", "建筑工程", "测绘工程"})

COMMITTEES = (*_GENERAL.values(), *_BUILDING.values())
"""All of them; number 1 is the first."""


def committee(level: Level, trade: str) -> str:
    """The committee of a level and a trade."""
    building = _BUILDING.get(level) if trade in _BUILDING_TRADES else None
    return building or _GENERAL[level]


def other_committee(level: Level, trade: str) -> str:
    """The committee that would be right for the level if the trade were another one."""
    here = committee(level, trade)
    return next(name for name in (_GENERAL[level], _BUILDING.get(level, "")) if name != here)
