"""The English words of the window: `resources/i18n/ui*.en.json`. No Qt here."""

from __future__ import annotations

import json
from pathlib import Path

from app.locate import resource


def english_files() -> list[Path]:
    """The files, that of the foundation first, then one for each page."""
    folder = resource("i18n")
    return [folder / "ui.en.json", *sorted(folder.glob("ui.*.en.json"))]


def read_english() -> dict[str, str]:
    """All English words by ``Context|中文`` or ``中文``; keys with empty English are left out.

    Raises:
        ValueError: a file is no flat object of strings, or two files disagree on a key.
    """
    texts: dict[str, str] = {}
    for path in english_files():
        found = json.loads(path.read_text("utf-8"))
        if not isinstance(found, dict) or not all(isinstance(v, str) for v in found.values()):
            raise ValueError(f"{path.name}: not a flat object of strings")
        for key, text in found.items():
            if text and texts.setdefault(key, text) != text:
                raise ValueError(f"{path.name}: {key!r} has other words in another file")
    return texts
