"""The typeface of the forms: one that has GB 18030-2022 level 2, found on this machine.

The installer brings its own in ``resources/fonts``; a checkout uses the system's Noto Serif CJK.
Only what a form uses is embedded in it, by typst.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

from fontTools.ttLib import TTCollection, TTFont

from app.forms.problems import FormCodeProblem, FormError
from app.locate import resource_root

_FILES: Final = {
    "NotoSerifCJK-Regular.ttc": "Noto Serif CJK SC",
    "NotoSerifCJKsc-Regular.otf": "Noto Serif CJK SC",
    "NotoSerifSC-Regular.otf": "Noto Serif SC",
    "SourceHanSerifSC-Regular.otf": "Source Han Serif SC",
    "SourceHanSerif-Regular.ttc": "Source Han Serif SC",
}
"""Files that are known to have the characters, and the family in them."""
_SYSTEM: Final = {
    "linux": ("/usr/share/fonts", "/usr/local/share/fonts", "~/.local/share/fonts", "~/.fonts"),
    "win32": ("C:/Windows/Fonts", "~/AppData/Local/Microsoft/Windows/Fonts"),
    "darwin": ("/Library/Fonts", "~/Library/Fonts"),
}


@dataclass(frozen=True, slots=True)
class Face:
    """A typeface: its family, the file of its regular weight, the folder typst looks in."""

    family: str
    file: Path

    @property
    def folder(self) -> Path:
        """Where its weights lie."""
        return self.file.parent


@lru_cache(maxsize=1)
def face() -> Face:
    """The typeface for forms. Raises :class:`FormError` ``FORM_FONT_MISSING``."""
    for folder in _folders():
        found = {path.name: path for path in folder.rglob("*Serif*")} if folder.is_dir() else {}
        for name, family in _FILES.items():
            if name in found:
                return Face(family, found[name])
    raise FormError(FormCodeProblem.FONT_MISSING, face="Noto Serif CJK SC")


def _folders() -> Iterator[Path]:
    yield resource_root() / "fonts"
    for place in _SYSTEM.get(sys.platform, ()):
        yield Path(place).expanduser()


@lru_cache(maxsize=2)
def characters(of: Face) -> frozenset[int]:
    """The code points that the regular weight has glyphs for."""
    if of.file.suffix.lower() != ".ttc":
        with TTFont(of.file, lazy=True) as font:
            return frozenset(font.getBestCmap())
    with TTCollection(of.file, lazy=True) as collection:
        for font in collection.fonts:
            if font["name"].getDebugName(1) == of.family:
                return frozenset(font.getBestCmap())
    raise FormError(FormCodeProblem.FONT_MISSING, face=of.family)
