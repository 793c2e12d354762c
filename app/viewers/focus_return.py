"""A tool that takes the keys gives them back where they came from."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid


class FocusReturn:
    """Remembers who had the focus: somebody may be in the middle of a comment."""

    def __init__(self) -> None:
        self._before: QWidget | None = None

    def take(self, widget: QWidget) -> None:
        """Give `widget` the focus."""
        now = QApplication.focusWidget()
        if now is not None and now is not widget and not widget.isAncestorOf(now):
            self._before = now
        widget.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def give_back(self, otherwise: QWidget, *, had: bool) -> None:
        """Back to where it was, or `otherwise`; only if the tool still `had` it."""
        before, self._before = self._before, None
        if had:
            is_there = before is not None and isValid(before) and before.isVisible()
            target = before if is_there and before is not None else otherwise
            target.setFocus(Qt.FocusReason.OtherFocusReason)
