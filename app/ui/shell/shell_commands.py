"""The commands of the frame itself: palette, key sheet, pages, panes (style guide §9)."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from app.ui.commands import (
    Command,
    CommandPalette,
    CommandProvider,
    PaletteProvider,
    Scope,
    ShortcutSheet,
)

if TYPE_CHECKING:
    from app.ui.shell.window import MainWindow

_PAGE_KEYS = 7


class ShellCommands(QObject):
    """Registers the global commands of a window whose pages have been added.

    Attributes:
        palette: Ctrl+K; pages add their providers to it.
        sheet: F1.
    """

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        provider: PaletteProvider = CommandProvider(window.commands, lambda: window.current)
        self.palette = CommandPalette(window, [provider])
        self.palette.refused.connect(lambda reason: window.toasts.show_toast(reason, "text3"))
        self.sheet = ShortcutSheet(window, window.commands)
        register = window.commands.register
        register(
            Command(
                id="shell.palette",
                label=self.tr("命令面板"),
                keys=("Ctrl+K",),
                scope=Scope.GLOBAL,
                icon="magnify",
                run=self.palette.open_palette,
                in_palette=False,
            ),
            Command(
                id="shell.keys",
                label=self.tr("按键表"),
                keys=("F1",),
                scope=Scope.GLOBAL,
                icon="keyboard-outline",
                run=self.open_sheet,
            ),
            Command(
                id="shell.next_pane",
                label=self.tr("下一区"),
                keys=("F6",),
                scope=Scope.GLOBAL,
                run=partial(window.cycle_pane, 1),
                in_palette=False,
            ),
            Command(
                id="shell.previous_pane",
                label=self.tr("上一区"),
                keys=("Shift+F6",),
                scope=Scope.GLOBAL,
                run=partial(window.cycle_pane, -1),
                in_palette=False,
            ),
        )
        self._register_pages()

    def open_sheet(self) -> None:
        """Show the keys of the frame and of the page in front."""
        page = self._window.current
        commands = self._window.commands.commands()
        places = dict.fromkeys(c.place for c in commands if c.place.split(".", 1)[0] == page)
        self.sheet.open_sheet([place for place in places if place])

    def _register_pages(self) -> None:
        window = self._window
        for number, identifier in enumerate(window.page_ids(), start=1):
            keys = (f"Ctrl+{number}",) if number <= _PAGE_KEYS else ()
            spec = window.page_spec(identifier)
            window.commands.register(
                Command(
                    id=f"shell.page.{identifier}",
                    label=self.tr("到{page}").format(page=spec.label),
                    keys=keys,
                    scope=Scope.GLOBAL,
                    icon=spec.icon,
                    run=partial(window.show_page, identifier),
                )
            )
            window.set_page_key(identifier, window.commands.key(f"shell.page.{identifier}"))
            window.commands.name_place(identifier, spec.label)
