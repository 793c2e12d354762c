"""One SQLite database: WAL, synchronous=FULL, one writer at a time.

Reading takes a snapshot; writing takes ``BEGIN IMMEDIATE``, so that what a guard has read cannot
change before the effect is written.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import chain
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, QueuePool, create_engine, event
from sqlalchemy.orm import Session

from server_stub import tables_units  # noqa: F401 - its tables are made with the others
from server_stub.epoch import EpochFile, EpochMark, new_epoch
from server_stub.tables import SCHEMA_VERSION, Base, MetaRow


class ForeignDatabaseError(RuntimeError):
    """The file is of another version of the server."""


def _make_engine(path: Path) -> Engine:
    engine = create_engine(
        f"sqlite:///{path}",
        poolclass=QueuePool,
        pool_size=8,
        max_overflow=56,
        connect_args={"check_same_thread": False, "timeout": 30},
    )

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # we say BEGIN ourselves
        for pragma in (
            "journal_mode=WAL",
            "synchronous=FULL",
            "foreign_keys=ON",
            "busy_timeout=30000",
        ):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def begin(connection: Any) -> None:
        options = connection.get_execution_options()
        connection.exec_driver_sql(
            "BEGIN IMMEDIATE" if options.get("titledesk_write") else "BEGIN DEFERRED"
        )

    return engine


def _make_tables(connection: Connection) -> None:
    """Make the tables and indexes that the file does not have; one of before may lack some."""
    there = set(connection.exec_driver_sql("SELECT name FROM sqlite_master").scalars())
    tables = Base.metadata.tables.values()
    missing = [table for table in tables if table.name not in there]
    Base.metadata.create_all(connection, tables=missing, checkfirst=False)
    for index in chain.from_iterable(table.indexes for table in tables):
        if index.table not in missing and index.name not in there:
            index.create(connection)


class Database:
    """Opens, and where needed creates, ``server.db`` in a data folder."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.path = folder / "server.db"
        self._engine = _make_engine(self.path)
        self._writer = self._engine.execution_options(titledesk_write=True)
        self._lock = threading.Lock()
        self._epoch_file = EpochFile(folder / "epoch.json")
        self._written = EpochMark("", -1)
        with self._lock, Session(self._writer) as session, session.begin():
            _make_tables(session.connection())
            self._check_schema(session)
            self._check_epoch(session)
        with self.read() as session:
            self._remember(session)

    def close(self) -> None:
        """Give the file back."""
        self._engine.dispose()

    @contextmanager
    def read(self) -> Iterator[Session]:
        """A snapshot; nothing written in it is kept."""
        with Session(self._engine, expire_on_commit=False) as session:
            yield session

    @contextmanager
    def write(self) -> Iterator[Session]:
        """The one write transaction; committed at the end, rolled back by an exception."""
        with self._lock, Session(self._writer, expire_on_commit=False) as session:
            with session.begin():
                yield session
                mark = EpochMark(get_meta(session, "epoch"), current_rev(session))
            if mark != self._written:
                self._epoch_file.write(mark)
                self._written = mark

    def start_new_epoch(self) -> str:
        """Make every client pull all again; what they have not got confirmed they send again."""
        epoch = new_epoch()
        with self.write() as session:
            set_meta(session, "epoch", epoch)
        return epoch

    def _remember(self, session: Session) -> None:
        mark = EpochMark(get_meta(session, "epoch"), current_rev(session))
        self._epoch_file.write(mark)
        self._written = mark

    def _check_schema(self, session: Session) -> None:
        found = get_meta(session, "schema", "")
        if not found:
            set_meta(session, "schema", SCHEMA_VERSION)
        elif found != SCHEMA_VERSION:
            raise ForeignDatabaseError(
                f"{self.path.name} has schema {found}, this server needs {SCHEMA_VERSION}"
            )

    def _check_epoch(self, session: Session) -> None:
        known = self._epoch_file.read()
        epoch = get_meta(session, "epoch", "")
        if not epoch:
            set_meta(session, "epoch", new_epoch())
            set_meta(session, "rev", str(known.high_water if known else 0))
        elif known is None:  # a copy put into another folder: what came after it is not known
            set_meta(session, "epoch", new_epoch())
        elif known.epoch != epoch or known.high_water > current_rev(session):
            set_meta(session, "epoch", new_epoch())
            set_meta(session, "rev", str(max(known.high_water, current_rev(session))))


def get_meta(session: Session, key: str, default: str | None = None) -> str:
    """A fact about the database.

    :raises KeyError: where it is missing and no default is given.
    """
    row = session.get(MetaRow, key)
    if row is not None:
        return row.value
    if default is None:
        raise KeyError(key)
    return default


def set_meta(session: Session, key: str, value: str) -> None:
    """Write a fact about the database."""
    session.merge(MetaRow(key=key, value=value))
    session.flush()


def current_rev(session: Session) -> int:
    """The newest revision handed out."""
    return int(get_meta(session, "rev", "0"))


def next_rev(session: Session) -> int:
    """The next number of the one sequence that orders all changes."""
    row = session.get_one(MetaRow, "rev")
    row.value = str(int(row.value) + 1)
    return int(row.value)
