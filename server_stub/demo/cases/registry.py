"""What the registry of certificates has of the demo's applicants (domain §4.11)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from app.domain.enums import Level
from server_stub.demo.cases import verification
from server_stub.demo.cases.draft import Draft
from server_stub.import_folder.manifest import CertificateSpec

_LEVELS = {
    "员级": Level.JUNIOR_STAFF,
    "助理级": Level.JUNIOR_ASSISTANT,
    "中级": Level.MIDDLE,
    "副高级": Level.SENIOR_ASSOC,
}


def certificates(drafts: Sequence[Draft]) -> Iterator[CertificateSpec]:
    """What is to be verified, and the current title, confirmed by its holder, where the registry
    knows it."""
    draft = drafts[-1]
    if verification.MODULE in draft.modules:
        yield from verification.records(draft)
    for row in draft.modules.get("current_title", ()):
        fields, person = row.fields, draft.person
        if not draft.registered or fields.get("no_title_application") is True:
            continue
        yield CertificateSpec(
            record_id=f"cert-{draft.app_id}",
            cert_no=fields["cert_no"],
            name=person["name"],
            id_number=person["id_number"],
            sex=person["sex"],
            specialty=draft.declaration["specialty"],
            phone=person["phone"],
            obtain_mode=fields["obtain_mode"],
            obtain_time=fields["obtain_date"],
            level=_LEVELS[fields["level"]],
            series=fields["series"],
            post_name=fields["title_name"],
            approving_org=fields["approving_org"],
            award_date=fields["obtain_date"],
            registry_source="电子数据",
            confirmed_by=person["person_id"],
        )
