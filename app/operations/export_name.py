"""A file name for a copy outside, made of one that a stranger chose."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from pathlib import PurePath

_FORBIDDEN = re.compile(r'[\\/:*?"<>|]')
_SPACES = re.compile(r"\s+")
_DEVICES = frozenset(
    {"CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$"}
    | {f"{name}{digit}" for name in ("COM", "LPT") for digit in "123456789¹²³"}
)
"""Names that Windows gives to a device, whatever the extension."""
_SUFFIXES: dict[str, tuple[str, ...]] = {
    "application/pdf": (".pdf",),
    "image/jpeg": (".jpg", ".jpeg"),
    "image/png": (".png",),
    "image/tiff": (".tif", ".tiff"),
    "image/bmp": (".bmp",),
    "image/gif": (".gif",),
    "image/webp": (".webp",),
}
"""What a kind of file may be called; the first one is added where none of them stands."""
_UNKNOWN = ".bin"
"""For a kind nobody knows: nothing on the machine opens it by a double click."""
_MAX_BYTES = 180
"""Of the name in UTF-8: 255 is the least limit of file systems, and a folder tree needs room."""
_NAMELESS = "附件"


def safe_name(filename: str, mime: str) -> str:
    """A name that every file system takes and that says what the file is.

    Folders, signs that Windows or Linux do not take, signs that are not seen (with them
    ``gnp.exe`` can be shown as ``exe.png``), device names, and dots and spaces at the ends go.
    The extension is one of ``mime``; where it is not, the right one is added behind it.
    """
    base = PurePath(unicodedata.normalize("NFC", filename).replace("\\", "/")).name
    seen = "".join(" " if sign.isspace() else sign for sign in base if _is_seen(sign))
    clean = _SPACES.sub(" ", _FORBIDDEN.sub("_", seen)).rstrip(" .")
    allowed = _SUFFIXES.get(mime, (_UNKNOWN,))
    suffix = next((one for one in allowed if clean.lower().endswith(one)), "")
    stem = clean[: len(clean) - len(suffix)].strip(" .")
    if stem.split(".")[0].rstrip().upper() in _DEVICES:
        stem = f"_{stem}"
    suffix = suffix or allowed[0]
    return (_cut(stem, _MAX_BYTES - len(suffix)) or _NAMELESS) + suffix


def free_name(name: str, taken: Callable[[str], bool]) -> str:
    """``name``, or with `` (2)`` and so on before its extension until none is ``taken``."""
    path, number, found = PurePath(name), 1, name
    while taken(found):
        number += 1
        found = f"{path.stem} ({number}){path.suffix}"
    return found


def _is_seen(sign: str) -> bool:
    """Neither a control sign nor one of formatting, a lone surrogate or for private use."""
    return sign.isspace() or unicodedata.category(sign) not in ("Cc", "Cf", "Cs", "Co", "Cn")


def _cut(text: str, limit: int) -> str:
    """At most ``limit`` bytes of UTF-8, without half a sign at the end."""
    return text.encode("utf-8")[:limit].decode("utf-8", "ignore").rstrip(" .")
