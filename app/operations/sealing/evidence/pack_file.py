"""A ZIP that is written beside its target and takes its name only when it is whole."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO, Final
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from app.operations.errors import OperationRefused
from app.store.errors import StoreError, full_disk_as_error

MANIFEST: Final = "manifest.json"
FORMAT: Final = "titledesk-evidence/1"


class PackFile:
    """What is being written; made by :func:`writing`.

    Attributes:
        files: sha256 and length of every file so far, by its path in the pack.
    """

    def __init__(self, archive: ZipFile, moment: datetime) -> None:
        self._archive = archive
        self._moment = moment
        self.files: dict[str, dict[str, Any]] = {}

    def add(self, name: str, data: bytes) -> None:
        """Put a file in; a name can be given once."""
        if name in self.files:
            raise ValueError(name)
        self.files[name] = {"bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()}
        self._write(name, data)

    def add_json(self, name: str, value: Any) -> None:
        """Put a JSON document in, to be read by people too."""
        self.add(name, f"{json.dumps(value, ensure_ascii=False, indent=1)}\n".encode())

    def close_with(self, told: Mapping[str, Any]) -> None:
        """Put the manifest in, which names every other file."""
        manifest = {"format": FORMAT, **told, "files": dict(sorted(self.files.items()))}
        self._write(MANIFEST, f"{json.dumps(manifest, ensure_ascii=False, indent=1)}\n".encode())

    def _write(self, name: str, data: bytes) -> None:
        entry = ZipInfo(name, self._moment.timetuple()[:6])
        entry.compress_type, entry.external_attr = ZIP_DEFLATED, 0o644 << 16
        self._archive.writestr(entry, data)


@contextmanager
def writing(target: Path, moment: datetime) -> Iterator[PackFile]:
    """Write a pack to ``target``, which must not exist; nothing is left of one that is not whole.

    :raises OperationRefused: ``OP_EXPORT_EXISTS``, ``OP_EXPORT_UNWRITABLE``.
    :raises StoreFull: there is no room at ``target``.
    """
    _refuse_existing(target)
    part = target.with_name(f".{target.name}.part")
    try:
        with full_disk_as_error("export"), _replaced(part) as file:
            archive = ZipFile(file, "w")
            try:
                yield PackFile(archive, moment)
                archive.close()
            finally:
                with suppress(OSError, ValueError):  # it would write its index once more
                    archive.close()
            file.flush()
            os.fsync(file.fileno())
        _refuse_existing(target)
        part.replace(target)
    except OSError as problem:
        part.unlink(missing_ok=True)
        if isinstance(problem, StoreError):
            raise
        why = problem.strerror or str(problem)
        raise OperationRefused("OP_EXPORT_UNWRITABLE", name=target.name, why=why) from problem
    except BaseException:
        part.unlink(missing_ok=True)
        raise


@contextmanager
def _replaced(part: Path) -> Iterator[BinaryIO]:
    file = part.open("wb", buffering=0)
    try:
        yield file
    finally:
        file.close()


def _refuse_existing(target: Path) -> None:
    if target.exists():
        raise OperationRefused("OP_EXPORT_EXISTS", name=target.name)
