"""What the documents say. The drawings print exactly these values.

An application takes the values of its form fields, so that scan and form agree, or changes one on
purpose (`dataclasses.replace`), so that an officer can find the difference. Dates are `date`;
months are ``YYYY-MM`` as in the form. Slots are those of domain §4.3.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from server_stub.demo.people import Sex


@dataclass(frozen=True, slots=True)
class PaperFacts:
    """One paper or book (module `papers`). `page` is the first page in the journal."""

    title: str
    authors: tuple[str, ...]
    employer: str
    trade: str
    journal: str
    publish_date: date
    page: int = 36
    issn: str = "9999-0008"
    cn: str = "CN 99-9999/T"
    organiser: str = "示例省工程技术学会"
    publisher: str = "《示例工程》编辑部"
    kind: Literal["论文", "著作"] = "论文"
    isbn: str = ""
    listed_in_toc: bool = True


@dataclass(frozen=True, slots=True)
class TitleCertificateFacts:
    """A professional-title certificate (slot `title_cert`)."""

    name: str
    sex: Sex
    birth_date: date
    id_number: str
    portrait: int
    employer: str
    series: str
    specialty: str
    title_name: str
    level: str
    certificate_number: str
    obtain_date: date
    approving_org: str
    obtain_mode: str = "评审"


@dataclass(frozen=True, slots=True)
class EducationFacts:
    """Graduation and degree (slots `edu_cert`, `degree_cert`, `chsi_proof`)."""

    name: str
    sex: Sex
    birth_date: date
    id_number: str
    portrait: int
    school: str
    major: str
    level: str
    enrol_date: date
    graduate_date: date
    education_number: str
    degree: str = "工学学士"
    degree_number: str = ""
    study_mode: str = "普通全日制"
    president: str = "文承远"


@dataclass(frozen=True, slots=True)
class AwardFacts:
    """An award certificate (slot `original_scan`)."""

    name: str
    award: str
    project: str
    level: str
    granting_org: str
    award_date: date
    number: str = ""


@dataclass(frozen=True, slots=True)
class InsuranceFacts:
    """A social-insurance list (slot `si_list_scan`). `months` are the paid months, in any order."""

    name: str
    id_number: str
    insured_unit: str
    credit_code: str
    months: tuple[str, ...]
    printed_on: date
    office: str = "示例市社会保险事业管理中心"
    base: int = 6200
    red_seal: bool = True


@dataclass(frozen=True, slots=True)
class ContractFacts:
    """A labour contract (slot `labour_contract`)."""

    name: str
    id_number: str
    phone: str
    employer: str
    credit_code: str
    legal_representative: str
    address: str
    post: str
    start: date
    end: date | None
    signed_on: date


@dataclass(frozen=True, slots=True)
class AcceptanceFacts:
    """A project acceptance (proofs of `achievements`, `projects`, `professional_experience`)."""

    project: str
    client: str
    contractor: str
    designer: str
    supervisor: str
    name: str
    role: str
    start: date
    accepted: date
    amount: str
    content: str
    conclusion: str = "工程质量符合设计及规范要求，资料齐全，同意通过竣工验收。"


@dataclass(frozen=True, slots=True)
class CommitmentFacts:
    """A commitment letter (slot `signed_commitment`); `signed` is whether a hand signed it."""

    name: str
    id_number: str
    employer: str
    applied_title: str
    year: int
    signed_on: date
    education_number: str = ""
    title_number: str = ""
    signed: bool = True


@dataclass(frozen=True, slots=True)
class PublicityRow:
    """One candidate in a publicity table."""

    name: str
    sex: Sex
    current_title: str
    applied_title: str
    specialty: str


@dataclass(frozen=True, slots=True)
class PublicityFacts:
    """A publicity notice of the unit (`standard_`, `personal_`, `democratic_publicity`)."""

    unit: str
    year: int
    start: date
    end: date
    rows: tuple[PublicityRow, ...]
    contact: str
    phone: str
    variety: Literal["标准条件", "个人材料", "民主测评"] = "个人材料"


@dataclass(frozen=True, slots=True)
class LetterFacts:
    """Any other letter with a seal: unit-difference note, appointment, archive or hours proof."""

    title: str
    paragraphs: tuple[str, ...]
    issuer: str
    issued_on: date
    addressee: str = ""
    signer: str = ""
    red_head: bool = False
    number: str = ""


@dataclass(frozen=True, slots=True)
class BlankFacts:
    """A page that went through the scanner with its back up (R109)."""

    note: str = ""


Facts = (
    PaperFacts
    | TitleCertificateFacts
    | EducationFacts
    | AwardFacts
    | InsuranceFacts
    | ContractFacts
    | AcceptanceFacts
    | CommitmentFacts
    | PublicityFacts
    | LetterFacts
    | BlankFacts
)


def chinese_date(day: date) -> str:
    """A date as documents write it: 2019年7月12日."""
    return f"{day.year}年{day.month}月{day.day}日"
