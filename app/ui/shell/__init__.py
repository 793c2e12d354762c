"""The window's frame: rail, pages, status, kept state, background work.

Parts are loaded when they are first asked for; for type checkers they are in ``__init__.pyi``.
"""

from __future__ import annotations

from app.lazy import lazily

_HOMES = {
    ".idle": "IdleWatch",
    ".page": "Breakpoint Page PageSpec",
    ".shell_commands": "ShellCommands",
    ".tasks": "Generation TaskRunner Token",
    ".ui_state": "MemoryStore StateStore UiState",
    ".window": "MainWindow",
}
__all__, __getattr__ = lazily(__name__, _HOMES)
