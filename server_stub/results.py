"""The certificate that follows a result (domain §4.7 T30). Pure."""

from __future__ import annotations

import uuid
from datetime import datetime

from app.domain.certificates import CertificateRecord
from app.domain.enums import ApplicationType, OrgKind
from app.domain.model import Application, Organisation
from app.domain.partial_date import CHINA

_OBTAINED_BY = {
    ApplicationType.EVALUATION: "评审",
    ApplicationType.RECOGNITION: "认定",
    ApplicationType.RECONFIRMATION: "重新确认",
    ApplicationType.LOSS_REISSUE: "补发",
}


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
        committee_name=next((n.name for n in application.route if n.kind is OrgKind.COMMITTEE), ""),
        registry_source=application.app_id,
        confirmed_by=person.person_id,
    )
