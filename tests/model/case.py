"""What the model knows of one case, and who there is to act on it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from tests.model.regions import COMMITTEES, UNIT, World

LEASE, LONGEST_LEASE = timedelta(hours=72), timedelta(hours=240)
WORKING_DAYS = 5
PAYMENT = timedelta(days=15)
CERTAIN_UNTIL = date(2026, 12, 20)
"""Publicities are begun while they surely end in a year whose holidays are known."""
_HOLIDAYS = frozenset(
    {date(2026, 9, day) for day in (25, 26, 27)} | {date(2026, 10, day) for day in range(1, 8)}
)
_MAKEUP = frozenset({date(2026, 9, 20), date(2026, 10, 10)})


@dataclass(frozen=True, order=True)
class Person:
    """Somebody of an office: ``clerk`` handles, ``lead`` approves, ``both`` does either (and seals
    at a unit), ``sealer``, ``admin``; or the ``applicant``, or ``stranger``, another applicant."""

    office: str
    part: str

    @property
    def login(self) -> str:
        """The account."""
        return f"{self.office}{self.part}"

    @property
    def handles(self) -> bool:
        return self.part in ("clerk", "both")

    @property
    def approves(self) -> bool:
        return self.part in ("lead", "both")

    @property
    def seals(self) -> bool:
        return self.office == UNIT and self.part in ("sealer", "both")

    @property
    def of_an_office(self) -> bool:
        """Whether they sit above the unit."""
        return self.office not in ("", UNIT)


APPLICANT, STRANGER = Person("", "applicant"), Person("", "stranger")


@dataclass
class Case:
    """A case as §4.7 sees it. ``stage`` is k; the rest is what guards look at."""

    world: World
    now: datetime
    state: str = "DRAFT"
    stage: int = 0
    version: int = 0
    rev: int = 0
    seen: bool = False
    edited: bool = False
    deadline: datetime | None = None
    holder: Person | None = None
    held_from: datetime | None = None
    held_until: datetime | None = None
    handler: Person | None = None
    verb: str = ""
    to: str = ""
    allowed_skip: tuple[int, int] | None = None
    skipped: set[int] = field(default_factory=set)
    visited: list[str] = field(default_factory=list)
    stamps: set[tuple[int, int]] = field(default_factory=set)
    fee: str = ""
    fee_until: datetime | None = None
    shown_until: date | None = None
    shown_long: bool = False
    loss_until: date | None = None
    objected: bool = False
    recused: set[Person] = field(default_factory=set)

    @property
    def office(self) -> str:
        """Where it lies."""
        return self.world.route[self.stage]

    @property
    def last(self) -> bool:
        """Whether the route ends here."""
        return self.stage == len(self.world.route) - 1

    @property
    def at_committee(self) -> bool:
        return self.office in COMMITTEES

    @property
    def sealed(self) -> bool:
        """Whether a stamp stands on this version and this dossier."""
        return (self.version, self.rev) in self.stamps

    def settle(self) -> None:
        """What the clock does by itself: T11, T21, T06."""
        if self.state == "CLAIMED" and self.held_until is not None and self.now >= self.held_until:
            self.state = "SUBMITTED"
            self.lay_down()
        if self.state == "RETURNED" and self.deadline is not None and self.now > self.deadline:
            self.state = "LAPSED"
        over = self.loss_until is not None and self.now.date() > self.loss_until
        if self.state == "LOSS_PUBLICITY" and over and not self.objected:
            self.state = "DRAFT"

    def take(self, person: Person) -> None:
        """A new lease."""
        self.state, self.seen = "CLAIMED", True
        self.holder, self.held_from, self.held_until = person, self.now, self.now + LEASE

    def lay_down(self) -> None:
        """Nobody holds it."""
        self.holder = self.held_from = self.held_until = None

    def arrive(self, stage: int) -> None:
        """It waits at another stage to be claimed."""
        self.state, self.stage, self.handler, self.verb = "SUBMITTED", stage, None, ""
        self.lay_down()
        self.deadline = self.world.deadline(self.office)
        if self.office not in self.visited:
            self.visited.append(self.office)


def fifth_working_day(start: date) -> date:
    """The last of five working days from ``start`` on, which counts itself (§4.12, autumn 2026)."""
    day, left = start - timedelta(days=1), WORKING_DAYS
    while left:
        day += timedelta(days=1)
        works = day in _MAKEUP or (day.weekday() < 5 and day not in _HOLIDAYS)
        left -= works
    return day
