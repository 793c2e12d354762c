"""Toasts: what was just done, with one way back. Never the only place of an error."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QEnterEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QWidget

from app.ui.theme import theme
from app.ui.widgets.a11y import announce
from app.ui.widgets.button import Button
from app.ui.widgets.labels import ElideLabel, IconMark
from app.ui.widgets.layout import set_ground

SHOWN_MS = 6000
_ICONS = {
    "green": "check-circle",
    "accent": "information",
    "amber": "alert",
    "red": "alert-circle",
    "text3": "lock-outline",
}
_MARGIN = 12
_MAX_WIDTH = 640


class Toast(QFrame):
    """One message at the lower left; goes after 6 s unless the pointer or the focus is on it.

    Attributes:
        finished: it has gone.
    """

    finished = Signal()

    def __init__(
        self,
        text: str,
        tone: str = "green",
        *,
        action: str = "",
        key: str = "",
        on_action: Callable[[], None] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        set_ground(self, "card")
        self.setAccessibleName(text)
        self.text = text
        self._on_action = on_action
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 0, 8, 0)
        layout.setSpacing(8)
        layout.addWidget(IconMark(_ICONS[tone], tone))
        layout.addWidget(ElideLabel(text), 1)
        if action:
            link = Button(action, "link", key=key)
            link.clicked.connect(self._act)
            layout.addSpacing(8)
            layout.addWidget(link)
        close = Button("", "quiet", "small", icon="close", tip=self.tr("关闭"))
        close.clicked.connect(self.dismiss)
        layout.addWidget(close)
        self.setFixedHeight(theme.px(44))
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(SHOWN_MS)
        self._timer.timeout.connect(self._time_out)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._timer.start()
        announce(self, self.text)

    def enterEvent(self, event: QEnterEvent) -> None:
        self._timer.stop()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self._timer.start()
        super().leaveEvent(event)

    def dismiss(self) -> None:
        """Take the message away now."""
        self._timer.stop()
        self.hide()
        self.finished.emit()
        self.deleteLater()

    def _time_out(self) -> None:
        focus = QApplication.focusWidget()
        if self.underMouse() or (focus is not None and self.isAncestorOf(focus)):
            self._timer.start()
        else:
            self.dismiss()

    def _act(self) -> None:
        self.dismiss()
        if self._on_action is not None:
            self._on_action()


class ToastHost(QObject):
    """Keeps one toast at the lower left of a widget; a new one replaces the old."""

    def __init__(self, parent: QWidget, bottom: int = 28) -> None:
        """Show toasts over ``parent``, ``bottom`` pixels above its lower edge."""
        super().__init__(parent)
        self._parent = parent
        self._bottom = bottom
        self._toast: Toast | None = None
        parent.installEventFilter(self)

    @property
    def current(self) -> Toast | None:
        """The toast in sight."""
        return self._toast

    def set_bottom(self, bottom: int) -> None:
        """Keep clear of what stands below: the status bar, and a page's decision bar."""
        self._bottom = bottom
        self._place()

    def show_toast(
        self,
        text: str,
        tone: str = "green",
        *,
        action: str = "",
        key: str = "",
        on_action: Callable[[], None] | None = None,
    ) -> Toast:
        """Say what was done, with at most one action, such as 撤销 Ctrl+Z."""
        if self._toast is not None:
            self._toast.dismiss()
        toast = Toast(text, tone, action=action, key=key, on_action=on_action, parent=self._parent)
        self._toast = toast
        toast.finished.connect(self._forget)
        self._place()
        toast.show()
        toast.raise_()
        return toast

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self._place()
        return super().eventFilter(watched, event)

    def _forget(self) -> None:
        self._toast = None

    def _place(self) -> None:
        if self._toast is None:
            return
        room = self._parent.width() - 2 * _MARGIN
        width = min(self._toast.sizeHint().width(), _MAX_WIDTH, room)
        self._toast.resize(width, self._toast.height())
        top = self._parent.height() - theme.px(self._bottom) - self._toast.height() - _MARGIN
        self._toast.move(_MARGIN, top)
