"""Saving a unit's dossier (domain §4.9): what ``save_dossier`` does to a case.

A dossier lives longer than a lease: publicity alone takes five working days. So no claim is asked
for; ``base_rev`` keeps two handlers from writing over each other.
"""

from __future__ import annotations

from datetime import datetime

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.domain.dossier import Dossier
from app.domain.dossier_files import files_of
from app.domain.enums import OrgKind, Role, Status
from app.domain.model import Application
from app.domain.profile import Profile
from app.domain.workflow import Actor
from app.protocol.canonical import canonical
from app.protocol.operations import ConflictCode, Operation, ResultStatus
from server_stub import cases
from server_stub.cases import Case
from server_stub.identity import Principal
from server_stub.judge import Verdict, conflict
from server_stub.tables import BlobRow, BlobUseRow, UploadRow, UserRow

_OPEN = frozenset({Status.SUBMITTED, Status.CLAIMED})


class SavedDossier(BaseModel):
    """Payload of ``save_dossier``."""

    model_config = ConfigDict(hide_input_in_errors=True)

    dossier: Dossier
    base_rev: int = Field(ge=0)


def save(
    session: Session,
    caller: Principal,
    actor: Actor,
    case: Case,
    operation: Operation,
    profile: Profile,
    now: datetime,
) -> Verdict | None:
    """Keep the dossier that the operation carries as the case's next one; or why not.

    The server says its ``rev``, ``saved_at`` and ``saved_by``, whatever the payload claims.
    """
    try:
        wanted = SavedDossier.model_validate(operation.payload)
        canonical(wanted.dossier.model_dump(mode="json"))
    except ValidationError as problem:
        fields = ", ".join(".".join(map(str, error["loc"])) for error in problem.errors())
        return Verdict(ResultStatus.REJECTED, "OP_UNREADABLE", {"fields": fields})
    except ValueError as problem:  # a number or text that JSON cannot carry to everyone
        return Verdict(ResultStatus.REJECTED, "OP_UNREADABLE", {"fields": str(problem)})
    verdict = _refused(actor, case.application, profile)
    if verdict is not None:
        return verdict
    known = case.application.dossier
    if wanted.base_rev != (known.rev if known else 0):
        return _changed(session, known)
    if not _files_are_there(session, caller, case.row.app_id, wanted.dossier):
        return Verdict(ResultStatus.REJECTED, "BLOB_UNKNOWN")
    kept = wanted.dossier.model_copy(
        update={"rev": wanted.base_rev + 1, "saved_at": now, "saved_by": caller.user_id}
    )
    cases.store(session, case, with_dossier(case.application, kept, operation.op_id))
    return None


def with_dossier(application: Application, dossier: Dossier, op_id: str = "") -> Application:
    """The application with that dossier; ``op_id`` goes into ``applied_ops``."""
    applied = [*application.applied_ops, op_id] if op_id else application.applied_ops
    return application.model_copy(update={"dossier": dossier, "applied_ops": applied})


def use_files(session: Session, app_id: str, dossier: Dossier) -> None:
    """Let those who may read the case read the dossier's files."""
    for _, sha256 in files_of(dossier):
        session.merge(BlobUseRow(sha256=sha256, app_id=app_id, submitted=True))


def _refused(actor: Actor, application: Application, profile: Profile) -> Verdict | None:
    status = application.status
    if status in (Status.DRAFT, Status.WITHDRAWN):
        return conflict(ConflictCode.WITHDRAWN)
    if status is Status.DELETED:
        return conflict(ConflictCode.GONE)
    if profile.dossier is None:
        return Verdict(ResultStatus.REJECTED, "DOSSIER_NOT_OFFERED")
    if Role.HANDLER not in actor.roles or not _stands_at_unit(application):
        return conflict(ConflictCode.NO_SCOPE)
    if actor.is_applicant_themselves:
        return conflict(ConflictCode.SELF_REVIEW)
    if status not in _OPEN:
        decided = application.proposal
        params = (
            {
                "verb": decided.decision.verb.value,
                "name": decided.approver_name or decided.handler_name,
            }
            if decided
            else {}
        )
        return conflict(ConflictCode.ALREADY_DECIDED, **params)
    return None


def _stands_at_unit(application: Application) -> bool:
    route, stage = application.route, application.stage_index
    return stage < len(route) and route[stage].kind is OrgKind.UNIT


def _changed(session: Session, known: Dossier | None) -> Verdict:
    if known is None:
        return conflict(ConflictCode.DOSSIER_CHANGED, rev="0", name="")
    user = session.get(UserRow, known.saved_by)
    name = user.name if user else known.saved_by
    return conflict(ConflictCode.DOSSIER_CHANGED, rev=str(known.rev), name=name)


def _files_are_there(session: Session, caller: Principal, app_id: str, dossier: Dossier) -> bool:
    """Whether every file was handed in by somebody of the caller's office, or stands in the case.

    Knowing a hash must not be worth a file.
    """
    wanted = {sha256 for _, sha256 in files_of(dossier)}
    used = set(
        session.scalars(
            select(BlobUseRow.sha256).where(
                BlobUseRow.app_id == app_id, BlobUseRow.sha256.in_(wanted)
            )
        )
    )
    uploaded = set(
        session.scalars(
            select(UploadRow.sha256)
            .join(UserRow, UserRow.user_id == UploadRow.user_id)
            .join(BlobRow, BlobRow.sha256 == UploadRow.sha256)
            .where(UploadRow.sha256.in_(wanted), UserRow.org_id == caller.org_id)
        )
    )
    if wanted - used - uploaded:
        return False
    use_files(session, app_id, dossier)
    return True
