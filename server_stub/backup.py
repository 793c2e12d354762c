"""A copy of the database while it runs, and the mark that tells devices what it holds."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from server_stub.db import Database, current_rev, set_meta


def back_up(db: Database, target: Path) -> int:
    """Copy the database to ``target`` and return the newest revision in the copy.

    Afterwards the server's ``durable_mark`` is that revision: devices may forget operations that
    took effect before it.
    """
    with closing(sqlite3.connect(db.path)) as source, closing(sqlite3.connect(target)) as copy:
        source.backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE")
        mark = int(copy.execute("SELECT value FROM meta WHERE key = 'rev'").fetchone()[0])
    with db.write() as session:
        if mark <= current_rev(session):
            set_meta(session, "durable_mark", str(mark))
    return mark
