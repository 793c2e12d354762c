"""When things happen in the demo set, counted from the moment it is made."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Literal

from app.domain.partial_date import CHINA
from server_stub.demo.seeds import rng

Group = Literal["today", "tomorrow", "week", "later", "minutes"]
GROUPS: tuple[Group, ...] = ("today", "tomorrow", "week", "later", "minutes")

CLOSING = time(18, 0)
_LATEST_START = time(17, 0)
_MINUTES = timedelta(minutes=11)
"""Ten and what is left of the present one."""
_STILL = timedelta(hours=7, minutes=36)
_DAYS: dict[Group, int] = {"today": 0, "tomorrow": 1, "week": 5, "later": 24, "minutes": 0}
_HANDED_IN: dict[Group, tuple[int, int]] = {
    "today": (27, 29),
    "tomorrow": (27, 31),
    "week": (27, 33),
    "later": (28, 38),
    "minutes": (27, 29),
}
"""How many days ago, at least and at most, by deadline: the unit's publicity came after it."""

FIRST_ROUND = timedelta(days=18)
"""How much earlier than the present version a returned one was handed in."""


@dataclass(frozen=True, slots=True)
class Moments:
    """The times of one demo set; ``now`` is aware, all results are times of China."""

    now: datetime

    @property
    def local(self) -> datetime:
        """Now, on the office's clock, to the minute."""
        return self.now.astimezone(CHINA).replace(second=0, microsecond=0)

    @property
    def year(self) -> int:
        """The year of application."""
        return self.local.year

    def deadline(self, group: Group) -> datetime:
        """When the unit's stage ends: at closing time of some day.

        After 17:00 the first group gets 7 hours 36 minutes more, so that there is time to work.
        """
        if group == "minutes":
            return self.local + _MINUTES
        if group == "today" and self.local.time() > _LATEST_START:
            return self.local + _STILL
        day = (self.local + timedelta(days=_DAYS[group])).date()
        return datetime.combine(day, CLOSING, CHINA)

    def handed_in(self, group: Group, seed: int, number: int) -> datetime:
        """When case ``number`` came in: on a day before, in office hours."""
        random = rng(seed, "handed in", number)
        days = random.randint(*_HANDED_IN[group])
        clock = time(random.randint(8, 17), random.randint(0, 59), random.randint(0, 59))
        return datetime.combine((self.local - timedelta(days=days)).date(), clock, CHINA)
