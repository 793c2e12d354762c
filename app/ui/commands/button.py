"""Buttons that stand for a command."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.ui.widgets.button import Button, ButtonKind, ButtonSize

if TYPE_CHECKING:
    from app.ui.commands.registry import CommandRegistry


@dataclass(frozen=True)
class Shape:
    """What of a command stands on the face."""

    words: bool = True
    show_key: bool = True
    icon: bool = False


class CommandButton(Button):
    """Words, key, tool tip and blocked reason of a command, kept up to date."""

    def __init__(
        self,
        registry: CommandRegistry,
        identifier: str,
        kind: ButtonKind,
        size: ButtonSize,
        shape: Shape,
    ) -> None:
        label = registry.label(identifier)
        icon = registry.get(identifier).icon if shape.icon or not shape.words else ""
        super().__init__(label if shape.words else "", kind, size, icon=icon, tip=label)
        self._registry, self._identifier, self._shape = registry, identifier, shape
        self.show_command()
        self.clicked.connect(lambda: registry.trigger(identifier))
        self.refused.connect(lambda reason: registry.refused.emit(identifier, reason))
        registry.refreshed.connect(self.show_command)

    def show_command(self) -> None:
        """Ask the registry for everything again."""
        registry, identifier = self._registry, self._identifier
        if not registry.has(identifier):
            return
        label = registry.label(identifier)
        if self._shape.words:
            self.set_words(label)
        self.set_tip(label)
        on_face = self._shape.show_key or not self._shape.words
        self.set_key(registry.key(identifier) if on_face else "")
        self.set_blocked(registry.reason(identifier))
