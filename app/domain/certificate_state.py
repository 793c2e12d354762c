"""The seven states of a certificate (S4 列表“状态”, domain §4.11), computed and never stored."""

from __future__ import annotations

from app.domain.certificates import CertificateRecord, CertificateState
from app.domain.enums import Status

_BY_STATUS = {
    Status.DRAFT: CertificateState.TO_SUBMIT,
    Status.WITHDRAWN: CertificateState.TO_SUBMIT,
    Status.SUBMITTED: CertificateState.PENDING_REVIEW,
    Status.CLAIMED: CertificateState.REVIEWED,
    Status.PROPOSED: CertificateState.REVIEWED,
    Status.APPROVED_AT: CertificateState.PASSED,
    Status.SEALED: CertificateState.PASSED,
    Status.PASSED_FINAL: CertificateState.PASSED,
    Status.CERT_ISSUED: CertificateState.PASSED,
    Status.RETURNED: CertificateState.RETURNED,
    Status.LAPSED: CertificateState.RETURNED,
    Status.NOT_PASSED: CertificateState.RETURNED,
}
_NO_CASE = frozenset({Status.DELETED})
_LIVE = frozenset({
    CertificateState.TO_SUBMIT, CertificateState.PENDING_REVIEW, CertificateState.REVIEWED,
    CertificateState.RETURNED,
})  # fmt: skip


def certificate_state(record: CertificateRecord | None, case: Status | None) -> CertificateState:
    """Where a certificate stands.

    :param record: the registry's, None for a certificate that only an application names.
    :param case: the status of the newest verification of it, None where there is none.

    A case that is under way counts before the record: an amendment of a confirmed certificate is
    ``TO_SUBMIT`` again. Once it has passed, the record it wrote is what counts, and is confirmed.
    """
    of_case = None if case is None or case in _NO_CASE else case_state(case)
    if of_case in _LIVE or of_case is CertificateState.UNKNOWN:
        return of_case
    if record is None:
        return of_case or CertificateState.UNKNOWN
    if record.confirmed_by:
        return CertificateState.CONFIRMED
    return of_case or CertificateState.PENDING_CONFIRM


def case_state(status: Status) -> CertificateState:
    """The state by the verification alone; an office that holds it has read it (已审阅)."""
    return _BY_STATUS.get(status, CertificateState.UNKNOWN)
