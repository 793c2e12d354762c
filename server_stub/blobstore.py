"""Attachments on disk, named by their SHA-256."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import uuid
from pathlib import Path
from types import TracebackType
from typing import Self

_SHA256 = re.compile(r"[0-9a-f]{64}")
_PDF = "application/pdf"
_MAGIC = (
    (b"%PDF-", _PDF),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
)
_HEAD = 1024
_PIECE = 1024 * 1024


class ChangedFileError(OSError):
    """A file changed between being checked and being taken in."""


def is_sha256(text: str) -> bool:
    """Whether ``text`` is a lower-case hexadecimal SHA-256."""
    return bool(_SHA256.fullmatch(text))


def magic_of(head: bytes) -> str:
    """The MIME type of a PDF, JPEG or PNG by the first bytes; empty for anything else.

    A PDF may have up to a kilobyte before its header, as readers accept (ISO 32000-1 annex H).
    """
    for mark, name in _MAGIC:
        if head.startswith(mark) or (name == _PDF and mark in head[:_HEAD]):
            return name
    return ""


class BlobFolder:
    """Keeps each blob once, as ``<first two>/<sha256>``; a name appears only when it is whole."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._incoming = root / "incoming"
        self._incoming.mkdir(parents=True, exist_ok=True)

    def clear_incoming(self) -> None:
        """Drop what a killed server had begun; for the one process that serves."""
        shutil.rmtree(self._incoming)
        self._incoming.mkdir()

    def path(self, sha256: str) -> Path:
        """Where a blob is or would be."""
        return self._root / sha256[:2] / sha256

    def incoming(self) -> Incoming:
        """A place for bytes whose hash is not known yet."""
        return Incoming(self, self._incoming / uuid.uuid4().hex)

    def adopt(self, source: Path, sha256: str, *, link: bool = False) -> None:
        """Take in a file whose hash was checked: a hard link where wanted and possible, or a copy.

        :raises ChangedFileError: where the file is not what it was when it was checked.
        """
        target = self.path(sha256)
        if target.exists():
            return
        target.parent.mkdir(exist_ok=True)
        if link:
            try:
                os.link(source, target)
            except OSError:  # another file system, or one without links
                link = False
        if not link:
            with self.incoming() as incoming, source.open("rb") as file:
                while piece := file.read(_PIECE):
                    incoming.write(piece)
                if incoming.sha256 != sha256:
                    raise ChangedFileError(str(source))
                incoming.keep()


class Incoming:
    """A blob being received; gone again unless :meth:`keep` was called."""

    def __init__(self, folder: BlobFolder, path: Path) -> None:
        self._folder = folder
        self._path = path
        self._file = path.open("wb")
        self._hash = hashlib.sha256()
        self.head = b""
        self.bytes = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._file.close()
        self._path.unlink(missing_ok=True)

    def write(self, data: bytes) -> None:
        """Take the next bytes."""
        if len(self.head) < _HEAD:
            self.head += data[: _HEAD - len(self.head)]
        self._file.write(data)
        self._hash.update(data)
        self.bytes += len(data)

    @property
    def sha256(self) -> str:
        """The hash of all bytes so far."""
        return self._hash.hexdigest()

    def keep(self) -> None:
        """Flush to the disk and give the blob its name."""
        self._file.flush()
        os.fsync(self._file.fileno())
        self._file.close()
        target = self._folder.path(self.sha256)
        target.parent.mkdir(exist_ok=True)
        self._path.replace(target)
