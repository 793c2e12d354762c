"""Finds words that have no room: for the tests of pages at every size, scale and language."""

from __future__ import annotations

import time

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QAbstractButton, QAbstractScrollArea, QLabel, QWidget

from app.ui.widgets import Button, ElideLabel

#: Layouts may round a pixel away.
_SLACK = 1


def clipped(root: QWidget) -> list[str]:
    """Labels and buttons below ``root`` that are in sight but cut, in words."""
    found = []
    for widget in root.findChildren(QWidget):
        if not widget.isVisibleTo(root):
            continue
        if isinstance(widget, ElideLabel):  # it may be cut in width, never in height
            found += _too_low(widget)
            continue
        if isinstance(widget, QLabel | Button):
            found += _too_small(widget)
        if isinstance(widget, QLabel | QAbstractButton):
            found += _outside(widget)
    return found


def still_clipped(root: QWidget, seconds: float = 5.0) -> list[str]:
    """What is cut once the layouts have come to rest; on a busy machine that takes a while."""
    end = time.monotonic() + seconds
    while (found := clipped(root)) and time.monotonic() < end:
        loop = QEventLoop()
        QTimer.singleShot(20, loop.quit)
        loop.exec()
    return found


def _too_small(widget: QLabel | Button) -> list[str]:
    wants, has = widget.sizeHint(), widget.size()
    name = f"{type(widget).__name__} “{widget.accessibleName()}”"
    if isinstance(widget, QLabel) and widget.wordWrap():
        needed = widget.heightForWidth(has.width())
        if has.height() + _SLACK < needed:
            return [f"{name}: {has.height()} high, needs {needed}"]
        return []
    if has.width() + _SLACK < wants.width():
        return [f"{name}: {has.width()} wide, needs {wants.width()}"]
    return []


def _too_low(label: ElideLabel) -> list[str]:
    needed = label.fontMetrics().height()
    if not label.text() or label.height() + _SLACK >= needed:
        return []
    return [f"ElideLabel “{label.text()}”: {label.height()} high, needs {needed}"]


def _outside(widget: QWidget) -> list[str]:
    parent = widget.parentWidget()
    if parent is None or isinstance(parent.parentWidget(), QAbstractScrollArea):
        return []
    box = widget.geometry()
    if box.right() > parent.width() + _SLACK or box.bottom() > parent.height() + _SLACK:
        return [f"{type(widget).__name__} “{widget.accessibleName()}” sticks out of its parent"]
    return []
