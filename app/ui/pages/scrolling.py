"""A column that scrolls, on the ground of its pane."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLayout, QScrollArea


def scrolling(layout: QLayout, kind: str = "panel") -> QScrollArea:
    """Put a layout into an area that scrolls up and down only; it takes no focus itself."""
    inner = QFrame()
    inner.setProperty("kind", kind)
    inner.setLayout(layout)
    area = QScrollArea()
    area.setWidget(inner)
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    return area
