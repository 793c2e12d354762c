"""The working-day calendar of this machine: the program's years, and the server's over them."""

from __future__ import annotations

import logging
from functools import lru_cache

from pydantic import ValidationError

from app.domain.calendar import CalendarYear, WorkCalendar
from app.domain.calendar_data import calendar_with
from app.protocol.feed import ChangeKind
from app.store.cache import Cache

_log = logging.getLogger(__name__)


class Calendars:
    """Reads the years that sync has stored; again only when the cache has changed."""

    def __init__(self, cache: Cache) -> None:
        self._cache = cache
        self._read: tuple[int, WorkCalendar] | None = None

    def calendar(self) -> WorkCalendar:
        """What to count working days with now.

        A year that the server pushed in a form this program cannot read is not known here: to
        count it by the program's own data would be to judge otherwise than the server, unsaid.
        """
        generation = self._cache.generation
        if self._read is None or self._read[0] != generation:
            self._read = (generation, self._laid_over())
        return self._read[1]

    def _laid_over(self) -> WorkCalendar:
        bodies = self._cache.documents(ChangeKind.CALENDAR.value)
        pushed = {name: _year(body) for name, body in bodies.items()}
        calendar = calendar_with(year for year in pushed.values() if year is not None)
        strange = {name for name, year in pushed.items() if year is None}
        known = {no: year for no, year in calendar.years.items() if str(no) not in strange}
        return WorkCalendar(known)


@lru_cache(maxsize=128)
def _year(body: bytes) -> CalendarYear | None:
    try:
        return CalendarYear.model_validate_json(body)
    except ValidationError:
        _log.warning("a calendar year of the feed cannot be read")
        return None
