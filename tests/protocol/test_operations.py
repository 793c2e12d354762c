from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from pydantic import ValidationError

from app.domain.enums import Verb
from app.protocol.operations import (
    Base,
    ConflictCode,
    Operation,
    OperationKind,
    OperationResult,
    ResultStatus,
)

NOW = datetime(2026, 10, 9, 2, 0, tzinfo=UTC)


def operation(**changes: Any) -> Operation:
    fields: dict[str, Any] = {
        "op_id": "0193",
        "kind": OperationKind.PROPOSE,
        "app_id": "A1",
        "seq": 1,
        "actor": "u1",
        "device_id": "d1",
        "base": Base(version_no=1, content_sha256="ab", etag="1", profile="GXRC@1"),
        "at_local": NOW,
        "server_time_est": NOW,
        "payload": {"verb": "PASS"},
    }
    return Operation(**(fields | changes))


def test_the_bytes_of_an_operation_never_change() -> None:
    written = operation().to_bytes()
    assert Operation.model_validate_json(written).to_bytes() == written


def test_fields_of_a_newer_program_survive() -> None:
    document = json.loads(operation().to_bytes()) | {"new_field": [1, 2]}
    read = Operation.model_validate(document)
    assert json.loads(read.to_bytes())["new_field"] == [1, 2]


def test_a_decision_is_read_from_the_payload() -> None:
    assert operation().decision().verb is Verb.PASS
    with pytest.raises(ValidationError):
        operation(payload={"text": "x"}).decision()


def test_times_without_a_zone_and_sequences_below_one_are_refused() -> None:
    with pytest.raises(ValidationError, match="at_local"):
        operation(at_local=datetime(2026, 10, 9))  # noqa: DTZ001
    with pytest.raises(ValidationError, match="seq"):
        operation(seq=0)


def test_an_unheard_of_answer_is_unknown() -> None:
    answer = OperationResult.model_validate({"op_id": "1", "status": "postponed"})
    assert answer.status is ResultStatus.UNKNOWN
    assert ConflictCode("NEVER_SEEN") is ConflictCode.UNKNOWN
