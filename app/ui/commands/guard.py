"""Keys under input methods and in text fields.

While an input method composes, every key belongs to it. Otherwise a command's key wins over a text
field's own meaning of it (Ctrl+K and Ctrl+E edit text on some systems), but for undo, clipboard and
caret keys, which are the text's first.
"""

from __future__ import annotations

from collections.abc import Callable
from weakref import finalize, ref

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QInputMethodEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

#: A widget with this property hears every key itself; no command runs while it has the focus.
OWNS_KEYS = "ownsKeys"

_TEXT_FIRST = (
    QKeySequence.StandardKey.Undo,
    QKeySequence.StandardKey.Redo,
    QKeySequence.StandardKey.Copy,
    QKeySequence.StandardKey.Cut,
    QKeySequence.StandardKey.Paste,
    QKeySequence.StandardKey.SelectAll,
    QKeySequence.StandardKey.MoveToNextWord,
    QKeySequence.StandardKey.MoveToPreviousWord,
    QKeySequence.StandardKey.SelectNextWord,
    QKeySequence.StandardKey.SelectPreviousWord,
    QKeySequence.StandardKey.MoveToStartOfDocument,
    QKeySequence.StandardKey.MoveToEndOfDocument,
    QKeySequence.StandardKey.DeleteStartOfWord,
    QKeySequence.StandardKey.DeleteEndOfWord,
)
_LETTERS_FIRST = {
    Qt.Key.Key_Z,
    Qt.Key.Key_Y,
    Qt.Key.Key_A,
    Qt.Key.Key_C,
    Qt.Key.Key_V,
    Qt.Key.Key_X,
}


class KeyGuard(QObject):
    """Watches the widget that has the focus, and only that one."""

    def __init__(
        self, app: QApplication, bound: Callable[[QWidget, QKeySequence], bool], parent: QObject
    ) -> None:
        """Watch ``app``; ``bound`` tells whether a command hears a key from a widget."""
        super().__init__(parent)
        self._bound = bound
        self._watched: QWidget | None = None
        self._composing = False
        self._hear_focus(app)
        self._follow(app.focusWidget())

    @property
    def composing(self) -> bool:
        """Whether an input method holds text that is not committed yet."""
        return self._composing

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QInputMethodEvent):
            self._composing = bool(event.preeditString())
        elif event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            return self._decide(watched, event)
        return False

    def _decide(self, watched: QObject, event: QKeyEvent) -> bool:
        if self._composing:
            event.accept()
            return True
        if not isinstance(watched, QWidget) or watched.property(OWNS_KEYS):
            return False
        if not watched.testAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled) or _text_first(
            event
        ):
            return False
        if self._bound(watched, QKeySequence(event.keyCombination())):
            event.ignore()
            return True
        return False

    def _hear_focus(self, app: QApplication) -> None:
        """Follow the focus for as long as this guard lives: a window that is being taken down
        moves the focus too, when its guard may be half gone and no slot of it can be called."""
        guard = ref(self)

        def moved(_old: QWidget | None, new: QWidget | None) -> None:
            alive = guard()
            if alive is not None and isValid(alive):
                alive._follow(new)

        app.focusChanged.connect(moved)
        finalize(self, _disconnect, app, moved).atexit = False

    def _follow(self, new: QWidget | None) -> None:
        if self._watched is not None and isValid(self._watched):
            self._watched.removeEventFilter(self)
        self._composing = False
        self._watched = new
        if new is not None:
            new.installEventFilter(self)


def _disconnect(app: QApplication, slot: Callable[..., None]) -> None:
    if isValid(app):
        app.focusChanged.disconnect(slot)


def _text_first(event: QKeyEvent) -> bool:
    modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    control = modifiers == Qt.KeyboardModifier.ControlModifier
    if control and event.key() in _LETTERS_FIRST:
        return True
    strong = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
    function_key = Qt.Key.Key_F1 <= event.key() <= Qt.Key.Key_F35
    if not modifiers & strong and not function_key:
        return True
    return any(event.matches(key) for key in _TEXT_FIRST)
