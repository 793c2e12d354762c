"""Two panes: the right one beside the left in wide windows, over it in narrow ones."""

from __future__ import annotations

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget


class Beside(QWidget):
    """Holds a main pane and one of a fixed width at its right."""

    def __init__(self, main: QWidget, right: QWidget, width: int) -> None:
        super().__init__()
        self._right, self._width = right, width
        self._over = False
        self._wanted = True
        right.setFixedWidth(width)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(0)
        self._row.addWidget(main, 1)
        self._row.addWidget(right)

    @property
    def over(self) -> bool:
        """Whether the right pane lies over the main one when it is shown."""
        return self._over

    def set_over(self, over: bool) -> None:
        """Lay the right pane over the main one, closed at first; or put it beside."""
        self._over = over
        if over:
            self._row.removeWidget(self._right)
        else:
            self._row.addWidget(self._right)
        self._right.setVisible(self._wanted and not over)
        self._place()

    def set_wanted(self, wanted: bool) -> None:
        """Whether there is anything to show at the right; over the main pane it stays closed."""
        self._wanted = wanted
        if not wanted or not self._over:
            self._right.setVisible(wanted)

    def toggle(self) -> None:
        """Show or hide the right pane."""
        self._right.setVisible(self._wanted and self._right.isHidden())
        self._place()

    def close_over(self) -> bool:
        """Hide the right pane where it lies over the main one; whether it did."""
        if not self._over or self._right.isHidden():
            return False
        self._right.hide()
        return True

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def _place(self) -> None:
        if self._over:
            left = max(0, self.width() - self._width)
            self._right.setGeometry(left, 0, self._width, self.height())
            self._right.raise_()
