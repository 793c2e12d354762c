"""The small card beside a drawn rectangle: does it match the field, and is it worth a comment."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from app.domain.anchors import AnchorVerdict
from app.ui.pages.review.anchor_marks import verdict_words
from app.ui.widgets import Button, CheckBox, ElideLabel, hbox, set_ground
from app.ui.widgets.a11y import announce
from app.ui.widgets.own_keys import ENTER, claims

_KEYS = {
    Qt.Key.Key_1: AnchorVerdict.MATCH,
    Qt.Key.Key_2: AnchorVerdict.MISMATCH,
    Qt.Key.Key_3: AnchorVerdict.UNREADABLE,
}
_OWN = Qt.Key.Key_4
_MINE = frozenset({*_KEYS, _OWN, Qt.Key.Key_Escape}) | ENTER
_ICONS = {
    AnchorVerdict.MATCH: "check-circle-outline",
    AnchorVerdict.MISMATCH: "close-circle-outline",
    AnchorVerdict.UNREADABLE: "eye-off-outline",
}
_AWAY, _MARGIN = 8, 8


class VerdictChoice(QFrame):
    """Takes a verdict by key or pointer, then offers to begin a comment where there is need.

    Attributes:
        chosen: an `AnchorVerdict`; see `own_only` for who shall see it.
        commentRequested: a comment with the place is wanted.
        closed: it went away; what was chosen before holds.
        dismissed: Esc before anything was chosen: the rectangle is not wanted.
    """

    chosen = Signal(object)
    commentRequested = Signal()
    closed = Signal()
    dismissed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._host = parent
        set_ground(self, "card")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._title = ElideLabel("", 13, bold=True)
        self._buttons = {
            verdict: Button("…", "default", "small", icon=_ICONS[verdict], key=str(number))
            for number, verdict in enumerate(_KEYS.values(), 1)
        }
        for verdict, button in self._buttons.items():
            button.clicked.connect(lambda _on=False, one=verdict: self.chosen.emit(one))
        self._own = CheckBox(self.tr("仅本单位可见"), "4")
        self._write = Button(self.tr("写意见"), "primary", "small", key="Enter")
        self._write.clicked.connect(self._ask_comment)
        self._leave = Button(self.tr("不写"), "quiet", "small", key="Esc")
        self._leave.clicked.connect(self._close)
        self._choices = hbox(*self._buttons.values(), spacing=6)
        self._offer = hbox(self._write, self._leave, None, spacing=6)
        self._column = column = QVBoxLayout(self)
        column.setContentsMargins(12, 8, 12, 8)
        column.setSpacing(6)
        for widget in (self._title, self._choices, self._own, self._offer):
            column.addWidget(widget)
        self._offering = False
        self.hide()

    @property
    def own_only(self) -> bool:
        """Whether only the own office shall see the anchor."""
        return self._own.isChecked()

    def ask(self, title: str, beside: QRectF) -> None:
        """Ask for a verdict on what `title` names, beside a rectangle of the parent."""
        self._own.setChecked(False)
        for verdict, button in self._buttons.items():
            button.set_words(verdict_words(verdict))
        self._show(title, beside, offering=False)

    def offer(self, title: str, beside: QRectF) -> None:
        """Offer to write a comment about it."""
        self._show(title, beside, offering=True)

    def place_beside(self, beside: QRectF) -> None:
        """Stand below a rectangle, or above where there is no room, within the parent."""
        area = self._host.rect()
        size = self.sizeHint().boundedTo(area.size())
        top = beside.bottom() + _AWAY
        if top + size.height() > area.height() - _MARGIN:
            top = beside.top() - _AWAY - size.height()
        left = min(max(beside.left(), _MARGIN), area.width() - size.width() - _MARGIN)
        top = min(max(top, _MARGIN), area.height() - size.height() - _MARGIN)
        self.setGeometry(round(left), round(top), size.width(), size.height())

    def _show(self, title: str, beside: QRectF, *, offering: bool) -> None:
        self._offering = offering
        self._title.setText(title)
        self._choices.setVisible(not offering)
        self._own.setVisible(not offering)
        self._offer.setVisible(offering)
        self.setAccessibleName(title)
        self._column.activate()
        self.place_beside(beside)
        self.show()
        self.raise_()
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        announce(self, title)

    def event(self, event: QEvent) -> bool:
        return claims(event, _MINE) or super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key == Qt.Key.Key_Escape:
            self._close()
        elif self._offering and key in ENTER:
            self._ask_comment()
        elif not self._offering and key in _KEYS:
            self.chosen.emit(_KEYS[key])
        elif not self._offering and key == _OWN:
            self._own.setChecked(not self._own.isChecked())
        elif key not in _MINE:
            super().keyPressEvent(event)

    def _ask_comment(self) -> None:
        self.hide()
        self.closed.emit()
        self.commentRequested.emit()

    def _close(self) -> None:
        asked = not self._offering
        self.hide()
        (self.dismissed if asked else self.closed).emit()
