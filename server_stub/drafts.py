"""The applicant's working copy: what may be edited when (domain §4.7 T01–T04)."""

from __future__ import annotations

import json
import uuid
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from app.domain.enums import Status
from app.domain.model import ApplicationVersion, Attachment, Declaration, Person
from app.domain.profile import Profile
from server_stub import slots
from server_stub.cases import Case
from server_stub.problems import ApiError
from server_stub.tables import ApplicationRow, BlobRow, BlobUseRow, UploadRow

EDITABLE = frozenset({Status.DRAFT, Status.WITHDRAWN, Status.RETURNED})
_TARGET = (
    "year",
    "series_code",
    "level",
    "committee_code",
    "target_office_code",
    "activity_id",
)
_FOR_OFFICERS = {"dossier", "surroundings", "anchors", "office_anchors"}
_OVER = frozenset({Status.NOT_PASSED, Status.LAPSED, Status.FAILED_FINAL})


def check_editable(case: Case) -> None:
    """Refuse to change what an office is looking at.

    :raises ApiError: 409 WRONG_STATE.
    """
    if case.application.status not in EDITABLE:
        raise ApiError(409, "WRONG_STATE", params={"status": case.application.status.value})


def working_copy(case: Case) -> ApplicationVersion:
    """The draft; begun from the present version where there is none yet."""
    if case.row.draft is not None:
        return ApplicationVersion.model_validate_json(case.row.draft)
    return case.application.version.model_copy(
        update={
            "version_no": case.application.current_version + 1,
            "content_sha256": "",
            "submitted_at": None,
            "commitment_ack": None,
        }
    )


def save(case: Case, draft: ApplicationVersion, *, keeps_commitment: bool = False) -> None:
    """Keep the working copy. Any change takes the commitment back: it was for another content."""
    if not keeps_commitment:
        draft = draft.model_copy(update={"commitment_ack": None})
    case.row.draft = draft.model_dump_json()


def view(case: Case) -> dict[str, Any]:
    """The application as its applicant sees it: the document, and ``draft`` beside it.

    What the unit writes about them, what other people's cases have in common with theirs, and what
    officers held against the scans is for officers. Comments keep the places they point at.
    """
    document = case.application.model_dump(mode="json", exclude=_FOR_OFFICERS)
    document["draft"] = json.loads(case.row.draft) if case.row.draft else None
    if case.application.current_version == 0:
        document["version"] = document["draft"]
    return document


def new_draft(person: Person, declaration: Declaration) -> ApplicationVersion:
    """An empty working copy under a new application id."""
    app_id = f"A{declaration.year}-{uuid.uuid4().hex[:12].upper()}"
    return ApplicationVersion(app_id=app_id, version_no=1, declaration=declaration, person=person)


def check_one_series(
    session: Session, person: Person, id_number_mac: str, declaration: Declaration, app_id: str
) -> None:
    """One series per person and year, across everything in progress or finished (R004, P6).

    :raises ApiError: 409 ONE_SERIES_PER_YEAR naming the existing application.
    """
    same_person = ApplicationRow.person_id == person.person_id
    if id_number_mac:
        same_person = or_(same_person, ApplicationRow.id_number_mac == id_number_mac)
    rows = session.scalars(
        select(ApplicationRow).where(
            same_person,
            ApplicationRow.app_id != app_id,
            ApplicationRow.status != Status.DELETED.value,
        )
    )
    for row in rows:
        other = ApplicationVersion.model_validate(
            json.loads(row.draft or "null") or json.loads(row.doc)["version"]
        ).declaration
        again = other.series_code == declaration.series_code and Status(row.status) in _OVER
        if other.year == declaration.year and not again:
            raise ApiError(
                409,
                "ONE_SERIES_PER_YEAR",
                params={
                    "year": other.year,
                    "title": other.target_title,
                    "series": other.series_code,
                    "app_id": row.app_id,
                },
                rule_ids=["R004"],
            )


def check_target(case: Case, wanted: Declaration) -> None:
    """Where and for what one applies is fixed once it was submitted (P5, R012).

    :raises ApiError: 409 TARGET_LOCKED.
    """
    status = case.application.status
    if status is Status.DRAFT or status is Status.WITHDRAWN:
        return
    before = case.application.version.declaration
    changed = [name for name in _TARGET if getattr(before, name) != getattr(wanted, name)]
    if status not in EDITABLE or changed:
        errors = [{"where": f"declaration.{name}", "message": "locked"} for name in changed]
        raise ApiError(409, "TARGET_LOCKED", errors=errors, rule_ids=["R012"])


def attach(
    session: Session, user_id: str, case: Case, profile: Profile, attachment: Attachment
) -> ApplicationVersion:
    """Put an uploaded file into a slot of the working copy.

    :raises ApiError: 422 INVALID (slot, entry or id), BLOB_UNKNOWN (not uploaded by this person),
        BLOB_LENGTH, or ATTACHMENT_REFUSED with the rules.
    """
    draft = working_copy(case)
    spec = slots.slot_of(profile, attachment)
    where = f"{attachment.module_code}.{attachment.slot}"
    if spec is None:
        raise _invalid(where, "unknown slot")
    entries = {entry.entry_id for entry in draft.entries(attachment.module_code)}
    if attachment.entry_id is not None and attachment.entry_id not in entries:
        raise _invalid(f"{where}.entry_id", "unknown entry")
    if any(known.att_id == attachment.att_id for known in draft.attachments):
        raise _invalid(f"{where}.att_id", "used twice")
    blob = session.get(BlobRow, attachment.sha256)
    if blob is None or session.get(UploadRow, (user_id, attachment.sha256)) is None:
        raise ApiError(422, "BLOB_UNKNOWN")
    if blob.bytes != attachment.bytes:
        raise ApiError(422, "BLOB_LENGTH")
    rules = slots.broken_rules(profile, spec, attachment, blob.magic, draft)
    if rules:
        raise ApiError(422, "ATTACHMENT_REFUSED", rule_ids=rules)
    if session.get(BlobUseRow, (attachment.sha256, draft.app_id)) is None:
        session.add(BlobUseRow(sha256=attachment.sha256, app_id=draft.app_id, submitted=False))
    return draft.model_copy(update={"attachments": [*draft.attachments, attachment]})


def detach(session: Session, case: Case, att_id: str) -> ApplicationVersion | None:
    """Take a file out of the working copy, and out of the entries that name it; None if absent."""
    draft = working_copy(case)
    left = [known for known in draft.attachments if known.att_id != att_id]
    if len(left) == len(draft.attachments):
        return None
    gone = {known.sha256 for known in draft.attachments} - {known.sha256 for known in left}
    for sha256 in gone:
        use = session.get(BlobUseRow, (sha256, draft.app_id))
        if use is not None and not use.submitted:
            session.delete(use)
    modules = {
        code: data.model_copy(
            update={
                "entries": [
                    entry.model_copy(
                        update={"attachment_ids": [i for i in entry.attachment_ids if i != att_id]}
                    )
                    for entry in data.entries
                ]
            }
        )
        for code, data in draft.modules.items()
    }
    return draft.model_copy(update={"attachments": left, "modules": modules})


def _invalid(where: str, words: str) -> ApiError:
    return ApiError(422, "INVALID", errors=[{"where": where, "message": words}])
