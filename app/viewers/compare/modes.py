"""The ways two pages are shown."""

from __future__ import annotations

from enum import StrEnum


class CompareMode(StrEnum):
    """How two documents share the room."""

    SIDE = "side"
    """并排: both, moving together."""
    FLIP = "flip"
    """翻看: one at a time in the same place."""
    OVERLAY = "overlay"
    """叠加: the new one let through over the old one."""
    DIFFERENCE = "difference"
    """差异: common ink in grey, only old in red, only new in blue."""
