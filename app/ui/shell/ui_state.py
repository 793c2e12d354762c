"""Where things were: splitters, table heads, zoom, per screen and breakpoint (design §9).

The host gives a store that answers from memory and writes behind, into the encrypted journal: file
names and saved searches carry names of people and must not stand in a settings file.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final, Protocol, TypeVar

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QSplitter

T = TypeVar("T")

#: Kept values of another version are not looked at.
VERSION: Final = 1


class StateStore(Protocol):
    """What the host supplies. Values are JSON."""

    def get(self, key: str) -> Any:
        """The kept value; None when there is none."""

    def put(self, key: str, value: Any) -> None:
        """Keep a value; must return at once."""


class MemoryStore:
    """Keeps values as long as the program runs: before sign-in, and in tests."""

    def __init__(self) -> None:
        self.values: dict[str, Any] = {}

    def get(self, key: str) -> Any:
        """The kept value; None when there is none."""
        return self.values.get(key)

    def put(self, key: str, value: Any) -> None:
        """Keep a value."""
        self.values[key] = value


def _anything(_value: Any) -> bool:
    return True


class UiState(QObject):
    """Kept values by name; what is broken or of another version counts as absent.

    Attributes:
        breakpoint: the present one; names ending in ``@`` are kept for each apart.
    """

    breakpointChanged = Signal(str)

    def __init__(self, store: StateStore | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._store: StateStore = store or MemoryStore()
        self._breakpoint = "wide"

    @property
    def breakpoint(self) -> str:
        """``wide`` or ``compact``."""
        return self._breakpoint

    def set_breakpoint(self, name: str) -> None:
        """Use the values of another window width from now on."""
        if name != self._breakpoint:
            self._breakpoint = name
            self.breakpointChanged.emit(name)

    def get(self, key: str, default: T, valid: Callable[[Any], bool] = _anything) -> T:
        """The kept value, or ``default`` when there is none or it is not ``valid``."""
        kept = self._store.get(self._name(key))
        if not isinstance(kept, dict) or kept.get("version") != VERSION or "value" not in kept:
            return default
        value = kept["value"]
        try:
            usable = (default is None or isinstance(value, type(default))) and valid(value)
        except (TypeError, ValueError, KeyError, IndexError, AttributeError):
            usable = False  # a checker met a shape that it did not expect
        return value if usable else default

    def put(self, key: str, value: Any) -> None:
        """Keep a JSON value."""
        self._store.put(self._name(key), {"version": VERSION, "value": value})

    def bind_splitter(self, splitter: QSplitter, key: str, default: Sequence[int]) -> None:
        """Give a splitter its kept sizes, and keep what the officer makes of it."""
        splitter.setChildrenCollapsible(False)
        splitter.setHandleWidth(1)
        _SplitterKeeper(self, splitter, f"splitter.{key}@", list(default)).restore()

    def _name(self, key: str) -> str:
        return f"{key}{self._breakpoint}" if key.endswith("@") else key


class _SplitterKeeper(QObject):
    """Belongs to its splitter and goes with it."""

    def __init__(self, state: UiState, splitter: QSplitter, key: str, default: list[int]) -> None:
        super().__init__(splitter)
        self._state, self._splitter, self._key, self._default = state, splitter, key, default
        splitter.splitterMoved.connect(self.keep)
        state.breakpointChanged.connect(self.restore)

    def restore(self) -> None:
        """Put the kept sizes, or the default, in force."""
        sizes = self._state.get(self._key, self._default, self._fits)
        self._splitter.setSizes(sizes if sum(sizes) else self._default)

    def keep(self) -> None:
        """Remember what the officer made of it."""
        self._state.put(self._key, self._splitter.sizes())

    def _fits(self, sizes: Any) -> bool:
        return len(sizes) == len(self._default) and all(
            isinstance(size, int) and size >= 0 for size in sizes
        )
