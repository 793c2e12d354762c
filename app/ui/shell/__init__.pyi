from app.ui.shell.idle import IdleWatch
from app.ui.shell.page import Breakpoint, Page, PageSpec
from app.ui.shell.shell_commands import ShellCommands
from app.ui.shell.tasks import Generation, TaskRunner, Token
from app.ui.shell.ui_state import MemoryStore, StateStore, UiState
from app.ui.shell.window import MainWindow

__all__ = [
    "Breakpoint",
    "Generation",
    "IdleWatch",
    "MainWindow",
    "MemoryStore",
    "Page",
    "PageSpec",
    "ShellCommands",
    "StateStore",
    "TaskRunner",
    "Token",
    "UiState",
]
