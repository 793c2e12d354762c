"""From an application document to its narrow row, its search words and its list of files."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Row

from app.domain.enums import Severity
from app.domain.finding import Finding
from app.domain.model import Application, Attachment
from app.store import tokens
from app.store.cache_schema import NEVER
from app.store.moments import to_ms
from app.store.projection import phase_of
from app.store.readmodels import SeverityCounts

SEALED: Final = 10_000
"""Places of sealed forms come after those of the version before."""
Checker = Callable[[Application], Sequence[Finding]]
"""Runs the pre-checks on an application (:class:`app.store.assess.Assessor`)."""

SEVERITIES: Final = (
    Severity.BLOCK,
    Severity.ERROR,
    Severity.WARN,
    Severity.ASK,
    Severity.GUARD,
)


@dataclass(frozen=True, slots=True)
class FileRef:
    """A file of a case; ``n`` attachments have this content, the first is at ``place``."""

    sha256: str
    bytes: int
    n: int
    place: int


@dataclass(frozen=True, slots=True)
class Indexed:
    """All that the lists need of one application."""

    row: dict[str, Any]
    search: dict[str, str]
    files: tuple[FileRef, ...]


def count_findings(findings: Iterable[Finding]) -> SeverityCounts:
    """Findings by severity."""
    by = Counter(finding.severity for finding in findings)
    return SeverityCounts(*(by[severity] for severity in SEVERITIES))


def counts_of(row: Row[Any]) -> SeverityCounts:
    """The findings that a row of ``case_row`` counts."""
    return SeverityCounts(row.n_block, row.n_error, row.n_warn, row.n_ask, row.n_guard)


def checks_columns(counts: SeverityCounts) -> dict[str, int]:
    """The columns that hold the outcome of the pre-checks."""
    numbers = [counts.block, counts.error, counts.warn, counts.ask, counts.guard]
    names = [f"n_{severity.value.lower()}" for severity in SEVERITIES]
    rank = 0
    for number in numbers:
        rank = rank << 8 | min(number, 255)
    bits = sum(1 << place for place, number in enumerate(numbers) if number)
    return {**dict(zip(names, numbers, strict=True)), "severities": bits, "rank": -rank}


def severity_bits(severities: Iterable[str]) -> int:
    """The bit set of some severities as ``case_row.severities`` keeps it."""
    return sum(1 << SEVERITIES.index(Severity(one)) for one in set(severities))


def index_application(
    application: Application, findings: Sequence[Finding], reader: str = ""
) -> Indexed:
    """Everything the lists keep of ``application``, but what of its files is here.

    :param reader: the office whose lists these are; empty where nobody said.
    """
    version, declaration = application.version, application.version.declaration
    person, claim, proposal = version.person, application.claim, application.proposal
    last = proposal or (application.history[-1] if application.history else None)
    files = list_files(application)
    row = {
        "app_id": application.app_id,
        "phase": int(phase_of(application.status, here=reader in ("", application.node_org))),
        "status": application.status.value,
        "stage": application.stage_index,
        "readonly": application.readable_only,
        "version_no": application.current_version,
        "resubmitted": application.current_version > 1,
        "deadline": _ms(application.deadline_current),
        "submitted_at": _ms(version.submitted_at),
        "level": declaration.level.value,
        "claim_user": claim.user_id if claim else "",
        "claim_name": claim.user_name if claim else "",
        "lease_until": to_ms(claim.lease_until) if claim else 0,
        **checks_columns(count_findings(findings)),
        "files": sum(file.n for file in files),
        "bytes": sum(file.bytes for file in files),
        "verb": proposal.decision.verb.value if proposal else "",
        "handler": last.handler_id if last else "",
        "handler_name": last.handler_name if last else "",
        "proposed_at": to_ms(last.proposed_at) if last else 0,
        "name": person.name,
        "name_key": tokens.sort_key(person.name),
        "id_tail": person.id_number[-4:],
        "target_title": declaration.target_title,
        "specialty": declaration.specialty,
        "unit_name": application.unit_name,
        "type": application.type.value,
        "office": _office(application),
        "profile": application.profile,
        "org_id": application.unit_org_id,
    }
    return Indexed(row=row, search=_search(application), files=files)


def list_files(application: Application) -> tuple[FileRef, ...]:
    """The distinct files of the present version, in the applicant's order, and the dossier's."""
    found: dict[str, FileRef] = {}
    dossier = application.dossier
    for place, (sha256, file) in enumerate(dossier.files.items() if dossier else ()):
        last = len(application.version.attachments) + place
        found[sha256] = FileRef(sha256, file.bytes, 1, last)
    for place, att in enumerate(application.version.attachments):
        known = found.get(att.sha256)
        found[att.sha256] = (
            FileRef(att.sha256, known.bytes, known.n + 1, known.place)
            if known
            else FileRef(att.sha256, att.bytes, 1, place)
        )
    return tuple(found.values())


def former_files(body: bytes) -> tuple[FileRef, ...]:
    """The distinct files of an earlier version as it came; none where it cannot be read."""
    try:
        files = [Attachment.model_validate(one) for one in json.loads(body)["attachments"]]
    except (KeyError, TypeError, ValueError):
        return ()
    found = {att.sha256: FileRef(att.sha256, att.bytes, 0, n) for n, att in enumerate(files)}
    return tuple(found.values())


def sealed_files(application: Application) -> tuple[FileRef, ...]:
    """The sealed forms of a case and the same with their time stamps: fetched with its files, and
    not counted among them."""
    found = [
        (sha256, stamp.bytes)
        for stamp in application.stamps
        for sha256 in (stamp.time_stamped_sha256, stamp.stamped_sha256)
        if sha256 and stamp.bytes
    ]
    return tuple(FileRef(sha256, size, 0, SEALED + n) for n, (sha256, size) in enumerate(found))


def _search(application: Application) -> dict[str, str]:
    person, declaration = application.version.person, application.version.declaration
    return {
        "name": tokens.indexed(person.name, person.former_name),
        "pinyin": tokens.indexed(*tokens.sound(person.name)),
        "unit": tokens.indexed(application.unit_name),
        "title": tokens.indexed(declaration.target_title, declaration.specialty),
        "ids": tokens.identifiers(application.app_id, person.id_number[-4:], person.id_number),
    }


def _ms(moment: datetime | None) -> int:
    return to_ms(moment) if moment else NEVER


def _office(application: Application) -> str:
    """The kind of office that has the case; empty where it has no route yet."""
    here = application.route[application.stage_index : application.stage_index + 1]
    return here[0].kind.value if here else ""
