"""A road on from the unit of the test office: a department above it, and who seals and claims."""

from __future__ import annotations

from app.domain.dossier import Dossier
from app.domain.enums import OrgKind
from server_stub import registry
from server_stub.bulk import insert_applications
from tests.operations.office import Office, submitted
from tests.server_stub.world import LZ, PASSWORD, UNIT, office

DEPT = "org-dept-1"
SEALER, CLERK = "sealer1", "deptwu"


def build(place: Office) -> None:
    """Let the unit have a department, a seal holder, and the department a clerk."""
    server = place.world.server
    hashed = server.passwords.hash(PASSWORD)
    with server.db.write() as session:
        above = office(DEPT, "示例市住房和城乡建设局").model_copy(update={"kind": OrgKind.DEPT})
        registry.save_organisation(session, above)
        unit = office(UNIT, "示例市政").model_copy(update={"supervising_dept_id": DEPT})
        registry.save_organisation(session, unit)
        for login, name, org_id, role in (
            (SEALER, "罗映舟", UNIT, "SEALER"),
            (CLERK, "吴清和", DEPT, "OFFICE_CLERK"),
        ):
            registry.save_user(
                session, user_id=f"u-{login}", login=login, name=name, org_id=org_id,
                roles=[role], password_hash=hashed,
            )  # fmt: skip


def bare(place: Office, *app_ids: str) -> None:
    """Cases of which the unit has begun no dossier."""
    versions = [submitted(app_id, number) for number, app_id in enumerate(app_ids, 1)]
    insert_applications(place.world.server, versions, profile=LZ, unit_org_id=UNIT)


def opinion(text: str) -> Dossier:
    """A dossier with nothing but a recommendation."""
    empty = Dossier()
    told = empty.recommendation.model_copy(update={"text": text})
    return empty.model_copy(update={"recommendation": told})
