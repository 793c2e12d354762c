"""Commands: one registry from which keys, buttons, the palette and the key sheet come."""

from __future__ import annotations

from app.ui.commands.command import Command, Scope
from app.ui.commands.keys import Clash
from app.ui.commands.registry import CommandRegistry

__all__ = ["Clash", "Command", "CommandRegistry", "Scope"]
