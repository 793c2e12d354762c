"""Empty panes: why, and one way on."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.ui.widgets.a11y import sentence
from app.ui.widgets.actions import CardAction, action_buttons
from app.ui.widgets.labels import IconMark, Label
from app.ui.widgets.layout import clear_layout

_MAX_LINE = 560


class EmptyState(QWidget):
    """Fills a pane that has nothing to show.

    Attributes:
        action: an action was chosen; carries its id.
    """

    action = Signal(str)

    def __init__(
        self,
        icon: str,
        title: str,
        why: str = "",
        actions: Sequence[CardAction] = (),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._mark = IconMark(icon, "text3", 32)
        self._title = Label(title, 14, bold=True)
        self._why = Label(why, tone="text2", wrap=True)
        self._why.setMaximumWidth(_MAX_LINE)
        self._buttons = QHBoxLayout()
        self._buttons.setSpacing(8)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.setSpacing(8)
        layout.addStretch(1)
        for widget in (self._mark, self._title):
            layout.addWidget(widget, 0, Qt.AlignmentFlag.AlignHCenter)
        self._why.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self._why, 100)
        row.addStretch(1)
        layout.addLayout(row)
        layout.addLayout(self._buttons)
        layout.addStretch(1)
        self.set_state(icon, title, why, actions)

    def set_state(
        self, icon: str, title: str, why: str = "", actions: Sequence[CardAction] = ()
    ) -> None:
        """Say something else."""
        self._mark.set_icon(icon, "text3")
        self._title.setText(title)
        self._why.setText(why)
        self._why.setVisible(bool(why))
        self.setAccessibleName(sentence(title, why))
        clear_layout(self._buttons)
        self._buttons.addStretch(1)
        for button in action_buttons(actions, self.action.emit):
            self._buttons.addWidget(button)
        self._buttons.addStretch(1)
