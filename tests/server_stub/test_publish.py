"""The feed's rows of a document: found by an index, and written alike for one and for many."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from sqlalchemy import select

from app.protocol.feed import ChangeKind
from server_stub.context import Server
from server_stub.db import Database
from server_stub.publish import publish, publish_many
from server_stub.tables import FeedRow

_ASKED = "EXPLAIN QUERY PLAN SELECT * FROM feed WHERE kind = 'application' AND id = 'x'"


def _plan(path: Path) -> str:
    connection = sqlite3.connect(path)
    try:
        return str(connection.execute(_ASKED).fetchall())
    finally:
        connection.close()


def test_a_document_is_looked_up_in_a_file_of_before_too(empty: Path, tmp_path: Path) -> None:
    path = tmp_path / "server.db"
    path.write_bytes((empty / "server.db").read_bytes())
    connection = sqlite3.connect(path)
    connection.execute("DROP INDEX feed_document")
    connection.close()
    assert "SCAN" in _plan(path)
    Database(tmp_path).close()
    assert "SCAN" not in _plan(path)
    assert "feed_document" in _plan(path)


def test_many_are_announced_as_one_is(empty_server: Server) -> None:
    kind = ChangeKind.REASON
    with empty_server.db.write() as session:
        publish(session, kind, "stays", 1, {"all"})
        publish(session, kind, "moves", 2, {"org:a"})
        publish_many(session, kind, {"stays": 3, "moves": 4, "comes": 5}, {"all"})
        session.flush()
        rows = session.scalars(select(FeedRow).order_by(FeedRow.rev, FeedRow.audience)).all()
        found = [(row.audience, row.id, row.rev, row.gone) for row in rows]
    assert found == [
        ("all", "stays", 3, False),
        ("all", "moves", 4, False),
        ("org:a", "moves", 4, True),
        ("all", "comes", 5, False),
    ]
