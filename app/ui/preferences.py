"""What the window must know before anybody signs in: looks, language, the server last used.

Kept in ``preferences.json`` beside the homes, readable: it names no person and no account.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from app.store.home import write_json
from app.ui.i18n import DEFAULT_LANG, LANGS, Lang
from app.ui.theme.tokens import PERCENTS, Mode

_FILE = "preferences.json"
_MODES = ("system", "light", "dark")


@dataclass(frozen=True)
class Preferences:
    """One machine user's choices. ``language`` is empty while nobody chose one."""

    theme: Mode = "system"
    percent: int = 100
    language: str = ""
    server: str = ""

    @property
    def lang(self) -> Lang:
        """The language to show."""
        return self.language if self.language in LANGS else DEFAULT_LANG


def load_preferences(root: Path) -> Preferences:
    """Read the choices; what is missing or of an unexpected shape counts as not chosen."""
    try:
        found = json.loads((root / _FILE).read_text("utf-8"))
    except (OSError, ValueError):
        return Preferences()
    return _sound(found) if isinstance(found, dict) else Preferences()


def save_preferences(root: Path, preferences: Preferences) -> None:
    """Keep the choices.

    :raises StoreFull: no room; what was kept before stays.
    """
    root.mkdir(parents=True, exist_ok=True)
    write_json(root / _FILE, asdict(preferences))


def _sound(kept: dict[str, Any]) -> Preferences:
    chosen = Preferences()
    if kept.get("theme") in _MODES:
        chosen = replace(chosen, theme=kept["theme"])
    if kept.get("percent") in PERCENTS:
        chosen = replace(chosen, percent=kept["percent"])
    if kept.get("language") in LANGS:
        chosen = replace(chosen, language=kept["language"])
    if isinstance(kept.get("server"), str):
        chosen = replace(chosen, server=kept["server"])
    return chosen
