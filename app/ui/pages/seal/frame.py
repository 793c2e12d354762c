"""The frame of the desk: list, preview, right pane; side by side, or over each other."""

from __future__ import annotations

from typing import Final, Literal

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

Mode = Literal["three", "two", "one"]
THREE_FROM: Final = 1500
"""Widths of the page from which all three panes stand side by side, …"""
TWO_FROM: Final = 1340
"""… and from which the right one does; below, it stands in a dialog."""


class Panes(QWidget):
    """Knows no more than where the panes are."""

    def __init__(self, main: QWidget, preview: QWidget, right: QWidget, widths: tuple[int, int]):
        super().__init__()
        self._preview, self._right = preview, right
        self._preview_width, right_width = widths
        self.mode: Mode = "three"
        self._over_wanted = False
        self._docked = True
        right.setFixedWidth(right_width)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(0)
        self._row.addWidget(main, 1)
        self._row.addWidget(preview)
        self._row.addWidget(right)
        preview.setFixedWidth(self._preview_width)

    def set_mode(self, mode: Mode, *, docked: bool) -> None:
        """Three panes, two, or one; ``docked`` keeps the right one in any mode."""
        self._docked = docked
        if mode != self.mode:
            self.mode = mode
            self._over_wanted = False
            if mode == "three":
                self._row.insertWidget(1, self._preview)
            else:
                self._row.removeWidget(self._preview)
        self._right.setVisible(docked or mode != "one")
        self._place()

    @property
    def over(self) -> bool:
        """Whether the preview lies over the list."""
        return self.mode != "three" and self._over_wanted

    def toggle_preview(self) -> bool:
        """Open or close the preview where it lies over the list; whether it is seen now."""
        if self.mode != "three":
            self._over_wanted = not self._over_wanted
            self._place()
        return not self._preview.isHidden()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def _place(self) -> None:
        if self.mode == "three":
            self._preview.setFixedWidth(self._preview_width)
            self._preview.show()
            return
        self._preview.setVisible(self._over_wanted)
        if not self._over_wanted:
            return
        taken = self._right.width() if not self._right.isHidden() else 0
        room = self.width() - taken
        width = min(self._preview_width, room)
        self._preview.setFixedWidth(width)
        self._preview.setGeometry(room - width, 0, width, self.height())
        self._preview.raise_()


def mode_for(width: int) -> Mode:
    """The mode of a page so wide."""
    if width >= THREE_FROM:
        return "three"
    return "two" if width >= TWO_FROM else "one"
