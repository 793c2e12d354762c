"""The route of a kind of application as data: a chain of stages, each with its conditions.

domain §4.5. A stage whose conditions do not hold is passed over. The chain is written as
``next`` of each stage, so that a rule-pack author sees where a case goes from where it is.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from pydantic import Field

from app.domain.enums import OrgKind
from app.domain.profile.parts import Part, Text
from app.domain.profile.problems import Place, Problem

RouteFact = Literal[
    "HAS_DEPT", "COUNTY_WITH_TITLE_OFFICE", "DUAL_DIRECTIONAL", "LEVEL_IN", "OFFICE_NAMED"
]
OfficeOf = Literal[
    "UNIT", "SUPERVISING_DEPT", "DECLARED_DEPT", "COUNTY", "TARGET_OFFICE", "COMMITTEE", "KIND"
]


class RouteCondition(Part):
    """A fact of the application or its unit.

    ``values`` are the levels of ``LEVEL_IN``, or the county codes that ``DUAL_DIRECTIONAL`` is
    limited to.
    """

    fact: RouteFact
    values: list[str] = Field(default_factory=list)


class RouteStage(Part):
    """One stage. ``office`` says how its organisation is found; ``when`` must all hold.

    ``office``: the applicant's unit; the department that supervises the unit, or that the
    applicant declared (S3); an office of this ``kind`` in the unit's county; the office or
    committee that the declaration names; the only office of this ``kind``.
    """

    id: str
    kind: OrgKind
    office: OfficeOf
    label: Text | None = None
    when: list[RouteCondition] = Field(default_factory=list)
    next: str | None = None


class Routing(Part):
    """All stages of one kind of application, beginning at ``start``."""

    start: str
    stages: list[RouteStage] = Field(min_length=1)

    def chain(self) -> list[RouteStage]:
        """The stages in order, whether or not their conditions hold."""
        by_id = {stage.id: stage for stage in self.stages}
        found: list[RouteStage] = []
        at: str | None = self.start
        while at is not None and at in by_id and by_id[at] not in found:
            found.append(by_id[at])
            at = by_id[at].next
        return found

    def problems(self, at: Place) -> Iterator[Problem]:
        """What is wrong with the chain: unknown, doubled, unreached stages, cycles."""
        ids = [stage.id for stage in self.stages]
        for index, code in enumerate(ids):
            if code in ids[:index]:
                yield Problem((*at, "stages", index), "TWICE", {"name": code})
        if self.start not in ids:
            yield Problem((*at, "start"), "UNKNOWN_STAGE", {"stage": self.start})
            return
        for index, stage in enumerate(self.stages):
            if stage.next is not None and stage.next not in ids:
                place: Place = (*at, "stages", index, "next")
                yield Problem(place, "UNKNOWN_STAGE", {"stage": stage.next})
        chain = self.chain()
        reached = {stage.id for stage in chain}
        if chain[-1].next in reached:
            place = (*at, "stages", ids.index(chain[-1].id), "next")
            cycle = " → ".join([*(stage.id for stage in chain), str(chain[-1].next)])
            yield Problem(place, "ROUTE_CYCLE", {"cycle": cycle})
        for index, code in enumerate(ids):
            if code not in reached:
                yield Problem((*at, "stages", index), "STAGE_UNREACHED", {"stage": code})
