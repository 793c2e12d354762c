"""The type of a file by its first bytes."""

from __future__ import annotations

from pathlib import PurePath
from typing import NamedTuple

from app.media.facts import DocumentKind

HEAD_BYTES = 1_032
"""A PDF may have up to 1,024 bytes of rubbish before its header (ISO 32000-1, annex H)."""


class FileType(NamedTuple):
    """A recognised type. `kind` is None for those that are known but not shown."""

    mime: str
    label: str
    kind: DocumentKind | None
    extensions: tuple[str, ...]
    pillow: str | None = None


PDF = FileType("application/pdf", "PDF", DocumentKind.PDF, (".pdf",))
JPEG = FileType("image/jpeg", "JPG", DocumentKind.IMAGE, (".jpg", ".jpeg", ".jpe", ".jfif"), "JPEG")
PNG = FileType("image/png", "PNG", DocumentKind.IMAGE, (".png",), "PNG")
TIFF = FileType("image/tiff", "TIFF", DocumentKind.IMAGE, (".tif", ".tiff"), "TIFF")
BMP = FileType("image/bmp", "BMP", DocumentKind.IMAGE, (".bmp", ".dib"), "BMP")
GIF = FileType("image/gif", "GIF", DocumentKind.IMAGE, (".gif",), "GIF")
WEBP = FileType("image/webp", "WebP", DocumentKind.IMAGE, (".webp",), "WEBP")
HEIC = FileType("image/heic", "HEIC", None, (".heic", ".heif"))
ZIP = FileType("application/zip", "ZIP / Office / OFD", None, (".zip", ".docx", ".xlsx", ".ofd"))
RAR = FileType("application/vnd.rar", "RAR", None, (".rar",))
OLE = FileType("application/x-ole-storage", "Office 97", None, (".doc", ".xls", ".ppt", ".wps"))

_STARTS: tuple[tuple[bytes, FileType], ...] = (
    (b"\xff\xd8\xff", JPEG),
    (b"\x89PNG\r\n\x1a\n", PNG),
    (b"II*\0", TIFF),
    (b"MM\0*", TIFF),
    (b"GIF87a", GIF),
    (b"GIF89a", GIF),
    (b"PK\x03\x04", ZIP),
    (b"Rar!\x1a\x07", RAR),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", OLE),
)
_HEIC_BRANDS = (b"heic", b"heix", b"hevc", b"mif1", b"msf1", b"avif")


def sniff(head: bytes) -> FileType | None:
    """The type the first `HEAD_BYTES` bytes announce, or None."""
    for start, found in _STARTS:
        if head.startswith(start):
            return found
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return WEBP
    if head[4:8] == b"ftyp" and head[8:12] in _HEIC_BRANDS:
        return HEIC
    if head[:2] == b"BM" and head[6:10] == b"\0\0\0\0":
        return BMP
    if b"%PDF-" in head:
        return PDF
    return None


def extension_matches(name: str, found: FileType, declared_mime: str | None = None) -> bool:
    """Whether the extension of `name` is one of the found type's (R105).

    A name without an extension is judged by the declared type, where there is one.
    """
    suffix = PurePath(name).suffix.lower()
    if not suffix:
        return declared_mime in (None, found.mime)
    return suffix in found.extensions
