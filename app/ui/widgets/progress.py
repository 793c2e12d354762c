"""A long task: figures, pause, cancel, and what stays valid when it is cancelled."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QTimer, Signal
from PySide6.QtGui import QHideEvent, QPaintEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from app.ui.theme import theme
from app.ui.widgets.a11y import sentence
from app.ui.widgets.button import Button
from app.ui.widgets.labels import ElideLabel, Label
from app.ui.widgets.layout import set_ground
from app.ui.widgets.paint import painter_on, rounded

_SWEEP = 0.3
_TICK_MS = 60


class ProgressBar(QWidget):
    """A bar 4 px high; without a known end a piece of it wanders."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedHeight(6)
        self._fraction: float | None = 0.0
        self._quiet = False
        self._phase = 0.0
        self._timer = QTimer(self)
        self._timer.setInterval(_TICK_MS)
        self._timer.timeout.connect(self._wander)

    def set_fraction(self, fraction: float | None) -> None:
        """Show 0 to 1; None while the end is not known."""
        self._fraction = None if fraction is None else min(1.0, max(0.0, fraction))
        self._run()
        self.update()

    def set_quiet(self, quiet: bool) -> None:
        """Grey while paused."""
        self._quiet = quiet
        self._run()
        self.update()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._run()

    def hideEvent(self, event: QHideEvent) -> None:
        self._timer.stop()
        super().hideEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = painter_on(self)
        width = self.width()
        rounded(painter, QRectF(0, 1, width, 4), 2, "line")
        tone = "control" if self._quiet else "accent_text"
        if self._fraction is None:
            left = (self._phase * (1 + _SWEEP) - _SWEEP) * width
            right = min(width, left + _SWEEP * width)
            left = max(0.0, left)
            rounded(painter, QRectF(left, 1, max(0.0, right - left), 4), 2, tone)
        elif self._fraction > 0:
            rounded(painter, QRectF(0, 1, max(4.0, width * self._fraction), 4), 2, tone)

    def _run(self) -> None:
        if self._fraction is None and not self._quiet and self.isVisible():
            self._timer.start()
        else:
            self._timer.stop()

    def _wander(self) -> None:
        self._phase = (self._phase + 0.03) % 1.0
        self.update()


class ProgressRow(QFrame):
    """Title, figures, pause and cancel over a bar and a line of explanation.

    Attributes:
        paused: pause (True) or resume (False) was pressed; the row waits for `set_paused`.
        cancelled: cancel was pressed.
    """

    paused = Signal(bool)
    cancelled = Signal()

    def __init__(
        self,
        title: str,
        *,
        pausable: bool = True,
        cancellable: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        set_ground(self, "panel", "b")
        self._is_paused = False
        self._title = ElideLabel(title, bold=True)
        self._figures = Label("", 12, tone="text3")
        self._bar = ProgressBar()
        self._note = ElideLabel("", 12, tone="text3")
        self._pause = Button("", "quiet", "small", icon="pause", tip=self.tr("暂停"))
        self._pause.clicked.connect(lambda: self.paused.emit(not self._is_paused))
        self._cancel = Button("", "quiet", "small", icon="close", tip=self.tr("取消"))
        self._cancel.clicked.connect(self.cancelled)
        top = QHBoxLayout()
        top.setSpacing(4)
        top.addWidget(self._title, 1)
        top.addWidget(self._figures)
        top.addWidget(self._pause)
        top.addWidget(self._cancel)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 6, 12, 8)
        layout.setSpacing(3)
        layout.addLayout(top)
        layout.addWidget(self._bar)
        layout.addWidget(self._note)
        self._note.hide()
        # Only now: what has no parent yet would be shown as a window of its own.
        self._pause.setVisible(pausable)
        self._cancel.setVisible(cancellable)
        theme.changed.connect(self.updateGeometry)

    def set_title(self, title: str) -> None:
        """Name the task."""
        self._title.setText(title)
        self._describe()

    def set_progress(self, fraction: float | None, figures: str, note: str = "") -> None:
        """Show how far it is.

        Args:
            fraction: 0 to 1; None while the end is not known.
            figures: count, bytes, rate and rest as words.
            note: what stays valid when cancelled.
        """
        self._bar.set_fraction(fraction)
        self._figures.setText(figures)
        self._note.setText(note)
        self._note.setVisible(bool(note))
        self._describe()

    def set_paused(self, paused: bool) -> None:
        """Show the task as paused or running."""
        self._is_paused = paused
        self._bar.set_quiet(paused)
        self._pause.set_icon("play" if paused else "pause")
        self._pause.set_tip(self.tr("继续") if paused else self.tr("暂停"))

    def _describe(self) -> None:
        words = (self._title, self._figures, self._note)
        self.setAccessibleName(sentence(*(label.plain_text() for label in words)))
