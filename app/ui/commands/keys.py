"""Keys: how they are written, which are forbidden, which clash (style guide §9)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations

from PySide6.QtCore import QKeyCombination, Qt
from PySide6.QtGui import QKeySequence

from app.ui.commands.command import Command, Scope

_ALIASES = {"PgDn": "PgDown", "↓": "Down", "↑": "Up", "←": "Left", "→": "Right", "Esc": "Esc"}
_SHOWN = {
    "PgDown": "PgDn",
    "Down": "↓",
    "Up": "↑",
    "Left": "←",
    "Right": "→",
    "Return": "Enter",
    "Del": "Delete",
}
_CTRL = Qt.KeyboardModifier.ControlModifier
_ALT = Qt.KeyboardModifier.AltModifier
_SHIFT = Qt.KeyboardModifier.ShiftModifier
_ARROWS = {Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down}
_BARE = _ARROWS | {
    Qt.Key.Key_Return,
    Qt.Key.Key_Enter,
    Qt.Key.Key_Escape,
    Qt.Key.Key_PageUp,
    Qt.Key.Key_PageDown,
    Qt.Key.Key_Home,
    Qt.Key.Key_End,
    Qt.Key.Key_Delete,
}
#: Taken by input methods, chat programs, graphics overlays and Windows.
_TAKEN = (
    *("Ctrl+Space", "Shift+Space", "Ctrl+."),
    *("Alt+A", "Ctrl+Alt+A", "Ctrl+Alt+W", "Ctrl+Alt+Z"),
    *("Ctrl+Alt+Left", "Ctrl+Alt+Right", "Ctrl+Alt+Up", "Ctrl+Alt+Down"),
    *("Alt+Z", "Alt+R", "F10", "Alt+F4", "Alt+Space"),
)


def sequences(key: str) -> list[QKeySequence]:
    """The Qt sequences of a key; Enter stands for both Enter keys.

    Raises:
        ValueError: no such key.
    """
    head, _, last = key.rpartition("+") if not key.endswith("++") else (key[:-2], "", "+")
    prefix = f"{head}+" if head else ""
    names = ["Return", "Enter"] if last == "Enter" else [_ALIASES.get(last, last)]
    found = [QKeySequence(prefix + name) for name in names]
    if any(
        sequence.isEmpty() or _combination(sequence).key() == Qt.Key.Key_unknown
        for sequence in found
    ):
        raise ValueError(f"no such key: {key}")
    return found


def canonical(key: str) -> str:
    """One spelling for each key, to compare by."""
    return sequences(key)[0].toString(QKeySequence.SequenceFormat.PortableText)


def shown(key: str) -> str:
    """The key as it stands on a button: Alt+↓, PgDn."""
    head, _, last = canonical(key).rpartition("+")
    if not last:  # the key + itself
        return canonical(key)
    name = _SHOWN.get(last, last)
    return f"{head}+{name}" if head else name


def forbidden(key: str, *, bare_keys: bool = False) -> str:
    """Why a key must not be bound; empty when it may."""
    combination = _combination(sequences(key)[0])
    code, modifiers = combination.key(), combination.keyboardModifiers()
    if canonical(key) in {canonical(taken) for taken in _TAKEN}:
        return "taken by an input method, another program or Windows"
    if modifiers & _SHIFT and modifiers & (_CTRL | _ALT):
        return "Ctrl+Shift and Alt+Shift switch input methods"
    function_key = Qt.Key.Key_F1 <= code <= Qt.Key.Key_F12
    if modifiers & (_CTRL | _ALT) or function_key or code in _BARE or bare_keys:
        return ""
    return "a bare key is typed text under an input method"


@dataclass(frozen=True)
class Clash:
    """Two commands that want one key where both would hear it, or one key that is forbidden."""

    key: str
    ids: tuple[str, ...]
    why: str


def find_clashes(commands: Iterable[tuple[Command, Sequence[str]]]) -> list[Clash]:
    """All clashes among commands with their keys."""
    found: list[Clash] = []
    by_key: dict[str, list[Command]] = {}
    for command, keys in commands:
        for key in keys:
            why = forbidden(key, bare_keys=command.bare_keys)
            if why:
                found.append(Clash(key, (command.id,), why))
            by_key.setdefault(canonical(key), []).append(command)
    for key, sharers in by_key.items():
        for one, other in combinations(sharers, 2):
            if _overlap(one, other):
                found.append(Clash(key, (one.id, other.id), "both would hear it"))
    return found


def _overlap(one: Command, other: Command) -> bool:
    if Scope.GLOBAL in (one.scope, other.scope) or one.place == other.place:
        return True
    return one.place.startswith(f"{other.place}.") or other.place.startswith(f"{one.place}.")


def _combination(sequence: QKeySequence) -> QKeyCombination:
    first: QKeyCombination = sequence[0]  # type: ignore[index]  # missing in the stubs
    return first
