"""Routes with the server's organisations (domain §4.5): materialised when an application is
submitted, made anew when the data of organisations change."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.domain import routing
from app.domain.enums import ApplicationType, OrgKind, Status
from app.domain.model import ApplicationVersion, Organisation, RouteNode
from app.domain.profile import Profile
from app.domain.workflow import TERMINAL
from server_stub import cases, effects_onward, registry
from server_stub.context import Server
from server_stub.registry import OFFICES
from server_stub.tables import ApplicationRow, OrganisationRow

_ROUTING_FACTS = (
    "kind",
    "name",
    "county_code",
    "in_county",
    "county_has_title_office",
    "supervising_dept_id",
)


def offices(session: Session) -> Mapping[str, Organisation]:
    """All organisations by id; read once a transaction."""
    known: dict[str, Organisation] | None = session.info.get(OFFICES)
    if known is None:
        rows = session.scalars(select(OrganisationRow))
        known = {row.org_id: Organisation.model_validate_json(row.doc) for row in rows}
        session.info[OFFICES] = known
    return known


def materialise(
    session: Session,
    profile: Profile,
    kind: ApplicationType,
    unit: Organisation,
    version: ApplicationVersion,
) -> list[RouteNode]:
    """The nodes that this version passes; the first is ``now``.

    :raises LookupError: where the region does not take this kind of application.
    """
    chain = routing.routing_of(profile, kind)
    return routing.materialise(chain, version, unit, offices(session))


def change_organisation(
    session: Session, server: Server, organisation: Organisation, now: datetime
) -> list[str]:
    """Write an organisation and make the routes anew that it alters.

    :returns: the ids of the applications whose route is another one now (ROUTE_CHANGED).
    """
    before = offices(session).get(organisation.org_id)
    registry.save_organisation(session, organisation)
    if before is not None and _facts(before) == _facts(organisation):
        return []
    wanted = select(ApplicationRow.app_id).where(
        ApplicationRow.current_version > 0,
        ApplicationRow.status.not_in([status.value for status in TERMINAL]),
    )
    if organisation.kind is OrgKind.UNIT:
        wanted = wanted.where(ApplicationRow.unit_org_id == organisation.org_id)
    return [
        app_id for app_id in session.scalars(wanted).all() if _reroute(session, server, app_id, now)
    ]


def _facts(organisation: Organisation) -> list[object]:
    return [getattr(organisation, name) for name in _ROUTING_FACTS]


def _reroute(session: Session, server: Server, app_id: str, now: datetime) -> bool:
    case = cases.load(session, app_id)
    if case is None or case.application.status is Status.WITHDRAWN:
        return False
    application = case.application
    profile = server.packs.profile(application.profile)
    chain = routing.routing_of(profile, application.type)
    known = offices(session)
    unit = known.get(application.unit_org_id)
    if unit is None:
        return False
    route = routing.rerouted(application, chain, unit, known)
    diff = routing.route_diff(application.route, route)
    if not diff:
        return False
    cases.store(session, case, effects_onward.reroute(application, route, diff, now))
    return True
