"""Wheel and fingers, as the system would send them."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QNativeGestureEvent, QPointingDevice, QWheelEvent
from PySide6.QtWidgets import QApplication

from tests.viewers.conftest import Bench


def wheel(bench: Bench, at: QPoint, notches: float, ctrl: bool = False) -> None:
    """Turn the wheel; away from the hand is positive."""
    view = bench.view.canvas.viewport()
    where = QPointF(at)
    modifiers = Qt.KeyboardModifier.ControlModifier if ctrl else Qt.KeyboardModifier.NoModifier
    event = QWheelEvent(
        where,
        view.mapToGlobal(where),
        QPoint(),
        QPoint(0, round(120 * notches)),
        Qt.MouseButton.NoButton,
        modifiers,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(view, event)


def pinch(bench: Bench, at: QPoint, more: float) -> None:
    """Two fingers on a touch pad make it larger by the share `more`."""
    view = bench.view.canvas.viewport()
    where = QPointF(at)
    event = QNativeGestureEvent(
        Qt.NativeGestureType.ZoomNativeGesture,
        QPointingDevice.primaryPointingDevice(),
        2,
        where,
        where,
        view.mapToGlobal(where),
        more,
        QPointF(),
    )
    QApplication.sendEvent(view, event)
