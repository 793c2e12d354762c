"""The statements behind the queue.

A list is two halves that are merged in order: the cases on which nothing unsent stands, read by
index, and the few of the overlay. Both halves have the same conditions, the one over the columns
of ``case_row``, the other over those of the overlay where it has them.
"""

# ruff: noqa: S608 - statements are put together from the constants of this file alone

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from app.store.cache_schema import NEVER
from app.store.case_row import severity_bits
from app.store.moments import day_start, local_day, to_ms
from app.store.projection import LOCAL_ORDER, Phase
from app.store.readmodels import GroupKey, LocalState, QueueFilter, Sort, View

_FREE: Final = "(c.claim_user = '' OR c.claim_user = :me OR c.lease_until <= :now)"
_CONDITIONS: Final[dict[View, tuple[Phase | None, str]]] = {
    "all": (None, "1"),
    "todo": (Phase.OPEN, _FREE),
    "to_claim": (
        Phase.OPEN,
        "(c.claim_user = '' OR (c.claim_user != :me AND c.lease_until <= :now))",
    ),
    "mine": (Phase.OPEN, "c.claim_user = :me"),
    "resubmitted": (Phase.OPEN, f"c.resubmitted AND {_FREE}"),
    "due_today": (Phase.OPEN, f"c.deadline >= :today AND c.deadline < :tomorrow AND {_FREE}"),
    "flagged": (Phase.OPEN, f"c.severities & {severity_bits(['BLOCK', 'ERROR'])} AND {_FREE}"),
    "clean": (Phase.OPEN, f"c.severities = 0 AND {_FREE}"),
    "waiting": (Phase.PROPOSED, "1"),
    "onward": (Phase.ONWARD, "1"),
    "returned": (Phase.RETURNED, "c.handler = :me"),
    "done": (Phase.DONE, "1"),
}
VIEWS: Final = tuple(_CONDITIONS)
_WANTS_ATTENTION: Final = LOCAL_ORDER.index(LocalState.HELD)

_KEYS: Final[dict[Sort, tuple[str, ...]]] = {
    "deadline": ("c.deadline", "c.rank", "c.id"),
    "name": ("c.name_key", "c.id"),
    "id_tail": ("c.id_tail", "c.id"),
    "target_title": ("c.target_title", "c.id"),
    "specialty": ("c.specialty", "c.id"),
    "unit_name": ("c.unit_name", "c.id"),
    "version": ("c.version_no", "c.id"),
    "checks": ("c.rank", "c.id"),
    "status": ("{p}.status", "c.id"),
    "local": ("{p}.local", "c.id"),
    "claim": ("c.claim_name", "c.id"),
    "submitted": ("c.submitted_at", "c.id"),
}
GROUPS: Final[tuple[GroupKey, ...]] = ("overdue", "today", "tomorrow", "week", "later", "none")
FEW: Final = 2000
"""Up to so many cases it is quicker to gather and sort them than to walk an index in order."""
SOME: Final = 12_000
"""Up to so many cases it is quicker to look each up than to scan the index of a whole view."""


def parameters(wanted: QueueFilter, now: datetime, me: str) -> dict[str, Any]:
    """The moments, the reader and the words of the filter, as all statements name them."""
    day = local_day(now)
    return {
        "me": me,
        "now": to_ms(now),
        "today": day_start(day),
        "tomorrow": day_start(day + timedelta(days=1)),
        "after": day_start(day + timedelta(days=2)),
        "week": day_start(day + timedelta(days=7)),
        "never": NEVER,
        "levels": json.dumps(sorted(wanted.levels)),
        "statuses": json.dumps(sorted(wanted.statuses)),
    }


@dataclass(frozen=True)
class QueueSql:
    """Statements for one filter.

    :param hits: how many cases the search text found, which stand in ``temp.hit``; None without
        a search text.
    :param few: whether so few cases are expected that they are best gathered and sorted.
    """

    wanted: QueueFilter
    hits: int | None = None
    few: bool = False

    def page(self) -> str:
        """Ids in order; parameters ``limit`` and ``offset``."""
        names = ", ".join(f"k{place}" for place in range(len(self._keys("c"))))
        direction = " DESC" if self.wanted.descending else ""
        order = names.replace(",", f"{direction},") + direction
        return f"{self._merged('')} ORDER BY {order} LIMIT :limit OFFSET :offset"

    def keys_of(self) -> str:
        """The order keys of one case, in the filter or not; parameter ``app_id``."""
        return (
            f"SELECT {', '.join(self._keys('p'))} FROM case_row c JOIN (SELECT c.id,"
            " coalesce(o.status, c.status) AS status, coalesce(o.local, c.local) AS local"
            " FROM case_row c LEFT JOIN temp.overlay o ON o.id = c.id) p ON p.id = c.id"
            " WHERE c.app_id = :app_id"
        )

    def contains(self) -> str:
        """Whether one case is in the filter; parameter ``id``."""
        return f"SELECT count(*) FROM ({self._merged('c.id = :id')})"

    def beside(self, *, before: bool) -> str:
        """The case before or behind a place in the order; parameters ``p0`` …"""
        upwards = before == self.wanted.descending
        sign, direction = (">", "") if upwards else ("<", " DESC")
        names = [f"k{place}" for place in range(len(self._keys("c")))]
        order = ", ".join(f"{name}{direction}" for name in names)
        return f"{self._merged('', sign)} ORDER BY {order} LIMIT 1"

    def count_before(self) -> str:
        """How many cases come before a place in the order; parameters ``p0`` …"""
        sign = ">" if self.wanted.descending else "<"
        return f"SELECT count(*) FROM ({self._merged('', sign)})"

    def groups(self) -> str:
        """For each deadline group: key, cases, bytes, complete cases, earliest deadline."""
        parts: list[str] = []
        for key, low, high in _ranges():
            figures = (
                f"SELECT '{key}', count(*), sum(c.bytes), sum(c.have_bytes >= c.bytes),"
                " min(c.deadline)"
            )
            span = f"c.deadline >= {low} AND c.deadline < {high}"
            parts += [self._base(figures, span, few=SOME), self._over(figures, span)]
        return " UNION ALL ".join(parts)

    def facets(self) -> str:
        """Cases by each combination of level, status, local state and severities."""
        halves = [
            half(
                f"SELECT c.level AS level, {alias}.status AS status, {alias}.local AS local,"
                " c.severities AS severities, count(*) AS n"
            )
            + " GROUP BY 1, 2, 3, 4"
            for alias, half in (("c", self._base), ("o", self._over))
        ]
        return " UNION ALL ".join(halves)

    # --- the two halves

    def _merged(self, condition: str, beyond: str = "") -> str:
        halves = []
        for alias, half in (("c", self._base), ("o", self._over)):
            keys = self._keys(alias)
            columns = ", ".join(f"{key} AS k{place}" for place, key in enumerate(keys))
            place = ""
            if beyond:
                bounds = ", ".join(f":p{number}" for number in range(len(keys)))
                place = f"({', '.join(keys)}) {beyond} ({bounds})"
            halves.append(half(f"SELECT {columns}", *filter(None, (condition, place))))
        return " UNION ALL ".join(halves)

    def _base(self, select: str, *conditions: str, few: int = FEW) -> str:
        phase, condition = _CONDITIONS[self.wanted.view]
        gather = self.hits is not None and self.hits <= few
        source = "case_row c"
        if gather:
            source = "temp.hit h CROSS JOIN case_row c ON c.id = h.id"
        elif self.few and phase is not None:
            source += " INDEXED BY case_facets"
        parts = [f"c.phase = {int(phase)}"] if phase is not None else []
        parts += [condition, *conditions, *self._filters("c")]
        if self.hits is not None and not gather:
            parts.append("+c.id IN temp.hit")  # the plus: not by hit, by the index
        parts.append("c.id NOT IN (SELECT id FROM temp.overlay)")
        return f"{select} FROM {source} WHERE {' AND '.join(part for part in parts if part)}"

    def _over(self, select: str, *conditions: str) -> str:
        phase, condition = _CONDITIONS[self.wanted.view]
        inside = f"(o.phase = {int(phase)} AND {condition})" if phase is not None else condition
        if self.wanted.view == "todo":
            inside = f"({inside} OR o.local <= {_WANTS_ATTENTION})"
        parts = [inside, *conditions, *self._filters("o")]
        if self.hits is not None:
            parts.append("+c.id IN temp.hit")  # the plus: not by hit, by the index
        source = "temp.overlay o CROSS JOIN case_row c ON c.id = o.id"
        return f"{select} FROM {source} WHERE {' AND '.join(part for part in parts if part)}"

    def _keys(self, projected: str) -> list[str]:
        return [key.format(p=projected) for key in _KEYS[self.wanted.sort]]

    def _filters(self, projected: str) -> list[str]:
        wanted = self.wanted
        parts = []
        if wanted.levels:
            parts.append("c.level IN (SELECT value FROM json_each(:levels))")
        if wanted.statuses:
            parts.append(f"{projected}.status IN (SELECT value FROM json_each(:statuses))")
        if wanted.locals:
            places = sorted(LOCAL_ORDER.index(state) for state in wanted.locals)
            parts.append(f"{projected}.local IN ({', '.join(map(str, places))})")
        if wanted.severities:
            parts.append(f"c.severities & {severity_bits(wanted.severities)}")
        return parts


def view_counts() -> str:
    """One row with the number of cases of each view, in the order of :data:`VIEWS`."""
    halves = []
    for alias, source in (
        ("c", "case_row c WHERE c.id NOT IN (SELECT id FROM temp.overlay)"),
        ("o", "temp.overlay o CROSS JOIN case_row c ON c.id = o.id"),
    ):
        sums: list[str] = []
        for view, (phase, condition) in _CONDITIONS.items():
            inside = f"({condition})"
            if phase is not None:
                inside = f"({alias}.phase = {int(phase)} AND {condition})"
            if view == "todo" and alias == "o":
                inside = f"({inside} OR o.local <= {_WANTS_ATTENTION})"
            sums.append(f"coalesce(sum({inside}), 0) AS v{len(sums)}")
        halves.append(f"SELECT {', '.join(sums)} FROM {source}")
    totals = ", ".join(f"sum(v{place})" for place in range(len(VIEWS)))
    return f"SELECT {totals} FROM ({' UNION ALL '.join(halves)})"


def _ranges() -> list[tuple[GroupKey, str, str]]:
    """Each group with its bounds; today's begins now, for what is past is overdue."""
    bounds = ["-1", ":now", ":tomorrow", ":after", ":week", ":never", ":never + 1"]
    return [(key, bounds[place], bounds[place + 1]) for place, key in enumerate(GROUPS)]
