"""Finding the Noto CJK fonts that the invented documents are set in.

The documents need a typeface that has the rare characters of Chinese names (䶮 㛃 𬭎); Noto CJK
has them all. `fc-match` answers where it is installed; where fontconfig is missing, the usual
folders are searched.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from functools import lru_cache
from pathlib import Path
from typing import Literal

from PIL import ImageFont

Face = Literal["serif", "serif-bold", "sans", "sans-bold"]

_FILES: dict[Face, tuple[str, str, str]] = {
    "serif": ("Noto Serif CJK SC", "Regular", "NotoSerifCJK-Regular.ttc"),
    "serif-bold": ("Noto Serif CJK SC", "Bold", "NotoSerifCJK-Bold.ttc"),
    "sans": ("Noto Sans CJK SC", "Regular", "NotoSansCJK-Regular.ttc"),
    "sans-bold": ("Noto Sans CJK SC", "Bold", "NotoSansCJK-Bold.ttc"),
}
_FOLDERS = (
    "/usr/share/fonts",
    "/usr/local/share/fonts",
    "~/.local/share/fonts",
    "~/Library/Fonts",
    "/Library/Fonts",
    "C:/Windows/Fonts",
    "~/AppData/Local/Microsoft/Windows/Fonts",
)
_SC_IN_COLLECTION = 2  # Noto CJK collections hold JP, KR, SC, TC, HK in this order


class FontMissingError(FileNotFoundError):
    """A font the demo documents need is not installed; the message names the package."""

    def __init__(self, family: str) -> None:
        remedy = (
            "apt-get install fonts-noto-cjk (dnf: google-noto-serif-cjk-fonts and "
            "google-noto-sans-cjk-fonts; brew: font-noto-serif-cjk and font-noto-sans-cjk)"
            if sys.platform != "win32"
            else "install NotoSerifCJK and NotoSansCJK (.ttc) from the Noto CJK project"
        )
        super().__init__(f"字体缺失 font not found: {family}. {remedy}")
        self.family = family


@lru_cache(maxsize=8)
def locate(face: Face) -> tuple[Path, int]:
    """File of a face and its index in the collection. Raises `FontMissingError`."""
    family, style, file_name = _FILES[face]
    found = _ask_fontconfig(family, style) or _search_folders(file_name)
    if found is None:
        raise FontMissingError(family)
    return found


def _ask_fontconfig(family: str, style: str) -> tuple[Path, int] | None:
    program = shutil.which("fc-match")
    if program is None:
        return None
    answer = subprocess.run(
        [program, "-f", "%{file}|%{index}|%{family}", f"{family}:style={style}"],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    path, _, rest = answer.stdout.partition("|")
    index, _, matched = rest.partition("|")
    if answer.returncode != 0 or family not in matched.split(","):
        return None  # fc-match always answers something; another family is no answer
    return Path(path), int(index) & 0xFFFF  # the upper half names a variable-font instance


def _search_folders(file_name: str) -> tuple[Path, int] | None:
    for folder in _FOLDERS:
        root = Path(folder).expanduser()
        if root.is_dir():
            for path in sorted(root.rglob(file_name)):
                return path, _SC_IN_COLLECTION
    return None


@lru_cache(maxsize=64)
def load(face: Face, pixels: float) -> ImageFont.FreeTypeFont:
    """The face at a size in pixels per em; basic layout, so that no shaper changes the bytes."""
    path, index = locate(face)
    return ImageFont.truetype(path, pixels, index=index, layout_engine=ImageFont.Layout.BASIC)
