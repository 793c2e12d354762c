"""A certificate of Liuzhou to be verified, as form and files of ``LZ_CERT_2019`` (S4)."""

from __future__ import annotations

from datetime import datetime

from app.domain.certificate_fields import FIELDS
from app.domain.enums import Level
from server_stub.demo.cases.career import Career
from server_stub.demo.cases.contents import Portrait
from server_stub.demo.cases.draft import Draft, DraftFile, declaration
from server_stub.demo.cases.liuzhou import person_fields
from server_stub.import_folder.manifest import CertificateSpec

PROFILE = "LZ_CERT_2019@1"
MODULE = "certificate"
_TITLES = {Level.MIDDLE: "工程师", Level.JUNIOR_ASSISTANT: "助理工程师"}


def draft(
    career: Career, app_id: str, *, seed: int, activity: str, submitted_at: datetime
) -> Draft:
    """The version in which the holder repeats what the registry has, and adds a photo."""
    who, number = career.who, career.number
    level = career.level if career.level in _TITLES else Level.MIDDLE
    post, year = _TITLES[level], 2012 + number % 6
    made = Draft(
        app_id=app_id,
        seed=seed,
        submitted_at=submitted_at,
        declaration=declaration(
            level,
            year=career.commitment.year,
            target=post,
            trade=career.trade,
            activity=activity,
        ),
        person=person_fields(career),
    )
    entry = made.add(
        MODULE,
        cert_no=f"ZC{year}{number:06d}",
        name=who.name,
        id_number=who.id_number,
        sex=who.sex,
        specialty=career.trade,
        phone=who.phone,
        org=career.unit.body.name,
        year=year,
        obtain_mode="评审",
        obtain_time=f"{year}-11",
        level=level.value,
        series="工程系列",
        post_name=post,
        approving_org="柳州市职称改革工作领导小组",
        award_date=f"{year}-12-20",
        mgmt_no=f"9999{year}{number:010d}",
        committee_name="示例市工程系列评审委员会",
        supplemented=True,
    )
    photo = Portrait(who.portrait, who.sex)
    made.files.append(DraftFile(MODULE, "photo", entry, "证件照.jpg", photo))
    return made


def records(made: Draft) -> list[CertificateSpec]:
    """What the registry has of it; where another holder claimed the same number, that one too."""
    fields = made.row(MODULE).fields
    own = {name: fields[name] for name in FIELDS}
    found = [CertificateSpec(record_id=f"cert-{made.app_id}", registry_source="迁移", **own)]
    if made.claimed_by_other:
        other = own | {"name": "覃若澜", "id_number": "", "mgmt_no": f"{fields['mgmt_no']}1"}
        other_id = f"cert-{made.app_id}-2"
        found.append(CertificateSpec(record_id=other_id, confirmed_by="person-9999", **other))
    return found
