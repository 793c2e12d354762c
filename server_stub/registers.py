"""Stand-ins for the registers that an applicant's form is compared with (SV20, P19).

No real register is asked: what one of these says follows from the identity number alone, so that
it is the same every time. The tens digit of the number's order code (its 16th digit) chooses the
persona: 9 is not in the register, 8 is there with another value, every other digit agrees. The
certificates are the exception: they are looked up in the server's own registry.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy.orm import Session

from app.domain.certificates import CertificateRecord
from app.domain.model import ApplicationVersion, Person
from app.domain.partial_date import months_before
from server_stub import certificate_registry

_DIGIT = 15
_SI_MONTHS = 12
_YEARS_BACK = (2, 1)


class Register(StrEnum):
    """What can be looked up, by its name in the address."""

    CHSI = "chsi"
    SOCIAL_INSURANCE = "social-insurance"
    PUBLIC_SUBJECT = "public-subject"
    CERTIFICATE = "certificate"


class Outcome(StrEnum):
    """What a register says."""

    FOUND = "FOUND"
    NOT_FOUND = "NOT_FOUND"
    MISMATCH = "MISMATCH"


MODULES: Mapping[Register, str] = {
    Register.CHSI: "education",
    Register.SOCIAL_INSURANCE: "social_insurance",
    Register.PUBLIC_SUBJECT: "continuing_education",
    Register.CERTIFICATE: "current_title",
}
"""The module that a register speaks of."""

FLAGS: Mapping[Register, str] = {
    Register.CHSI: "chsi_found",
    Register.SOCIAL_INSURANCE: "autofilled",
    Register.CERTIFICATE: "autofilled",
}
"""The field that says whether the register has the entry, where the module has one."""


@dataclass(frozen=True)
class Said:
    """An answer: the values that the register has, by field."""

    outcome: Outcome
    values: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Question:
    """Whom and what it is about: the values stated in one entry, as far as there are any."""

    session: Session
    version: ApplicationVersion
    stated: Mapping[str, Any]
    employer: str
    now: datetime

    @property
    def person(self) -> Person:
        """The applicant."""
        return self.version.person


def ask(register: Register, question: Question) -> Said:
    """What the register says."""
    return _ANSWERS[register](question)


def persona(id_number: str) -> Outcome:
    """Which persona an identity number is; a number too short to tell is in no register."""
    digit = id_number[_DIGIT : _DIGIT + 1]
    if not digit or digit == "9":
        return Outcome.NOT_FOUND
    return Outcome.MISMATCH if digit == "8" else Outcome.FOUND


def _chsi(question: Question) -> Said:
    born = question.person.birth_date[:4] or "1985"
    year = int(born) + 23
    known = {
        "school": "示例理工大学",
        "major": question.version.declaration.specialty or "示例专业",
        "level": "BACHELOR",
        "edu_cert_no": f"99999{year}05{question.person.id_number[-6:-1]:0>6}",
        "graduate_date": f"{year}-06",
    }
    return _compared(question, known, differs=("school", "样例科技大学"))


def _social_insurance(question: Question) -> Said:
    known = {
        "months": months_before(question.now, _SI_MONTHS),
        "insured_unit": question.employer or "示例单位",
        "unit_match": True,
    }
    said = _compared(question, known, differs=("insured_unit", "样例劳务派遣有限公司"))
    if said.outcome is Outcome.MISMATCH:
        return Said(said.outcome, {**said.values, "unit_match": False})
    return said


def _public_subject(question: Question) -> Said:
    year = question.stated.get("year") or question.version.declaration.year - 1
    known = {
        "year": year,
        "public_subject_name": f"{year}年度公需科目",
        "public_subject_passed": True,
    }
    return _compared(question, known, differs=("public_subject_passed", False))


def _compared(question: Question, known: Mapping[str, Any], differs: tuple[str, Any]) -> Said:
    """What is stated is what the register has, but where the persona is that it differs."""
    outcome = persona(question.person.id_number)
    if outcome is Outcome.NOT_FOUND:
        return Said(outcome)
    stated = {name: question.stated.get(name) for name in known}
    values = {name: stated[name] or value for name, value in known.items()}
    if outcome is Outcome.MISMATCH:
        name, other = differs
        values[name] = other
    return Said(outcome, values)


def _certificate(question: Question) -> Said:
    number = str(question.stated.get("cert_no") or "")
    records = [
        record
        for row in certificate_registry.with_number(question.session, number)
        if not (record := certificate_registry.record_of(row)).voided
    ]
    own = next((r for r in records if certificate_registry.is_holder(r, question.person)), None)
    if own is None:
        return Said(Outcome.MISMATCH if records else Outcome.NOT_FOUND)
    values = _title_of(own)
    same = all(question.stated.get(name) in (None, "", value) for name, value in values.items())
    return Said(Outcome.FOUND if same else Outcome.MISMATCH, values)


def _title_of(record: CertificateRecord) -> dict[str, Any]:
    values = {
        "cert_no": record.cert_no,
        "title_name": record.post_name,
        "series": record.series,
        "obtain_date": record.award_date,
        "obtain_mode": record.obtain_mode,
        "approving_org": record.approving_org,
    }
    return {name: value for name, value in values.items() if value}


_ANSWERS: Mapping[Register, Callable[[Question], Said]] = {
    Register.CHSI: _chsi,
    Register.SOCIAL_INSURANCE: _social_insurance,
    Register.PUBLIC_SUBJECT: _public_subject,
    Register.CERTIFICATE: _certificate,
}
