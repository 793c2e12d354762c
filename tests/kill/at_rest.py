"""Searching a folder for anything that can be read."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import numpy.typing as npt

WINDOW = 32
MAGIC = {"PDF": b"%PDF-1.", "JFIF": b"JFIF\0", "Exif": b"Exif\0\0", "SQLite": b"SQLite format 3\0"}
ENCODINGS = ("utf-8", "utf-16-le", "utf-16-be", "gb18030")


def found_in(folder: Path, secrets: list[str], originals: list[bytes]) -> list[str]:
    """What of the secrets, magic numbers and windows of the originals stands in any file, or in
    any file's name; ideally nothing."""
    needles = {f"{text} as {code}": text.encode(code) for text in secrets for code in ENCODINGS}
    needles |= {f"{text} as JSON": json.dumps(text)[1:-1].encode() for text in secrets}
    needles |= MAGIC
    keys = _keys_of(originals)
    found = []
    for path in sorted(folder.rglob("*")):
        name = str(path.relative_to(folder)).encode()
        data = path.read_bytes() if path.is_file() else b""
        found += [
            f"{path.name}: {what}" for what, one in needles.items() if one in data or one in name
        ]
        found += [f"{path.name}: original at {place}" for place in _windows(data, keys, originals)]
    return found


def _keys_of(originals: list[bytes]) -> npt.NDArray[np.uint64]:
    return np.sort(np.concatenate([_all_keys(data) for data in originals]))


def _all_keys(data: bytes) -> npt.NDArray[np.uint64]:
    """The first eight bytes of every window, as numbers."""
    if len(data) < WINDOW:
        return np.empty(0, np.uint64)
    raw = np.frombuffer(data, np.uint8)
    eights = np.lib.stride_tricks.sliding_window_view(raw, 8)[: len(data) - WINDOW + 1]
    return np.ascontiguousarray(eights).view(np.uint64).ravel()


def _windows(data: bytes, keys: npt.NDArray[np.uint64], originals: list[bytes]) -> list[int]:
    """Where a window of an original begins."""
    here = _all_keys(data)
    nearest = np.minimum(np.searchsorted(keys, here), len(keys) - 1)
    places = np.flatnonzero(keys[nearest] == here)[:100]
    return [
        int(at)
        for at in places
        if any(data[at : at + WINDOW] in original for original in originals)
    ]
