"""What the palette finds: commands, and whatever lists the pages offer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Protocol

from PySide6.QtCore import QCoreApplication

from app.ui.commands.command import Scope
from app.ui.commands.pinyin import score
from app.ui.commands.registry import CommandRegistry

_SHOWN = 7


@dataclass(frozen=True)
class PaletteItem:
    """One line of the palette; ``reason`` says why it cannot be run."""

    text: str
    run: Callable[[], object]
    remark: str = ""
    icon: str = ""
    key: str = ""
    reason: str = ""


Deliver = Callable[[Sequence[PaletteItem]], None]


class PaletteProvider(Protocol):
    """A section of the palette."""

    @property
    def title(self) -> str:
        """The heading of the section."""

    def search(self, query: str, deliver: Deliver) -> None:
        """Find what answers ``query``; call ``deliver`` at once or later, on the GUI thread."""


def best(query: str, items: Sequence[PaletteItem], limit: int = _SHOWN) -> list[PaletteItem]:
    """The items that answer a query by words, pinyin or initials, best first."""
    found = []
    for place, item in enumerate(items):
        points = score(query, item.text)
        if points is None and item.remark:
            remark = score(query, item.remark)
            points = None if remark is None else remark - 2000  # words beside the name come last
        if points is not None:
            found.append((-points, place, item))
    return [item for _, _, item in sorted(found, key=lambda entry: entry[:2])[:limit]]


class CommandProvider:
    """Commands of the window and of the page in front; blocked ones stay, with their reason."""

    def __init__(self, registry: CommandRegistry, page: Callable[[], str]) -> None:
        self._registry, self._page = registry, page

    @property
    def title(self) -> str:
        """The heading of the section."""
        return QCoreApplication.translate("palette", "命令")

    def search(self, query: str, deliver: Deliver) -> None:
        """Find commands by their words."""
        registry = self._registry
        items = []
        for command in registry.commands():
            here = command.place.split(".", 1)[0] == self._page()
            if command.in_palette and (command.scope is Scope.GLOBAL or here):
                identifier = command.id
                items.append(
                    PaletteItem(
                        registry.label(identifier),
                        partial(registry.trigger, identifier),
                        icon=command.icon or "chevron-right",
                        key=registry.key(identifier),
                        reason=registry.reason(identifier),
                    )
                )
        deliver(best(query, items))


class ListProvider:
    """A section over a list that is at hand, such as views or ready comments."""

    def __init__(self, title: str, items: Callable[[], Sequence[PaletteItem]]) -> None:
        self._title, self._items = title, items

    @property
    def title(self) -> str:
        """The heading of the section."""
        return self._title

    def search(self, query: str, deliver: Deliver) -> None:
        """Find items by their words; nothing for an empty query."""
        deliver(best(query, self._items(), 5) if query.strip() else [])
