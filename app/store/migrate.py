"""Bringing a database to the revision this program works with (Alembic, design §5)."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final, Literal

from sqlalchemy import Connection, Engine

from app.store import cache_schema, journal_schema
from app.store.engine import immediate, snapshot
from app.store.errors import StoreError

Which = Literal["cache", "journal"]

HEADS: Final[dict[Which, str]] = {"cache": cache_schema.HEAD, "journal": journal_schema.HEAD}


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
        upgrade(connection, which)


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


def alembic_config(which: Which, connection: Connection) -> Any:
    """Alembic's configuration for one database, on a connection of the caller."""
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(script_folder(which)).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config
