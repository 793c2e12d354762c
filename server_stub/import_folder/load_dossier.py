"""A manifest's dossier as the server keeps it: bound to versions, with accounts for logins."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from sqlalchemy.orm import Session

from app.domain.dossier import Dossier, Verification
from app.domain.model import ApplicationVersion
from app.domain.profile import Profile
from app.domain.publicised import publicised_sha256
from app.domain.publicity import Publicity
from server_stub import cases, dossiers
from server_stub.cases import Case
from server_stub.import_folder.check_dossier import VERIFICATIONS
from server_stub.import_folder.manifest import DossierSpec
from server_stub.tables import VersionRow


def keep_dossier(
    session: Session,
    case: Case,
    spec: DossierSpec,
    profile: Profile,
    user_id: Callable[[str], str],
    now: datetime,
) -> None:
    """Give a case that was entered its first saved dossier.

    :param user_id: the account of a login.
    """
    content = spec.content
    publicity = content.publicity
    made: Dossier = content.model_copy(
        update={
            "rev": 1,
            "saved_at": content.saved_at or now,
            "saved_by": user_id(content.saved_by) if content.saved_by else "",
            "publicity": _bound(session, case, publicity, profile) if publicity else None,
            "recommendation": content.recommendation.model_copy(
                update={
                    name: user_id(login)
                    for name in ("author", "approver")
                    if (login := getattr(content.recommendation, name))
                }
            ),
            "verification": _verified(content.verification, user_id),
        }
    )
    cases.store(session, case, dossiers.with_dossier(case.application, made))
    dossiers.use_files(session, case.row.app_id, made)


def _bound(session: Session, case: Case, publicity: Publicity, profile: Profile) -> Publicity:
    number = publicity.version_no or case.application.current_version
    row = session.get_one(VersionRow, (case.row.app_id, number))
    shown = ApplicationVersion.model_validate_json(row.body)
    return publicity.model_copy(
        update={
            "app_ids": publicity.app_ids or [case.row.app_id],
            "version_no": number,
            "content_sha256": shown.content_sha256,
            "publicised_sha256": publicised_sha256(shown, profile),
        }
    )


def _verified(verification: Verification, user_id: Callable[[str], str]) -> Verification:
    checks = {name: getattr(verification, name) for name in VERIFICATIONS}
    return verification.model_copy(
        update={
            name: check.model_copy(update={"by": user_id(check.by)})
            for name, check in checks.items()
            if check.by
        }
    )
