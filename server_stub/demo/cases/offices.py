"""The offices, officers and review activities of the demo set."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from functools import lru_cache

from app.domain.enums import OrgKind, Role
from app.domain.partial_date import CHINA
from server_stub.demo.cases.committees import COMMITTEES
from server_stub.demo.cases.moments import GROUPS, Group, Moments
from server_stub.demo.numbers import credit_code, phone
from server_stub.demo.organisations import Organisation, organisation
from server_stub.demo.people import Person, person
from server_stub.import_folder.manifest import (
    ActivitySpec,
    FileSpec,
    OrganisationSpec,
    SealSpec,
    UserSpec,
)

PASSWORD = "demo-2026"  # noqa: S105 - of invented accounts, printed by `serve --demo`
UNIT, FOREIGN, MARKET = "org-unit-1", "org-unit-2", "org-unit-gx"
DUAL = "org-unit-3"
DEPARTMENT = "org-dept-1"
TARGET_OFFICE = "示例区人才市场职改办"
SHANXI_COMMITTEE = "示例省工程系列中级职称评审委员会"

_CITY, _COUNTY, _REGION = "999902", "999926", "999900"
_SANJIANG = "450226"
"""三江: one of the two counties in which 双定向 goes by the industry's office (S2, R009)."""
_BATCHES: dict[Group, str] = dict(zip(GROUPS, "一二三四五", strict=True))
_FIRST_OFFICER = 440  # person indexes that no applicant has


@dataclass(frozen=True, slots=True)
class Unit:
    """An employer whose office reviews: as the documents print it, and where it stands."""

    org_id: str
    body: Organisation
    county: str
    nature: str
    trades: tuple[str, ...]
    dept_id: str | None = None


@lru_cache(maxsize=4)
def units(seed: int) -> dict[str, Unit]:
    """The employers by id: the demo's own, a foreign one in a county, one of the talent market,
    and one of 三江."""
    own = organisation(seed, 0, kind="非公企业", trade="市政工程")
    foreign = organisation(seed, 1, kind="非公企业", trade="水利水电")
    market = organisation(seed, 2, kind="非公企业", trade="环境工程")
    dual = organisation(seed, 3, kind="事业单位", trade="建筑工程", place="三江县样例")
    named = replace(own, name="示例市政工程集团有限公司", supervisor="示例市住房和城乡建设局")
    several = ("市政工程", "市政工程", "市政工程", "建筑工程", "电气工程", "测绘工程", "环境工程")
    made = (
        Unit(UNIT, named, _CITY, "NON_PUBLIC", several, DEPARTMENT),
        Unit(FOREIGN, foreign, _COUNTY, "NON_PUBLIC", ("水利水电", "环境工程")),
        Unit(MARKET, market, _REGION, "NON_PUBLIC", ("环境工程", "机械工程", "化工工程")),
        Unit(DUAL, dual, _SANJIANG, "PUBLIC_INSTITUTION", ("建筑工程", "市政工程")),
    )
    return {unit.org_id: unit for unit in made}


_ABOVE: tuple[tuple[str, str, OrgKind, str], ...] = (
    (DEPARTMENT, "示例市住房和城乡建设局", OrgKind.DEPT, _CITY),
    ("org-county-title", "样例县人力资源和社会保障局职改办", OrgKind.COUNTY_TITLE, _COUNTY),
    ("org-sanjiang-title", "三江县样例职称改革办公室", OrgKind.COUNTY_TITLE, _SANJIANG),
    ("org-sanjiang-industry", "三江县样例住房和城乡建设局", OrgKind.COUNTY_INDUSTRY, _SANJIANG),
    ("org-series-title", "示例市工程系列职称改革办公室", OrgKind.SERIES_TITLE, _CITY),
    ("org-city-title", "示例市职称改革办公室", OrgKind.CITY_TITLE, _CITY),
    ("org-region-title", TARGET_OFFICE, OrgKind.REGION_TITLE, _REGION),
    *(
        (f"org-committee-{number}", name, OrgKind.COMMITTEE, _CITY)
        for number, name in enumerate(COMMITTEES, start=1)
    ),
    ("org-committee-gx", "示例区非公经济组织职称评审委员会", OrgKind.COMMITTEE, _REGION),
    ("org-committee-sx", SHANXI_COMMITTEE, OrgKind.COMMITTEE, _REGION),
)


def organisations(seed: int, licences: Mapping[str, FileSpec]) -> list[OrganisationSpec]:
    """The units with their licences, and the offices above them on their routes."""
    offices = [
        OrganisationSpec(
            org_id=org_id,
            name=name,
            kind=kind,
            uscc=credit_code("12" if kind is OrgKind.COMMITTEE else "11", 8000 + number),
            org_category="机关",
            county_code=county,
            contact_name="蒙清岚",
            contact_phone=phone(9000 + number),
            in_county=county in (_COUNTY, _SANJIANG),
            collects_fee_online=org_id in ("org-committee-1", "org-committee-gx"),
            mailing_enabled=kind is OrgKind.REGION_TITLE,
        )
        for number, (org_id, name, kind, county) in enumerate(_ABOVE)
    ]
    return [*offices, *(_unit(unit, licences) for unit in units(seed).values())]


def _unit(unit: Unit, licences: Mapping[str, FileSpec]) -> OrganisationSpec:
    return OrganisationSpec(
        org_id=unit.org_id,
        name=unit.body.name,
        kind=OrgKind.UNIT,
        uscc=unit.body.credit_code,
        org_category=unit.body.kind,
        county_code=unit.county,
        supervising_dept_id=unit.dept_id,
        contact_name=unit.body.legal_representative,
        contact_phone=unit.body.phone,
        location=unit.body.address,
        business_licence_no=unit.body.credit_code[2:17],
        licence=licences[unit.org_id],
        org_level="县处级以下",
        in_county=unit.county in (_COUNTY, _SANJIANG),
        county_has_title_office=unit.county in (_COUNTY, _SANJIANG),
    )


_Officer = tuple[str, str, str, Role]


_COMMITTEE_PEOPLE = (
    ("陆明蓁", "韦星白"), ("钟砚秋", "覃映川"), ("唐语桥", "何予舟"),
    ("莫知白", "黄书澜"), ("石清越", "梁若棠"), ("罗维岩", "苏子衡"),
)  # fmt: skip
"""Clerk and lead of each of :data:`COMMITTEES`."""


def _pair(
    login: str, org_id: str, clerk: str, lead: str, role: Role = Role.OFFICE_CLERK
) -> tuple[_Officer, _Officer]:
    """The clerk of an office above the units, and its lead (``…lead``)."""
    return (
        (login, clerk, org_id, role),
        (f"{login}lead", lead, org_id, Role.OFFICE_LEAD),
    )


_OFFICERS: tuple[_Officer, ...] = (
    ("chenyao", "陈瑶", UNIT, Role.HANDLER),
    ("hanxu", "韩旭", UNIT, Role.HANDLER),
    ("lujs", "陆见深", UNIT, Role.APPROVER),
    ("admin1", "覃若川", UNIT, Role.ORG_ADMIN),
    ("gxchen", "陈予安", MARKET, Role.HANDLER),
    ("gxlu", "卢令仪", MARKET, Role.APPROVER),
    ("foreign", "潘秋白", FOREIGN, Role.HANDLER),
    ("foreign2", "廖星野", FOREIGN, Role.APPROVER),
    ("sealer1", "罗映舟", UNIT, Role.SEALER),
    ("gxseal", "邓知禾", MARKET, Role.SEALER),
    ("foreign3", "唐令衡", FOREIGN, Role.SEALER),
    ("sjhandler", "吴怀川", DUAL, Role.HANDLER),
    ("sjlead", "杨亦桥", DUAL, Role.APPROVER),
    ("sjseal", "石沐岩", DUAL, Role.SEALER),
    *_pair("dept", DEPARTMENT, "何景岚", "甘承洲"),
    *_pair("county", "org-county-title", "苏若溪", "秦维楷"),
    *_pair("sjtitle", "org-sanjiang-title", "周可澜", "龙念安"),
    *_pair("sjtrade", "org-sanjiang-industry", "谢书屿", "卢予衡"),
    *_pair("series", "org-series-title", "黄云昀", "蓝文川"),
    *_pair("city", "org-city-title", "农清墨", "梁思棠"),
    *_pair("region", "org-region-title", "莫子汀", "覃远山"),
    *(
        row
        for number, (clerk, lead) in enumerate(_COMMITTEE_PEOPLE, start=1)
        for row in _pair(
            f"committee{number}", f"org-committee-{number}", clerk, lead, Role.COMMITTEE_CLERK
        )
    ),
    *_pair("committeegx", "org-committee-gx", "潘雨桐", "李映岚", Role.COMMITTEE_CLERK),
    *_pair("committeesx", "org-committee-sx", "方知远", "郝云舒", Role.COMMITTEE_CLERK),
)


def officer(seed: int, login: str, year: int) -> Person:
    """The person behind an officer's account."""
    number, name = next((n, row[1]) for n, row in enumerate(_OFFICERS) if row[0] == login)
    someone = person(seed, _FIRST_OFFICER + number, sex="女", born=(year - 38, year - 32))
    return replace(someone, name=name, ethnicity="汉族")


def officers(seed: int, year: int) -> list[UserSpec]:
    """Their accounts; the identity number serves the ban on reviewing oneself (N10)."""
    return [
        UserSpec(
            login=login,
            name=name,
            org_id=org_id,
            roles=[role],
            password=PASSWORD,
            id_number=officer(seed, login, year).id_number,
        )
        for login, name, org_id, role in _OFFICERS
    ]


_SEALERS = {UNIT: "sealer1", MARKET: "gxseal", FOREIGN: "foreign3", DUAL: "sjseal"}
OLD_SEAL = "seal-org-unit-1-old"
"""The one of :data:`UNIT` that was valid until yesterday."""


def seals(moments: Moments) -> list[SealSpec]:
    """Each unit's seal, and a former one that ran out at midnight."""
    today = datetime.combine(moments.local.date(), time(), CHINA)
    year = timedelta(days=365)
    made = [
        SealSpec(
            seal_id=f"seal-{org_id}",
            name="单位公章",
            owner_org=org_id,
            valid_from=today - year,
            valid_to=today + year,
            holders=[login],
        )
        for org_id, login in _SEALERS.items()
    ]
    old = made[0].model_copy(
        update={
            "seal_id": OLD_SEAL,
            "name": "单位公章（旧）",
            "valid_from": today - 3 * year,
            "valid_to": today - timedelta(seconds=1),
        }
    )
    return [*made, old]


def sealer(org_id: str) -> str:
    """The login of who seals for a unit."""
    return _SEALERS[org_id]


def office_reviewers(kind: OrgKind) -> tuple[str, str]:
    """Logins of clerk and lead of the office above the units, of a kind that there is one of."""
    return next(
        (login, f"{login}lead")
        for login, _, org_id, _ in _OFFICERS
        for other, _, other_kind, _ in _ABOVE
        if org_id == other and other_kind is kind
    )


def reviewers(org_id: str) -> tuple[str, str]:
    """Logins of the handler who has acted already where the plan says so, and of the approver."""
    return {
        UNIT: ("hanxu", "lujs"),
        MARKET: ("gxchen", "gxlu"),
        FOREIGN: ("foreign", "foreign2"),
        DUAL: ("sjhandler", "sjlead"),
    }[org_id]


def activity_id(org_id: str, group: Group, year: int, world: str | None = None) -> str:
    """The activity an application of that office with that deadline belongs to."""
    if world in ("shanxi", "certificate"):
        return f"act-{world}-{year}"
    if org_id == MARKET:
        return f"act-gx-{year}"
    return f"act-lz-{year}-{1 + GROUPS.index(group)}"


def activities(moments: Moments) -> list[ActivitySpec]:
    """The batches of the engineering series, one a deadline, and one of each other region."""
    year = moments.year
    made = [
        _activity(
            activity_id(UNIT, group, year),
            f"{year}年度工程系列职称评审（第{_BATCHES[group]}批）",
            moments,
            group,
        )
        for group in GROUPS
    ]
    market = activity_id(MARKET, "week", year)
    shanxi = activity_id(UNIT, "week", year, "shanxi")
    certificate = activity_id(UNIT, "later", year, "certificate")
    return [
        *made,
        _activity(market, f"{year}年度非公经济组织职称评审", moments, "week"),
        _activity(shanxi, f"{year}年度示例省职称评审", moments, "week", SHANXI_COMMITTEE),
        _activity(certificate, f"{year}年度职称证书审验", moments, "later"),
    ]


def _activity(
    activity: str, name: str, moments: Moments, group: Group, *committees: str
) -> ActivitySpec:
    end = moments.deadline(group)
    later = {
        OrgKind.DEPT: 5, OrgKind.COUNTY_TITLE: 5, OrgKind.COUNTY_INDUSTRY: 7,
        OrgKind.SERIES_TITLE: 12, OrgKind.REGION_TITLE: 12, OrgKind.CITY_TITLE: 12,
        OrgKind.COMMITTEE: 40,
    }  # fmt: skip
    return ActivitySpec(
        activity_id=activity,
        name=name,
        year=moments.year,
        apply_start=moments.local - timedelta(days=60),
        apply_end=end,
        committees=list(committees),
        stage_deadlines={
            OrgKind.UNIT: end,
            **{kind: end + timedelta(days=days) for kind, days in later.items()},
        },
    )


def employed_since(graduated: date) -> date:
    """The first working day after graduation."""
    return date(graduated.year, 7, 1) if graduated.month < 7 else date(graduated.year, 9, 1)
