"""What both databases have in common: opening, reading, writing one at a time."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import Connection

from app.store.engine import StoreCorrupt, immediate, make_engine, probe, snapshot
from app.store.migrate import Which, migrate

_SUFFIXES = ("", "-wal", "-shm")


@dataclass(frozen=True, slots=True)
class Notice:
    """Something the officer is told once: a code of the catalogue with parameters."""

    code: str
    params: Mapping[str, str] = field(default_factory=dict)


class Database:
    """An open, migrated database.

    Attributes:
        path: its file.
        generation: grows with every committed change of this process.
    """

    def __init__(self, path: Path, key: bytes, which: Which) -> None:
        """:raises StoreCorrupt: it does not open.

        :raises StoreNewer: a newer program wrote it.
        :raises StoreFull: no room to make or migrate it.
        :raises StoreInaccessible: the system does not let it be read or written.
        """
        self.path = path
        self.generation = 0
        self._which = which
        self._writing = threading.RLock()
        if path.exists() and not path.stat().st_size:
            raise StoreCorrupt(which)  # SQLite would take it for a new one, and drop its log
        begun = not path.exists()
        self._engine = make_engine(path, key, durable=which == "journal")
        try:
            probe(self._engine, thorough=which == "journal")
            migrate(self._engine, which)
        except BaseException:
            self.close()
            if begun:  # half made, and nothing in it
                for file in files_of(path):
                    file.unlink(missing_ok=True)
            raise

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """One read transaction.

        :raises StoreCorrupt: a page of it is damaged; :attr:`damaged` is noted for the next start.
        """
        with self._noting_damage(), snapshot(self._engine) as connection:
            yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """One write transaction; writers of this process wait for each other in turn.

        :raises StoreFull: the disk is full; nothing of it was written.
        """
        with self._writing, self._noting_damage():
            with immediate(self._engine) as connection:
                yield connection
            self.generation += 1

    @property
    def damaged(self) -> Path:
        """A mark beside the file: it opened, but broke while it was read."""
        return self.path.with_name(self.path.name + ".damaged")

    @contextmanager
    def _noting_damage(self) -> Iterator[None]:
        try:
            yield
        except StoreCorrupt:
            self.damaged.touch()
            raise

    def close(self) -> None:
        """Close all connections; the last one folds the write-ahead log into the file."""
        self._engine.dispose()

    def size(self) -> int:
        """Bytes on disk, the write-ahead log included."""
        return sum(file.stat().st_size for file in files_of(self.path) if file.exists())


def files_of(path: Path) -> list[Path]:
    """A database's file and those SQLite keeps beside it."""
    return [path.with_name(path.name + suffix) for suffix in _SUFFIXES]
