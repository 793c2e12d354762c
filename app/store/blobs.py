"""Attachments on this machine, by content, encrypted (design §5).

Files are named by a keyed hash of their sha256: a listing of the folder does not tell which known
document is here. A file is received as ``<name>.part``, synced to the disk and only then renamed:
a name without the suffix is a whole, checked file.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import shutil
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from app.media.source import DocumentSource
from app.store.errors import StoreError, full_disk_as_error
from app.store.sealed_file import SealedFileError, SealedReader, SealedWriter, file_key, sealed_size

_PART: Final = ".part"
_RENAME_TRIES: Final = 6


class BlobMissing(StoreError):  # noqa: N818 - reads as the state it names
    """The file is not on this machine (``BLOB_MISSING``)."""


@dataclass(frozen=True, slots=True)
class Usage:
    """What the attachments take on the disk, in bytes; unfinished downloads are in ``used``."""

    used: int
    files: int
    parts: int
    disk_free: int


class BlobStore:
    """The folder of attachments of one home."""

    def __init__(self, folder: Path, content_key: bytes, name_key: bytes) -> None:
        """:param content_key: from which each file's key is derived.

        :param name_key: by which files are named.
        :raises StoreFull: no room to make the folder.
        """
        self._folder = folder
        self._content_key = content_key
        self._name_key = name_key
        with full_disk_as_error("blobs"):
            folder.mkdir(parents=True, exist_ok=True)

    def path_of(self, sha256: str) -> Path:
        """Where the file of that content is, or would be."""
        name = hmac.digest(self._name_key, sha256.lower().encode(), hashlib.sha256).hex()
        return self._folder / name[:2] / name[2:]

    def has(self, sha256: str) -> bool:
        """Whether the file is here, whole."""
        return self.path_of(sha256).exists()

    def __contains__(self, sha256: object) -> bool:
        return isinstance(sha256, str) and self.has(sha256)

    def __len__(self) -> int:
        """How many whole files are here."""
        return sum(path.suffix != _PART for path in self._files())

    def open(self, sha256: str) -> SealedReader:
        """The plain text of a file, readable at any offset.

        :raises BlobMissing: it is not here.
        :raises SealedFileError: it is damaged; :meth:`remove` it and fetch it again.
        """
        try:
            return SealedReader(self.path_of(sha256), self._content_key)
        except FileNotFoundError as problem:
            raise BlobMissing("BLOB_MISSING") from problem

    def source(self, sha256: str, name: str, mime: str | None = None) -> DocumentSource:
        """The file for the media worker, with the key of this file alone.

        :raises BlobMissing: it is not here.
        :raises SealedFileError: it is damaged.
        """
        path = self.path_of(sha256)
        try:
            key = file_key(path, self._content_key)
        except FileNotFoundError as problem:
            raise BlobMissing("BLOB_MISSING") from problem
        return DocumentSource(key=sha256, path=path, name=name, sealed_key=key, declared_mime=mime)

    def verify(self, sha256: str) -> None:
        """Read a file to its end.

        :raises BlobMissing: it is not here.
        :raises SealedFileError: it is damaged, or another file under this name.
        """
        digest = hashlib.sha256()
        with self.open(sha256) as reader:
            while piece := reader.read(1 << 20):
                digest.update(piece)
        if digest.hexdigest() != sha256.lower():
            raise SealedFileError("SEALED_TAMPERED")

    # --- receiving

    def writer(self, sha256: str, total: int) -> SealedWriter:
        """Go on with a download, or begin it. :meth:`commit` it when it is finished.

        :raises StoreFull: no room.
        """
        path = self.path_of(sha256)
        with full_disk_as_error("blobs"):
            path.parent.mkdir(exist_ok=True)
            return SealedWriter(path.with_name(path.name + _PART), self._content_key, sha256, total)

    def commit(self, writers: Iterable[SealedWriter]) -> list[str]:
        """Make finished downloads whole files: synced together, then renamed, then closed.

        A kill in between leaves each either a ``.part`` to go on with or a whole file.

        :return: their hashes.
        :raises StoreFull: the disk could not take them; those renamed before are whole.
        """
        done = list(writers)
        if len(done) > 1:
            with ThreadPoolExecutor(max_workers=4) as pool:  # waits for the disk, not the processor
                list(pool.map(SealedWriter.sync, done))
        elif done:
            done[0].sync()
        for writer in done:
            writer.close()
            _rename(writer.path, writer.path.with_name(writer.path.name.removesuffix(_PART)))
        for folder in {writer.path.parent for writer in done}:
            _sync_folder(folder)
        return [writer.sha256 for writer in done]

    def discard(self, sha256: str) -> None:
        """Throw away what was received of a download."""
        path = self.path_of(sha256)
        path.with_name(path.name + _PART).unlink(missing_ok=True)

    # --- room

    def remove(self, sha256: str) -> int:
        """Remove a file; the bytes freed on the disk."""
        path = self.path_of(sha256)
        try:
            size = path.stat().st_size
            path.unlink()
        except FileNotFoundError:
            return 0
        return size

    def usage(self) -> Usage:
        """What the attachments take on the disk."""
        sizes = []
        for path in self._files():
            with suppress(FileNotFoundError):  # renamed or removed since it was listed
                sizes.append((path.suffix == _PART, path.stat().st_size))
        return Usage(
            used=sum(size for _, size in sizes),
            files=sum(not part for part, _ in sizes),
            parts=sum(part for part, _ in sizes),
            disk_free=shutil.disk_usage(self._folder).free,
        )

    def evict(self, wanted_bytes: int, candidates: Iterable[str]) -> list[str]:
        """Remove files until ``wanted_bytes`` are free, in the order of ``candidates``.

        :param candidates: hashes, those to remove first in front (:meth:`Cache.evictable`).
        :return: the hashes removed; ``Cache.mark_missing`` them.
        """
        freed = 0
        removed: list[str] = []
        for sha256 in candidates:
            if freed >= wanted_bytes:
                break
            size = self.remove(sha256)
            if size:
                freed += size
                removed.append(sha256)
        return removed

    def sweep(self, known: Iterable[str]) -> int:
        """Remove files and parts that no case refers to any more; the bytes freed."""
        names = {self.path_of(sha256) for sha256 in known}
        freed = 0
        for path in self._files():
            whole = path.with_name(path.name.removesuffix(_PART))
            if whole not in names:
                freed += path.stat().st_size
                path.unlink()
        return freed

    def _files(self) -> Iterator[Path]:
        for folder in self._folder.iterdir():
            yield from folder.iterdir()


def room_needed(total: int) -> int:
    """Bytes on the disk that a file of ``total`` plain bytes takes."""
    return sealed_size(total)


def _rename(source: Path, target: Path) -> None:
    """Rename over ``target``; on Windows a scanner may hold the file for a moment."""
    _patiently(lambda: source.replace(target))


def _patiently(action: Callable[[], object]) -> None:
    for attempt in range(_RENAME_TRIES):
        try:
            action()
        except PermissionError:
            if sys.platform != "win32" or attempt + 1 == _RENAME_TRIES:
                raise
            time.sleep(0.05 * 2**attempt)
        else:
            return


def _sync_folder(folder: Path) -> None:
    """Wait until the disk holds the new names; Windows does that with the rename."""
    if sys.platform == "win32":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
