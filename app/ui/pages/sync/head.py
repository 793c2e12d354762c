"""The bar above the sync page: how the engine stands, and what can be asked of it."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtWidgets import QFrame, QHBoxLayout

from app.sync.events import SyncStatus
from app.ui.commands import CommandRegistry
from app.ui.pages.sync import words
from app.ui.widgets import Button, ElideLabel, IconMark, Label


class SyncHead(QFrame):
    """State and note at the left; 自检, pause and 立即同步 at the right."""

    def __init__(self, commands: CommandRegistry) -> None:
        super().__init__()
        self.setProperty("kind", "panel")
        self.setProperty("edge", "b")
        self.setFixedHeight(48)
        self._mark = IconMark("cloud-sync-outline", "accent", 20)
        self._title = Label("", 16, bold=True)
        self._note = ElideLabel("", 13, tone="text2")
        self.check = Button(self.tr("自检"), icon="clipboard-check-outline")
        self.now = Button(self.tr("立即同步"), "primary", icon="sync", key="F5")
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 0, 16, 1)
        row.setSpacing(8)
        row.addWidget(self._mark)
        row.addWidget(self._title)
        row.addWidget(self._note, 1)
        for button in (self.check, commands.button("sync.pause", icon=True), self.now):
            row.addWidget(button)

    def set_status(self, status: SyncStatus, now: datetime) -> None:
        """Show another state of the engine."""
        icon, tone, title = words.engine_state(status)
        self._mark.set_icon(icon, tone)
        self._title.setText(title)
        self._note.setText(words.engine_note(status, now))
