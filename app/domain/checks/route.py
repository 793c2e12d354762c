"""Family A: the unit's departments, and that no office on the way is left out."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from app.domain.checks.engine import FORWARD, PASS, Hit, Subject, rule
from app.domain.enums import OrgKind, Severity
from app.domain.finding import Citation
from app.domain.form import PERSONAL
from app.domain.model import RouteNode
from app.domain.normal import org_key

DOSSIER = "dossier"
COUNTIES = "三江县、融水县申报人选择“双定向”申报的，还必须经过县工信部门（县科工贸局）。"
_SERIES = OrgKind.SERIES_TITLE


@rule(
    "R007",
    gates={PASS: Severity.ERROR},
    mode="A",
    source=Citation(
        source="S3",
        place="2.4 申报信息填写",
        quote="注意：个人基本信息栏中的“*主管部门”一定要确保填写正确。",
    ),
    reason="DEPT_WRONG",
)
def department_registered(at: Subject) -> Iterator[Hit]:
    """The department stated is one that is registered for the unit.

    Where none is registered, or nobody knows which, the rule asks.
    """
    known = at.around.dept_names
    for row in at.rows(PERSONAL):
        given = str(row.values.get("supervising_dept") or "").strip()
        place = (PERSONAL, row.entry_id, "supervising_dept")
        if not given and at.told_missing(row, "supervising_dept"):
            continue
        if not known:
            params = {"field": "主管部门", "field_en": "supervising department", "value": given}
            yield Hit(
                *place, variant="UNKNOWN", params=params, uncertain=True, reason="VALUE_UNCLEAR"
            )
        elif org_key(given) not in {org_key(name) for name in known}:
            yield Hit(*place, params={"given": given, "dept": "、".join(known)})


@rule(
    "R008",
    gates={PASS: Severity.ERROR},
    mode="A",
    source=Citation(
        source="S2", place="(二)1(4)", quote="定向评价定向使用：三江县、融水县申报人自行选择。"
    ),
    params=("counties",),
    reason="DUAL_DIR_NOT_ALLOWED",
)
def dual_directional_allowed(at: Subject) -> Iterator[Hit]:
    """Only applicants of units in the counties named choose directed evaluation.

    Parameter ``counties``: their names by code.
    """
    for row in at.rows(PERSONAL):
        if row.values.get("dual_directional") is not True:
            continue
        county = at.org.county_code if at.org else ""
        counties = at.params("R008")["counties"]
        params = {"counties": "、".join(counties.values())}
        place = (PERSONAL, row.entry_id, "dual_directional")
        if not county:
            yield Hit(*place, variant="UNKNOWN", params=params, uncertain=True)
        elif county not in counties:
            yield Hit(*place, params=params)


@rule(
    "R009",
    gates={FORWARD: Severity.BLOCK},
    mode="A",
    source=Citation(source="S2", place="二 末★", quote=COUNTIES),
    params=("counties",),
)
def county_industry_on_route(at: Subject) -> Iterator[Hit]:
    """A directed application passes the county's industry bureau.

    Parameter ``counties`` as in R008: elsewhere there is nothing to be directed (R008 says so).
    """
    chosen = any(row.values.get("dual_directional") is True for row in at.rows(PERSONAL))
    county = at.org.county_code if at.org else ""
    if chosen and (not county or county in at.params("R009")["counties"]):
        yield from _on_the_way(at, lambda node: node.kind is OrgKind.COUNTY_INDUSTRY, bool(county))


@rule(
    "R010",
    gates={FORWARD: Severity.BLOCK},
    mode="A",
    source=Citation(
        source="S2",
        place="二 末★",
        quote="单位有主管部门的，需经过主管部门审核后上报。",
    ),
)
def department_on_route(at: Subject) -> Iterator[Hit]:
    """A unit's supervising department sees the case before the series office does."""
    if at.org is None:
        yield from _on_the_way(at, lambda node: node.kind is OrgKind.DEPT, known=False)
    elif dept := at.org.supervising_dept_id:
        yield from _on_the_way(at, lambda node: node.org_id == dept)


@rule(
    "R011",
    gates={FORWARD: Severity.BLOCK},
    mode="A",
    source=Citation(
        source="S2",
        place="二 末★",
        quote="如果是县区单位，且县区有职改部门的，还需通过县区职改部门审核后才能上报到系列职改办",
    ),
)
def county_title_office_on_route(at: Subject) -> Iterator[Hit]:
    """A county's unit passes the title office of the county, where it has one."""
    org = at.org
    if org is None or (org.in_county and org.county_has_title_office is not False):
        known = org is not None and org.county_has_title_office is not None
        yield from _on_the_way(at, lambda node: node.kind is OrgKind.COUNTY_TITLE, known)


def _on_the_way(
    at: Subject, wanted: Callable[[RouteNode], bool], known: bool = True
) -> Iterator[Hit]:
    """Object where no such office comes before the series office on the way of the case.

    :param known: whether it is certain that the office must be there.
    """
    way = way_of(at)
    before = next((n for n, node in enumerate(way) if node.kind is _SERIES), len(way))
    if any(wanted(node) for node in way[:before]):
        return
    sure = known and bool(way)
    yield Hit(DOSSIER, field="next_target", variant="" if sure else "UNKNOWN", uncertain=not sure)


def way_of(at: Subject) -> list[RouteNode]:
    """The offices a case passes: its route, without those that the unit's choice leaves out.

    Empty where the case is not known. A target that is not on the route leaves nothing out: that
    it is not there is what the workflow refuses.
    """
    if at.case is None:
        return []
    route, here = at.case.route, at.case.stage_index
    target = at.dossier.next_target if at.dossier else None
    ahead = enumerate(route[here + 1 :], here + 1)
    chosen = next((n for n, node in ahead if target and node.org_id == target.org_id), here + 1)
    return [*route[: here + 1], *route[chosen:]] if here == 0 else list(route)
