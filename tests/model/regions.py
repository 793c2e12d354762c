"""What a region says of its kinds of application, by the domain text (§1.2–§1.6, §4.5).

Nothing here is read from a rule pack: a pack that says something else is what the test looks for.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from tests.stories.town import moment

UNIT, DEPT, SERIES, REGION, CITY = "unit", "dept", "series", "reg", "city"
LZ_COMMITTEE, GX_COMMITTEE, SX_COMMITTEE = "com", "market", "shanxi"
COMMITTEES = frozenset({LZ_COMMITTEE, GX_COMMITTEE, SX_COMMITTEE})


@dataclass(frozen=True, repr=False)
class World:
    """One kind of application of one region.

    Attributes:
        route: the offices it passes, first to last (§4.5).
        withdraw: NONE (S0), UNTIL_CLAIMED (S1, S3) or UNTIL_READ (S4).
        verbs: at each office, what may be proposed.
        unit_forms: whether the unit keeps a dossier, and seals its opinion if it wants to.
        must_seal: whether nothing passes the unit without its dossier, nor leaves it without its
            seal (S0 A25, S2 C20–C25).
        collects: whether the committee takes its fee through the system (S1 B16).
        grants: the last office of the route grants; no committee evaluates.
        loss: a publicity comes before the submission (S1 B20).
        closes: until when it is handed in; None where there is no window.
        deadlines: of the offices that have one.
    """

    profile: str
    kind: str
    start: datetime
    route: tuple[str, ...]
    withdraw: str
    verbs: dict[str, frozenset[str]]
    unit_forms: bool = False
    must_seal: bool = False
    collects: bool = False
    grants: bool = False
    loss: bool = False
    may_delete_returned: bool = False
    closes: datetime | None = None
    deadlines: tuple[tuple[str, datetime], ...] = ()
    declaration: tuple[tuple[str, str], ...] = ()

    def __repr__(self) -> str:
        return f"{self.profile} {self.kind}"

    def deadline(self, office: str) -> datetime | None:
        """When an office takes no more decisions."""
        return dict(self.deadlines).get(office)


def _verbs(*words: str) -> frozenset[str]:
    return frozenset(words)


_LZ_UP = _verbs("PASS", "RETURN", "REFER_DOWN")
_GX = {
    UNIT: _verbs("PASS", "RETURN"),
    REGION: _verbs("PASS", "RETURN", "NOT_PASSED", "REFER_DOWN"),
    GX_COMMITTEE: _verbs("RETURN", "NOT_PASSED", "REFER_DOWN"),
}
_AUTUMN = moment("2026-09-18 10:00")
_IN_2026 = ((UNIT, moment("2026-11-20 18:00")), *(
    (committee, moment("2026-12-31 18:00")) for committee in (LZ_COMMITTEE, GX_COMMITTEE)
))  # fmt: skip
_CLOSES = moment("2026-10-31 23:59")
_TO_REGION = (("target_office_code", "org-region"),)

WORLDS: tuple[World, ...] = (
    World(
        "LZ_ENG_2020", "EVALUATION", _AUTUMN, (UNIT, DEPT, SERIES, LZ_COMMITTEE), "NONE",
        {UNIT: _verbs("PASS", "RETURN"), DEPT: _LZ_UP, SERIES: _LZ_UP,
         LZ_COMMITTEE: _verbs("RETURN", "REFER_DOWN")},
        unit_forms=True, must_seal=True, closes=_CLOSES, deadlines=_IN_2026,
        declaration=(("committee_code", "工程系列柳州市中级评委会"),),
    ),
    World(
        "GXRC", "EVALUATION", _AUTUMN, (UNIT, REGION, GX_COMMITTEE), "UNTIL_CLAIMED", _GX,
        unit_forms=True, collects=True, closes=_CLOSES, deadlines=_IN_2026,
        declaration=(("committee_code", "示例市场评审会"), *_TO_REGION),
    ),
    World(
        "GXRC", "RECOGNITION", _AUTUMN, (UNIT, REGION), "UNTIL_CLAIMED", _GX,
        unit_forms=True, grants=True, closes=_CLOSES, deadlines=_IN_2026, declaration=_TO_REGION,
    ),
    World(
        "GXRC", "LOSS_REISSUE", _AUTUMN, (REGION,), "UNTIL_CLAIMED", _GX,
        grants=True, loss=True, declaration=(*_TO_REGION, ("activity_id", "")),
    ),
    World(
        "SX_2024", "EVALUATION", moment("2024-08-30 10:00"), (DEPT, SX_COMMITTEE),
        "UNTIL_CLAIMED",
        {DEPT: _verbs("PASS", "RETURN", "NOT_PASSED"),
         SX_COMMITTEE: _verbs("RETURN", "NOT_PASSED", "REFER_DOWN")},
        may_delete_returned=True, closes=moment("2024-09-19 23:59"),
        deadlines=((DEPT, moment("2024-10-31 18:00")), (SX_COMMITTEE, moment("2024-12-31 18:00"))),
        declaration=(("activity_id", "act-2024"), ("committee_code", "示例中级评委会")),
    ),
    World(
        "LZ_CERT_2019", "CERT_VERIFICATION", moment("2019-11-15 10:00"), (CITY,), "UNTIL_READ",
        {CITY: _verbs("PASS", "RETURN")}, grants=True, declaration=(("activity_id", ""),),
    ),
)  # fmt: skip
"""All four regions, and of the talent market every way that differs."""
