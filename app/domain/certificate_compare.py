"""The comparison of a certificate: registry and applicant, row by row (domain §4.11)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.domain.certificate_fields import FIELDS, comparable, values_of
from app.domain.certificates import CertificateRecord, FieldComparison, FieldVerdict
from app.domain.profile import Profile
from app.domain.reasons import ReasonTemplate, fill

DIFFERS, UNREADABLE, UNSTATED = "CERT_DIFF", "CERT_UNREADABLE", "CERT_UNPROVEN"
"""The ready comments for rows to be corrected, to be scanned again, and to be proven."""


@dataclass(frozen=True)
class ComparedField:
    """One row; ``proposed`` is the verdict that the values suggest, None for the officer's eye."""

    field: str
    registry: str
    applicant: str
    proposed: FieldVerdict | None

    def judged(self, verdict: FieldVerdict) -> FieldComparison:
        """The row with the officer's verdict."""
        return FieldComparison(
            field=self.field, registry=self.registry, applicant=self.applicant, verdict=verdict
        )


def compare(record: CertificateRecord | None, values: Mapping[str, Any]) -> list[ComparedField]:
    """All 17 rows in S4's order. Equal after normalisation is a match; no other verdict is given
    by itself, for it takes somebody to look at the scan."""
    known = values_of(record) if record is not None else {}
    rows: list[ComparedField] = []
    for field in FIELDS:
        registry, applicant = _text(known.get(field)), _text(values.get(field))
        same = comparable(field, registry) == comparable(field, applicant)
        rows.append(ComparedField(field, registry, applicant, FieldVerdict.MATCH if same else None))
    return rows


def objections(rows: Iterable[FieldComparison]) -> list[FieldComparison]:
    """The rows that a return can rest on: every verdict but a match."""
    return [row for row in rows if row.verdict is not FieldVerdict.MATCH]


def to_correct(rows: Iterable[FieldComparison]) -> list[FieldComparison]:
    """The rows that the applicant has to do something about.

    What the office accepts from the applicant (key 2) needs nothing more of them.
    """
    settled = {FieldVerdict.MATCH, FieldVerdict.ACCEPT_APPLICANT}
    return [row for row in rows if row.verdict not in settled]


def return_lines(
    rows: Sequence[FieldComparison],
    profile: Profile,
    reasons: Iterable[ReasonTemplate],
    language: str = "zh_CN",
) -> list[tuple[FieldComparison, str, str]]:
    """The return text: for each row to correct the row, its sentence and what to do.

    :raises KeyError: where the reason library lacks one of the ready comments.
    """
    by_id = {reason.reason_id: reason for reason in reasons}
    lines: list[tuple[FieldComparison, str, str]] = []
    for row in to_correct(rows):
        template = by_id[_reason_of(row)]
        params = {
            "field": field_label(profile, row.field, "zh_CN"),
            "field_en": field_label(profile, row.field, "en"),
            "a": row.registry,
            "b": row.applicant,
        }
        text, _ = fill(template, params, language)
        lines.append((row, text, template.fix_hint.in_(language)))
    return lines


def field_label(profile: Profile, field: str, language: str) -> str:
    """What the region calls a field or slot of the certificate; its code where it has no word."""
    module = profile.module("certificate")
    spec = (module.field(field) or module.slot(field)) if module else None
    return spec.label.in_(language) if spec else field


def _reason_of(row: FieldComparison) -> str:
    if row.verdict is FieldVerdict.UNREADABLE:
        return UNREADABLE
    return DIFFERS if row.registry else UNSTATED


def _text(value: object) -> str:
    return "" if value is None else str(value)
