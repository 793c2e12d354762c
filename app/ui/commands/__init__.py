"""Commands: one registry from which keys, buttons, the palette and the key sheet come."""

from __future__ import annotations

from app.ui.commands.command import Command, PageCommands, Scope
from app.ui.commands.keys import Clash
from app.ui.commands.palette import CommandPalette
from app.ui.commands.providers import (
    CommandProvider,
    Deliver,
    ListProvider,
    PaletteItem,
    PaletteProvider,
)
from app.ui.commands.registry import CommandRegistry
from app.ui.commands.sheet import ShortcutSheet

__all__ = [
    "Clash",
    "Command",
    "CommandPalette",
    "CommandProvider",
    "CommandRegistry",
    "Deliver",
    "ListProvider",
    "PageCommands",
    "PaletteItem",
    "PaletteProvider",
    "Scope",
    "ShortcutSheet",
]
