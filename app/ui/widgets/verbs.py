"""The decision verbs side by side; a blocked one keeps its place and says why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QKeyEvent, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QFrame, QHBoxLayout, QSizePolicy, QWidget

from app.ui.theme import theme
from app.ui.widgets.layout import clear_layout
from app.ui.widgets.own_keys import ENTER, PRESS, claims
from app.ui.widgets.paint import advance, fill, focus_ring, line, painter_on, rounded

_ICON = 20
_KEY_GAP = 8
_KEYPAD = Qt.KeyboardModifier.KeypadModifier


@dataclass(frozen=True)
class Verb:
    """One verb with its key; ``blocked`` is the reason when it cannot be used."""

    id: str
    label: str
    key: str = ""
    blocked: str = ""


class _Segment(QAbstractButton):
    """One verb of the group."""

    def __init__(self, verb: Verb, *, padding: int) -> None:
        super().__init__()
        self.verb = verb
        self._padding = padding
        self.divided = False
        self.setCheckable(True)
        self.setText(verb.label)
        self.setAccessibleName(verb.label)
        self.setAccessibleDescription(verb.blocked)
        self.setToolTip(verb.blocked)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.updateGeometry)

    def sizeHint(self) -> QSize:
        width = 2 * self._padding + advance(self.verb.label, theme.font(13, bold=True))
        width += theme.px(_ICON) if self.verb.blocked else 0
        if self.verb.key:
            width += _KEY_GAP + advance(self.verb.key, theme.font(11))
        return QSize(width, theme.px(36))

    def event(self, event: QEvent) -> bool:
        return claims(event, PRESS) or super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in ENTER and not event.modifiers() & ~_KEYPAD:
            self.click()
        else:
            super().keyPressEvent(event)

    def nextCheckState(self) -> None:
        """The group decides what is checked."""

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = painter_on(self)
        rect = QRectF(self.rect())
        height = rect.height()
        blocked = bool(self.verb.blocked)
        if self.isChecked():
            rounded(painter, rect, 4, "accent_soft", "accent_text")
        else:
            if self.underMouse() and not blocked:
                rounded(painter, rect.adjusted(1, 1, -1, -1), 3, "hover")
            if self.divided:
                fill(painter, 0, 6, 1, height - 12, "line2")
        if self.hasFocus():
            focus_ring(painter, rect)
        ink = "text3" if blocked else "accent_text" if self.isChecked() else "text"
        x = float(self._padding)
        if blocked:
            theme.paint_icon(painter, "lock-outline", x - 2, height / 2, 16, "text3")
            x += theme.px(_ICON)
        font = self._face()
        width = advance(self.verb.label, font)
        line(painter, QRectF(x, 0, width + 1, height), self.verb.label, font, ink)
        x += width + _KEY_GAP
        small = theme.font(11)
        line(painter, QRectF(x, 0, rect.width() - x, height), self.verb.key, small, "text3")

    def _face(self) -> QFont:
        return theme.font(13, bold=self.isChecked())


class SegmentedVerbs(QFrame):
    """Verbs of which at most one is chosen.

    Attributes:
        chosen: the officer chose a verb; carries its id.
        refused: the officer chose a blocked verb; carries id and reason.
    """

    chosen = Signal(str)
    refused = Signal(str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self.tr("处理意见"))
        self._segments: list[_Segment] = []
        self._padding = 16
        self._verbs: tuple[Verb, ...] = ()
        self._layout = QHBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(0)

    def set_verbs(self, verbs: Sequence[Verb]) -> None:
        """Offer other verbs; the chosen one stays if it is among them and free. No signal."""
        if tuple(verbs) != self._verbs:
            self._verbs = tuple(verbs)
            self._rebuild()

    def set_compact(self, compact: bool) -> None:
        """Narrower segments."""
        padding = 12 if compact else 16
        if padding != self._padding:
            self._padding = padding
            self._rebuild()

    def current(self) -> str:
        """The chosen verb; empty when there is none."""
        return next((s.verb.id for s in self._segments if s.isChecked()), "")

    def set_current(self, identifier: str) -> None:
        """Choose without a signal; an id that is not offered leaves nothing chosen."""
        for before, segment in zip([None, *self._segments], self._segments, strict=False):
            segment.setChecked(segment.verb.id == identifier)
            touching = before is not None and before.isChecked()
            segment.divided = before is not None and not segment.isChecked() and not touching
            segment.update()

    def choose(self, identifier: str) -> None:
        """Choose as the officer does: with a signal, or a refusal."""
        for segment in self._segments:
            if segment.verb.id == identifier:
                self._pressed(segment)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        focused = [i for i, s in enumerate(self._segments) if s.hasFocus()]
        if step is None or not focused:
            super().keyPressEvent(event)
            return
        target = (focused[0] + step) % len(self._segments)
        self._segments[target].setFocus(Qt.FocusReason.TabFocusReason)

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._segments:
            rounded(painter_on(self), QRectF(self.rect()), 4, "panel", "line2")

    def _rebuild(self) -> None:
        current = self.current()
        focused = next((s.verb.id for s in self._segments if s.hasFocus()), "")
        clear_layout(self._layout)
        self._segments = []
        for verb in self._verbs:
            segment = _Segment(verb, padding=self._padding)
            segment.clicked.connect(lambda _=False, pressed=segment: self._pressed(pressed))
            self._segments.append(segment)
            self._layout.addWidget(segment)
            if verb.id == focused:
                segment.setFocus()
        free = any(verb.id == current and not verb.blocked for verb in self._verbs)
        self.set_current(current if free else "")
        self.updateGeometry()

    def _pressed(self, segment: _Segment) -> None:
        verb = segment.verb
        if verb.blocked:
            self.refused.emit(verb.id, verb.blocked)
        else:
            self.set_current(verb.id)
            self.chosen.emit(verb.id)
