"""Entering a version: what an applicant hands in becomes immutable (domain §4.7 T08, T19)."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from sqlalchemy import insert
from sqlalchemy.orm import Session

from app.domain.enums import ApplicationType, Origin, Status
from app.domain.model import (
    Application,
    ApplicationVersion,
    Organisation,
    RouteNode,
    VersionRef,
)
from app.domain.profile import Profile
from app.protocol.canonical import content_sha256
from server_stub import cases, effects, routing
from server_stub.cases import Case
from server_stub.tables import ApplicationRow, BlobUseRow, VersionRow


def finished(
    draft: ApplicationVersion, number: int, origin: Origin, now: datetime
) -> ApplicationVersion:
    """The draft as version ``number``, with its hash."""
    version = draft.model_copy(update={"version_no": number, "origin": origin, "submitted_at": now})
    document: dict[str, Any] = json.loads(version.model_dump_json())
    return version.model_copy(update={"content_sha256": content_sha256(document)})


def keep_version(session: Session, version: ApplicationVersion) -> None:
    """Store a submitted version; a number is used once."""
    session.add(
        VersionRow(
            app_id=version.app_id,
            version_no=version.version_no,
            content_sha256=version.content_sha256,
            body=version.model_dump_json().encode(),
        )
    )
    uses = [
        {"sha256": sha256, "app_id": version.app_id, "submitted": True}
        for sha256 in sorted({attachment.sha256 for attachment in version.attachments})
    ]
    if uses:
        session.execute(insert(BlobUseRow).prefix_with("OR REPLACE"), uses)


def enter(
    session: Session,
    case: Case,
    draft: ApplicationVersion,
    profile: Profile,
    unit: Organisation,
    now: datetime,
    *,
    origin: Origin,
    actor_id: str,
    actor_name: str,
) -> Application:
    """Make ``draft`` the present version and send the case to its first stage, or to the one that
    returned it where the region says so (X11).

    :raises LookupError: where the region does not take this kind of application.
    """
    before = case.application
    number = before.current_version + 1
    version = finished(draft, number, origin, now)
    keep_version(session, version)
    earlier = list(before.earlier_versions)
    if before.current_version:
        earlier.append(_ref(before.version))
    activity = cases.activity_of(session, before.model_copy(update={"version": version}))
    route = routing.materialise(session, profile, before.type, unit, version)
    stage = _entry(before, profile, route) if origin is Origin.RESUBMIT else 0
    here = route[stage]
    action = "resubmit" if origin is Origin.RESUBMIT else "submit"
    case.row.draft = None
    return cases.store(
        session,
        case,
        before.model_copy(
            update={
                "status": Status.SUBMITTED,
                "stage_index": stage,
                "node_org": here.org_id,
                "nodes_seen": [*dict.fromkeys([*before.nodes_seen, here.org_id])],
                "unit_org_id": unit.org_id,
                "unit_name": unit.name,
                "route": _arrived(route, stage),
                "route_override": None,
                "current_version": number,
                "version": version,
                "earlier_versions": earlier,
                "deadline_current": effects.stage_deadline(activity, here.kind),
                "flags": ["RESUBMITTED"] if origin is Origin.RESUBMIT else [],
                "claim": None,
                "claimed_this_round": False,
                "proposal": None,
                "history": [*before.history, before.proposal]
                if before.proposal
                else before.history,
                "timeline": effects.noted(
                    before, now, action, actor_id, actor_name, version_no=number
                ),
            }
        ),
    )


def _entry(before: Application, profile: Profile, route: list[RouteNode]) -> int:
    """The stage at which a resubmission enters; the first one unless the region says the one that
    returned it, and that is still on the route."""
    if profile.resubmit_entry == "FIRST_STAGE" or before.stage_index >= len(before.route):
        return 0
    back = before.route[before.stage_index]
    places = [number for number, node in enumerate(route) if node.org_id == back.org_id]
    return places[0] if places else 0


def _arrived(route: list[RouteNode], stage: int) -> list[RouteNode]:
    states = dict.fromkeys(range(stage), "done") | {stage: "now"}
    return [
        node.model_copy(update={"state": states.get(number, "next")})
        for number, node in enumerate(route)
    ]


def begin(
    session: Session,
    draft: ApplicationVersion,
    profile: Profile,
    unit: Organisation,
    id_number_mac: str,
    kind: ApplicationType = ApplicationType.EVALUATION,
) -> Case:
    """A new application that only its applicant sees."""
    application = Application(
        app_id=draft.app_id,
        type=kind,
        profile=profile.key,
        unit_org_id=unit.org_id,
        unit_name=unit.name,
        status=Status.DRAFT,
        current_version=0,
        etag="",
        version=draft,
    )
    row = ApplicationRow(
        app_id=draft.app_id,
        rev=0,
        profile=profile.key,
        status=Status.DRAFT.value,
        unit_org_id=unit.org_id,
        node_org="",
        person_id=draft.person.person_id,
        id_number_mac=id_number_mac,
        current_version=0,
        doc="",
        draft=draft.model_dump_json(),
    )
    session.add(row)
    case = Case(row, application)
    cases.store(session, case, application)
    return case


def _ref(version: ApplicationVersion) -> VersionRef:
    return VersionRef(
        version_no=version.version_no,
        content_sha256=version.content_sha256,
        submitted_at=version.submitted_at,
        origin=version.origin,
    )
