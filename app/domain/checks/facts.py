"""What the rules may know about a file; found by the media worker, handed in from outside."""

from __future__ import annotations

from dataclasses import dataclass

_FORMATS = {"application/pdf": "pdf", "image/jpeg": "jpg", "image/png": "png"}


@dataclass(frozen=True)
class FileFacts:
    """Facts about one file by its bytes.

    ``magic`` is the MIME type that its first bytes announce, empty where they are unknown.
    ``pages`` and ``decodes`` are None where nobody has looked.
    """

    magic: str
    bytes: int
    pages: int | None = None
    encrypted: bool = False
    decodes: bool | None = None


def format_of(mime: str) -> str:
    """The format name of rule packs (``pdf``, ``jpg``, ``png``) for a MIME type, else itself."""
    return _FORMATS.get(mime.partition(";")[0].strip().lower(), mime)
