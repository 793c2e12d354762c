"""Documents that are looked at once and kept nowhere: a form before its seal, a file to verify.

The media worker reads files, so such a document lies on the disk while it is shown; sealed as
attachments are, under a key that is drawn at each start and never written.
"""

from __future__ import annotations

import hashlib
import os
from contextlib import suppress
from pathlib import Path
from typing import Final
from uuid import uuid4

from app.media.source import DocumentSource
from app.store.errors import full_disk_as_error
from app.store.sealed_file import SealedWriter, file_key

_KEY: Final = 32


class PassingFiles:
    """A folder that belongs to one running program; what another one left there is removed."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._key = os.urandom(_KEY)
        self._shown: set[Path] = set()

    def put(self, content: bytes, name: str) -> DocumentSource:
        """The content for the media worker, until :meth:`remove`. ``key`` is its sha256.

        :param name: as the officer knows it.
        :raises StoreFull: there is no room.
        """
        digest = hashlib.sha256(content).hexdigest()
        path = self._folder / uuid4().hex
        with full_disk_as_error("previews"):
            self._folder.mkdir(parents=True, exist_ok=True)
            self.sweep()
            self._shown.add(path)
            try:
                with SealedWriter(path, self._key, digest, len(content)) as writer:
                    writer.write(content)
                    writer.finish()
            except BaseException:
                self._shown.discard(path)
                path.unlink(missing_ok=True)
                raise
        key = file_key(path, self._key)
        return DocumentSource(key=digest, path=path, name=name, sealed_key=key)

    def remove(self, source: DocumentSource) -> None:
        """Take a document away; where the worker still holds it open, the next sweep does."""
        self._shown.discard(source.path)
        _unlink(source.path)

    def clear(self) -> None:
        """Take all away: the program ends."""
        self._shown.clear()
        self.sweep()

    def sweep(self) -> None:
        """Remove every file that is not shown; their keys are gone anyway."""
        if self._folder.is_dir():
            for path in self._folder.iterdir():
                if path not in self._shown:  # one that is being written stands there already
                    _unlink(path)


def _unlink(path: Path) -> None:
    with suppress(PermissionError):  # Windows removes no file that is open
        path.unlink(missing_ok=True)
