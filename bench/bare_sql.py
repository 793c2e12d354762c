"""The floor of the queue: statements written by hand for one question each, on the bare driver.

They know nothing of unsent work, groups or saved views; they only answer what is on screen first:
how many cases there are, and the first of them in order.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from sqlcipher3 import dbapi2

from app.store.moments import to_ms
from bench import documents

TODO: Final = "c.phase = 0 AND (c.claim_user = '' OR c.claim_user = :me OR c.lease_until <= :now)"
"""待我处理: open, and nobody else holds it."""
_FOUND: Final = "c.id IN (SELECT rowid FROM case_search WHERE case_search MATCH :match)"


@dataclass(frozen=True)
class Question:
    """Which cases, and in what order; ``match`` is a query in FTS5's language."""

    where: str = TODO
    order: str = "c.deadline, c.rank, c.id"
    match: str = ""
    counted: bool = True

    def statements(self) -> list[str]:
        """The first window, and the number of all where it is not known already."""
        where = f"{self.where} AND {_FOUND}" if self.match else self.where
        page = f"SELECT c.* FROM case_row c WHERE {where} ORDER BY {self.order} LIMIT :limit"
        count = f"SELECT count(*) FROM case_row c WHERE {where}"
        return [count, page] if self.counted else [page]


def connect(path: Path, key: bytes | None) -> Any:
    """The bare driver on a file, with the settings the store uses; ``key`` None: no encryption."""
    connection = dbapi2.connect(str(path), isolation_level=None)
    if key is not None:
        connection.execute("PRAGMA cipher_log_level = NONE")
        connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
    connection.execute("PRAGMA temp_store = MEMORY")
    connection.execute("PRAGMA cache_size = -32768")
    return connection


def ask(connection: Any, question: Question, now: datetime, limit: int) -> list[list[Any]]:
    """The rows that each statement gave."""
    values = {
        "me": documents.OFFICER,
        "now": to_ms(now),
        "limit": limit,
        "match": question.match,
    }
    return [connection.execute(text, values).fetchall() for text in question.statements()]
