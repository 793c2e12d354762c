"""The seven states, from the record and the verification."""

from __future__ import annotations

import pytest

from app.domain.certificate_state import certificate_state
from app.domain.certificates import CertificateRecord, CertificateState
from app.domain.enums import Status

FREE = CertificateRecord(record_id="r", cert_no="C1", name="测试甲", id_number="1")
CONFIRMED = FREE.model_copy(update={"confirmed_by": "p-1"})
S = CertificateState


@pytest.mark.parametrize(
    ("record", "case", "state"),
    [
        (FREE, None, S.PENDING_CONFIRM), (CONFIRMED, None, S.CONFIRMED),
        (FREE, Status.DELETED, S.PENDING_CONFIRM), (CONFIRMED, Status.DELETED, S.CONFIRMED),
        (FREE, Status.DRAFT, S.TO_SUBMIT), (FREE, Status.WITHDRAWN, S.TO_SUBMIT),
        (FREE, Status.SUBMITTED, S.PENDING_REVIEW), (FREE, Status.CLAIMED, S.REVIEWED),
        (FREE, Status.PROPOSED, S.REVIEWED), (FREE, Status.RETURNED, S.RETURNED),
        (FREE, Status.APPROVED_AT, S.PASSED), (FREE, Status.PASSED_FINAL, S.PASSED),
        (CONFIRMED, Status.APPROVED_AT, S.CONFIRMED), (CONFIRMED, Status.PASSED_FINAL, S.CONFIRMED),
        (CONFIRMED, Status.DRAFT, S.TO_SUBMIT), (CONFIRMED, Status.RETURNED, S.RETURNED),
        (None, Status.SUBMITTED, S.PENDING_REVIEW), (None, Status.PASSED_FINAL, S.PASSED),
        (None, None, S.UNKNOWN), (FREE, Status.UNKNOWN, S.UNKNOWN),
        (CONFIRMED, Status.ACCEPTED, S.UNKNOWN),
    ],
)  # fmt: skip
def test_state(record: CertificateRecord | None, case: Status | None, state: S) -> None:
    assert certificate_state(record, case) is state
