"""The row for finding words in a document: Ctrl+F."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QKeyEvent,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLineEdit, QSizePolicy, QWidget

from app.viewers.colors import LIGHT, ViewerColors
from app.viewers.drawing import percent, sized
from app.viewers.focus_return import FocusReturn
from app.viewers.ink_label import InkLabel
from app.viewers.text_search import MAX_HITS, TextSearch
from app.viewers.tool_button import ToolButton

_TYPING_MS = 250
_HEIGHT = 36
_STRONG = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier


class _Words(QLineEdit):
    """The words to find. Enter and Esc are its own, before the host's shortcuts.

    Attributes:
        stepWanted: Enter (1) or Shift+Enter (-1).
        left: Esc.
    """

    stepWanted = Signal(int)
    left = Signal()

    def event(self, event: QEvent) -> bool:
        if (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.ShortcutOverride
            and event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Enter)
            and not event.modifiers() & _STRONG
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            back = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
            self.stepWanted.emit(-1 if back else 1)
        else:
            super().keyPressEvent(event)


class SearchBar(QWidget):
    """Field, how many places, up and down, close.

    Attributes:
        wanted: look for these words; empty for none.
        closed: Esc or the cross.
    """

    wanted = Signal(str)
    closed = Signal()

    def __init__(self, search: TextSearch, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._search = search
        self._focus = FocusReturn()
        self._last_said = ""
        self._colors = LIGHT
        self.field = _Words()
        self.field.setClearButtonEnabled(True)
        self.field.setMaximumWidth(320)
        self._said = InkLabel()
        self._said.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._up, self._down = ToolButton("chevron-up"), ToolButton("chevron-down")
        self._close = ToolButton("close")
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 0, 8, 1)
        row.setSpacing(4)
        row.addWidget(self.field, 3)
        row.addWidget(self._up)
        row.addWidget(self._down)
        row.addSpacing(4)
        row.addWidget(self._said, 4)
        row.addWidget(self._close)
        self.setFixedHeight(round(_HEIGHT * max(1.0, percent())))
        self.hide()
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(_TYPING_MS)
        self._typing.timeout.connect(self._look)
        self.field.textEdited.connect(lambda _text: self._typing.start())
        self.field.stepWanted.connect(self._enter)
        self.field.left.connect(self.closed)
        self._close.clicked.connect(self.closed)
        self._up.clicked.connect(lambda: search.step(-1))
        self._down.clicked.connect(lambda: search.step(1))
        search.changed.connect(self.refresh)
        self.retranslate()

    def open_bar(self, words: str = "") -> None:
        """Show the row with the words ready to be typed over."""
        self.show()
        if words:
            self.field.setText(words)
            self._look()
        self.field.selectAll()
        self._focus.take(self.field)

    def close_bar(self, otherwise: QWidget) -> None:
        """Hide the row; the keys go back to where they were, or `otherwise`."""
        now = QApplication.focusWidget()
        had = now is not None and self.isAncestorOf(now)
        self.hide()
        self._focus.give_back(otherwise, had=had)

    def _look(self) -> None:
        self._typing.stop()
        self.wanted.emit(self.field.text().strip())

    def _enter(self, by: int) -> None:
        if self._typing.isActive() or self.field.text().strip() != self._search.wanted:
            self._look()
        else:
            self._search.step(by)

    def set_colors(self, colors: ViewerColors) -> None:
        """Draw in other colours."""
        self._colors = colors
        for button in (self._up, self._down, self._close):
            button.set_colors(colors)
        self.refresh()
        self.update()

    def retranslate(self) -> None:
        """Words in the language of now."""
        self.setAccessibleName(self.tr("在文件中查找"))
        self.field.setPlaceholderText(self.tr("在文件中查找"))
        self.field.setAccessibleName(self.tr("在文件中查找"))
        self._up.set_words(self.tr("上一处"), "Shift+F3")
        self._down.set_words(self.tr("下一处"), "F3")
        self._close.set_words(self.tr("关闭查找"), "Esc")
        self.refresh()

    def said(self) -> str:
        """What stands beside the field."""
        return self._said.text()

    def refresh(self) -> None:
        """Say how many places there are."""
        search, count = self._search, len(self._search.hits)
        text = self._state()
        is_bad = bool(search.wanted) and search.is_done and not count
        font = sized(self, 13)
        self.field.setFont(font)
        self._said.setFont(font)
        self._said.set_ink(self._colors.color("amber" if is_bad else "text2"))
        self._said.setText(text)
        self._said.setToolTip(text)
        if search.is_done and text != self._last_said:
            self._last_said = text
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, text))
        for button in (self._up, self._down):
            button.setEnabled(count > 0)

    def _state(self) -> str:
        search, count = self._search, len(self._search.hits)
        if not search.wanted:
            return ""
        if search.is_done and not search.has_text:
            return self.tr("此文件没有文字层")
        if search.is_done and not count:
            return self.tr("没有找到")
        read = self.tr("已查 {read} / {pages} 页").format(read=search.read, pages=search.pages)
        if not count:
            return read
        total = f"{count}+" if count >= MAX_HITS else str(count)
        found = self.tr("第 {n} 处，共 {total} 处").format(n=search.current + 1, total=total)
        return found if search.is_done else f"{found} · {read}"

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._colors.color("subtle"))
        hairline = self.rect().adjusted(0, self.height() - 1, 0, 0)
        painter.fillRect(hairline, self._colors.color("line"))
        painter.end()
