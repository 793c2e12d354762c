"""Results (domain §4.7 T28–T30, P16): their publicity, and the certificate that follows."""

from __future__ import annotations

import uuid
from datetime import date, datetime

from pydantic import BaseModel, ConfigDict, Field

from app.domain.calendar import Verdict, WorkCalendar
from app.domain.certificates import CertificateRecord
from app.domain.enums import ApplicationType
from app.domain.model import Application, Organisation
from app.domain.partial_date import CHINA
from app.domain.profile import Profile
from app.domain.publicity import Publicity, PublicityScope
from app.domain.refusal import Refusal

_OBTAINED_BY = {
    ApplicationType.EVALUATION: "评审",
    ApplicationType.RECOGNITION: "认定",
    ApplicationType.RECONFIRMATION: "重新确认",
    ApplicationType.LOSS_REISSUE: "补发",
}


class ResultPublicity(BaseModel):
    """Payload of ``result_publicity``: when and where the result is shown, and what came of it."""

    model_config = ConfigDict(extra="ignore", hide_input_in_errors=True)

    start_date: date
    end_date: date
    place: str = ""
    method: str = ""
    objection: bool | None = None
    objection_text: str = ""
    handling_result: str = ""
    result_text: str = ""
    proof_files: list[str] = Field(default_factory=list)


def shown(application: Application, wanted: ResultPublicity, calendar: WorkCalendar) -> Publicity:
    """The publicity of the result, bound to the version that was judged."""
    known = application.result_publicity
    return Publicity(
        pub_id=known.pub_id if known else uuid.uuid4().hex,
        scope=PublicityScope.RESULT,
        app_ids=[application.app_id],
        version_no=application.current_version,
        content_sha256=application.version.content_sha256,
        calendar_version=calendar.key(wanted.start_date, wanted.end_date),
        **wanted.model_dump(),
    )


def publicity_refusal(
    publicity: Publicity | None, profile: Profile, calendar: WorkCalendar
) -> Refusal | None:
    """Why a publicity cannot stand: not dated, ends before it starts, or too short (P16).

    Where the holidays of a year are not known the program does not decide; an officer does.
    """
    if publicity is None or publicity.start_date is None or publicity.end_date is None:
        return Refusal("RESULT_NOT_PUBLICISED")
    if publicity.end_date < publicity.start_date:
        return Refusal("PUBLICITY_BACKWARDS")
    count = calendar.count(publicity.start_date, publicity.end_date, profile.calendar)
    if count.verdict is not Verdict.SHORT:
        return None
    force = count.in_force
    params = {"days": str(force.total), "needed": str(force.needed)}
    return Refusal("RESULT_PUBLICITY_SHORT", params | {"until": force.reached_on.isoformat()})


def certificate(
    application: Application, cert_no: str, office: Organisation, now: datetime
) -> CertificateRecord:
    """The certificate that an office issues (T30), as the registry keeps it.

    It belongs to its holder from the start: nothing is left to confirm.
    """
    declared, person = application.version.declaration, application.version.person
    today = now.astimezone(CHINA).date()
    return CertificateRecord(
        record_id=uuid.uuid4().hex,
        cert_no=cert_no,
        name=person.name,
        id_number=person.id_number,
        sex=person.sex,
        specialty=declared.specialty,
        phone=person.phone,
        org=application.unit_name,
        year=declared.year,
        obtain_mode=_OBTAINED_BY.get(application.type, ""),
        obtain_time=today.isoformat(),
        level=declared.level,
        series=declared.series_code,
        post_name=declared.target_title,
        approving_org=office.name,
        award_date=today.isoformat(),
        committee_name=next((n.name for n in application.route if n.kind == "COMMITTEE"), ""),
        registry_source=application.app_id,
        confirmed_by=person.person_id,
    )
