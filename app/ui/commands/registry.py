"""The one registry of commands (design §3): keys, buttons, palette, key sheet and audit names."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

from app.ui.commands import keys as key_rules
from app.ui.commands.button import CommandButton, Shape
from app.ui.commands.command import Command
from app.ui.commands.guard import KeyGuard
from app.ui.widgets.button import ButtonKind, ButtonSize
from app.ui.widgets.keycap import Hint


class CommandRegistry(QObject):
    """Knows every command and which widgets hear its keys.

    Attributes:
        executed: a command ran; carries its id and its name for the audit log.
        refused: a blocked command was asked for; carries its id and the reason.
        refreshed: blocked reasons, labels or keys may be others now.
    """

    executed = Signal(str, str)
    refused = Signal(str, str)
    refreshed = Signal()

    def __init__(self, app: QApplication, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._commands: dict[str, Command] = {}
        self._stand_ins: dict[str, Command] = {}
        self._labels: dict[str, str] = {}
        self._keymap: dict[str, tuple[str, ...]] = {}
        self._hearers: list[tuple[QWidget, str]] = []
        self._actions: dict[str, list[QAction]] = {}
        self._places: dict[str, str] = {}
        self._guard = KeyGuard(app, self.hears, self)

    # --- what there is -------------------------------------------------------------------------

    def register(self, *commands: Command) -> None:
        """Add commands; widgets that hear their place get them at once.

        Raises:
            ValueError: an id is taken, or a key does not exist.
        """
        for command in commands:
            if command.id in self._commands:
                raise ValueError(f"command {command.id} is there already")
            for key in command.keys:
                key_rules.sequences(key)
            self._commands[command.id] = command
            for widget, place in self._living_hearers():
                if place == command.place:
                    self._bind(widget, command)

    def get(self, identifier: str) -> Command:
        """The command with an id, or what stands in for it.

        Raises:
            KeyError: there is none.
        """
        return self._stand_ins.get(identifier) or self._commands[identifier]

    def stand_in(self, identifier: str, other: Command | None) -> None:
        """Let ``other`` answer the keys and buttons of a command while a view wants them, with its
        words and its reason; None gives them back.

        Raises:
            KeyError: there is no such command.
        """
        if other is None:
            self._stand_ins.pop(identifier, None)
        else:
            self._stand_ins[self._commands[identifier].id] = other
        self.refresh()

    def commands(self, place: str | None = None) -> list[Command]:
        """All commands, or those of one place, in the order of registration."""
        return [c for c in self._commands.values() if place is None or c.place == place]

    def name_place(self, place: str, title: str) -> None:
        """Say what a page or pane is called in the key sheet."""
        self._places[place] = title

    def place_title(self, place: str) -> str:
        """What a place is called."""
        return self._places.get(place, place)

    def label(self, identifier: str) -> str:
        """The words of a command now."""
        if identifier in self._stand_ins:
            return self._stand_ins[identifier].label
        return self._labels.get(identifier, self._commands[identifier].label)

    def set_label(self, identifier: str, label: str) -> None:
        """Change the words, such as 签收 2 件."""
        self._labels[identifier] = label
        self.refresh()

    def reason(self, identifier: str) -> str:
        """Why a command cannot be used now; empty when it can."""
        return self.get(identifier).blocked()

    # --- keys ----------------------------------------------------------------------------------

    def keys(self, identifier: str) -> tuple[str, ...]:
        """The keys in force: the user's own, or the command's."""
        return self._keymap.get(identifier, self._commands[identifier].keys)

    def key(self, identifier: str) -> str:
        """The key to show; empty when there is none."""
        return next((key_rules.shown(key) for key in self.keys(identifier)), "")

    def set_keymap(self, keymap: Mapping[str, Sequence[str]]) -> None:
        """Put the user's own keys in force.

        Raises:
            ValueError: a key does not exist.
        """
        for chosen in keymap.values():
            for key in chosen:
                key_rules.sequences(key)
        self._keymap = {identifier: tuple(chosen) for identifier, chosen in keymap.items()}
        for identifier, actions in self._actions.items():
            for action in actions:
                if isValid(action):
                    action.setShortcuts(self._sequences(identifier))
        self.refresh()

    def clashes(self) -> list[key_rules.Clash]:
        """Forbidden keys, and keys that two commands would hear at once."""
        return key_rules.find_clashes((c, self.keys(c.id)) for c in self._commands.values())

    def hints(self, *identifiers: str) -> list[Hint]:
        """Keys and words for the status bar."""
        return [(self.key(i), self.label(i)) for i in identifiers if self.key(i)]

    # --- hearing -------------------------------------------------------------------------------

    def attach(self, widget: QWidget, place: str = "") -> None:
        """Let ``widget`` and what it contains hear the keys of a place; empty = the global ones."""
        self._hearers.append((widget, place))
        for command in self.commands(place):
            self._bind(widget, command)

    def hears(self, widget: QWidget, sequence: QKeySequence) -> bool:
        """Whether a command would run on a key pressed in ``widget``."""
        node: QWidget | None = widget
        while node is not None:
            if any(sequence in action.shortcuts() for action in node.actions()):
                return True
            node = None if node.isWindow() else node.parentWidget()
        return False

    def has(self, identifier: str) -> bool:
        """Whether there is a command with this id."""
        return identifier in self._commands

    def trigger(self, identifier: str) -> bool:
        """Run a command unless it is blocked or an input method is composing."""
        if self._guard.composing:
            return False
        command = self.get(identifier)
        reason = command.blocked()
        if reason:
            self.refused.emit(identifier, reason)
            return False
        command.run()
        self.executed.emit(identifier, command.audit or identifier)
        return True

    # --- buttons -------------------------------------------------------------------------------

    def button(
        self,
        identifier: str,
        kind: ButtonKind = "default",
        size: ButtonSize = "normal",
        *,
        words: bool = True,
        show_key: bool = True,
        icon: bool = False,
    ) -> CommandButton:
        """A button for a command: its words, key, tool tip, and the reason while it is blocked.

        Args:
            words: False for an icon only; the words are then its tip and name.
            show_key: whether the key stands on the face.
            icon: whether the icon stands before the words.
        """
        shape = Shape(words=words, show_key=show_key, icon=icon)
        return CommandButton(self, identifier, kind, size, shape)

    def refresh(self) -> None:
        """Ask for reasons and words again: the selection or the case has changed."""
        self.refreshed.emit()

    # --- inside --------------------------------------------------------------------------------

    def _bind(self, widget: QWidget, command: Command) -> None:
        action = QAction(command.label, widget)
        action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        action.setAutoRepeat(command.repeats)
        action.setShortcuts(self._sequences(command.id))
        action.triggered.connect(lambda: self.trigger(command.id))
        widget.addAction(action)
        self._actions.setdefault(command.id, []).append(action)

    def _sequences(self, identifier: str) -> list[QKeySequence]:
        return [seq for key in self.keys(identifier) for seq in key_rules.sequences(key)]

    def _living_hearers(self) -> Iterable[tuple[QWidget, str]]:
        return [(widget, place) for widget, place in self._hearers if isValid(widget)]
