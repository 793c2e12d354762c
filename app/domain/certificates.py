"""Certificates in the registry, and what an office found when it compared one (domain §4.11)."""

from __future__ import annotations

from app.domain.entity import Entity
from app.domain.enums import Level, OpenEnum


class CertificateState(OpenEnum):
    """The seven states of 审验 (S4), as the holder and the office see them."""

    PENDING_CONFIRM = "PENDING_CONFIRM"
    TO_SUBMIT = "TO_SUBMIT"
    PENDING_REVIEW = "PENDING_REVIEW"
    REVIEWED = "REVIEWED"
    PASSED = "PASSED"
    RETURNED = "RETURNED"
    CONFIRMED = "CONFIRMED"
    UNKNOWN = "UNKNOWN"


class CertificateRecord(Entity):
    """One certificate as the registry has it. Dates keep the precision they were given with.

    ``confirmed_by`` is the person who claimed it, empty while nobody has. ``voided`` after a
    reissue (S1 3.4). ``registry_source`` is where the record came from (批文, 电子数据, 迁移).
    """

    record_id: str
    cert_no: str
    name: str
    id_number: str
    sex: str = ""
    specialty: str = ""
    phone: str = ""
    org: str = ""
    year: int | None = None
    obtain_mode: str = ""
    obtain_time: str = ""
    level: Level = Level.UNKNOWN
    series: str = ""
    post_name: str = ""
    approving_org: str = ""
    award_date: str = ""
    mgmt_no: str = ""
    committee_name: str = ""
    registry_source: str = ""
    confirmed_by: str = ""
    in_approval_list: bool = True
    voided: bool = False


class FieldVerdict(OpenEnum):
    """What an officer found for one field of a certificate, by keys 1 to 4 (domain §4.11)."""

    MATCH = "MATCH"
    ACCEPT_APPLICANT = "ACCEPT_APPLICANT"
    KEEP_REGISTRY = "KEEP_REGISTRY"
    UNREADABLE = "UNREADABLE"
    UNKNOWN = "UNKNOWN"


class FieldComparison(Entity):
    """One row of the comparison: the registry's value, the applicant's, and the verdict."""

    field: str
    registry: str = ""
    applicant: str = ""
    verdict: FieldVerdict
