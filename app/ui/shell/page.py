"""What the shell asks of a page."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.ui.widgets.keycap import Hint

if TYPE_CHECKING:
    from app.ui.shell.window import MainWindow

Breakpoint = Literal["wide", "compact"]


class Page(QWidget):
    """One screen of the window.

    Attributes:
        hintsChanged: `hints` answers otherwise now.
        titleChanged: `title` answers otherwise now.
    """

    hintsChanged = Signal()
    titleChanged = Signal()

    def set_breakpoint(self, name: Breakpoint) -> None:
        """The window became wide (1600 or more) or compact."""

    def title(self) -> str:
        """What stands in the window's title; no personal number ever."""
        return ""

    def hints(self) -> Sequence[Hint]:
        """Keys of the pane in focus, most used first."""
        return ()

    def panes(self) -> Sequence[QWidget]:
        """What F6 goes through, in order."""
        return ()

    def foot(self) -> int:
        """Pixels above the status bar that toasts must leave free."""
        return 0

    def entered(self) -> None:
        """The page came to the front: set the focus."""

    def left(self) -> None:
        """Another page came to the front."""


@dataclass(frozen=True)
class PageSpec:
    """A page and its place in the rail. It is made when it is first shown."""

    id: str
    label: str
    icon: str
    factory: Callable[[MainWindow], Page]
    icon_current: str = ""
    bottom: bool = False
