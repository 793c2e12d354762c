"""The left side of the sign-in window: what waits on this machine."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.ui.theme import theme
from app.ui.widgets import IconMark, Label, hbox, vbox
from app.ui.widgets.layout import clear_layout
from app.ui.widgets.paint import painter_on


@dataclass(frozen=True)
class WaitingItem:
    """One thing that waits: an icon, the fact, and what it means."""

    icon: str
    title: str
    detail: str


class AppMark(QWidget):
    """The mark of the program: 职 on the accent colour."""

    def __init__(self, side: int = 48) -> None:
        super().__init__()
        self._side = side
        self.setFixedSize(side, side)

    def sizeHint(self) -> QSize:
        return QSize(self._side, self._side)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = painter_on(self)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("accent"))
        area = QRectF(0, 0, self._side, self._side)
        painter.drawRoundedRect(area, self._side / 8, self._side / 8)
        painter.setPen(theme.color("on_accent"))
        painter.setFont(theme.font(self._side // 2, bold=True))
        painter.drawText(area, Qt.AlignmentFlag.AlignCenter, "职")


class WaitingPanel(QWidget):
    """Name and version of the program, and what waits for whoever signs in."""

    def __init__(self, version: str) -> None:
        super().__init__()
        self._items = QVBoxLayout()
        self._items.setSpacing(20)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        frame = vbox(
            AppMark(),
            16,
            Label(self.tr("TitleDesk 职称审阅台"), 20, bold=True),
            Label(self.tr("版本 {version}").format(version=version), 13, tone="text2"),
            32,
            margins=(40, 48, 24, 32),
            spacing=4,
            kind="subtle",
            edge="r",
            width=340,
        )
        column = frame.layout()
        assert isinstance(column, QVBoxLayout)
        column.addLayout(self._items)
        column.addStretch(1)
        outer.addWidget(frame)

    def set_items(self, items: Sequence[WaitingItem]) -> None:
        """Show what waits on this machine; nothing on a machine that was never used."""
        clear_layout(self._items)
        for item in items:
            texts = vbox(
                Label(item.title, 13, bold=True),
                Label(item.detail, 12, tone="text2", wrap=True),
                spacing=2,
            )
            mark = IconMark(item.icon, "text2", 18)
            row = hbox(mark, (texts, 1), spacing=12)
            layout = row.layout()
            assert layout is not None
            layout.setAlignment(mark, Qt.AlignmentFlag.AlignTop)
            self._items.addWidget(row)
