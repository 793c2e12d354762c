"""Where the bytes of a document come from."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True, slots=True)
class DocumentSource:
    """A file to look at.

    `key` identifies the content for caches (the sha256 where it is known). With `sealed_key`
    (from `app.store.sealed_file.file_key`) the file is in the encrypted chunk format of the
    attachment store and the worker, given this one file's key and no other, reads it in place;
    nothing is decrypted to disk (design §5).
    `name` is the file name the officer knows; its extension is compared with the content.
    """

    key: str
    path: Path
    name: str
    sealed_key: bytes | None = field(default=None, repr=False)
    declared_mime: str | None = None

    @classmethod
    def of_file(cls, path: Path) -> DocumentSource:
        """A plain file on disk, known by its path, size and time of change."""
        stat = path.stat() if path.is_file() else None
        stamp = f"{stat.st_size}:{stat.st_mtime_ns}" if stat else "-"
        return cls(key=f"{path}:{stamp}", path=path, name=path.name)
