"""How long nobody has touched the window: the clock behind the idle lock."""

from __future__ import annotations

from PySide6.QtCore import QElapsedTimer, QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QWindow
from PySide6.QtWidgets import QWidget

_CHECK_MS = 20_000
_MINUTE_MS = 60_000
_SIGNS_OF_LIFE = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseMove,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
        QEvent.Type.TabletPress,
    }
)


class IdleWatch(QObject):
    """Reports whole idle minutes.

    It listens at the native windows, where only input arrives, and not at every widget.

    Attributes:
        idled: nobody has touched the windows for this many minutes; once for each minute.
    """

    idled = Signal(int)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._clock = QElapsedTimer()
        self._clock.start()
        self._skipped_ms = 0
        self._told = 0
        self._timer = QTimer(self)
        self._timer.setInterval(_CHECK_MS)
        self._timer.timeout.connect(self.check)
        self._timer.start()

    def watch(self, widget: QWidget) -> None:
        """Count input of a top-level widget as a sign of life."""
        widget.winId()  # makes the native window
        handle = widget.windowHandle()
        if isinstance(handle, QWindow):
            handle.installEventFilter(self)

    def minutes(self) -> int:
        """Whole minutes since the last sign of life."""
        return (self._clock.elapsed() + self._skipped_ms) // _MINUTE_MS

    def touch(self) -> None:
        """Count this moment as a sign of life."""
        self._clock.restart()
        self._skipped_ms = 0
        self._told = 0

    def skip(self, milliseconds: int) -> None:
        """Pretend that time has passed: the machine slept, or a test does not wait."""
        self._skipped_ms += milliseconds
        self.check()

    def check(self) -> None:
        """Tell if another minute is over."""
        minutes = self.minutes()
        if minutes > self._told:
            self._told = minutes
            self.idled.emit(minutes)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _SIGNS_OF_LIFE:
            self.touch()
        return False
