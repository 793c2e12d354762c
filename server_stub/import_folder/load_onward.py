"""What follows a decision, as a manifest has it: stamps, the way on, fees, a lost certificate."""

from __future__ import annotations

import uuid
from datetime import datetime

from sqlalchemy.orm import Session

from app.domain.enums import Status
from app.domain.fees import FeeOrder, FeeStatus
from app.domain.model import Application, Organisation
from app.domain.profile import Profile
from app.domain.publicity import Publicity, PublicityScope
from app.domain.routing import next_targets
from app.domain.sealing import Stamp, StampMethod
from server_stub import cases, effects_onward, loss, routing
from server_stub.cases import Case
from server_stub.import_folder.manifest import StampSpec
from server_stub.import_folder.problems import ImportProblem, ImportRefusedError
from server_stub.import_folder.read import MANIFEST
from server_stub.tables import UserRow


def sealed(
    session: Session, case: Case, spec: StampSpec, signer: UserRow, profile: Profile
) -> Application:
    """T17, on paper, of what is passed now."""
    application = case.application
    made = Stamp(
        stamp_id=uuid.uuid4().hex,
        seal_id=spec.seal_id,
        form=spec.form,
        method=StampMethod.PAPER,
        version_no=application.current_version,
        content_sha256=application.version.content_sha256,
        dossier_rev=application.dossier.rev if application.dossier else 0,
        signer_id=signer.user_id,
        signer_name=signer.name,
        at=spec.at,
    )
    proposal = application.proposal
    alone = proposal is not None and proposal.handler_id == signer.user_id
    done = effects_onward.stamped(application, made, profile, op_id="", alone=alone)
    return cases.store(session, case, done)


def forwarded(
    session: Session, case: Case, profile: Profile, who: UserRow, at: datetime
) -> Application:
    """T18, to the next node of the route.

    :raises ImportRefusedError: there is none.
    """
    app_id = case.row.app_id
    targets = next_targets(case.application, routing.offices(session), profile)
    target = next((one for one in targets if one.allowed), None)
    if target is None:
        problem = ImportProblem(MANIFEST, "passed_on", "IMPORT_NO_NEXT_OFFICE", {"id": app_id})
        raise ImportRefusedError([problem])
    moved = effects_onward.forward(
        case.application,
        target,
        cases.activity_of(session, case.application),
        op_id="",
        actor_id=who.user_id,
        actor_name=who.name,
        now=at,
    )
    return cases.store(session, case, moved)


def charged(session: Session, case: Case, fee: FeeOrder, profile: Profile) -> Application:
    """T23, and T24 where it was paid."""
    due = effects_onward.concluded(case.application, profile, fee)
    paid = fee.status is FeeStatus.PAID_UNVERIFIED
    status = Status.PAID_UNVERIFIED if paid else due.status
    return cases.store(session, case, due.model_copy(update={"status": status, "fee": fee}))


def publicised_loss(
    session: Session,
    case: Case,
    shown: Publicity,
    profile: Profile,
    unit: Organisation,
    who: UserRow,
    at: datetime,
) -> Application:
    """T05: item 1 was saved, which opened the publicity."""
    draft = case.application.version
    codes = loss.first_modules(profile, case.application)
    route = routing.materialise(session, profile, case.application.type, unit, draft)
    routed = case.application.model_copy(update={"route": route, "node_org": route[0].org_id})
    publicity = shown.model_copy(
        update={
            "scope": PublicityScope.LOSS,
            "app_ids": [draft.app_id],
            "version_no": draft.version_no,
            "publicised_sha256": loss.item_sha256(draft, codes),
        }
    )
    return cases.store(session, case, loss.opened(routed, publicity, at, (who.user_id, who.name)))
