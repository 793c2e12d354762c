"""The status bar: connection and outbox at the left, key hints, notices at the right."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from PySide6.QtCore import Signal
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from app.ui.theme import theme
from app.ui.widgets.button import Button
from app.ui.widgets.keycap import Hint, KeyHints
from app.ui.widgets.labels import IconMark, Label, VLine
from app.ui.widgets.layout import clear_layout, set_ground

OnlineState = Literal["online", "offline", "syncing", "trouble"]
_LOOKS: dict[OnlineState, tuple[str, str]] = {
    "online": ("cloud-check-outline", "green"),
    "offline": ("cloud-off-outline", "amber"),
    "syncing": ("cloud-sync-outline", "accent"),
    "trouble": ("cloud-alert-outline", "red"),
}


class _Count(Button):
    """A quiet button in the size of the bar."""

    def _face(self) -> QFont:
        return theme.font(12)


class StatusBar(QFrame):
    """Always in sight at the lower edge.

    Attributes:
        pendingClicked, conflictsClicked: the counts were pressed; both open 同步.
    """

    pendingClicked = Signal()
    conflictsClicked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_ground(self, "window", "t")
        self.setAccessibleName(self.tr("状态栏"))
        self._mark = IconMark("cloud-off-outline", "amber", 15)
        self._state = Label("", 12, tone="text2")
        self._note = Label("", 12, tone="text3")
        self._pending = _Count("…", "quiet", "small", icon="tray-arrow-up")
        self._pending.clicked.connect(self.pendingClicked)
        self._conflicts = _Count("…", "danger_quiet", "small", icon="call-split")
        self._conflicts.clicked.connect(self.conflictsClicked)
        self._hints = KeyHints()
        self._right = QHBoxLayout()
        self._right.setSpacing(8)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 0, 12, 0)
        layout.setSpacing(8)
        for widget in (self._mark, self._state, self._note, self._pending, self._conflicts):
            layout.addWidget(widget)
        layout.addSpacing(8)
        layout.addWidget(self._hints, 1)
        layout.addLayout(self._right)
        self.set_pending(0)
        self.set_conflicts(0)
        self._resize()
        theme.changed.connect(self._resize)

    def set_online(self, state: OnlineState, text: str, note: str = "") -> None:
        """Show the connection and when was synced last."""
        self._mark.set_icon(*_LOOKS[state])
        self._state.setText(text)
        self._note.setText(note)

    def set_pending(self, count: int) -> None:
        """How many operations wait to be sent."""
        self._pending.set_words(self.tr("待发送 {n}").format(n=count))
        self._pending.setVisible(count > 0)

    def set_conflicts(self, count: int) -> None:
        """How many operations need the officer."""
        self._conflicts.set_words(self.tr("冲突 {n}").format(n=count))
        self._conflicts.setVisible(count > 0)

    def set_hints(self, hints: Sequence[Hint]) -> None:
        """Keys of the pane in focus, most used first."""
        self._hints.set_hints(hints)

    def set_notices(self, notices: Sequence[str]) -> None:
        """Rule pack, server time, notices, from left to right."""
        labels = self._notice_labels()
        if len(labels) == len(notices):  # the clock ticks: no rebuilding every second
            for label, notice in zip(labels, notices, strict=True):
                label.setText(notice)
            return
        clear_layout(self._right)
        for notice in notices:
            self._right.addWidget(VLine(12))
            self._right.addWidget(Label(notice, 12, tone="text3"))

    def _notice_labels(self) -> list[Label]:
        items = (self._right.itemAt(i) for i in range(self._right.count()))
        widgets = (item.widget() for item in items if item is not None)
        return [widget for widget in widgets if isinstance(widget, Label)]

    def _resize(self) -> None:
        self.setFixedHeight(theme.px(28))
