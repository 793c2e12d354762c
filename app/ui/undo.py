"""One line of undo for the whole window: what was done, newest last.

Design §3: undo works until an operation is sent; then the command says so and leaves the line.
Text fields keep their own undo for typing.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoCommand, QUndoStack

_LIMIT = 200


class _Done(QUndoCommand):
    """An action that was already carried out when it is pushed."""

    def __init__(self, words: str, undo: Callable[[], None], redo: Callable[[], None]) -> None:
        super().__init__(words)
        self._undo, self._redo, self._first = undo, redo, True

    def undo(self) -> None:
        self._undo()

    def redo(self) -> None:
        if self._first:
            self._first = False
            return
        self._redo()


class UndoLine(QObject):
    """Actions that can be taken back.

    Attributes:
        changed: whether there is something to undo, and its words.
    """

    changed = Signal(bool, str)

    def __init__(self) -> None:
        super().__init__()
        self._stack = QUndoStack(self)
        self._stack.setUndoLimit(_LIMIT)
        self._stack.indexChanged.connect(self._tell)

    def push(self, words: str, undo: Callable[[], None], redo: Callable[[], None]) -> None:
        """Remember an action that was just carried out."""
        self._stack.push(_Done(words, undo, redo))

    def undo(self) -> bool:
        """Take back the newest action; False when there is none."""
        if not self._stack.canUndo():
            return False
        self._stack.undo()
        return True

    def take_back(self) -> None:
        """:meth:`undo` for buttons, which want no answer."""
        self.undo()

    def redo(self) -> bool:
        """Carry out again what was taken back; False when there is nothing."""
        if not self._stack.canRedo():
            return False
        self._stack.redo()
        return True

    def clear(self) -> None:
        """Forget everything: another user, another case base."""
        self._stack.clear()

    def _tell(self) -> None:
        self.changed.emit(self._stack.canUndo(), self._stack.undoText())
