"""Bringing a database to the revision this program works with (Alembic, design §5)."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final, Literal

from sqlalchemy import Connection, Engine

from app.store import cache_schema, journal_schema
from app.store.engine import immediate, snapshot
from app.store.errors import StoreError

Which = Literal["cache", "journal"]

HEADS: Final[dict[Which, str]] = {"cache": cache_schema.HEAD, "journal": journal_schema.HEAD}


_made: Final[dict[Which, tuple[str, ...]]] = {}
"""What the revisions made of an empty database: the next one of this process is made by it, in a
tenth of the time."""


class StoreNewer(StoreError):  # noqa: N818 - reads as the state it names
    """A newer program wrote this database (``STORE_NEWER``); it is left alone."""


def script_folder(which: Which) -> Path:
    """Where the revisions of a database are."""
    return Path(__file__).resolve().parent / "migrations" / which


def revision_of(connection: Connection) -> str | None:
    """The revision a database is at; None for an empty one."""
    found = connection.exec_driver_sql(
        "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'alembic_version'"
    ).first()
    if found is None:
        return None
    row = connection.exec_driver_sql("SELECT version_num FROM alembic_version").first()
    return str(row[0]) if row else None


def migrate(engine: Engine, which: Which) -> None:
    """Upgrade to the head in one transaction: a kill leaves the old state whole.

    :raises StoreNewer: its revision is not one of ours.
    :raises StoreCorrupt: it cannot be read.
    """
    with snapshot(engine) as connection:
        if revision_of(connection) == HEADS[which]:
            return  # the usual case, without the weight of Alembic
    with immediate(engine) as connection:
        if not _is_empty(connection):
            upgrade(connection, which)
        elif (made := _made.get(which)) is not None:
            _make(connection, which, made)
        else:
            upgrade(connection, which)
            _made[which] = _statements(connection)


def upgrade(connection: Connection, which: Which, to: str = "head") -> None:
    """Run the missing revisions in the caller's transaction."""
    from alembic import command
    from alembic.script import ScriptDirectory
    from alembic.util import CommandError

    config = alembic_config(which, connection)
    present = revision_of(connection)
    if present is not None:
        try:
            ScriptDirectory.from_config(config).get_revision(present)
        except CommandError as problem:
            raise StoreNewer("STORE_NEWER", where=which) from problem
    command.upgrade(config, to)


def _is_empty(connection: Connection) -> bool:
    return connection.exec_driver_sql("SELECT 1 FROM sqlite_master").first() is None


def _statements(connection: Connection) -> tuple[str, ...]:
    """All that stands in a database, in the order of its making; what SQLite and the tables of
    the search make by themselves is left out."""
    rows = connection.exec_driver_sql("SELECT name, sql FROM sqlite_master ORDER BY rowid").all()
    of_search = [f"{row.name}_" for row in rows if (row.sql or "").startswith("CREATE VIRTUAL")]
    own = ("sqlite_", *of_search)
    return tuple(row.sql for row in rows if row.sql and not row.name.startswith(own))


def _make(connection: Connection, which: Which, statements: Iterable[str]) -> None:
    for statement in statements:
        connection.exec_driver_sql(statement)
    connection.exec_driver_sql("INSERT INTO alembic_version VALUES (?)", (HEADS[which],))


def alembic_config(which: Which, connection: Connection) -> Any:
    """Alembic's configuration for one database, on a connection of the caller."""
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(script_folder(which)).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config
