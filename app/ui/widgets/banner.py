"""Banners: the state of a whole page, at most one, the gravest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from PySide6.QtCore import Signal
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from app.ui.theme import theme
from app.ui.widgets.a11y import announce, sentence
from app.ui.widgets.actions import CardAction, action_buttons
from app.ui.widgets.button import Button
from app.ui.widgets.labels import ElideLabel, IconMark, Label
from app.ui.widgets.paint import fill, painter_on

BannerTone = Literal["green", "accent", "amber", "red"]
#: From the least to the gravest.
_RANK: tuple[BannerTone, ...] = ("green", "accent", "amber", "red")
_ICONS = {
    "green": "check-circle",
    "accent": "information",
    "amber": "alert",
    "red": "alert-circle",
}


@dataclass(frozen=True)
class BannerSpec:
    """The sentence, what it means, and the remedy."""

    tone: BannerTone
    title: str
    detail: str = ""
    actions: Sequence[CardAction] = field(default=())
    closable: bool = False


class Banner(QFrame):
    """One banner.

    Attributes:
        action: an action was chosen; carries its id.
        closed: the close button was pressed.
    """

    action = Signal(str)
    closed = Signal()

    def __init__(self, spec: BannerSpec, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.spec = spec
        self.setAccessibleName(sentence(spec.title, spec.detail))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 4, 8, 4)
        layout.setSpacing(8)
        layout.addWidget(IconMark(_ICONS[spec.tone], spec.tone))
        layout.addWidget(Label(spec.title, bold=True))
        layout.addWidget(ElideLabel(spec.detail), 1)
        for button in action_buttons(spec.actions, self.action.emit, "small"):
            layout.addWidget(button)
        if spec.closable:
            close = Button("", "quiet", "small", icon="close", tip=self.tr("关闭"))
            close.clicked.connect(self.closed)
            layout.addWidget(close)
        self._resize()
        theme.changed.connect(self._resize)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = painter_on(self)
        tone = self.spec.tone
        fill(painter, 0, 0, self.width(), self.height(), f"{tone}_soft")
        fill(painter, 0, 0, 3, self.height(), "accent_text" if tone == "accent" else tone)

    def _resize(self) -> None:
        self.setFixedHeight(theme.px(40))


class BannerSlot(QWidget):
    """The place under a header where the gravest of all current banners stands.

    Attributes:
        action: (key of the banner, id of the action).
    """

    action = Signal(str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._specs: dict[str, BannerSpec] = {}
        self._shown = ""
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._banner: Banner | None = None
        self.hide()

    def show_banner(self, key: str, spec: BannerSpec) -> None:
        """Add or replace the banner ``key``; it stays until `clear`."""
        if self._specs.get(key) != spec:
            self._specs[key] = spec
            self._update(changed=key)

    def clear(self, key: str) -> None:
        """Take the banner ``key`` away."""
        if self._specs.pop(key, None) is not None:
            self._update(changed=key)

    def current(self) -> str:
        """The key of the banner in sight; empty when there is none."""
        return self._shown

    def _update(self, changed: str) -> None:
        gravest = max(self._specs, key=lambda key: _RANK.index(self._specs[key].tone), default="")
        if gravest == self._shown != changed:
            return
        if self._banner is not None:
            self._layout.removeWidget(self._banner)
            self._banner.hide()
            self._banner.deleteLater()
            self._banner = None
        self._shown = gravest
        if gravest:
            self._show(gravest, self._specs[gravest])
        self.setVisible(bool(gravest))

    def _show(self, key: str, spec: BannerSpec) -> None:
        banner = self._banner = Banner(spec)
        banner.action.connect(lambda action: self.action.emit(key, action))
        banner.closed.connect(lambda: self.clear(key))
        self._layout.addWidget(banner)
        announce(self, banner.accessibleName(), assertive=spec.tone == "red")
