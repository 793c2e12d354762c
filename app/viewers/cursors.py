"""The cursor over a page while no tool has it."""

from __future__ import annotations

from PySide6.QtCore import Qt

from app.viewers.canvas import PageCanvas


def rest_cursor(canvas: PageCanvas) -> None:
    """The open hand where the page can be dragged, else the arrow."""
    bars = (canvas.horizontalScrollBar(), canvas.verticalScrollBar())
    can_drag = any(bar.maximum() > bar.minimum() for bar in bars)
    shape = Qt.CursorShape.OpenHandCursor if can_drag else Qt.CursorShape.ArrowCursor
    canvas.viewport().setCursor(shape)
