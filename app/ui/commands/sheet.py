"""The key sheet, F1: every command with its keys, by place."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLayout, QScrollArea, QVBoxLayout, QWidget

from app.ui.commands.command import Command
from app.ui.commands.guard import OWNS_KEYS
from app.ui.commands.keys import shown
from app.ui.commands.registry import CommandRegistry
from app.ui.widgets.keycap import KeyCap
from app.ui.widgets.labels import ElideLabel, Label
from app.ui.widgets.layout import hbox, vbox
from app.ui.widgets.overlay import Overlay

_COLUMNS = 3


class _Scroll(QScrollArea):
    """Scrolls by keys; no command of the window below is heard."""

    def __init__(self, owner: Overlay) -> None:
        super().__init__()
        self._owner = owner
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setProperty(OWNS_KEYS, True)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_F1):
            self._owner.dismiss()
        else:
            super().keyPressEvent(event)


class ShortcutSheet(Overlay):
    """Made anew at each showing: keys can be changed by the user."""

    def __init__(self, window: QWidget, registry: CommandRegistry) -> None:
        super().__init__(window, window.tr("按键表"))
        self._registry = registry
        self._scroll = _Scroll(self)
        title = Label(self.tr("按键表"), 16, bold=True)
        remark = Label(self.tr("输入法打开时同样有效"), 12, tone="text3")
        close = KeyCap("Esc")
        self.body.addWidget(
            hbox(title, remark, None, close, margins=(24, 0, 16, 0), edge="b", height=48)
        )
        self.body.addWidget(self._scroll, 1)

    def wanted_width(self, room: int) -> int:
        return min(1120, room - 96)

    def wanted_height(self, room: int) -> int:
        inner = self._scroll.widget()
        content = inner.sizeHint().height() if isinstance(inner, QWidget) else 0
        return min(content + 56, room)

    def open_sheet(self, places: Sequence[str]) -> None:
        """Show the keys of these places, in this order; the global ones come first."""
        sections = [self._section(place) for place in ("", *places)]
        self._scroll.setWidget(_columns([section for section in sections if section is not None]))
        self.open_over(self._scroll)

    def _section(self, place: str) -> QWidget | None:
        rows = [self._row(c) for c in self._registry.commands(place) if self._registry.keys(c.id)]
        if not rows:
            return None
        name = self._registry.place_title(place) if place else self.tr("随处可用")
        return vbox(Label(name, bold=True), *rows, spacing=4, margins=(0, 0, 0, 12))

    def _row(self, command: Command) -> QWidget:
        keys = dict.fromkeys(shown(key) for key in self._registry.keys(command.id))
        label = self._registry.label(command.id)
        row = hbox((ElideLabel(label, tone="text2"), 1), *map(KeyCap, keys), spacing=4)
        row.setAccessibleName(f"{label} {' '.join(keys)}")
        return row


def _columns(sections: Iterable[QWidget]) -> QWidget:
    """Sections in columns of about the same height, in order from top to bottom."""
    waiting = list(sections)
    total = sum(section.sizeHint().height() for section in waiting)
    inner = QFrame()
    inner.setProperty("kind", "panel")
    layout = QHBoxLayout(inner)
    layout.setSizeConstraint(QLayout.SizeConstraint.SetMinAndMaxSize)
    layout.setContentsMargins(24, 16, 24, 8)
    layout.setSpacing(32)
    wanted_columns = min(_COLUMNS, len(waiting))
    used = 0
    columns: list[QVBoxLayout] = []
    for section in waiting:
        height = section.sizeHint().height()
        wanted = int((used + height / 2) * wanted_columns / max(1, total))
        while len(columns) <= wanted:
            column = QVBoxLayout()
            columns.append(column)
            layout.addLayout(column, 1)
        columns[wanted].addWidget(section)
        used += height
    for column in columns:
        column.addStretch(1)
    return inner
