"""Enumerations that travel over the wire.

Every one has an ``UNKNOWN`` member: a newer server may send a value this program has never heard
of, and such a document must stay readable, but read-only (design §4).
"""

from __future__ import annotations

from enum import StrEnum
from typing import Self


class OpenEnum(StrEnum):
    """A string enumeration in which an unheard-of value becomes ``UNKNOWN``."""

    @classmethod
    def _missing_(cls, value: object) -> Self | None:
        del value
        return cls.__members__.get("UNKNOWN")

    @property
    def known(self) -> bool:
        """False for a value that this program cannot interpret."""
        return self.name != "UNKNOWN"


class ApplicationType(OpenEnum):
    """What is applied for (domain §4.1)."""

    EVALUATION = "EVALUATION"
    RECOGNITION = "RECOGNITION"
    RECONFIRMATION = "RECONFIRMATION"
    LOSS_REISSUE = "LOSS_REISSUE"
    CERT_VERIFICATION = "CERT_VERIFICATION"
    UNKNOWN = "UNKNOWN"


class Level(OpenEnum):
    """The level of title applied for (domain §4.1)."""

    SENIOR_FULL = "SENIOR_FULL"
    SENIOR_ASSOC = "SENIOR_ASSOC"
    MIDDLE = "MIDDLE"
    JUNIOR_ASSISTANT = "JUNIOR_ASSISTANT"
    JUNIOR_STAFF = "JUNIOR_STAFF"
    UNKNOWN = "UNKNOWN"


class Status(OpenEnum):
    """Where an application stands (domain §4.6); the stage index is kept beside it."""

    DRAFT = "DRAFT"
    LOSS_PUBLICITY = "LOSS_PUBLICITY"
    SUBMITTED = "SUBMITTED"
    CLAIMED = "CLAIMED"
    PROPOSED = "PROPOSED"
    APPROVED_AT = "APPROVED_AT"
    SEALED = "SEALED"
    RETURNED = "RETURNED"
    WITHDRAWN = "WITHDRAWN"
    NOT_PASSED = "NOT_PASSED"
    LAPSED = "LAPSED"
    AWAITING_PAYMENT = "AWAITING_PAYMENT"
    PAID_UNVERIFIED = "PAID_UNVERIFIED"
    ACCEPTED = "ACCEPTED"
    IN_EVALUATION = "IN_EVALUATION"
    RESULT_PUBLICITY = "RESULT_PUBLICITY"
    PASSED_FINAL = "PASSED_FINAL"
    FAILED_FINAL = "FAILED_FINAL"
    CERT_ISSUED = "CERT_ISSUED"
    DELETED = "DELETED"
    UNKNOWN = "UNKNOWN"


class Verb(OpenEnum):
    """The four decision verbs; their labels are profile data (domain §0.1 item 2)."""

    PASS = "PASS"  # noqa: S105
    RETURN = "RETURN"
    NOT_PASSED = "NOT_PASSED"
    REFER_DOWN = "REFER_DOWN"
    UNKNOWN = "UNKNOWN"


class Role(OpenEnum):
    """What a user may do (domain §4.5)."""

    APPLICANT = "APPLICANT"
    HANDLER = "HANDLER"
    APPROVER = "APPROVER"
    SEALER = "SEALER"
    ORG_ADMIN = "ORG_ADMIN"
    OFFICE_CLERK = "OFFICE_CLERK"
    OFFICE_LEAD = "OFFICE_LEAD"
    COMMITTEE_CLERK = "COMMITTEE_CLERK"
    AUDITOR = "AUDITOR"
    IT = "IT"
    UNKNOWN = "UNKNOWN"


class OrgKind(OpenEnum):
    """What kind of node an organisation is on a route (domain §4.2)."""

    UNIT = "UNIT"
    DEPT = "DEPT"
    COUNTY_TITLE = "COUNTY_TITLE"
    COUNTY_INDUSTRY = "COUNTY_INDUSTRY"
    SERIES_TITLE = "SERIES_TITLE"
    CITY_TITLE = "CITY_TITLE"
    REGION_TITLE = "REGION_TITLE"
    COMMITTEE = "COMMITTEE"
    AGENCY = "AGENCY"
    UNKNOWN = "UNKNOWN"


class Severity(OpenEnum):
    """How grave a finding is (domain §4.13), gravest first."""

    BLOCK = "BLOCK"
    ERROR = "ERROR"
    WARN = "WARN"
    ASK = "ASK"
    GUARD = "GUARD"
    UNKNOWN = "UNKNOWN"


class CommentSeverity(OpenEnum):
    """Whether a comment must be followed or is advice."""

    MUST_FIX = "MUST_FIX"
    ADVICE = "ADVICE"
    UNKNOWN = "UNKNOWN"


class Origin(OpenEnum):
    """How a version came to be (domain §4.2)."""

    SUBMIT = "SUBMIT"
    RESUBMIT = "RESUBMIT"
    AMEND = "AMEND"
    UNKNOWN = "UNKNOWN"


class Provenance(OpenEnum):
    """Where a field's value came from: looked up by the system, or typed in."""

    SYSTEM_VERIFIED = "SYSTEM_VERIFIED"
    MANUAL = "MANUAL"
    UNKNOWN = "UNKNOWN"
