"""The projection of the journal, laid beside the cache for the lists (docs/decisions/0006).

Each connection that reads lists has a temporary table, in memory, with one row for each case on
which something unsent stands. It is filled anew when the journal or the cache has changed; the
lists then read untouched cases by index and merge these few into their order.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection

from app.domain.enums import Status, Verb
from app.store.cache import Cache
from app.store.journal import Journal
from app.store.projection import LOCAL_ORDER, Phase, phase_of, project

_TABLE = (
    "CREATE TEMP TABLE IF NOT EXISTS overlay (id INTEGER PRIMARY KEY, phase INTEGER NOT NULL,"
    " status TEXT NOT NULL, local INTEGER NOT NULL, verb TEXT NOT NULL)"
)


class Overlay:
    """Hands out read transactions in which ``temp.overlay`` is up to date."""

    def __init__(self, cache: Cache, journal: Journal) -> None:
        self._cache = cache
        self._journal = journal

    @property
    def stamp(self) -> tuple[int, int]:
        """Changes whenever the lists may come out different."""
        return self._cache.generation, self._journal.projection

    def stamping(self) -> dict[str, str]:
        """See :meth:`Journal.stamping`."""
        return self._journal.stamping()

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """One read transaction over the cache and the projection."""
        stamp = self.stamp
        with self._cache.read() as connection:
            known = connection.info.pop("overlay", None)
            try:
                if known != stamp:
                    self._fill(connection)
                yield connection
            except BaseException:
                connection.info.clear()  # the roll-back takes the temporary tables along
                raise
            connection.info["overlay"] = stamp

    def _fill(self, connection: Connection) -> None:
        connection.exec_driver_sql(_TABLE)
        connection.exec_driver_sql("DELETE FROM temp.overlay")
        pending = self._journal.pending()
        rows = connection.exec_driver_sql(
            "SELECT id, app_id, status, verb, gone, phase FROM case_row"
            " WHERE app_id IN (SELECT value FROM json_each(?))",
            (json.dumps(sorted(pending)),),
        ).all()
        values = []
        for case_id, app_id, status, verb, gone, phase in rows:
            over = pending[app_id]
            seen = project(
                Status(status), Verb(verb) if verb else None, over.ops, has_draft=over.has_draft
            )
            if seen.local is not None:
                here = Phase(phase) is phase_of(Status(status)) and not seen.left
                shown = phase if gone else int(phase_of(seen.status, here=here))
                place = LOCAL_ORDER.index(seen.local)
                word = seen.verb.value if seen.verb else ""
                values.append((case_id, shown, seen.status.value, place, word))
        if values:
            connection.exec_driver_sql("INSERT INTO temp.overlay VALUES (?, ?, ?, ?, ?)", values)
