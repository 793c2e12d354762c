"""The queue: windows of a filtered, ordered list of up to some hundred thousand cases."""

from __future__ import annotations

import json
import threading
from collections import Counter, OrderedDict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection, Row

from app.domain.enums import Status, Verb
from app.protocol.operations import ConflictCode
from app.store import tokens
from app.store.cache_files import PINNED
from app.store.cache_schema import NEVER
from app.store.case_row import SEVERITIES, counts_of
from app.store.moments import from_ms
from app.store.overlay import Overlay
from app.store.profiles import Profiles
from app.store.projection import LOCAL_ORDER
from app.store.queue_sql import FEW, GROUPS, VIEWS, QueueSql, parameters, view_counts
from app.store.readmodels import (
    GroupHead,
    LocalState,
    QueueCounts,
    QueueFilter,
    QueuePage,
    QueuePlace,
    QueueRow,
    SealState,
)

_REMEMBERED: Final = 32
_UNSENT: Final = LOCAL_ORDER.index(LocalState.QUEUED)
"""States up to this one are of cases with something on its way to the server, or not taken."""
_ROWS: Final = (
    "SELECT c.*, coalesce(o.status, c.status) AS p_status, coalesce(o.local, c.local) AS p_local,"
    " coalesce(o.verb, c.verb) AS p_verb FROM case_row c LEFT JOIN temp.overlay o ON o.id = c.id"
    " WHERE c.id IN (SELECT value FROM json_each(?))"
)


@dataclass(frozen=True)
class _Totals:
    groups: tuple[GroupHead, ...]
    total: int


class Queue:
    """Answers what the queue shows to one officer."""

    def __init__(self, overlay: Overlay, profiles: Profiles, user_id: str) -> None:
        self._overlay = overlay
        self._profiles = profiles
        self._me = user_id
        self._totals: OrderedDict[tuple[object, ...], _Totals] = OrderedDict()
        self._counts: tuple[tuple[object, ...], QueueCounts] | None = None
        self._lock = threading.Lock()

    def page(self, wanted: QueueFilter, offset: int, limit: int, now: datetime) -> QueuePage:
        """A window of the queue, with the heads of its deadline groups when ordered by them."""
        with self._overlay.read() as connection:
            sql, totals = self._prepare(connection, wanted, now)
            values = parameters(wanted, now, self._me) | {"limit": limit, "offset": offset}
            ids = [row[-1] for row in connection.exec_driver_sql(sql.page(), values)]
            rows = self._rows(connection, ids, now)
        groups = totals.groups if wanted.sort == "deadline" else ()
        return QueuePage(tuple(rows), totals.total, _in_order(groups, wanted.descending))

    def ids(self, wanted: QueueFilter, now: datetime) -> list[str]:
        """The application ids of the whole queue in order."""
        with self._overlay.read() as connection:
            sql, _ = self._prepare(connection, wanted, now)
            values = parameters(wanted, now, self._me) | {"limit": -1, "offset": 0}
            ids = [row[-1] for row in connection.exec_driver_sql(sql.page(), values)]
            names = dict(_pairs(connection, ids))
        return [names[case_id] for case_id in ids]

    def place(self, wanted: QueueFilter, app_id: str, now: datetime) -> QueuePlace:
        """Where a case stands in the queue, and its neighbours."""
        with self._overlay.read() as connection:
            sql, totals = self._prepare(connection, wanted, now)
            values = parameters(wanted, now, self._me)
            keys = connection.exec_driver_sql(sql.keys_of(), values | {"app_id": app_id}).first()
            if keys is None:
                return QueuePlace(None, None, None, totals.total)
            values |= {f"p{number}": value for number, value in enumerate(keys)}
            beside = [
                connection.exec_driver_sql(sql.beside(before=before), values).first()
                for before in (True, False)
            ]
            inside = connection.exec_driver_sql(sql.contains(), values | {"id": keys[-1]}).scalar()
            index = None
            if inside:
                index = connection.exec_driver_sql(sql.count_before(), values).scalar_one()
            names = dict(_pairs(connection, [row[-1] for row in beside if row]))
        before, behind = (names[row[-1]] if row else None for row in beside)
        return QueuePlace(before, behind, index, totals.total)

    def rows(self, app_ids: list[str], now: datetime) -> list[QueueRow]:
        """The lines of some cases, in the order asked for; those not here are left out."""
        with self._overlay.read() as connection:
            found = connection.exec_driver_sql(
                "SELECT app_id, id FROM case_row WHERE app_id IN (SELECT value FROM json_each(?))",
                (json.dumps(app_ids),),
            ).all()
            ids = {row[0]: row[1] for row in found}
            return self._rows(connection, [ids[one] for one in app_ids if one in ids], now)

    def counts(self, now: datetime) -> QueueCounts:
        """The figures beside views and filters; kept while nothing changed, for each key typed."""
        key = (self._overlay.stamp, now.replace(second=0, microsecond=0))
        known = self._counts
        if known is None or known[0] != key:
            known = self._counts = (key, self._count(now))
        return known[1]

    def _count(self, now: datetime) -> QueueCounts:
        todo = QueueSql(QueueFilter(view="todo"))
        values = parameters(todo.wanted, now, self._me)
        with self._overlay.read() as connection:
            views = tuple(connection.exec_driver_sql(view_counts(), values).one())
            facets = connection.exec_driver_sql(todo.facets(), values).all()
        levels: Counter[str] = Counter()
        statuses: Counter[str] = Counter()
        locals_: Counter[LocalState] = Counter()
        severities: Counter[str] = Counter()
        for level, status, local, bits, n in facets:
            levels[level] += n
            statuses[status] += n
            locals_[LOCAL_ORDER[local]] += n
            for place, severity in enumerate(SEVERITIES):
                if bits >> place & 1:
                    severities[severity.value] += n
        return QueueCounts(
            views=dict(zip(VIEWS, views, strict=True)),
            levels=levels,
            locals=locals_,
            statuses=statuses,
            severities=severities,
        )

    def _prepare(
        self, connection: Connection, wanted: QueueFilter, now: datetime
    ) -> tuple[QueueSql, _Totals]:
        hits = self._search(connection, wanted.text)
        totals = self._totals_of(connection, wanted, hits, now)
        return QueueSql(wanted, hits, few=totals.total <= FEW), totals

    def _search(self, connection: Connection, text: str) -> int | None:
        """Put what the text finds into ``temp.hit``; how many, None for no restriction."""
        match = " AND ".join(tokens.phrases(text))
        if not match:
            return None
        stamp = (match, self._overlay.stamp[0])
        found = connection.info.pop("hit", None)
        if found is None or found[0] != stamp:
            found = (stamp, _gather(connection, match))
        connection.info["hit"] = found
        hits: int | None = found[1]
        return hits

    def _totals_of(
        self, connection: Connection, wanted: QueueFilter, hits: int | None, now: datetime
    ) -> _Totals:
        """Counts by deadline group; kept while nothing changed, for paging and other orders."""
        text = "" if hits is None else wanted.text
        same = replace(wanted, text=text, sort="deadline", descending=False)
        stamp = (same, self._overlay.stamp)
        minute = now.replace(second=0, microsecond=0)
        with self._lock:
            known = self._totals.get((*stamp, minute))
        if known is not None:
            return known
        rows = connection.exec_driver_sql(
            QueueSql(wanted, hits).groups(), parameters(wanted, now, self._me)
        ).all()
        known = _totals(tuple(row) for row in rows)
        with self._lock:
            self._totals[*stamp, minute] = known
            if len(self._totals) > _REMEMBERED:
                self._totals.popitem(last=False)
        return known

    def _rows(self, connection: Connection, ids: list[int], now: datetime) -> list[QueueRow]:
        rows = {row.id: row for row in connection.exec_driver_sql(_ROWS, (json.dumps(ids),))}
        unsent = any(row.p_local <= _UNSENT for row in rows.values())
        stamping = self._overlay.stamping() if unsent else {}
        return [self._row(rows[case_id], stamping, now) for case_id in ids]

    def _seal(self, row: Row[Any], stamping: Mapping[str, str]) -> SealState:
        """What the list tells of seals: by status, and by what the server did not take."""
        refused = stamping.get(row.app_id)
        if refused == ConflictCode.SEAL_INVALID:
            return "invalid"
        if refused == "" or row.p_status == Status.SEALED.value:
            return "sealed"
        waits = row.p_status == Status.APPROVED_AT.value
        waits = waits and self._profiles.needs_seal(row.profile, row.type, row.office)
        return "waiting" if waits else ""

    def _row(self, row: Row[Any], stamping: Mapping[str, str], now: datetime) -> QueueRow:
        lease = from_ms(row.lease_until) if row.claim_user else None
        return QueueRow(
            app_id=row.app_id,
            name=row.name,
            id_tail=row.id_tail,
            target_title=row.target_title,
            level=row.level,
            specialty=row.specialty,
            unit_name=row.unit_name,
            version_no=row.version_no,
            resubmitted=bool(row.resubmitted),
            counts=counts_of(row),
            status=row.p_status,
            status_label=self._profiles.status_label(
                row.profile, row.type, row.p_status, row.stage, row.office
            ),
            local=LOCAL_ORDER[row.p_local],
            cached=row.have_files,
            files=row.files,
            bytes=row.bytes,
            claim_user_id=row.claim_user or None,
            claim_name=row.claim_name or None,
            lease_until=lease,
            submitted_at=moment(row.submitted_at),
            deadline=moment(row.deadline),
            stage_index=row.stage,
            mine=row.claim_user == self._me and lease is not None and lease > now,
            bytes_missing=row.bytes - row.have_bytes,
            profile=row.profile,
            proposed_verb=Verb(row.p_verb) if row.p_verb else None,
            type=row.type,
            pinned=row.wish == PINNED,
            wanted=row.wish > 0,
            seal=self._seal(row, stamping),
        )


def _gather(connection: Connection, match: str) -> int | None:
    """Fill ``temp.hit``; None where it is every case, which is no restriction."""
    connection.exec_driver_sql("CREATE TEMP TABLE IF NOT EXISTS hit (id INTEGER PRIMARY KEY)")
    connection.exec_driver_sql("DELETE FROM temp.hit")
    hits = connection.exec_driver_sql(
        "INSERT INTO temp.hit SELECT rowid FROM case_search WHERE case_search MATCH ?", (match,)
    ).rowcount
    cases = connection.exec_driver_sql("SELECT count(*) FROM case_row").scalar_one()
    return int(hits) if hits < cases else None


def moment(value: int) -> datetime | None:
    """A moment of an ordered column."""
    return from_ms(value) if value < NEVER else None


def _pairs(connection: Connection, ids: list[int]) -> list[tuple[int, str]]:
    rows = connection.exec_driver_sql(
        "SELECT id, app_id FROM case_row WHERE id IN (SELECT value FROM json_each(?))",
        (json.dumps(ids),),
    )
    return [(row[0], row[1]) for row in rows]


def _totals(rows: Iterable[tuple[Any, ...]]) -> _Totals:
    """Add up the two halves of each group: key, cases, bytes, complete cases, first deadline."""
    filled = [row for row in rows if row[1]]
    heads: list[GroupHead] = []
    first = 0
    for key in GROUPS:
        halves = [row for row in filled if row[0] == key]
        if halves:
            head = GroupHead(
                key=key,
                label_code=f"group.{key}",
                deadline=moment(min(half[4] for half in halves)),
                count=sum(half[1] for half in halves),
                bytes=sum(half[2] for half in halves),
                cached=sum(half[3] for half in halves),
                first_index=first,
            )
            heads.append(head)
            first += head.count
    return _Totals(tuple(heads), first)


def _in_order(groups: tuple[GroupHead, ...], descending: bool) -> tuple[GroupHead, ...]:
    if not descending:
        return groups
    first = 0
    turned = []
    for head in reversed(groups):
        turned.append(replace(head, first_index=first))
        first += head.count
    return tuple(turned)
