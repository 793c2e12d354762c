"""What the wizard asks of each of its steps."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.ui.widgets import Label


class WizardStep(QWidget):
    """One step.

    Attributes:
        changed: what it has, or what it lacks, is otherwise now.
    """

    changed = Signal()

    def __init__(self, title: str, lead: str) -> None:
        super().__init__()
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(24, 16, 24, 16)
        self.body.setSpacing(12)
        self.body.addWidget(Label(title, 16, bold=True))
        self.body.addWidget(Label(lead, tone="text2", wrap=True))

    def missing(self) -> str:
        """Why the next step cannot be taken yet; empty where it can."""
        return ""

    def entered(self) -> None:
        """The step came to the front: set the focus."""
