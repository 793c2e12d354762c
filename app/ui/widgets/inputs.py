"""Fields to type in: one line, many lines, search."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget

from app.ui.theme import repolish, theme
from app.ui.theme.tokens import tokens
from app.ui.widgets.button import ButtonSize


class LineEdit(QLineEdit):
    """One line of text.

    Style guide §7: a value that policy has set is read-only, with a lock and the words that say so.
    """

    def __init__(
        self,
        text: str = "",
        placeholder: str = "",
        *,
        name: str = "",
        size: ButtonSize = "normal",
        parent: QWidget | None = None,
    ) -> None:
        """Make a field; ``name`` is what a screen reader calls it."""
        super().__init__(text, parent)
        self.setPlaceholderText(placeholder)
        self.setAccessibleName(name or placeholder)
        self._height = tokens().control[size]
        self._marks: list[tuple[QAction, str]] = []
        self._lock: QAction | None = None
        self._restyle()
        theme.changed.connect(self._restyle)

    def add_mark(self, icon: str) -> None:
        """Put an icon at the left end."""
        action = self.addAction(theme.icon(icon, "text3"), QLineEdit.ActionPosition.LeadingPosition)
        action.setEnabled(True)
        self._marks.append((action, icon))

    def set_bad(self, bad: bool) -> None:
        """Give the field a red border, or take it away; the words of the error stand beside it."""
        self.setProperty("ring", "bad" if bad else "")
        repolish(self)

    def set_locked(self, reason: str) -> None:
        """Lock the field for a reason (shown as tool tip), or free it with an empty one."""
        self.setReadOnly(bool(reason))
        self.setToolTip(reason)
        self.setAccessibleDescription(reason)
        if reason and self._lock is None:
            where = QLineEdit.ActionPosition.TrailingPosition
            self._lock = self.addAction(theme.icon("lock-outline", "text3"), where)
            self._marks.append((self._lock, "lock-outline"))
        elif not reason and self._lock is not None:
            self.removeAction(self._lock)
            self._marks = [mark for mark in self._marks if mark[0] is not self._lock]
            self._lock = None
        repolish(self)

    def _restyle(self) -> None:
        self.setFont(theme.font(14 if self._height == tokens().control["large"] else 13))
        self.setFixedHeight(theme.px(self._height))
        for action, icon in self._marks:
            action.setIcon(theme.icon(icon, "text3"))


class TextEdit(QPlainTextEdit):
    """Several lines of text; Tab leaves it, since a form is walked through by keyboard."""

    def __init__(
        self, text: str = "", placeholder: str = "", *, name: str = "", rows: int = 3
    ) -> None:
        super().__init__(text)
        self.setPlaceholderText(placeholder)
        self.setAccessibleName(name or placeholder)
        self.setTabChangesFocus(True)
        self._rows = rows
        self._restyle()
        theme.changed.connect(self._restyle)

    def set_bad(self, bad: bool) -> None:
        """Give the field a red border, or take it away."""
        self.setProperty("ring", "bad" if bad else "")
        repolish(self)

    def set_rows(self, rows: int) -> None:
        """Change how many lines are seen at once."""
        self._rows = rows
        self._restyle()

    def sizeHint(self) -> QSize:
        return QSize(200, self.minimumHeight())

    def _restyle(self) -> None:
        self.setFont(theme.font(13))
        margins = round(2 * self.document().documentMargin()) + 6
        self.setMinimumHeight(self._rows * self.fontMetrics().lineSpacing() + margins)


class SearchField(LineEdit):
    """Search as one types.

    Attributes:
        searched: the text to look for, when the keys at hand are taken, at once on Enter. Text that
            an input method still composes is not in it.
        left: Down was pressed: the focus should go to the results.
    """

    searched = Signal(str)
    left = Signal()

    def __init__(self, placeholder: str, parent: QWidget | None = None) -> None:
        super().__init__("", placeholder, parent=parent)
        self.add_mark("magnify")
        self.setClearButtonEnabled(True)
        self._said = ""
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._say)
        self.textChanged.connect(self._start)
        self.returnPressed.connect(self._say)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
            self._say()
        elif event.key() == Qt.Key.Key_Down:
            self._say()
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def _start(self) -> None:
        self._timer.start()

    def _say(self) -> None:
        self._timer.stop()
        text = self.text().strip()
        if text != self._said:
            self._said = text
            self.searched.emit(text)
