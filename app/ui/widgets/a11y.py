"""Words for screen readers that are not the name of a control."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QWidget


def announce(widget: QWidget, text: str, *, assertive: bool = False) -> None:
    """Let a screen reader say ``text``: politely, or at once for conflicts (style guide §11)."""
    event = QAccessibleAnnouncementEvent(widget, text)
    event.setPoliteness(
        QAccessible.AnnouncementPoliteness.Assertive
        if assertive
        else QAccessible.AnnouncementPoliteness.Polite
    )
    QAccessible.updateAccessibility(event)


def sentence(*parts: str) -> str:
    """The parts that are not empty, with commas: how a painted row is read aloud."""
    comma = QCoreApplication.translate("marks", "，")
    return comma.join(part for part in parts if part)
