"""One setting is one row: label and remark at the left, its control at the right."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from app.ui.theme import theme
from app.ui.widgets import ElideLabel, HLine, IconMark, Label, hbox, vbox

ROW_HEIGHT = 52
PAGE_WIDTH = 840


class SettingRow(QFrame):
    """A setting; one that the administrator has set says so beside a lock."""

    def __init__(self, label: str, remark: str, control: QWidget, *, locked: str = "") -> None:
        super().__init__()
        self.label = label
        self._name = Label(label, 14, tone="text2" if locked else "text")
        self._remark = ElideLabel(locked or remark, 12, tone="text3")
        lock = [IconMark("lock-outline", "text3", 14)] if locked else []
        words = vbox(
            None,
            self._name,
            *([hbox(*lock, (self._remark, 1), spacing=5)] if locked or remark else []),
            None,
            spacing=2,
        )
        if not control.accessibleName():
            control.setAccessibleName(label)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 0, 16, 0)
        row.setSpacing(16)
        row.addWidget(words, 1)
        row.addWidget(control)
        self._resize()
        theme.changed.connect(self._resize)

    def set_remark(self, text: str) -> None:
        """Change the remark below the label."""
        self._remark.setText(text)

    def _resize(self) -> None:
        self.setMinimumHeight(theme.px(ROW_HEIGHT))


def setting_group(title: str, rows: Sequence[QWidget]) -> QWidget:
    """A card of rows under a heading."""
    parts: list[QWidget] = []
    for row in rows:
        if parts:
            parts.append(HLine())
        parts.append(row)
    card = vbox(*parts, margins=1, spacing=0, kind="card")
    return vbox(Label(title, 13, bold=True), card, margins=(0, 12, 0, 0), spacing=6)


def settings_sheet(title: str, *groups: QWidget, tools: Sequence[QWidget] = ()) -> QWidget:
    """A page of settings: its title, then its groups."""
    head = hbox(Label(title, 20, bold=True), None, *tools, height=40)
    return vbox(head, *groups, None, spacing=0)
