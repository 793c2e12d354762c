"""What keeps a holder from confirming a certificate (认领, S4; domain §4.13 R176, R182, R183)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from app.domain.certificate_fields import MODULE, values_of
from app.domain.certificates import CertificateRecord
from app.domain.checks import Subject
from app.domain.checks.engine import CONFIRM, run
from app.domain.enums import ApplicationType, Origin, Severity, Status
from app.domain.model import Application, Person
from app.domain.partial_date import CHINA
from app.domain.profile import Profile
from app.domain.surroundings import Surroundings
from server_stub import certificate_cases, slots
from server_stub import certificate_registry as kept
from server_stub.context import Server
from server_stub.identity import Principal
from server_stub.problems import ApiError
from server_stub.tables import BlobRow, CertificateRow, UploadRow


def profile_of(server: Server, named: str = "") -> Profile:
    """The pack by which a certificate is verified: the one named, else one made for that alone.

    :raises ApiError: 422 TYPE_NOT_OFFERED where there is none, or the one named does not verify.
    """
    kind = ApplicationType.CERT_VERIFICATION
    found = [server.packs.find(named)] if named else list(server.packs.by_key.values())
    offered = [
        pack.profile.for_type(kind)
        for pack in found
        if pack is not None and pack.profile.type_spec(kind) is not None
    ]
    fitting = [profile for profile in offered if profile.module(MODULE) is not None]
    if not fitting:
        raise ApiError(422, "TYPE_NOT_OFFERED")
    return max(fitting, key=lambda profile: (-len(profile.types), profile.version))


def blocking(
    session: Session,
    server: Server,
    row: CertificateRow,
    record: CertificateRecord,
    person: Person,
) -> list[str]:
    """The rules that keep a holder from confirming (gate ``confirm``), and R182.

    A number that another person has claimed, or that the approval list lacks, is the office's to
    decide: the holder applies.
    """
    profile, now = profile_of(server), server.clock.now()
    subject = _subject(session, profile, row, record, person, now)
    rules = [f.rule_id for f in run(subject, CONFIRM) if f.severity is Severity.BLOCK]
    if subject.around.cert_claimed_by_other or not record.in_approval_list:
        rules.append("R182")
    return list(dict.fromkeys(rules))


def _subject(
    session: Session,
    profile: Profile,
    row: CertificateRow,
    record: CertificateRecord,
    person: Person,
    now: datetime,
) -> Subject:
    """What the rules look at: the record with its supplement, as if it were handed in."""
    added: dict[str, Any] = json.loads(row.supplement) if row.supplement else {}
    known = values_of(record)
    filled = {code: value for code, value in added.items() if code in ("phone", "org") and value}
    version = certificate_cases.draft_of(
        profile,
        person,
        now.astimezone(CHINA).year,
        {**known, **filled, "supplemented": bool(row.supplement)},
        known=known,
        origin=Origin.SUBMIT,
        photo=certificate_cases.photo_of(added),
    )
    around = Surroundings(
        certificates=[record], cert_claimed_by_other=kept.claimed_by_others(session, version)
    )
    case = Application(
        app_id=version.app_id,
        type=ApplicationType.CERT_VERIFICATION,
        profile=profile.key,
        unit_org_id="",
        status=Status.DRAFT,
        current_version=0,
        etag="",
        version=version,
        surroundings=around,
    )
    return Subject(version=version, profile=profile, now=now, case=case)


def check_photo(
    session: Session, profile: Profile, caller: Principal, photo: Mapping[str, Any]
) -> None:
    """Refuse a photo that was not uploaded by its holder, or that its slot does not take.

    :raises ApiError: 422 BLOB_UNKNOWN, BLOB_LENGTH, ATTACHMENT_REFUSED.
    """
    blob = session.get(BlobRow, photo["sha256"])
    if blob is None or session.get(UploadRow, (caller.user_id, photo["sha256"])) is None:
        raise ApiError(422, "BLOB_UNKNOWN")
    if blob.bytes != photo["bytes"]:
        raise ApiError(422, "BLOB_LENGTH")
    attachment = certificate_cases.photo_of({"photo": photo})
    assert attachment is not None
    spec = slots.slot_of(profile, attachment)
    assert spec is not None
    empty = certificate_cases.draft_of(
        profile, Person(person_id="", name=""), 0, {}, known={}, origin=Origin.SUBMIT
    )
    rules = slots.broken_rules(profile, spec, attachment, blob.magic, empty)
    if rules:
        raise ApiError(422, "ATTACHMENT_REFUSED", rule_ids=rules)
