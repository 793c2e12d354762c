"""A town with every kind of office, for stories that go from a draft to a certificate.

Whoever handles at an office is its ``clerk``, whoever approves its ``lead`` (``deptclerk``,
``deptlead``), so that :func:`tests.server_stub.acceptance.offices.decide` knows them.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

from app.domain.enums import OrgKind
from app.domain.model import Activity, Organisation, Person
from app.domain.partial_date import CHINA
from server_stub import registry
from server_stub.context import Server
from tests.domain.clean_forms import DEPT as DEPT_NAME
from tests.domain.clean_forms import EMPLOYER, PERSON
from tests.server_stub.world import LICENCE, PASSWORD, office, sha

UNIT, OTHER_UNIT, DEPT, INDUSTRY = "org-unit", "org-unit-2", "org-dept", "org-industry"
SERIES, REGION, CITY, COMMITTEE = "org-series", "org-region", "org-city", "org-committee"
SENIORS, MARKET, SHANXI = "org-seniors", "org-market", "org-shanxi"
APPLICANT = "jia"
OFFICES: dict[str, tuple[OrgKind, str]] = {
    DEPT: (OrgKind.DEPT, DEPT_NAME),
    INDUSTRY: (OrgKind.COUNTY_INDUSTRY, "三江县科工贸局"),
    SERIES: (OrgKind.SERIES_TITLE, "柳州市工程系列职改办"),
    REGION: (OrgKind.REGION_TITLE, "示例区职改办"),
    CITY: (OrgKind.CITY_TITLE, "柳州市职改办"),
    COMMITTEE: (OrgKind.COMMITTEE, "工程系列柳州市中级评委会"),
    SENIORS: (OrgKind.COMMITTEE, "工程系列柳州市副高级评委会"),
    MARKET: (OrgKind.COMMITTEE, "示例市场评审会"),
    SHANXI: (OrgKind.COMMITTEE, "示例中级评委会"),
}
PEOPLE = {
    "unitclerk": (UNIT, "陈瑶", "HANDLER"),
    "unitlead": (UNIT, "卢景山", "APPROVER"),
    "unitsealer": (UNIT, "韦用章", "SEALER"),
    "unitadmin": (UNIT, "覃管理", "ORG_ADMIN"),
    "newclerk": (OTHER_UNIT, "新单位经办", "HANDLER"),
    "newlead": (OTHER_UNIT, "新单位负责人", "APPROVER"),
    "newadmin": (OTHER_UNIT, "新单位管理员", "ORG_ADMIN"),
}
STAFF = {
    "dept": DEPT, "industry": INDUSTRY, "series": SERIES, "reg": REGION, "city": CITY,
    "com": COMMITTEE, "senior": SENIORS, "market": MARKET, "shanxi": SHANXI,
}  # fmt: skip


def moment(text: str) -> datetime:
    """A moment in China, ``2026-09-24 09:00``."""
    return datetime.fromisoformat(text).replace(tzinfo=CHINA)


def fill(server: Server) -> None:
    """Write the town into a new server."""
    hashed = server.passwords.hash(PASSWORD)
    with server.db.write() as session:
        for org_id, name in ((UNIT, EMPLOYER), (OTHER_UNIT, "示例新单位")):
            registry.save_organisation(
                session,
                office(org_id, name).model_copy(
                    update={"supervising_dept_id": DEPT, "county_has_title_office": False}
                ),
            )
        for org_id, (kind, name) in OFFICES.items():
            registry.save_organisation(session, Organisation(org_id=org_id, name=name, kind=kind))
        registry.save_activity(session, _activity("act-2026", 2026, "2026-08-01", "2026-10-31"))
        registry.save_activity(session, _activity("act-2024", 2024, "2024-07-14", "2024-09-19"))
        people = {**PEOPLE, **_staff()}
        for login, (org_id, name, role) in people.items():
            registry.save_user(
                session, user_id=f"u-{login}", login=login, name=name, org_id=org_id,
                roles=[role], password_hash=hashed,
            )  # fmt: skip
        someone = Person.model_validate(PERSON)
        registry.save_user(
            session, user_id=f"u-{APPLICANT}", login=APPLICANT, name=someone.name, org_id=UNIT,
            roles=["APPLICANT"], password_hash=hashed, person=someone,
            id_number_mac=server.id_number_mac(someone.id_number),
        )  # fmt: skip


def change_office(server: Server, org_id: str, **facts: Any) -> None:
    """Let something else be true of an office."""
    from server_stub.routing import change_organisation, offices

    with server.db.write() as session:
        known = offices(session)[org_id]
        change_organisation(session, server, known.model_copy(update=facts), server.clock.now())


def licence(root: Path) -> tuple[str, Path]:
    """The scan that every unit has handed in."""
    file = root / "licence.pdf"
    file.write_bytes(LICENCE)
    return sha(LICENCE), file


def _staff() -> dict[str, tuple[str, str, str]]:
    made = {}
    for prefix, org_id in STAFF.items():
        committee = OFFICES[org_id][0] is OrgKind.COMMITTEE
        clerk = "COMMITTEE_CLERK" if committee else "OFFICE_CLERK"
        made[f"{prefix}clerk"] = (org_id, f"{prefix}经办", clerk)
        made[f"{prefix}lead"] = (org_id, f"{prefix}负责人", "OFFICE_LEAD")
    return made


def _activity(activity_id: str, year: int, first: str, last: str) -> Activity:
    deadlines = {"UNIT": f"{year}-11-20", "DEPT": f"{year}-10-31" if year == 2024 else "",
                 "COMMITTEE": f"{year}-12-31"}  # fmt: skip
    return Activity(
        activity_id=activity_id,
        name=f"{year} 年度职称评审",
        year=year,
        apply_start=moment(f"{first} 00:00"),
        apply_end=moment(f"{last} 23:59"),
        stage_deadlines={k: moment(f"{day} 18:00") for k, day in deadlines.items() if day},
        committees=[name for kind, name in OFFICES.values() if kind is OrgKind.COMMITTEE],
    )
