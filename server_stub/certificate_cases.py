"""Verifications of certificates as applications (S4, domain §4.11): how one begins."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

from app.domain.certificate_fields import MODULE, level_of, plain
from app.domain.enums import ApplicationType, Origin, Provenance
from app.domain.model import (
    ApplicationVersion,
    Attachment,
    Declaration,
    ModuleData,
    ModuleEntry,
    Person,
)
from app.domain.profile import Profile
from server_stub.cases import Case
from server_stub.drafts import new_draft

_FOLLOWS = {"level", "target_title", "series_code", "specialty"}
"""What of the declaration is the certificate's to say."""
ENTRY = "certificate"
"""The id of the one entry; it stays through all versions, so that they can be compared."""


def draft_of(
    profile: Profile,
    person: Person,
    year: int,
    values: Mapping[str, Any],
    *,
    known: Mapping[str, Any],
    origin: Origin,
    photo: Attachment | None = None,
) -> ApplicationVersion:
    """The working copy of a verification, filled in as far as the registry can.

    :param values: what stands in the form.
    :param known: what of it the registry said, marked 系统核验.
    """
    module = profile.module(MODULE)
    codes = {field.code for field in module.fields} if module is not None else set()
    entry = ModuleEntry(
        entry_id=ENTRY,
        fields={code: value for code, value in values.items() if code in codes},
        provenance={
            code: Provenance.SYSTEM_VERIFIED
            for code, value in known.items()
            if code in codes and value not in (None, "") and values.get(code) == value
        },
        attachment_ids=[photo.att_id] if photo is not None else [],
    )
    return new_draft(person, declared(year, values)).model_copy(
        update={
            "origin": origin,
            "modules": {MODULE: ModuleData(entries=[entry])},
            "attachments": [photo] if photo is not None else [],
        }
    )


def declared(year: int, values: Mapping[str, Any]) -> Declaration:
    """What a certificate says of itself, in the place where routes and lists look."""
    return Declaration(
        year=year,
        level=level_of(values.get("level")),
        target_title=plain(values.get("post_name")),
        series_code=plain(values.get("series")),
        specialty=plain(values.get("specialty")),
    )


def aligned(case: Case, draft: ApplicationVersion) -> ApplicationVersion:
    """The declaration of a verification follows its certificate: the level leads to the office."""
    entry = next(iter(draft.entries(MODULE)), None)
    if case.application.type is not ApplicationType.CERT_VERIFICATION or entry is None:
        return draft
    said = declared(draft.declaration.year, entry.fields).model_dump(include=_FOLLOWS)
    kept = draft.declaration.model_dump(exclude=_FOLLOWS)
    return draft.model_copy(update={"declaration": Declaration.model_validate({**kept, **said})})


def photo_of(supplement: Mapping[str, Any]) -> Attachment | None:
    """The photo of a supplement as an attachment of its own."""
    kept = supplement.get("photo")
    if not kept:
        return None
    return Attachment(
        att_id=uuid.uuid4().hex, slot="photo", module_code=MODULE, entry_id=ENTRY, **kept
    )
