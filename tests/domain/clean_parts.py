"""What clean cases and their alterations have in common: files, hashes, what is bound to them."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import timedelta
from typing import Any

from app.domain.checks.engine import Subject
from app.domain.checks.facts import FileFacts, PageFacts
from app.domain.enums import ApplicationType
from app.domain.publicity import PublicityScope
from app.domain.sealing import Stamp, StampMethod
from app.protocol.canonical import content_sha256
from tests.domain import clean_dossier

PAGE = PageFacts(
    595.0,
    842.0,
    1654,
    2339,
    ink=0.08,
    contrast=0.9,
    sharpness=0.8,
    lying=False,
    red=0.6,
    coloured=True,
)
"""A page of A4, scanned upright in colour, with a red seal on it."""
_MIME = {"pdf": "application/pdf", "jpg": "image/jpeg", "png": "image/png"}


def with_case(subject: Subject, **fields: Any) -> Subject:
    """Another state of the application."""
    assert subject.case is not None
    return replace(subject, case=subject.case.model_copy(update=fields))


def hashed(subject: Subject) -> Subject:
    """The version under its own hash, in the case too."""
    digest = content_sha256(subject.version.model_dump(mode="json"))
    version = subject.version.model_copy(update={"content_sha256": digest})
    return with_case(replace(subject, version=version), version=version)


def bound(subject: Subject) -> Subject:
    """As :func:`hashed`, with dossier, publicity and stamp made for that version."""
    subject = hashed(subject)
    case, profile, version = subject.case, subject.profile, subject.version
    assert case is not None
    parts: dict[str, Any] = {}
    if case.type is ApplicationType.LOSS_REISSUE:
        shown = clean_dossier.publicity(version, profile)
        parts["loss_publicity"] = shown.model_copy(update={"scope": PublicityScope.LOSS})
    elif profile.dossier is not None and case.route[0].kind == "UNIT":
        made = clean_dossier.dossier(version, profile, case.route[1].org_id)
        old = case.dossier
        parts["dossier"] = (
            made if old is None else old.model_copy(update={"publicity": made.publicity})
        )
        parts["stamps"] = [
            Stamp(
                stamp_id="stamp-1", seal_id="seal-1", form="unit_opinion",
                method=StampMethod.PAPER, version_no=version.version_no,
                content_sha256=version.content_sha256, dossier_rev=made.rev,
                signer_id="u-sealer", signer_name="用章人", at=subject.now - timedelta(days=1),
            )
        ]  # fmt: skip
    return with_case(subject, **parts)


def made_file(
    module: str, entry_id: str | None, slot: str, form: str, number: int = 0
) -> tuple[dict[str, Any], FileFacts]:
    """An attachment and what is known about its bytes; every one is different."""
    name = f"{module}-{entry_id}-{slot}-{number}"
    digest = hashlib.sha256(name.encode()).hexdigest()
    photo = slot == "photo"
    document = {
        "att_id": f"a-{name}",
        "sha256": digest,
        "bytes": 200_000,
        "mime": _MIME[form],
        "slot": slot,
        "module_code": module,
        "entry_id": entry_id,
        "filename": f"{name}.{form}",
        "pages": 1,
    }
    facts = FileFacts(
        magic=_MIME[form],
        bytes=200_000,
        pages=1,
        decodes=True,
        looks=(replace(PAGE, width_px=413, height_px=531, red=0.0),) if photo else (PAGE,),
        first_page=hashlib.sha256(f"page of {name}".encode()).hexdigest(),
        ratio=35 / 45 if photo else None,
        white=1.0 if photo else None,
        blue=1.0 if photo else None,
        probe=99,
    )
    return document, facts
