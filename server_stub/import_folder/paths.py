"""Which file names a folder may use: those that mean the same file on every system."""

from __future__ import annotations

import re
import stat
import unicodedata
from pathlib import Path

_DRIVE = re.compile(r"[A-Za-z]:")
_FORBIDDEN = re.compile(r'[<>:"|?*\\\x00-\x1f]')
_RESERVED = re.compile(r"(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]) *(\..*)?", re.IGNORECASE)


def refusal(path: str) -> str | None:
    """Why a relative path cannot be used, as a code; None when it can."""
    if path.startswith(("/", "\\")) or _DRIVE.match(path):
        return "IMPORT_PATH_ABSOLUTE"
    parts = path.split("/")
    if ".." in parts or "." in parts or "" in parts or "\\" in path:
        return "IMPORT_PATH_OUTSIDE" if ".." in re.split(r"[/\\]", path) else "IMPORT_PATH_FORM"
    for part in parts:
        if _RESERVED.fullmatch(part.rstrip(" .")):
            return "IMPORT_PATH_RESERVED"
        if _FORBIDDEN.search(part) or part.endswith((" ", ".")):
            return "IMPORT_PATH_FORM"
    return None


def folded(path: str) -> str:
    """The path as systems see it that tell neither case nor composition apart."""
    return unicodedata.normalize("NFC", path).casefold()


def locate(folder: Path, path: str) -> tuple[Path | None, str | None]:
    """The file of an accepted path, or why it cannot be taken.

    No part of the way may be a symbolic link, and its end must be a regular file.
    """
    place = folder
    parts = path.split("/")
    for number, part in enumerate(parts, start=1):
        place = place / part
        try:
            mode = place.lstat().st_mode
        except (FileNotFoundError, NotADirectoryError):
            return None, "IMPORT_FILE_MISSING"
        if stat.S_ISLNK(mode):
            return None, "IMPORT_SYMLINK"
        if number == len(parts) and not stat.S_ISREG(mode):
            return None, "IMPORT_NOT_A_FILE"
    return place, None
