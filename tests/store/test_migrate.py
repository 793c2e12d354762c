from __future__ import annotations

import shutil
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any, Literal

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, MetaData

from app.store import cache_schema, journal_schema
from app.store.engine import immediate, make_engine, snapshot
from app.store.migrate import (
    HEADS,
    StoreNewer,
    alembic_config,
    migrate,
    revision_of,
    script_folder,
    upgrade,
)

KEY = bytes(range(32))
Which = Literal["cache", "journal"]
BOTH: list[Which] = ["cache", "journal"]
SCHEMAS: dict[str, MetaData] = {
    "cache": cache_schema.metadata,
    "journal": journal_schema.metadata,
}
NEXT = """
import os, signal
import sqlalchemy as sa
from alembic import op
revision = "next"
down_revision = {head!r}
branch_labels = depends_on = None

def upgrade():
    op.add_column("setting", sa.Column("note", sa.Text(), server_default="x"))
    op.create_table("brand_new", sa.Column("id", sa.Integer(), primary_key=True))
    op.execute("UPDATE setting SET value = 'changed'")
    if os.environ.get("DIE_IN_THE_MIDDLE"):
        os.kill(os.getpid(), signal.SIGKILL)
    op.create_table("last", sa.Column("id", sa.Integer(), primary_key=True))
"""
UPGRADE = """
import sys
from pathlib import Path
from app.store import migrate
from app.store.engine import immediate, make_engine
migrate.script_folder = lambda which: Path(sys.argv[2])
with immediate(make_engine(Path(sys.argv[1]), bytes(range(32)), durable=True)) as connection:
    migrate.upgrade(connection, "journal")
"""


@pytest.mark.parametrize("which", BOTH)
def test_the_models_are_what_the_revisions_make(tmp_path: Path, which: Which) -> None:
    engine = make_engine(tmp_path / f"{which}.db", KEY, durable=False)
    migrate(engine, which)
    with snapshot(engine) as connection:
        context = MigrationContext.configure(
            connection,
            opts={
                "compare_type": True,
                "include_name": lambda name, kind, _: (
                    not (kind == "table" and (name or "").startswith("case_search"))
                ),
            },
        )
        assert compare_metadata(context, SCHEMAS[which]) == []
        assert revision_of(connection) == HEADS[which]
        scripts = ScriptDirectory.from_config(alembic_config(which, connection))
        assert scripts.get_heads() == [HEADS[which]]
    engine.dispose()


@pytest.mark.parametrize("which", BOTH)
def test_migrating_twice_is_once(tmp_path: Path, which: Which) -> None:
    engine = make_engine(tmp_path / f"{which}.db", KEY, durable=False)
    migrate(engine, which)
    with snapshot(engine) as connection:
        before = connection.exec_driver_sql("PRAGMA schema_version").scalar()
    migrate(engine, which)
    with snapshot(engine) as connection:
        assert connection.exec_driver_sql("PRAGMA schema_version").scalar() == before
    engine.dispose()


@pytest.mark.parametrize("which", BOTH)
def test_the_next_empty_database_is_what_the_revisions_make(tmp_path: Path, which: Which) -> None:
    """It is made without them."""

    def content(engine: Engine) -> list[tuple[Any, ...]]:
        with snapshot(engine) as connection:
            rows = connection.exec_driver_sql("SELECT type, name, tbl_name, sql FROM sqlite_master")
            made = [tuple(row) for row in rows]
            assert revision_of(connection) == HEADS[which]
        engine.dispose()
        return made

    engines = [make_engine(tmp_path / f"{n}.db", KEY, durable=False) for n in range(3)]
    with immediate(engines[0]) as connection:
        upgrade(connection, which)
    for engine in engines[1:]:
        migrate(engine, which)
    by_revisions, _, next_one = map(content, engines)
    assert len(by_revisions) > 5
    assert next_one == by_revisions


@pytest.mark.parametrize("which", BOTH)
def test_a_newer_database_is_left_alone(tmp_path: Path, which: Which) -> None:
    engine = make_engine(tmp_path / f"{which}.db", KEY, durable=False)
    migrate(engine, which)
    with immediate(engine) as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = 'of_tomorrow'")
    with pytest.raises(StoreNewer):
        migrate(engine, which)
    engine.dispose()


@pytest.fixture
def tomorrow(tmp_path: Path) -> Path:
    """The journal's revisions with one more behind them."""
    folder = tmp_path / "revisions"
    shutil.copytree(script_folder("journal"), folder)
    (folder / "versions" / "next.py").write_text(NEXT.format(head=HEADS["journal"]))
    return folder


@pytest.mark.parametrize("kill", [True, False])
def test_a_kill_in_the_middle_leaves_the_old_state_whole(
    tmp_path: Path, tomorrow: Path, kill: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "journal.db"
    engine = make_engine(path, KEY, durable=True)
    migrate(engine, "journal")
    with immediate(engine) as connection:
        connection.exec_driver_sql("INSERT INTO setting VALUES ('zoom', '1.5')")
    engine.dispose()
    monkeypatch.setenv("DIE_IN_THE_MIDDLE", "yes" if kill else "")
    done = subprocess.run(
        [sys.executable, "-c", UPGRADE, str(path), str(tomorrow)], capture_output=True, timeout=60
    )
    assert done.returncode == (-signal.SIGKILL if kill else 0), done.stderr.decode()
    engine = make_engine(path, KEY, durable=True)
    with snapshot(engine) as connection:
        tables = set(
            connection.exec_driver_sql(
                "SELECT name FROM sqlite_master WHERE type = 'table'"
            ).scalars()
        )
        rows = [tuple(row) for row in connection.exec_driver_sql("SELECT * FROM setting")]
        revision = revision_of(connection)
    engine.dispose()
    if kill:
        assert rows == [("zoom", "1.5")]
        assert not {"brand_new", "last"} & tables
        assert revision == HEADS["journal"]
    else:
        assert rows == [("zoom", "changed", "x")]
        assert {"brand_new", "last"} <= tables
        assert revision == "next"


@pytest.mark.parametrize("which", BOTH)
def test_every_revision_upgrades_a_filled_database(tmp_path: Path, which: Which) -> None:
    """Each step up keeps what was written at the step before."""
    engine = make_engine(tmp_path / f"{which}.db", KEY, durable=False)
    table = "setting" if which == "journal" else "meta"
    with immediate(engine) as connection:
        scripts = ScriptDirectory.from_config(alembic_config(which, connection))
        steps = [script.revision for script in scripts.walk_revisions()][::-1]
        for step in steps:
            upgrade(connection, which, step)
            connection.exec_driver_sql(f"INSERT INTO {table} VALUES ('{step}', '1')")
        kept = list(connection.exec_driver_sql(f"SELECT key FROM {table}").scalars())
        assert kept == steps
        assert MigrationContext.configure(connection).get_current_revision() == steps[-1]
    engine.dispose()
