"""What a command is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, auto


class Scope(Enum):
    """Where a command's keys work."""

    GLOBAL = auto()
    PAGE = auto()
    PANE = auto()


def _free() -> str:
    return ""


@dataclass(frozen=True, kw_only=True)
class Command:
    """One thing that the officer can do by key, button or palette.

    Attributes:
        id: unique name such as ``review.next_finding``.
        label: the words, already translated.
        run: does it; called on the GUI thread.
        keys: keys such as ``F8`` and ``Alt+N``; the first is shown.
        scope: where the keys work.
        place: name of the page (``review``) or pane (``review.composer``); empty for GLOBAL.
        blocked: the reason why it cannot be used now; empty when it can.
        icon: glyph for the palette and for buttons.
        audit: name in the audit log; the id where empty.
        in_palette: whether Ctrl+K offers it.
        repeats: whether holding the key runs it again and again.
        bare_keys: whether single characters may be its keys: only in panes without text input.
    """

    id: str
    label: str
    run: Callable[[], object]
    keys: tuple[str, ...] = ()
    scope: Scope = Scope.PAGE
    place: str = ""
    blocked: Callable[[], str] = _free
    icon: str = ""
    audit: str = ""
    in_palette: bool = True
    repeats: bool = False
    bare_keys: bool = False

    def __post_init__(self) -> None:
        if (self.scope is Scope.GLOBAL) != (self.place == ""):
            raise ValueError(f"{self.id}: a global command has no place, any other has one")


class PageCommands:
    """Makes the commands of a page, its name before each of theirs.

    :param usual: why one cannot be used that says nothing of its own.
    """

    def __init__(self, place: str, usual: Callable[[], str] = _free) -> None:
        self._place, self._usual = place, usual

    def __call__(
        self,
        name: str,
        label: str,
        keys: tuple[str, ...],
        run: Callable[[], object],
        icon: str = "",
        blocked: Callable[[], str] | None = None,
        *,
        repeats: bool = False,
    ) -> Command:
        """A command ``place.name``; see :class:`Command`."""
        return Command(
            id=f"{self._place}.{name}", label=label, keys=keys, run=run, icon=icon,
            place=self._place, blocked=blocked or self._usual, repeats=repeats,
        )  # fmt: skip
