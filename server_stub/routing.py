"""The route of an application, materialised when it is submitted (domain §4.5)."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.domain.enums import OrgKind
from app.domain.model import Declaration, Organisation, RouteNode
from app.domain.profile import Profile
from server_stub.tables import OrganisationRow


def materialise(
    session: Session, profile: Profile, unit: Organisation, declaration: Declaration
) -> list[RouteNode]:
    """One node a stage of the profile; the unit's is ``now``.

    Stages that this application does not pass are left out: a department where the unit has none,
    a county title office where the county has none, the county's industry office unless the
    application is 双定向. An office that the server does not know keeps its place without a name.
    """
    nodes: list[RouteNode] = []
    for kind in profile.route:
        office = unit if kind is OrgKind.UNIT else _office(session, kind, unit)
        if _passed_over(kind, office, declaration):
            continue
        nodes.append(
            RouteNode(
                kind=kind,
                org_id=office.org_id if office else "",
                name=office.name if office else "",
                state="next" if nodes else "now",
            )
        )
    return nodes


def _passed_over(kind: OrgKind, office: Organisation | None, declaration: Declaration) -> bool:
    if kind is OrgKind.COUNTY_INDUSTRY:
        return not declaration.dual_directional
    return office is None and kind in (OrgKind.DEPT, OrgKind.COUNTY_TITLE)


def _office(session: Session, kind: OrgKind, unit: Organisation) -> Organisation | None:
    if kind is OrgKind.DEPT:
        row = session.get(OrganisationRow, unit.supervising_dept_id or "")
        return Organisation.model_validate_json(row.doc) if row else None
    rows = session.scalars(
        select(OrganisationRow)
        .where(OrganisationRow.kind == kind.value)
        .order_by(OrganisationRow.org_id)
    )
    offices = [Organisation.model_validate_json(row.doc) for row in rows]
    near = [office for office in offices if office.county_code == unit.county_code]
    if kind in (OrgKind.COUNTY_TITLE, OrgKind.COUNTY_INDUSTRY):
        return next(iter(near), None)
    return next(iter(near or offices), None)
