"""Engines for the encrypted databases (design §5): SQLCipher through SQLAlchemy 2.

Transactions are our own: the driver is kept in autocommit mode, every SQLAlchemy transaction
begins with ``BEGIN``, and writers with ``BEGIN IMMEDIATE`` through :func:`immediate`. So DDL is
part of its transaction, and a killed migration leaves the old state.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Connection, Engine, ExceptionContext, QueuePool, create_engine, event
from sqlcipher3 import dbapi2

from app.store.errors import StoreError, StoreFull

_BUSY_SECONDS: Final = 20.0
# https://www.sqlite.org/rescode.html
_FULL, _CORRUPT, _NOT_A_DATABASE = 13, 11, 26
_READONLY, _IO, _CANNOT_OPEN = 8, 10, 14
_TOO_LITTLE: Final = 1 << 20


class StoreCorrupt(StoreError):  # noqa: N818 - reads as the state it names
    """A database that does not open or breaks while read; ``where`` is its name.

    SQLCipher cannot tell a wrong key from damage: both make the first page unreadable.
    """

    def __init__(self, where: str) -> None:
        super().__init__("STORE_CORRUPT", where=where)


class StoreInaccessible(StoreError):  # noqa: N818
    """The system does not let a database be read or written; ``where`` is its name."""

    def __init__(self, where: str) -> None:
        super().__init__("STORE_INACCESSIBLE", where=where)


def make_engine(path: Path, key: bytes, *, durable: bool) -> Engine:
    """An engine on the encrypted database at ``path``, which is made at the first connection.

    :param key: the raw 32-byte key.
    :param durable: whether each commit waits for the disk (journal), or only keeps order (cache).
    """
    if len(key) != 32:
        raise ValueError("a database key has 32 bytes")

    def connect() -> Any:
        connection = dbapi2.connect(
            str(path), timeout=_BUSY_SECONDS, isolation_level=None, check_same_thread=False
        )
        try:
            _prepare(connection, key, durable)
        except BaseException:
            connection.close()
            raise
        return connection

    engine = create_engine(
        "sqlite://",
        module=dbapi2,
        creator=connect,
        poolclass=QueuePool,
        pool_size=4,
        max_overflow=8,
        pool_use_lifo=True,  # the connection used last has its pages decrypted
        skip_autocommit_rollback=False,
    )
    event.listen(engine, "begin", _begin)
    event.listen(engine, "handle_error", lambda context: _translate(context, path))
    return engine


@contextmanager
def immediate(engine: Engine) -> Iterator[Connection]:
    """One write transaction; it holds the write lock from its beginning.

    :raises StoreFull: the disk is full; nothing of it was written.
    """
    with engine.connect().execution_options(immediate=True) as connection, connection.begin():
        yield connection


@contextmanager
def snapshot(engine: Engine) -> Iterator[Connection]:
    """One read transaction: all its queries see the same state."""
    with engine.connect() as connection, connection.begin():
        yield connection


def probe(engine: Engine, *, thorough: bool = False) -> None:
    """Make sure that the database opens.

    :param thorough: verify the authentication code of every page and SQLite's own structure.
    :raises StoreCorrupt: it does not.
    """
    with snapshot(engine) as connection:
        connection.exec_driver_sql("SELECT count(*) FROM sqlite_master").all()
        if not thorough:
            return
        found = connection.exec_driver_sql("PRAGMA cipher_integrity_check").scalars().all()
        found = found or [
            line
            for line in connection.exec_driver_sql("PRAGMA quick_check").scalars().all()
            if line != "ok"
        ]
        if found:
            raise StoreCorrupt(engine_name(engine))


def engine_name(engine: Engine) -> str:
    """The name of the database: ``journal`` or ``cache``."""
    with engine.connect() as connection:
        rows = connection.exec_driver_sql("PRAGMA database_list").all()
    return Path(str(rows[0][2])).stem


def _prepare(connection: Any, key: bytes, durable: bool) -> None:
    cursor = connection.cursor()
    cursor.execute("PRAGMA cipher_log_level = NONE")
    cursor.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
    cursor.execute("PRAGMA temp_store = MEMORY")
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.execute(f"PRAGMA cache_size = {-8 if durable else -64}000")
    cursor.execute(f"PRAGMA synchronous = {'FULL' if durable else 'NORMAL'}")
    cursor.execute("PRAGMA journal_mode = WAL")
    cursor.close()


def _begin(connection: Connection) -> None:
    urgent = connection.get_execution_options().get("immediate", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if urgent else "BEGIN")


def _translate(context: ExceptionContext, path: Path) -> None:
    code = getattr(context.original_exception, "sqlite_errorcode", None)
    primary = code & 0xFF if isinstance(code, int) else None
    if primary == _FULL or (primary == _IO and _no_room(path)):
        raise StoreFull(path.stem) from context.original_exception
    if primary in (_READONLY, _IO, _CANNOT_OPEN):
        raise StoreInaccessible(path.stem) from context.original_exception
    if primary in (_CORRUPT, _NOT_A_DATABASE):
        raise StoreCorrupt(path.stem) from context.original_exception


def _no_room(path: Path) -> bool:
    """SQLite tells a log whose index cannot grow from a broken disk only by the room there is."""
    try:
        return shutil.disk_usage(path.parent).free < _TOO_LITTLE
    except OSError:
        return False
